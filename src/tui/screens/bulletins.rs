//! F9: what to tell those above, and the people.

mod counted;
mod figures;

use ratatui::{Frame, layout::Rect, text::Span};

use super::{
    listing::{self, Told},
    pane::{self, Pane},
};
use crate::{
    domain::{
        bulletins::{Printing, bulletins as own},
        checklists::Clarity,
        id::RecordId,
        projects::Progress,
        wording::{Lang, Wording},
    },
    exchange::reports::Subject,
    say,
    tui::{
        able::Able,
        cells::{fit, one_line, told_apart},
        event::{Effect, Paperwork},
        form::Form,
        keys::Place,
        model::{Model, Popup, Screen},
        narrowing, paint,
        pictures::bar,
        rooms::{Wish, longest, share},
        snapshot::Snapshot,
        theme::Ink,
    },
    workbench::printing::Issue,
};

pub(in crate::tui) use counted::{Figure, show_called};

/// The cells that a bulletin's title keeps.
const TITLE: usize = 12;

/// So many cells show the whole of a row.
const WHOLE: usize = 300;

/// Cells of what stands beside the list, its rule among them.
const BESIDE: u16 = 60;

/// What a row leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// A bulletin, by its place.
    Bulletin(usize),
    /// The records that a figure counts.
    Figure(Figure),
}

/// Figures that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Chapter {
    /// What the group has in hand.
    Held,
    /// The figures of the month.
    Month,
    /// Issues by month.
    Trend,
    /// How long issues have waited.
    Ages,
    /// Hot topics.
    Spots,
    /// Whom visits were owed to.
    Visits,
}

impl Chapter {
    pub(in crate::tui) const ALL: [Self; 6] =
        [Self::Held, Self::Month, Self::Trend, Self::Ages, Self::Spots, Self::Visits];

    /// What it is called.
    pub(in crate::tui) const fn title(self) -> Wording {
        match self {
            Self::Held => Wording::new("事项和项目的数字", "Issues and projects in figures"),
            Self::Month => Wording::new("月报数字", "The month in figures"),
            Self::Trend => Wording::new("逐月趋势", "The trend by month"),
            Self::Ages => Wording::new("未了结时长", "How long issues are open"),
            Self::Spots => Wording::new("热点", "Hot topics"),
            Self::Visits => Wording::new("六访数字", "Visits in figures"),
        }
    }

    fn has(self, figure: Figure) -> bool {
        match figure {
            Figure::Unanswered
            | Figure::Answered
            | Figure::Ended
            | Figure::InHand
            | Figure::Finished
            | Figure::Clear(_) => self == Self::Held,
            Figure::Flow(_) => self == Self::Month,
            Figure::Month(_) => self == Self::Trend,
            Figure::Age(_) => self == Self::Ages,
            Figure::Spot(_) => self == Self::Spots,
            Figure::Visits(_) => self == Self::Visits,
        }
    }
}

/// Selects the first figure of a chapter.
pub(in crate::tui) fn show_chapter(model: &mut Model, chapter: Chapter) {
    let is_first = |target: &Target| matches!(target, Target::Figure(figure) if chapter.has(*figure));
    model.narrowed.bulletins.clear();
    model.bulletins = targets(model).iter().position(is_first).unwrap_or(model.bulletins);
}

/// What can be selected.
pub(in crate::tui) fn targets(model: &Model) -> Vec<Target> {
    let all = rows(&model.data, Ink::Ascii, Lang::Zh, (80, false)).into_iter();
    let all = all.filter_map(|row| row.target).enumerate();
    all.filter(|(at, _)| model.narrowed.bulletins.keeps(*at)).map(|(_, target)| target).collect()
}

/// Works out what is listed for what is typed, and keeps the selection in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let mut narrow = std::mem::take(&mut model.narrowed.bulletins);
    narrow.settle(|| {
        let all = rows(&model.data, Ink::Ascii, model.lang, (WHOLE, false)).into_iter();
        all.filter(|row| row.target.is_some()).map(|row| row.text).enumerate().collect()
    });
    model.narrowed.bulletins = narrow;
    model.bulletins = model.bulletins.min(targets(model).len().saturating_sub(1));
}

/// Lists everything again, the same row selected.
pub(in crate::tui) fn widen(model: &mut Model) {
    let before = targets(model).get(model.bulletins).copied();
    model.narrowed.bulletins.clear();
    let still = targets(model).iter().position(|target| Some(*target) == before);
    model.bulletins = still.unwrap_or(0);
}

/// The rows that are listed, in a list of a width.
fn listed(model: &Model, list: Rect) -> Vec<Told<Target>> {
    let width = usize::from(list.width);
    let all = rows(&model.data, model.theme.ink(), model.lang, (width, !model.is_wide()));
    let narrow = &model.narrowed.bulletins;
    if !narrow.is_on() {
        return all;
    }
    let mut places = 0..;
    let found = listing::only(all, |_| places.next().is_some_and(|at| narrow.keeps(at)));
    if found.is_empty() { narrowing::nothing(model, width) } else { found }
}

