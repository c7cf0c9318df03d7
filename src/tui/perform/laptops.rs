//! Laptops of the group: confirmed, renamed, revoked.

use super::{Performer, ledgers::text};
use crate::{
    domain::input::BadValue,
    say,
    tui::event::{Done, LaptopWork, Pairs},
    workbench::Error,
};

impl Performer {
    /// Does it, and says that a bundle tells the others.
    pub(super) fn laptop(&mut self, what: LaptopWork, peer: &str, pairs: &Pairs) -> Result<Done, Error> {
        let lang = self.lang;
        let found = self.bench.find_laptop(peer)?;
        let named = self.bench.call(found)?;
        let mut sentence = match what {
            LaptopWork::Confirm => {
                self.bench.confirm(found, text(pairs, "lead") == "yes")?;
                say!(lang, "已确认电脑 {named}", "laptop {named} is confirmed")
            }
            LaptopWork::Rename => {
                let letter = text(pairs, "letter").trim().to_ascii_uppercase();
                self.bench.rename(found, &letter)?;
                say!(lang, "电脑 {named} 的代号改为 {letter}", "laptop {named} is now {letter}")
            }
            LaptopWork::Revoke => {
                let typed = text(pairs, "after").trim();
                let wrong = |_wrong| Error::Value { field: "after".to_owned(), why: BadValue::NotANumber };
                let after = if typed.is_empty() { None } else { Some(typed.parse::<u64>().map_err(wrong)?) };
                let revoked = self.bench.revoke(found, after)?;
                let after = revoked.after;
                let mut told = say!(
                    lang,
                    "已停用电脑 {named}：第 {after} 次以后的改动不算数",
                    "laptop {named} is revoked: what it wrote after change {after} does not count"
                );
                for other in revoked.along {
                    let other = self.bench.call(other)?;
                    told += &say!(
                        lang,
                        "；电脑 {other} 是从它接着用的，也一并停了，还在用的要再确认",
                        "; laptop {other} went on from it and stops too: confirm it if it is still the group's"
                    );
                }
                told
            }
        };
        sentence += lang.pick("；请导出同步包告诉其他电脑", "; a bundle tells the others");
        Ok(Done { sentence, record: None })
    }
}
