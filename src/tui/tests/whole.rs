//! No frame cuts a wide character in half, overflows a pane or misaligns a column, whatever
//! people are called.

use std::{collections::HashSet, path::Path};

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    layout::Rect,
    style::Modifier,
    text::{Line, Span},
};

use super::{
    clock, found, small,
    tour::{LANGS, Sight, in_ascii, tour},
};
use crate::{
    domain::{id::RecordId, wording::Lang},
    tui::{
        Session,
        cells::{is_steering, width},
        keys::Action,
        model::LEAST,
        paint,
    },
    workbench::{Workbench, tests::entering::enter},
};

/// Widths at which everything is looked at; screens at every one.
const WIDTHS: [u16; 9] = [80, 81, 99, 100, 104, 120, 133, 160, 200];

/// The rules between panes.
const DIVIDER: &str = "│";

/// What they are drawn with where every terminal has to have it.
const ASCII: &str = "|";

/// Columns that hold the same kind of thing in every row, so that their first cell is
/// theirs in every row that has anything in them.
const PLAIN: [&str; 4] = ["联系电话", "Phone", "期限", "Due"];

/// Columns of numbers, which end where their titles end.
const AT_THE_RIGHT: [&str; 6] = ["计划", "到账", "支出", "planned", "received", "spent"];

/// What is wrong with the cells of a frame.
fn faults(buffer: &Buffer, titles: &HashSet<String>) -> Vec<String> {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let mut told = Vec::new();
    let symbol = |x: u16, y: u16| buffer.cell((x, y)).map_or(" ", ratatui::buffer::Cell::symbol);
    for y in 0..rows {
        let mut x = 0;
        while x < columns {
            let seen = symbol(x, y);
            let wide = u16::try_from(width(seen)).unwrap_or(u16::MAX);
            if seen.chars().any(is_steering) {
                told.push(format!("{x},{y}: {seen:?} steers the terminal"));
            }
            if wide == 0 {
                told.push(format!("{x},{y}: {seen:?} takes no cell"));
            }
            if x + wide > columns {
                told.push(format!("{x},{y}: {seen:?} goes over the edge"));
            }
            let covered = (x + 1..(x + wide).min(columns)).find(|at| symbol(*at, y) != " ");
            if let Some(at) = covered {
                told.push(format!("{x},{y}: {seen:?} is cut in half by {:?}", symbol(at, y)));
            }
            x += wide.max(1);
        }
    }
    told.extend(broken_dividers(&symbol, columns, rows));
    for y in 0..rows {
        // Titles have another weight than what stands below them.
        let weight = Modifier::BOLD | Modifier::DIM;
        let is_title = |x: u16| buffer.cell((x, y)).is_some_and(|cell| cell.modifier.intersects(weight));
        told.extend(misaligned(&symbol, &is_title, columns, (y, rows), titles));
    }
    told
}

/// Dividers that have a gap, or that something stands in.
fn broken_dividers<'b>(symbol: &impl Fn(u16, u16) -> &'b str, columns: u16, rows: u16) -> Vec<String> {
    let mut told = Vec::new();
    // As the rule below the tabs is drawn.
    let rule = if symbol(0, 2) == "-" { ASCII } else { DIVIDER };
    for x in 0..columns {
        let is_drawn = |y: u16| symbol(x, y) == rule;
        let drawn: Vec<u16> = (0..rows).filter(|y| is_drawn(*y)).collect();
        let [first, .., last] = drawn.as_slice() else { continue };
        // Fewer are words of somebody; what is drawn beside is a picture.
        if drawn.len() < 7 || drawn.iter().any(|y| symbol(x + 1, *y) != " ") {
            continue;
        }
        let gap = (*first..=*last).find(|y| !is_drawn(*y));
        if let Some(y) = gap {
            told.push(format!("{x},{y}: the divider is broken by {:?}", symbol(x, y)));
        }
    }
    told
}

/// The words of a row with the columns they begin and end at.
fn words<'b>(symbol: &impl Fn(u16, u16) -> &'b str, columns: u16, y: u16) -> Vec<(u16, u16, String)> {
    let mut words: Vec<(u16, u16, String)> = Vec::new();
    let mut x = 0;
    while x < columns {
        let seen = symbol(x, y);
        let wide = u16::try_from(width(seen)).unwrap_or(1).max(1);
        if seen != " " {
            match words.last_mut() {
                Some((_, end, word)) if *end == x => {
                    *end += wide;
                    word.push_str(seen);
                }
                _ => words.push((x, x + wide, seen.to_owned())),
            }
        }
        x += wide;
    }
    words
}

