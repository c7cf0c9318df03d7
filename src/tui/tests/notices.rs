//! What is told while somebody types: it takes neither the cursor nor a key.

use super::{clock, session};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        event::{Answer, Effect},
    },
    workbench::Workbench,
};

fn told(title: &str) -> Answer {
    Answer::Told { title: title.to_owned(), lines: vec!["甲".to_owned()] }
}

#[test]
fn what_is_told_while_a_form_is_filled_in_takes_no_key_and_no_focus() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖");
    let (place, cursor) = (s.place(), s.cursor());
    let fresh = s.model().data.clone();
    for answer in [
        Answer::Remark("备份好了".to_owned()),
        Answer::Fresh(Box::new(fresh)),
        Answer::Checked(Vec::new()),
        told("体检"),
        Answer::Asked { sentence: "撤销吗？".to_owned(), effect: Effect::Leave },
    ] {
        let what = format!("{answer:?}").chars().take(20).collect::<String>();
        s.hear(answer);
        assert_eq!((s.place(), s.cursor()), (place.clone(), cursor), "{what}: {}", s.frame());
    }
    // Each key is text of the form: none of them agrees, or closes anything.
    s.type_text("y响").press("Ctrl-S");
    assert!(!s.has_left());
    assert!(
        s.bench()
            .rows("issues")
            .unwrap()
            .iter()
            .any(|row| row.text(crate::domain::issues::issues::TITLE) == "井盖y响")
    );
    // What waited comes one after the other, once nothing is typed.
    assert!(s.frame().contains("体检") && s.frame().contains('甲'), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("撤销吗？") && !s.has_left(), "{}", s.frame());
    s.press("Esc");
    assert!(!s.frame().contains("撤销吗？"), "{}", s.frame());
}

#[test]
fn a_question_waits_while_a_search_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("o");
    s.hear(Answer::Asked { sentence: "撤销吗？".to_owned(), effect: Effect::Leave });
    s.type_text("uy");
    assert!(!s.has_left() && s.frame().contains("/ouy"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("撤销吗？"), "{}", s.frame());
}

// A form that is open when nobody comes for a while is not lost, nor seen.
#[test]
fn a_form_that_is_open_while_the_screen_locks_by_itself_survives_and_so_does_its_draft() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("井盖松动").press("Tab");
    let before = (s.place(), s.cursor());
    s.idle();
    assert!(s.frame().contains("已锁屏") && !s.frame().contains("井盖"), "{}", s.frame());
    // What comes meanwhile shows nothing, and waits.
    s.hear(told("体检"));
    assert!(s.frame().contains("已锁屏") && !s.frame().contains("体检"), "{}", s.frame());
    s.type_text("pass").press("Enter");
    assert!(s.frame().contains("井盖松动"), "{}", s.frame());
    assert_eq!((s.place(), s.cursor()), before);
    s.press("Esc");
    assert!(s.frame().contains("体检"), "{}", s.frame());
    s.press("Esc").press("n").press("Tab");
    s.idle();
    // The power fails while it is locked.
    drop(s);
    let (bench, _) = Workbench::open(&home, "pass", clock(0), &mut |_| {}).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F6").press("n");
    assert!(s.frame().contains("井盖松动"), "{}", s.frame());
}

#[test]
fn the_palette_says_what_undo_and_redo_would_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    let told = |s: &mut Session, word: &str| -> String {
        s.press("Ctrl-P").type_text(word);
        let frame = s.frame();
        let row = frame.lines().find(|line| line.starts_with(" > ")).unwrap_or_default().to_owned();
        s.press("Esc");
        row
    };
    s.press("F4").press("n").type_text("许小满").press("Ctrl-S");
    let row = told(&mut s, "撤销");
    assert!(row.contains("许小满") && row.contains("新增居民 1 条"), "{row}");
    let row = told(&mut s, "重做");
    assert!(row.contains("没有可以重做的"), "{row}");
    s.press("u");
    let row = told(&mut s, "重做");
    assert!(row.contains("居民 1 条"), "{row}");
    s.press("Ctrl-R");
    let row = told(&mut s, "撤销");
    assert!(row.contains("居民"), "{row}");
}

// Long work that ends while somebody goes through a list: the list keeps the keys.
#[test]
fn the_end_of_long_work_takes_no_key_from_a_list_and_is_read_when_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let place = s.press("F4").place();
    let lines = vec!["新增 3，改动 1".to_owned()];
    s.hear(Answer::Ended { title: "已导入 2 个文件".to_owned(), lines });
    assert_eq!(s.place(), place, "{}", s.frame());
    let before = s.frame();
    assert!(before.contains("已导入 2 个文件  Ctrl-T 看结果"), "{before}");
    // The next key is the list's, and what is told stays until it is read.
    s.press("Down");
    assert!(s.frame() != before && s.frame().contains("Ctrl-T 看结果"), "{}", s.frame());
    s.press("F6").press("n").type_text("井盖");
    assert!(!s.frame().contains("Ctrl-T"), "{}", s.frame());
    s.press("Esc").press("F2").press("Ctrl-T");
    assert!(s.frame().contains("新增 3，改动 1"), "{}", s.frame());
    s.press("Esc");
    assert!(!s.frame().contains("看结果"), "{}", s.frame());
    // It can be read again.
    s.press("Ctrl-T");
    assert!(s.frame().contains("新增 3，改动 1"), "{}", s.frame());
    s.press("Esc");
    s.hear(Answer::Checked(vec!["一条坏了".to_owned()]));
    assert!(s.frame().contains("体检：有问题") && !s.frame().contains("一条坏了"), "{}", s.frame());
}
