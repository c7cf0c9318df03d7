//! One issue with everything that was done about it.

use ratatui::text::Line;

use super::together;

use crate::{
    domain::{
        calendar, deadlines,
        field::{Field, Kind, Tag},
        issues::{issues, steps},
        privacy, procedure,
        row::Row,
        standing::{self, Step, StepKind},
        wording::Lang,
    },
    say,
    tui::{
        cells::{self, fit, wrap},
        model::Model,
        screens::today::from_of,
        snapshot::Snapshot,
        theme::Theme,
    },
    workbench::steps::Case,
};

/// The longest label of a line.
const LABEL: usize = 8;

/// The least cells that words beside a label are given.
const LEAST: usize = 12;

/// The last day for the result and how far it lies; before it what ends first, by its own name
/// and its own moment, where that is another term.
fn terms(model: &Model, case: &Case) -> Vec<String> {
    let (lang, today) = (model.lang, model.data.today);
    let (running, due) = (&case.standing.running, case.standing.due);
    let is_over = case.standing.is_closed() || case.standing.merged_into.is_some();
    let contact = running.contact.as_ref().filter(|clock| !is_over && running.pressing() == Some(*clock));
    let Some(contact) = contact else {
        let distance = if is_over { String::new() } else { running.distance(today, lang) };
        let told = say!(lang, "结果期限 {due}  {distance}", "result due {due}  {distance}");
        return vec![told.trim_end().to_owned()];
    };
    let title = contact.term.title();
    let (title, distance) = (title.get(lang), running.distance(today, lang));
    let until = contact.at.map_or_else(|| contact.day.to_string(), calendar::minute);
    let result = running.result.as_ref().and_then(|clock| clock.at);
    let rest = result.map_or_else(
        || calendar::distance(due, today, lang),
        |at| deadlines::hours_left(at, model.data.now, lang),
    );
    vec![
        say!(lang, "{title} {until} 前  {distance}", "{title} by {until}  {distance}"),
        say!(lang, "结果期限 {due}  {rest}", "result due {due}  {rest}"),
    ]
}

/// Who raised it, how he is reached, and whether he wants to be named; none where nobody is told.
fn raised_by(model: &Model, case: &Case) -> Option<String> {
    let (data, lang, issue) = (&model.data, model.lang, &case.issue);
    let from = from_of(data, case, lang);
    let full = model.unmasked.as_ref().filter(|(id, _)| *id == issue.id);
    let full = full.and_then(|(_, values)| values.iter().find(|(tag, _)| *tag == issues::PHONE));
    let phone = match full {
        Some((_, phone)) => phone.clone(),
        None if issue.is(issues::ANONYMOUS) => String::new(),
        None => shown(data, issue, issues::PHONE, lang),
    };
    let anonymous =
        if issue.is(issues::ANONYMOUS) { lang.pick("是", "yes") } else { lang.pick("否", "no") };
    // Whoever gave no number leaves no gap.
    let phone = if phone.is_empty() { phone } else { phone + "  " };
    let told =
        say!(lang, "反映人  {from}  {phone}匿名 {anonymous}", "From  {from}  {phone}anonymous {anonymous}");
    (!from.is_empty()).then_some(told)
}

/// The issue, its words, and the timeline of its steps.
pub(super) fn lines(model: &Model, case: &Case, width: usize) -> Vec<Line<'static>> {
    laid(model, case, width).0
}

/// The line that each step begins with, the registration before them, and that behind the last.
pub(super) fn steps_at(model: &Model, case: &Case, width: usize) -> Vec<usize> {
    laid(model, case, width).1
}