/// Rows below a row of titles in which something stands in the gap before a column.
fn misaligned<'b>(
    symbol: &impl Fn(u16, u16) -> &'b str,
    is_title: &impl Fn(u16) -> bool,
    columns: u16,
    (y, rows): (u16, u16),
    titles: &HashSet<String>,
) -> Vec<String> {
    let row = words(symbol, columns, y);
    let mut told = Vec::new();
    for pane in row.split(|(_, _, word)| matches!(word.as_str(), DIVIDER | ASCII)) {
        let named: Vec<_> = pane.iter().filter(|(_, _, word)| titles.contains(word.as_str())).collect();
        let all = named.len() == pane.len() && named.iter().all(|(begin, ..)| is_title(*begin));
        if named.len() >= 3 && all {
            let left = named[0].0;
            let right = (left..columns).find(|x| matches!(symbol(*x, y), DIVIDER | ASCII)).unwrap_or(columns);
            told.extend(below(symbol, (left, right), (y, rows), &named));
        }
    }
    told
}

/// The rows below the titles of a pane.
fn below<'b>(
    symbol: &impl Fn(u16, u16) -> &'b str,
    (left, right): (u16, u16),
    (y, rows): (u16, u16),
    named: &[&(u16, u16, String)],
) -> Vec<String> {
    let mut told = Vec::new();
    let is_blank = |x: u16, y: u16| symbol(x, y).starts_with(' ');
    for below in y + 1..rows {
        let last = (left..right).rev().find(|x| !is_blank(*x, below));
        let Some(last) = last.filter(|_| !matches!(symbol(left, below), "─" | "-")) else { break };
        // What is told in a sentence is no row of the list.
        if matches!(symbol(last, below), "." | "。") || last > 0 && symbol(last - 1, below) == "。" {
            continue;
        }
        for (at, (begin, end, word)) in named.iter().enumerate() {
            let word = word.as_str();
            if AT_THE_RIGHT.contains(&word) {
                if *end < right && !is_blank(*end, below) {
                    told.push(format!("{end},{below}: {word} is not ended by {:?}", symbol(*end, below)));
                }
                continue;
            }
            if *begin > left && !is_blank(begin - 1, below) {
                told.push(format!("{begin},{below}: {word} is reached by {:?}", symbol(begin - 1, below)));
            }
            let next = named.get(at + 1).map_or(right, |(next, ..)| *next).min(right);
            let filled = (*begin..next.saturating_sub(1)).any(|x| !is_blank(x, below));
            if PLAIN.contains(&word) && filled && is_blank(*begin, below) {
                told.push(format!("{begin},{below}: {word} does not begin there"));
            }
        }
    }
    told
}

/// The titles of the columns that lists have: those of the fields of all ledgers, and the
/// few that lists bring themselves.
fn titles(s: &mut Session) -> HashSet<String> {
    let catalog = s.model().data.catalog.clone();
    let fields = catalog.iter().flat_map(|ledger| &ledger.fields);
    let own = fields.flat_map(|field| [field.title.zh.to_string(), field.title.en.to_string()]);
    let lists = [
        "编号",
        "内容",
        "期限",
        "情况",
        "代号",
        "使用人",
        "改动",
        "还缺",
        "项目",
        "进展",
        "复核",
        "公示",
        "No.",
        "Where",
        "Title",
        "Owner",
        "Due",
        "State",
        "Project",
        "Progress",
        "shown",
        "Name",
        "Address",
        "Phone",
    ];
    own.chain(lists.map(str::to_owned)).chain(AT_THE_RIGHT.map(str::to_owned)).collect()
}

/// Looks at one thing at many sizes, and answers its first fault with the frame that has it.
fn look(s: &mut Session, name: &str, sizes: &[(u16, u16)], titles: &HashSet<String>) -> Option<String> {
    for (width, height) in sizes {
        s.model().size = (*width, *height);
        let (buffer, cursor) = s.drawn();
        let mut told = faults(&buffer, titles);
        if let Some((x, y)) = cursor
            && (x >= *width || y >= *height)
        {
            told.push(format!("the cursor is outside: {x},{y}"));
        }
        if !told.is_empty() {
            return Some(format!("{name} at {width}×{height}:\n{}\n{}", told.join("\n"), s.frame()));
        }
    }
    None
}

/// Nothing is broken; else some of what is, since one is seldom alone.
fn nothing_broken(faults: &[String]) {
    let some: Vec<&str> = faults.iter().take(6).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} broken frames:\n{}", faults.len(), some.join("\n\n"));
}

