//! One project: the need it answers, its stages, what it came to, its money. What can be
//! opened or changed of it can be selected.

use ratatui::text::Line;

use crate::{
    domain::{
        field::Tag,
        funds::{Sums, funds, receipts, spendings},
        id::RecordId,
        issues::issues,
        money,
        projects::{projects as help, results, stage_line},
        row::Row,
        wording::Lang,
    },
    say,
    tui::{
        cells, model::Model, pictures::funds as bars, screens::listing::Told, snapshot::Snapshot,
        theme::Theme,
    },
    workbench::help::HelpProject,
};

/// What a row of a project leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// The project itself.
    Own,
    /// An issue that it answers.
    Issue(RecordId),
    /// A stage, result, source, receipt or voucher of it.
    Part(RecordId),
}

/// The records that belong to a project.
pub(super) fn parts(one: &HelpProject) -> impl Iterator<Item = &Row> {
    let lists = [&one.milestones, &one.funds, &one.receipts, &one.spendings];
    lists.into_iter().flatten().chain(&one.result)
}

/// The project in rows of a width.
pub(super) fn rows(model: &Model, one: &HelpProject, width: usize) -> Vec<Told<Target>> {
    // One cell is the mark's.
    let width = width.saturating_sub(1);
    let mut rows = title(one, width, model.lang);
    rows.extend(work(model, one, width));
    rows.extend(money_lines(model, one, width).into_iter().map(drawn));
    moved(&model.data, one, width, &mut rows);
    rows
}

/// Its title, and how far it is.
fn title(one: &HelpProject, width: usize, lang: Lang) -> Vec<Told<Target>> {
    let mut rows: Vec<Told<Target>> = Vec::new();
    let title = format!("{}  {}", one.project.text(help::TITLE), one.progress.title(lang));
    leading(&mut rows, "", &title, width, Target::Own);
    for row in &mut rows {
        row.style = Theme::strong();
    }
    rows
}

/// What is written of it, the needs, the stages and the result.
fn work(model: &Model, one: &HelpProject, width: usize) -> Vec<Told<Target>> {
    let (data, lang, project) = (&model.data, model.lang, &one.project);
    let mut rows: Vec<Told<Target>> = Vec::new();
    let declared = help::ledger();
    for field in declared.fields.iter().filter(|field| field.tag != help::TITLE && field.tag != help::ISSUES)
    {
        let told = data.shown(project, field, lang);
        if !told.is_empty() {
            let text = format!("{}{}{told}", field.title.get(lang), lang.pick("：", ": "));
            rows.extend(cells::wrap(&text, width).into_iter().map(Told::note));
        }
    }
    for issue in project.references(help::ISSUES) {
        if let Some(case) = data.case(issue) {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let status = case.standing.status.title(lang);
            let told =
                say!(lang, "需求 → {number} {title}（{status}）", "need → {number} {title} ({status})");
            leading(&mut rows, "", &told, width, Target::Issue(issue));
        }
    }
    for stage in &one.milestones {
        leading(&mut rows, " ", &stage_line(stage, data.today, lang), width, Target::Part(stage.id));
    }
    if let Some(result) = &one.result {
        let (after, by, told) =
            (result.text(results::AFTER), result.text(results::ACCEPTED_BY), result.text(results::TOLD));
        let text = if told.is_empty() {
            say!(lang, "办之后：{after}（验收 {by}）", "after: {after} (accepted by {by})")
        } else {
            say!(lang, "办不了：{after}（已向{told}说明）", "cannot be done: {after} (explained to {told})")
        };
        leading(&mut rows, "", &text, width, Target::Part(result.id));
    }
    rows
}

/// The same rows beside the list: there is less room there, and what the money of all sources
/// adds up to stands before the rest.
pub(super) fn beside(model: &Model, one: &HelpProject, width: usize) -> Vec<Told<Target>> {
    let mut rows = title(one, width, model.lang);
    rows.extend(money_lines(model, one, width).into_iter().map(drawn));
    rows.extend(work(model, one, width));
    moved(&model.data, one, width, &mut rows);
    rows
}

/// These as lines.
pub(super) fn lines(model: &Model, one: &HelpProject, width: usize) -> Vec<Line<'static>> {
    let line = |row: Told<Target>| {
        if row.parts.is_empty() { Line::styled(row.text, row.style) } else { Line::from(row.parts) }
    };
    beside(model, one, width).into_iter().map(line).collect()
}

/// A text that can be selected; what there is no room for stands below it.
fn leading(rows: &mut Vec<Told<Target>>, lead: &str, text: &str, width: usize, target: Target) {
    rows.extend(Told::led(cells::hang(lead, text, width), target));
}

/// A line with pictures in it, which leads nowhere.
fn drawn(line: Line<'static>) -> Told<Target> {
    let style = line.style;
    let text = line.to_string();
    let is_plain = line.spans.iter().all(|span| span.style == Theme::plain());
    let parts = line.spans.into_iter().map(|span| {
        let own = style.patch(span.style);
        span.style(own)
    });
    let parts = if is_plain { Vec::new() } else { parts.collect() };
    Told { parts, style, ..Told::note(text) }
}

