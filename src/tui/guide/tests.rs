pub(in crate::tui) mod scenes;

use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};

use super::*;
use crate::tui::tests::carets::{STRANGE, Typed, Typing, go_through};

fn frame(guide: &Guide) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| view::view(guide, frame)).unwrap();
    crate::tui::session::text_of(terminal.backend().buffer())
}

/// Presses keys by name; what is none is typed.
fn press(guide: &mut Guide, keys: &[&str]) -> Outcome {
    let mut outcome = Outcome::Stays;
    for key in keys {
        match Key::parse(key) {
            Some(key) => outcome = guide.press(key),
            None => key.chars().for_each(|c| outcome = guide.press(Key::Char(c))),
        }
    }
    outcome
}

#[test]
fn a_group_is_begun_with_arrows_enter_and_text() {
    let mut guide = Guide::new(Lang::Zh, false);
    press(&mut guide, &["Enter", "Enter", "Enter"]);
    press(&mut guide, &["禾穗社区工作组", "Enter", "Enter", "张晓敏", "Enter", "short", "Enter"]);
    // It is told where it is typed, and stays there.
    let told = frame(&guide);
    let lines: Vec<&str> = told.lines().collect();
    let field = lines.iter().position(|line| line.starts_with("  >*口令")).unwrap();
    assert!(lines[field + 1].contains("口令至少 8 个字，这里才 5 个"), "{told}");
    press(&mut guide, &["er word", "Enter", "shirt", "Enter"]);
    let told = frame(&guide);
    assert!(told.contains("两遍口令不一样") && !told.contains("short"), "{told}");
    press(&mut guide, &["Ctrl-U", "shorter word", "Enter"]);
    let told = frame(&guide);
    assert!(told.contains("先做什么") && told.contains("5/6"), "{told}");
    press(&mut guide, &["Enter"]);
    let told = frame(&guide);
    assert!(told.contains("禾穗社区工作组") && told.contains("F10 按 t"), "{told}");
    let Outcome::Decided(decision) = press(&mut guide, &["Enter"]) else { panic!("{told}") };
    assert_eq!(
        decision,
        Decision::Found {
            group: "禾穗社区工作组".into(),
            community: String::new(),
            member: "张晓敏".into(),
            passphrase: Zeroizing::new("shorter word".into()),
            first: First::Nothing,
        }
    );
    // What was refused is told where it is corrected, and nothing has to be typed again.
    guide.refuse("盘写不进去", false);
    let told = frame(&guide);
    assert!(told.contains("盘写不进去") && told.contains("禾穗社区工作组"), "{told}");
}

/// Clicks the first cell of the first place where a text stands.
fn click(guide: &mut Guide, text: &str) -> Outcome {
    let frame = frame(guide);
    click_in(guide, &frame, text)
}

/// The same among what is told.
fn click_in(guide: &mut Guide, frame: &str, text: &str) -> Outcome {
    let at = |(y, line): (usize, &str)| {
        let x = crate::tui::cells::width(line.split_once(text)?.0);
        Some((u16::try_from(x).unwrap(), u16::try_from(y).unwrap()))
    };
    let found = frame.lines().enumerate().find_map(at);
    let (x, y) = found.unwrap_or_else(|| panic!("no {text} in {frame}"));
    guide.take(Event::Click(x, y))
}

