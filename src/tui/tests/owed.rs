//! What comes first is told when a form is asked for, not when it was filled in.

use super::{add, small};
use crate::{
    domain::{
        issues::{issues, steps},
        standing::StepKind,
        value::Value,
        wording::Lang,
    },
    tui::Session,
};

/// F6 with an issue of a kind that was answered.
fn answered(home: &std::path::Path, title: &str, kind: &str) -> Session {
    let mut bench = small(home);
    let known = bench.rows(issues::ID).unwrap().iter().find(|row| row.text(issues::TITLE) == title).cloned();
    let id = match known {
        Some(row) => row.id,
        None => add(&mut bench, "issues", &[("title", title), ("kind", kind), ("from", "仇英")]),
    };
    bench.take_step(id, StepKind::Reply, &[(steps::TEXT, Value::Text("已去看过".into()))]).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F6").press("/").type_text(title).press("Enter");
    s
}

// Shows E7.
#[test]
fn a_dispute_tells_which_results_it_cannot_have_yet_and_a_draft_of_before_tells_it_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = answered(&folder.path().join("a"), "与楼上漏水争执", "dispute");
    s.resize(80, 24);
    let frame = s.press("o").frame();
    assert!(frame.contains("还不能选已解决、部分解决：还没有“协议”") && frame.contains("（f）"), "{frame}");
    // What is typed is kept, and what it waited for is done meanwhile.
    s.press("Tab").type_text("约好了").press("Esc");
    let leak = s.bench().find_in("issues", "B-2").unwrap();
    let text = [(steps::TEXT, Value::Text("各出一半".into()))];
    for step in [StepKind::Mediate, StepKind::Agree] {
        s.bench().take_step(leak, step, &text).unwrap();
    }
    s.refresh();
    let frame = s.press("o").frame();
    assert!(frame.contains("约好了") && frame.contains("还不能选已解决："), "{frame}");
    let kept = [(steps::PASSED, Value::Bool(true))];
    s.bench().take_step(leak, StepKind::Perform, &kept).unwrap();
    s.press("Esc").refresh();
    let frame = s.press("o").frame();
    assert!(frame.contains("约好了") && !frame.contains("还不能选"), "{frame}");
}

// Shows E8, E9.
#[test]
fn what_can_have_no_result_yet_says_so_at_the_key() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, step) in [("hazard", "还没有“查实”"), ("violation", "还没有“查明事实”")] {
        let mut s = answered(&folder.path().join(kind), "楼顶线缆垂落", kind);
        let footer = s.frame();
        assert!(footer.contains("o 结果(先走步骤)"), "{footer}");
        let frame = s.press("o").frame();
        assert!(
            !frame.contains("Ctrl-S") && frame.contains(step) && frame.contains("先按 f"),
            "{step}: {frame}"
        );
    }
}

// Shows E8.
#[test]
fn all_that_comes_before_a_result_is_told_at_once_and_the_steps_begin_at_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    add(&mut bench, "issues", &[("title", "楼顶线缆垂落"), ("kind", "hazard"), ("from", "仇英")]);
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F6").press("/").type_text("线缆").press("Enter");
    assert!(s.frame().contains("o 结果(先答复、走步骤)"), "{}", s.frame());
    let selected = |s: &Session| {
        let frame = s.frame();
        let list = frame.lines().skip_while(|line| !line.contains("查实")).collect::<Vec<_>>().join("\n");
        list.lines().find(|line| line.starts_with(" >")).unwrap_or_else(|| panic!("{frame}")).to_owned()
    };
    s.press("f");
    assert!(selected(&s).contains("查实") && !s.frame().contains("登记过"), "{}", s.frame());
    s.press("Enter").press("Right").press("Tab").type_text("3 栋门口").press("Tab").type_text("物业");
    s.press("Tab").type_text("11-30").press("Ctrl-S");
    s.press("f");
    let frame = s.frame();
    assert!(frame.lines().any(|line| line.contains("查实") && line.contains("登记过")), "{frame}");
    assert!(!selected(&s).contains("查实"), "{frame}");
}

// Shows F1.
#[test]
fn money_that_cannot_come_in_yet_is_told_at_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let project = add(&mut bench, "projects", &[("title", "清沟渠"), ("kind", "public_good")]);
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F7");
    assert!(s.press("r").frame().contains("先按 f 登记资金来源"), "{}", s.frame());
    let fund = [("title", "补助款"), ("project", &*project.to_string()), ("source", "fiscal")];
    add(s.bench(), "funds", &fund);
    s.refresh();
    let frame = s.press("r").frame();
    assert!(frame.contains("财政补助要先填批文号") && frame.contains("按 e"), "{frame}");
    // With it, the form begins where something has to be filled in.
    let fund = s.bench().find_in("funds", "补助款").unwrap();
    let mut draft = crate::workbench::draft::Draft::new();
    draft.set(fund, crate::domain::funds::funds::APPROVAL, Value::text("财〔2026〕7号"));
    s.bench().commit(draft).unwrap();
    s.refresh();
    s.press("r").type_text("200").press("Ctrl-S");
    assert!(s.frame().contains("到账 200"), "{}", s.frame());
}
