//! The journeys of a day through the built program, in Chinese: what is due, visits, issues,
//! an answer, a result, a checklist; in the evening a bundle out, one in, a conflict settled.
//! Once by keys, once by the mouse.

use super::{
    Terminal,
    hand::Hand,
    is_there,
    laptops::{CALLED, morning},
};

/// Strokes that a practised hand makes in thirty seconds: two and a half in each.
const IN_THIRTY_SECONDS: usize = 75;

/// What was said on the visits.
const SAID: [&str; 5] = ["路灯坏了好几天", "沟渠一下雨就堵", "想学电工", "楼上漏水", "广场舞太吵"];

fn begin(width: u16, height: u16) -> Hand {
    let terminal = Terminal::running(morning(), width, height, "--home a --lang zh-CN");
    Hand::new(terminal)
}

fn tab(width: u16, key: &str, name: &str) -> String {
    if width < 100 { format!("{key}{name}") } else { format!("{key} {name}") }
}

/// Waits until so many of those on the list were called on.
fn wait_for_visits(hand: &Hand, count: usize) {
    hand.terminal.wait(&format!("{count} visits"), |screen| {
        let gauge = screen.lines().find(|line| line.contains("老党员") && line.contains("应 "));
        gauge.is_some_and(|line| line.contains(&format!("已 {count:>4}")))
    });
}

/// How each visit is begun by keys, each from F5: until the cursor stands where the words go.
const BEGUN_BY_KEYS: [fn(&mut Hand); 5] = [
    // Whoever is first on the list.
    |hand| {
        hand.press(&["Enter"]);
        is_begun(hand, "仇英");
    },
    // Somebody else on it, by the key of visits.
    |hand| {
        hand.press(&["Down", "v"]);
        is_begun(hand, "王桂兰");
    },
    // From the list of all actions, by pinyin.
    |hand| {
        hand.press(&["Home", "C-p"]);
        hand.write("jizf");
        hand.sees("记走访  记一次走访");
        hand.keep("a visit from the palette");
        hand.press(&["Enter"]);
        is_begun(hand, "欧阳春华");
    },
    // From the card of a person, who is found by initials.
    |hand| {
        hand.press(&["F4", "/"]);
        hand.write("zswj");
        hand.sees("> 长孙无忌");
        hand.press(&["Enter", "Enter"]);
        hand.sees(" >长孙无忌");
        hand.keep("a visit from a card");
        hand.press(&["v"]);
        hand.sees("登记走访");
        // The form begins at the day; what is before the words is known.
        hand.press(&["Tab"; 7]);
        is_begun(hand, "长孙无忌");
    },
    // From what F2 says of visits.
    |hand| {
        hand.press(&["F2", "End"]);
        hand.sees("> 六访");
        hand.keep("a visit from what is told of them");
        hand.press(&["Enter"]);
        hand.sees("还有谁没走到");
        hand.press(&["Enter"]);
        is_begun(hand, "单小明");
    },
];

/// Waits until a visit to this person is to be told of.
fn is_begun(hand: &Hand, who: &str) {
    hand.sees("登记走访");
    hand.terminal.wait(&format!("the words of a visit to {who}"), |screen| {
        let told = |label: &str| screen.lines().find(|line| line.contains(label));
        told("走访居民").is_some_and(|line| line.contains(who))
            && told("群众原话").is_some_and(|line| line.starts_with('>'))
    });
}

fn by_keys(width: u16, height: u16) {
    if !is_there() {
        return;
    }
    let mut hand = begin(width, height);
    hand.sees("今天该回谁的话");
    hand.sees("三组路灯连续五天不亮");
    hand.keep("morning: what is due");

    hand.press(&["F5"]);
    hand.sees("还有谁没走到");
    hand.keep("who has to be called on");
    for ((number, said), begin) in SAID.iter().enumerate().zip(BEGUN_BY_KEYS) {
        hand.press(&["F5"]);
        wait_for_visits(&hand, number);
        hand.strokes();
        begin(&mut hand);
        hand.write(said);
        hand.terminal.wait_for_cursor_behind(said);
        hand.keep(&format!("a visit: {said}"));
        hand.press(&["C-s"]);
        let strokes = hand.strokes();
        assert!(strokes <= IN_THIRTY_SECONDS, "a visit took {strokes} strokes");
        hand.sees("已登记：走访");
    }
    hand.press(&["F5"]);
    wait_for_visits(&hand, CALLED.len());
    hand.keep("all were called on");

    hand.press(&["F6"]);
    hand.sees("责任人");
    for (title, who) in [("井盖松动", "单小明"), ("想学月嫂", "仇英")] {
        hand.press(&["n"]);
        hand.sees("登记事项");
        hand.write(title);
        hand.press(&["Tab", "Tab", "Space"]);
        hand.sees("居民小组:");
        hand.write("sz");
        hand.press(&["Enter"]);
        hand.sees_no_more("居民小组:");
        hand.press(&["Tab"]);
        hand.write(who);
        hand.terminal.wait_for_cursor_behind(who);
        if title == "井盖松动" {
            hand.keep("an issue");
        }
        hand.press(&["C-s"]);
        hand.sees("已登记：事项");
    }
    hand.keep("two issues more");

    hand.press(&["Home"]);
    hand.sees(">! A-1");
    hand.press(&["r"]);
    hand.sees("回音  A-1");
    hand.write("周五前换好灯头");
    hand.keep("an answer");
    hand.press(&["C-s"]);
    hand.sees_no_more("回音  A-1");
    hand.press(&["o"]);
    hand.sees("结果  A-1");
    hand.press(&["Right", "Tab"]);
    hand.write("换了三只灯头");
    hand.keep("a result");
    hand.press(&["C-s"]);
    hand.sees_no_more("结果  A-1");
    hand.keep("what is left of the queue");

    hand.press(&["F3"]);
    hand.sees("哪里还没摸清");
    hand.press(&["Down", "Enter"]);
    hand.sees("三组 · 富民思路");
    hand.press(&["Space"]);
    hand.sees("[~]");
    hand.press(&["Space"]);
    hand.sees("是否摸清");
    hand.write("逐户问过");
    hand.press(&["C-s"]);
    hand.sees("已清 1/");
    hand.keep("a checklist");

    evening(&mut hand);
    leave(&hand);
    let name = format!("keys_{width}x{height}");
    insta::assert_snapshot!(name, hand.seen());
}

