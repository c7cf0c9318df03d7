//! What is in a bundle, before it is taken in: whose changes, for whom it is, which records of
//! which ledgers, what taking it in would do. Nothing is touched.

use std::{collections::BTreeSet, fs, path::Path};

use jiff::Timestamp;

use super::{
    bench::Workbench,
    error::{Error, called},
    notices::notices,
    peers::Laptop,
    progress::Progress,
    sync::{self, Preview},
};
use crate::{
    bundle::{
        format::{Outer, Range, Sealing},
        plan::Plan,
        seal::{self, AgeKey},
    },
    domain::{
        calendar,
        id::RecordId,
        wording::{Lang, counted},
    },
    log::commit::PeerId,
    say,
    store::StoreError,
};

/// The most records of a ledger that are named.
const NAMED: usize = 12;

/// What a bundle holds.
#[derive(Debug)]
pub struct Inside {
    /// Its part in clear, which needs no key.
    pub outer: Outer,
    /// Its size.
    pub bytes: u64,
    /// The laptops that can open it, as far as it is told by their keys.
    pub readers: Vec<PeerId>,
    /// Keys that it was sealed to and that are nobody's here.
    pub strangers: usize,
    /// What taking it in would do; or why it is not opened here.
    pub preview: Result<Preview, Error>,
}