#[test]
fn a_group_is_begun_with_the_mouse_and_text() {
    let mut guide = Guide::new(Lang::Zh, false);
    click(&mut guide, "English");
    assert!(frame(&guide).contains("first start  page 1\n"), "{}", frame(&guide));
    click(&mut guide, "中文");
    // What is selected already is gone on with, as by the word for it.
    click(&mut guide, "中文");
    click(&mut guide, "不齐");
    assert!(frame(&guide).contains("> 不齐"), "{}", frame(&guide));
    click(&mut guide, "Enter 下一步");
    click(&mut guide, "先看演示");
    click(&mut guide, "Esc 上一步");
    assert!(frame(&guide).contains("第 2 页\n"), "{}", frame(&guide));
    click(&mut guide, "Enter 下一步");
    click(&mut guide, "凭邀请文件");
    click(&mut guide, "    新建工作组");
    click(&mut guide, "> 新建工作组");
    assert!(frame(&guide).contains("4/6"), "{}", frame(&guide));
    click(&mut guide, "社区名称");
    press(&mut guide, &["太湖社区"]);
    click(&mut guide, "湖社区");
    press(&mut guide, &["平"]);
    click(&mut guide, "*工作组名称");
    press(&mut guide, &["禾穗"]);
    click(&mut guide, "Tab 下一栏");
    click(&mut guide, "Tab 下一栏");
    press(&mut guide, &["张晓敏"]);
    for title in ["*口令  ", "*口令再输一遍"] {
        click(&mut guide, title);
        press(&mut guide, &["八月桂花遍地开放"]);
    }
    // A word that shows as stars takes the cursor as well.
    click(&mut guide, "****");
    press(&mut guide, &["x"]);
    click(&mut guide, "Enter 下一栏");
    click(&mut guide, "Enter 下一栏");
    assert!(frame(&guide).contains("两遍口令不一样"), "{}", frame(&guide));
    press(&mut guide, &["Ctrl-U", "x八月桂花遍地开放"]);
    click(&mut guide, "Enter 下一栏");
    click(&mut guide, "导入一张表格");
    click(&mut guide, "> 导入一张表格");
    let told = frame(&guide);
    assert!(told.contains("太平湖社区") && told.contains("禾穗") && told.contains("先看每一列"), "{told}");
    click(&mut guide, "Esc 回去改");
    click(&mut guide, "Esc 上一步");
    press(&mut guide, &["Ctrl-S", "Enter"]);
    let Outcome::Decided(Decision::Found { community, passphrase, first, .. }) =
        click(&mut guide, "Enter 开始")
    else {
        panic!("{told}")
    };
    assert_eq!(first, First::Sheet, "what was chosen stays through going back");
    assert_eq!((community.as_str(), passphrase.as_str()), ("太平湖社区", "x八月桂花遍地开放"));
    assert_eq!(click(&mut guide, "Ctrl-Q 离开"), Outcome::Left);
}

// In every page, both languages: clicking a word of the footer is pressing the key that it names.
#[test]
fn every_word_of_the_footer_is_its_key() {
    for page in Page::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let at = || {
                let mut guide = Guide::new(lang, false);
                (guide.way, guide.entries) = (Way::Found, Way::Found.entries());
                guide.turn_to(page);
                guide
            };
            let told = frame(&at());
            let footer = told.lines().last().unwrap().trim().to_owned();
            let words: Vec<&str> = footer.split("  ").collect();
            assert!(words.len() > 2, "{footer}");
            for word in words {
                let (mut clicked, mut pressed) = (at(), at());
                let key = Key::parse(if word.starts_with('↓') {
                    "Down"
                } else {
                    word.split(' ').next().unwrap()
                });
                let outcome = pressed.press(key.unwrap());
                // Above it the same words may stand.
                let blank = "\n".repeat(told.lines().count() - 1) + told.lines().last().unwrap();
                assert_eq!(click_in(&mut clicked, &blank, word), outcome, "{page:?} {word}");
                assert_eq!(frame(&clicked), frame(&pressed), "{page:?} {word}");
            }
        }
    }
}

#[test]
fn of_how_many_pages_is_told_once_the_way_is_known_and_stays_so() {
    for (down, way) in Way::ALL.into_iter().enumerate() {
        let mut guide = Guide::new(Lang::En, false);
        let mut counts = Vec::new();
        for keys in [&[][..], &["Enter"], &["Enter"], &["Down", "Down", "Down"][..down]] {
            press(&mut guide, keys);
            counts.push(guide.page.count(guide.way, Lang::En));
        }
        assert_eq!(counts, ["page 1", "page 2", "page 3", "page 3"], "{way:?}");
        press(&mut guide, &["Enter"]);
        let pages: Vec<Page> = Page::of(way).collect();
        let rest: Vec<String> = pages.iter().skip(3).map(|page| page.count(way, Lang::En)).collect();
        let all = pages.len();
        let told: Vec<String> = (4..=all).map(|number| format!("page {number}/{all}")).collect();
        assert_eq!(rest, told, "{way:?}");
        assert!(frame(&guide).contains(&format!("first start  {}\n", told[0])), "{}", frame(&guide));
        assert_eq!(guide.page, pages[3], "{way:?}");
        // Whoever goes back to choose another way is told no number of pages that is not his.
        press(&mut guide, &["Esc"]);
        assert!(frame(&guide).contains("first start  page 3\n"), "{}", frame(&guide));
    }
}

