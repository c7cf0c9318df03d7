//! `minqing` where there is no workspace yet: asked on the screen, done as by the commands.

use std::path::Path;

use super::{
    demo,
    face::{Face, no_backup},
    failure::{Answer, DONE, Failure, SEALED},
    ui, wanted_file,
};
use crate::{
    say,
    tui::{Decision, Failure as ScreenFailure, First, Guide, Start},
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
            Ok(Some(Begun { mut bench, told, first })) => {
                // How the screen looks can be chosen again: nobody is kept from work.
                let _ = bench.set_appearance(&guide.appearance());
                if first == First::Sample {
                    if let Some(why) = bench.finish() {
                        no_backup(face.lang, &why);
                    }
                    return demo::look(&face);
                }
                return ui::show_from(
                    &face,
                    bench,
                    Start { told, sheet: first == First::Sheet, ..Start::default() },
                );
            }
            Ok(None) => return demo::look(&face),
            Err(failure) => {
                guide.refuse(failure.sentence(face.lang).unwrap_or_default(), failure.code == SEALED);
            }
        }
    }
}

/// A workspace that is there now.
struct Begun {
    bench: Workbench,
    /// What is to be said first.
    told: Option<String>,
    /// What it begins with.
    first: First,
}

impl Begun {
    /// With nothing to be done or said first.
    fn plainly(bench: Workbench) -> Self {
        Self { bench, told: None, first: First::Nothing }
    }
}

/// Does what was decided; no workspace where a demonstration is wanted.
fn done(face: &Face, home: &Path, decision: Decision) -> Result<Option<Begun>, Failure> {
    match decision {
        Decision::Found { group, community, member, passphrase, first } => {
            face.note(face.lang.pick("正在建台账，要一两秒…", "making the workspace, a second or two..."));
            let founding = Founding { group, community, member, letter: FIRST.to_owned() };
            let bench = Workbench::create(home, &founding, &passphrase, Cost::standard(), face.clock)?;
            Ok(Some(Begun { first, ..Begun::plainly(bench) }))
        }
        Decision::Join { invitation, told, member, passphrase } => {
            let invitation = wanted_file::invitation(&invitation)?;
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
            let bench = joined.map_err(|error| wanted_file::refused(&error, Purpose::Invitation))?;
            Ok(Some(Begun::plainly(bench)))
        }
        Decision::Restore { backup, passphrase } => {
            wanted_file::inspected(&backup, Purpose::Backup)?;
            let bar = face.bar("恢复", "restoring");
            let restored = Workbench::restore(
                home,
                &backup,
                &passphrase,
                Cost::standard(),
                face.clock,
                &mut |progress| bar.hear(progress),
            );
            bar.end();
            let letter = restored.map_err(|error| wanted_file::refused(&error, Purpose::Backup))?;
            let (bench, _opening) = Workbench::open(home, &passphrase, face.clock, &mut |_progress| {})?;
            let told = say!(
                face.lang,
                "已从备份恢复；这台电脑的新代号是 {letter}。到 F10 按 x 导出同步包交给同事",
                "restored; this laptop is now {letter}. F10, x writes a bundle for colleagues"
            );
            Ok(Some(Begun { told: Some(told), ..Begun::plainly(bench) }))
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
            first: First::Sheet,
        };
        assert!(done(&face, &home, nameless("禾穗社区工作组", " ")).is_err());
        assert!(keeping::has_nothing(&home));
        let Begun { mut bench, first, .. } =
            done(&face, &home, nameless("禾穗社区工作组", "张晓敏")).unwrap().unwrap();
        assert_eq!(first, First::Sheet);
        let status = bench.status().unwrap();
        assert_eq!((status.group.as_str(), status.member.as_str()), ("禾穗社区工作组", "张晓敏"));
        assert!(!keeping::has_nothing(&home));
        // What was backed up is gone on with elsewhere, under the same passphrase and another letter.
        let backup = folder.path().join("b.mqb");
        bench.backup_elsewhere(&backup, &mut |_| {}).unwrap();
        let other = folder.path().join("other");
        let restore = |passphrase: &str| Decision::Restore {
            backup: backup.clone(),
            passphrase: Zeroizing::new(passphrase.to_owned()),
        };
        assert!(done(&face, &other, restore("错的口令")).is_err());
        assert!(keeping::has_nothing(&other), "a wrong passphrase leaves nothing behind");
        let Begun { bench: again, told, first } = done(&face, &other, restore(&word())).unwrap().unwrap();
        assert_eq!(first, First::Nothing);
        assert_eq!(again.status().unwrap().group, "禾穗社区工作组");
        assert_eq!(again.letter(), "B");
        assert!(told.unwrap().contains('B'));
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
        let status = joined.bench.status().unwrap();
        assert_eq!((status.group.as_str(), status.member.as_str()), ("禾穗社区工作组", "李强"));
        assert!(!keeping::has_nothing(&home));
    }
}
