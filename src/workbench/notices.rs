//! What a bundle does to whose commits count, in words.

use std::collections::BTreeMap;

use super::{
    bench::Workbench,
    error::{Error, revoked},
    peers::Laptop,
    view,
};
use crate::{
    bundle::{BundleError, plan::Plan},
    domain::{
        team,
        value::Value,
        wording::{Lang, Wording},
    },
    log::commit::{PeerId, Slot},
    say,
    store::{codec, trust::Membership},
};

impl Workbench {
    /// What people have to be told until it is put in order: what could not be
    /// done after a bundle came in, and invitations by which two laptops came.
    pub fn notices(&self) -> Result<Vec<Wording>, Error> {
        let mut told: Vec<Wording> = self.owes().into_iter().collect();
        told.extend(self.unread.iter().cloned());
        told.extend(self.remarks.renumbered.iter().map(|(ledger, field)| renumbered(ledger, field)));
        if let Some(letter) = &self.parted {
            told.push(Wording::owned(renewed(letter, Lang::Zh), renewed(letter, Lang::En)));
        }
        if let Some((by, named)) = self.own_commits_elsewhere()? {
            let own = self.store.totals().heads.get(self.peer());
            told.push(elsewhere(&self.name_of_laptop(by)?, own.map_or(1, |head| head.seq + 1), named));
        }
        if self.leads() {
            let invited_twice = self.invited_twice()?;
            for laptops in &invited_twice {
                let names = laptops.iter().map(|peer| self.name_of_laptop(*peer));
                told.push(twice(&names.collect::<Result<Vec<_>, _>>()?));
            }
            // That a letter is doubled is part of the other.
            let is_told = |alike: &[(PeerId, String)]| {
                let tells = |laptops: &Vec<PeerId>| alike.iter().all(|(peer, _)| laptops.contains(peer));
                invited_twice.iter().any(tells)
            };
            let alike = self.alike()?.into_iter().filter(|alike| !is_told(alike));
            told.extend(alike.map(|alike| same_letter(&alike)));
        }
        Ok(told)
    }

    /// What could not be done after a bundle came in, in this session or before
    /// it; tried again when the workspace is opened and with every import.
    pub fn owes(&self) -> Option<Wording> {
        self.owed.as_ref().map(owed)
    }

    /// That laptops of the group have one letter, and what to do about it.
    pub fn same_letters(&self) -> Result<Vec<Wording>, Error> {
        Ok(self.alike()?.iter().map(|laptops| same_letter(laptops)).collect())
    }

    /// The laptops of the group that have one letter.
    fn alike(&self) -> Result<Vec<Vec<(PeerId, String)>>, Error> {
        let cards = self.rows(team::peers::ID)?;
        let mut by_letter: BTreeMap<&str, Vec<PeerId>> = BTreeMap::new();
        for (peer, _) in self.store.totals().heads.iter().filter(|(peer, _)| self.belongs(*peer)) {
            let card = Self::peer_record(peer);
            let letter =
                cards.iter().find(|row| row.id == card).map_or("", |row| row.text(team::peers::LETTER));
            by_letter.entry(letter).or_default().push(peer);
        }
        let several = by_letter.into_iter().filter(|(letter, peers)| !letter.is_empty() && peers.len() > 1);
        let named = |peers: Vec<PeerId>| {
            peers.into_iter().map(|peer| Ok((peer, self.name_of_laptop(peer)?))).collect::<Result<_, Error>>()
        };
        several.map(|(_, peers)| named(peers)).collect()
    }

    /// What went wrong, with laptops by their names.
    pub fn told(&self, error: &Error, lang: Lang) -> String {
        let Error::Bundle(BundleError::Revoked(peer)) = error else { return error.sentence(lang) };
        let name = self.name_of_laptop(*peer);
        revoked(&name.unwrap_or_else(|_unknown| format!("{peer:?}")), lang)
    }

    /// Laptops of the group that two leads enrolled by one invitation, without
    /// knowing of each other.
    fn invited_twice(&self) -> Result<Vec<Vec<PeerId>>, Error> {
        let mut found = Vec::new();
        for row in self.rows(team::invitations::ID)?.iter() {
            if !row.conflicts.contains(&team::invitations::USED) {
                continue;
            }
            let Some(record) = self.store.record(row.id)? else { continue };
            let versions = record.versions(&Slot::single(team::invitations::USED));
            let cards: Vec<Value> =
                versions.iter().filter_map(|version| codec::value(version.cell)).collect();
            let heads = self.store.totals().heads.iter().map(|(peer, _)| peer);
            let came = |peer: &PeerId| cards.contains(&Value::Ref(Self::peer_record(*peer)));
            let laptops: Vec<PeerId> = heads.filter(|peer| came(peer) && self.belongs(*peer)).collect();
            if laptops.len() > 1 {
                found.push(laptops);
            }
        }
        Ok(found)
    }