/// Where the money comes from, what came and what was spent, a row each.
fn moved(data: &Snapshot, one: &HelpProject, width: usize, rows: &mut Vec<Told<Target>>) {
    let lang = data.lang;
    let of = |row: &Row, tag: Tag, fund: &Row| row.reference(tag) == Some(fund.id);
    for fund in &one.funds {
        leading(rows, " ", &fund_line(fund, lang), width, Target::Part(fund.id));
        for row in one.receipts.iter().filter(|row| of(row, receipts::FUND, fund)) {
            leading(rows, "   ", &receipt_line(data, row), width, Target::Part(row.id));
        }
        for row in one.spendings.iter().filter(|row| of(row, spendings::FUND, fund)) {
            leading(rows, "   ", &spending_line(row, lang), width, Target::Part(row.id));
        }
    }
    // Of a source that is gone, or of none.
    let is_told = |row: &Row, tag: Tag| one.funds.iter().any(|fund| of(row, tag, fund));
    for row in one.receipts.iter().filter(|row| !is_told(row, receipts::FUND)) {
        leading(rows, " ", &receipt_line(data, row), width, Target::Part(row.id));
    }
    for row in one.spendings.iter().filter(|row| !is_told(row, spendings::FUND)) {
        leading(rows, " ", &spending_line(row, lang), width, Target::Part(row.id));
    }
}

/// `居民自愿出资（居民自筹）计划 3,000`.
fn fund_line(fund: &Row, lang: Lang) -> String {
    let declared = funds::ledger();
    let source = declared.field(funds::SOURCE).and_then(|field| field.choice(fund.text(funds::SOURCE)));
    let source = source.map(|choice| choice.title.get(lang)).unwrap_or_default();
    let title = fund.text(funds::TITLE);
    let sum = |tag, zh: &'static str, en: &'static str| {
        fund.int(tag).map(|fen| format!("  {} {}", lang.pick(zh, en), money::yuan(fen))).unwrap_or_default()
    };
    let (planned, agreed) = (sum(funds::PLANNED, "计划", "planned"), sum(funds::AGREED, "约定", "agreed"));
    say!(lang, "{title}（{source}）{planned}{agreed}", "{title} ({source}){planned}{agreed}")
}

/// `2026-11-03  到账 1,200  幸福路5号`.
fn receipt_line(data: &Snapshot, row: &Row) -> String {
    let lang = data.lang;
    let (day, sum) = (day_of(row, receipts::DAY), money::yuan(row.int(receipts::AMOUNT).unwrap_or(0)));
    let from = if row.is(receipts::ANONYMOUS) {
        lang.pick("匿名", "unnamed").to_owned()
    } else {
        data.named(row, receipts::HOUSEHOLD)
    };
    let told = say!(lang, "{day}  到账 {sum}", "{day}  received {sum}");
    joined([told, from, row.text(receipts::IN_KIND).to_owned(), row.text(receipts::NUMBER).to_owned()])
}

/// `2026-11-05  支出 1,500.50  灯头  记-7`.
fn spending_line(row: &Row, lang: Lang) -> String {
    let (day, sum) = (day_of(row, spendings::DAY), money::yuan(row.int(spendings::AMOUNT).unwrap_or(0)));
    let told = say!(lang, "{day}  支出 {sum}", "{day}  spent {sum}");
    joined([told, row.text(spendings::PURPOSE).to_owned(), row.text(spendings::VOUCHER).to_owned()])
}

fn day_of(row: &Row, tag: Tag) -> String {
    row.date(tag).map(|day| day.to_string()).unwrap_or_default()
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn money_lines(model: &Model, one: &HelpProject, width: usize) -> Vec<Line<'static>> {
    let (lang, ink) = (model.lang, model.theme.ink());
    let total = &one.purse.total;
    if total.is_nothing() && one.funds.is_empty() {
        let told =
            lang.pick("资金：还没有来源，按 ⟦new-fund⟧ 登记", "money: no source yet; ⟦new-fund⟧ adds one");
        return vec![Line::raw(model.told(told))];
    }
    let published = one.published.map_or_else(
        || lang.pick("还没有公示过", "not published yet").to_owned(),
        |day| say!(lang, "{day} 公示过", "published on {day}"),
    );
    let mut lines =
        vec![Line::styled(format!("{}  {published}", lang.pick("资金", "Money")), Theme::strong())];
    // The bars tell the whole; where there is no room for them, a line does.
    let drawn = bars::lines(total, width, ink, lang);
    let is_drawn = !drawn.is_empty();
    lines.extend(drawn);
    let mut tell = |title: &str, sums: &Sums| {
        let [planned, agreed, received, spent, published] = [
            sums.planned,
            sums.agreed,
            sums.received.saturating_add(sums.unsupported),
            sums.spent,
            sums.disclosed,
        ]
        .map(money::yuan);
        let promised = say!(lang, "计划 {planned}  约定 {agreed}", "planned {planned}  agreed {agreed}");
        let moved = say!(
            lang,
            "到账 {received}  支出 {spent}  已公示 {published}",
            "received {received}  spent {spent}  published {published}"
        );
        let title = cells::fit(title, 12);
        let whole = format!(" {title}{promised}  {moved}");
        if cells::width(&whole) <= width {
            lines.push(Line::raw(whole));
        } else {
            lines.push(Line::raw(cells::cut(&format!(" {title}{promised}"), width)));
            lines.push(Line::raw(cells::cut(&format!("   {moved}"), width)));
        }
    };
    for (source, sums) in &one.purse.sources {
        tell(source.map_or(lang.pick("未注明来源", "no source"), |source| source.title(lang)), sums);
    }
    if !is_drawn {
        tell(lang.pick("合计", "all"), total);
    }
    let mut warnings = Vec::new();
    if let Some(over) = total.overspent() {
        let over = money::yuan(over);
        warnings.push(say!(lang, "! 支出超过到账 {over} 元", "! {over} yuan more was spent than came in"));
    }
    if total.unsupported > 0 {
        let sum = money::yuan(total.unsupported);
        warnings.push(say!(
            lang,
            "! {sum} 元到账缺决议、书面同意或批文",
            "! {sum} yuan came without decision, consent or approval"
        ));
    }
    for told in warnings {
        lines.extend(
            cells::hang(" ", &told, width).into_iter().map(|line| Line::styled(line, Theme::strong())),
        );
    }
    lines
}
