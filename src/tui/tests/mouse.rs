//! The mouse does what the keys do.

use super::{WAYS, anywhere, session, small, tour};
use crate::{
    domain::wording::Lang,
    tui::{
        Session, cells, chrome, clicks,
        form::{Answer, Form, Layout, lay_out},
        key::Key,
        model::Popup,
        sheet,
    },
};

fn come(s: &mut Session, way: &[&str]) {
    for _ in 0..5 {
        s.press("Esc");
    }
    s.press("F2");
    for key in way {
        s.press(key);
    }
}

// In every place: clicking a word of the footer is pressing its key.
#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 36)] {
        let folder = tempfile::tempdir().unwrap();
        let mut pressed = Session::new(small(&folder.path().join("a")), lang, width, height).unwrap();
        let mut clicked = Session::new(small(&folder.path().join("b")), lang, width, height).unwrap();
        let mut count = 0;
        for way in WAYS {
            come(&mut pressed, way);
            come(&mut clicked, way);
            let hints: Vec<String> =
                chrome::footer(pressed.model()).into_iter().map(|hint| hint.text).collect();
            assert!(!hints.is_empty(), "{way:?}");
            for text in hints {
                come(&mut pressed, way);
                come(&mut clicked, way);
                // What was done before may have taken it away.
                let found = chrome::footer(pressed.model()).into_iter().find(|hint| hint.text == text);
                let Some(chrome::Hint { key: Some(key), columns, .. }) = found else { continue };
                let x = columns.start + 1;
                assert_eq!(anywhere(&mut pressed), anywhere(&mut clicked), "before: {way:?} {text}");
                pressed.press(&key.name());
                clicked.click(x, height - 1);
                let (by_key, by_mouse) = (anywhere(&mut pressed), anywhere(&mut clicked));
                let other = by_key.lines().zip(by_mouse.lines()).find(|(one, other)| one != other);
                assert!(by_key == by_mouse, "{way:?} {text}: {other:?}");
                count += 1;
            }
        }
        assert!(count > 80, "{count}");
    }
}

/// Clicks the first place where the text stands.
fn click(s: &mut Session, text: &str) {
    let frame = s.frame();
    let (y, line) = frame
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("no {text} in {frame}"));
    let x = cells::width(line.split(text).next().unwrap_or_default());
    s.click(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
}

#[test]
fn an_issue_is_registered_given_away_and_printed_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    click(&mut s, "F6事项");
    click(&mut s, "n 登记");
    s.type_text("井盖响");
    // A choice is taken where it stands; a title that is in focus turns its field.
    click(&mut s, "隐患");
    assert!(s.frame().contains("[隐患]"), "{}", s.frame());
    click(&mut s, "诉求");
    assert!(s.frame().contains("[诉求]"), "{}", s.frame());
    click(&mut s, "类别");
    let before = s.frame();
    click(&mut s, "类别");
    assert_ne!(before, s.frame());
    // A text takes the cursor where it is clicked.
    click(&mut s, "盖响");
    s.type_text("作");
    s.press("Backspace").type_text("的");
    assert!(s.frame().contains("井的盖响"), "{}", s.frame());
    click(&mut s, "Ctrl-S 提交");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
    // The list of what can be done, its rows, and the palette.
    click(&mut s, "Ctrl-O 操作");
    click(&mut s, "受理  ");
    assert!(s.frame().contains("受理  B-"), "{}", s.frame());
    click(&mut s, "Esc 放下");
    click(&mut s, ": 命令");
    assert!(s.frame().contains("命令:"), "{}", s.frame());
    click(&mut s, "Esc 返回");
    // Marks are set where they stand.
    let row = s.frame().lines().position(|line| line.contains("沟渠堵塞")).unwrap();
    s.click(2, u16::try_from(row).unwrap());
    assert!(s.frame().contains("选了 1 件"), "{}", s.frame());
    click(&mut s, "未导出");
    assert!(s.frame().contains("[F10同步]"), "{}", s.frame());
}

#[test]
fn the_wheel_moves_lists_texts_and_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for way in [&["F6"][..], &["?"], &["Ctrl-P"], &["F8"]] {
        come(&mut s, way);
        let before = s.frame();
        s.wheel(3);
        let after = s.frame();
        assert_ne!(before, after, "{way:?}");
        s.wheel(-3);
        assert_eq!(before, s.frame(), "{way:?}");
    }
}

