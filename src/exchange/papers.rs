//! What is handed out on paper: bulletins, disclosures, fact sheets, offers.
//!
//! Nobody is recognised in what is published: every text goes through
//! [`Known`], whatever path it came by (domain.md I5, D15, F1, F8, F9, J1).

use jiff::civil::Date;

use super::paper::{Paper, Part};
use crate::{
    domain::{
        bulletins::{SECTIONS, bulletins as own},
        deidentify::Known,
        funds::{Source, receipts, spendings},
        id::RecordId,
        issues::issues,
        money,
        projects::{projects, results},
        roster::households,
        row::Row,
        value::Value,
        wording::Lang,
    },
    workbench::{Error, Workbench, facts::FactSheet, help::HelpProject, offers::Offered, printing::Issue},
};

/// The texts of a bulletin as they are printed and shown, whatever path they came by.
///
/// Heads and readers are offices, which may be called as somebody is: of those
/// only what never enters a bulletin is left out.
pub fn printable(known: &Known, bulletin: &Row) -> Row {
    let mut row = bulletin.clone();
    for (tag, value) in
        row.values.iter_mut().flat_map(|(tag, all)| all.iter_mut().map(move |one| (*tag, one)))
    {
        let Value::Text(text) = value else { continue };
        let is_told = SECTIONS.contains(&tag) || [own::TITLE, own::FOREWORD].contains(&tag);
        *text = if is_told { known.publishable(text) } else { known.without_what_is_kept_back(text) };
    }
    let told = SECTIONS.iter().map(|tag| row.text(*tag)).collect::<Vec<_>>().join("\n");
    if known.tells_what_is_kept_back(&told) {
        row.values.retain(|tag, _| !SECTIONS.contains(tag));
    }
    row
}

/// A bulletin as it is printed; what is not signed says so.
pub fn bulletin(known: &Known, issue: &Issue) -> Paper {
    let row = &printable(known, &issue.bulletin);
    let text = |tag| row.text(tag).to_owned();
    let mut paper = Paper::default();
    if !text(own::MARK).is_empty() {
        paper.push(Part::Line(text(own::MARK)));
    }
    paper.push(Part::Masthead("民情简报".to_owned()));
    let number = issue.number(Lang::Zh).map_or_else(
        || "（未签发，草稿）".to_owned(),
        |number| number.split_once('年').map_or_else(|| number.clone(), |(_, rest)| rest.to_owned()),
    );
    paper.push(Part::Centre(number));
    paper.push(Part::Sides(text(own::UNIT), issue.printed.day.map(told_day).unwrap_or_default()));
    paper.push(Part::Rule { red: true });
    paper.push(Part::Title(text(own::TITLE)));
    if !text(own::FOREWORD).is_empty() {
        paper.text(&format!("按：{}", text(own::FOREWORD)));
    }
    let declared = own::ledger();
    let numerals = ["一", "二", "三", "四", "五"].iter();
    let filled = SECTIONS.iter().filter(|tag| !text(**tag).is_empty());
    for (tag, numeral) in filled.zip(numerals) {
        let title = declared.field(*tag).map(|field| field.title.zh.to_string()).unwrap_or_default();
        paper.push(Part::Heading(format!("{numeral}、{title}")));
        paper.text(&text(*tag));
    }
    paper.push(Part::Rule { red: false });
    for (word, tag) in [("报", own::REPORT_TO), ("送", own::SEND_TO), ("发", own::ISSUE_TO)] {
        if !text(tag).is_empty() {
            paper.push(Part::Line(format!("{word}：{}", text(tag))));
        }
    }
    if let Some(copies) = row.int(own::COPIES) {
        paper.push(Part::Sides(String::new(), format!("共印{copies}份")));
    }
    paper
}

