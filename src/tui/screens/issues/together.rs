//! What an issue hangs together with: voices, merges, classification, its sheet.

use crate::{
    domain::{
        analyses,
        duplicates::likeness,
        issues::{issues, steps},
        row::Row,
        standing::IssueKind,
        wording::Lang,
    },
    say,
    tui::{
        keys::{Action, Place},
        snapshot::Snapshot,
    },
    workbench::steps::Case,
};

/// The most suggestions that are shown.
const SUGGESTIONS: usize = 3;

/// A line each; nothing where there is nothing to tell.
pub(super) fn lines(data: &Snapshot, case: &Case, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(classed(data, case, lang));
    if let Some(head) = case.standing.merged_into {
        let number = data.name(head);
        lines.push(say!(lang, "! 已并入 {number}，请在那一件上办", "! merged into {number}: go on there"));
    }
    if !case.standing.merged.is_empty() {
        let parts: Vec<String> = case.standing.merged.iter().map(|id| data.name(*id)).collect();
        let parts = parts.join(lang.pick("、", ", "));
        lines.push(say!(lang, "并入的  {parts}", "Merged  {parts}"));
    }
    lines.extend(voices(case, lang));
    lines.extend(analysed(data, case, lang));
    if let Some(day) = case.standing.confirmable_until() {
        lines.push(say!(
            lang,
            "确认    {day} 前双方可共同申请司法确认（人民调解法 33）",
            "Confirm  until {day} both sides may ask the court to confirm it"
        ));
    }
    if case.standing.is_closed() || case.standing.merged_into.is_some() {
        return lines;
    }
    let reminder = case.standing.kind.and_then(IssueKind::reminder);
    lines.extend(reminder.map(|reminder| format!("! {}", reminder.get(lang))));
    lines.extend(alike(data, case, lang));
    lines
}

/// Nature, channel, scale, sponsor, helpers.
fn classed(data: &Snapshot, case: &Case, lang: Lang) -> Option<String> {
    let declared = data.catalog.of(case.issue.id)?;
    let tags = [
        issues::NATURE,
        issues::CHANNEL,
        issues::REFLECTOR,
        issues::SCALE,
        issues::SPONSOR,
        issues::HELPERS,
        issues::CLAIMS,
    ];
    let filled = tags.into_iter().filter(|tag| !case.issue.all(*tag).is_empty());
    let told: Vec<String> = filled
        .filter_map(|tag| {
            let field = declared.field(tag)?;
            let title = field.title.get(lang);
            Some(format!("{title} {}", data.shown(&case.issue, field, lang)))
        })
        .collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

/// Everybody who asked, where they are several.
fn voices(case: &Case, lang: Lang) -> Option<String> {
    let all = &case.standing.voices;
    if all.len() < 2 {
        return None;
    }
    let name = |name: &str| {
        if name.is_empty() { lang.pick("匿名", "anonymous").to_owned() } else { name.to_owned() }
    };
    let told: Vec<String> = all
        .iter()
        .map(|voice| format!("{} {}", if voice.answered { "[x]" } else { "[ ]" }, name(&voice.name)))
        .collect();
    let (count, told) = (all.len(), told.join("  "));
    Some(say!(lang, "{count} 位    {told}", "{count} asked  {told}"))
}

/// Whom a reply was to: those it names, whoever is told in words, or who
/// raised the issue that it is on.
pub(super) fn answered(case: &Case, reply: &Row, lang: Lang) -> String {
    let told = reply.text(steps::TO);
    if !told.is_empty() {
        return told.to_owned();
    }
    let several = case.standing.voices.len() > 1;
    let meant = case.standing.voices.iter().filter(|voice| {
        let by_name = reply.references(steps::VOICES).any(|id| id == voice.id);
        // What was answered before the merge was answered on the issue itself.
        let on_own = reply.all(steps::VOICES).is_empty() && reply.reference(steps::ISSUE) == Some(voice.id);
        by_name || several && on_own
    });
    let anonymous = || lang.pick("匿名", "anonymous").to_owned();
    let names = meant.map(|voice| if voice.name.is_empty() { anonymous() } else { voice.name.clone() });
    names.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn analysed(data: &Snapshot, case: &Case, lang: Lang) -> Option<String> {
    let id = analyses::analysis_id(case.issue.id);
    let sheet = data.sheets.iter().find(|row| row.id == id)?;
    let (measures, owner) = (sheet.text(analyses::MEASURES), data.named(sheet, analyses::OWNER));
    let until = sheet.date(analyses::UNTIL).map(|day| day.to_string()).unwrap_or_default();
    Some(say!(
        lang,
        "分析单  {measures}（{owner}，{until} 前）",
        "Analysis  {measures} ({owner}, by {until})"
    ))
}

/// Open issues that may be the same matter.
fn alike(data: &Snapshot, case: &Case, lang: Lang) -> Option<String> {
    let open =
        data.cases.iter().filter(|other| !other.standing.is_closed() && other.standing.merged_into.is_none());
    let numbers: Vec<&str> = open
        .filter(|other| likeness(&case.issue, &other.issue).is_some())
        .map(|other| other.issue.text(issues::NUMBER))
        .take(SUGGESTIONS)
        .collect();
    let told = numbers.join(lang.pick("、", ", "));
    (!numbers.is_empty()).then(|| {
        let merge = data.keys.hint(Action::Merge, Place::Issues, lang);
        say!(lang, "可能同一件  {told}（{merge}）", "Perhaps one matter with {told} ({merge})")
    })
}
