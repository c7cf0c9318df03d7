//! Search as the user types: characters, pinyin, initials, addresses, numbers.
//!
//! A query is split at spaces into words, and every word must match
//! somewhere. A name is matched by its characters, each answering for
//! itself, for its pinyin, or for a beginning of its pinyin: `张s`, `zsan`,
//! `zhs` and `zhangsan` all find 张三, and 单 is found as `shan` and as `dan`.
//! Addresses and notes are matched by what they contain, numbers also
//! without their dashes. Only where nothing is found so may the letters of
//! a word be scattered: `xf5d` for 幸福小区5栋.
//!
//! Nothing here is kept on disk and nothing here knows what a person is: the
//! index is built again from the records at each start.

mod buffer;
mod fold;
mod found;
mod glyph;
mod highlight;
mod index;
mod lane;
mod lens;
mod phrases;
mod query;
mod rank;
mod reading;
mod texts;
mod trail;

pub use fold::normalize;
pub use highlight::highlight;
pub use index::{Entry, Hit, Hits, Index};
pub use phrases::Phrases;
pub use reading::{Readings, readings};
pub use trail::Trail;

use phrases::rank;

/// The most characters of one text that [`matches()`] looks at.
const LONGEST_TEXT: usize = 512;

/// Ranks one text against a query by the rules of the index; lower is better.
///
/// For lists that are short and at hand: pickers, the command palette. The
/// empty query hides nothing, so it matches everything equally.
pub fn matches(text: &str, query: &str) -> Option<u32> {
    rank(text, query, true)
}

/// The same for a sentence: what is typed stands together in it, nothing between.
pub fn matches_together(text: &str, query: &str) -> Option<u32> {
    rank(text, query, false)
}

#[cfg(test)]
mod tests;
