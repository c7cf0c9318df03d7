//! F9: what to tell those above, and the people.

mod figures;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    checklists, issues,
    listing::{self, Told},
    projects,
};
use crate::{
    domain::{
        bulletins::{Printing, bulletins as own},
        checklists::Clarity,
        id::RecordId,
        projects::Progress,
        wording::Lang,
    },
    exchange::reports::Subject,
    say,
    tui::{
        able::Able,
        cells::{fit, one_line},
        event::{Effect, Paperwork},
        form::Form,
        keys::Place,
        model::{Model, Popup, Screen},
        paint,
        pictures::bar,
        snapshot::Snapshot,
        theme::Ink,
    },
    workbench::printing::Issue,
};

pub(in crate::tui) use figures::Figure;

/// Cells of a bulletin's number.
const NUMBER: usize = 12;

/// What a row leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// A bulletin, by its place.
    Bulletin(usize),
    /// Issues: those without a result, or those with one.
    Issues(issues::Filter),
    /// Help projects.
    Projects,
    /// The checklists.
    Checklists,
    /// F5.
    Visits,
    /// The issues that a figure counts.
    Figure(Figure),
}

/// What can be selected.
pub(in crate::tui) fn targets(data: &Snapshot) -> Vec<Target> {
    rows(data, Ink::Ascii, Lang::Zh, (80, false)).into_iter().filter_map(|row| row.target).collect()
}

/// The bulletin under the cursor.
pub(in crate::tui) fn selected(model: &Model) -> Option<&(Issue, Vec<String>)> {
    match targets(&model.data).get(model.bulletins) {
        Some(Target::Bulletin(at)) => model.data.bulletins.get(*at),
        Some(
            Target::Issues(_) | Target::Projects | Target::Checklists | Target::Visits | Target::Figure(_),
        )
        | None => None,
    }
}

/// Asks for a report, this one unless another is chosen.
pub(in crate::tui) fn report(model: &mut Model, subject: Subject) {
    let form = Form::report(&model.data, subject, model.lang);
    model.open_form(form);
}

/// Asks for the report that belongs to the screen.
pub(in crate::tui) fn report_here(model: &mut Model) {
    report(model, if model.screen == Screen::Visits { Subject::Coverage } else { Subject::Monthly });
}

/// What is done with a bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Doing {
    Begin,
    Edit,
    Review,
    Sign,
    Archive,
    Print,
}

/// Whether something can be done with the bulletin under the cursor.
pub(in crate::tui) fn able(model: &Model, doing: Doing) -> Able {
    if doing == Doing::Begin {
        return Able::Yes;
    }
    let Some((issue, _)) = selected(model) else { return Able::Hidden };
    let (printing, lang) = (issue.printed.printing, model.lang);
    let signed = printing >= Printing::Signed;
    match doing {
        Doing::Edit | Doing::Sign if signed => Able::Hidden,
        Doing::Review if printing != Printing::Draft => Able::Hidden,
        Doing::Archive if printing != Printing::Signed => Able::Hidden,
        Doing::Review if issue.bulletin.by == model.data.member => {
            Able::No(lang.pick("另一人审", "by another"))
        }
        Doing::Sign if !model.data.leads => Able::No(lang.pick("由组长", "by a lead")),
        Doing::Sign if printing == Printing::Draft => Able::No(lang.pick("先审核", "review first")),
        Doing::Begin | Doing::Edit | Doing::Review | Doing::Sign | Doing::Archive | Doing::Print => Able::Yes,
    }
}

