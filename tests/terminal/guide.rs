//! The first start in a terminal: joining by a real invitation, and the demonstration.

use super::{Terminal, ending, hand::Hand, is_there, laptops};

/// Goes through language and width to what the laptop is for.
fn begin(hand: &Hand) {
    hand.sees("语言 · Language");
    hand.press(&["Enter"]);
    hand.sees("字符宽度");
    hand.press(&["Enter"]);
    hand.sees("这台电脑做什么用");
}

#[test]
fn a_group_is_founded_and_its_residents_come_from_a_sheet() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let people = [("王桂兰", "三组"), ("单小明", "三组"), ("欧阳春华", "一组")];
    let rows = people.map(|(name, place)| format!("{name},{place},幸福路5号\n")).concat();
    std::fs::write(folder.path().join("花名册.csv"), format!("姓名,居民小组,住址\n{rows}")).unwrap();
    let hand = Hand::new(Terminal::running(folder, 80, 24, "--home new --lang zh-CN"));
    begin(&hand);
    hand.press(&["Enter"]);
    hand.sees("工作组名称");
    for typed in ["禾穗社区工作组", "禾穗社区", "张晓敏", "秋天的柿子树红了"] {
        hand.write(typed);
        hand.press(&["Enter"]);
    }
    // The second time otherwise: told where it is typed.
    hand.write("秋天的柿子树黄了");
    hand.press(&["Enter"]);
    let screen = hand.sees("两遍口令不一样");
    assert!(screen.contains("禾穗社区工作组") && !screen.contains("柿子"), "{screen}");
    hand.press(&["C-u"]);
    hand.write("秋天的柿子树红了");
    hand.press(&["Enter"]);
    hand.sees("先做什么");
    hand.press(&["Down", "Enter"]);
    let screen = hand.sees("先看每一列");
    assert!(screen.contains("禾穗社区工作组") && screen.contains("张晓敏"), "{screen}");
    hand.press(&["Enter"]);
    hand.sees("表格");
    hand.write("花名册.csv");
    hand.press(&["C-s"]);
    hand.sees("试算并导入");
    hand.press(&["C-s"]);
    hand.sees("新增 3");
    hand.press(&["Enter"]);
    hand.sees("看结果");
    hand.press(&["F4"]);
    let screen = hand.sees("联系电话");
    for (name, place) in people {
        assert!(screen.lines().any(|line| line.contains(name) && line.contains(place)), "{name}: {screen}");
    }
    assert!(screen.contains("禾穗社区工作组 · 张晓敏(A)"), "{screen}");
    hand.press(&["C-q"]);
    hand.sees("EXIT 0");
}

#[test]
fn a_laptop_joins_by_its_invitation() {
    if !is_there() {
        return;
    }
    let folder = laptops::invited();
    let home = folder.path().join("new");
    let terminal = Terminal::running(folder, 80, 24, "--home new --lang zh-CN");
    let hand = Hand::new(terminal);
    begin(&hand);
    hand.press(&["Down", "Enter"]);
    hand.sees("邀请文件");
    for (typed, title) in [
        ("a.mqi", "邀请口令"),
        ("记错的口令", "你的姓名"),
        ("陈明", "口令再输一遍"),
        ("demo 几个词", "再输一遍"),
    ] {
        hand.write(typed);
        hand.press(&["Tab"]);
        hand.sees(title);
    }
    hand.write("demo 几个词");
    hand.press(&["Enter"]);
    hand.sees("Enter 后加入工作组");
    hand.press(&["Enter"]);
    // A wrong word is told where it is typed, nothing is left on the disk, and the rest need not be typed again.
    hand.sees("! ");
    assert!(!home.exists(), "something was begun");
    let screen = hand.sees("陈明");
    assert!(screen.contains("口令"), "{screen}");
    hand.press(&["C-u"]);
    hand.write("八月桂花");
    hand.press(&["C-s"]);
    hand.sees("Enter 后加入工作组");
    hand.press(&["Enter"]);
    let screen = hand.sees("今天该回谁的话");
    assert!(screen.contains("太湖社区工作组 · 陈明"), "{screen}");
    hand.sees("三组路灯连续五天不亮");
    hand.press(&["C-q"]);
    let screen = hand.sees("EXIT");
    assert!(screen.contains("EXIT 0"), "{screen}");
    assert!(home.join("keys").exists());
}

// Joining is long work, which takes the signals over: the screen after it has them again.
#[test]
fn told_to_end_after_joining_it_gives_the_terminal_back() {
    if !is_there() || !cfg!(target_os = "linux") {
        return;
    }
    let hand = Hand::new(Terminal::running(laptops::invited(), 80, 24, "--home new --lang zh-CN"));
    begin(&hand);
    hand.press(&["Down", "Enter"]);
    hand.sees("邀请文件");
    for (typed, title) in [
        ("a.mqi", "邀请口令"),
        ("八月桂花", "你的姓名"),
        ("陈明", "口令再输一遍"),
        ("demo 几个词", "再输一遍"),
    ] {
        hand.write(typed);
        hand.press(&["Tab"]);
        hand.sees(title);
    }
    hand.write("demo 几个词");
    hand.press(&["C-s"]);
    hand.sees("Enter 后加入工作组");
    hand.press(&["Enter"]);
    hand.sees("今天该回谁的话");
    ending::told_to_end(&hand.terminal);
}

#[test]
fn a_demonstration_is_looked_at_and_goes() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("new");
    let hand = Hand::new(Terminal::running(folder, 80, 24, "--home new --lang zh-CN"));
    begin(&hand);
    // The last of the ways, however many there are.
    hand.press(&["Down", "Down", "Down", "Down", "Enter"]);
    hand.sees("人和事全是编的");
    hand.press(&["Enter"]);
    hand.sees("今天该回谁的话");
    hand.press(&["F4"]);
    hand.sees("联系电话");
    hand.press(&["C-q"]);
    let screen = hand.sees("EXIT");
    assert!(screen.contains("EXIT 0") && screen.contains("演示台账已删除"), "{screen}");
    // The next start asks again: it was not made where the workspace goes.
    assert!(!home.exists(), "the demonstration lies where the workspace goes");
}