// Two laptops wrote one phone number each; the mouse chooses and settles.
#[test]
fn a_conflict_is_settled_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = super::two(folder.path());
    let id = super::add(&mut a, "residents", &[("name", "王桂兰"), ("phone", "13812342210")]);
    let carry = |from: &mut crate::workbench::Workbench, to: &mut crate::workbench::Workbench| {
        let written = from.export(folder.path(), &crate::workbench::sync::ExportOrder::default()).unwrap();
        to.import_bundle(&written.file, None, &mut |_| {}).unwrap();
    };
    carry(&mut b, &mut a);
    carry(&mut a, &mut b);
    for (bench, phone) in [(&mut a, "13800000001"), (&mut b, "13800000002")] {
        crate::workbench::tests::entering::change(bench, id, &[("phone", phone)]).unwrap();
    }
    carry(&mut b, &mut a);
    let mut s = Session::new(a, Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    for _ in 0..2 {
        click(&mut s, "王桂兰");
    }
    assert!(s.frame().contains("写时没看到对方的"), "{}", s.frame());
    click(&mut s, "138****0002");
    let frame = s.frame();
    assert!(frame.lines().any(|line| line.contains('>') && line.contains("138****0002")), "{frame}");
    assert!(s.frame().contains("定了不能撤销"), "{}", s.frame());
    click(&mut s, "Enter 保留选中的");
    assert_eq!(s.bench().conflict_count(), 0, "{}", s.frame());
    // What was kept is told, as it is told everywhere.
    assert!(s.frame().contains("“联系电话”是 138****0002"), "{}", s.frame());
    let row = s.bench().existing(id).unwrap();
    assert_eq!(row.text(crate::domain::roster::residents::PHONE), "13800000002");
}

/// Clicks at a cell of the body, and does nothing of what that asks for.
fn click_only(s: &mut Session, x: usize, y: usize) {
    let (x, y) = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    clicks::click(s.model(), x, y);
}

/// The form on top as it is laid out, and the row of the terminal that its field begins at.
fn laid(s: &mut Session, at: usize) -> Option<(Layout, usize)> {
    let model = s.model();
    let Some(Popup::Form(form)) = model.popups.last() else { return None };
    let body = chrome::areas(model.size).body;
    let laid = lay_out(form, &model.data, model.theme, model.lang, body);
    let row = (laid.starts[at] + usize::from(body.y)).checked_sub(laid.top)?;
    (row >= usize::from(body.y) && row < usize::from(body.bottom())).then_some((laid, row))
}

fn answer(s: &mut Session, at: usize) -> Answer {
    tour::form(s.model()).map(|form| form.entries[at].answer.clone()).unwrap()
}

// In every form of the program: titles take the focus, choices are taken, several are ticked,
// lists open, a text takes the cursor to the cell.
#[test]
fn every_field_of_every_form_takes_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let (mut titles, mut words, mut ticks, mut opened, mut cells_met) = (0, 0, 0, 0, 0);
    for lang in tour::LANGS {
        let home = folder.path().join(format!("{lang:?}"));
        let mut s = Session::new(small(&home), lang, 80, 24).unwrap();
        tour::tour(&mut s, &mut |s, name, _| {
            let Some(form) = tour::form(s.model()) else { return };
            let count = form.entries.len();
            let before = s.model().popups.clone();
            for at in 0..count {
                let other = if at > 0 { at - 1 } else { count - 1 };
                s.model().popups.clone_from(&before);
                tour::form(s.model()).unwrap().focus = other;
                if let Some((_, row)) = laid(s, at).filter(|_| other != at) {
                    click_only(s, 3, row);
                    let focus = tour::form(s.model()).unwrap().focus;
                    assert_eq!(focus, at, "{name} {at}\n{}", s.frame());
                    titles += 1;
                }
                tour::form(s.model()).unwrap().focus = at;
                let Some((layout, row)) = laid(s, at) else { continue };
                let standing = s.model().popups.clone();
                for (option, below, columns) in layout.spots[at].words.clone() {
                    s.model().popups.clone_from(&standing);
                    let y = row + below;
                    if y >= 22 {
                        continue;
                    }
                    let what = format!("{name} {at} {option}");
                    let was = answer(s, at);
                    click_only(s, columns.start, y);
                    match (was, answer(s, at)) {
                        (Answer::Choice(Some(was)), Answer::Choice(now)) if was == option => {
                            let required = tour::form(s.model()).unwrap().entries[at].field.required;
                            assert_eq!(now, required.then_some(option), "{what}");
                            words += 1;
                        }
                        (Answer::Choice(_), Answer::Choice(now)) => {
                            assert_eq!(now, Some(option), "{what}");
                            words += 1;
                        }
                        (Answer::Text(was), Answer::Text(now)) => {
                            assert_ne!(was.text(), now.text(), "{what}");
                            click_only(s, columns.start, y);
                            let Answer::Text(back) = answer(s, at) else { panic!("{what}") };
                            assert_eq!(back.text(), was.text(), "{what}");
                            ticks += 1;
                        }
                        other => panic!("{what}: {other:?}"),
                    }
                }
                s.model().popups.clone_from(&standing);
                let left = layout.spots[at].left();
                match answer(s, at) {
                    Answer::Choice(_) if !layout.spots[at].words.is_empty() => {}
                    Answer::Choice(_) | Answer::Refs(_) => {
                        click_only(s, left + 2, row);
                        let is_open = matches!(s.model().popups.last(), Some(Popup::Finder(_)));
                        assert!(is_open, "{name} {at}\n{}", s.frame());
                        opened += 1;
                    }
                    Answer::Text(_) => {
                        let entry = &mut tour::form(s.model()).unwrap().entries[at];
                        let is_secret = entry.secret;
                        let Answer::Text(editor) = &mut entry.answer else { continue };
                        while editor.text().chars().count() > 0 {
                            editor.key(Key::Backspace);
                            editor.key(Key::Delete);
                        }
                        editor.paste("甲乙丙丁");
                        let Some((_, row)) = laid(s, at) else { continue };
                        click_only(s, left + if is_secret { 1 } else { 3 }, row);
                        let Answer::Text(mut editor) = answer(s, at) else { continue };
                        editor.key(Key::Char('|'));
                        assert_eq!(editor.text(), "甲|乙丙丁", "{name} {at}\n{}", s.frame());
                        cells_met += 1;
                    }
                }
            }
            s.model().popups = before;
        });
    }
    let met = [titles, words, ticks, opened, cells_met];
    assert!(titles > 500 && words > 300 && ticks > 20 && opened > 200 && cells_met > 500, "{met:?}");
}

