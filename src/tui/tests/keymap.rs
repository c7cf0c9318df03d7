//! Keys of one's own: used, told of everywhere, and refused with a notice.

use std::{fs, path::Path};

use super::{
    add, clock, found,
    projects::works,
    session, small,
    ways::{SCREENS, come, told},
};
use crate::{
    domain::wording::Lang,
    tui::{
        Session, chrome,
        keys::{Action, Place},
        model::Popup,
    },
};

/// A workspace with a `config/keys.toml`.
fn with_keys(home: &Path, text: &str) -> Session {
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
fn the_help_tells_of_every_place_and_what_was_found_names_the_key_of_its_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = with_keys(&folder.path().join("a"), "[keys]\ngo-issues = ['f13']\n");
    for from in ["F2", "F10"] {
        s.press(from).press("F1");
        let Some(Popup::Reading { lines, .. }) = s.model().popups.last() else { panic!("{}", s.frame()) };
        let lines = lines.clone();
        let (data, lang) = (&s.model().data, Lang::Zh);
        for place in Place::ALL {
            let heading = format!("== {} ==", data.keys.told(&place.title(lang), Place::Screens, lang));
            let count = lines.iter().filter(|line| **line == heading).count();
            assert_eq!(count, 1, "{heading} from {from}");
        }
        s.press("Esc");
    }
    for at in 0..9 {
        add(s.bench(), "issues", &[("title", &format!("石榴树 {at}"))]);
    }
    add(s.bench(), "residents", &[("name", "石榴")]);
    s.refresh().press("F2").press("Ctrl-F").type_text("石榴");
    assert!(s.frame().contains("还有 1 条，到 F13 全列出来"), "{}", s.frame());
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
     F2今日  F3三清  F4居民  F5走访 [F6事项] F7帮扶  F8台账  F9简报  F10同步  F1帮助
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
     > 登记      登记一件事项                                                 n
       答复      给反映人回音                                                 r
       结果      登记办理结果                                                 先答复
       转办      转给别的单位，原期限不变                                     t
       交办      交给一位组员                                                 s
       延期      经批准延长期限                                               x
       修改      修改选中的事项                                               e
       看全号    写明理由后显示完整电话、证件号                               m
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

/// Where keys are named that stay: their own names, the table itself, and the guide and the
/// opening, which come before there is a workspace with keys of its own.
const THEIR_OWN: [&str; 5] = ["key.rs", "keys/", "guide", "opening.rs", "tests"];

/// What looks like a key and is none, and the one key of the lock, which stays.
const NO_KEYS: [&str; 7] = [
    "%Y-%m-%d %H:%M",
    "Enter informer material",
    "{days} d ago ({day}) somebody was here: {who}",
    " * 走访  + 计划未办  x 已办",
    " * visits  + planned  x done",
    "输口令后按 Enter 打开；没写完的表单都在。⟦leave!⟧ 离开",
    "Enter opens; unfinished forms are as they were. ⟦leave!⟧ leaves",
];

// What is named in a sentence is the key in use: a sentence names an action, never its key.
#[test]
fn no_sentence_names_a_key_that_could_be_another() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let (mut found, mut read) = (Vec::new(), 0);
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if THEIR_OWN.iter().any(|own| name.starts_with(own)) || name.ends_with("tests.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            read += 1;
            for literal in literals(product) {
                found.extend(named(&literal).map(|key| format!("{name}: {key} in {literal:?}")));
            }
        }
    }
    assert!(read > 60, "the sources were not found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_key_in_a_sentence_is_found_and_a_word_is_not() {
    for text in [
        "按 n 登记",
        "Press Enter, then go on",
        "n begins one",
        "再按 Esc",
        "用 Ctrl-P 找",
        "左右键换一栏",
        "F6 办",
    ] {
        assert!(named(text).is_some(), "{text}");
    }
    for text in
        ["按 ⟦register⟧ 登记", "{n} marked", "a field", "the day's agenda", "n", "80×24", "Enlarge it"]
    {
        assert_eq!(named(text), None, "{text}");
    }
    let source = "let a = \"一 \\\" 二\"; // \"三\"\nlet b: &'a str = \"四\"; let c = '\"'; f(\"五\")";
    assert_eq!(literals(source), ["一 \\\" 二", "四", "五"]);
}

/// The texts of a source between quotation marks.
fn literals(source: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), source);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (_, from) = rest.split_at(at);
        if from.starts_with("//") {
            rest = from.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(text) = from.strip_prefix('"') {
            let mut escaped = false;
            let end = text.find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let (literal, after) = text.split_at(end.unwrap_or(text.len()));
            found.push(literal.to_owned());
            rest = after.strip_prefix('"').unwrap_or_default();
        } else {
            // A character, or the name of a lifetime.
            let mut chars = from.chars();
            let is_escaped = from.starts_with("'\\");
            let length: usize = chars.by_ref().take(if is_escaped { 3 } else { 2 }).map(char::len_utf8).sum();
            let closes = !from.starts_with('/') && chars.next() == Some('\'');
            rest = from.split_at(if closes { length + 1 } else { 1 }).1;
        }
    }
    found
}

