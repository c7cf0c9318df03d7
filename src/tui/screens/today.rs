//! F2: who must be answered today, and what else the day asks for.

mod gauges;
mod found;
mod line;

use ratatui::{Frame, layout::Rect, text};

use self::{
    found::{found, lines, listed},
    line::Cells,
};
use super::listing::{self, Told};
use crate::{
    domain::{
        checklists,
        id::{LedgerTag, RecordId},
        issues::issues,
        projects::projects,
        roster::{households, residents},
        wording::{Lang, counted},
        workdays,
    },
    say,
    tui::{
        cells::{width, wrap_marked},
        keys::Place,
        model::{Model, Screen},
        paint,
        snapshot::Snapshot,
        theme::{Ink, Theme},
    },
    workbench::{
        agenda::{Item, Section},
        steps::Case,
    },
};

pub(in crate::tui) use found::{Line, sort_out, widen};

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
pub(in crate::tui) fn targets(model: &Model) -> Vec<Target> {
    let (data, narrow) = (&model.data, &model.narrowed.today);
    let listed = Section::ALL.into_iter().flat_map(|section| listed(model, section).1);
    let items = listed.filter_map(|at| data.agenda.items.get(at));
    let besides = besides(data, Ink::Ascii, Lang::Zh).into_iter().enumerate();
    let besides = besides.filter(|(at, _)| narrow.keeps(Line::Beside(*at))).filter_map(|(_, row)| row.target);
    items.map(target).chain(besides).collect()
}

/// The issue under the cursor.
pub(in crate::tui) fn issue(model: &Model) -> Option<RecordId> {
    match targets(model).get(model.today) {
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
    let found = targets(model).get(model.today).copied();
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
            model.visits.narrow.clear();
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
    let rows = rows(model, cells).into_iter();
    let rows: Vec<Told<Target>> = rows.map(|row| row.told).collect();
    if let Some(at) = listing::clicked(&rows, (model.today, &model.tops.today), usize::from(list.height), y) {
        if model.today == at { open(model) } else { model.today = at }
    }
}

/// Draws the screen: the list, and below it why the selected line is there.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let cells = Cells::of(&model.data, model.lang, usize::from(area.width));
    let laid = rows(model, cells);
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
            paint::line(&text::Line::styled(line, Theme::plain()), Rect { y, height: 1, ..foot }, frame);
        }
    }
    let told: Vec<Told<Target>> = laid.into_iter().map(|row| row.told).collect();
    let (place, query) = ((model.today, &model.tops.today), model.narrowed.today.search.query());
    listing::view_found(&told, place, &query, (model.theme, model.lang), list, frame);
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

fn rows(model: &Model, cells: Cells) -> Vec<Laid> {
    let (data, ink, lang) = (&model.data, model.theme.ink(), model.lang);
    if model.narrowed.today.is_on() {
        return found(model, cells);
    }
    let mut rows = Vec::new();
    let plain = |told: Told<Target>| Laid { told, item: None };
    let (count, pressing) = data.waiting();
    let late = data.tally().late_answered;
    let mut head = say!(
        lang,
        "今天该回谁的话：待答复 {count} 件，其中到期和超期 {pressing} 件",
        "Who must be answered: {count} waiting, {pressing} due or late",
    );
    if late > 0 {
        head += &say!(lang, "；答复过、等结果的超期 {late} 件", "; {late} answered and late for a result");
    }
    rows.push(plain(Told::heading(head)));
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
        let (count, first) = listed(model, section);
        if count == 0 {
            continue;
        }
        if section != Section::Answers {
            rows.push(plain(Told::note(String::new())));
            rows.push(plain(Told::heading(format!("{} {count}", section.title(lang)))));
        }
        rows.extend(lines(model, (count, first), cells));
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

/// Who asked; nobody's name where it was asked anonymously.
pub(in crate::tui) fn from_of(data: &Snapshot, case: &Case, lang: Lang) -> String {
    let issue = &case.issue;
    if issue.is(issues::ANONYMOUS) {
        return lang.pick("匿名", "anonymous").to_owned();
    }
    let from = issue.text(issues::FROM);
    if from.is_empty() { data.named(issue, issues::RESIDENT) } else { from.to_owned() }
}