/// A bundle out, one in, and what two wrote of somebody settled.
fn evening(hand: &mut Hand) {
    hand.press(&["F10"]);
    hand.sees("这台还有");
    hand.press(&["x"]);
    hand.sees("导出同步包");
    hand.write("usb");
    hand.press(&["C-s"]);
    hand.sees("已导出");
    hand.keep("evening: a bundle out");
    hand.press(&["i"]);
    hand.sees("导入同步包");
    hand.write("b.mqb");
    hand.press(&["C-s"]);
    hand.sees("导入预览");
    hand.keep("a bundle in: what it would do");
    hand.press(&["Enter"]);
    hand.sees("冲突 1 !");
    hand.keep("a conflict");
    hand.press(&["Down", "Down"]);
    hand.sees(">! 仇英");
    hand.press(&["Enter"]);
    hand.sees("住在女儿家");
    hand.sees("Enter 保留选中的");
    hand.keep("both values");
    hand.press(&["Down", "Enter"]);
    hand.sees("冲突 0");
    hand.keep("settled");
}

fn leave(hand: &Hand) {
    hand.press(&["C-q"]);
    let screen = hand.sees("EXIT");
    assert!(screen.contains("EXIT 0"), "{screen}");
}

#[test]
fn a_day_by_keys_in_the_least_window() {
    by_keys(80, 24);
}

#[test]
fn a_day_by_keys_in_the_usual_window() {
    by_keys(120, 36);
}

/// What the mouse clicks when a form is filled in.
const SUBMIT: &str = "Ctrl-S 提交";

/// Two issues by clicks: choices, a list, fields.
fn two_issues_more(hand: &mut Hand) {
    for (title, who) in [("井盖松动", "单小明"), ("想学月嫂", "仇英")] {
        hand.click("n 登记");
        hand.sees("登记事项");
        hand.write(title);
        // A choice is taken where it stands.
        hand.click("水电气热");
        hand.sees("[水电气热]");
        hand.click("一般");
        hand.sees("[一般]");
        hand.click("居民小组  ");
        hand.sees("> 居民小组");
        hand.click("空格或打字来选");
        hand.sees("居民小组:");
        hand.click("   三组");
        hand.sees_no_more("居民小组:");
        hand.click("反映人");
        hand.sees("> 反映人");
        hand.write(who);
        hand.terminal.wait_for_cursor_behind(who);
        if title == "井盖松动" {
            hand.keep("an issue");
        }
        hand.click(SUBMIT);
        hand.sees("已登记：事项");
    }
}

/// Clicks on what can be done with what is selected: in the footer, or where there is no room
/// for it there, in the list that the footer leads to.
fn does(hand: &Hand, key: &str, name: &str, help: &str) {
    let hint = format!("{key} {name}");
    if hand.terminal.screen().lines().last().is_some_and(|footer| footer.contains(&hint)) {
        hand.click_last(&hint);
        return;
    }
    hand.click("Ctrl-O 操作");
    hand.click(help);
}

