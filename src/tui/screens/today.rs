//! F2: who must be answered today, and what else the day asks for.

mod gauges;

use ratatui::{Frame, layout::Rect, text::Line};

use super::listing::{self, Told};
use crate::{
    domain::{
        checklists,
        deadlines::Stage,
        id::{LedgerTag, RecordId},
        issues::issues,
        projects::projects,
        roster::{households, residents},
        wording::{Lang, counted},
        workdays,
    },
    say,
    tui::{
        cells::{cut, fit, width, wrap_marked},
        keys::Place,
        model::{Model, Screen},
        paint,
        rooms::{Wish, longest, share},
        snapshot::Snapshot,
        theme::{Ink, Theme},
    },
    workbench::{
        agenda::{Item, Section},
        steps::Case,
    },
};

/// The rows below the list that tell of the selected line: a rule and what it rests on.
const FOOT: u16 = 4;

/// The least height at which there is room for them.
const TALL: u16 = 12;

/// What a row leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// An issue, on F6.
    Issue(RecordId),
    /// A resident, on F4.
    Resident(RecordId),
    /// F4, where whom to greet is looked for.
    Residents,
    /// An item of a sheet of F3.
    Check(RecordId),
    /// A help project, on F7.
    Project(RecordId),
    /// A record of another ledger, on F8.
    Record(RecordId),
    /// F3.
    Checklists,
    /// F5.
    Visits,
    /// F10: whom something is to be exported for.
    Sync,
    /// F10: what two wrote differently.
    Conflicts,
    /// The forms that were left unfinished.
    Drafts,
}

/// A row and the place of its line in the agenda, where it is one.
struct Laid {
    told: Told<Target>,
    item: Option<usize>,
}

/// What can be selected.
pub(in crate::tui) fn targets(data: &Snapshot) -> Vec<Target> {
    let listed = Section::ALL.into_iter().filter_map(|section| data.section(section));
    let items = listed.flat_map(|section| &section.first).filter_map(|at| data.agenda.items.get(*at));
    let besides = besides(data, Ink::Ascii, Lang::Zh).into_iter().filter_map(|row| row.target);
    items.map(target).chain(besides).collect()
}

/// The issue under the cursor.
pub(in crate::tui) fn issue(model: &Model) -> Option<RecordId> {
    match targets(&model.data).get(model.today) {
        Some(Target::Issue(id)) => Some(*id),
        Some(
            Target::Resident(_)
            | Target::Residents
            | Target::Check(_)
            | Target::Project(_)
            | Target::Record(_)
            | Target::Checklists
            | Target::Visits
            | Target::Sync
            | Target::Conflicts
            | Target::Drafts,
        )
        | None => None,
    }
}

/// Opens what is selected.
pub(in crate::tui) fn open(model: &mut Model) {
    let found = targets(&model.data).get(model.today).copied();
    if let Some(target) = found {
        go(model, target);
    }
}

/// Goes to what a row leads to.
fn go(model: &mut Model, target: Target) {
    match target {
        Target::Issue(id) => super::issues::show(model, id),
        Target::Resident(id) => super::residents::show(model, id),
        Target::Residents => super::residents::show_list(model),
        Target::Check(id) => super::checklists::show(model, id),
        Target::Project(id) => {
            super::projects::reveal(model, id);
            super::projects::show(model);
        }
        Target::Record(id) => {
            model.screen = Screen::Ledgers;
            super::ledgers::select(model, id);
        }
        Target::Checklists => super::checklists::show_map(model),
        Target::Visits => {
            model.screen = Screen::Visits;
            super::visits::show_part(model, super::visits::Part::Reach);
        }
        Target::Sync => {
            crate::tui::update::go(model, Screen::Sync);
            super::sync::show_owed(model);
        }
        Target::Conflicts => {
            crate::tui::update::go(model, Screen::Sync);
            super::sync::show_first(model, false);
        }
        Target::Drafts => crate::tui::unfinished::list(model),
    }
}

/// Takes a click; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    let Parted { list, gauges, .. } = parted(area);
    if gauges.is_some_and(|gauges| y == usize::from(gauges.y - area.y)) {
        if let Some(target) = gauges::gauges(model).at(x) {
            go(model, target);
        }
        return;
    }
    if y >= usize::from(list.height) {
        return;
    }
    let cells = Cells::of(&model.data, model.lang, usize::from(area.width));
    let rows = rows(&model.data, model.theme.ink(), model.lang, cells).into_iter();
    let rows: Vec<Told<Target>> = rows.map(|row| row.told).collect();
    if let Some(at) = listing::clicked(&rows, (model.today, &model.tops.today), usize::from(list.height), y) {
        if model.today == at { open(model) } else { model.today = at }
    }
}

