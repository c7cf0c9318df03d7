//! Before, keys, after.

use super::{add, clock, found, session, small};
use crate::{
    domain::{
        issues::{issues, steps},
        roster::residents,
        standing::Status,
        wording::Lang,
    },
    tui::Session,
    workbench::Workbench,
};

fn number(bench: &Workbench, number: &str) -> crate::workbench::steps::Case {
    bench.case(bench.find(number).unwrap()).unwrap()
}

#[test]
fn an_issue_goes_its_whole_way_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖松动").press("Enter");
    s.press("Right").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("已登记：事项 B-6"), "{}", s.frame());
    assert_eq!(number(s.bench(), "B-6").issue.text(issues::KIND), "hazard");
    s.press("a").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-6").standing.status, Status::Accepted);
    s.press("o");
    let frame = s.frame();
    assert!(frame.contains("还没有答复反映人") && !frame.contains("理由与依据"), "{frame}");
    assert_eq!(number(s.bench(), "B-6").standing.status, Status::Accepted);
    s.press("r").type_text("今天就来加固").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-6").standing.status, Status::Replied);
    // A hazard is found out about, and looked at again, before it is struck off.
    s.press("f");
    assert!(s.frame().contains("查实") && s.frame().contains("先登记“查实”"), "{}", s.frame());
    s.press("Enter").press("Right").press("Tab").type_text("3 栋门口").press("Tab").type_text("物业");
    s.press("Tab").type_text("11-30").press("Ctrl-S");
    s.press("o").press("Right").press("Tab").type_text("已加固").press("Ctrl-S");
    assert!(s.frame().contains("复查合格"), "{}", s.frame());
    s.press("Esc").press("f").press("Down").press("Down").press("Enter").press("Right").press("Ctrl-S");
    s.press("o").press("Right").press("Tab").press("Ctrl-A").type_text("已加固");
    let cursor = s.cursor();
    // The form of before comes back as it was left, the cursor where it was.
    s.press("Esc").press("F2").press("F6").press("o");
    assert!(s.frame().contains("已加固"), "{}", s.frame());
    assert_eq!(s.cursor(), cursor);
    s.press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-6").standing.status, Status::Resolved);
    // Whoever goes on pressing keys is told what they are about now.
    assert!(s.frame().contains("，已不在这里；现在选中 B-"), "{}", s.frame());
    s.press("Right").press("Right");
    assert!(s.frame().contains("[已办结]"), "{}", s.frame());
    s.press("Home");
    while !s.frame().contains(">  B-6") {
        s.press("Down");
    }
    s.press("b").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("还缺“方式”"), "a rating tells how it was obtained: {}", s.frame());
    s.press("Right").press("Right").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-6").standing.status, Status::CalledBack);
    s.press("p").type_text("又松了").press("Ctrl-S");
    assert!(!number(s.bench(), "B-6").standing.is_closed());
}

#[test]
fn steps_that_move_an_issue_ask_for_what_they_need() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("s").press("Ctrl-S");
    assert!(s.frame().contains("“责任人”必须填写"), "{}", s.frame());
    s.press("Space").type_text("lq").press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("交接单"), "{}", s.frame());
    s.type_text("已约周三去看").press("Ctrl-S");
    let owner = number(s.bench(), "B-1").standing.owner.unwrap();
    assert_eq!(s.bench().name_of(owner), "李强");
    s.press("t").type_text("供电所").press("Ctrl-S");
    let case = number(s.bench(), "B-1");
    assert!(case.standing.steps.iter().any(|step| step.row.text(steps::UNIT) == "供电所"));
    s.press("x")
        .type_text("11-30")
        .press("Tab")
        .type_text("等灯具")
        .press("Tab")
        .type_text("王组长")
        .press("Tab")
        .press("Right")
        .press("Tab")
        .type_text("11-22")
        .press("Ctrl-S");
    // Its term is past: it is late, and no extension makes that undone.
    assert!(s.frame().contains("不能再延期"), "{}", s.frame());
    assert_eq!(number(s.bench(), "B-1").standing.due, jiff::civil::date(2026, 11, 20));
    s.press("Esc").press("e").press("Ctrl-A").type_text("急：").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-1").issue.text(issues::TITLE), "急：三组路灯连续五天不亮");
}

