//! What is pressed while a form is being written: it goes to the screen once the form has
//! closed, and never into the form, nor to a question that comes of it.

use super::{laptops::note, session, small};
use crate::{
    domain::{issues::issues, roster::residents, wording::Lang},
    tui::{
        Session,
        event::{Answer, Done, Effect, Far, Trouble},
        key::Key,
        model::{Popup, Screen},
        popups::note_work,
        unfinished,
    },
    workbench::{
        Workbench,
        progress::{Course, Stage},
    },
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

/// The worker is at a backup that cannot be ended, and another form is submitted behind it.
fn behind_a_backup(s: &mut Session) -> Vec<Effect> {
    note_work(s.model(), &[Effect::Backup(String::new())]);
    let course = Course { stage: Stage::Applying, done: 1, total: Some(9), can_stop: false };
    s.hear(Answer::Progress(Far { job: 7, course, rate: None, left: None }));
    s.press("F6").press("n").type_text("井盖松动");
    s.ask_only(Key::Ctrl('s'))
}

/// The backup ends like this.
fn backed_up(s: &mut Session, answer: Answer) {
    s.hear(answer);
    s.hear(Answer::Over);
}

fn done(sentence: &str) -> Answer {
    Answer::Done(Done { sentence: sentence.to_owned(), record: None })
}

fn is_registered(s: &mut Session) -> bool {
    let rows = s.bench().standing(issues::ID).unwrap();
    rows.iter().any(|row| row.text(issues::TITLE) == "井盖松动")
}

#[test]
fn the_end_of_what_was_asked_before_is_no_answer_to_the_form_behind_it() {
    let refused = Answer::Refused(Trouble {
        field: Some("title".to_owned()),
        sentence: "盘满了".to_owned(),
        wants_passphrase: None,
    });
    let told = Answer::Told { title: "体检".to_owned(), lines: vec!["甲".to_owned()] };
    for (answer, says) in [(done("已备份"), "已备份"), (refused, "盘满了"), (told, "办好了一件")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut s = session(&folder.path().join("a"), 80, 24);
        let asked = behind_a_backup(&mut s);
        backed_up(&mut s, answer);
        let frame = s.frame();
        assert!(frame.contains(says) && frame.contains("登记事项（正在提交）"), "{frame}");
        assert!(!frame.contains("! 盘满了"), "{frame}");
        assert!(!is_registered(&mut s));
        go_on(&mut s, asked);
        assert!(is_registered(&mut s) && !s.frame().contains("登记事项"), "{}", s.frame());
        assert_eq!(s.model().busy, None);
        // What waited is told now.
        assert_eq!(s.frame().contains('甲'), says == "办好了一件", "{}", s.frame());
    }
}

#[test]
fn a_form_that_is_put_down_while_its_turn_has_not_come_is_written_and_leaves_no_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let asked = behind_a_backup(&mut s);
    s.ask_only(Key::Esc);
    let frame = s.frame();
    assert!(frame.contains("轮到它照样会办") && !frame.contains("正在提交"), "{frame}");
    // It is no draft to go on with: another form begins empty.
    s.press("n");
    assert!(!s.frame().contains("井盖松动") && !s.frame().contains("接着上次"), "{}", s.frame());
    s.type_text("树倒了").press("Esc");
    backed_up(&mut s, done("已备份"));
    go_on(&mut s, asked);
    assert!(is_registered(&mut s) && s.frame().contains("已登记"), "{}", s.frame());
    // The draft of the other is still there, and is the only one.
    assert_eq!(s.model().data.begun, 1);
    s.press("n");
    assert!(s.frame().contains("树倒了") && s.frame().contains("接着上次"), "{}", s.frame());
}

#[test]
fn a_form_that_was_put_down_and_is_refused_then_is_a_draft_that_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    note_work(s.model(), &[Effect::Doctor]);
    let course = Course { stage: Stage::Checking, done: 1, total: Some(9), can_stop: false };
    s.hear(Answer::Progress(Far { job: 7, course, rate: None, left: None }));
    s.press("F10").press("x").type_text("/不在/x.mqb");
    let asked = s.ask_only(Key::Ctrl('s'));
    s.ask_only(Key::Esc);
    backed_up(&mut s, Answer::Checked(Vec::new()));
    go_on(&mut s, asked);
    let frame = s.frame();
    assert!(frame.contains("“导出同步包”没办成") && frame.contains("填了的还在草稿里"), "{frame}");
    s.press("x");
    let frame = s.frame();
    assert!(frame.contains("/不在/x.mqb") && frame.contains("没有这个文件或文件夹"), "{frame}");
    s.type_text("u");
    assert!(s.frame().contains("/不在/x.mqbu"), "{}", s.frame());
}

#[test]
fn power_that_goes_before_its_turn_loses_no_form_that_was_put_down() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    behind_a_backup(&mut s);
    for effect in s.ask_only(Key::Esc) {
        s.do_one(effect);
    }
    // Another one of the same kind does not take its place.
    s.press("n").type_text("树倒了").press("Esc");
    drop(s);
    let bench = Workbench::open(&home, "pass", super::clock(0), &mut |_| {}).unwrap().0;
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    assert!(s.frame().contains("有 2 份没写完的表单"), "{}", s.frame());
    s.model().screen = Screen::Today;
    unfinished::list(s.model());
    let frame = s.frame();
    assert!(
        frame.contains("井盖松动") && frame.contains("树倒了") && frame.contains("可能已保存"),
        "{frame}"
    );
}

#[test]
fn a_form_that_is_being_done_is_named_so_among_the_drafts_and_cannot_be_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let asked = behind_a_backup(&mut s);
    s.ask_only(Key::Esc);
    unfinished::list(s.model());
    assert!(s.frame().contains("（正在提交）"), "{}", s.frame());
    s.press("Ctrl-D");
    assert!(s.frame().contains("丢不了"), "{}", s.frame());
    // Opened again it shows what is being done, and closes when that is done.
    s.press("Enter");
    assert!(s.frame().contains("登记事项（正在提交）"), "{}", s.frame());
    backed_up(&mut s, done("已备份"));
    go_on(&mut s, asked);
    assert!(is_registered(&mut s) && !s.frame().contains("登记事项"), "{}", s.frame());
}

// As a question before an undo that comes once somebody looks at something else.
#[test]
fn a_question_that_comes_late_waits_until_what_was_opened_meanwhile_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let question = || Answer::Asked {
        sentence: "撤销更早的一步？".into(),
        effect: Effect::Undo { agreed: Some(0) },
    };
    let is_question = |s: &mut Session| matches!(s.model().popups.last(), Some(Popup::Question { .. }));
    s.press("Ctrl-N").press("Esc").press("F10").press("F1");
    s.hear(question());
    assert!(!is_question(&mut s) && s.frame().contains("办好了一件"), "{}", s.frame());
    // The Enter that closes the text is no answer to it, and the next one is not yet.
    s.press("Enter");
    assert!(is_question(&mut s) && s.frame().contains("撤销更早的一步"), "{}", s.frame());
    let asked = s.ask_only(Key::Enter);
    assert!(
        asked.is_empty() && is_question(&mut s) && s.frame().contains("这一问刚出来"),
        "{asked:?} {}",
        s.frame()
    );
    assert_eq!(s.ask_only(Key::Enter), [Effect::Undo { agreed: Some(0) }]);
    // In time it is answered at once, and so it is once a late one was declined.
    s.press("F1");
    s.hear(question());
    s.press("Esc");
    s.press("Esc");
    s.hear(question());
    assert_eq!(s.ask_only(Key::Enter), [Effect::Undo { agreed: Some(0) }]);
}
