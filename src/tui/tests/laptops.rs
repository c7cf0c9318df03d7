//! F10 with several laptops: who lacks what, and what is wrong with whom.

use std::path::Path;

use super::{QUICK, add, clock, small};
use crate::{
    domain::wording::Lang,
    tui::Session,
    workbench::{
        Workbench,
        draft::Draft,
        peers::{Joining, Laptop, Offer},
        sync::ExportOrder,
    },
};

/// Joins the group of `lead` as somebody, by an invitation of its own.
pub(super) fn join(lead: &mut Workbench, folder: &Path, name: &str, member: &str, day: i64) -> Workbench {
    join_as(lead, folder, name, member, None, day)
}

fn join_as(
    lead: &mut Workbench,
    folder: &Path,
    name: &str,
    member: &str,
    letter: Option<&str>,
    day: i64,
) -> Workbench {
    let file = folder.join(format!("{name}.mqi"));
    lead.invite(&file, "当面说", &Offer::default()).unwrap();
    let joining = Joining { member: member.into(), letter: letter.map(str::to_owned) };
    let told = Some("当面说".to_owned());
    let home = folder.join(name);
    Workbench::join(&home, &file, told, &joining, "pass", QUICK, clock(day), &mut |_| {}).unwrap()
}

/// Brings everything of one to another.
pub(super) fn bring(from: &mut Workbench, to: &mut Workbench, folder: &Path, name: &str) {
    let file = folder.join(name);
    from.export(&file, &ExportOrder::default()).unwrap();
    to.import_bundle(&file, None, &mut |_| {}).unwrap();
}

pub(super) fn note(bench: &mut Workbench, text: &str) {
    let person = bench.find_in("residents", "仇英").unwrap();
    let mut draft = Draft::new();
    bench.fill(&mut draft, person, &[("note".to_owned(), text.to_owned())]).unwrap();
    bench.commit(draft).unwrap();
}

/// What stands between the rules; ids are drawn anew each time.
fn body(s: &mut Session) -> String {
    let frame = s.frame();
    let lines: Vec<&str> = frame.lines().collect();
    let body: Vec<&str> = lines[3..lines.len() - 2].iter().map(|line| line.trim_end()).collect();
    let told = body.join("\n").trim_end().to_owned();
    super::without_ids(s, &told)
}

/// Three laptops of which two have names of six characters; one lacks what two wrote.
fn three(folder: &Path, days: (i64, i64)) -> Workbench {
    let mut lead = small(&folder.join("b"));
    let mut first = join(&mut lead, folder, "c", "欧阳春华秋实", days.0);
    let mut second = join(&mut lead, folder, "d", "司马清风明月", days.1);
    note(&mut first, "住在女儿家");
    note(&mut second, "常年在家");
    bring(&mut first, &mut lead, folder, "c.mqb");
    bring(&mut second, &mut lead, folder, "d.mqb");
    lead
}

#[test]
fn who_lacks_what_and_since_when_is_seen_at_the_least_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(three(folder.path(), (0, 0)), Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    insta::assert_snapshot!(body(&mut s), @r"
 电脑：这台还有 27 次改动没有导出
  代号  使用人        改动  还缺
> A     欧阳春华秋实  2     缺 B 的 25–27、C 的 1–2，自 11月22日  11月22日有消息
  B     张晓敏        27    这台  组长电脑  校验 [校验..........]
  C     司马清风明月  2     缺 A 的 1–2、B 的 26–27，自 11月22日  11月22日有消息

 收到的同步包（收件箱 …/b/inbox）
   没有。拷进收件箱的，按 F10 就列出来；别处的文件按 i 导入。

 冲突：1 处
 ! 仇英         居民 · 备注  常年在家 / 住在女儿家

 备份：还没有
   别处还没有备份，按 b 存到 U 盘：这台电脑坏了、丢了，没有导出过的就没有了


────────────────────────────────────────────────────────────────────────────────
 A 欧阳春华秋实 [编号..]，2 次改动，11月22日有消息
 缺 B 的 25–27、C 的 1–2，自 11月22日
");
}

#[test]
fn after_an_export_for_some_it_is_said_for_whom_there_is_none_yet() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(three(folder.path(), (0, 0)), Lang::Zh, 120, 36).unwrap();
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    let place = usb.display().to_string();
    assert!(s.press("F10").press("Home").frame().contains("这台还有 27 次改动没有导出\n"), "{}", s.frame());
    s.press("Enter").type_text(&place).press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("；还没有导出给 C") && frame.contains("未导出 27"), "{frame}");
    assert!(frame.contains("这台还有 27 次改动没有导出给 C"), "{frame}");
    assert!(s.press("F2").frame().contains("27 次改动还没有给 C"), "{}", s.frame());
    s.press("F10").press("End").press("Home").press("Down").press("Down");
    s.press("Enter").type_text(&place).press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("未导出 0") && !frame.contains("还没有导出给"), "{frame}");
}