/// Looks at all there is; `step` is how many widths are passed over for screens.
pub(crate) fn look_at_all(bench: Workbench, lang: Lang, step: usize) {
    look_through(Session::new(bench, lang, 80, 24).unwrap(), step);
}

fn look_through(mut s: Session, step: usize) {
    let titles = titles(&mut s);
    let mut faults = Vec::new();
    tour(&mut s, &mut |s, name, sight| {
        let before = s.model().size;
        let every: Vec<(u16, u16)> = (60..=200).step_by(step).map(|width| (width, 24)).collect();
        let some = WIDTHS.into_iter().flat_map(|width| [(width, 24), (width, 36)]);
        let sizes: Vec<(u16, u16)> = match sight {
            Sight::Screen => some.chain(every).collect(),
            Sight::Over => some.collect(),
            Sight::Form | Sight::List => [(80, 24), (99, 36), (120, 24)].into(),
        };
        faults.extend(look(s, name, &sizes, &titles));
        s.model().size = before;
    });
    nothing_broken(&faults);
    assert!(LEAST.0 > 60, "below it the notice is looked at too");
}

#[test]
fn frames_are_whole_where_there_is_nothing_yet() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        look_at_all(found(&folder.path().join(format!("{lang:?}")), clock(0)), lang, 3);
    }
}

#[test]
fn frames_are_whole_over_a_small_workspace() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        look_at_all(small(&folder.path().join(format!("{lang:?}"))), lang, 1);
    }
}

#[test]
fn frames_are_whole_where_rules_are_drawn_with_ascii() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let bench = small(&folder.path().join(format!("{lang:?}")));
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        in_ascii(&mut s);
        look_through(s, 13);
    }
}

/// Names that programs stumble over, from the shared data.
fn naughty() -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/strings/blns/blns.txt");
    match std::fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let lines = text.split('\n').filter(|line| !line.starts_with('#') && !line.is_empty());
            Some(lines.map(str::to_owned).collect())
        }
        Err(error) if std::env::var_os("CI").is_some() => panic!("{}: {error}", path.display()),
        Err(error) => {
            println!("skipped, {}: {error}", path.display());
            None
        }
    }
}

/// A workspace in which everything is called so, as far as it takes such a name.
fn called(home: &Path, names: &[String]) -> (Workbench, usize) {
    let mut bench = found(home, clock(-3));
    let mut taken = 0;
    let mut places: Vec<String> = Vec::new();
    let mut enter = |bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]| -> Option<RecordId> {
        let id = enter(bench, ledger, pairs).ok();
        taken += usize::from(id.is_some());
        id
    };
    for name in names.iter().step_by(12) {
        let order = places.len().to_string();
        if let Some(id) = enter(&mut bench, "neighbourhoods", &[("name", name), ("order", &order)]) {
            places.push(id.to_string());
        }
        enter(&mut bench, "members", &[("name", name), ("role", "worker")]);
    }
    let lead = bench.rows("members").unwrap()[0].id.to_string();
    for (at, name) in names.iter().enumerate() {
        let place = &places[at % places.len()];
        let home = [("address", name.as_str()), ("neighbourhood", place)];
        let home = enter(&mut bench, "households", &home).map(|id| id.to_string()).unwrap_or_default();
        let person = [
            ("name", name.as_str()),
            ("neighbourhood", place),
            ("household", &home),
            ("address", name),
            ("phone", "13812342210"),
            ("note", name),
        ];
        let person = enter(&mut bench, "residents", &person);
        let issue = [("title", name.as_str()), ("neighbourhood", place), ("from", name), ("detail", name)];
        enter(&mut bench, "issues", &issue);
        if let Some(person) = person.filter(|_| at % 9 == 0) {
            let person = person.to_string();
            let visit = [
                ("date", "2026-11-18"),
                ("category", "veteran_member"),
                ("resident", &person),
                ("visitors", &lead),
                ("words", name),
            ];
            enter(&mut bench, "visits", &visit);
            let task = [("name", name.as_str()), ("from", "2026-11-24"), ("resident", &person)];
            enter(&mut bench, "tasks", &task);
            enter(&mut bench, "projects", &[("title", name), ("kind", "economy"), ("need", name)]);
        }
    }
    bench.set_clock(clock(0));
    (bench, taken)
}