// Shows C2.
#[test]
fn the_sheet_of_concerns_tells_what_most_matters_of_the_place_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F3").press("Down").press("Down").press("Right").press("Enter");
    assert!(s.frame().contains("近 90 天热点：公共设施 1（未研判）"), "{}", s.frame());
    assert!(!s.frame().contains("王桂兰"), "{}", s.frame());
    // A human judges what was counted; the sheet tells who and when.
    let bench = s.bench();
    let (today, first) = (bench.today(), bench.today().checked_sub(jiff::Span::new().days(90)).unwrap());
    let topics = bench.hot_topics(first, today).unwrap();
    let topic = topics.into_iter().find(|topic| topic.spot.class == "公共设施").unwrap().spot;
    bench
        .judge_hot_topic(&topic.class, topic.neighbourhood, topic.month, "watched", "只有一件，再看一个月")
        .unwrap();
    s.refresh();
    assert!(s.frame().contains("公共设施 1（再看看 "), "{}", s.frame());
}

// Shows B10, E1.
#[test]
fn kinds_are_tabs_and_two_reports_become_one_that_answers_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F6");
    assert!(s.frame().contains("[各类 4]") && s.frame().contains(" 纠纷 1 "), "{}", s.frame());
    s.press("Tab").press("Tab");
    assert!(s.frame().contains("[纠纷 1]") && !s.frame().contains("B-1"), "{}", s.frame());
    s.press("Shift-Tab").press("Shift-Tab");
    s.press("w").press("Tab").type_text("李明").press("Ctrl-S");
    assert!(s.frame().contains("还有 2 位没有答复"), "{}", s.frame());
    s.press("h").press("Space").type_text("B-3").press("Enter").press("Ctrl-S");
    let kept = number(s.bench(), "B-3").issue.id;
    assert_eq!(number(s.bench(), "B-1").standing.merged_into, Some(kept), "{}", s.frame());
    // What goes on is followed; it has the clock of the one that was raised first.
    assert!(s.frame().contains(">! B-3") && s.frame().contains("[未了结]"), "{}", s.frame());
    assert!(s.frame().contains("3 位") && s.frame().contains("并入的"), "{}", s.frame());
    s.press("r").type_text("一并答复").press("Tab").press("Left").press("Ctrl-S");
    assert!(number(s.bench(), "B-3").standing.answered, "{}", s.frame());
}

#[test]
fn a_resident_is_found_visited_edited_deleted_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F4").press("/").type_text("sxm");
    assert!(!s.frame().contains("仇英"), "{}", s.frame());
    assert!(s.frame().contains("单小明"));
    s.press("Enter").press("v");
    assert!(s.frame().contains("单小明") && s.frame().contains("2026-11-22"), "{}", s.frame());
    s.press("Tab").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("已登记：走访"), "{}", s.frame());
    assert!(s.frame().contains("2026-11-22  走访 张晓敏"), "{}", s.frame());
    s.press("e").type_text("A").press("Esc");
    assert!(s.frame().contains("已放下"), "{}", s.frame());
    s.press("e");
    assert!(s.frame().contains("单小明A"), "{}", s.frame());
    s.press("Backspace").press("Ctrl-S");
    let id = s.bench().find_in("residents", "单小明").unwrap();
    assert_eq!(
        s.bench().row(id).unwrap().unwrap().text(residents::PHONE),
        "13800007788",
        "masked and left alone"
    );
    s.press("d");
    assert!(s.frame().contains("删除 单小明 的卡片？"), "{}", s.frame());
    s.press("Esc");
    assert!(s.bench().row(id).unwrap().unwrap().stands());
    s.press("d").press("Enter");
    assert!(s.bench().row(id).unwrap().unwrap().deleted);
    s.press("u");
    assert!(s.frame().contains("已撤销：居民 单小明"), "{}", s.frame());
    assert!(s.bench().row(id).unwrap().unwrap().stands());
    s.press("Ctrl-R");
    assert!(s.frame().contains("已重做：居民 单小明"), "{}", s.frame());
    assert!(s.bench().row(id).unwrap().unwrap().deleted);
}

