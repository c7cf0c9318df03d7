//! What has no meaning where one stands does nothing and is told of; what stands beside one's own laptop.

use crate::{
    domain::wording::Lang,
    tui::{Session, snapshot::Undoing},
};

#[test]
fn a_laptop_is_confirmed_once_and_never_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = super::small(&folder.path().join("b"));
    let mut other = super::laptops::join(&mut lead, folder.path(), "c", "欧阳春华秋实", 0);
    super::laptops::note(&mut other, "住在女儿家");
    super::laptops::bring(&mut other, &mut lead, folder.path(), "c.mqb");
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    for (name, told) in [("张晓敏", "不是这台"), ("欧阳春华秋实", "已经确认过")] {
        for _ in 0..4 {
            if s.frame().lines().any(|line| line.starts_with('>') && line.contains(name)) {
                break;
            }
            s.press("Down");
        }
        if told.contains("已经") && s.press("c").frame().contains("确认电脑") {
            // Nobody had yet.
            s.press("Ctrl-S");
        }
        let changes = s.bench().status().unwrap().unexported;
        s.press("c");
        let frame = s.frame();
        assert!(frame.contains(told) && s.model().popups.is_empty(), "{name}: {frame}");
        assert_eq!(s.bench().status().unwrap().unexported, changes);
        s.press("Home");
    }
}

#[test]
fn the_digest_stands_beside_ones_own_laptop_as_status_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let bench = super::small(&folder.path().join("b"));
    let digest: String = bench.digest().chars().take(16).collect();
    for (lang, word) in [(Lang::Zh, "校验"), (Lang::En, "digest")] {
        let mut s = Session::new(super::small(&folder.path().join(word)), lang, 80, 24).unwrap();
        let own: String = s.bench().digest().chars().take(16).collect();
        let frame = s.press("F10").frame();
        let row = frame.lines().find(|line| line.starts_with('>')).unwrap();
        assert!(row.contains(&format!("{word} {own}")), "{frame}");
        // It follows what is written.
        super::laptops::note(s.bench(), "常年在家");
        let now: String = s.bench().digest().chars().take(16).collect();
        assert_ne!(now, own);
        assert!(s.refresh().frame().contains(&now), "{}", s.frame());
    }
    assert_eq!(digest.len(), 16);
}

#[test]
fn what_nothing_was_done_of_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    s.model().data.undoing = Some(Undoing::default());
    s.press("F2").press("Ctrl-T");
    assert!(s.frame().contains("还没有做完的"), "{}", s.frame());
}