/// Does something with the bulletin under the cursor, or begins one.
pub(in crate::tui) fn act(model: &mut Model, doing: Doing) -> Vec<Effect> {
    let lang = model.lang;
    if doing == Doing::Begin {
        let form = Form::bulletin(&model.data, lang);
        model.open_form(form);
        return Vec::new();
    }
    let Some((issue, _)) = selected(model) else {
        let told = lang.pick(
            "先选一期简报，或按 ⟦new-bulletin⟧ 新编",
            "select a bulletin first, or begin one with ⟦new-bulletin⟧",
        );
        model.notice = Some(told.to_owned());
        return Vec::new();
    };
    let (id, title) = (issue.bulletin.id, issue.bulletin.text(own::TITLE).to_owned());
    match doing {
        Doing::Begin => {}
        Doing::Edit => {
            let form = Form::edit(&model.data, &issue.bulletin, None, lang);
            model.open_form(form);
        }
        Doing::Review => model.open_form(Form::review(id, &title, lang)),
        Doing::Print => model.open_form(Form::print(id, &title, lang)),
        Doing::Sign => {
            let sentence = say!(
                lang,
                "签发“{title}”？签发后编号，文本不再改。",
                "Sign \"{title}\"? It gets its number, and its text is not changed any more."
            );
            let effect = Effect::Paper(Paperwork::Sign(id), Vec::new());
            model.popups.push(Popup::Question { sentence, effect });
        }
        Doing::Archive => return vec![Effect::Paper(Paperwork::Archive(id), Vec::new())],
    }
    Vec::new()
}

/// Selects a bulletin that something was done about.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    let at = model.data.bulletins.iter().position(|(issue, _)| issue.bulletin.id == id);
    let Some(at) = at else { return };
    if let Some(row) = targets(&model.data).iter().position(|target| *target == Target::Bulletin(at)) {
        model.bulletins = row;
    }
}

/// Shows a bulletin as it is printed, or goes to the records of a figure.
pub(in crate::tui) fn open(model: &mut Model) {
    match targets(&model.data).get(model.bulletins) {
        Some(Target::Bulletin(at)) => {
            if let Some((issue, lines)) = model.data.bulletins.get(*at) {
                let title = one_line(issue.bulletin.text(own::TITLE));
                model.popups.push(Popup::Reading { title, lines: lines.clone(), top: 0 });
            }
        }
        Some(Target::Issues(filter)) => {
            model.screen = Screen::Issues;
            model.issues.filter = *filter;
            issues::sort_out(model);
        }
        Some(Target::Projects) => projects::show(model),
        Some(Target::Checklists) => {
            model.screen = Screen::Checklists;
            checklists::sort_out(model);
        }
        Some(Target::Visits) => model.screen = Screen::Visits,
        Some(Target::Figure(figure)) => {
            let figure = *figure;
            figures::open(model, figure);
        }
        None => {}
    }
}

/// Takes a click; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, y: usize) {
    let list = list_area(model, area);
    let rows = rows(&model.data, model.theme.ink(), model.lang, (usize::from(list.width), !model.is_wide()));
    if let Some(at) = listing::clicked(&rows, model.bulletins, usize::from(list.height), y) {
        if model.bulletins == at { open(model) } else { model.bulletins = at }
    }
}

fn list_area(model: &Model, area: Rect) -> Rect {
    let width = if model.is_wide() { area.width.saturating_sub(60) } else { area.width };
    Rect { width, ..area }
}

/// Draws the screen: bulletins and figures, beside them the page of the selected one.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let list = list_area(model, area);
    let rows = rows(&model.data, model.theme.ink(), model.lang, (usize::from(list.width), !model.is_wide()));
    listing::view(&rows, model.bulletins, model.theme, list, frame);
    if model.is_wide() {
        let right = Rect { x: list.right(), width: area.width - list.width, ..area };
        paint::divider(right, frame);
        if let Some((_, page)) = selected(model) {
            let lines = page.iter().map(|line| Line::raw(line.clone())).collect();
            paint::lines(lines, 0, paint::after_divider(right), frame);
        } else {
            figures::beside(model, paint::after_divider(right), frame);
        }
    }
}