impl Workbench {
    /// Looks into a bundle to its end, as far as this laptop can open it; `progress` hears how
    /// far it is, and may end it.
    pub fn look_inside(
        &self,
        file: &Path,
        passphrase: Option<String>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Inside, Error> {
        let outer = sync::inspect(file)?;
        let bytes = fs::metadata(file).map_or(0, |known| known.len());
        let preview = self.preview_telling(file, passphrase, progress);
        if preview.as_ref().is_err_and(Error::is_stopped) {
            return Err(StoreError::Stopped.into());
        }
        let (readers, strangers) = self.readers(&outer)?;
        Ok(Inside { outer, bytes, readers, strangers, preview })
    }

    /// The laptops whose keys a bundle was sealed to, and how many keys are nobody's.
    fn readers(&self, outer: &Outer) -> Result<(Vec<PeerId>, usize), Error> {
        let mut names: BTreeSet<&String> = outer.recipients.iter().collect();
        let mut readers = Vec::new();
        let own = (self.peer(), self.secrets.workspace_recipient()?);
        for (peer, public) in self.recipients()?.into_iter().chain([own]) {
            if names.remove(&seal::key_name(&public)) && !readers.contains(&peer) {
                readers.push(peer);
            }
        }
        // The group's own key is no laptop's.
        for key in self.secrets.group.age.iter().filter_map(|text| AgeKey::read(text)) {
            names.remove(&seal::key_name(&key.public()));
        }
        Ok((readers, names.len()))
    }

    /// That in lines, headings among them.
    pub fn lines_inside(&self, inside: &Inside, lang: Lang) -> Result<Vec<String>, Error> {
        let laptops = self.laptops()?;
        let mut lines = self.facts_of(inside, &laptops, lang)?;
        match &inside.preview {
            Ok(preview) => {
                lines.extend(self.records_of(&preview.plan, lang));
                lines.extend(self.changes_of(preview, &laptops, lang)?);
            }
            Err(error) => {
                lines.push(lang.pick("== 里面的记录 ==", "== Records ==").to_owned());
                let why = self.told(error, lang);
                lines.push(say!(lang, "这里打不开：{why}", "not opened here: {why}"));
            }
        }
        Ok(lines)
    }

    /// What stands in clear: by whom, when, how large, for whom, whose changes.
    fn facts_of(&self, inside: &Inside, laptops: &[Laptop], lang: Lang) -> Result<Vec<String>, Error> {
        let Inside { outer, bytes, readers, strangers, .. } = inside;
        let what = called(outer.purpose, lang);
        let whence = self.name_in(outer.sender, &outer.letter)?;
        let at = i64::try_from(outer.created_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let at = at.map(calendar::minute).unwrap_or_default();
        let size = bytes.div_ceil(1_000);
        let (commits, changes) = (outer.commits, counted(outer.commits, "change", "changes"));
        let mut lines = vec![
            say!(lang, "{what}，来自电脑 {whence}，{at} 写成", "{what} of laptop {whence}, written {at}"),
            say!(lang, "大小 {size} KB，{commits} 次改动", "{size} KB, {changes}"),
        ];
        let names: Vec<String> = laptops
            .iter()
            .filter(|laptop| readers.contains(&laptop.peer))
            .map(|laptop| laptop.name_among(laptops))
            .collect();
        let names = names.join(lang.pick("、", ", "));
        let mut whom = match outer.sealing {
            Sealing::Passphrase => lang.pick("给知道口令的人", "for whoever knows its passphrase").to_owned(),
            Sealing::Group => {
                say!(lang, "给全组，打得开的电脑：{names}", "for the group; laptops that open it: {names}")
            }
            Sealing::Recipients if readers.is_empty() => {
                lang.pick("只给指定的公钥", "for the keys that were named").to_owned()
            }
            Sealing::Recipients => say!(lang, "只给指定的公钥：{names}", "for keys that were named: {names}"),
            Sealing::Workspace => {
                lang.pick("只给写它的那本台账自己", "for the workspace that wrote it").to_owned()
            }
        };
        if *strangers > 0 && outer.sealing != Sealing::Passphrase {
            let keys = counted(*strangers, "key", "keys");
            whom +=
                &say!(lang, "（另有 {strangers} 把这里不认识的钥匙）", " (and {keys} that nobody here has)");
        }
        lines.push(whom);
        lines.push(String::new());
        lines.push(lang.pick("== 谁写的 ==", "== Who wrote it ==").to_owned());
        for range in &outer.ranges {
            lines.push(self.told_range(range, lang)?);
        }
        lines.push(String::new());
        Ok(lines)
    }

    /// `B 0011aabb（张晓敏）  第 3–9 次，7 次改动，这里已有 5 次`.
    fn told_range(&self, range: &Range, lang: Lang) -> Result<String, Error> {
        let (from, to) = (range.from, range.to);
        let whose = self.name_in(range.peer, "")?;
        let all = to.saturating_sub(from).saturating_add(1);
        let here = self.store.totals().named().get(range.peer).min(to);
        let here = here.saturating_add(1).saturating_sub(from).min(all);
        let changes = counted(all, "change", "changes");
        Ok(say!(
            lang,
            "{whose}  第 {from}–{to} 次，{all} 次改动，这里已有 {here} 次",
            "{whose}  {from}–{to}, {changes}, {here} of them here"
        ))
    }

    /// A laptop with who uses it; where it is not known here, by the letter that the file tells.
    fn name_in(&self, peer: PeerId, letter: &str) -> Result<String, Error> {
        let name = self.name_of_laptop(peer)?;
        let is_known = !self.call(peer)?.is_empty() && self.row(Self::peer_record(peer))?.is_some();
        let id: String = peer.to_string().chars().take(8).collect();
        Ok(if is_known || letter.is_empty() { name } else { format!("{letter} {id}") })
    }

    /// How many records of which ledger are new, would change or conflict, and the names of
    /// those that are here.
    fn records_of(&self, plan: &Plan, lang: Lang) -> Vec<String> {
        let mut lines = vec![lang.pick("== 里面的记录 ==", "== Records ==").to_owned()];
        let sets = [&plan.new, &plan.changed, &plan.conflicting, &plan.erased];
        let words = [("新", "new"), ("改", "changed"), ("冲突", "in conflict"), ("按要求删除", "erased")];
        for ledger in self.catalog.iter() {
            let of = |set: &BTreeSet<RecordId>| set.iter().filter(|id| id.ledger() == ledger.tag).count();
            let counts: Vec<String> = sets
                .iter()
                .zip(words)
                .map(|(set, word)| (of(set), word))
                .filter(|(count, _)| *count > 0)
                .map(|(count, (zh, en))| say!(lang, "{zh} {count}", "{count} {en}"))
                .collect();
            if counts.is_empty() {
                continue;
            }
            lines.push(format!("{}  {}", ledger.title.get(lang), counts.join("  ")));
            let own = |id: &&RecordId| id.ledger() == ledger.tag && !plan.erased.contains(*id);
            let both = plan.changed.union(&plan.conflicting).filter(own);
            let mut names: Vec<String> = both.filter_map(|id| self.called(*id)).collect();
            let more = names.len().saturating_sub(NAMED);
            names.truncate(NAMED);
            if !names.is_empty() {
                let mut told = names.join(lang.pick("、", ", "));
                if more > 0 {
                    told += &say!(lang, " 等，另 {more} 条", " and {more} more");
                }
                lines.push(format!("   {told}"));
            }
        }
        let is_known = |id: &&RecordId| self.catalog.of(**id).is_some();
        let all: BTreeSet<RecordId> = sets.into_iter().flatten().copied().collect();
        let unknown = all.len() - all.iter().filter(is_known).count();
        if unknown > 0 {
            let records = counted(unknown, "record", "records");
            lines.push(say!(
                lang,
                "这里还不认识的台账  {unknown} 条，留着并转给别人",
                "of ledgers not known here: {records}, kept and passed on"
            ));
        }
        if lines.len() == 1 {
            lines.push(lang.pick("没有新的：这里都有了。", "Nothing new: all of it is here.").to_owned());
        }
        lines.push(String::new());
        lines
    }

    /// What taking it in would do to what is here, and whom it waits for.
    fn changes_of(&self, preview: &Preview, laptops: &[Laptop], lang: Lang) -> Result<Vec<String>, Error> {
        let plan = &preview.plan;
        let (commits, had, conflicts) = (plan.commits, plan.already_had, plan.conflicts);
        let (new, fields) = (counted(commits, "change", "changes"), counted(conflicts, "field", "fields"));
        let mut lines = vec![
            lang.pick("== 导入会怎样 ==", "== Taken in ==").to_owned(),
            say!(lang, "{commits} 次改动生效，{had} 次这里已有", "{new} would count, {had} are here already"),
        ];
        if conflicts > 0 {
            lines.push(say!(
                lang,
                "{conflicts} 处产生冲突：两个值都留着，由人来定",
                "{fields} would come into conflict: both values stay, people decide"
            ));
        }
        if plan.waiting > 0 {
            let waiting = plan.waiting;
            let changes = counted(waiting, "change", "changes");
            lines.push(say!(lang, "{waiting} 次改动要等：", "{changes} would wait:"));
        }
        for gap in &plan.waiting_for {
            let hole = self.hole(gap)?.told(lang);
            lines.push(say!(
                lang,
                "   等 {hole}：请向同事要同步包",
                "   for {hole}: ask colleagues for a bundle"
            ));
        }
        lines.extend(notices(plan, laptops, lang).into_iter().map(|told| format!("! {told}")));
        let clocks = preview.clocks.iter().filter(|clock| clock.own || clock.peer == preview.outer.sender);
        lines.extend(clocks.map(|clock| format!("! {}", clock.sentence(lang))));
        Ok(lines)
    }
}
