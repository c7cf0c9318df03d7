//! `minqing` where there is no workspace yet: asked on the screen, done as by the commands.

use std::path::Path;

use super::{
    demo,
    face::Face,
    failure::{Answer, DONE, Failure},
    ui, wanted_file,
};
use crate::{
    tui::{Decision, Failure as ScreenFailure, Guide},
    workbench::{Cost, Purpose, Workbench, bench::Founding, peers::Joining},
};

/// Asks until something is decided and done, and opens the screen; leaving writes nothing.
pub(super) fn run(face: &Face) -> Answer {
    let home = face.home()?;
    let mut guide = Guide::new(face.lang, face.is_colored());
    loop {
        let Some(decision) = guide.ask().map_err(ScreenFailure::from)? else { return Ok(DONE) };
        let face = face.speaking(guide.lang());
        match done(&face, &home, decision) {
            Ok(Some(mut bench)) => {
                // How the screen looks can be chosen again: nobody is kept from work.
                let _ = bench.set_appearance(&guide.appearance());
                return ui::show(&face, bench);
            }
            Ok(None) => return demo::look(&face),
            Err(failure) => guide.refuse(failure.sentence(face.lang).unwrap_or_default()),
        }
    }
}

/// Does what was decided; no workspace where a demonstration is wanted.
fn done(face: &Face, home: &Path, decision: Decision) -> Result<Option<Workbench>, Failure> {
    match decision {
        Decision::Found { group, community, member, passphrase } => {
            face.note(face.lang.pick("正在建台账，要一两秒…", "making the workspace, a second or two..."));
            let founding = Founding { group, community, member, letter: FIRST.to_owned() };
            Ok(Some(Workbench::create(home, &founding, &passphrase, Cost::standard(), face.clock)?))
        }
        Decision::Join { invitation, told, member, passphrase } => {
            wanted_file::inspected(&invitation, Purpose::Invitation)?;
            let joining = Joining { member, letter: None };
            let bar = face.bar("加入", "joining");
            let joined = Workbench::join(
                home,
                &invitation,
                Some(told.to_string()),
                &joining,
                &passphrase,
                Cost::standard(),
                face.clock,
                &mut |progress| bar.hear(progress),
            );
            bar.end();
            joined.map(Some).map_err(|error| wanted_file::refused(&error, Purpose::Invitation))
        }
        Decision::Demonstrate => Ok(None),
    }
}

/// The letter of a group's first laptop.
const FIRST: &str = "A";

#[cfg(test)]
mod tests {
    use clap::Parser;
    use zeroize::Zeroizing;

    use super::{super::arguments::Arguments, *};
    use crate::{
        domain::wording::Lang,
        workbench::{keeping, peers::Offer},
    };

    #[test]
    fn what_is_decided_is_done_and_what_is_refused_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let face = Face::new(&Arguments::parse_from(["minqing", "--lang", "zh-CN"]).global);
        let home = folder.path().join("ledger");
        let word = || Zeroizing::new("几个 词 连起来".to_owned());
        let join = Decision::Join {
            invitation: folder.path().join("none.mqi"),
            told: word(),
            member: "李强".into(),
            passphrase: word(),
        };
        let why = done(&face, &home, join).err().unwrap();
        assert!(why.sentence(Lang::Zh).unwrap().contains("none.mqi") && !home.exists());
        let nameless = |group: &str, member: &str| Decision::Found {
            group: group.into(),
            community: String::new(),
            member: member.into(),
            passphrase: word(),
        };
        assert!(done(&face, &home, nameless("禾穗社区工作组", " ")).is_err());
        assert!(keeping::has_nothing(&home));
        let bench = done(&face, &home, nameless("禾穗社区工作组", "张晓敏")).unwrap().unwrap();
        let status = bench.status().unwrap();
        assert_eq!((status.group.as_str(), status.member.as_str()), ("禾穗社区工作组", "张晓敏"));
        assert!(!keeping::has_nothing(&home));
    }

    #[test]
    fn a_real_invitation_is_joined_by_and_a_wrong_word_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let face = Face::new(&Arguments::parse_from(["minqing", "--lang", "zh-CN"]).global);
        let founding = Founding {
            group: "禾穗社区工作组".into(),
            community: String::new(),
            member: "张晓敏".into(),
            letter: FIRST.into(),
        };
        let lead = folder.path().join("lead");
        let mut bench = Workbench::create(&lead, &founding, "pass", Cost::quick(), face.clock).unwrap();
        let invitation = folder.path().join("a.mqi");
        bench.invite(&invitation, "当面说的", &Offer::default()).unwrap();
        let home = folder.path().join("ledger");
        let join = |told: &str, invitation: &Path| Decision::Join {
            invitation: invitation.to_path_buf(),
            told: Zeroizing::new(told.to_owned()),
            member: "李强".into(),
            passphrase: Zeroizing::new("几个 词 连起来".to_owned()),
        };
        let why = done(&face, &home, join("记错的", &invitation)).err().unwrap();
        assert!(why.sentence(Lang::Zh).unwrap().contains("口令") && !home.exists());
        let backup = bench.backup(&folder.path().join("backup.mqb")).unwrap().file;
        let why = done(&face, &home, join("当面说的", &backup)).err().unwrap();
        assert!(why.sentence(Lang::Zh).unwrap().contains("备份") && !home.exists());
        let joined = done(&face, &home, join("当面说的", &invitation)).unwrap().unwrap();
        let status = joined.status().unwrap();
        assert_eq!((status.group.as_str(), status.member.as_str()), ("禾穗社区工作组", "李强"));
        assert!(!keeping::has_nothing(&home));
    }
}