/// A project's sheet for the notice board: what was needed, what it is now, and
/// the money by source and voucher. Residents' money stands by household number
/// where the giver agreed to it, and otherwise as a sum; of who gave nothing,
/// nothing can be told.
pub fn disclosure(bench: &Workbench, one: &HelpProject) -> Result<Paper, Error> {
    let (known, project) = (bench.known_people()?, &one.project);
    let text = |row: &Row, tag| known.publishable(row.text(tag));
    let mut paper = Paper::default();
    paper.push(Part::Title(format!("“{}”公示", text(project, projects::TITLE))));
    let told = [
        ("群众的需求", text(project, projects::NEED)),
        ("办之前", text(project, projects::BEFORE)),
        ("办前照片", project.text(projects::BEFORE_PHOTO).to_owned()),
        ("进展", one.progress.title(Lang::Zh).to_owned()),
        ("办之后", one.result.as_ref().map(|row| text(row, results::AFTER)).unwrap_or_default()),
        ("办后照片", one.result.as_ref().map(|row| row.text(results::PHOTO).to_owned()).unwrap_or_default()),
        ("验收人", one.result.as_ref().map(|row| text(row, results::ACCEPTED_BY)).unwrap_or_default()),
        ("日后管护", text(project, projects::UPKEEP)),
    ];
    for (title, told) in told.into_iter().filter(|(_, told)| !told.is_empty()) {
        paper.text(&format!("{title}：{told}"));
    }
    paper.push(Part::Heading("资金（元）".to_owned()));
    for (source, sums) in &one.purse.sources {
        let title = source.map_or("未注明来源", |source| source.title(Lang::Zh));
        let yuan = money::yuan;
        paper.push(Part::Line(format!(
            "{title}  计划{}  到账{}  支出{}",
            yuan(sums.planned),
            yuan(sums.received.saturating_add(sums.unsupported)),
            yuan(sums.spent)
        )));
    }
    received(bench, one, &mut paper)?;
    if !one.spendings.is_empty() {
        paper.push(Part::Heading("支出明细".to_owned()));
    }
    for row in &one.spendings {
        let day = row.date(spendings::DAY).map(|day| day.to_string()).unwrap_or_default();
        let amount = money::yuan(row.int(spendings::AMOUNT).unwrap_or(0));
        let (purpose, voucher) = (text(row, spendings::PURPOSE), row.text(spendings::VOUCHER));
        paper.push(Part::Line(format!("{day}  {purpose}  {amount}  {voucher}")));
    }
    if let Some(over) = one.purse.total.overspent() {
        paper.push(Part::Line(format!("支出超过到账 {}", money::yuan(over))));
    }
    Ok(paper)
}

/// Who gave, by household number; who wished to stay unnamed, as one sum.
fn received(bench: &Workbench, one: &HelpProject, paper: &mut Paper) -> Result<(), Error> {
    let of_residents = |receipt: &&Row| {
        let fund = one.funds.iter().find(|fund| Some(fund.id) == receipt.reference(receipts::FUND));
        fund.and_then(Source::of) == Some(Source::Residents)
    };
    let (mut named, mut unnamed, mut count) = (Vec::new(), 0_i64, 0_usize);
    for receipt in one.receipts.iter().filter(of_residents) {
        let amount = receipt.int(receipts::AMOUNT).unwrap_or(0);
        let number =
            receipt.reference(receipts::HOUSEHOLD).map(|id| household_number(bench, id)).transpose()?;
        if let Some(number) = number.flatten() {
            named.push(format!("{number}号户  {}", money::yuan(amount)));
        } else {
            unnamed = unnamed.saturating_add(amount);
            count += 1;
        }
    }
    if named.is_empty() && count == 0 {
        return Ok(());
    }
    named.sort();
    paper.push(Part::Heading("居民自愿出资".to_owned()));
    paper.parts.extend(named.into_iter().map(Part::Line));
    if count > 0 {
        paper.push(Part::Line(format!("未具名 {count} 笔，合计 {}", money::yuan(unnamed))));
    }
    Ok(())
}

/// A household is published by its number; one without is counted with the unnamed.
fn household_number(bench: &Workbench, id: RecordId) -> Result<Option<String>, Error> {
    let number = bench.row(id)?.map(|row| row.text(households::NUMBER).to_owned());
    Ok(number.filter(|number| !number.is_empty()))
}