/// A key that a sentence names.
fn named(text: &str) -> Option<String> {
    const KEYS: [&str; 6] = ["Enter", "Esc", "Tab", "Shift-Tab", "PageUp", "PageDown"];
    let is_sentence = text.contains(' ') || !text.is_ascii();
    if !is_sentence || NO_KEYS.contains(&text) {
        return None;
    }
    if let Some(word) = ["上下键", "左右键"].into_iter().find(|word| text.contains(word)) {
        return Some(word.to_owned());
    }
    let text = text.replace("[x]", "");
    // What is filled in counts as a part of the word beside it.
    let (mut plain, mut depth) = (String::new(), 0);
    for c in text.chars() {
        match c {
            '{' | '⟦' => depth += 1,
            '}' | '⟧' => {
                depth -= 1;
                plain.push('A');
            }
            _ if depth <= 0 => plain.push(c),
            _ => {}
        }
    }
    let is_key = |word: &str| {
        let letter = word.len() == 1 && word != "a" && word.chars().all(|c| c.is_ascii_lowercase());
        let function = word.strip_prefix('F').is_some_and(|n| n.parse::<u8>().is_ok());
        letter || function || word.starts_with("Ctrl-") || KEYS.contains(&word)
    };
    // What follows an apostrophe is the end of a word.
    let words = plain.split(|c: char| !(c.is_ascii_alphanumeric() || "-'’\\".contains(c)));
    words.into_iter().find(|word| is_key(word)).map(str::to_owned)
}

#[test]
fn sentences_tabs_and_questions_name_own_keys() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[keys]\nnew-resident = 'z'\nback = 'f20'\ngo-sync = 'f21'\nimport-sheet = []\nundo = 'f22'\nagree = ['f23']\n";
    let home = folder.path().join("a");
    let bench = found(&home, clock(0));
    fs::create_dir_all(home.join("config")).unwrap();
    fs::write(home.join("config/keys.toml"), text).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    assert!(s.frame().contains("F21 按 :导入表格 导入花名册"), "{}", s.frame());
    assert!(s.frame().contains("F21 同步") && !s.frame().contains("F10"), "{}", s.frame());
    s.press("F4");
    assert!(s.frame().contains("按 z 新建第一位"), "{}", s.frame());
    s.press("z").type_text("许小满").press("Ctrl-S").press("d");
    assert!(s.frame().contains("按 F22 可以撤销"), "{}", s.frame());
    assert!(last(&s).contains("F23 同意") && last(&s).contains("F20 返回"), "{}", s.frame());
    s.press("F5");
    assert!(s.frame().contains("F23 同意，F20 不同意"), "{}", s.frame());
    s.press("F20").press("?");
    // Read to its end: the tabs above are no part of it.
    let mut read = Vec::new();
    for _ in 0..99 {
        let frame = s.frame();
        read.extend(frame.lines().skip(3).map(str::to_owned));
        if !frame.contains("下面还有") {
            break;
        }
        s.press("PageDown");
    }
    let read = read.join("\n");
    assert!(read.contains("== F21 同步 ==") && !read.contains("F10"), "{read}");
    assert!(read.contains("F22") && !read.contains("Ctrl-Z"), "{read}");
}

// Every word of every footer: with its own key in it, that key and a click do the same.
#[test]
fn every_footer_names_own_keys_and_its_words_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    let dresses = [(Lang::Zh, (80, 24)), (Lang::En, (120, 36))];
    for ((place, keys), (lang, size)) in SCREENS.into_iter().zip(dresses.into_iter().cycle()) {
        let session = |name: &str, own: &str| {
            // The name of its folder is seen on F10.
            let home = folder.path().join(format!("{place:?} {lang:?} {name}/a"));
            let bench = works(&home);
            fs::create_dir_all(home.join("config")).unwrap();
            fs::write(home.join("config/keys.toml"), own).unwrap();
            let mut s = Session::new(bench, lang, size.0, size.1).unwrap();
            let told = s.model().data.keys_trouble.clone();
            assert!(told.is_none(), "{told:?}");
            come(&mut s, keys);
            s
        };
        let mut usual = session("usual", "");
        assert_eq!(usual.model().place(), place);
        // Where more are shown than there are such keys, the rest keeps its own.
        let free = (13..=24).map(|number| format!("F{number}"));
        let shown = chrome::footer(usual.model()).into_iter().map(|hint| hint.action);
        let shown = shown.filter(|action| !action.is_fixed() && !matches!(action, Action::Leave));
        let own: Vec<(Action, String)> = shown.zip(free).collect();
        // What places are come to by keeps the keys it has besides.
        let kept = |action: Action| {
            let kept = [(Action::Open, ", 'enter'"), (Action::Palette, ", 'ctrl-p'")];
            kept.into_iter().find(|(own, _)| *own == action).map_or("", |(_, key)| key)
        };
        let line = |(action, key): &(Action, String)| {
            format!("{} = ['{}'{}]\n", action.id(), key.to_lowercase(), kept(*action))
        };
        let lines = own.iter().map(line);
        let text = format!("[keys]\n{}", lines.collect::<String>());
        let (mut pressed, mut clicked) = (session("pressed", &text), session("clicked", &text));
        for (action, key) in &own {
            let find = |s: &mut Session| {
                let hint = chrome::footer(s.model()).into_iter().find(|hint| hint.action == *action);
                hint.map(|hint| (hint.text, hint.columns.start))
            };
            come(&mut pressed, keys);
            come(&mut clicked, keys);
            // Other keys are of other lengths: what is at the end may have no room.
            let Some((text, x)) = find(&mut clicked) else { continue };
            assert!(text.starts_with(&format!("{key} ")), "{key} {}: {text}", action.id());
            assert!(last(&clicked).contains(&text), "{text}: {}", clicked.frame());
            let before = told(&mut clicked);
            pressed.press(key);
            clicked.click(x + 1, size.1 - 1);
            let (by_key, by_click) = (told(&mut pressed), told(&mut clicked));
            assert_eq!(by_key.0, by_click.0, "{place:?} {key} {}", action.id());
            assert_ne!(by_key.0, before.0, "{place:?} {key} {} does nothing", action.id());
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}