#[test]
fn numbers_are_shown_in_full_for_a_reason_that_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F4").press("/").type_text("2210").press("Enter");
    assert!(s.frame().contains("138****2210") && !s.frame().contains("13812342210"));
    s.press("m").press("Ctrl-S");
    assert!(s.frame().contains("“理由”必须填写"), "{}", s.frame());
    s.type_text("核对联系方式").press("Enter");
    assert!(s.frame().contains("13812342210"), "{}", s.frame());
    assert_eq!(s.bench().standing("accesses").unwrap().len(), 1);
    s.press("Up").press("Down").press("F2").press("F4");
    s.press("Esc").press("Down").press("Up");
    assert!(!s.frame().contains("13812342210"));
}

#[test]
fn new_cards_are_begun_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(found(&folder.path().join("a"), clock(0)), Lang::Zh, 80, 24).unwrap();
    assert!(s.frame().contains("按 n 登记"));
    s.press("F3");
    assert!(s.frame().contains("还没有居民小组"), "{}", s.frame());
    s.press("n").type_text("四组").press("Ctrl-S");
    assert!(s.frame().contains("四组"), "{}", s.frame());
    s.press("F4");
    assert!(s.frame().contains("还没有居民"), "{}", s.frame());
    s.press("h").type_text("堤边路3号").press("Ctrl-S");
    assert_eq!(s.bench().standing("households").unwrap().len(), 1);
    s.press("Ctrl-N")
        .type_text("解晓东")
        .press("Tab")
        .type_text("四")
        .press("Enter")
        .press("Tab")
        .press("Space");
    assert!(s.frame().contains("堤边路3号"), "{}", s.frame());
    s.press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("解晓东"), "{}", s.frame());
    s.press("i").type_text("办老年卡").press("Ctrl-S");
    let case = number(s.bench(), "B-1");
    assert_eq!(case.issue.text(issues::FROM), "解晓东");
    s.press("F10").press("n").type_text("陈明").press("Ctrl-S");
    assert_eq!(s.bench().standing("members").unwrap().len(), 2);
}

#[test]
fn items_of_a_sheet_are_ticked_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F3").press("Right").press("Enter").press("Space");
    assert!(s.frame().contains("[~]"), "{}", s.frame());
    // What is clear rests on something: it is asked for at once.
    s.press("Space").type_text("问过").press("Ctrl-S");
    assert!(s.frame().contains("[x]") && s.frame().contains("已清 1/"), "{}", s.frame());
    s.press("e")
        .press("Ctrl-U")
        .type_text("开过院坝会")
        .press("Tab")
        .press("Tab")
        .type_text("下周三")
        .press("Tab")
        .type_text("lq")
        .press("Enter");
    s.press("Tab").type_text("再问两户").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("开过院坝会") && frame.contains("再问两户") && frame.contains("李强"), "{frame}");
    s.press("e");
    assert!(s.frame().contains("下次复核 2026-11-25"), "Wednesday of the next week: {}", s.frame());
    s.press("Esc");
    s.press("e").press("Tab").press("Tab").press("Ctrl-U").type_text("没有的日子").press("Ctrl-S");
    assert!(s.frame().contains("日期看不懂"), "{}", s.frame());
}

