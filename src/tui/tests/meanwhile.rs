//! What is pressed while a form is being written: it goes to the screen once the form has
//! closed, and never into the form, nor to a question that comes of it.

use super::{laptops::note, session, small};
use crate::{
    domain::{issues::issues, roster::residents, wording::Lang},
    tui::{Session, event::Effect, key::Key},
};

/// Submits the form; what the worker is asked for is not begun.
fn submit(s: &mut Session) -> Vec<Effect> {
    let asked = s.ask_only(Key::Ctrl('s'));
    assert!(!asked.is_empty() && s.frame().contains("正在"), "{}", s.frame());
    asked
}

/// The worker gets to it.
fn go_on(s: &mut Session, asked: Vec<Effect>) {
    for effect in asked {
        s.do_and_hear(effect);
    }
}

#[test]
fn undo_right_after_a_form_was_sent_takes_back_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("qy").press("Enter").press("e").press("End").type_text("改");
    let asked = submit(&mut s);
    assert!(s.ask_only(Key::Char('u')).is_empty());
    assert!(s.frame().contains("存好以后再办：u"), "{}", s.frame());
    go_on(&mut s, asked);
    assert!(s.frame().contains("已撤销"), "{}", s.frame());
    let names = |s: &mut Session| -> Vec<String> {
        let rows = s.bench().rows(residents::ID).unwrap();
        rows.iter().map(|row| row.text(residents::NAME).to_owned()).collect()
    };
    assert!(names(&mut s).contains(&"仇英".to_owned()), "{:?}", names(&mut s));
    s.press("Ctrl-R");
    assert!(names(&mut s).contains(&"仇英改".to_owned()), "{:?}", names(&mut s));
}

#[test]
fn a_whole_next_form_typed_meanwhile_is_written_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let before = s.bench().standing(issues::ID).unwrap().len();
    s.press("F6").press("n").type_text("井盖松动");
    let asked = submit(&mut s);
    for key in ["n", "树", "倒", "了"] {
        assert!(s.ask_only(Key::parse(key).unwrap()).is_empty());
    }
    assert!(s.ask_only(Key::Ctrl('s')).is_empty() && s.ask_only(Key::F(2)).is_empty());
    go_on(&mut s, asked);
    let titles: Vec<String> = s
        .bench()
        .standing(issues::ID)
        .unwrap()
        .iter()
        .map(|row| row.text(issues::TITLE).to_owned())
        .collect();
    assert_eq!(titles.len(), before + 2, "{titles:?}");
    assert!(titles.contains(&"井盖松动".to_owned()) && titles.contains(&"树倒了".to_owned()), "{titles:?}");
    assert!(s.frame().contains("[F2今日]"), "{}", s.frame());
}

#[test]
fn after_a_refusal_it_is_dropped_with_a_word_and_the_form_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10").press("x").type_text("/不在/x.mqb");
    let asked = submit(&mut s);
    for key in ["u", "n", "Enter"] {
        s.ask_only(Key::parse(key).unwrap());
    }
    s.paste("贴的");
    go_on(&mut s, asked);
    let frame = s.frame();
    assert!(frame.contains("没有算：u n Enter 粘贴") && frame.contains("没有这个文件或文件夹"), "{frame}");
    assert!(frame.contains("/不在/x.mqb") && !frame.contains("x.mqbu") && !frame.contains("贴的"), "{frame}");
    // From then on it is typed into the form again.
    s.type_text("u");
    assert!(s.frame().contains("/不在/x.mqbu"), "{}", s.frame());
}

#[test]
fn no_question_is_answered_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut other = super::laptops::join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    note(&mut other, "住在女儿家");
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    other.export(&usb.join("c.mqb"), &crate::workbench::sync::ExportOrder::default()).unwrap();
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("i").paste(usb.to_str().unwrap());
    let asked = submit(&mut s);
    assert!(s.ask_only(Key::Char('y')).is_empty() && s.ask_only(Key::Enter).is_empty());
    go_on(&mut s, asked);
    let frame = s.frame();
    assert!(frame.contains("要全部导入吗") && frame.contains("没有算：y Enter"), "{frame}");
    assert_eq!(s.bench().laptops().unwrap().len(), 1, "nothing was taken in");
}

#[test]
fn esc_while_it_is_saved_in_a_moment_leaves_no_draft_of_what_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖松动");
    let asked = submit(&mut s);
    s.ask_only(Key::Esc);
    assert!(s.frame().contains("马上就好"), "{}", s.frame());
    go_on(&mut s, asked);
    assert!(s.frame().contains("已登记"), "{}", s.frame());
    s.press("n");
    assert!(!s.frame().contains("接着上次"), "{}", s.frame());
}

#[test]
fn locked_meanwhile_nothing_is_done_behind_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖松动");
    let asked = submit(&mut s);
    s.ask_only(Key::Char('u'));
    s.ask_only(Key::F(12));
    go_on(&mut s, asked);
    s.type_text("pass").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("没有算：u") && frame.contains("井盖松动"), "{frame}");
}