    /// A laptop as people tell it from another of the same letter.
    pub(super) fn name_of_laptop(&self, peer: PeerId) -> Result<String, Error> {
        let id: String = peer.to_string().chars().take(8).collect();
        let called = self.call(peer)?;
        // The id says more than what its letter was told apart by.
        let letter = called.split(view::APART).next().unwrap_or_default();
        let card = self.row(Self::peer_record(peer))?;
        let member = card.and_then(|card| card.reference(team::peers::MEMBER));
        let member = member.map(|member| format!("（{}）", self.name_of(member))).unwrap_or_default();
        Ok(format!("{letter} {id}{member}"))
    }
}

fn owed(error: &Error) -> Wording {
    let told = |lang: Lang| {
        let why = error.sentence(lang);
        say!(
            lang,
            "收到的同步包都在，但随后该做的（如确认新电脑、清掉要求删除的内容）没有做完：{why}。排除以后重新打开程序，或再导入一次，就会补做",
            "the bundle is in, but what had to follow (as enrolling a new laptop, or clearing what was erased) was not done: {why}. Put that right, then open the program again or import once more, and it will be done"
        )
    };
    Wording::owned(told(Lang::Zh), told(Lang::En))
}

fn renumbered(ledger: &Wording, field: &Wording) -> Wording {
    let told = |lang: Lang| {
        let (ledger, field) = (ledger.get(lang), field.get(lang));
        say!(
            lang,
            "“{ledger}”的“{field}”与另一台电脑同时加的栏编号相同，已换了编号：以前填在它下面的内容可能显示在另一栏里，请核对",
            "the field \"{field}\" of \"{ledger}\" got the number of another one that was added elsewhere at the time, and has a new one: what was filled in before may show under the other; please compare"
        )
    };
    Wording::owned(told(Lang::Zh), told(Lang::En))
}

fn elsewhere(by: &str, from: u64, to: u64) -> Wording {
    let told = |lang: Lang| {
        say!(
            lang,
            "电脑 {by} 那里有本机写的第 {from}–{to} 次改动，本机却没有：这份资料可能是放回来的旧的一份，或者另一台电脑用着它的副本。先不要录入，请那台电脑导出全部内容（F10“导出”，或 minqing bundle export --full）再导入；不是这样的，照常录入，什么也不会丢",
            "laptop {by} has commits {from}–{to} of this laptop, and this one has not: its folder may be an older one that was put back, or another laptop uses a copy of it. Write nothing yet, and take in everything of that one (\"Export\" on F10, or minqing bundle export --full); if it is not so, go on as usual, and nothing is lost"
        )
    };
    Wording::owned(told(Lang::Zh), told(Lang::En))
}

fn same_letter(laptops: &[(PeerId, String)]) -> Wording {
    let names: Vec<&str> = laptops.iter().map(|(_, name)| name.as_str()).collect();
    let id: String =
        laptops.last().map(|(peer, _)| peer.to_string().chars().take(8).collect()).unwrap_or_default();
    let (zh, en) = (names.join("、"), names.join(", "));
    Wording::owned(
        format!(
            "这几台电脑代号相同：{zh}。请组长给一台换代号：F10“换代号”，或 minqing peers rename {id} 新代号"
        ),
        format!(
            "these laptops have one letter: {en}. A lead gives one of them another: \"Letter\" on F10, or minqing peers rename {id} LETTER"
        ),
    )
}

fn twice(names: &[String]) -> Wording {
    let (zh, en) = (names.join("、"), names.join(", "));
    Wording::owned(
        format!(
            "一份邀请加入了不止一台电脑：{zh}。有不认识的请停用：F10“停用电脑”，或 minqing peers revoke 编号；都认识就给重复的改代号：F10“换代号”，或 minqing peers rename 编号 代号，再在冲突里选定其中一台"
        ),
        format!(
            "more than one laptop came by one invitation: {en}. Revoke one you do not know: \"Revoke\" on F10, or minqing peers revoke ID; if you know them all, give a doubled letter anew: \"Letter\" on F10, or minqing peers rename ID LETTER, and settle the conflict for one of them"
        ),
    )
}

