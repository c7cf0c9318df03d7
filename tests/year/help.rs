//! Help projects and their money: what is done, and what it comes to.

use std::collections::BTreeSet;

use minqing::{
    domain::{
        funds::{disclosures, funds, receipts, spendings},
        id::RecordId,
        issues::issues,
        projects::{self, Progress, milestones, projects as own, results},
        row::Row,
    },
    workbench::{Error, Workbench},
};

use super::acts::Hand;
use super::matters::Book;

pub(crate) fn project(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let kind = hand.dice.word(&["economy", "public_good", "public_good", "mediation", "care"]);
    let place = hand.place().to_string();
    let mut pairs = vec![
        ("title", format!("项目{}", hand.n)),
        ("kind", kind.to_owned()),
        ("neighbourhood", place),
        ("planned", hand.day(5, 60).to_string()),
    ];
    if let Some(issue) = hand.pick(issues::ID).filter(|_| hand.dice.chance(60)) {
        pairs.push(("issues", issue.to_string()));
    }
    if let Some(home) = hand.pick("households").filter(|_| hand.dice.chance(60)) {
        pairs.push(("households", home.to_string()));
    }
    hand.add(own::ID, &pairs)
}

pub(crate) fn milestone(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(project) = hand.pick(own::ID) else { return Ok(false) };
    let pairs = [
        ("title", format!("第{}步", hand.n)),
        ("project", project.to_string()),
        ("planned", hand.day(-5, 30).to_string()),
    ];
    hand.add(milestones::ID, &pairs)
}

pub(crate) fn stage_done(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(stage) = hand.pick(milestones::ID) else { return Ok(false) };
    let today = hand.bench.today().to_string();
    hand.edit(stage, &[("done", today)])
}

pub(crate) fn result(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(project) = hand.pick(own::ID) else { return Ok(false) };
    let kind = hand.dice.word(&["accepted", "accepted", "rejected", "explained"]);
    let pairs = [
        ("project", project.to_string()),
        ("kind", kind.to_owned()),
        ("day", hand.day(-3, 0).to_string()),
        ("after", "路灯亮了".to_owned()),
        ("accepted_by", hand.text(30)),
        ("told", hand.text(30)),
    ];
    hand.add(results::ID, &pairs)
}

pub(crate) fn fund(hand: &mut Hand<'_>) -> Result<bool, Error> {
    if let Some(fund) = hand.pick(funds::ID).filter(|_| hand.dice.chance(30)) {
        let key = hand.dice.word(&["decision", "approval", "consent_paper"]);
        let told = hand.text(50);
        return hand.edit(fund, &[(key, told)]);
    }
    let Some(project) = hand.pick(own::ID) else { return Ok(false) };
    let pairs = [
        ("title", format!("资金{}", hand.n)),
        ("project", project.to_string()),
        ("source", hand.dice.word(&["residents", "enterprise", "fiscal", "other"]).to_owned()),
        ("planned", (hand.dice.roll(5_000) + 1).to_string()),
        ("agreed", (hand.dice.roll(5_000) + 1).to_string()),
        ("decision", hand.text(30)),
        ("consent", hand.day(-5, 0).to_string()),
        ("consent_paper", hand.text(30)),
        ("approval", hand.text(30)),
    ];
    hand.add(funds::ID, &pairs)
}

pub(crate) fn receipt(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(fund) = hand.pick(funds::ID) else { return Ok(false) };
    let home = hand.pick("households").filter(|_| hand.dice.chance(50));
    let pairs = [
        ("fund", fund.to_string()),
        ("day", hand.day(-3, 0).to_string()),
        ("amount", hand.dice.roll(900).to_string()),
        ("household", home.map(|id| id.to_string()).unwrap_or_default()),
        ("donor", hand.text(60)),
        ("anonymous", hand.dice.word(&["是", "否"]).to_owned()),
    ];
    hand.add(receipts::ID, &pairs)
}

pub(crate) fn spending(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(project) = hand.pick(own::ID) else { return Ok(false) };
    let fund = hand.pick(funds::ID).filter(|_| hand.dice.chance(50));
    let pairs = [
        ("purpose", format!("买灯{}", hand.n)),
        ("project", project.to_string()),
        ("fund", fund.map(|id| id.to_string()).unwrap_or_default()),
        ("day", hand.day(-3, 0).to_string()),
        ("amount", hand.dice.roll(700).to_string()),
        ("voucher", format!("记-{}", hand.n)),
    ];
    hand.add(spendings::ID, &pairs)
}

pub(crate) fn disclosure(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(project) = hand.pick(own::ID) else { return Ok(false) };
    let pairs = [
        ("place", "公示栏".to_owned()),
        ("project", project.to_string()),
        ("day", hand.bench.today().to_string()),
    ];
    hand.add(disclosures::ID, &pairs)
}

/// What the money of a project rests on: nothing came in by right that its
/// source does not allow.
fn rests_on_something(fund: &Row, receipt: &Row) -> bool {
    let told = |row: &Row, tag| !row.text(tag).trim().is_empty();
    let source = match fund.text(funds::SOURCE) {
        "residents" => told(fund, funds::DECISION) || fund.reference(funds::DECISION_RECORD).is_some(),
        "enterprise" => fund.date(funds::CONSENT).is_some() && told(fund, funds::CONSENT_PAPER),
        "fiscal" => told(fund, funds::APPROVAL),
        _ => true,
    };
    let from_home = receipt.reference(receipts::HOUSEHOLD).is_some();
    let home_fits = !from_home || ["residents", "other"].contains(&fund.text(funds::SOURCE));
    let valued = !told(receipt, receipts::IN_KIND) || told(receipt, receipts::BASIS);
    source && home_fits && valued && receipt.int(receipts::AMOUNT).unwrap_or(0) > 0
}