/// Draws the screen: the list, and below it why the selected line is there.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let cells = Cells::of(&model.data, model.lang, usize::from(area.width));
    let laid = rows(&model.data, model.theme.ink(), model.lang, cells);
    let chosen = laid.iter().filter(|row| row.told.target.is_some()).nth(model.today);
    let item = chosen.and_then(|row| model.data.agenda.items.get(row.item?));
    let Parted { list, foot, gauges } = parted(area);
    if let Some(area) = gauges {
        paint::line(&gauges::gauges(model).line(), area, frame);
    }
    if let (Some(foot), Some(item)) = (foot, item) {
        paint::rule(Rect { height: 1, ..foot }, frame);
        let lines = why(item, model.lang, cells, usize::from(foot.width));
        for (line, y) in lines.into_iter().zip(foot.y.saturating_add(1)..foot.bottom()) {
            paint::line(&Line::styled(line, Theme::plain()), Rect { y, height: 1, ..foot }, frame);
        }
    }
    let told: Vec<Told<Target>> = laid.into_iter().map(|row| row.told).collect();
    listing::view(&told, (model.today, &model.tops.today), model.theme, list, frame);
}

/// The list, and what stands below it where there is room.
struct Parted {
    list: Rect,
    /// Why the selected line is there.
    foot: Option<Rect>,
    /// How many were visited, and how much of the lists is clear.
    gauges: Option<Rect>,
}

fn parted(area: Rect) -> Parted {
    if area.height < TALL {
        return Parted { list: area, foot: None, gauges: None };
    }
    let height = area.height - FOOT - 1;
    let foot = Rect { y: area.y + height, height: FOOT, ..area };
    let gauges = Rect { y: foot.bottom(), height: 1, ..area };
    Parted { list: Rect { height, ..area }, foot: Some(foot), gauges: Some(gauges) }
}

/// Why a line is there and what that rests on, whole as far as it fits.
fn why(item: &Item, lang: Lang, cells: Cells, room: usize) -> Vec<String> {
    let gaps = workdays::told(&item.gaps, lang).map(|told| format!("! {told}"));
    let title = Some(item.title.get(lang)).filter(|title| width(title) > cells.title(item));
    let parts = [
        title.unwrap_or_default().to_owned(),
        item.reason.get(lang).to_owned(),
        item.basis.get(lang).to_owned(),
        gaps.unwrap_or_default(),
    ];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    wrap_marked(&told.join(lang.pick("。", ". ")), room.saturating_sub(1))
}

fn rows(data: &Snapshot, ink: Ink, lang: Lang, cells: Cells) -> Vec<Laid> {
    let mut rows = Vec::new();
    let plain = |told: Told<Target>| Laid { told, item: None };
    let (count, pressing) = data.waiting();
    let late = data.tally().late;
    rows.push(plain(Told::heading(say!(
        lang,
        "今天该回谁的话：待答复 {count} 件，其中到期和超期 {pressing} 件；连答复过的共超期 {late} 件",
        "Who must be answered: {count} waiting, {pressing} due or late; {late} late, answered or not",
    ))));
    if data.roster.residents.is_empty() {
        let told = lang.pick(
            "还没有居民：⟦go-sync⟧ 按 ⟦import-sheet⟧ 导入花名册表格，或在 ⟦go-residents⟧ 按 ⟦new-resident⟧ 登记。",
            "Nobody is registered yet: ⟦go-sync⟧, ⟦import-sheet⟧ takes a roster in; or ⟦new-resident⟧ on ⟦go-residents⟧.",
        );
        rows.push(plain(Told::note(format!(" {}", data.keys.told(told, Place::Today, lang)))));
    }
    if data.cases.is_empty() {
        let told = lang.pick(
            "还没有登记过事项。群众提出的第一件事，按 ⟦register⟧ 登记。",
            "No issue has been registered. Press ⟦register⟧ to register the first one.",
        );
        rows.push(plain(Told::note(format!(" {}", data.keys.told(told, Place::Today, lang)))));
    } else if count == 0 {
        let told = lang.pick("提出来的事都已经答复了。", "Everybody who asked has been answered.");
        rows.push(plain(Told::note(format!(" {told}"))));
    }
    for section in Section::ALL {
        let Some(listed) = data.section(section) else { continue };
        let count = listed.count;
        if section != Section::Answers {
            rows.push(plain(Told::note(String::new())));
            rows.push(plain(Told::heading(format!("{} {count}", section.title(lang)))));
        }
        let items = listed.first.iter().filter_map(|at| Some((*at, data.agenda.items.get(*at)?)));
        rows.extend(items.map(|(at, item)| Laid {
            told:
                Told::leading(line(data, item, lang, cells), target(item)).late(item.stage == Stage::Overdue),
            item: Some(at),
        }));
        if let Some(left) = count.checked_sub(listed.first.len()).filter(|left| *left > 0) {
            rows.push(plain(Told::note(say!(lang, "   还有 {left} 件", "   {left} more"))));
        }
    }
    rows.push(plain(Told::note(String::new())));
    rows.push(plain(Told::heading(lang.pick("另外", "Also").to_owned())));
    if let Some(gaps) = workdays::told(&data.agenda.gaps, lang) {
        rows.push(plain(Told::note(format!("!{gaps}"))));
    }
    rows.extend(besides(data, ink, lang).into_iter().map(plain));
    rows
}

