//! No frame cuts a wide character in half, overflows a pane or misaligns a column, whatever
//! people are called.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
};

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, Cell},
    text::{Line, Span},
};

use super::{
    clock, even, found,
    gallery::furnished,
    scenes, small,
    tour::{LANGS, Sight, in_ascii, tour},
};
use crate::{
    domain::{id::RecordId, wording::Lang},
    tui::{
        Session,
        cells::{is_steering, width},
        chrome,
        finder::{Item, Target, rows},
        keys::Action,
        model::{LEAST, Model, Popup},
        paint, sheet,
        theme::{Role, Theme},
        view::draw,
    },
    workbench::{Workbench, tests::entering::enter},
};

/// The narrowest terminal that things are looked at in: below what is needed a line says so,
/// whatever stands there, and is whole as well.
const NARROWEST: u16 = 60;

/// Widths at which everything is looked at, at both heights; screens at every one.
const WIDTHS: [u16; 11] = [NARROWEST, 79, 80, 81, 99, 100, 104, 120, 133, 160, 200];

/// The heights.
const HEIGHTS: [u16; 2] = [24, 36];

/// The rules between panes, as they are drawn before a frame is dressed.
const DIVIDER: &str = "│";

/// Columns that hold the same kind of thing in every row, so that their first cell is
/// theirs in every row that has anything in them.
const PLAIN: [&str; 4] = ["联系电话", "Phone", "期限", "Due"];

/// Columns of numbers, which end where their titles end.
const AT_THE_RIGHT: [&str; 6] = ["计划", "到账", "支出", "planned", "received", "spent"];

/// The cells of a frame, in the roles in which they are drawn.
#[derive(Clone, Copy)]
pub(super) struct Cells<'b> {
    buffer: &'b Buffer,
    pub(super) columns: u16,
    rows: u16,
}

impl<'b> Cells<'b> {
    pub(super) fn of(buffer: &'b Buffer) -> Self {
        Self { buffer, columns: buffer.area.width, rows: buffer.area.height }
    }

    fn cell(self, x: u16, y: u16) -> Option<&'b Cell> {
        let at = usize::from(y) * usize::from(self.columns) + usize::from(x);
        self.buffer.content.get(at).filter(|_| x < self.columns)
    }

    pub(super) fn symbol(self, x: u16, y: u16) -> &'b str {
        self.cell(x, y).map_or(" ", Cell::symbol)
    }

    fn is_blank(self, x: u16, y: u16) -> bool {
        self.symbol(x, y).starts_with(' ')
    }

    fn is_rule(self, x: u16, y: u16) -> bool {
        self.cell(x, y).is_some_and(|cell| Role::of(cell.fg) == Role::Rule)
    }

    pub(super) fn is_divider(self, x: u16, y: u16) -> bool {
        self.symbol(x, y) == DIVIDER && self.is_rule(x, y)
    }

    /// Titles have another weight than what stands below them.
    pub(super) fn is_title(self, x: u16, y: u16) -> bool {
        let weighs = |cell: &Cell| matches!(Role::of(cell.fg), Role::Strong | Role::Faint);
        self.cell(x, y).is_some_and(weighs)
    }

    /// What stands right before a cell, a wide character that reaches it among it.
    fn before(self, x: u16, y: u16) -> &'b str {
        let Some(left) = x.checked_sub(1) else { return " " };
        let wide = left.checked_sub(1).map(|at| self.symbol(at, y)).filter(|seen| is_wide(seen));
        wide.unwrap_or_else(|| self.symbol(left, y))
    }
}

/// Whether it is one of the characters that take no thought.
fn is_simple(symbol: &str) -> bool {
    matches!(symbol.as_bytes(), [b' '..=b'~'])
}

pub(super) fn is_wide(symbol: &str) -> bool {
    !is_simple(symbol) && width(symbol) == 2
}

/// What is wrong with the cells of a frame.
fn faults(buffer: &Buffer, titles: &HashSet<String>) -> Vec<String> {
    let cells = Cells::of(buffer);
    let mut told = Vec::new();
    for y in 0..cells.rows {
        let mut x = 0;
        while x < cells.columns {
            let seen = cells.symbol(x, y);
            if is_simple(seen) {
                x += 1;
                continue;
            }
            let wide = u16::try_from(width(seen)).unwrap_or(u16::MAX);
            if seen.chars().any(is_steering) {
                told.push(format!("{x},{y}: {seen:?} steers the terminal"));
            }
            if wide == 0 {
                told.push(format!("{x},{y}: {seen:?} takes no cell"));
            }
            if x + wide > cells.columns {
                told.push(format!("{x},{y}: {seen:?} goes over the edge"));
            }
            let covered = (x + 1..(x + wide).min(cells.columns)).find(|at| cells.symbol(*at, y) != " ");
            if let Some(at) = covered {
                told.push(format!("{x},{y}: {seen:?} is cut in half by {:?}", cells.symbol(at, y)));
            }
            x += wide.max(1);
        }
    }
    told.extend(broken_dividers(cells));
    for y in 0..cells.rows {
        told.extend(misaligned(cells, y, titles));
    }
    told
}