/// What people have to be told of a bundle besides its figures: laptops that it
/// enrols, whose commits are set aside and why, and whether some are taken back.
pub fn notices(plan: &Plan, laptops: &[Laptop], lang: Lang) -> Vec<String> {
    let known = |peer: PeerId| laptops.iter().find(|laptop| laptop.peer == peer);
    let whom = |peer: PeerId| {
        let id: String = peer.to_string().chars().take(8).collect();
        match known(peer) {
            Some(Laptop { letter, called: Some(name), .. }) => {
                say!(lang, "{letter} {id}（{name}）", "{letter} {id} ({name})").trim_start().to_owned()
            }
            Some(Laptop { letter, .. }) if !letter.is_empty() => format!("{letter} {id}"),
            Some(_) | None => id,
        }
    };
    let mut told = Vec::new();
    for peer in &plan.enrols {
        let laptop = whom(*peer);
        told.push(say!(
            lang,
            "电脑 {laptop} 凭邀请第一次来：确认它",
            "laptop {laptop} comes by an invitation for the first time and is enrolled"
        ));
    }
    for (peer, count) in &plan.aside {
        let laptop = whom(*peer);
        let id: String = peer.to_string().chars().take(8).collect();
        let is_revoked =
            matches!(known(*peer).and_then(|laptop| laptop.membership), Some(Membership::Revoked { .. }));
        told.push(if is_revoked {
            say!(
                lang,
                "电脑 {laptop} 已停用：它的 {count} 次改动不算数，先放一边",
                "laptop {laptop} is revoked: {count} of its commits do not count and are set aside"
            )
        } else {
            say!(
                lang,
                "电脑 {laptop} 还没有组长确认：它的 {count} 次改动先放一边；请组长确认：F10“确认电脑”，或 minqing peers confirm {id}",
                "no lead has confirmed laptop {laptop}: {count} of its commits are set aside; a lead does so by \"Confirm\" on F10, or minqing peers confirm {id}"
            )
        });
    }
    for peer in &plan.copied {
        let laptop = whom(*peer);
        let is_own = known(*peer).is_some_and(|laptop| laptop.own);
        told.push(if is_own {
            lang.pick(
                "本机的资料有两份（整份复制过，或从旧的拷贝放回），各自记了账：两边的记录都收下，一条不丢。两份中有一份会自动换成一台新电脑继续，也可能就是本机",
                "there are two copies of this laptop's folder (it was copied, or an older one was put back), and both have written: all of it is kept; one of the two goes on as a new laptop by itself, maybe this one",
            )
            .to_owned()
        } else {
            say!(
                lang,
                "电脑 {laptop} 的资料有两份（整份复制过，或从旧的拷贝放回），各自记了账：两边的记录都收下，一条不丢。其中一份会自动换成一台新电脑继续；请告诉用它的同事",
                "there are two copies of the folder of laptop {laptop} (it was copied, or an older one was put back), and both have written: all of it is kept; one of the two goes on as a new laptop by itself; tell whoever uses it"
            )
        });
    }
    if plan.retracts {
        let names: Vec<String> = plan.revokes.iter().map(|peer| whom(*peer)).collect();
        let which = if names.is_empty() {
            lang.pick("电脑", "a laptop").to_owned()
        } else {
            let names = names.join(lang.pick("、", ", "));
            say!(lang, "电脑 {names}", "laptop {names}")
        };
        told.push(say!(
            lang,
            "组长停用了{which}：这里收下过的、停用以后不算数的改动会撤下来放在一边；再确认那台电脑，它们就回来",
            "a lead has revoked {which}: those of its commits that were taken in here and count no longer are set aside; confirming it again brings them back"
        ));
    }
    told
}

/// What the user of a copy is told when it goes on as a laptop of its own.
pub fn renewed(letter: &str, lang: Lang) -> String {
    say!(
        lang,
        "本机的资料有两份（整份复制过，或从旧的拷贝放回），各自记了账：以前记的都在；另一份保留原来的代号，本机从现在起是电脑 {letter}，新事项按 {letter} 编号；请把下一个同步包交给组长",
        "there are two copies of this laptop's folder (it was copied, or an older one was put back), and both have written: all that was written here is kept; the other one keeps the old letter, and from now on this is laptop {letter}, which numbers its issues {letter}-1 and on; hand its next bundle to a lead"
    )
}

/// What to do about a laptop that has the letter of another one, by its id.
pub fn alike(id: &str, lang: Lang) -> String {
    say!(
        lang,
        "和另一台代号相同，请给一台换代号：F10“换代号”，或 minqing peers rename {id} 新代号",
        "another one has the same letter; give one of them another: \"Letter\" on F10, or minqing peers rename {id} LETTER"
    )
}

/// That a laptop was copied, in a few words; empty where it was not.
pub fn copied(laptop: &Laptop, lang: Lang) -> String {
    match laptop.copied {
        0 => String::new(),
        copies => say!(lang, "被整份复制过（{copies} 份副本）", "was copied ({copies} copies)"),
    }
}
