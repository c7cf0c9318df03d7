//! The table as a page to read: `docs/keys.md`, printed by `minqing keys`.

use super::{Action, Binding, KeyMap, Place, Shown, rows};
use crate::{domain::wording::Lang, tui::key::Key};

const HEAD: &str = "\
<!-- 由 minqing keys 生成，不要手改。Made by `minqing keys`; do not edit. -->

# 按键 · Keys

程序里的页脚、`?` 帮助、`:` 命令都出自同一张表，这一页也是。不用字母也能办到一切：`Ctrl-P` 打开命令（全部操作），
`Ctrl-O` 打开这里能办的操作，上下键选，Enter 办。字母键的全角形式（`ｎ`、`：`、`？`、`／`）一样有用。

Footer, `?` help and the `:` palette all come from one table, and so does this page. Everything works without a letter:
`Ctrl-P` opens the commands (all actions), `Ctrl-O` those that can be done here; arrows choose, Enter does it. The
full-width forms of the keys mean the same.

## 换成自己的键 · Keys of your own

工作区文件夹里的 `config/keys.toml`，打开程序时读一次；写法检查：`minqing keys --check 文件`。
有一处写错，整个文件不用，程序照默认的键打开，并说明第几行、怎么改。

The file `config/keys.toml` in the folder of the workspace is read when the program starts; `minqing keys --check FILE`
looks it over. With one mistake in it nothing of it is used: the program starts with the usual keys, and says which line
is wrong and what to do.

```toml
[keys]                       # 换键：只用这些 · these and no others
register = [\"n\", \"f4\"]
next-month = []              # 不要键，命令里还有 · no key; the palette still has it
[add]                        # 加键 · these besides
undo = \"ctrl-y\"
[remove]                     # 去键 · no longer these
leave = \"q\"
```

| 键 · Key | 写法 · Written |
| --- | --- |
| 字母、符号 letters, signs | `n` `N` `/` `?` `[`（大小写不同 · case counts；全角等于半角 · full width is half width） |
| Ctrl | `ctrl-a` … `ctrl-z`，除 but `ctrl-h` `ctrl-i` `ctrl-m` |
| 功能键 function keys | `f1` … `f24`（`f11` 在很多终端里是全屏 · is full screen in many terminals） |
| 其他 others | `space` `enter` `esc` `tab` `shift-tab` `up` `down` `left` `right` `ctrl-up` `ctrl-down` `pageup` `pagedown` `home` `end` `backspace` `delete` |
| 先按 g · after `g` | `g t` |

换过的键，页脚、标签、帮助、命令、操作和提示里的话（“按 n 登记”）都照你的写；没有键的说名字（`:登记`）。

Footer, tabs, help, palette, menu and every sentence that names a key ('n registers') name your own; an action without
a key is told by its name (`:Register`).

不能：一个地方一个键两个意思；数字给会删除、作决定或离开的操作；帮助、命令、操作、离开、确定、返回、提交等只剩字母键；
打字用的键（换行、选项左右）改作他用。

Refused: one key with two meanings in one place; a digit for what deletes, decides or leaves; only letters for help, commands,
menu, leaving, open, back, submit and the like; keys of typing itself for something else.
";

/// The page, in both languages.
pub(in crate::tui) fn listed() -> String {
    let mut page = HEAD.to_owned();
    for place in Place::ALL {
        let own: Vec<&Binding> = rows().filter(|row| row.places.contains(&place)).collect();
        if own.is_empty() {
            continue;
        }
        let title = |lang| KeyMap::default().told(&place.title(lang), place, lang);
        let (zh, en) = (title(Lang::Zh), title(Lang::En));
        page.extend([
            &format!("\n## {zh} · {en}\n\n"),
            "| 键 · Keys | 操作 | Action | id |\n| --- | --- | --- | --- |\n",
        ]);
        for row in own {
            let (name, help) = (&row.name, &row.help);
            let line = format!(
                "| {} | {}：{} | {}: {} | `{}` |\n",
                keys(row, place),
                name.zh,
                help.zh,
                name.en,
                help.en,
                row.action.id()
            );
            page += &line;
        }
    }
    page
}

/// The keys that work in a place; what has none is found by its name.
fn keys(row: &Binding, place: Place) -> String {
    let works = |key: &&Key| !(place.takes_text() && super::map::is_letter(**key));
    let names: Vec<String> = row.keys.iter().filter(works).map(|key| format!("`{}`", key.name())).collect();
    if names.is_empty() && row.shown != Shown::Nowhere && row.action != Action::Palette {
        "命令 palette".to_owned()
    } else {
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_is_what_the_table_says() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
        let kept = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            kept == listed(),
            "docs/keys.md is not what the table says: cargo run -- keys > docs/keys.md"
        );
    }

    #[test]
    fn every_action_is_on_the_page_in_each_of_its_places() {
        let page = listed();
        for action in Action::ALL {
            let places = super::super::binding(*action).map_or(0, |row| row.places.len());
            assert_eq!(page.matches(&format!("| `{}` |", action.id())).count(), places, "{}", action.id());
        }
    }
}