/// Dividers that have a gap, or that something stands in or touches.
fn broken_dividers(cells: Cells<'_>) -> Vec<String> {
    let mut told = Vec::new();
    for x in 0..cells.columns {
        let drawn: Vec<u16> = (0..cells.rows).filter(|y| cells.is_divider(x, *y)).collect();
        let [first, .., last] = drawn.as_slice() else { continue };
        let gap = (*first..=*last).find(|y| !cells.is_rule(x, *y));
        if let Some(y) = gap {
            told.push(format!("{x},{y}: the divider is broken by {:?}", cells.symbol(x, y)));
        }
        for y in drawn {
            let (before, after) = (cells.before(x, y), cells.symbol(x + 1, y));
            let is_free = |at: u16, seen: &str| seen == " " || cells.is_rule(at, y);
            if !is_free(x.saturating_sub(1), before) {
                told.push(format!("{x},{y}: {before:?} touches the divider"));
            }
            if x + 1 < cells.columns && !is_free(x + 1, after) {
                told.push(format!("{x},{y}: the divider touches {after:?}"));
            }
        }
    }
    told
}

/// The words of a row with the columns they begin and end at.
fn words(cells: Cells<'_>, y: u16) -> Vec<(u16, u16, String)> {
    let mut words: Vec<(u16, u16, String)> = Vec::new();
    let mut x = 0;
    while x < cells.columns {
        let seen = cells.symbol(x, y);
        let wide = if is_simple(seen) { 1 } else { u16::try_from(width(seen)).unwrap_or(1).max(1) };
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
fn misaligned(cells: Cells<'_>, y: u16, titles: &HashSet<String>) -> Vec<String> {
    let mut told = Vec::new();
    if !(0..cells.columns).any(|x| cells.is_title(x, y)) {
        return told;
    }
    let row = words(cells, y);
    for pane in row.split(|(x, ..)| cells.is_divider(*x, y)) {
        let named: Vec<_> = pane.iter().filter(|(_, _, word)| titles.contains(word.as_str())).collect();
        let all = named.len() == pane.len() && named.iter().all(|(begin, ..)| cells.is_title(*begin, y));
        if named.len() >= 3 && all {
            let left = named[0].0;
            let right = (left..cells.columns).find(|x| cells.is_divider(*x, y)).unwrap_or(cells.columns);
            told.extend(below(cells, (left, right), y, &named));
        }
    }
    told
}

/// The rows below the titles of a pane.
fn below(cells: Cells<'_>, (left, right): (u16, u16), y: u16, named: &[&(u16, u16, String)]) -> Vec<String> {
    let mut told = Vec::new();
    let is_blank = |x: u16, y: u16| cells.is_blank(x, y);
    let symbol = |x: u16, y: u16| cells.symbol(x, y);
    for below in y + 1..cells.rows {
        let last = (left..right).rev().find(|x| !is_blank(*x, below));
        let Some(last) = last.filter(|_| !cells.is_rule(left, below)) else { break };
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

/// The rows of the list to choose from that is on top, each with where it stands.
fn chosen_from(model: &Model) -> Vec<(u16, Item)> {
    let Some(Popup::Finder(finder)) = model.popups.last() else { return Vec::new() };
    if model.is_too_small() || model.lock.is_some() {
        return Vec::new();
    }
    let area = sheet::finder_area(finder, chrome::areas(model.size).body);
    let (_, head) = sheet::finder_head(finder, usize::from(area.y));
    let shown = rows::shown(model, finder, sheet::finder_rows(finder, area));
    (u16::try_from(head).unwrap()..).zip(shown).collect()
}

/// Rows to choose from, alike in kind, a part of which begins in another cell than that part
/// of the rows around them. What has no room in any of them is left out of all.
fn ragged(cells: Cells<'_>, rows: &[(u16, Item)]) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<(u16, Vec<&str>)>> = BTreeMap::new();
    for (y, item) in rows.iter().filter(|(_, item)| !item.is_sentence()) {
        let notes = item.notes.iter().filter(|_| item.words.is_empty());
        let words = Some(&item.words).filter(|words| !words.is_empty());
        let parts = [&item.lead, &item.label].into_iter().chain(words).chain(notes);
        kinds.entry(&item.kind).or_default().push((*y, parts.map(String::as_str).collect()));
    }
    let begins = |y: u16, part: &str| -> Option<BTreeSet<u16>> {
        let first = part.chars().next().filter(|first| !is_steering(*first) && !first.is_whitespace())?;
        let is_begin = |x: &u16| cells.symbol(*x, y).starts_with(first) && cells.before(*x, y) == " ";
        (width(&first.to_string()) > 0).then(|| (0..cells.columns).filter(is_begin).collect())
    };
    let mut told = Vec::new();
    for rows in kinds.values() {
        let mut left = None;
        for part in 0.. {
            let own = rows.iter().filter_map(|(y, parts)| Some((*y, *parts.get(part)?)));
            let found: Vec<(u16, &str, BTreeSet<u16>)> = own
                .filter_map(|(y, text)| {
                    let found = begins(y, text)?;
                    Some((y, text, found.into_iter().filter(|x| Some(*x) > left).collect()))
                })
                .collect();
            let Some((_, _, first)) = found.first() else {
                if rows.iter().all(|(_, parts)| parts.len() <= part) {
                    break;
                }
                continue;
            };
            let alike = first.iter().find(|x| found.iter().all(|(_, _, own)| own.contains(x)));
            if alike.is_none() && found.iter().any(|(_, _, own)| !own.is_empty()) {
                let where_to: Vec<_> =
                    found.iter().map(|(y, text, own)| format!("{y}: {text} {own:?}")).collect();
                told.push(format!("part {part} of the rows begins in several cells: {where_to:?}"));
            }
            left = alike.copied().or(left);
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
///
/// What a theme does to a frame is done cell by cell to a finished one, so that it is looked at
/// before: in roles, whatever it is dressed in.
fn look(
    s: &mut Session,
    name: &str,
    sizes: impl IntoIterator<Item = (u16, u16)>,
    titles: &HashSet<String>,
) -> Option<String> {
    for (width, height) in sizes {
        s.model().size = (width, height);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(s.model(), frame)).unwrap();
        let backend = terminal.backend();
        let mut told = faults(backend.buffer(), titles);
        told.extend(ragged(Cells::of(backend.buffer()), &chosen_from(s.model())));
        told.extend(even::uneven(Cells::of(backend.buffer()), s.model()));
        let at = backend.cursor_position();
        if backend.cursor_visible() && (at.x >= width || at.y >= height) {
            told.push(format!("the cursor is outside: {},{}", at.x, at.y));
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

/// At how many widths things are looked at: every so many columns.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    /// Screens, at the one height and at the other in turn.
    pub(crate) screens: usize,
    /// What lies over them, forms, and lists to choose from.
    pub(crate) over: usize,
}

/// Screens at every width.
pub(crate) const EVERY: Steps = Steps { screens: 1, over: 12 };

/// Looks at all there is.
pub(crate) fn look_at_all(bench: Workbench, lang: Lang, steps: Steps) {
    look_through(Session::new(bench, lang, 80, 24).unwrap(), steps, |_, _| {});
}

/// Shows things under names.
type Show<'a> = dyn FnMut(&mut Session, &str, Sight) + 'a;

fn look_through(mut s: Session, steps: Steps, further: impl FnOnce(&mut Session, &mut Show<'_>)) {
    let titles = titles(&mut s);
    let mut faults = Vec::new();
    let mut looks = 0_usize;
    let mut show = |s: &mut Session, name: &str, sight: Sight| {
        let before = s.model().size;
        let step = if sight == Sight::Screen { steps.screens } else { steps.over };
        // Things differ in where they begin, so that together they are seen at every width.
        looks += 1;
        let every = (NARROWEST..=200).skip(looks % step).step_by(step).zip(HEIGHTS.into_iter().cycle());
        let some = WIDTHS.into_iter().flat_map(|width| HEIGHTS.map(|height| (width, height)));
        faults.extend(look(s, name, some.chain(every), &titles));
        s.model().size = before;
    };
    show(&mut s, "the first screen", Sight::Screen);
    tour(&mut s, &mut show);
    further(&mut s, &mut show);
    let small = (1..=LEAST.0).zip(HEIGHTS.into_iter().cycle());
    faults.extend(look(&mut s, "too small a window", small, &titles));
    nothing_broken(&faults);
}

/// Workspaces that are looked at at few widths: what is in them is elsewhere seen at all.
const FEW: Steps = Steps { screens: 7, over: 40 };

#[test]
fn frames_are_whole_where_there_is_nothing_yet() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let bench = found(&folder.path().join(format!("{lang:?}")), clock(0));
        let s = Session::new(bench, lang, 80, 24).unwrap();
        look_through(s, Steps { screens: 3, ..FEW }, |s, show| scenes::parts(s, show));
    }
}

#[test]
fn frames_are_whole_over_a_workspace_with_something_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let bench = furnished(&folder.path().join(format!("{lang:?}")));
        let s = Session::new(bench, lang, 80, 24).unwrap();
        look_through(s, EVERY, |s, show| scenes::scenes(s, show));
    }
}

#[test]
fn frames_are_whole_where_rules_are_drawn_with_ascii() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let bench = small(&folder.path().join(format!("{lang:?}")));
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        in_ascii(&mut s);
        look_through(s, FEW, |_, _| {});
    }
}

/// Names that terminals and lists stumble over: what is wide, what takes no cell, what joins,
/// what steers, what is written from right to left, what is long, what looks like a number,
/// a rule, a tag or a path.
const STRANGE: [&str; 56] = [
    "王\u{200b}桂兰",
    "e\u{301}e\u{301}e\u{301}e\u{301}",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦一家",
    "🇨🇳🇨🇳🇨",
    "☎\u{fe0f}电话☎",
    "กำกำกำ ผู้ใหญ่บ้าน",
    "किकिकि नमस्ते",
    "𠮷野家𡈽𨳝",
    "ｶﾞｷﾞｸﾞｹﾞｺﾞ",
    "ﷺ ﷽",
    "محمد بن عبد الله",
    "עברית שלום",
    "\u{202e}倒着写\u{202c}",
    "\u{2066}隔开\u{2069}",
    "a\tb\tc",
    "两\n行",
    "\u{feff}字节序",
    "\u{7}响铃\u{1b}[31m红",
    "│││││││││││",
    "────────────",
    "┼├┤┬┴",
    "█▓▒░ ▁▂▃▄▅▆▇",
    "> 选中",
    "! 超 3 天",
    "[x] 已办",
    "⟦undo⟧",
    "⟦",
    "...........",
    "..",
    "。。。",
    "-1",
    "0",
    "1e309",
    "0x0035",
    "1/0",
    "2026-02-30",
    "NULL",
    "undefined",
    "../../../etc",
    "C:\\Users\\王",
    "\"引号\"'单'“双”",
    "<b>粗</b>&amp;",
    "'; drop table residents; --",
    "%s%n%d {0} ${a}",
    "=1+1",
    "Ｆｕｌｌ　ｗｉｄｔｈ",
    "ﬁ ﬂ ǅ",
    "ⅷ ① ㊣ ㈱",
    "H̷̢̛͎̪͑͌e̸̡͔͑̚ ̶c̵͎̈́o̷m̸e̶s̸",
    "ᄀ\u{1161}\u{11a8}각",
    "👍🏽👩🏿\u{200d}🚀",
    "1\u{fe0f}\u{20e3}号",
    "\u{3000}全角空格\u{3000}",
    "非常非常长的名字一直写下去写下去写下去写下去写下去写下去写下去写下去写下去写下去写下去",
    "averyveryverylongwordwithoutanyblankinitthatgoesonandonandonandonandonandonandon",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p",
];

/// Strange names, and the shared list of such where it is at hand.
fn strange() -> Vec<String> {
    let own =
        STRANGE.iter().flat_map(|name| [(*name).to_owned(), format!("{name}{name}"), format!("老{name}")]);
    own.chain(naughty().unwrap_or_default()).collect()
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
    let names = strange();
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let (bench, taken) = called(&folder.path().join(format!("{lang:?}")), &names);
        assert!(taken > names.len() * 2, "{taken} of {}", names.len());
        let mut s = Session::new(bench, lang, 120, 36).unwrap();
        for name in names.iter().step_by(25) {
            s.act(Action::NewLedger);
            s.paste(name).press("Tab").press("Tab").press("Tab").press("Tab").paste(name).press("Ctrl-S");
            s.model().popups.clear();
            s.model().unfinished.left.clear();
        }
        look_at_all(s.into_bench(), lang, EVERY);
    }
}

#[test]
fn every_row_of_a_long_list_of_strange_names_is_whole() {
    let names = strange();
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
            faults.extend(look(&mut s, screen, [size], &titles));
            s.press("PageDown");
        }
    }
    // One after the other, since a card tells more of each than its row.
    for screen in ["F4", "F6"] {
        s.resize(120, 36).press(screen).press("Home");
        for at in 0..names.len() {
            if at % 3 == 0 {
                faults.extend(look(&mut s, screen, [(120, 36)], &titles));
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
    let titles: HashSet<String> =
        ["编号", "内容", "期限", "Project", "Progress", "shown"].map(str::to_owned).into();
    let told = |rows: &[&str]| {
        let mut buffer = Buffer::with_lines(rows.iter().copied());
        for cell in &mut buffer.content {
            if cell.symbol() == DIVIDER {
                cell.set_style(Theme::rule());
            }
        }
        let columns = usize::from(buffer.area.width);
        for cell in buffer.content.iter_mut().take(columns).filter(|cell| cell.symbol() != DIVIDER) {
            cell.set_style(Theme::strong());
        }
        faults(&buffer, &titles)
    };
    let list = ["编号 内容   期限  ", "A-1  路灯   超 2  ", "A-2  漏水   剩 1  "];
    assert_eq!(told(&list), Vec::<String>::new());
    let moved = ["编号 内容   期限  ", "A-1  路灯   超 2  ", "A-2  漏水  剩 1   "];
    assert!(told(&moved).iter().any(|fault| fault.contains("期限")), "{:?}", told(&moved));
    let broken = ["a │", "b │", "c  ", "d │"];
    assert!(told(&broken)[0].contains("divider is broken"), "{:?}", told(&broken));
    // A title, a wide one, and what stands behind it, touch the rule.
    for touching in ["Project Progress shown│ a", "编号 内容 期限│ a", "编号 内容 期限 │a"]
    {
        let below: String = touching.chars().map(|c| if c == '│' { c } else { ' ' }).collect();
        let wide = touching.chars().filter(|c| !c.is_ascii() && *c != '│').count();
        let (before, after) = below.split_once('│').unwrap();
        let below = format!("{before}{}│{after}", " ".repeat(wide));
        assert!(told(&[touching, &below]).iter().any(|fault| fault.contains("touches")), "{touching}");
    }
    let mut buffer = Buffer::with_lines(["路灯a"]);
    buffer[(1, 0)].set_symbol("x");
    assert!(faults(&buffer, &titles)[0].contains("cut in half"));
    buffer[(4, 0)].set_symbol("灯");
    assert!(faults(&buffer, &titles).iter().any(|fault| fault.contains("over the edge")));
    buffer[(0, 0)].set_symbol("\u{202e}");
    assert!(faults(&buffer, &titles)[0].contains("steers"));
}

#[test]
fn the_look_finds_rows_to_choose_from_that_do_not_stand_below_each_other() {
    let item = |lead: &str, label: &str, note: &str| {
        Item::new(Target::NewPlace, label).led(lead).noted(note).noted("今天")
    };
    let rows = [(0, item("A-9", "路灯", "张晓敏")), (1, item("A-18", "漏水", "李强"))];
    let told = |lines: [&str; 2]| ragged(Cells::of(&Buffer::with_lines(lines)), &rows);
    assert_eq!(told([" > A-9   路灯  张晓敏  今天", "   A-18  漏水  李强    今天"]), Vec::<String>::new());
    // There may be no room for the last, but then in no row.
    assert_eq!(told([" > A-9   路灯  张晓敏", "   A-18  漏水  李强"]), Vec::<String>::new());
    for (part, lines) in [
        (0, [" > A-9   路灯  张晓敏  今天", "  A-18   漏水  李强    今天"]),
        (1, [" > A-9  路灯  张晓敏  今天", "   A-18  漏水  李强    今天"]),
        (2, [" > A-9   路灯  张晓敏  今天", "   A-18  漏水    李强  今天"]),
        (3, [" > A-9   路灯  张晓敏  今天", "   A-18  漏水  李强  今天"]),
        (3, [" > A-9   路灯  张晓敏  今天", "   A-18  漏水  李强"]),
    ] {
        let told = told(lines);
        assert!(told.first().is_some_and(|told| told.starts_with(&format!("part {part} "))), "{told:?}");
    }
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
        let mut rows = frame.lines().filter_map(|line| line.split_once(DIVIDER));
        assert!(rows.any(|(row, _)| row.contains("三组路灯连续五天不亮 ")), "{frame}");
    }
}