/// The bulletin under the cursor.
pub(in crate::tui) fn selected(model: &Model) -> Option<&(Issue, Vec<String>)> {
    match targets(model).get(model.bulletins) {
        Some(Target::Bulletin(at)) => model.data.bulletins.get(*at),
        Some(Target::Figure(_)) | None => None,
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
    if let Able::No(why) = able(model, doing) {
        // Nothing is asked that is refused afterwards.
        model.notice = Some(say!(lang, "“{title}”还不能这样办：{why}", "\"{title}\": not yet: {why}"));
        return Vec::new();
    }
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
    let place = |model: &Model| targets(model).iter().position(|target| *target == Target::Bulletin(at));
    if place(model).is_none() {
        // A search that hides it is over.
        model.narrowed.bulletins.clear();
    }
    model.bulletins = place(model).unwrap_or(model.bulletins);
}

/// Shows a bulletin as it is printed, or lists the records of a figure.
pub(in crate::tui) fn open(model: &mut Model) {
    match targets(model).get(model.bulletins) {
        Some(Target::Bulletin(at)) => {
            if let Some((issue, lines)) = model.data.bulletins.get(*at) {
                let title = one_line(issue.bulletin.text(own::TITLE));
                model.popups.push(Popup::Reading { title, lines: lines.clone(), top: 0 });
            }
        }
        Some(Target::Figure(figure)) => {
            let figure = *figure;
            counted::open(model, figure);
        }
        None => {}
    }
}

/// Takes a click; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    let list = list_area(model, area);
    if x >= list.right() {
        return;
    }
    let rows = listed(model, list);
    if let Some(at) =
        listing::clicked(&rows, (model.bulletins, &model.tops.bulletins), usize::from(list.height), y)
    {
        if model.bulletins == at { open(model) } else { model.bulletins = at }
    }
}

/// The list; a cell is free between it and the rule beside it.
fn list_area(model: &Model, area: Rect) -> Rect {
    let width = if model.is_wide() { area.width.saturating_sub(BESIDE + 1) } else { area.width };
    Rect { width, ..area }
}

/// Draws the screen: bulletins and figures, beside them the page of the selected one.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let list = list_area(model, area);
    let rows = listed(model, list);
    let (place, query) = ((model.bulletins, &model.tops.bulletins), model.narrowed.bulletins.search.query());
    listing::view_found(&rows, place, &query, (model.theme, model.lang), list, frame);
    if let Some(right) = right(model, area) {
        paint::divider(right, frame);
        match beside(model, area) {
            Some(pane) => pane::view(model, pane, frame),
            None => figures::beside(model, paint::after_divider(right), frame),
        }
    }
}

/// The page of the bulletin that is selected, beside the list.
pub(in crate::tui) fn beside(model: &Model, area: Rect) -> Option<Pane> {
    let right = right(model, area)?;
    let (_, page) = selected(model)?;
    let lines = page.iter().map(|line| paint::printed(line)).collect();
    Some(Pane { area: paint::after_divider(right), lines })
}

/// What is left at the right of the list, the rule among it.
fn right(model: &Model, area: Rect) -> Option<Rect> {
    let list = list_area(model, area);
    model.is_wide().then(|| pane::right_of(list.width + 1, 0, area))
}

/// The rows of the list; where it stands alone, with the columns that else stand beside it.
fn rows(data: &Snapshot, ink: Ink, lang: Lang, (room, is_alone): (usize, bool)) -> Vec<Told<Target>> {
    let mut rows = vec![Told::heading(lang.pick("简报", "Bulletins").to_owned())];
    rows.extend(
        lines(data, lang, room)
            .into_iter()
            .enumerate()
            .map(|(at, line)| Told::leading(line, Target::Bulletin(at))),
    );
    if data.bulletins.is_empty() {
        let told = lang.pick(
            "还没有简报。按 ⟦new-bulletin⟧ 新编一期：五段由已登记的内容成稿，不用另填。",
            "No bulletin yet. Press ⟦new-bulletin⟧: five sections are drafted from what is written down.",
        );
        rows.extend(Told::notes(" ", &data.keys.told(told, Place::Bulletins, lang), room));
    }
    rows.push(Told::note(String::new()));
    let figures = lang.pick("数字：其中/全部（⟦open⟧ 看是哪些）", "Figures: these/all (⟦open⟧ opens them)");
    rows.push(Told::heading(data.keys.told(figures, Place::Bulletins, lang)));
    let standing = data.trends.standing;
    let all = standing.all();
    let projects = |is: fn(Progress) -> bool| data.projects.iter().filter(|one| is(one.progress)).count();
    let (in_hand, done) = (projects(|it| !it.is_over()), projects(|it| it == Progress::Done));
    let figures = [
        (Figure::Unanswered, standing.waiting, all),
        (Figure::Answered, standing.answered, all),
        (Figure::Ended, standing.closed, all),
        (Figure::InHand, in_hand, data.projects.len()),
        (Figure::Finished, done, data.projects.len()),
    ];
    let room_for_bar = room.saturating_sub(title_room(lang) + 12).clamp(4, 30);
    let has = Has::of(data);
    if !has.all() {
        rows.extend(Told::notes(" ", &data.keys.told(has.told(lang), Place::Bulletins, lang), room));
    }
    // Nothing is counted where there is nothing.
    for (figure, count, of) in figures.into_iter().filter(|(.., of)| *of > 0) {
        let title = counted::title(data, figure, lang);
        rows.push(Told::drawn(part(&title, lang, (count, of), room_for_bar, ink), Target::Figure(figure)));
    }
    for list in Clarity::ALL.into_iter().filter(|_| !data.shares.is_empty()) {
        let own = || data.shares.iter().filter(|((_, of), _)| *of == list).map(|(_, share)| share);
        let (clear, items) = (own().map(|share| share.clear).sum(), own().map(|share| share.items).sum());
        let drawn = part(list.title(lang), lang, (clear, items), room_for_bar, ink);
        rows.push(Told::drawn(drawn, Target::Figure(Figure::Clear(list))));
    }
    rows.extend(figures::rows(data, ink, lang, (room, is_alone)));
    rows
}