/// What a line leads to: the record that it is about.
fn target(item: &Item) -> Target {
    let Some(id) = item.record else { return Target::Residents };
    let is_of = |ledger: &str| id.ledger() == LedgerTag::of(ledger);
    if is_of(issues::ID) {
        Target::Issue(id)
    } else if is_of(checklists::ID) {
        Target::Check(id)
    } else if is_of(residents::ID) {
        Target::Resident(id)
    } else if is_of(projects::ID) {
        Target::Project(id)
    } else if is_of(households::ID) {
        Target::Residents
    } else {
        Target::Record(id)
    }
}

/// How much of the lists is clear, and what other laptops lack.
fn besides(data: &Snapshot, ink: Ink, lang: Lang) -> Vec<Told<Target>> {
    // What somebody left undone comes first, the gauges that are in sight anyway last.
    let mut rows = Vec::new();
    let begun = data.begun;
    if begun > 0 {
        let forms = counted(begun, "form", "forms");
        rows.push(Told::leading(
            say!(lang, "!草稿    {begun} 份没写完的表单，接着填或丢弃", "!Drafts  {forms} not finished"),
            Target::Drafts,
        ));
    }
    let conflicts = data.conflicts.len();
    if conflicts > 0 {
        rows.push(
            Told::leading(
                say!(
                    lang,
                    "!冲突    {conflicts} 处两个人写得不一样，要定下来",
                    "!Conflicts  {conflicts} to be settled"
                ),
                Target::Conflicts,
            )
            .late(true),
        );
    }
    let unexported = data.status.unexported;
    let changes = counted(unexported, "change", "changes");
    let told = match super::sync::owed(data, lang) {
        Some(whom) => say!(
            lang,
            " 未导出  {unexported} 次改动还没有给 {whom}",
            " To export  {changes} not yet for {whom}"
        ),
        None => say!(
            lang,
            " 未导出  {unexported} 次改动还没有给别的电脑",
            " To export  {changes} no other laptop has yet"
        ),
    };
    rows.push(Told::leading(told, Target::Sync));
    rows.push(gauges::clear(data, lang));
    rows.extend(gauges::visited(data, ink, lang));
    rows
}

/// What a wide screen tells of a line besides; of an issue, where it is about one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Further {
    /// Who is responsible.
    Owner,
    /// The day it is for.
    Day,
    /// How far it has come.
    Status,
}

impl Further {
    /// All of them, in the order in which they come.
    const ALL: [Self; 3] = [Self::Owner, Self::Day, Self::Status];

    /// How many cells it takes.
    fn cells(self) -> usize {
        match self {
            Self::Owner => 17,
            Self::Day | Self::Status => 13,
        }
    }

    /// How many come where a title with what follows has so many cells.
    fn come(mut left: usize) -> usize {
        let fits = |further: &&Self| {
            let fits = left > KEPT + further.cells();
            left = left.saturating_sub(further.cells() + 1);
            fits
        };
        Self::ALL.iter().take_while(fits).count()
    }

    /// What it tells.
    fn told(self, data: &Snapshot, item: &Item, lang: Lang) -> String {
        let case = || item.record.and_then(|id| data.case(id));
        match self {
            Self::Day => {
                let day = item.day;
                say!(lang, "到 {day}", "by {day}")
            }
            Self::Status => case().map_or("", |case| case.standing.status.title(lang)).to_owned(),
            Self::Owner => {
                let owner = case().map(|case| super::issues::owners(data, case)).unwrap_or_default();
                if owner.is_empty() { owner } else { say!(lang, "责任人 {owner}", "owner {owner}") }
            }
        }
    }
}

/// From how many cells on a line is told with more.
const WIDE: usize = 110;

/// The cells that a title keeps before something further comes.
const KEPT: usize = 34;

/// The cells of the columns of a line: where it is, the number with the title, who asked, and
/// why it is there.
#[derive(Debug, Clone, Copy)]
struct Cells {
    place: usize,
    titled: usize,
    who: usize,
    reason: usize,
    /// How much further is told.
    further: usize,
}

