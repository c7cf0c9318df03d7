//! What is said at once, in which words, and where it stands.

use super::{add, clock, session, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, event::Effect, key::Key},
    workbench::sync::ExportOrder,
};

#[test]
fn english_titles_are_english() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::En, 80, 24).unwrap();
    s.press("F4").press("v");
    assert!(s.frame().contains("New visit"), "{}", s.frame());
    s.press("Esc").press("h");
    assert!(s.frame().contains("New household"), "{}", s.frame());
    s.press("Esc").press("F6").press("n").type_text("Lamp").press("Ctrl-S");
    assert!(s.frame().contains("registered: issue B-6"), "{}", s.frame());
    s.press("r");
    assert!(s.frame().contains("Reply  B-6  Lamp"), "{}", s.frame());
}

#[test]
fn days_of_years_ago_are_shown_whole() {
    for (width, height) in [(80, 24), (120, 36)] {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = small(&folder.path().join("a"));
        bench.set_clock(clock(-5_711));
        add(&mut bench, "issues", &[("title", "老账"), ("neighbourhood", "一组")]);
        bench.set_clock(clock(0));
        let mut s = Session::new(bench, Lang::Zh, width, height).unwrap();
        s.press("F6");
        let frame = s.frame();
        assert!(frame.contains("超 5704 天") || frame.contains("超 5706 天"), "{frame}");
        assert!(frame.contains("三组路灯连续五天不亮"), "{frame}");
    }
}

#[test]
fn what_does_not_work_here_says_what_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("Ctrl-P").type_text("改状态").press("Enter");
    assert!(s.frame().contains("先用方向键选居民小组和清单，Enter 打开"), "{}", s.frame());
}

#[test]
fn a_popup_says_what_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    let inbox = home.join("inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    s.bench().export(&inbox.join("own.mqb"), &ExportOrder::default()).unwrap();
    std::fs::write(inbox.join("half.mqb"), b"minqing").unwrap();
    std::fs::write(inbox.join("text.mqb"), "不是同步包").unwrap();
    s.refresh().press("F10");
    let frame = s.frame();
    let row = |name: &str| frame.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(row("own.mqb").contains("新"), "{frame}");
    assert!(row("half.mqb").contains("没拷完") && row("text.mqb").contains("用不了"), "{frame}");
    s.press("Down").press("Enter");
    assert!(s.frame().contains("导入预览"), "{}", s.frame());
    for key in ["d", "b", "F10"] {
        s.press(key);
        assert!(s.frame().contains("先按 Enter 或 Esc 关闭预览"), "{key}: {}", s.frame());
    }
    assert!(s.frame().contains("Enter 知道了") && !s.frame().contains("同意"), "{}", s.frame());
    s.press("?");
    assert!(s.frame().contains("帮助：这里有哪些键") && s.frame().contains("同意，做下去"), "{}", s.frame());
    s.press("F6");
    assert!(s.frame().contains("先按 Esc 关闭"), "{}", s.frame());
    s.press("Esc").press("Esc").press("d");
    assert!(s.frame().contains("体检：全部完好"), "{}", s.frame());
    s.press("n").press("F6");
    assert!(s.frame().contains("按 Esc 放下"), "{}", s.frame());
}

#[test]
fn steps_that_are_refused_open_no_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6");
    for (key, told) in [("o", "请先答复"), ("b", "先答复、再登记结果"), ("p", "先答复、再登记结果")]
    {
        s.press(key);
        assert!(s.frame().contains(told) && s.frame().contains("[未了结]"), "{key}: {}", s.frame());
    }
    s.press("Right").press("Right");
    for key in ["a", "s", "t", "x", "o"] {
        s.press(key);
        assert!(s.frame().contains("请先重开") && s.frame().contains("[已办结]"), "{key}: {}", s.frame());
    }
}

#[test]
fn a_long_message_is_shown_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let out = folder.path().join("一个名字很长的文件夹，长到一行里写不下，后面还有备份和同步包要放");
    std::fs::create_dir(&out).unwrap();
    s.press("F10").press("x").paste(out.to_str().unwrap()).press("Ctrl-S");
    let shown: String = s.frame().split_whitespace().collect();
    assert!(shown.contains("后面还有备份和同步包要放") && shown.contains(".mqb"), "{}", s.frame());
    s.press("Up");
    assert!(!s.frame().contains(".mqb"), "{}", s.frame());
}

