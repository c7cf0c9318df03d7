//! Bundles and invitations, written as their forms say.

use std::path::Path;

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{id::RecordId, input::BadValue, wording::counted},
    say,
    tui::{
        cells::{in_line, one_line},
        event::{Answer, Done, Pairs},
        wording::names,
    },
    workbench::{Error, Workbench, peers::Offer, sync::ExportOrder},
};

/// The most days for which an invitation is good.
const LONGEST: u16 = 365;

impl Performer {
    /// Writes a bundle for the laptops that are ticked, or for all.
    pub(super) fn export_bundle(
        &mut self,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Error> {
        let lang = self.lang;
        let mut order = ExportOrder { full: text(pairs, "full") == "yes", ..ExportOrder::default() };
        order.passphrase = Some(text(pairs, "passphrase").to_owned()).filter(|text| !text.is_empty());
        let keys = text(pairs, "recipient").split([' ', ',', '，', '、']).map(str::trim);
        order.recipients = keys.filter(|key| !key.is_empty()).map(str::to_owned).collect();
        if order.passphrase.is_some() && !order.recipients.is_empty() {
            let told = lang.pick("口令和 age 公钥只能用一样", "a passphrase or age keys, not both");
            let why = BadValue::NotAChoice { text: String::new(), allowed: told.to_owned() };
            return Err(Error::Value { field: "recipient".to_owned(), why });
        }
        let ticked: Vec<RecordId> =
            text(pairs, "laptops").split('、').filter_map(|id| id.parse().ok()).collect();
        let known = self.bench.laptops()?;
        let ticked = known.iter().filter(|laptop| ticked.contains(&Workbench::peer_record(laptop.peer)));
        order.peers = ticked.map(|laptop| laptop.peer).collect();
        let (to, mut hearing) = (path(text(pairs, "to")), self.hearing(tell));
        let exported = self.bench.export_telling(&to, &order, &mut |it| hearing.hear(it))?;
        let (file, commits) = (exported.file.display().to_string(), exported.commits);
        let changes = counted(commits, "change", "changes");
        let mut sentence = say!(lang, "已导出 {commits} 次改动：{file}", "{changes} written to {file}");
        // After one for some of them it is said for whom there is none yet.
        let owed = self.bench.not_exported_for()?;
        if !order.peers.is_empty() && !owed.is_empty() {
            let owed = names(&known, &owed, lang);
            sentence += &say!(lang, "；还没有导出给 {owed}", "; not exported for {owed} yet");
        }
        Ok(Done { sentence, record: None })
    }

    /// Tells all that is in a bundle.
    pub(super) fn look_inside(
        &mut self,
        file: &Path,
        passphrase: Option<String>,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        let lang = self.lang;
        let mut hearing = self.hearing(tell);
        let inside = self.bench.look_inside(file, passphrase, &mut |it| hearing.hear(it))?;
        let lines = self.bench.lines_inside(&inside, lang)?;
        // What comes from outside tells of itself: a line is a line.
        let lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
        let name = one_line(&file.file_name().unwrap_or_default().to_string_lossy());
        tell(Answer::Told { title: say!(lang, "细看 {name}", "Inside {name}"), lines: in_line(&lines) });
        Ok(None)
    }

    /// Writes an invitation.
    pub(super) fn invite(&mut self, pairs: &Pairs, tell: &mut dyn FnMut(Answer)) -> Result<Done, Error> {
        let mut offer = Offer::default();
        let letter = text(pairs, "code").trim().to_ascii_uppercase();
        offer.letter = Some(letter).filter(|letter| !letter.is_empty());
        let typed = text(pairs, "days").trim();
        if !typed.is_empty() {
            let days = typed.parse().ok().filter(|days| (1..=LONGEST).contains(days));
            let wrong = || Error::Value {
                field: "days".to_owned(),
                why: BadValue::NotAChoice { text: typed.to_owned(), allowed: format!("1–{LONGEST}") },
            };
            offer.days = days.ok_or_else(wrong)?;
        }
        let days = offer.days;
        let (to, passphrase) = (path(text(pairs, "to")), text(pairs, "passphrase"));
        let mut hearing = self.hearing(tell);
        let file = self.bench.invite_telling(&to, passphrase, &offer, &mut |it| hearing.hear(it))?;
        let file = file.display();
        let sentence = say!(
            self.lang,
            "邀请已写好，{days} 天内有效：{file}",
            "the invitation, good for {days} days: {file}"
        );
        Ok(Done { sentence, record: None })
    }
}