// Whoever joins, restores or looks at the demonstration has data already.
#[test]
fn a_new_group_is_asked_what_it_begins_with_in_both_languages() {
    for (lang, titles) in [
        (Lang::Zh, ["先空着", "导入一张表格", "先看演示数据"]),
        (Lang::En, ["Nothing: open it", "Take a sheet in", "Look at sample data"]),
    ] {
        for (down, first) in First::ALL.into_iter().enumerate() {
            let mut guide = Guide::new(lang, false);
            press(&mut guide, &["Enter", "Enter", "Enter", "g", "Enter", "Enter", "m", "Enter"]);
            press(&mut guide, &["pass word", "Enter", "pass word", "Enter"]);
            let told = frame(&guide);
            assert!(titles.iter().all(|title| told.contains(title)), "{told}");
            press(&mut guide, &["Down", "Down"][..down]);
            press(&mut guide, &["Enter"]);
            let summary = frame(&guide);
            assert!(summary.contains("6/6"), "{summary}");
            let Outcome::Decided(Decision::Found { first: own, .. }) = press(&mut guide, &["Enter"]) else {
                panic!("{summary}")
            };
            assert_eq!(own, first);
        }
    }
    for way in [Way::Join, Way::Restore, Way::Demonstrate] {
        assert!(Page::of(way).all(|page| page != Page::First), "{way:?}");
    }
}

#[test]
fn nothing_is_decided_with_a_field_left_out_and_leaving_decides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = invited(folder.path(), "a.mqi");
    let mut guide = Guide::new(Lang::En, false);
    press(&mut guide, &["Enter", "Enter", "Down", "Enter"]);
    let told = frame(&guide);
    assert!(told.contains("Join a group") && told.contains("Invitation"), "{told}");
    assert_eq!(press(&mut guide, &["Ctrl-S"]), Outcome::Stays);
    assert!(frame(&guide).contains("must be filled in"), "{}", frame(&guide));
    press(
        &mut guide,
        &[
            file.to_str().unwrap(),
            "Enter",
            "told by voice",
            "Enter",
            "Li Qiang",
            "Enter",
            "pass word",
            "Enter",
        ],
    );
    press(&mut guide, &["pass word", "Enter"]);
    let Outcome::Decided(Decision::Join { invitation, told, .. }) = press(&mut guide, &["Enter"]) else {
        panic!("{}", frame(&guide))
    };
    assert_eq!((invitation, told.as_str()), (file, "told by voice"));
    assert_eq!(press(&mut guide, &["Ctrl-Q"]), Outcome::Left);
    let mut guide = Guide::new(Lang::Zh, false);
    press(&mut guide, &["Enter", "Enter", "Down", "Down", "Down", "Enter"]);
    assert_eq!(press(&mut guide, &["Enter"]), Outcome::Decided(Decision::Demonstrate));
    assert_eq!(press(&mut Guide::new(Lang::Zh, false), &["Esc"]), Outcome::Left);
}

/// An invitation that lies in a folder under this name.
fn invited(folder: &std::path::Path, name: &str) -> PathBuf {
    invited_at(folder, name, 0)
}

/// One that was written on this day.
fn invited_at(folder: &std::path::Path, name: &str, day: i64) -> PathBuf {
    use crate::tui::tests::{clock, found};
    let home = folder.join(format!("home of {name}"));
    let mut bench = found(&home, clock(day));
    bench.invite(&folder.join(name), "told by voice", &crate::workbench::peers::Offer::default()).unwrap()
}

#[test]
fn an_invitation_is_looked_for_where_its_folder_is_named_and_told_below_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    let begin = |size| {
        let mut guide = Guide::new(Lang::Zh, false);
        guide.size = size;
        press(&mut guide, &["Enter", "Enter", "Down", "Enter", usb.to_str().unwrap()]);
        guide
    };
    let below = |guide: &Guide| {
        let told = frame(guide);
        let lines: Vec<String> = told.lines().map(str::to_owned).collect();
        let at = lines
            .iter()
            .position(|line| line.starts_with("  >*邀请文件"))
            .unwrap_or_else(|| panic!("{told}"));
        lines[at + 1].clone()
    };
    // None, and it stays at the field, in a high window as well.
    for (size, key) in [((80, 24), "Enter"), ((120, 36), "Tab"), ((80, 24), "Ctrl-S")] {
        let mut guide = begin(size);
        press(&mut guide, &[key]);
        if key != "Ctrl-S" {
            assert!(below(&guide).contains("里没有邀请文件"), "{}", frame(&guide));
            // What is clicked is what is seen there.
            click(&mut guide, "*你的姓名");
            press(&mut guide, &["陈明"]);
            assert!(frame(&guide).contains("陈明"), "{}", frame(&guide));
        }
    }
    // One is taken.
    let first = invited(&usb, "a.mqi");
    let mut guide = begin((80, 24));
    press(&mut guide, &["Enter"]);
    assert!(frame(&guide).contains("a.mqi") && frame(&guide).contains(">*邀请口令"), "{}", frame(&guide));
    assert_eq!(page::text(&guide.entries, "invitation"), first.to_str().unwrap());
    // Of several one is chosen, by key or by click; Esc goes back to the field.
    let second = invited(&usb, "b.mqi");
    let mut guide = begin((80, 24));
    press(&mut guide, &["Enter"]);
    let told = frame(&guide);
    assert!(told.contains("有好几份") && told.contains("a.mqi") && told.contains("b.mqi"), "{told}");
    press(&mut guide, &["Esc"]);
    assert!(frame(&guide).contains(">*邀请文件"), "{}", frame(&guide));
    press(&mut guide, &["Enter", "Down", "Enter"]);
    let chosen = page::text(&guide.entries, "invitation");
    assert!([&first, &second].iter().any(|file| file.to_str().unwrap() == chosen), "{chosen}");
    assert!(frame(&guide).contains(">*邀请口令"), "{}", frame(&guide));
}

