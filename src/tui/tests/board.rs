//! F6 as a board, and several issues at once.

use super::{add, session};
use crate::{
    domain::{issues::steps, standing::StepKind, value::Value},
    tui::Session,
};

fn board(width: u16, height: u16) -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), width, height);
    s.press("F6").press("v");
    (folder, s)
}

#[test]
fn six_columns_fit_into_eighty() {
    let (_folder, s) = board(80, 24);
    insta::assert_snapshot!(s.frame(), @"
     民情台账  太湖社区工作组 · 张晓敏(B)           11-22 周日   未导出 23   冲突 0
     F2今日  F3三清  F4居民  F5走访 [F6事项] F7帮扶  F8台账  F9简报  F10同步  F1帮助
    ────────────────────────────────────────────────────────────────────────────────
     待答复 3  超期 2  本周到期 0  已办结 1   [全部]                          1 / 5
     [各类 5] 诉求 4  纠纷 1  隐患 0  乱建抢种 0  督办 0  整改 0
     登记 1       受理 1       转办 1       答复 1       结果 1       回访 0
       B-3 剩2    ! B-2 超1   >! B-1 超2      B-4 剩3      B-5
     想学电工，   与楼上漏水   三组路灯连   沟渠堵塞     楼道堆物
     问培训       争执         续五天不亮










    ────────────────────────────────────────────────────────────────────────────────
     B-1  三组路灯连续五天不亮
     三组  张晓敏  已转办  超 2 天
    ────────────────────────────────────────────────────────────────────────────────
     Enter 打开  n 登记  r 答复  o 结果(先答复)  Ctrl-O 操作  / 查找  : 命令  ? 帮助
    ");
}

#[test]
fn six_columns_at_the_usual_size() {
    let (_folder, s) = board(120, 36);
    insta::assert_snapshot!(s.frame(), @"
     民情台账  太湖社区工作组 · 张晓敏(B)                                                   11-22 周日   未导出 23   冲突 0
     F2 今日  F3 三清  F4 居民  F5 走访 [F6 事项] F7 帮扶  F8 台账  F9 简报  F10 同步                               F1 帮助
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     待答复 3  超期 2  本周到期 0  已办结 1   [全部]                                                                  1 / 5
     [各类 5] 诉求 4  纠纷 1  隐患 0  乱建抢种 0  督办 0  整改 0
     登记 1              受理 1              转办 1              答复 1              结果 1              回访 0
       B-3 剩 2 天       ! B-2 超 1 天      >! B-1 超 2 天         B-4 剩 3 天         B-5
     想学电工，问培训    与楼上漏水争执      三组路灯连续五天不  沟渠堵塞            楼道堆物
                                             亮






















    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     B-1  三组路灯连续五天不亮
     三组  张晓敏  已转办  超 2 天
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter 打开  n 登记  r 答复  o 结果(先答复)  t 转办  s 交办  x 延期  e 修改  Ctrl-O 操作  / 查找  : 命令  ? 帮助
    ");
}

/// The line of the selected card.
fn chosen(s: &Session) -> String {
    let frame = s.frame();
    let rule = frame.lines().rposition_of_rule();
    frame.lines().nth(rule + 1).unwrap_or_default().trim().to_owned()
}

trait Rule {
    fn rposition_of_rule(self) -> usize;
}

impl<'a, I: Iterator<Item = &'a str>> Rule for I {
    /// The last rule but the one above the footer.
    fn rposition_of_rule(self) -> usize {
        let rules: Vec<usize> =
            self.enumerate().filter(|(_, line)| line.starts_with("───")).map(|(at, _)| at).collect();
        rules[rules.len() - 2]
    }
}

#[test]
fn arrows_go_from_column_to_column_and_enter_opens_and_comes_back() {
    let (_folder, mut s) = board(80, 24);
    let mut seen = vec![chosen(&s)];
    for _ in 0..5 {
        s.press("Right");
        seen.push(chosen(&s));
    }
    assert!(seen.contains(&"B-3  想学电工，问培训".to_owned()), "{seen:?}");
    assert!(seen.iter().any(|one| one.contains("楼道堆物")), "a closed one is on the board: {seen:?}");
    assert_eq!(seen[0], seen[5], "empty columns are passed over: {seen:?}");
    s.press("Left").press("Right");
    assert_eq!(chosen(&s), seen[5]);
    s.press("Enter");
    assert!(s.frame().contains("[x] 登记"), "{}", s.frame());
    s.press("Esc");
    assert_eq!(chosen(&s), seen[5]);
    s.press("v");
    assert!(s.frame().contains("居民小组") && s.frame().contains("责任人"), "the list again: {}", s.frame());
}

#[test]
fn a_card_moves_when_something_is_done_about_it_and_is_clicked_like_a_row() {
    let (_folder, mut s) = board(80, 24);
    let at = |s: &Session, text: &str| {
        let frame = s.frame();
        let (y, line) = frame.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
        let x = crate::tui::cells::width(line.split(text).next().unwrap());
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    let (x, y) = at(&s, "想学电");
    s.click(x + 1, y);
    assert!(chosen(&s).contains("想学电工"), "{}", s.frame());
    s.press("a").press("Ctrl-S");
    let (moved, _) = at(&s, "想学电");
    assert!(moved > x, "from the first column to the second: {}", s.frame());
    let (x, y) = at(&s, "想学电");
    s.click(x + 1, y);
    assert!(
        s.frame().contains("Esc 返回") && s.frame().contains("受理"),
        "a second click opens: {}",
        s.frame()
    );
}

#[test]
fn several_are_given_to_one_member_each_by_an_act_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("Space").press("Space").press("Space");
    assert!(s.frame().contains("选了 3 件"), "{}", s.frame());
    let before = s.bench().last_own();
    s.press("s");
    assert!(s.frame().contains("一起交办 3 件"), "{}", s.frame());
    s.press("Space").type_text("lq").press("Enter");
    // Two of them have had another owner: what is handed over is written once for all.
    let on_handover = |line: &str| line.starts_with('>') && line.contains("交接");
    while !s.frame().lines().any(on_handover) {
        s.press("Tab");
    }
    s.type_text("单子在街道，等回话").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("已交办 3 件"), "{frame}");
    let done = s.bench().last_own() - before;
    let cases = s.bench().cases().unwrap();
    let liqiang = s.bench().find_in("members", "李强").unwrap();
    let given = cases.iter().filter(|case| case.standing.owner == Some(liqiang)).count();
    assert_eq!((given, done), (3, 3), "all that are marked, by one act each: {frame}");
}

#[test]
fn what_cannot_be_given_away_is_named_and_the_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("v");
    // One that is closed, one that is new.
    let (mut marked, mut tries) = (0, 0);
    while marked < 2 && tries < 8 {
        let told = chosen(&s);
        if told.contains("楼道堆物") || told.contains("想学电工") {
            s.press("Space");
            marked += 1;
        }
        s.press("Right");
        tries += 1;
    }
    assert!(s.frame().contains("选了 2 件"), "{}", s.frame());
    s.press("s").press("Space").type_text("lq").press("Enter").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("已交办 1 件；没有交办") && frame.contains("已经办结"), "{frame}");
}