/// Money and progress of every project, counted anew from the entries.
pub(crate) fn recount(bench: &Workbench, book: &Book) {
    let all = |ledger: &str| bench.standing(ledger).unwrap();
    // Money that came on a source which is gone came all the same.
    let known = bench.rows(funds::ID).unwrap();
    let (money, came, spent) = (all(funds::ID), all(receipts::ID), all(spendings::ID));
    let disputes: BTreeSet<RecordId> = bench
        .rows(issues::ID)
        .unwrap()
        .iter()
        .filter(|row| row.text(issues::KIND) == "dispute")
        .map(|row| row.id)
        .collect();
    let (told, stages, ends) = (all(disclosures::ID), all(milestones::ID), all(results::ID));
    let helped = bench.help_projects().unwrap();
    assert_eq!(helped.len(), all(own::ID).len());
    let mut linked: BTreeSet<RecordId> = BTreeSet::new();
    let mut board = [0_usize; 4];
    for one in &helped {
        let id = one.project.id;
        let of = |rows: &[Row], tag: u16| -> Vec<Row> {
            rows.iter().filter(|row| row.reference(tag) == Some(id)).cloned().collect()
        };
        let funds_here = of(&money, funds::PROJECT);
        let sum = |rows: &[Row], tag: u16| rows.iter().map(|row| row.int(tag).unwrap_or(0)).sum::<i64>();
        let (mut received, mut unsupported) = (0, 0);
        for receipt in &came {
            let fund = known.iter().find(|fund| {
                receipt.reference(receipts::FUND) == Some(fund.id)
                    && fund.reference(funds::PROJECT) == Some(id)
            });
            let Some(fund) = fund else { continue };
            // An anonymous gift hides its household, and so cannot break the rule about it here.
            let amount = receipt.int(receipts::AMOUNT).unwrap_or(0);
            let sum = if fund.stands() && rests_on_something(fund, receipt) {
                &mut received
            } else {
                &mut unsupported
            };
            *sum += amount;
        }
        let spent = of(&spent, spendings::PROJECT);
        let shown: BTreeSet<RecordId> = of(&told, disclosures::PROJECT)
            .iter()
            .flat_map(|row| row.references(disclosures::COVERS))
            .collect();
        let shown: Vec<Row> = spent.iter().filter(|row| shown.contains(&row.id)).cloned().collect();
        let total = one.purse.total;
        let counted =
            (total.planned, total.agreed, total.received, total.unsupported, total.spent, total.disclosed);
        let wanted = (
            sum(&funds_here, funds::PLANNED),
            sum(&funds_here, funds::AGREED),
            received,
            unsupported,
            sum(&spent, spendings::AMOUNT),
            sum(&shown, spendings::AMOUNT),
        );
        assert_eq!(counted, wanted, "{}", one.project.text(own::TITLE));
        let mut ends = of(&ends, results::PROJECT);
        ends.retain(|end| {
            let told = |tag| !end.text(tag).trim().is_empty();
            match end.text(results::KIND) {
                "accepted" => told(results::AFTER) && told(results::ACCEPTED_BY),
                "explained" => told(results::AFTER) && told(results::TOLD),
                _ => true,
            }
        });
        let last = ends.iter().max_by_key(|end| (end.date(results::DAY), end.created, end.id));
        let begun = wanted != (0, 0, 0, 0, 0, 0) || !of(&stages, milestones::PROJECT).is_empty();
        let progress = match last.map(|end| end.text(results::KIND)) {
            Some("accepted") => Progress::Done,
            Some("explained") => Progress::Explained,
            Some(_) => Progress::Working,
            None if begun => Progress::Working,
            None => Progress::Registered,
        };
        // What lacks what its kind of help needs is never done.
        let lacks = match one.project.text(own::KIND) {
            "mediation" => !one.project.references(own::ISSUES).any(|issue| disputes.contains(&issue)),
            "care" => one.project.all(own::HOUSEHOLDS).is_empty(),
            _ => false,
        };
        let progress = if lacks { progress.min(Progress::Working) } else { progress };
        assert_eq!(one.progress, progress, "{}", one.project.text(own::TITLE));
        let from: Vec<RecordId> = one.project.references(own::ISSUES).collect();
        if from.is_empty() {
            board[progress as usize] += 1;
        }
        linked.extend(from);
    }
    for told in book.matters() {
        let is_linked = told.group.iter().any(|id| linked.contains(id));
        let progress = match told.outcome.as_deref() {
            Some("solved" | "partly_solved") => Progress::Done,
            Some(_) => Progress::Explained,
            None if is_linked || told.is_begun => Progress::Working,
            None => Progress::Registered,
        };
        board[progress as usize] += 1;
    }
    let needs = bench.needs_board(&helped, &bench.cases().unwrap());
    // What is not over is worked on, begun or not.
    let (registered, working) = (board.iter().sum(), board[0] + board[1]);
    let wanted = projects::Board { registered, working, done: board[2], explained: board[3] };
    assert_eq!(needs, wanted, "the board of needs");
}