impl Cells {
    /// Shares a room out among what the lines say.
    fn of(data: &Snapshot, lang: Lang, room: usize) -> Self {
        let listed = Section::ALL.into_iter().filter_map(|section| data.section(section));
        let items = listed.flat_map(|section| &section.first).filter_map(|at| data.agenda.items.get(*at));
        let items: Vec<&Item> = items.collect();
        let wide = room >= WIDE;
        let (place, who, reason) = (8, 10, if wide { 36 } else { 21 });
        // Between them stand two marks, and a blank each.
        let room = room.saturating_sub(6);
        let left = room.saturating_sub(LEAD + place + who + reason);
        let further = if wide { Further::come(left) } else { 0 };
        let room = room.saturating_sub(Further::ALL.iter().take(further).map(|own| own.cells() + 1).sum());
        // What is to be answered comes first: it keeps its cells while it fills them.
        let titled = room.saturating_sub(place + who + reason).max(LEAD + 8);
        let longest_title =
            longest(items.iter().map(|item| format!("{}{}", lead(item), item.title.get(lang))));
        let wishes = [
            Wish::cells(place, longest(items.iter().map(|item| &item.place))),
            Wish::rest(titled, longest_title),
            Wish::cells(who, longest(items.iter().map(|item| item.who.get(lang)))),
            Wish::cells(reason, longest(items.iter().map(|item| least(item, lang, reason)))),
        ];
        let cells = share(room, &wishes);
        let of = |at: usize| cells.get(at).copied().unwrap_or(0);
        Self { place: of(0), titled: of(1), who: of(2), reason: of(3), further }
    }

    /// Those of a title.
    fn title(self, item: &Item) -> usize {
        self.titled.saturating_sub(width(&lead(item)))
    }
}

/// `! A-17  三组  路灯不亮  王桂兰  一般 超 2 天`.
fn line(data: &Snapshot, item: &Item, lang: Lang, cells: Cells) -> String {
    let mark = if item.stage == Stage::Overdue { "!" } else { " " };
    let place = fit(&item.place, cells.place);
    let title = fit(item.title.get(lang), cells.title(item));
    // The year of a day goes without saying, where the reason is too long with it.
    let whole = item.reason.get(lang);
    let told = if width(whole) > cells.reason { without_year(item, whole) } else { whole.to_owned() };
    let (who, reason) = (fit(item.who.get(lang), cells.who), short(&told, cells.reason));
    let further = Further::ALL.iter().take(cells.further);
    let further: String = further.map(|own| fit(&own.told(data, item, lang), own.cells()) + " ").collect();
    format!("{mark} {}{place} {title} {who} {further}{reason}", lead(item))
}

/// The cells of a number, with the blank behind it.
const LEAD: usize = 8;

/// The number; what has none (a greeting, a re-check) begins with its place.
fn lead(item: &Item) -> String {
    if item.number.is_empty() { String::new() } else { fit(&item.number, LEAD - 1) + " " }
}

fn without_year(item: &Item, told: &str) -> String {
    told.replacen(&format!("{}-", item.day.year()), "", 1)
}

/// What a reason has to say at the least where it does not fit into so many cells.
fn least(item: &Item, lang: Lang, room: usize) -> String {
    let whole = item.reason.get(lang);
    if width(whole) <= room { whole.to_owned() } else { bare(&without_year(item, whole)).to_owned() }
}

/// Without what stands in brackets.
fn bare(reason: &str) -> &str {
    reason.split(['（', '(']).next().unwrap_or(reason).trim_end()
}

/// The least cells in which a reason still says something before the time.
const LEAST_WHY: usize = 6;

/// A reason in so many cells; where it is too long, without what stands in brackets,
/// then with less before the time that is left, which stands last. Below the list it
/// is whole.
fn short(reason: &str, room: usize) -> String {
    let told = if width(reason) > room { bare(reason) } else { reason };
    if width(told) <= room {
        return fit(told, room);
    }
    let begins = |(at, _): &(usize, &str)| {
        let rest = told.split_at(*at).1.trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit()) || TIMES.iter().any(|word| rest.starts_with(word))
    };
    let Some((at, _)) = told.match_indices(' ').find(begins) else { return fit(told, room) };
    let (why, time) = told.split_at(at);
    let left = room.saturating_sub(width(time));
    if left < LEAST_WHY {
        fit(time.trim_start(), room)
    } else {
        fit(&format!("{}{time}", cut(why, left)), room)
    }
}

/// What the time begins with that is left or past.
const TIMES: [&str; 4] = ["剩 ", "超 ", "今天", "today"];

/// Who asked; nobody's name where it was asked anonymously.
pub(in crate::tui) fn from_of(data: &Snapshot, case: &Case, lang: Lang) -> String {
    let issue = &case.issue;
    if issue.is(issues::ANONYMOUS) {
        return lang.pick("匿名", "anonymous").to_owned();
    }
    let from = issue.text(issues::FROM);
    if from.is_empty() { data.named(issue, issues::RESIDENT) } else { from.to_owned() }
}