#[test]
fn two_laptops_exchange_and_settle_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = Session::new(small(&home), Lang::Zh, 80, 24).unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    a.press("F10")
        .press("v")
        .type_text(out.to_str().unwrap())
        .press("Tab")
        .type_text("当面说")
        .press("Ctrl-S");
    assert!(a.frame().contains("邀请已写好"), "{}", a.frame());
    let invitation = std::fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
    let joining = crate::workbench::peers::Joining { member: "李强".into(), letter: None };
    let told = Some("当面说".to_owned());
    let other = folder.path().join("b");
    let mut b =
        Workbench::join(&other, &invitation, told, &joining, "pass", super::QUICK, clock(0), &mut |_| {})
            .unwrap();
    let person = b.find_in("residents", "仇英").unwrap();
    let set = |bench: &mut Workbench, key: &str, text: &str| {
        let mut draft = crate::workbench::draft::Draft::new();
        bench.fill(&mut draft, person, &[(key.to_owned(), text.to_owned())]).unwrap();
        bench.commit(draft).unwrap();
    };
    set(&mut b, "note", "住在女儿家");
    set(a.bench(), "note", "常年在家");
    let inbox = home.join("inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    b.export(&inbox.join("from-b.mqb"), &crate::workbench::sync::ExportOrder::default()).unwrap();
    a.refresh();
    assert!(a.frame().contains("from-b.mqb"), "{}", a.frame());
    a.press("Down").press("Enter");
    assert!(a.frame().contains("导入预览") && a.frame().contains("产生冲突"), "{}", a.frame());
    a.press("Esc");
    assert_eq!(a.bench().conflict_count(), 0);
    a.press("Enter").press("Enter");
    assert!(a.frame().contains("已导入"), "{}", a.frame());
    assert!(a.frame().contains("冲突 1 !"), "{}", a.frame());
    a.press("End").press("Enter");
    let frame = a.frame();
    assert!(
        frame.contains("住在女儿家") && frame.contains("常年在家") && frame.contains("电脑 B"),
        "{frame}"
    );
    // Another value begins with both of them.
    a.press("e");
    assert!(a.frame().contains("常年在家") && a.frame().contains("住在女儿家"), "{}", a.frame());
    a.press("Esc").press("Enter");
    a.press("Down").press("Enter");
    assert_eq!(a.bench().conflict_count(), 0);
    // A bundle sealed by a passphrase asks for it.
    let sealed = folder.path().join("sealed.mqb");
    let order = crate::workbench::sync::ExportOrder {
        passphrase: Some("暗号".into()),
        full: true,
        ..Default::default()
    };
    b.export(&sealed, &order).unwrap();
    a.press("i").type_text(sealed.to_str().unwrap()).press("Enter");
    assert!(a.frame().contains("这个文件要口令"), "{}", a.frame());
    a.type_text("不对").press("Enter");
    assert!(a.frame().contains("口令"), "{}", a.frame());
    a.press("Ctrl-U").type_text("暗号").press("Enter");
    assert!(a.frame().contains("导入预览"), "{}", a.frame());
    a.press("Esc");
    a.press("x").type_text(out.to_str().unwrap()).press("Ctrl-S");
    assert!(a.frame().contains("已导出"), "{}", a.frame());
    a.press("b").press("Ctrl-S");
    assert!(a.frame().contains("已备份"), "{}", a.frame());
    a.press("d");
    assert!(a.frame().contains("体检：全部完好"), "{}", a.frame());
}

#[test]
fn everything_can_be_reached_from_the_palette() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for (typed, expected) in [
        ("答复", "回音  B-1"),
        ("zhuanban", "转办  B-1"),
        ("jiaob", "交办  B-1"),
        ("back up", "备份到"),
        ("xjm", "新建居民"),
    ] {
        s.press("F2").press("Ctrl-P").type_text(typed).press("Enter");
        assert!(s.frame().contains(expected), "{typed}: {}", s.frame());
        s.press("Esc").press("Esc");
    }
}

