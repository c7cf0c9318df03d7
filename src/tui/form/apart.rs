//! Forms about informer material (domain.md §4.2 rule 5): what is known of it
//! stands in no list, so that each names the piece by its number.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
};
use crate::{
    domain::{field::Kind, informers, team::members, wording::Lang},
    tui::event::{Apart, Work},
};

/// The fields of a new piece that are asked.
const ASKED: [u16; 5] =
    [informers::ABOUT, informers::TEXT, informers::FROM, informers::PHONE, informers::CHANNEL];

impl Form {
    /// One thing that is done with material.
    pub(in crate::tui) fn apart(what: Apart, lang: Lang) -> Self {
        let number = || {
            Entry::new(own("number", "册号", "Number", Kind::Text).required())
                .hinted(lang.pick("如 控A-1", "such as 控A-1").to_owned())
        };
        let text = |key: &str, zh, en| Entry::new(own(key, zh, en, Kind::Text).required());
        let reason = || {
            text("reason", "为什么看", "Why")
                .hinted(lang.pick("记入查看记录", "goes into the access log").to_owned())
        };
        let (title, entries) = match what {
            Apart::Enter => {
                let declared = informers::ledger();
                let fields = ASKED.iter().filter_map(|tag| declared.field(*tag).cloned());
                let entries = fields.map(|mut field| {
                    field.required |= field.tag == informers::ABOUT;
                    let hint = hint_of(&field, lang);
                    Entry::new(field).hinted(hint)
                });
                (lang.pick("登记检举控告（另册）", "Enter informer material"), entries.collect())
            }
            Apart::List => {
                (lang.pick("检举控告：列出（留有记录）", "List informer material"), vec![reason()])
            }
            Apart::Show => {
                (lang.pick("检举控告：看一件（留有记录）", "Show a piece"), vec![number(), reason()])
            }
            Apart::Keep => {
                let by = own("by", "保管人", "Keeper", Kind::Ref(members::ID.to_owned())).required();
                let hint = hint_of(&by, lang);
                (
                    lang.pick("检举控告：换保管人", "Another keeper"),
                    vec![number(), Entry::new(by).hinted(hint)],
                )
            }
            Apart::Hand => (
                lang.pick("检举控告：移交有权机关", "Hand it to the authority"),
                vec![number(), text("to", "移交机关", "To whom")],
            ),
            Apart::Answer => (
                lang.pick("检举控告：告知来人", "Tell the informer"),
                vec![
                    number(),
                    Entry::new(own("text", "告知内容", "What was told", Kind::LongText).required()),
                ],
            ),
            Apart::Result => (
                lang.pick("检举控告：登记反馈", "What came of it"),
                vec![number(), Entry::new(own("text", "反馈", "What came of it", Kind::LongText).required())],
            ),
        };
        Self::with(Purpose::Work(Work::Apart(what)), title.to_owned(), entries)
    }
}