// Shows E2.
#[test]
fn nothing_is_answered_or_closed_several_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let unanswered =
        add(s.bench(), "issues", &[("title", "甲"), ("neighbourhood", "一组"), ("from", "仇英")]);
    s.bench().take_step(unanswered, StepKind::Reply, &[(steps::TEXT, Value::Text("周五来".into()))]).unwrap();
    s.refresh();
    for view in [None, Some("v")] {
        s.press("F6");
        if let Some(key) = view {
            s.press(key);
        }
        s.press("Space").press("Right").press(if view.is_some() { "Space" } else { "Down" });
        let before = s.bench().last_own();
        for key in ["o", "r", "a", "t", "b", "p", "x", "e", "w", "h", "y", "f"] {
            s.press(key);
            let frame = s.frame();
            assert!(frame.contains("一起只能交办、打印") && !frame.contains("Ctrl-S 提交"), "{key}: {frame}");
        }
        // Nor by the list of what can be done.
        s.press("Ctrl-O");
        let frame = s.frame();
        assert!(
            !frame.contains("结果  ") && !frame.contains("答复  ") && frame.contains("交办  "),
            "{frame}"
        );
        s.press("Esc");
        assert_eq!(s.bench().last_own(), before);
        s.press("Esc");
        assert!(!s.frame().contains("选了"), "{}", s.frame());
        if let Some(key) = view {
            s.press(key);
        }
    }
}

#[test]
fn several_are_printed_into_one_list_that_names_nobody_who_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("交办.txt");
    s.press("F6").press("Space").press("Space").press("Space").press("Space").press("l");
    s.type_text(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("已写到"), "{}", s.frame());
    let told = std::fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    insta::assert_snapshot!(told, @"
                          事项交办清单

    太湖社区工作组                            2026年11月22日
    　　反映人和联系方式不写在这里，凭编号向工作组查；答复、
    结果由责任人逐件办。
    　　1. B-1  三组  三组路灯连续五天不亮
    　　晚上接孩子看不清路
    现状：已转办  超 2 天
    责任人：张晓敏            签收：　　　　　日期：
    　　2. B-2  一组  与楼上漏水争执
    现状：已受理  超 1 天
    责任人：张晓敏            签收：　　　　　日期：
    　　3. B-3  二组  想学电工，问培训
    现状：已登记  剩 2 天
    责任人：（未交办）        签收：　　　　　日期：
    　　4. B-4  三组  沟渠堵塞
    现状：已答复  剩 3 天
    责任人：（未交办）        签收：　　　　　日期：
    ");
    for name in ["王桂兰", "仇英", "欧阳春华", "13812342210"] {
        assert!(!told.contains(name), "{told}");
    }
}