/// Goes to a file of the inbox.
fn to_file(s: &mut Session, name: &str) {
    s.press("Home");
    while !s.frame().lines().any(|line| line.starts_with('>') && line.contains(name)) {
        s.press("Down");
    }
}

#[test]
fn a_bundle_in_the_inbox_is_looked_into_before_it_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let lead = three(folder.path(), (0, 0));
    let mut first = Workbench::open(&folder.path().join("c"), "pass", clock(0), &mut |_| {}).unwrap().0;
    add(&mut first, "residents", &[("name", "钱来"), ("neighbourhood", "一组")]);
    note(&mut first, "又搬回来了");
    let inbox = folder.path().join("b/inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    first.export(&inbox.join("c2.mqb"), &ExportOrder::default()).unwrap();
    let sealed = ExportOrder { passphrase: Some("told by voice".into()), ..ExportOrder::default() };
    first.export(&inbox.join("d2.mqb"), &sealed).unwrap();
    std::fs::write(inbox.join("e2.mqb"), b"nothing of the kind").unwrap();
    let digest = lead.digest();
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("Home");
    assert!(!s.frame().lines().last().unwrap().contains("细看"), "{}", s.frame());
    to_file(&mut s, "c2.mqb");
    let frame = s.press("l").frame();
    for told in [
        " 细看 c2.mqb",
        "同步包，来自电脑 A ",
        "（欧阳春华秋实），2026-11-22 ",
        "给全组，打得开的电脑：",
        "== 谁写的 ==",
        "次改动，这里已有 ",
        "== 里面的记录 ==",
        "居民  新 1  改 1",
        "   仇英",
    ] {
        assert!(frame.contains(told), "{told}\n{frame}");
    }
    s.press("End");
    assert!(s.frame().contains("== 导入会怎样 =="), "{}", s.frame());
    // It is looked into from the preview as well, and leads back there.
    s.press("Esc").press("Enter");
    assert!(s.frame().contains("导入预览：c2.mqb"), "{}", s.frame());
    assert!(s.press("l").frame().contains(" 细看 c2.mqb"), "{}", s.frame());
    assert!(s.press("Esc").frame().contains("导入预览：c2.mqb"), "{}", s.frame());
    s.press("Esc");
    // What is not opened here tells what stands in clear, and why.
    to_file(&mut s, "d2.mqb");
    let frame = s.press("l").frame();
    for told in [" 细看 d2.mqb", "给知道口令的人", "这里打不开：", "口令"] {
        assert!(frame.contains(told), "{told}\n{frame}");
    }
    assert_eq!(s.bench().digest(), digest, "nothing was touched");
}

#[test]
fn who_lacks_what_and_since_when_is_seen_at_the_usual_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(three(folder.path(), (0, 0)), Lang::Zh, 120, 36).unwrap();
    s.press("F10").press("Down").press("Down");
    insta::assert_snapshot!(body(&mut s), @r"
 电脑：这台还有 27 次改动没有导出
  代号  使用人        改动  还缺
  A     欧阳春华秋实  2     缺 B 的 25–27、C 的 1–2，自 11月22日  11月22日有消息
  B     张晓敏        27    这台                                  组长电脑  校验 [校验..........]
> C     司马清风明月  2     缺 A 的 1–2、B 的 26–27，自 11月22日  11月22日有消息

 收到的同步包（收件箱 …/b/inbox）
   没有。拷进收件箱的，按 F10 就列出来；别处的文件按 i 导入。

 冲突：1 处
 ! 仇英         居民 · 备注  常年在家 / 住在女儿家

 备份：还没有
   别处还没有备份，按 b 存到 U 盘：这台电脑坏了、丢了，没有导出过的就没有了














────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 C 司马清风明月 [编号..]，2 次改动，11月22日有消息
 缺 A 的 1–2、B 的 26–27，自 11月22日
");
}