/// A backup that lies in a folder under this name, made on this day.
fn backed_up(folder: &std::path::Path, name: &str, day: i64) -> PathBuf {
    use crate::tui::tests::{clock, found};
    let mut bench = found(&folder.join(format!("home of {name}")), clock(day));
    let file = folder.join(name);
    bench.backup_elsewhere(&file, &mut |_| {}).unwrap();
    file
}

#[test]
fn a_backup_is_gone_on_with_by_its_file_or_its_folder_and_the_passphrase_it_was_made_under() {
    let folder = tempfile::tempdir().unwrap();
    let (usb, empty) = (folder.path().join("usb"), folder.path().join("空"));
    std::fs::create_dir(&usb).unwrap();
    std::fs::create_dir(&empty).unwrap();
    let begin = |path: &std::path::Path| {
        let mut guide = Guide::new(Lang::Zh, false);
        press(&mut guide, &["Enter", "Enter", "Down", "Down", "Enter"]);
        assert!(frame(&guide).contains("从备份恢复") && frame(&guide).contains("备份文件"));
        press(&mut guide, &[path.to_str().unwrap(), "Enter"]);
        guide
    };
    // Where there is none, and where another file lies, is told at the field.
    let told = frame(&begin(&empty));
    assert!(told.contains(">*备份文件") && told.contains("里没有备份"), "{told}");
    invited(&empty, "a.mqi");
    let told = frame(&begin(&empty.join("a.mqi")));
    assert!(told.contains(">*备份文件") && told.contains("邀请"), "{told}");
    // The one of a folder is taken, of several the newest is offered first.
    let old = backed_up(&usb, "旧.mqb", -3);
    let mut guide = begin(&usb);
    assert_eq!(page::text(&guide.entries, "backup"), old.to_str().unwrap());
    press(&mut guide, &["旧口令", "Enter"]);
    let told = frame(&guide);
    assert!(told.contains("旧.mqb") && told.contains("代号另取一个"), "{told}");
    assert!(told.contains("新代号可能和那台相同") && told.contains("按 r 换"), "{told}");
    assert!(
        !told.contains("旧口令") && !told.contains("不到 8 个字"),
        "a word that is chosen already: {told}"
    );
    let Outcome::Decided(Decision::Restore { backup, passphrase }) = press(&mut guide, &["Enter"]) else {
        panic!("{told}")
    };
    assert_eq!((&backup, passphrase.as_str()), (&old, "旧口令"));
    let new = backed_up(&usb, "新.mqb", -1);
    let mut guide = begin(&usb);
    let told = frame(&guide);
    let at =
        |name: &str| told.lines().position(|line| line.contains(name)).unwrap_or_else(|| panic!("{told}"));
    assert!(at("新.mqb") < at("旧.mqb") && told.contains("2026-11-21"), "{told}");
    press(&mut guide, &["Enter", "旧口令"]);
    assert_eq!(page::text(&guide.entries, "backup"), new.to_str().unwrap());
    // A passphrase that does not open it is typed anew where it stands.
    guide.refuse("口令不对", true);
    press(&mut guide, &["Ctrl-U", "新口令"]);
    assert_eq!(page::text(&guide.entries, "passphrase"), "新口令");
    assert_eq!(page::text(&guide.entries, "backup"), new.to_str().unwrap());
}

#[test]
fn language_and_width_are_seen_at_once_and_kept() {
    let mut guide = Guide::new(Lang::Zh, false);
    let [line, digits] = view::check_widths();
    assert_eq!(line, digits);
    press(&mut guide, &["Down", "Enter"]);
    let narrow = frame(&guide);
    assert!(narrow.contains("● ○ │ “中文”") && narrow.contains("in line"), "{narrow}");
    press(&mut guide, &["Down"]);
    let wide = frame(&guide);
    assert!(!wide.contains('●') && wide.contains("中文"), "{wide}");
    let kept = Looks::new(Vec::new(), &guide.appearance()).chosen;
    assert_eq!((kept.lang(), kept.ambiguous), (Some(Lang::En), Ambiguous::Wide));
}