/// What there is to be counted.
#[derive(Debug, Clone, Copy)]
struct Has {
    issues: bool,
    called: bool,
}

impl Has {
    fn of(data: &Snapshot) -> Self {
        Self { issues: !data.cases.is_empty(), called: !data.field.coverage.called.is_empty() }
    }

    fn all(self) -> bool {
        self.issues && self.called
    }

    /// What is to be entered first, and the key for it.
    fn told(self, lang: Lang) -> &'static str {
        match (self.issues, self.called) {
            (false, false) => lang.pick(
                "还没有数字：登记了事项（⟦go-issues⟧ 按 ⟦register⟧）、有了走访名单（⟦go-residents⟧ 的卡片填“走访缘由”），这里就数出来。",
                "No figures yet: they come with issues (⟦go-issues⟧, ⟦register⟧) and with whom to visit (the cards of ⟦go-residents⟧ say why).",
            ),
            (false, true) => lang.pick(
                "事项的数字还没有：登记了第一件（⟦go-issues⟧ 按 ⟦register⟧），这里就数出来。",
                "No figures of issues yet: they come with the first one (⟦go-issues⟧, ⟦register⟧).",
            ),
            (true, _) => lang.pick(
                "六访的数字还没有：⟦go-residents⟧ 的卡片填“走访缘由”和依据，就列进走访名单。",
                "No figures of visits yet: whom to visit is said on the cards of ⟦go-residents⟧.",
            ),
        }
    }
}

/// `2026年第3期  已签发  十一月工作`, each of the bulletins; where a title has no room, what
/// tells it from others stays.
fn lines(data: &Snapshot, lang: Lang, room: usize) -> Vec<String> {
    let stage = |issue: &Issue| {
        let mark = if issue.is_doubled || issue.printed.changed_since { "! " } else { "" };
        format!("{mark}{}", issue.printed.printing.title(lang))
    };
    let columns = data.bulletins.iter().map(|(issue, _)| {
        [issue.number(lang).unwrap_or_default(), stage(issue), one_line(issue.bulletin.text(own::TITLE))]
    });
    let columns: Vec<[String; 3]> = columns.collect();
    let column = |at: usize| columns.iter().filter_map(move |row| row.get(at));
    let titles: Vec<&str> = column(2).map(String::as_str).collect();
    let whole = |at: usize| Wish::all_of(longest(column(at)), longest(column(at)));
    let wishes = [whole(0), whole(1), Wish::rest(TITLE, longest(&titles))];
    // A blank before each that is there, and the mark of the list.
    let cells = share(room.saturating_sub(4), &wishes);
    let cell = |at: usize| cells.get(at).copied().unwrap_or(0);
    let titles = told_apart(&titles, cell(2));
    let told = columns.iter().zip(titles).map(|(row, title)| {
        let before = row.iter().zip(&cells).take(2).filter(|(_, cells)| **cells > 0);
        let told = before.map(|(text, cells)| format!(" {}", fit(text, *cells))).chain([format!(" {title}")]);
        told.collect::<Vec<_>>().concat()
    });
    told.collect()
}

/// The cells of what such a count is called.
fn title_room(lang: Lang) -> usize {
    if lang == Lang::Zh { 14 } else { 20 }
}

/// A count and its whole: `已有结果   12/39 ████░░░░`.
fn part(title: &str, lang: Lang, (count, of): (usize, usize), room: usize, ink: Ink) -> Vec<Span<'static>> {
    let cells = title_room(lang);
    let of_all = format!("{count}/{of}");
    let mut parts = vec![Span::raw(format!(" {} {of_all:>7}  ", fit(title, cells)))];
    parts.extend(bar::gauge(count, of, room, ink));
    parts
}

/// What the figures of the month are asked for by, once while F9 is looked at.
pub(in crate::tui) fn asks(model: &mut Model) -> Option<Effect> {
    let is_wanted = model.screen == Screen::Bulletins && !model.data.is_outline && model.data.month.is_none();
    (is_wanted && !std::mem::replace(&mut model.counting, true)).then_some(Effect::CountMonth)
}
