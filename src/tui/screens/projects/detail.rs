//! One project: the need it answers, its stages, what it came to, its money.

use ratatui::text::Line;

use crate::{
    domain::{
        funds::{Sums, spendings},
        money,
        projects::{projects as help, results, stage_line},
    },
    say,
    tui::{cells, model::Model, pictures::funds as bars, theme::Theme},
    workbench::help::HelpProject,
};

/// The lines of one project.
pub(super) fn lines(model: &Model, one: &HelpProject, width: usize) -> Vec<Line<'static>> {
    let (data, lang, project) = (&model.data, model.lang, &one.project);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let title = format!("{}  {}", project.text(help::TITLE), one.progress.title(lang));
    lines.extend(cells::wrap(&title, width).into_iter().map(|line| Line::styled(line, Theme::strong())));
    let declared = help::ledger();
    for field in declared.fields.iter().filter(|field| field.tag != help::TITLE && field.tag != help::ISSUES)
    {
        let told = data.shown(project, field, lang);
        if !told.is_empty() {
            let text = format!("{}{}{told}", field.title.get(lang), lang.pick("：", ": "));
            lines.extend(cells::wrap(&text, width).into_iter().map(Line::raw));
        }
    }
    for issue in project.references(help::ISSUES) {
        if let Some(case) = data.case(issue) {
            use crate::domain::issues::issues;
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let status = case.standing.status.title(lang);
            let told =
                say!(lang, "需求 → {number} {title}（{status}）", "need → {number} {title} ({status})");
            lines.extend(cells::wrap(&told, width).into_iter().map(Line::raw));
        }
    }
    for stage in &one.milestones {
        let told = stage_line(stage, data.today, lang);
        lines.extend(cells::hang(" ", &told, width).into_iter().map(Line::raw));
    }
    if let Some(result) = &one.result {
        let (after, by, told) =
            (result.text(results::AFTER), result.text(results::ACCEPTED_BY), result.text(results::TOLD));
        let text = if told.is_empty() {
            say!(lang, "办之后：{after}（验收 {by}）", "after: {after} (accepted by {by})")
        } else {
            say!(lang, "办不了：{after}（已向{told}说明）", "cannot be done: {after} (explained to {told})")
        };
        lines.extend(cells::wrap(&text, width).into_iter().map(Line::raw));
    }
    lines.extend(money_lines(model, one, width));
    lines
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
    for row in &one.spendings {
        let day = row.date(spendings::DAY).map(|day| day.to_string()).unwrap_or_default();
        let (purpose, amount) =
            (row.text(spendings::PURPOSE), money::yuan(row.int(spendings::AMOUNT).unwrap_or(0)));
        let told = format!("{day}  {purpose}  {amount}  {}", row.text(spendings::VOUCHER));
        lines.extend(cells::hang("  ", &told, width).into_iter().map(Line::raw));
    }
    lines
}
