//! What a key map may say, and what is answered to one that may not.

use super::*;

fn refused(text: &str) -> String {
    KeyMap::read(text).unwrap_err().sentence(Lang::Zh)
}

#[test]
fn keys_are_set_added_and_removed() {
    let map = KeyMap::read("[keys]\nregister = [\"ｗ\", \"F4 \"]\n".replace("F4 ", "ctrl-g").as_str());
    // `w` adds somebody who asked too, on F6.
    assert!(map.is_err());
    let map = KeyMap::read(
        "[add]\nundo = 'ctrl-y'\n[keys]\nregister = [\"Ｚ\", \"ctrl-n\"]\nnext-month = []\n[remove]\nleave = \"q\"\n",
    )
    .unwrap();
    let does = |place, key| map.lookup(place, key);
    assert_eq!(does(Place::Issues, Char('Z')), Some(Action::Register));
    assert_eq!(does(Place::Issues, Char('Ｚ')), Some(Action::Register));
    assert_eq!(does(Place::Issues, Char('n')), None);
    assert_eq!(does(Place::Issues, Ctrl('n')), Some(Action::Register));
    assert_eq!(does(Place::Residents, Char('n')), Some(Action::NewResident), "another action keeps its keys");
    assert_eq!(does(Place::Visits, Char(']')), None);
    assert_eq!(does(Place::Today, Ctrl('y')), Some(Action::Undo));
    assert_eq!(does(Place::Today, Char('u')), Some(Action::Undo));
    assert_eq!(does(Place::Today, Char('q')), None);
    assert_eq!(does(Place::Form, Ctrl('q')), Some(Action::Leave));
    assert_eq!(map.hint(Action::Register, Place::Issues, Lang::Zh), "Z 登记");
    assert_eq!(map.hint(Action::Register, Place::Form, Lang::Zh), "Ctrl-N 登记", "letters are text there");
}

#[test]
fn two_actions_can_change_their_keys_for_each_other() {
    let map = KeyMap::read("[keys]\nreply = 'o'\nresolve = 'r'\n").unwrap();
    assert_eq!(map.lookup(Place::Issues, Char('o')), Some(Action::Reply));
    assert_eq!(map.lookup(Place::Today, Char('r')), Some(Action::Resolve));
}

#[test]
fn nothing_written_changes_nothing() {
    for text in ["", "# nothing\n", "[keys]\n", "[add]\n[remove]\n"] {
        assert_eq!(KeyMap::read(text).unwrap(), KeyMap::default());
    }
}

