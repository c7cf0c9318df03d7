//! What was noted, read from a file that somebody sent.

use super::{FORMAT, MOST, What};
use crate::domain::wording::{Lang, Wording};

/// The most bytes of a file.
pub(in crate::tui) const LARGEST: usize = 1 << 20;

/// The largest terminal that is believed, and the longest paste.
const LARGEST_SIDE: u16 = 1_000;
const LONGEST_PASTE: usize = 100_000;

/// Events to be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Script {
    pub(in crate::tui) lang: Lang,
    pub(in crate::tui) size: (u16, u16),
    /// How many came before.
    pub(in crate::tui) dropped: u64,
    /// Line, place and event.
    pub(in crate::tui) steps: Vec<(usize, String, What)>,
}

impl Script {
    /// Reads a file; what is wrong with it is told with its line.
    pub(in crate::tui) fn read(text: &str) -> Result<Self, Wording> {
        let mut script = Self { lang: Lang::Zh, size: (80, 24), dropped: 0, steps: Vec::new() };
        if text.len() > LARGEST || text.lines().next() != Some(FORMAT) {
            return Err(Wording::new(
                "这不是操作记录：第一行要是 minqing-events 1",
                "this is no report of events: its first line is minqing-events 1",
            ));
        }
        let mut in_events = false;
        for (number, line) in (1..).zip(text.lines()).skip(1) {
            let wrong = || {
                let (zh, en) = (format!("第 {number} 行读不懂"), format!("line {number} is not understood"));
                Wording::owned(zh, en)
            };
            if in_events {
                let (place, words) = line.split_once(' ').ok_or_else(wrong)?;
                let what = What::parse(words).filter(|what| is_bounded(*what)).ok_or_else(wrong)?;
                script.steps.push((number, place.to_owned(), what));
                if script.steps.len() > MOST {
                    return Err(wrong());
                }
                continue;
            }
            match line.split_once(' ') {
                Some(("lang", tag)) => script.lang = Lang::from_tag(tag).ok_or_else(wrong)?,
                Some(("size", _)) => match What::parse(line).filter(|what| is_bounded(*what)) {
                    Some(What::Resize(width, height)) => script.size = (width, height),
                    Some(_) | None => return Err(wrong()),
                },
                Some(("dropped", count)) => script.dropped = count.parse().map_err(|_error| wrong())?,
                // A later version may say more.
                Some(_) => {}
                None => in_events = line == "events",
            }
        }
        Ok(script)
    }
}

fn is_bounded(what: What) -> bool {
    match what {
        What::Resize(width, height) => width <= LARGEST_SIDE && height <= LARGEST_SIDE,
        What::Pasted(count) => count <= LONGEST_PASTE,
        What::Key(_)
        | What::Typed(_)
        | What::Picked(_)
        | What::Click(..)
        | What::Drag(..)
        | What::Release
        | What::Wheel(..)
        | What::Paused
        | What::Idle
        | What::Gone => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_report_is_refused_with_its_line() {
        for (text, line) in [
            ("", "minqing-events"),
            ("minqing-events 2\n", "minqing-events"),
            ("minqing-events 1\nsize 9 x\n", "line 2 "),
            ("minqing-events 1\nsize 60000 60000\n", "line 2 "),
            ("minqing-events 1\nevents\nToday/Today key nothing\n", "line 3 "),
            ("minqing-events 1\nevents\nToday/Today pasted 99999999999\n", "line 3 "),
        ] {
            let told = Script::read(text).unwrap_err();
            assert!(told.en.contains(line), "{text:?}: {told:?}");
        }
        let script =
            Script::read("minqing-events 1\nsize 90 30\nnew thing\nevents\nToday/Today key F6\n").unwrap();
        assert_eq!((script.size, script.steps.len()), ((90, 30), 1));
    }
}