#[test]
fn letters_in_full_width_work_and_chinese_on_a_list_searches() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("？");
    assert!(s.frame().contains("帮助：这里有哪些键"));
    s.press("Esc").press("：");
    assert!(s.frame().contains("命令:"), "{}", s.frame());
    s.press("Esc").press("／").type_text("cy");
    assert!(s.frame().contains("仇英") && !s.frame().contains("单小明"), "{}", s.frame());
    s.press("Esc").type_text("欧阳");
    assert!(s.frame().contains("/欧阳") && s.frame().contains("1 / 1"), "{}", s.frame());
    s.press("F6").press("ｎ");
    assert!(s.frame().contains("登记事项"), "{}", s.frame());
    s.paste("粘贴的\n内容");
    assert!(s.frame().contains("粘贴的 内容"), "{}", s.frame());
    s.press("Esc").press("g").press("r");
    assert!(s.frame().contains("[F4居民]"), "{}", s.frame());
}

#[test]
fn today_leads_to_the_issue_and_leaving_is_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("Down").press("Enter");
    assert!(s.frame().contains("[F6事项]") && s.frame().contains("B-2  与楼上漏水争执"), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("[F2今日]") && s.frame().contains(">! B-2"), "{}", s.frame());
    // On F6 itself, Esc stays there.
    s.press("F6").press("Enter").press("Esc");
    assert!(s.frame().contains("[F6事项]"), "{}", s.frame());
    s.resize(120, 36).press("F2").press("Enter");
    assert!(s.frame().contains("[F6 事项]") && s.frame().contains("Esc 返回"), "{}", s.frame());
    s.press("r").press("Esc").press("Esc");
    assert!(s.frame().contains("[F2 今日]"), "{}", s.frame());
    s.press("Enter").press("Down").press("Esc");
    assert!(s.frame().contains("[F6 事项]"), "the list is worked in: {}", s.frame());
    s.resize(80, 24).press("F10").press("q");
    assert!(s.has_left());
    let mut s = Session::new(s.into_bench(), Lang::En, 80, 24).unwrap();
    s.press("F6").press("n").press("q");
    assert!(!s.has_left());
    s.press("Ctrl-Q");
    assert!(!s.has_left(), "what was typed is not dropped silently");
    s.press("Ctrl-Q");
    assert!(s.has_left());
    s.into_bench().close().unwrap();
}

#[test]
fn the_mouse_reaches_tabs_rows_and_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let tabs = s.frame().lines().nth(1).unwrap().to_owned();
    let before = tabs.split("F6").next().unwrap();
    s.click(u16::try_from(crate::tui::cells::width(before)).unwrap(), 1);
    assert!(s.frame().contains("[F6事项]"), "{}", s.frame());
    s.click(10, 7);
    assert!(s.frame().contains(">! B-2"), "{}", s.frame());
    s.wheel(1);
    assert!(s.frame().contains(">  B-3"), "{}", s.frame());
    s.click(10, 8);
    assert!(s.frame().contains("B-3  想学电工，问培训"), "{}", s.frame());
    s.press("Esc");
    s.click(13, 23);
    assert!(s.frame().contains("登记事项"), "{}", s.frame());
}

#[test]
fn an_edit_sends_only_what_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    add(s.bench(), "residents", &[("name", "甲一"), ("neighbourhood", "一组")]);
    s.refresh().press("F4").press("/").type_text("甲一").press("Enter").press("e");
    // Meanwhile somebody else writes the note.
    let id = s.bench().find_in("residents", "甲一").unwrap();
    let mut draft = crate::workbench::draft::Draft::new();
    s.bench().fill(&mut draft, id, &[("note".into(), "别处写的".into())]).unwrap();
    s.bench().commit(draft).unwrap();
    s.type_text("丙").press("Ctrl-S");
    let row = s.bench().row(id).unwrap().unwrap();
    assert_eq!((row.text(residents::NAME), row.text(residents::NOTE)), ("甲一丙", "别处写的"));
}