#[test]
fn a_list_tells_how_many_more_there_are_and_tab_takes() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("Ctrl-P");
    let frame = s.frame();
    assert!(frame.contains("还有 ") && frame.contains(" 项"), "{frame}");
    assert!(frame.contains("> 登记"), "the place's first: {frame}");
    s.type_text("居民");
    assert!(s.frame().contains("> 居民  这一户什么情况"), "the whole name first: {}", s.frame());
    s.press("Esc").press("F6").press("n").type_text("井盖").press("Tab").press("Tab").type_text("e");
    assert!(s.frame().contains("> 二组") && !s.frame().contains("还有 "), "{}", s.frame());
    s.press("Tab");
    let line = s.frame().lines().find(|line| line.contains("居民小组")).unwrap().to_owned();
    assert!(line.contains("二组"), "{line}");
}

#[test]
fn full_numbers_are_seen_at_once_on_a_narrow_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("2210").press("Enter").press("m").type_text("核对").press("Enter");
    let frame = s.frame();
    assert_eq!(frame.matches("13812342210").count(), 2, "in the row and in the notice: {frame}");
    assert!(frame.contains("已记下查看理由"), "{frame}");
    s.press("Esc").press("Down");
    assert!(!s.frame().contains("13812342210"), "{}", s.frame());
}

#[test]
fn a_category_that_would_be_refused_is_not_offered() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    // No open issue of his own.
    s.press("F4").press("/").type_text("sxm").press("Enter").press("v");
    assert!(s.frame().contains("致富典型") && !s.frame().contains("信访老户"), "{}", s.frame());
    // Another resident, who has one.
    s.press("Tab").press("Tab").press("Tab").press("Backspace").type_text("wgl").press("Enter");
    assert!(s.frame().contains("信访老户"), "{}", s.frame());
    s.press("Shift-Tab").press("Shift-Tab").press("Left");
    assert!(s.frame().contains("[信访老户]"), "{}", s.frame());
    s.press("Tab").press("Tab").press("Backspace");
    assert!(!s.frame().contains("信访老户"), "{}", s.frame());
}

#[test]
fn an_invitation_says_that_it_is_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10").press("v").paste(folder.path().to_str().unwrap()).press("Tab").type_text("当面说");
    let asked = s.ask_only(Key::Ctrl('s'));
    assert!(matches!(asked.as_slice(), [Effect::OfForm(_), Effect::Invite(_)]));
    assert!(s.frame().contains("正在写邀请文件"), "{}", s.frame());
}

#[test]
fn a_search_is_seen_whole_while_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for screen in ["F4", "F6"] {
        s.press(screen).press("/").type_text("幸福路五号的小区门口");
        assert!(s.frame().contains("/幸福路五号的小区门口"), "{screen}: {}", s.frame());
        let row = s.frame().lines().nth(3).unwrap().to_owned();
        let typed = crate::tui::cells::width(row.split_once('口').unwrap().0) + 2;
        assert_eq!(s.cursor(), Some((u16::try_from(typed).unwrap(), 3)), "{screen}: {}", s.frame());
        s.press("Esc");
    }
    // The words of the filters are clicked where they stand.
    s.press("/").type_text("楼").press("Enter").click(10, 3);
    assert!(s.frame().contains("[全部]") && s.frame().contains("/楼"), "{}", s.frame());
}

#[test]
fn an_empty_list_says_what_works_at_that_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("没有这人");
    assert!(s.frame().contains("要新建，先按 Enter，再按 n。"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("清掉查找的字，Ctrl-F 到处找，n 新建。"), "{}", s.frame());
    s.press("n");
    assert!(s.frame().contains("新建居民"), "{}", s.frame());
}

#[test]
fn titles_stand_above_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10");
    let frame = s.frame();
    let column = |line: usize, word: &str| {
        let line = frame.lines().nth(line).unwrap();
        crate::tui::cells::width(line.split_once(word).unwrap().0)
    };
    assert_eq!(column(4, "使用人"), column(5, "张晓敏"), "{frame}");
}