#[test]
fn what_is_wrong_is_read_whole_at_the_least_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = three(folder.path(), (-3, 2));
    let person = lead.find_in("residents", "单小明").unwrap();
    lead.erase_person(person, "本人要求", &[]).unwrap();
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    insta::assert_snapshot!(body(&mut s), @r"
 电脑：这台还有 28 次改动没有导出
  代号  使用人        改动  还缺
> A     欧阳春华秋实  2     缺 B 的 25–28、C 的 1–2，自 11月22日  ! 1 项删除还..
  B     张晓敏        28    这台  组长电脑  ! 时钟快了一天以上
  C     司马清风明月  2     缺 A 的 1–2、B 的 26–28，自 11月20日  ! 1 项删除还..
   ! 这台电脑的时钟多半快了：它显示 2026-11-22 12:00，和电脑 A 的改动相差一天以
     上；请在系统设置里把日期和时间调准，已写的不用改

 收到的同步包（收件箱 …/b/inbox）
   没有。拷进收件箱的，按 F10 就列出来；别处的文件按 i 导入。

 冲突：1 处
 ! 仇英         居民 · 备注  常年在家 / 住在女儿家
 ↓ 下面还有 4 行
────────────────────────────────────────────────────────────────────────────────
 A 欧阳春华秋实 [编号..]，2 次改动，11月20日有消息
 缺 B 的 25–28、C 的 1–2，自 11月22日
 ! 1 项删除还没到
 ! 电脑 A（欧阳春华秋实）的时钟比 B 的慢一天以上：请核对这两台电脑的日期和时间
");
}

#[test]
fn two_laptops_of_one_letter_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut first = join_as(&mut lead, folder.path(), "c", "欧阳春华", Some("E"), 0);
    // Two that join by the letter they want, without knowing of each other.
    let mut second = join_as(&mut lead, folder.path(), "d", "司马清风", Some("E"), 0);
    bring(&mut first, &mut lead, folder.path(), "c.mqb");
    bring(&mut second, &mut lead, folder.path(), "d.mqb");
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("Down");
    let laptops = s.bench().laptops().unwrap();
    let ids: Vec<String> = laptops.iter().filter(|it| it.letter == "E").map(Laptop::short_id).collect();
    let frame = s.frame();
    assert!(frame.contains("代号相同") && frame.contains("minqing peers rename"), "{frame}");
    assert!(ids.iter().all(|id| frame.contains(&format!("E·{}", id.split_at(4).0))), "{frame}");
    s.press("Enter");
    let named = format!("E·{}", ids[0].split_at(4).0);
    assert!(s.frame().contains(&named), "the id, which names one: {}", s.frame());
}

#[test]
fn a_folder_is_taken_in_from_f10() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut first = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let mut second = join(&mut lead, folder.path(), "d", "司马清风", 0);
    note(&mut first, "住在女儿家");
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    first.export(&usb.join("c.mqb"), &ExportOrder::default()).unwrap();
    second.export(&usb.join("d.mqb"), &ExportOrder::default()).unwrap();
    std::fs::write(usb.join("text.mqb"), "不是同步包").unwrap();
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("i").type_text(usb.to_str().unwrap()).press("Enter");
    let frame = s.frame();
    assert!(frame.contains("2 个同步包可导入") && frame.contains("要全部导入吗"), "{frame}");
    assert!(frame.contains("! text.mqb：这不是同步包"), "{frame}");
    s.press("Esc");
    assert_eq!(s.bench().laptops().unwrap().len(), 1, "nothing was taken in");
    s.press("i").type_text(usb.to_str().unwrap()).press("Enter").press("Enter");
    assert!(s.frame().contains("已导入 2 个文件"), "{}", s.frame());
    assert_eq!(s.bench().laptops().unwrap().len(), 3);
    s.press("Esc").press("i").type_text(usb.to_str().unwrap()).press("Enter");
    assert!(s.frame().contains("没有可导入的新内容"), "{}", s.frame());
}

#[test]
fn each_bundle_of_a_folder_is_looked_into_before_it_is_agreed_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut first = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let mut second = join(&mut lead, folder.path(), "d", "司马清风", 0);
    note(&mut first, "住在女儿家");
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    for (bench, name) in [(&mut lead, "b.mqb"), (&mut first, "c.mqb"), (&mut second, "d.mqb")] {
        bench.export(&usb.join(name), &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    }
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("i").type_text(usb.to_str().unwrap()).press("Enter");
    let frame = s.frame();
    assert!(frame.contains("2 个同步包可导入，1 个是这台写的"), "{frame}");
    assert!(frame.contains("l 逐个细看") && frame.contains("l 细看"), "{frame}");
    let frame = s.press("l").frame();
    for (name, what) in [("c.mqb", "新"), ("d.mqb", "新"), ("b.mqb", "这台写的")] {
        assert!(frame.lines().any(|line| line.contains(name) && line.contains(what)), "{name}: {frame}");
    }
    assert!(frame.contains("Enter 细看"), "{frame}");
    let at = frame.lines().position(|line| line.contains("d.mqb")).unwrap();
    s.click(8, u16::try_from(at).unwrap());
    assert!(s.frame().contains("细看 d.mqb"), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("要全部导入吗"), "{}", s.frame());
    // The list opens where it was left.
    let frame = s.press("l").frame();
    assert!(frame.lines().any(|line| line.contains("> ") && line.contains("d.mqb")), "{frame}");
    s.press("Esc");
    assert_eq!(s.bench().laptops().unwrap().len(), 1, "nothing was taken in");
    s.press("y");
    assert!(s.frame().contains("已导入 2 个文件"), "{}", s.frame());
}

