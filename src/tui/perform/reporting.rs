//! A report of the last events, and the language of the screen.

use super::{Performer, appearance, path};
use crate::{
    domain::wording::Lang,
    say,
    tui::{
        event::{Answer, Done, Trouble},
        theme::Look,
    },
    workbench::reports::{write_report, write_report_to},
};

impl Performer {
    /// Writes the last events to the place that was named, or into the workspace, and says where.
    pub(super) fn save_events(&self, to: &str, text: &str, tell: &mut dyn FnMut(Answer)) {
        let (lang, day) = (self.lang, self.bench.today());
        let written = match to.trim() {
            "" => write_report(self.bench.home(), day, text),
            named => write_report_to(&path(named), day, text),
        };
        tell(match written {
            Ok(file) => {
                let title = lang.pick("操作记录已保存", "The last events are saved").to_owned();
                let what = lang.pick(
                    "只记了按过哪些键、在哪一屏；打的字、姓名、口令都不在里面。可以放心交给维护的人。",
                    "It holds which keys were pressed and where; no text, no name, no passphrase. It may be handed on.",
                );
                Answer::Told {
                    title,
                    lines: vec![file.display().to_string(), String::new(), what.to_owned()],
                }
            }
            Err(why) => {
                let why = why.get(lang);
                let sentence = say!(lang, "操作记录没能保存：{why}", "the events were not saved: {why}");
                Answer::Refused(Trouble { field: Some("to".to_owned()), sentence, wants_passphrase: None })
            }
        });
    }

    /// Says everything in this language from now on, and keeps that for the next start.
    pub(super) fn speak(&mut self, lang: Lang, tell: &mut dyn FnMut(Answer)) {
        self.lang = lang;
        // What was worked out may hold words.
        (self.roster, self.standings) = (None, None);
        let chosen = Look { language: lang.pick("zh-CN", "en").to_owned(), ..self.looks.chosen.clone() };
        let kept = self.bench.set_appearance(&chosen.text());
        self.looks = appearance::looks(&self.bench);
        tell(Answer::Spoken(lang));
        match self.snapshot() {
            Ok(data) => tell(Answer::Fresh(Box::new(data))),
            Err(error) => tell(Answer::Refused(self.trouble(&error, None))),
        }
        tell(match kept {
            Ok(()) => {
                let sentence = lang.pick("从现在起用中文", "English from now on").to_owned();
                Answer::Done(Done { sentence, record: None })
            }
            Err(error) => Answer::Refused(self.trouble(&error, None)),
        });
    }
}
