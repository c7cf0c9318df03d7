//! What was typed is underlined in what was found, wherever something is looked for.

use ratatui::style::Modifier;

use super::narrow::{LISTS, full, go};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells},
};

/// The underlined texts of each row of a frame.
fn underlined(s: &Session) -> Vec<Vec<String>> {
    let (buffer, _) = s.drawn();
    let rows = buffer.content.chunks(usize::from(buffer.area.width));
    let mut told = Vec::new();
    for row in rows {
        let mut texts = vec![String::new()];
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            covered = cells::width(cell.symbol()).saturating_sub(1);
            if cell.modifier.contains(Modifier::UNDERLINED) {
                if let Some(text) = texts.last_mut() {
                    text.push_str(cell.symbol());
                }
            } else if texts.last().is_some_and(|text| !text.is_empty()) {
                texts.push(String::new());
            }
        }
        texts.retain(|text| !text.is_empty());
        told.push(texts);
    }
    told
}

/// What is lit for what is typed into each of the lists: as it stands there.
const LIT: [&str; LISTS.len()] = [
    "楼上",
    "三组",
    "漏",
    "王桂兰",
    "长孙无",
    "筹备",
    "进户",
    "排查沟渠",
    "楼上",
    "缝纫",
    "十一月",
    "张晓敏",
];

#[test]
fn what_was_typed_is_underlined_in_every_list_and_nothing_once_all_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    for size in [(80, 24), (120, 36)] {
        let mut s = full(&folder.path().join(size.0.to_string()), Lang::Zh, size);
        for ((way, typed, left, _, _), lit) in LISTS.into_iter().zip(LIT) {
            go(&mut s, way);
            assert_eq!(underlined(&s).concat(), [""; 0], "{way:?}: {}", s.frame());
            s.press("/").type_text(typed);
            let found = underlined(&s);
            let frame = s.frame();
            let rows =
                frame.lines().zip(&found).filter(|(row, texts)| row.contains(left) && !texts.is_empty());
            let texts: Vec<&str> = rows.flat_map(|(_, texts)| texts).map(String::as_str).collect();
            assert!(texts.contains(&lit), "{way:?} {typed}: {texts:?}\n{frame}");
            s.press("Esc");
        }
    }
}

#[test]
fn what_was_typed_is_underlined_among_all_that_is_found_all_actions_and_rows_to_choose_from() {
    let folder = tempfile::tempdir().unwrap();
    for size in [(80, 24), (120, 36)] {
        let mut s = full(&folder.path().join(size.0.to_string()), Lang::Zh, size);
        let ways: [(&[&str], &str, &str, &str); 7] = [
            (&["Ctrl-F"], "wgl", "王桂兰", "王桂兰"),
            (&["Ctrl-F"], "桂", "王桂兰", "桂"),
            (&["Ctrl-F"], "湖滨", "湖滨", "湖滨"),
            (&["Ctrl-P"], "zhuanb", "转办", "转办"),
            (&["Ctrl-P"], "转", "转办", "转"),
            // Whom a visit is to.
            (
                &["F5", "v", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Space"],
                "仇y",
                "仇英",
                "仇英",
            ),
            (&["F6", "n", "Tab", "Enter"], "sanz", "三组", "三组"),
        ];
        for (way, typed, row, lit) in ways {
            go(&mut s, way);
            s.type_text(typed);
            let frame = s.frame();
            let found = underlined(&s);
            let is_lit = frame
                .lines()
                .zip(&found)
                .any(|(line, texts)| line.contains(row) && texts.iter().any(|text| text == lit));
            assert!(is_lit, "{way:?} {typed}: {found:?}\n{frame}");
        }
    }
}
