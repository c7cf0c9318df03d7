//! What there is room for is not cut: columns take what others leave.

use super::{add, gallery::furnished, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells::CUT},
};

#[test]
fn a_long_name_is_whole_where_the_address_leaves_room() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, at) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut bench = small(&folder.path().join(at));
        let long = [("name", "阿依古丽·买买提"), ("neighbourhood", "一组"), ("address", "幸福路 5 号")];
        add(&mut bench, "residents", &long);
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        for width in [80, 120] {
            let frame = s.resize(width, 24).press("F4").frame();
            let whole = |line: &str| line.contains("阿依古丽·买买提") && line.contains("幸福路 5 号");
            assert!(frame.lines().any(whole), "{frame}");
        }
        // It is found whole too, and so is what it is one of.
        let frame = s.resize(80, 24).press("Ctrl-F").type_text("阿依").frame();
        assert!(frame.contains("阿依古丽·买买提  "), "{frame}");
    }
}

#[test]
fn the_titles_of_ledgers_are_whole_beside_their_counts() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, at) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(small(&folder.path().join(at)), lang, 80, 24).unwrap();
        s.press("F8");
        for width in [80, 120] {
            s.resize(width, 24).press("Home");
            for _ in 0..9 {
                let frame = s.frame();
                let cut = frame
                    .lines()
                    .filter_map(|line| line.split_once('│'))
                    .find(|(left, _)| left.contains(CUT));
                assert_eq!(cut, None, "{frame}");
                s.press("PageDown");
            }
        }
    }
}

#[test]
fn what_presses_today_says_whole_which_time_runs() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, at) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(furnished(&folder.path().join(at)), lang, 80, 24).unwrap();
        let frame = s.press("F2").frame();
        let is_cut = |line: &&str| {
            let after = line.rsplit_once(CUT).map_or("", |(_, after)| after.trim_start());
            after.starts_with(|c: char| c.is_ascii_digit() || "剩超".contains(c))
        };
        assert_eq!(frame.lines().find(is_cut), None, "{frame}");
    }
}

#[test]
fn a_place_has_one_name_on_its_tab_at_every_width_in_the_help_and_in_the_palette() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, at) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(small(&folder.path().join(at)), lang, 80, 24).unwrap();
        let listed = crate::tui::listed_keys();
        let tabs = |s: &mut Session, width| s.resize(width, 24).frame().lines().nth(1).unwrap().to_owned();
        let names = [
            ["今日", "三清", "居民", "走访", "事项", "帮扶", "台账", "简报", "同步"],
            ["Today", "Lists", "People", "Visits", "Issues", "Aid", "Ledgers", "News", "Sync"],
        ];
        for (key, name) in (2..).zip(names[usize::from(lang == Lang::En)]) {
            for width in [80, 100, 120, 160] {
                let row = tabs(&mut s, width);
                let told = [format!("F{key}{name}"), format!("F{key} {name}")];
                assert!(told.iter().any(|told| row.contains(told)), "{width}: {row}");
            }
            assert!(listed.contains(&format!("F{key} {name}")), "{name}");
            let frame = s.resize(120, 36).press("Ctrl-P").type_text(name).frame();
            let row = frame.lines().find(|line| line.contains(&format!("F{key} {name}"))).unwrap_or_default();
            assert!(row.contains(name), "{frame}");
            s.press("Esc").press("Esc");
        }
    }
}