#[test]
fn the_first_pages() {
    let mut guide = Guide::new(Lang::Zh, false);
    insta::assert_snapshot!(frame(&guide), @r"
     民情台账  第一次使用  第 1 页
    ────────────────────────────────────────────────────────────────────────────────
     语言 · Language

      ↓ ↑ 选，Enter 下一步。
      ↓ ↑ choose, Enter goes on.

      > 中文
        English













    ────────────────────────────────────────────────────────────────────────────────
     ↓ ↑ 选  Enter 下一步  Ctrl-Q 离开
    ");
    press(&mut guide, &["Enter"]);
    insta::assert_snapshot!(frame(&guide), @r"
     民情台账  第一次使用  第 2 页
    ────────────────────────────────────────────────────────────────────────────────
     字符宽度

      下面两行末尾的 | 上下对齐吗？

        ● ○ │ “中文” → · … |
        1234567890123456789|

      > 对齐：这些符号占 1 格
        不齐：这些符号占 2 格，用半角字符代替显示











    ────────────────────────────────────────────────────────────────────────────────
     ↓ ↑ 选  Enter 下一步  Esc 上一步  Ctrl-Q 离开
    ");
    press(&mut guide, &["Enter"]);
    insta::assert_snapshot!(frame(&guide), @r"
     民情台账  第一次使用  第 3 页
    ────────────────────────────────────────────────────────────────────────────────
     这台电脑做什么用

      组里第一台电脑：新建工作组。组里已有人在用：请他在 F10 写一份邀请文件。
      花名册这类表格，建好以后在 F10 按 t 导入。

      > 新建工作组
        凭邀请文件加入工作组
        从备份恢复（旧电脑坏了、丢了）
        先看演示（内容全是编的）











    ────────────────────────────────────────────────────────────────────────────────
     ↓ ↑ 选  Enter 下一步  Esc 上一步  Ctrl-Q 离开
    ");
    press(&mut guide, &["Enter", "禾穗社区工作组", "Tab"]);
    insta::assert_snapshot!(frame(&guide), @r"
     民情台账  第一次使用  第 4/6 页
    ────────────────────────────────────────────────────────────────────────────────
     新建工作组

      到最后一步按 Enter 之前，什么都不会写到盘上。

       *工作组名称     禾穗社区工作组

      > 社区名称         （可以空着）

       *你的姓名         （使用这台电脑的组员）

       *口令             （8 个字以上，几个词连起来；忘了就打不开）

       *口令再输一遍







    ────────────────────────────────────────────────────────────────────────────────
     Tab 下一栏  Enter 下一栏/末栏下一步  Esc 上一步  Ctrl-Q 离开
    ");
}

impl Typing for Guide {
    fn cells(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view::view(self, frame)).unwrap();
        let backend = terminal.backend();
        let at = backend.cursor_position();
        (backend.buffer().clone(), backend.cursor_visible().then_some((at.x, at.y)))
    }

    fn key(&mut self, name: &str) {
        press(self, &[name]);
    }

    fn take(&mut self, text: &str) {
        Self::take(self, Event::Paste(text.to_owned()));
    }

    fn stay(&mut self, field: usize) {
        self.focus = field;
    }

    fn seen(&self) -> String {
        frame(self)
    }
}

#[test]
fn the_cursor_stands_where_the_next_character_goes_in_every_field_of_every_page() {
    let mut fields = 0;
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (80, 24)), (Lang::Zh, (120, 36))] {
        for way in 0..3 {
            let mut guide = Guide::new(lang, false);
            guide.size = size;
            press(&mut guide, &["Enter", "Enter"]);
            press(&mut guide, &vec!["Down"; way]);
            press(&mut guide, &["Enter"]);
            for field in 0..guide.entries.len() {
                guide.focus = field;
                let secret = guide.entries[field].secret;
                let what = format!("{way} {} at {size:?}", guide.entries[field].key);
                for text in [STRANGE.to_owned(), STRANGE.repeat(8)] {
                    press(&mut guide, &["Ctrl-E", "Ctrl-U"]);
                    let mark = if secret { "*" } else { "Q" };
                    go_through(
                        &mut guide,
                        &Typed { field: Some(field), what: &what, mark, lines: false, text: &text },
                    );
                    fields += 1;
                }
            }
        }
    }
    assert!(fields > 60, "{fields}");
}
