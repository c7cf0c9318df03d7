//! `minqing status`: who I am, counts, what is owed.

use serde_json::json;

use super::{
    bundle::holes_json,
    face::Face,
    failure::{Answer, DONE},
};
use crate::{
    domain::wording::Lang,
    say,
    workbench::{clocks::WrongClock, reach, status::StatusReport},
};

/// Tells it.
pub(super) fn run(face: &Face) -> Answer {
    face.at_work(|bench| {
        let status = bench.status()?;
        face.answer(&document(&status, face.lang), text(face, &status))?;
        Ok(DONE)
    })
}

/// The report in JSON.
pub(super) fn document(status: &StatusReport, lang: Lang) -> serde_json::Value {
    let StatusReport {
        letter,
        replica,
        member,
        group,
        community,
        complaints,
        counts,
        overdue,
        unanswered,
        closed,
        contested,
        conflicts,
        unexported,
        unexported_for,
        waiting,
        aside,
        waiting_for,
        clocks,
        notices,
        digest,
    } = status;
    let notices: Vec<_> = notices.iter().map(|notice| notice.get(lang)).collect();
    let clocks: Vec<_> = clocks.iter().map(clock).collect();
    let unexported_for: Vec<String> = unexported_for.iter().map(ToString::to_string).collect();
    json!({
        "replica": replica, "letter": letter, "member": member, "group": group, "community": community,
        "complaints": complaints, "counts": counts, "overdue": overdue, "unanswered": unanswered, "closed": closed, "contested": contested,
        "conflicts": conflicts, "unexported": unexported, "unexported_for": unexported_for, "waiting": waiting, "aside": aside,
        "waiting_for": holes_json(waiting_for), "clocks": clocks, "notices": notices, "digest": digest,
    })
}

/// A laptop whose clock is wrong, in JSON.
pub(super) fn clock(wrong: &WrongClock) -> serde_json::Value {
    json!({ "peer": wrong.peer.to_string(), "name": wrong.name, "own": wrong.own, "clock": wrong.key() })
}

fn text(face: &Face, status: &StatusReport) -> String {
    let count = |ledger: &str| status.counts.get(ledger).copied().unwrap_or(0);
    let (group, member, letter) = (&status.group, &status.member, &status.letter);
    let (households, residents) = (count("households"), count("residents"));
    let (visits, issues) = (count("visits"), count("issues"));
    let StatusReport {
        overdue,
        unanswered,
        closed,
        contested,
        conflicts,
        unexported,
        waiting,
        aside,
        waiting_for,
        ..
    } = status;
    let waits = waiting - aside;
    let digest: String = status.digest.chars().take(16).collect();
    let mut lines = vec![
        format!("{group} · {member} ({letter})"),
        say!(
            face.lang,
            "{households} 户  {residents} 人  {visits} 次走访  {issues} 件事项",
            "{households} households  {residents} residents  {visits} visits  {issues} issues"
        ),
        say!(
            face.lang,
            "待答复 {unanswered}  超期 {overdue}  已办结 {closed}",
            "unanswered {unanswered}  overdue {overdue}  closed {closed}"
        ),
        say!(
            face.lang,
            "冲突 {conflicts}  未导出 {unexported}  等待中 {waits}  先放一边 {aside}",
            "conflicts {conflicts}  not exported {unexported}  waiting {waits}  set aside {aside}"
        ),
    ];
    if *contested > 0 {
        lines.push(say!(
            face.lang,
            "{contested} 件一台已办结、另一台重开，请核实",
            "{contested} closed on one laptop and reopened on another"
        ));
    }
    if !waiting_for.is_empty() {
        let holes = reach::told(waiting_for, face.lang);
        lines.push(say!(
            face.lang,
            "等 {holes}：请向同事要同步包",
            "waits for {holes}: ask colleagues for a bundle"
        ));
    }
    lines.extend(status.clocks.iter().map(|clock| format!("! {}", clock.sentence(face.lang))));
    lines.extend(status.notices.iter().map(|notice| format!("! {}", notice.get(face.lang))));
    let complaints = &status.complaints;
    if !complaints.is_empty() {
        lines.push(say!(face.lang, "投诉举报：{complaints}", "complaints to: {complaints}"));
    }
    lines.push(say!(face.lang, "校验 {digest}", "digest {digest}"));
    super::table::plain_lines(&lines.join("\n"))
}