/// The rows of the list; where it stands alone, with the columns that else stand beside it.
fn rows(data: &Snapshot, ink: Ink, lang: Lang, (room, is_alone): (usize, bool)) -> Vec<Told<Target>> {
    let mut rows = vec![Told::heading(lang.pick("简报", "Bulletins").to_owned())];
    for (at, (issue, _)) in data.bulletins.iter().enumerate() {
        rows.push(Told::leading(line(issue, lang, room), Target::Bulletin(at)));
    }
    if data.bulletins.is_empty() {
        let told = lang.pick(
            "还没有简报。按 ⟦new-bulletin⟧ 新编一期：五段由已登记的内容成稿，不用另填。",
            "No bulletin yet. Press ⟦new-bulletin⟧: five sections are drafted from what is written down.",
        );
        rows.extend(Told::notes(" ", &data.keys.told(told, Place::Bulletins, lang), room));
    }
    rows.push(Told::note(String::new()));
    let figures = lang.pick("数字（⟦open⟧ 看是哪些）", "Figures (⟦open⟧ opens them)");
    rows.push(Told::heading(data.keys.told(figures, Place::Bulletins, lang)));
    // What was merged into another is counted with that.
    let own = || data.cases.iter().filter(|case| case.standing.merged_into.is_none());
    let open = own().filter(|case| !case.standing.is_closed());
    let (answered, waiting): (Vec<_>, Vec<_>) = open.partition(|case| case.standing.answered);
    let all = own().count();
    let closed = all - answered.len() - waiting.len();
    let projects = |is: fn(Progress) -> bool| data.projects.iter().filter(|one| is(one.progress)).count();
    let (in_hand, done) = (projects(|it| !it.is_over()), projects(|it| it == Progress::Done));
    let issues = |filter| Target::Issues(filter);
    let figures = [
        (lang.pick("事项待答复", "unanswered"), waiting.len(), all, issues(issues::Filter::Open)),
        (lang.pick("等着结果", "answered"), answered.len(), all, issues(issues::Filter::Open)),
        (lang.pick("已有结果", "closed"), closed, all, issues(issues::Filter::Closed)),
        (lang.pick("项目在办", "in work"), in_hand, data.projects.len(), Target::Projects),
        (lang.pick("项目办成", "done"), done, data.projects.len(), Target::Projects),
    ];
    let room_for_bar = room.saturating_sub(26).clamp(4, 30);
    for (title, count, of, target) in figures {
        rows.push(Told::drawn(part(title, lang, (count, of), room_for_bar, ink), target));
    }
    for list in Clarity::ALL {
        let own = || data.shares.iter().filter(|((_, of), _)| *of == list).map(|(_, share)| share);
        let (clear, items) = (own().map(|share| share.clear).sum(), own().map(|share| share.items).sum());
        let drawn = part(list.title(lang), lang, (clear, items), room_for_bar, ink);
        rows.push(Told::drawn(drawn, Target::Checklists));
    }
    rows.extend(figures::rows(data, ink, lang, (room, is_alone)));
    rows
}

/// `2026年第3期  已签发  十一月工作`.
fn line(issue: &Issue, lang: Lang, room: usize) -> String {
    let number = issue.number(lang).unwrap_or_default();
    let mut stage = issue.printed.printing.title(lang).to_owned();
    if issue.is_doubled || issue.printed.changed_since {
        stage.insert_str(0, "! ");
    }
    let title = issue.bulletin.text(own::TITLE);
    let line = format!(" {} {} {title}", fit(&number, NUMBER), fit(&stage, 10));
    fit(&line, room.saturating_sub(1))
}

/// A count as a part of its whole: `已有结果   12 ████░░░░`.
fn part(title: &str, lang: Lang, (count, of): (usize, usize), room: usize, ink: Ink) -> Vec<Span<'static>> {
    let cells = if lang == Lang::Zh { 14 } else { 18 };
    let mut parts = vec![Span::raw(format!(" {} {count:>5}  ", fit(title, cells)))];
    parts.extend(bar::gauge(count, of, room, ink));
    parts
}

/// What the figures of the month are asked for by, once while F9 is looked at.
pub(in crate::tui) fn asks(model: &mut Model) -> Option<Effect> {
    let is_wanted = model.screen == Screen::Bulletins && !model.data.is_outline && model.data.month.is_none();
    (is_wanted && !std::mem::replace(&mut model.counting, true)).then_some(Effect::CountMonth)
}