#[test]
fn a_mistake_is_told_with_file_line_and_what_to_do() {
    let all: Vec<String> = [
        "[keys]\nregistr = 'n'\n",
        "[keys]\n\nregister = 'nn'\n",
        "[keys]\nregister = 'ctrl-i'\n",
        "[keys]\nregister = 7\n",
        "[keys]\nregister = [\n  'n',\n  1,\n]\n",
        "[keis]\nregister = 'n'\n",
        "keys = 3\n",
        "[keys]\nregister = 'n'\nregister = 'x'\n",
        "[keys]\nregister = 'a'\n",
        "[add]\nstrike-record = '4'\n",
        "[add]\nleave = '９'\n",
        "[add]\nundo = 'g 1'\n",
        "[add]\nregister = 'g'\n",
        "[add]\nsubmit = 'x'\n",
        "[add]\nlock = 'ctrl-a'\n",
        "[keys]\nback = 'x'\n",
        "[keys]\nleave = []\n",
        "[keys]\nnewline = 'f5'\n",
        "[remove]\nundo = 'x'\n",
        "[keys]\nundo = ['a','b','c','d','e','f','h','i','z']\n",
        "not toml",
    ]
    .map(|text| {
        let told = refused(text);
        let told = told.strip_prefix("config/keys.toml ").unwrap();
        told.strip_suffix("。整个文件没有用，现在是默认的键；改好再打开程序").unwrap().to_owned()
    })
    .into();
    insta::assert_snapshot!(all.join("\n"), @r#"
    第 2 行：没有操作“registr”；操作的名字见 minqing keys 的 id 一列
    第 3 行：没有“nn”这个键；写成 n、f5、ctrl-s、space、enter、tab、up 这样
    第 2 行：终端分不清 ctrl-i 和 Tab、Enter、Esc、退格；换一个键
    第 2 行：键要写在引号里，几个键写成 ["n", "f4"]
    第 2 行：键要写在引号里，几个键写成 ["n", "f4"]
    第 1 行：没有 [keis] 这一节；只有 [keys] 换键、[add] 加键、[remove] 去键
    第 1 行：keys 要写成一节：[keys]，下面一行一个操作
    第 3 行：写法不对（duplicate key）
    第 2 行：a 在“F2 今日”已经是 accept (受理) 的键，不能再给 register (登记)；换一个键，或先给 accept (受理) 换键
    第 2 行：数字 4 不能给 strike-record (划去)：选字时容易误按；换一个键
    第 2 行：数字 9 不能给 leave (离开)：选字时容易误按；换一个键
    第 2 行：数字 g 1 不能给 undo (撤销)：选字时容易误按；换一个键
    第 2 行：g 是跳转的第一个键，不能给 register (登记)；可以写成 "g x" 这样两个键
    第 2 行：submit (提交) 用在打字的地方，x 在那里是文字；换成 ctrl- 或 F 键
    第 2 行：Ctrl-A 打字时要用（移动、删字），不能给 lock (锁屏)；换一个键
    第 2 行：back (返回) 至少要留一个不是字母的键，否则打中文时出不去
    第 2 行：leave (离开) 至少要留一个不是字母的键，否则打中文时出不去
    第 2 行：newline (换行) 的键是打字用的，不能改；删掉这一行
    第 2 行：undo (撤销) 本来就没有 x 这个键；删掉这一行
    第 2 行：undo (撤销) 最多 8 个键
    第 1 行：写法不对（key with no value, expected `=`）
    "#);
    for text in ["[keys]\nregister = 'a'\n", "[keis]\n", "[add]\nleave = '9'\n"] {
        let told = KeyMap::read(text).unwrap_err().sentence(Lang::En);
        assert!(told.starts_with("config/keys.toml line ") && told.is_ascii(), "{told}");
    }
}

#[test]
fn no_file_is_too_strange_to_answer() {
    let long = format!("[keys]\nregister = \"{}\"\n", "n".repeat(LARGEST));
    assert!(refused(&long).contains("太长"));
    let strange = format!("[keys]\n\"{}\" = 'n'\n", "\\u0007\\u202e囍".repeat(500));
    let told = refused(&strange);
    assert!(!told.contains(['\u{7}', '\u{202e}']) && told.chars().count() < 120, "{told}");
    for text in [
        "[",
        "[keys",
        "\u{feff}[keys]\n",
        "[keys]\r\nundo='z'\r\n",
        "[[keys]]\nundo='z'\n",
        "keys.undo = 'z'",
    ] {
        // Whatever it is, it is answered.
        drop(KeyMap::read(text));
    }
    let many = (0..2_000).map(|n| format!("k{n} = ['a']")).collect::<Vec<_>>().join("\n");
    assert!(KeyMap::read(&format!("[keys]\n{many}")).is_err());
}

#[test]
fn every_action_can_be_given_a_free_key() {
    for action in Action::ALL.iter().filter(|action| !action.is_fixed()) {
        let map = KeyMap::read(&format!("[add]\n{} = 'f24'\n", action.id())).unwrap();
        let row = binding(*action).unwrap();
        for place in Place::ALL.iter().filter(|place| row.works_in(**place)) {
            assert_eq!(map.lookup(*place, Key::F(24)), Some(*action), "{} in {place:?}", action.id());
        }
    }
}