fn laid(model: &Model, case: &Case, width: usize) -> (Vec<Line<'static>>, Vec<usize>) {
    let (data, lang) = (&model.data, model.lang);
    let issue = &case.issue;
    let mut lines = Vec::new();
    let mut tell = |text: &str, strong: bool| {
        let style = if strong { Theme::strong() } else { Theme::plain() };
        lines.extend(hanging(text, width).into_iter().map(|line| Line::styled(line, style)));
        lines.len()
    };
    tell(&format!("{}  {}", issue.text(issues::NUMBER), issue.text(issues::TITLE)), true);
    let place = data.named(issue, issues::NEIGHBOURHOOD);
    let kind = shown(data, issue, issues::KIND, lang);
    let urgency = shown(data, issue, issues::URGENCY, lang);
    let category = issue.text(issues::CATEGORY).to_owned();
    let parts: Vec<String> = [kind, urgency, category, place].into_iter().filter(|p| !p.is_empty()).collect();
    tell(&parts.join(" · "), false);
    let registered = calendar::minute(standing::registered(issue));
    let since = say!(lang, "登记 {registered}", "registered {registered}");
    let terms = terms(model, case);
    match terms.as_slice() {
        [until] if cells::width(&since) + 3 + cells::width(until) <= width => {
            tell(&format!("{since}   {until}"), false);
        }
        all => {
            for text in std::iter::once(&since).chain(all) {
                tell(text, false);
            }
        }
    }
    let phase = data.field.phase.as_ref().map(|(_, period)| *period);
    if let Some(first) = phase.and_then(|period| case.carried_into(period)) {
        tell(&say!(lang, "前期带入，首次登记 {first}", "carried over, first registered {first}"), false);
    }
    if let Some(told) = raised_by(model, case) {
        tell(&told, false);
    }
    let owner = case.standing.owner.map(|id| data.name(id)).unwrap_or_default();
    if !owner.is_empty() {
        // Whoever asked can know who handles it, and how to reach him.
        let contact = case.standing.owner.map(|id| data.contact(id)).unwrap_or_default();
        tell(&say!(lang, "责任人  {owner}  {contact}", "Owner  {owner}  {contact}"), false);
    }
    for text in together::lines(data, case, lang) {
        tell(&text, false);
    }
    if !issue.text(issues::DETAIL).is_empty() {
        let words = privacy::read(issue.text(issues::DETAIL));
        tell(&say!(lang, "原话  “{words}”", "In their words: \"{words}\""), false);
    }
    if case.standing.contested {
        let told = lang.pick(
            "! 一台电脑办结了，另一台重开了：请再答复、再登记结果",
            "! closed on one laptop and reopened on another: reply and record the result again",
        );
        tell(told, true);
    }
    if let Some(told) = rivals(data, case, lang) {
        tell(&told, true);
    }
    if !issue.conflicts.is_empty() {
        tell(
            &model.told(lang.pick(
                "! 有两个人写得不一样，到 ⟦go-sync⟧ 定下来",
                "! values in conflict: settle them on ⟦go-sync⟧",
            )),
            true,
        );
    }
    let mut begins = vec![tell("", false)];
    let at = calendar::minute(standing::registered(issue));
    let by = data.name(issue.by);
    let kind = |step: &Step| cells::width(&shown(data, &step.row, steps::KIND, lang));
    let longest = case.standing.steps.iter().map(kind).max().unwrap_or(0);
    let wide = longest.max(lang.pick("1234", "12345678901").len());
    let registered = fit(lang.pick("登记", "registered"), wide);
    begins.push(tell(&format!("[x] {registered}  {at}  {by}"), false));
    for step in &case.standing.steps {
        let counted = case.standing.running.extensions.contains(&step.id);
        let mut end = 0;
        for text in step_lines(data, case, step, (counted, wide), lang) {
            end = tell(&text, false);
        }
        begins.push(end);
    }
    for text in missing(case, &from_of(data, case, lang), lang) {
        tell(&text, true);
    }
    let notes = case.standing.running.notes(&data.deadlines, data.now);
    if !notes.is_empty() {
        tell("", false);
        tell(lang.pick("时限与依据", "Terms and what they rest on"), true);
    }
    for note in notes {
        tell(&format!("      {}", note.get(lang)), false);
    }
    (lines, begins)
}

/// A text in lines of a width; those after the first begin below the words of
/// the first, not below its mark, label or indent.
fn hanging(text: &str, width: usize) -> Vec<String> {
    let lead = lead_of(text);
    let room = width.saturating_sub(cells::width(lead));
    if lead.is_empty() || room < LEAST {
        return wrap(text, width);
    }
    let rest = text.strip_prefix(lead).unwrap_or(text);
    let below = " ".repeat(cells::width(lead));
    let lines = wrap(rest, room).into_iter().enumerate();
    lines.map(|(at, line)| format!("{}{line}", if at == 0 { lead } else { &below })).collect()
}

/// What a line begins with before its words: blanks, a mark, or a label.
fn lead_of(text: &str) -> &str {
    let words = text.trim_start_matches(' ');
    let blanks = text.strip_suffix(words).unwrap_or_default();
    let marks = ["[x] ", "[-] ", "[ ] ", "! "];
    if !blanks.is_empty() {
        blanks
    } else if let Some(mark) = marks.into_iter().find(|mark| text.starts_with(mark)) {
        mark
    } else if let Some((label, _)) = text.split_once("  ")
        && cells::width(label) <= LABEL
    {
        text.strip_suffix(text.strip_prefix(label).unwrap_or_default().trim_start_matches(' '))
            .unwrap_or_default()
    } else {
        ""
    }
}