/// A member's fact sheet; one that the member has not checked says so at its head.
pub fn fact_sheet(bench: &Workbench, sheet: &FactSheet) -> Paper {
    let mut paper = Paper::default();
    let (name, from, to) = (bench.name_of(sheet.member), told_day(sheet.from), told_day(sheet.to));
    paper.push(Part::Title(format!("{name}参与活动情况单")));
    paper.push(Part::Centre(format!("{from}至{to}")));
    paper.push(Part::Centre(match &sheet.check {
        Some(check) if check.is_current => format!("本人已于{}核对", told_day(check.day)),
        Some(_) => "本人核对以后事实有变化，须重新核对".to_owned(),
        None => "本人还没有核对，不得作为考核材料".to_owned(),
    }));
    paper.text("本单只列事实，不计分、不汇总、不排名。");
    for chapter in &sheet.chapters {
        paper.push(Part::Heading(chapter.title.zh.to_string()));
        if chapter.lines.is_empty() {
            paper.push(Part::Line("（本期没有记录）".to_owned()));
        }
        paper.parts.extend(chapter.lines.iter().cloned().map(Part::Line));
    }
    if let Some(check) = &sheet.check {
        paper.push(Part::Heading("本人核对".to_owned()));
        paper.text(if check.agreed { "属实。" } else { "有出入。" });
        paper.text(&check.statement);
    }
    paper.push(Part::Sides("本人签字：".to_owned(), "日期：".to_owned()));
    paper
}

/// A hand-over list of issues: what is to be done by whom and by when, with room to
/// sign. It goes through many hands: who asked stands in the ledger under the
/// number, and nobody is recognised in what was written.
pub fn hand_over(bench: &Workbench, wanted: &[RecordId]) -> Result<Paper, Error> {
    let known = bench.known_people()?;
    let (lang, today) = (Lang::Zh, bench.today());
    let mut paper = Paper::default();
    paper.push(Part::Title("事项交办清单".to_owned()));
    paper.push(Part::Sides(bench.name_of(bench.group_id()), told_day(today)));
    paper.text("反映人和联系方式不写在这里，凭编号向工作组查；答复、结果由责任人逐件办。");
    for (at, id) in wanted.iter().enumerate() {
        let case = bench.case(*id)?;
        let (issue, standing) = (&case.issue, &case.standing);
        let text = |tag| known.publishable(issue.text(tag));
        let place = issue.reference(issues::NEIGHBOURHOOD).map(|id| bench.name_of(id)).unwrap_or_default();
        let owner = standing.owner.map_or_else(|| "（未交办）".to_owned(), |id| bench.name_of(id));
        let (number, order) = (issue.text(issues::NUMBER), at + 1);
        paper.push(Part::Heading(format!("{order}. {number}  {place}  {}", text(issues::TITLE))));
        let detail = text(issues::DETAIL);
        if !detail.is_empty() {
            paper.text(&detail);
        }
        let left = if standing.is_closed() { String::new() } else { standing.running.distance(today, lang) };
        paper
            .push(Part::Line(format!("现状：{}  {left}", standing.status.title(lang)).trim_end().to_owned()));
        paper.push(Part::Sides(format!("责任人：{owner}"), "签收：　　　　　日期：　　　　".to_owned()));
    }
    Ok(paper)
}

/// A sheet of people who look for work, for an enterprise.
pub fn offer(to: &str, people: &[Offered], today: Date) -> Paper {
    let mut paper = Paper::default();
    paper.push(Part::Title("求职需求推荐单".to_owned()));
    paper.push(Part::Sides(format!("致：{to}"), told_day(today)));
    paper.text("用与不用由企业与本人商定。未留联系方式的，请通过工作组联系，不得另行打听。");
    for (at, one) in people.iter().enumerate() {
        let number = at + 1;
        paper.push(Part::Line(format!("{number}. {}", one.need)));
        if let Some((name, phone)) = &one.contact {
            paper.push(Part::Line(format!("　 {name}  {phone}（本人同意）")));
        }
    }
    paper
}

/// `2026年11月22日`.
fn told_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
