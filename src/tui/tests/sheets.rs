//! Sheets taken in on the screen: a look at the columns first.

use super::{Session, session};

/// A sheet in a folder, and the form of its columns.
fn opened(folder: &std::path::Path, name: &str, text: &str, into: &str, size: (u16, u16)) -> Session {
    let mut s = session(&folder.join("a"), size.0, size.1);
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    s.press("F10").press("t").paste(&file.display().to_string()).press("Tab");
    if !into.is_empty() {
        s.type_text(into).press("Enter");
    }
    s.press("Ctrl-S");
    s
}

const ROSTER: &str = "姓名,组别,电话,关注等级,学历,称呼\n\
    赵大海,三组,13900001111,是,高中,老赵\n钱小兰,五组,13900002222,,,\n,五组,,,,\n";

// Shows A6.
#[test]
fn the_columns_of_a_sheet_are_looked_at_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = opened(folder.path(), "花名册.csv", ROSTER, "", (80, 30));
    insta::assert_snapshot!(s.frame(), @r"
     民情台账  太湖社区工作组 · 张晓敏(B)           11-22 周日   未导出 23   冲突 0
     F2今日  F3三清  F4居民  F5走访  F6事项  F7帮扶  F8台账  F9简报 [F10同步] F1帮助
    ────────────────────────────────────────────────────────────────────────────────
     花名册.csv → 居民，表头在第 1 行
     ! 新增 2，并入已有 0，未收 1
     ! Enter 选这一列进哪一栏，Shift-Tab Tab 换列，Ctrl-S 试算并导入，Esc 不导入

    > 姓名     < 姓名 >
                 前几行：赵大海 | 钱小兰
      组别     < 居民小组 >
                 前几行：三组 | 五组 | 五组
      电话     < 联系电话 >
                 前几行：*********** | ***********
      关注等级 [不导入]
                 前几行：是
                 ! “关注等级”给人贴风险标签，按规定不导入
      学历     < 不导入 >
                 前几行：高中
                 ! “学历”没有对应的栏，未导入（只收必需的信息）
      称呼     < 不导入 >
                 前几行：老赵
                 ! “称呼”没有对应的栏，未导入（只收必需的信息）






    ────────────────────────────────────────────────────────────────────────────────
     Tab 下一栏  Ctrl-S 提交  Esc 放下  → 换一项  F1 帮助
    ");
    assert_eq!(s.bench().standing("residents").unwrap().len(), 4, "nothing is written");
    // Where it goes is what the list begins at: another Enter changes nothing.
    s.press("Enter");
    assert!(s.frame().contains("> 姓名") && s.frame().contains("  不导入"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("> 姓名     < 姓名 >"), "{}", s.frame());
    // The last column goes into the note; what grades people can go nowhere.
    for _ in 0..5 {
        s.press("Down");
    }
    s.press("Enter").type_text("备注").press("Enter").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("新增 2，并入已有 0，未收 1") && frame.contains("第 4 行"), "{frame}");
    // Of what is not begun nothing is told.
    assert!(frame.contains("另新建居民小组 1 个 五组") && !frame.contains(" 0 "), "{frame}");
    assert_eq!(s.bench().standing("residents").unwrap().len(), 4, "it is asked first");
    s.press("y");
    assert!(s.frame().contains("新增 2"), "{}", s.frame());
    let rows = s.bench().standing("residents").unwrap();
    let noted = |name: &str| {
        let row = rows.iter().find(|row| row.text(crate::domain::roster::residents::NAME) == name).unwrap();
        row.text(crate::domain::roster::residents::NOTE).to_owned()
    };
    assert_eq!((rows.len(), noted("赵大海").as_str()), (6, "老赵"));
}

#[test]
fn a_sheet_of_no_known_column_is_led_by_hand_and_one_that_is_no_sheet_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = opened(folder.path(), "甲.csv", "甲,乙\n路灯不亮,x\n沟堵了,y\n", "issues", (80, 24));
    assert!(s.frame().contains("不导入") && s.frame().contains("路灯不亮"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("没有一列认得出来"), "{}", s.frame());
    s.press("Enter").type_text("内容").press("Enter").press("Ctrl-S").press("y");
    assert!(s.frame().contains("新增 2"), "{}", s.frame());
    s.press("Esc").press("t").type_text("/没有这个文件.xlsx").press("Ctrl-S");
    assert!(s.frame().contains("没有这个文件"), "{}", s.frame());
}

// Shows A6.
#[test]
fn what_is_in_doubt_is_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let rows =
        (0..7).map(|number| format!(",五组,1390000000{number}\n赵大{number},三组,139000011{number}\n"));
    let sheet = "姓名,组别,电话\n".to_owned() + &rows.collect::<String>();
    let mut s = opened(folder.path(), "花名册.csv", &sheet, "residents", (80, 24));
    let frame = s.press("Ctrl-S").frame();
    assert!(frame.contains("新增 7") && frame.contains("收下但请核对 7 行，如："), "{frame}");
    assert!(frame.contains("第 3 行 赵大0") && frame.contains("要导入吗？"), "{frame}");
    assert_eq!(s.bench().standing("residents").unwrap().len(), 4);
}