/// A step: what, when, by whom, and what it says.
fn step_lines(
    data: &Snapshot,
    case: &Case,
    step: &Step,
    (counted, wide): (bool, usize),
    lang: Lang,
) -> Vec<String> {
    let row = &step.row;
    let mark = if row.stands() { "[x]" } else { "[-]" };
    let what = fit(&shown(data, row, steps::KIND, lang), wide);
    let at = calendar::minute(step.at);
    let by = data.named(row, steps::BY);
    let said = match step.kind {
        StepKind::Accept | StepKind::Assign => {
            let owner = data.named(row, steps::OWNER);
            say!(lang, "责任人 {owner}", "owner {owner}")
        }
        StepKind::Merge => {
            let into = data.named(row, steps::INTO);
            say!(lang, "并入 {into}", "into {into}")
        }
        StepKind::Transfer => {
            let unit = row.text(steps::UNIT);
            say!(lang, "转往 {unit}（期限不变）", "to {unit} (the deadline stays)")
        }
        StepKind::Reply => {
            let to = together::answered(case, row, lang);
            let way = shown(data, row, steps::WAY, lang);
            let told = say!(lang, "答复 {to} {way}", "to {to} {way}");
            match row.date(steps::PROMISED) {
                Some(day) => {
                    let told = told.trim_end();
                    say!(lang, "{told} · 答应的日子 {day}", "{told} · promised by {day}")
                }
                None => told,
            }
        }
        StepKind::Extend => {
            let until = shown(data, row, steps::UNTIL, lang);
            let approver = row.text(steps::APPROVER);
            let (way, told) = (shown(data, row, steps::WAY, lang), shown(data, row, steps::NOTICED, lang));
            if counted {
                say!(
                    lang,
                    "延至 {until}，{approver} 批准，{told} {way}告知本人",
                    "until {until}, approved by {approver}, told {told} {way}"
                )
            } else {
                say!(
                    lang,
                    "延至 {until}（不算：要有批准人、理由、告知，且在可延的次数和天数之内）",
                    "until {until} (does not count: it lacks approver, reason or notice, or goes beyond the term)"
                )
            }
        }
        StepKind::Resolve => shown(data, row, steps::OUTCOME, lang),
        StepKind::Callback => {
            let (rating, way) = (shown(data, row, steps::RATING, lang), shown(data, row, steps::WAY, lang));
            format!("{rating} {way}").trim().to_owned()
        }
        StepKind::Reopen => String::new(),
        StepKind::Decline
        | StepKind::Mediate
        | StepKind::Agree
        | StepKind::Perform
        | StepKind::Find
        | StepKind::Recheck
        | StepKind::Establish
        | StepKind::Inform
        | StepKind::Urge
        | StepKind::Notice
        | StepKind::Statement
        | StepKind::Receipt
        | StepKind::Correct
        | StepKind::Hear => special(data, step, lang),
    };
    let mut lines = vec![format!("{mark} {what}  {at}  {by}  {said}").trim_end().to_owned()];
    for tag in
        [steps::TEXT, steps::HANDOVER, steps::DONE, steps::DEMAND, steps::BASIS, steps::REASON, steps::REMEDY]
    {
        if !row.text(tag).is_empty() {
            lines.extend(row.text(tag).lines().map(|line| format!("      {line}")));
        }
    }
    if let Some(reason) = &row.struck {
        lines.push(say!(lang, "      已划去：{reason}", "      struck out: {reason}"));
    }
    lines
}

/// What a step of a single kind says in a line: its short fields.
fn special(data: &Snapshot, step: &Step, lang: Lang) -> String {
    let declared = steps::ledger();
    let short = procedure::fields(step.kind).iter().filter_map(|(tag, _)| declared.field(*tag));
    let short = short.filter(|field| !matches!(field.kind, Kind::LongText));
    let told = short.filter(|field| !step.row.all(field.tag).is_empty()).map(|field| {
        let title = field.title.get(lang);
        let value = data.shown(&step.row, field, lang);
        format!("{title} {value}")
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Who took it on without knowing of each other, until somebody settles it.
fn rivals(data: &Snapshot, case: &Case, lang: Lang) -> Option<String> {
    let names: Vec<String> = case.standing.rivals.iter().map(|id| data.name(*id)).collect();
    let told = names.join(lang.pick("、", ", "));
    let told = say!(
        lang,
        "! {told} 各自受理：交办给其中一位，写交接单",
        "! {told} each took it on: assign it to one of them, with a hand-over slip"
    );
    (!names.is_empty()).then_some(told)
}

/// What is still owed; of what goes on in another, that is told there.
fn missing(case: &Case, from: &str, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if case.standing.merged_into.is_some() {
        return lines;
    }
    if !case.standing.answered {
        let told = say!(lang, "[ ] 回音  还没有答复 {from}", "[ ] reply  {from} has not been answered");
        lines.push(told.trim_end().to_owned());
    }
    if case.standing.unanalysed {
        let told = lang.pick(
            "[ ] 分析单  群体事项：拟解决什么、谁办、何时",
            "[ ] analysis  a group's matter: what, by whom, by when",
        );
        lines.push(told.to_owned());
    }
    if !case.standing.is_closed() {
        lines.push(lang.pick("[ ] 结果", "[ ] result").to_owned());
    }
    if case.standing.status != standing::Status::CalledBack {
        lines.push(lang.pick("[ ] 回访", "[ ] call back").to_owned());
    }
    lines
}

fn shown(data: &Snapshot, row: &Row, tag: Tag, lang: Lang) -> String {
    let field: Option<&Field> = data.catalog.of(row.id).and_then(|ledger| ledger.field(tag));
    field.map(|field| data.shown(row, field, lang)).unwrap_or_default()
}
