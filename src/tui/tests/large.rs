//! Ledgers that are too long to go through at every letter.

use super::{clock, found};
use crate::{
    domain::{
        roster::households::{ADDRESS, HEAD, ID, NUMBER},
        value::Value,
        wording::Lang,
    },
    tui::Session,
    workbench::draft::Draft,
};

#[test]
fn a_household_among_many_is_chosen_by_address_head_or_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"), clock(0));
    let mut draft = Draft::new();
    for number in (1..=600).rev() {
        let id = bench.begin_record(&mut draft, ID, None).unwrap();
        draft.set(id, ADDRESS, Value::text(format!("幸福路{number}号")));
        draft.set(id, HEAD, Value::text(if number == 417 { "仇英" } else { "王五" }));
        draft.set(id, NUMBER, Value::text(format!("H-{number:04}")));
    }
    bench.commit(draft).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    for key in ["F4", "n", "Tab", "Tab"] {
        s.press(key);
    }
    // The index is made once, when such a list is opened; until it is there all is gone through.
    s.ask("Right").ask("仇");
    assert!(s.frame().contains("幸福路417号"), "{}", s.frame());
    s.work().listen();
    assert!(s.frame().contains("幸福路417号"), "{}", s.frame());
    s.press("Backspace");
    let frame = s.frame();
    let at = |address: &str| frame.find(address).unwrap_or_else(|| panic!("{address}: {frame}"));
    assert!(at("> 幸福路1号") < at("幸福路2号") && at("幸福路2号") < at("幸福路8号"), "{frame}");
    assert!(!frame.contains("幸福路10号") && !frame.contains("幸福路417号"), "{frame}");
    for typed in ["qiuying", "0417", "幸福路417"] {
        s.type_text(typed);
        assert!(s.frame().contains("幸福路417号"), "{typed}: {}", s.frame());
        for _ in typed.chars() {
            s.press("Backspace");
        }
    }
    s.type_text("qiuying").press("Enter");
    assert!(s.frame().contains("幸福路417号"), "{}", s.frame());
}