#[test]
fn a_blank_leaves_a_hidden_number_and_the_word_for_it_empties_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    add(s.bench(), "residents", &[("name", "甲一"), ("phone", "13912345679")]);
    let id = s.bench().find_in("residents", "甲一").unwrap();
    for (typed, left) in [(" ", "13912345679"), ("清空", "")] {
        s.refresh().press("F4").press("/").type_text("甲一").press("Enter").press("e");
        // Name, neighbourhood, household, address, phone.
        s.press("Tab").press("Tab").press("Tab").press("Tab");
        s.type_text(typed).press("Ctrl-S");
        assert_eq!(s.bench().existing(id).unwrap().text(residents::PHONE), left, "{typed:?}");
        s.press("Esc").press("Esc");
    }
}

#[test]
fn steps_are_taken_on_the_issue_under_the_cursor_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    assert!(s.frame().contains("r 答复") && !s.frame().contains("a 受理"), "B-1 is accepted: {}", s.frame());
    s.press("Down").press("Down");
    assert!(s.frame().contains(">  B-3") && s.frame().contains("a 受理"), "{}", s.frame());
    s.press("o");
    assert!(s.frame().contains("请先答复") && s.frame().contains("[F2今日]"), "{}", s.frame());
    s.press("a").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-3").standing.status, Status::Accepted);
    s.press("r").type_text("下周开班").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-3").standing.status, Status::Replied);
    assert!(s.frame().contains("[F2今日]"), "{}", s.frame());
    while !s.frame().contains(">  B-3") {
        s.press("Down");
    }
    s.press("o").press("Right").press("Tab").type_text("报了名").press("Ctrl-S");
    assert_eq!(number(s.bench(), "B-3").standing.status, Status::Resolved);
    s.press("End").press("r");
    assert!(s.frame().contains("先把光标移到一件事项上") && !s.frame().contains("r 答复"), "{}", s.frame());
}

#[test]
fn wrapped_words_of_an_issue_keep_their_indent() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F6").press("r").type_text(&"清掏沟渠要先断水".repeat(6)).press("Ctrl-S");
    let frame = s.frame();
    let shown: Vec<&str> = frame.lines().filter(|line| line.contains("断水")).collect();
    assert!(shown.len() > 1, "{frame}");
    for line in shown {
        assert!(line.split_once('│').unwrap().1.starts_with("       "), "{frame}");
    }
}

// Shows A20.
#[test]
fn every_line_of_today_says_why_it_is_there_and_opens_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let person = bench.find_in("residents", "王桂兰").unwrap();
    let mut draft = crate::workbench::draft::Draft::new();
    // 2026-11-24 is 十月十六.
    bench.fill(&mut draft, person, &[("lunar_birthday".into(), "十月十六".into())]).unwrap();
    bench.commit(draft).unwrap();
    bench.set_clock(clock(8));
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let frame = s.frame();
    assert!(
        frame.contains("今天该回谁的话：待答复 3 件，其中到期和超期 3 件；答复过、等结果的超期 1 件"),
        "{frame}"
    );
    assert!(frame.contains("依据：一般诉求 7 天"), "what the selected line rests on: {frame}");
    let go_to = |s: &mut Session, what: &str| {
        s.press("F2").press("Home");
        for _ in 0..20 {
            if s.frame().lines().any(|line| line.starts_with('>') && line.contains(what)) {
                return;
            }
            s.press("Down");
        }
        panic!("no line {what}: {}", s.frame());
    };
    go_to(&mut s, "复核");
    s.press("Enter");
    assert!(s.frame().contains("[F3三清]") && s.frame().contains("三组"), "{}", s.frame());
    assert!(s.frame().contains("逐户问过"), "the sheet with the item: {}", s.frame());
    go_to(&mut s, "国际残疾人日");
    s.press("Enter");
    assert!(s.frame().contains("[F4居民]"), "{}", s.frame());
    let mut bench = s.into_bench();
    bench.set_clock(clock(0));
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    go_to(&mut s, "王桂兰 生日");
    s.press("Enter");
    assert!(s.frame().contains("[F4 居民]") && s.frame().contains("王桂兰"), "{}", s.frame());
    assert!(s.frame().contains("农历生日"), "{}", s.frame());
}