/// How each visit is begun by the mouse, each from F5: until the cursor stands where the words go.
const BEGUN_BY_CLICKS: [fn(&mut Hand, u16); 5] = [
    // Whoever is first on the list.
    |hand, _| {
        hand.click("Enter 记走访");
        is_begun(hand, "仇英");
    },
    // The row of somebody else: the first click selects it, the second opens it.
    |hand, _| {
        hand.click("王桂兰");
        hand.sees("> 王桂兰");
        hand.click("王桂兰");
        is_begun(hand, "王桂兰");
    },
    // From the list of all actions.
    |hand, _| {
        hand.click("欧阳春华");
        hand.sees("> 欧阳春华");
        hand.click(": 命令");
        hand.sees("命令:");
        hand.write("记走访");
        hand.sees("> 记走访");
        hand.keep("a visit from the palette");
        hand.click("记走访  记一次走访");
        is_begun(hand, "欧阳春华");
    },
    // From the card of a person.
    |hand, width| {
        hand.click(&tab(width, "F4", "居民"));
        hand.sees("联系电话");
        hand.click("长孙无忌");
        hand.sees("> 长孙无忌");
        hand.click("长孙无忌");
        hand.sees(" >长孙无忌");
        hand.keep("a visit from a card");
        does(hand, "v", "记走访", "记一次走访");
        hand.sees("登记走访");
        hand.click("群众原话");
        is_begun(hand, "长孙无忌");
    },
    // From what F2 says of visits.
    |hand, width| {
        hand.click(&tab(width, "F2", "今日"));
        hand.sees("今天该回谁的话");
        hand.click("六访  ");
        hand.sees("> 六访");
        hand.keep("a visit from what is told of them");
        hand.click("六访  ");
        hand.sees("还有谁没走到");
        hand.click("Enter 记走访");
        is_begun(hand, "单小明");
    },
];

fn by_mouse(width: u16, height: u16) {
    if !is_there() {
        return;
    }
    let mut hand = begin(width, height);
    hand.sees("今天该回谁的话");
    hand.sees("三组路灯连续五天不亮");
    hand.keep("morning: what is due");

    hand.click(&tab(width, "F5", "走访"));
    hand.sees("还有谁没走到");
    hand.keep("who has to be called on");
    for ((number, said), begin) in SAID.iter().enumerate().zip(BEGUN_BY_CLICKS) {
        hand.click(&tab(width, "F5", "走访"));
        wait_for_visits(&hand, number);
        begin(&mut hand, width);
        hand.write(said);
        hand.terminal.wait_for_cursor_behind(said);
        hand.keep(&format!("a visit: {said}"));
        hand.click(SUBMIT);
        hand.sees("已登记：走访");
    }
    hand.click(&tab(width, "F5", "走访"));
    wait_for_visits(&hand, CALLED.len());
    hand.keep("all were called on");

    hand.click(&tab(width, "F6", "事项"));
    hand.sees("责任人");
    hand.wheel(">! A-1");
    hand.sees(">  A-2");
    two_issues_more(&mut hand);
    hand.keep("two issues more");
    hand.click("A-1 ");
    hand.sees(">! A-1");
    does(&hand, "r", "答复", "给反映人回音");
    hand.sees("回音  A-1");
    hand.write("周五前换好灯头");
    hand.terminal.wait_for_cursor_behind("周五前换好灯头");
    hand.keep("an answer");
    hand.click(SUBMIT);
    hand.sees_no_more("回音  A-1");
    does(&hand, "o", "结果", "登记办理结果");
    hand.sees("结果  A-1");
    hand.click("已解决");
    hand.sees("[已解决]");
    hand.click("*内容");
    hand.sees(">*内容");
    hand.write("换了三只头");
    hand.terminal.wait_for_cursor_behind("换了三只头");
    // The text takes the cursor where it is clicked.
    hand.click("头");
    hand.terminal.wait_for_cursor_behind("换了三只");
    hand.write("灯");
    hand.terminal.wait_for_cursor_behind("换了三只灯");
    hand.click(SUBMIT);
    hand.sees_no_more("结果  A-1");
    hand.keep("what is left of the queue");

    hand.click(&tab(width, "F3", "三清"));
    hand.sees("哪里还没摸清");
    hand.click("三组  ");
    hand.sees("> 三组");
    hand.click("Enter 打开");
    hand.sees("三组 · 富民思路");
    hand.click("空格 改状态");
    hand.sees("[~]");
    hand.click("空格 改状态");
    hand.sees("是否摸清");
    hand.write("逐户问过");
    hand.click(SUBMIT);
    hand.sees("已清 1/");
    hand.keep("a checklist");

    hand.click(&tab(width, "F10", "同步"));
    hand.sees("这台还有");
    hand.click("x 导出");
    hand.sees("导出同步包");
    hand.write("usb");
    hand.click(SUBMIT);
    hand.sees("已导出");
    hand.keep("evening: a bundle out");
    hand.click("i 导入 ");
    hand.sees("导入同步包");
    hand.write("b.mqb");
    hand.click(SUBMIT);
    hand.sees("导入预览");
    hand.keep("a bundle in: what it would do");
    hand.click("Enter 同意");
    hand.sees("冲突 1 !");
    hand.keep("a conflict");
    hand.click("! 仇英");
    hand.sees(">! 仇英");
    hand.click("Enter 定下来");
    hand.sees("Enter 保留选中的");
    hand.keep("both values");
    hand.wheel("住在女儿家");
    hand.click("Enter 保留选中的");
    hand.sees("冲突 0");
    hand.keep("settled");
    leave(&hand);
    insta::assert_snapshot!(format!("mouse_{width}x{height}"), hand.seen());
}

#[test]
fn a_day_by_the_mouse_in_the_least_window() {
    by_mouse(80, 24);
}

#[test]
fn a_day_by_the_mouse_in_the_usual_window() {
    by_mouse(120, 36);
}
