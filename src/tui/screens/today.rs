//! F2: who must be answered today.

use ratatui::{Frame, layout::Rect};

use super::listing::{self, Told};
use crate::{
    domain::{calendar, checklists::Clarity, id::RecordId, issues::issues, wording::Lang},
    say,
    tui::{
        cells::{fit, width},
        model::{Model, Screen},
        snapshot::Snapshot,
    },
    workbench::steps::Case,
};

/// The most issues of one kind that are listed.
const MOST: usize = 50;

/// What a row leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// An issue, on F6.
    Issue(RecordId),
    /// F3.
    Checklists,
    /// F10.
    Sync,
}

/// What can be selected.
pub(in crate::tui) fn targets(data: &Snapshot) -> Vec<Target> {
    rows(data, Lang::Zh, 80).into_iter().filter_map(|row| row.target).collect()
}

/// The issue under the cursor.
pub(in crate::tui) fn issue(model: &Model) -> Option<RecordId> {
    match targets(&model.data).get(model.today) {
        Some(Target::Issue(id)) => Some(*id),
        Some(Target::Checklists | Target::Sync) | None => None,
    }
}

/// Opens what is selected.
pub(in crate::tui) fn open(model: &mut Model) {
    match targets(&model.data).get(model.today) {
        Some(Target::Issue(id)) => super::issues::show(model, *id),
        Some(Target::Checklists) => model.screen = Screen::Checklists,
        Some(Target::Sync) => model.screen = Screen::Sync,
        None => {}
    }
}

/// Takes a click; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, y: usize) {
    let rows = rows(&model.data, model.lang, usize::from(area.width));
    if let Some(at) = listing::clicked(&rows, model.today, usize::from(area.height), y) {
        if model.today == at { open(model) } else { model.today = at }
    }
}

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let rows = rows(&model.data, model.lang, usize::from(area.width));
    listing::view(&rows, model.today, model.theme, area, frame);
}

fn rows(data: &Snapshot, lang: Lang, room: usize) -> Vec<Told<Target>> {
    let today = data.today;
    let open = || data.cases.iter().filter(|case| !case.standing.is_closed());
    let unanswered: Vec<&Case> = open().filter(|case| !case.standing.answered).collect();
    let waiting: Vec<&Case> = open().filter(|case| case.standing.answered).collect();
    let issue = |case: &&Case| Told::leading(line(data, case, lang, room), Target::Issue(case.issue.id));
    let mut rows = Vec::new();
    let late = unanswered.iter().filter(|case| case.standing.due <= today).count();
    let count = unanswered.len();
    rows.push(Told::heading(say!(
        lang,
        "今天该回谁的话：待答复 {count} 件，其中今天到期和超期 {late} 件",
        "Who must be answered today: {count} wait for an answer, {late} of them due or late",
    )));
    if data.cases.is_empty() {
        let told = lang.pick(
            "还没有登记过事项。群众提出的第一件事，按 n 登记。",
            "No issue has been registered. Press n to register the first one.",
        );
        rows.push(Told::note(format!(" {told}")));
    } else if unanswered.is_empty() {
        let told = lang.pick("提出来的事都已经答复了。", "Everybody who asked has been answered.");
        rows.push(Told::note(format!(" {told}")));
    }
    rows.extend(unanswered.iter().take(MOST).map(issue));
    rows.extend(more(unanswered.len(), lang));
    if !waiting.is_empty() {
        let count = waiting.len();
        rows.push(Told::note(String::new()));
        rows.push(Told::heading(say!(
            lang,
            "答复过，还等着结果：{count} 件",
            "Answered, still waiting for a result: {count}"
        )));
        rows.extend(waiting.iter().take(MOST).map(issue));
        rows.extend(more(waiting.len(), lang));
    }
    rows.push(Told::note(String::new()));
    rows.push(Told::heading(lang.pick("另外", "Besides").to_owned()));
    rows.push(Told::leading(gauge(data, lang), Target::Checklists));
    let unexported = data.status.unexported;
    rows.push(Told::leading(
        say!(
            lang,
            " 未导出  {unexported} 次改动还没有给别的电脑",
            " To export  {unexported} changes no other laptop has yet"
        ),
        Target::Sync,
    ));
    let conflicts = data.conflicts.len();
    if conflicts > 0 {
        rows.push(Told::leading(
            say!(
                lang,
                "!冲突    {conflicts} 处两个人写得不一样，要定下来",
                "!Conflicts  {conflicts} to be settled"
            ),
            Target::Sync,
        ));
    }
    rows
}

/// The sentence that stands for what is not listed.
fn more(count: usize, lang: Lang) -> Option<Told<Target>> {
    let left = count.checked_sub(MOST).filter(|left| *left > 0)?;
    Some(Told::note(say!(lang, "   还有 {left} 件，F6 看全部", "   {left} more on F6")))
}

/// `! A-17  三组  路灯不亮  王桂兰  超 2 天`.
fn line(data: &Snapshot, case: &Case, lang: Lang, room: usize) -> String {
    let (issue, standing) = (&case.issue, &case.standing);
    let mark = if standing.contested || standing.is_overdue(data.today) { "!" } else { " " };
    let distance = calendar::distance(standing.due, data.today, lang);
    let tail = if standing.contested {
        say!(lang, "{distance} 有争议", "{distance}, contested")
    } else {
        distance
    };
    let from = from_of(data, case, lang);
    let fixed = 2 + 8 + 9 + 11 + 16;
    let title = fit(issue.text(issues::TITLE), room.saturating_sub(fixed + 2).max(8));
    let number = fit(issue.text(issues::NUMBER), 7);
    let place = fit(&data.named(issue, issues::NEIGHBOURHOOD), 8);
    format!("{mark} {number} {place} {title} {} {}", fit(&from, 10), fit(&tail, width(&tail).max(15)))
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

/// One line on how much of the three lists is clear.
fn gauge(data: &Snapshot, lang: Lang) -> String {
    let mut text = format!(" {}  ", lang.pick("三清", "Checklists"));
    for list in Clarity::ALL {
        let of_list = || data.shares.iter().filter(|((_, of), _)| *of == list).map(|(_, share)| share);
        let clear: usize = of_list().map(|share| share.clear).sum();
        let items: usize = of_list().map(|share| share.items).sum();
        text.extend(["  ", list.title(lang), &format!(" {clear}/{items}")]);
    }
    text
}