// In every list that lies over a screen or a form: clicking a row is going there and taking it.
#[test]
fn a_click_on_a_row_of_a_list_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let lang = Lang::Zh;
    let mut pressed = Session::new(small(&folder.path().join("a")), lang, 80, 24).unwrap();
    let mut clicked = Session::new(small(&folder.path().join("b")), lang, 80, 24).unwrap();
    let screens = ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"];
    let mut ways: Vec<Vec<&str>> = Vec::new();
    for screen in screens {
        ways.extend([vec![screen, "Ctrl-O"], vec![screen, "Ctrl-P"]]);
    }
    ways.extend([vec!["F6", "n", "Tab", "Tab", "Space"], vec!["F8", "/"], vec!["F2", "Ctrl-F", "王"]]);
    let mut count = 0;
    for way in &ways {
        for number in 0.. {
            for s in [&mut pressed, &mut clicked] {
                // What was begun at the row before is thrown away, or the same form would go on.
                come(s, &[]);
                s.model().unfinished.left.clear();
                come(s, way);
            }
            let model = clicked.model();
            let Some(Popup::Finder(finder)) = model.popups.last() else { panic!("no list: {way:?}") };
            let body = chrome::areas(model.size).body;
            let area = sheet::finder_area(finder, body);
            let (_, head) = sheet::finder_head(finder, usize::from(area.y - body.y));
            if number >= sheet::finder_rows(finder, area).min(finder.found.len()) {
                break;
            }
            let label = finder.found[number].called();
            assert_eq!(anywhere(&mut pressed), anywhere(&mut clicked), "before: {way:?} {label}");
            for _ in 0..number {
                pressed.press("Down");
            }
            pressed.press("Enter");
            clicked.click(9, body.y + u16::try_from(head + number).unwrap());
            assert_eq!(anywhere(&mut pressed), anywhere(&mut clicked), "{way:?} {label}");
            for s in [&mut pressed, &mut clicked] {
                s.model().lock = None;
                assert!(!s.has_left(), "{label}");
            }
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn what_tells_of_more_rows_of_a_list_or_a_form_goes_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("Ctrl-P");
    let first = s.frame();
    click(&mut s, "还有");
    assert_ne!(first, s.frame());
    s.press("Esc").press("n").type_text("路灯");
    let before = s.frame();
    click(&mut s, "↓ 下面还有");
    let below = s.frame();
    assert!(!below.contains("↓ 下面还有") && below.contains("↑ 上面还有") && s.cursor().is_none(), "{below}");
    click(&mut s, "↑ 上面还有");
    assert_eq!(s.frame(), before);
    // The wheel does the same by rows, and the next key comes back to its field.
    s.wheel(3).wheel(3);
    assert!(s.frame().contains("↑ 上面还有"), "{}", s.frame());
    s.type_text("坏");
    assert!(s.frame().contains("路灯坏") && s.cursor().is_some(), "{}", s.frame());
    // A field that is clicked where the wheel brought it stays where it is.
    s.wheel(99);
    let frame = s.frame();
    let row = frame.lines().position(|line| line.starts_with("   ") && line.contains("反映人")).unwrap_or(20);
    let title = frame.lines().nth(row).unwrap().to_owned();
    s.click(3, u16::try_from(row).unwrap()).type_text("王");
    let now = s.frame();
    let title: String = title.trim().chars().take(3).collect();
    assert!(now.lines().nth(row).unwrap().contains(&title), "{title} {now}");
}

#[test]
fn several_choices_are_ticked_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let form = Form::create(&s.model().data, "notice_boards", None, Lang::Zh);
    s.model().open_form(form);
    click(&mut s, "宣传内容");
    let row = s.frame().lines().find(|line| line.contains("[ ] ")).map(str::to_owned);
    let row = row.unwrap_or_else(|| panic!("{}", s.frame()));
    let titles: Vec<&str> = row.split("[ ] ").skip(1).map(str::trim).take(2).collect();
    for title in &titles {
        click(&mut s, &format!("[ ] {title}"));
    }
    assert!(s.frame().contains(&titles.join("、")), "{}", s.frame());
    click(&mut s, &format!("[x] {}", titles[0]));
    assert!(!s.frame().contains(&titles.join("、")), "{}", s.frame());
    assert!(s.frame().contains(&format!("[x] {}", titles[1])), "{}", s.frame());
}
