//! What a bundle does to whose commits count, in words.

use super::peers::Laptop;
use crate::{bundle::plan::Plan, domain::wording::Lang, log::commit::PeerId, say, store::trust::Membership};

/// What people have to be told of a bundle besides its figures: laptops that it
/// enrols, whose commits are set aside and why, and whether some are taken back.
pub fn notices(plan: &Plan, laptops: &[Laptop], lang: Lang) -> Vec<String> {
    let known = |peer: PeerId| laptops.iter().find(|laptop| laptop.peer == peer);
    let whom = |peer: PeerId| {
        let id: String = peer.to_string().chars().take(8).collect();
        match known(peer) {
            Some(Laptop { letter, called: Some(name), .. }) => format!("{letter} {id}（{name}）"),
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
                "电脑 {laptop} 还没有组长确认：它的 {count} 次改动先放一边；请组长确认：minqing peers confirm 编号",
                "no lead has confirmed laptop {laptop}: {count} of its commits are set aside; a lead does so by: minqing peers confirm ID"
            )
        });
    }
    for peer in &plan.copied {
        let laptop = whom(*peer);
        let is_own = known(*peer).is_some_and(|laptop| laptop.own);
        told.push(if is_own {
            lang.pick(
                "本机的整份资料被复制到另一台电脑上，两台各自记了账：两边的记录都收下，一条不丢；其中一份记在副本名下。副本那台下次导入时会自动换成一台新电脑继续",
                "this laptop's whole folder was copied to another one, and both have written: all of it is kept, one of the two as a copy; the copy goes on as a laptop of its own when it takes in its next bundle",
            )
            .to_owned()
        } else {
            say!(
                lang,
                "电脑 {laptop} 的整份资料被复制过，两份各自记了账：两边的记录都收下，一条不丢；其中一份记在副本名下。请告诉用它的同事",
                "the whole folder of laptop {laptop} was copied, and both copies have written: all of it is kept, one of the two as a copy; tell whoever uses it"
            )
        });
    }
    if plan.retracts {
        told.push(say!(
            lang,
            "组长停用了电脑：这里收下过的、停用以后不算数的改动会撤下来放在一边；再确认那台电脑，它们就回来",
            "a lead has revoked a laptop: those of its commits that were taken in here and count no longer are set aside; confirming it again brings them back"
        ));
    }
    told
}

/// What the user of a copy is told when it goes on as a laptop of its own.
pub fn renewed(letter: &str, lang: Lang) -> String {
    say!(
        lang,
        "本机的资料是从另一台电脑整份复制来的：以前记的都在，从现在起它是电脑 {letter}，事项按 {letter} 编号；请把下一个同步包交给组长",
        "this laptop's folder was copied from another one: all that was written here is kept, and from now on it is laptop {letter}, which numbers its issues {letter}-1 and on; hand its next bundle to a lead"
    )
}

/// That a laptop was copied, in a few words; empty where it was not.
pub fn copied(laptop: &Laptop, lang: Lang) -> String {
    match laptop.copied {
        0 => String::new(),
        copies => say!(lang, "被整份复制过（{copies} 份副本）", "was copied ({copies} copies)"),
    }
}
