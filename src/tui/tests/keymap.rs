//! Keys of one's own: used, told of everywhere, and refused with a notice.

use std::fs;

use super::{clock, found, session, small};
use crate::{domain::wording::Lang, tui::Session};

/// A workspace with a `config/keys.toml`.
fn with_keys(home: &std::path::Path, text: &str) -> Session {
    let bench = small(home);
    fs::create_dir_all(home.join("config")).unwrap();
    fs::write(home.join("config/keys.toml"), text).unwrap();
    Session::new(bench, Lang::Zh, 80, 24).unwrap()
}

fn last(s: &Session) -> String {
    s.frame().lines().last().unwrap().to_owned()
}

#[test]
fn own_keys_work_and_footer_help_palette_and_menu_tell_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[keys]\nregister = ['z', 'ctrl-n']\nsubmit = 'f9'\nhelp = 'f24'\n";
    let mut s = with_keys(&folder.path().join("a"), text);
    s.press("F6");
    assert!(last(&s).contains("z 登记") && !last(&s).contains("n 登记"), "{}", s.frame());
    s.press("n");
    assert!(!s.frame().contains("登记事项"), "{}", s.frame());
    s.press("ｚ").type_text("井盖响");
    assert!(last(&s).contains("F9 提交"), "{}", s.frame());
    s.press("F9");
    assert!(s.frame().contains("已登记：事项"), "{}", s.frame());
    s.press("F24");
    assert!(s.frame().contains("z Ctrl-N"), "{}", s.frame());
    s.press("F24").press("Ctrl-P").type_text("register");
    assert!(
        s.frame().lines().any(|line| line.contains("登记一件事项") && line.ends_with('z')),
        "{}",
        s.frame()
    );
    s.press("Esc").press("Ctrl-O");
    assert!(
        s.frame().lines().any(|line| line.contains("登记一件事项") && line.ends_with('z')),
        "{}",
        s.frame()
    );
}

#[test]
fn a_mistake_starts_with_the_usual_keys_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = with_keys(&folder.path().join("a"), "[keys]\nregister = 'z'\nreply = 'zz'\n");
    let told = "config/keys.toml 第 3 行：没有“zz”这个键";
    assert!(s.frame().contains(told), "{}", s.frame());
    s.press("F6").press("n");
    assert!(s.frame().contains("登记事项"), "{}", s.frame());
    s.press("Esc").press("?").press("End");
    assert!(s.frame().contains(told), "{}", s.frame());
}

#[test]
fn what_cannot_be_read_as_a_file_keeps_nobody_from_work() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let bench = found(&home, clock(0));
    // A folder where the file should be.
    fs::create_dir_all(home.join("config/keys.toml")).unwrap();
    let s = Session::new(bench, Lang::En, 80, 24).unwrap();
    assert!(s.frame().contains("config/keys.toml cannot be read"), "{}", s.frame());
}

#[test]
fn the_menu_offers_what_can_be_done_here_and_says_what_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("Ctrl-O");
    insta::assert_snapshot!(s.frame(), @"
     民情台账  太湖社区工作组 · 张晓敏(B)           11-22 周日   未导出 23   冲突 0
     F2今日  F3三清  F4居民  F5走访 [F6事项] F7帮扶  F8台账  F9简报  F10同步 F1帮助
    ────────────────────────────────────────────────────────────────────────────────
     待答复 3  超期 2  本周到期 0  已办结 1   [未了结] 全部  已办结           1 / 4
     [各类 4] 诉求 3  纠纷 1  隐患 0  乱建抢种 0  督办 0  整改 0
       编号    居民小组 内容                                      责任人   期限
    >! B-1     三组     三组路灯连续五天不亮                      张晓敏   超 2 天
     ! B-2     一组     与楼上漏水争执                            张晓敏   超 1 天
       B-3     二组     想学电工，问培训                                   剩 2 天
       B-4     三组     沟渠堵塞                                           剩 3 天

    ────────────────────────────────────────────────────────────────────────────────
     办理:
     > 经过  选中的记录：谁、何时、在哪台电脑上改了哪些栏
       登记  登记一件事项                                                         n
       答复  给反映人回音                                                         r
       结果  登记办理结果                                                    先答复
       转办  转给别的单位，原期限不变                                             t
       交办  交给一位组员                                                         s
       延期  经批准延长期限                                                       x
       修改  修改选中的事项                                                       e
       还有 11 项
    ────────────────────────────────────────────────────────────────────────────────
     Enter 选定  Esc 返回  F1 帮助
    ");
    s.press("Down").press("Enter");
    assert!(s.frame().contains("回音  B-1"), "{}", s.frame());
    s.press("Esc").press("Ctrl-O").press("Down").press("Down").press("Enter");
    assert!(
        s.frame().contains("B-1  ") && !s.frame().contains("Ctrl-S 提交"),
        "it says what comes first: {}",
        s.frame()
    );
}