#[test]
fn frames_are_whole_whatever_people_are_called() {
    let Some(names) = naughty() else { return };
    assert!(names.len() > 400, "{}", names.len());
    let folder = tempfile::tempdir().unwrap();
    let (bench, taken) = called(&folder.path().join("a"), &names);
    assert!(taken > names.len() * 2, "{taken} of {}", names.len());
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    for name in names.iter().step_by(25) {
        s.act(Action::NewLedger);
        s.paste(name).press("Tab").press("Tab").press("Tab").press("Tab").paste(name).press("Ctrl-S");
        s.model().popups.clear();
        s.model().unfinished.left.clear();
    }
    look_at_all(s.into_bench(), Lang::Zh, 7);
}

#[test]
fn every_row_of_a_long_list_of_strange_names_is_whole() {
    let Some(names) = naughty() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (bench, _) = called(&folder.path().join("a"), &names);
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    let titles = titles(&mut s);
    let mut faults = Vec::new();
    for (screen, size) in [("F4", (80, 24)), ("F4", (120, 36)), ("F6", (80, 24)), ("F6", (120, 36))] {
        s.resize(size.0, size.1).press(screen).press("Home");
        let mut before = String::new();
        while before != s.frame() {
            before = s.frame();
            faults.extend(look(&mut s, screen, &[size], &titles));
            s.press("PageDown");
        }
    }
    // One after the other, since a card tells more of each than its row.
    for screen in ["F4", "F6"] {
        s.resize(120, 36).press(screen).press("Home");
        for at in 0..names.len() {
            if at % 3 == 0 {
                faults.extend(look(&mut s, screen, &[(120, 36)], &titles));
            }
            s.press("Down");
        }
    }
    nothing_broken(&faults);
}

#[test]
fn a_line_that_does_not_fit_says_that_it_was_cut_and_its_parts_stay_in_their_cells() {
    let drawn = |spans: &[&'static str], width: u16| {
        let mut terminal = Terminal::new(TestBackend::new(width, 1)).unwrap();
        let line: Line<'_> = spans.iter().map(|text| Span::raw(*text)).collect();
        terminal.draw(|frame| paint::line(&line, frame.area(), frame)).unwrap();
        let buffer = terminal.backend().buffer().clone();
        (0..width).map(|x| buffer[(x, 0)].symbol().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(drawn(&["路", "灯  "], 4).concat(), "路 灯 ");
    assert_eq!(drawn(&["路", "灯坏了"], 5), ["路", " ", ".", ".", " "]);
    assert_eq!(drawn(&["路灯", "坏"], 4), ["路", " ", ".", "."]);
    // The terminal may join the two letters; the bar stands behind the cells of both.
    for text in ["لا", "ｶﾞ"] {
        assert_eq!(drawn(&[text, "|"], 6)[width(text)], "|", "{text}");
    }
}

#[test]
fn the_look_finds_what_is_broken() {
    let titles: HashSet<String> = ["编号", "内容", "期限"].map(str::to_owned).into();
    let told = |rows: &[&str]| {
        let mut buffer = Buffer::with_lines(rows.iter().copied());
        buffer.set_style(Rect { height: 1, ..buffer.area }, Modifier::BOLD);
        faults(&buffer, &titles)
    };
    let list = ["编号 内容   期限  ", "A-1  路灯   超 2  ", "A-2  漏水   剩 1  "];
    assert_eq!(told(&list), Vec::<String>::new());
    let moved = ["编号 内容   期限  ", "A-1  路灯   超 2  ", "A-2  漏水  剩 1   "];
    assert!(told(&moved).iter().any(|fault| fault.contains("期限")), "{:?}", told(&moved));
    let broken = ["a │", "b │", "c  ", "d │", "e │", "f │", "g │", "h │"];
    assert!(told(&broken)[0].contains("divider is broken"), "{:?}", told(&broken));
    let mut buffer = Buffer::with_lines(["路灯a"]);
    buffer[(1, 0)].set_symbol("x");
    assert!(faults(&buffer, &titles)[0].contains("cut in half"));
    buffer[(4, 0)].set_symbol("灯");
    assert!(faults(&buffer, &titles).iter().any(|fault| fault.contains("over the edge")));
    buffer[(0, 0)].set_symbol("\u{202e}");
    assert!(faults(&buffer, &titles)[0].contains("steers"));
}

#[test]
fn a_card_tells_how_late_it_is_on_one_line_at_every_width() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::Zh, 100, 24).unwrap();
    s.press("F6");
    for width in 100..=200 {
        let frame = s.resize(width, 24).frame();
        let mut cards = frame.lines().filter_map(|line| line.split_once(DIVIDER));
        assert!(cards.any(|(_, card)| card.contains("期限 2026-11-20  超 2 天")), "{frame}");
        // The list has room for a sentence at the least width that has a card.
        assert!(frame.contains("三组路灯连续五天不亮  "), "{frame}");
    }
}