#[test]
fn a_path_never_becomes_a_passphrase_after_a_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("b")), Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("x").type_text("/不在/x.mqb");
    for _ in 0..5 {
        s.press("Enter");
    }
    assert!(s.frame().contains("没有这个文件或文件夹"), "{}", s.frame());
    s.press("Esc").press("x").press("Ctrl-U").type_text("/别处");
    assert!(s.frame().contains("/别处"), "{}", s.frame());
}

#[test]
fn a_bundle_that_ends_early_is_not_called_new() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("b");
    let mut lead = small(&home);
    let mut first = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let file = folder.path().join("c.mqb");
    first.export(&file, &ExportOrder::default()).unwrap();
    let inbox = home.join("inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(inbox.join("half.mqb"), &bytes[..bytes.len() - 40]).unwrap();
    std::fs::write(inbox.join("whole.mqb"), &bytes).unwrap();
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    let frame = s.frame();
    let row = |name: &str| frame.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(row("half.mqb").contains("没拷完") && row("whole.mqb").contains("新"), "{frame}");
}

#[test]
fn the_inbox_is_there_and_what_is_laid_into_it_by_hand_is_listed_on_f10() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("b");
    let mut lead = small(&home);
    let mut first = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    let frame = s.press("F10").frame();
    let inbox = home.join("inbox");
    assert!(inbox.is_dir() && frame.contains("b/inbox"), "{frame}");
    first.export(&inbox.join("c3.mqb"), &ExportOrder::default()).unwrap();
    assert!(!s.frame().contains("c3.mqb"), "{}", s.frame());
    assert!(s.press("F10").frame().contains("c3.mqb"), "{}", s.frame());
    first.export(&inbox.join("c4.mqb"), &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    assert!(s.press("F2").press("F10").frame().contains("c4.mqb"), "{}", s.frame());
}

#[test]
fn a_preview_says_what_waits_for_a_lead() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let colleague = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let mut stranger = join(&mut lead, folder.path(), "d", "司马清风", 0);
    let file = folder.path().join("d.mqb");
    stranger.export(&file, &ExportOrder::default()).unwrap();
    let id: String = stranger.peer().to_string().chars().take(8).collect();
    let mut s = Session::new(colleague, Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("i").type_text(file.to_str().unwrap()).press("Enter");
    let frame = s.frame();
    assert!(frame.contains("1 次改动收下来先放一边，等组长确认"), "{frame}");
    let notice: Vec<&str> = frame.lines().skip_while(|line| !line.contains("! 电脑")).take(2).collect();
    assert!(notice.concat().contains(&format!("confirm {id}")), "{frame}");
    assert!(notice.last().unwrap().starts_with("     "), "under the text: {frame}");
    s.press("Enter").press("i").type_text(file.to_str().unwrap()).press("Enter");
    let frame = s.frame();
    assert!(frame.contains("这里都有了") && frame.contains("1 次改动还放在一边，等组长确认：F10"), "{frame}");
}

// The rows stand in the order of their letters: another letter is another row.
#[test]
fn a_laptop_that_gets_another_letter_stays_selected() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(three(folder.path(), (0, 0)), Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("Down");
    let row = |s: &Session| {
        let frame = s.frame();
        let found = frame.lines().enumerate().find(|(_, line)| line.starts_with("> "));
        found.map(|(y, line)| (y, line.to_owned())).unwrap()
    };
    let (before, line) = row(&s);
    assert!(line.contains("这台"), "{line}");
    s.press("r").press("Ctrl-U").type_text("Z").press("Ctrl-S");
    let (after, line) = row(&s);
    assert!(line.contains("Z ") && line.contains("这台"), "{}", s.frame());
    assert!(after > before, "{}", s.frame());
}
