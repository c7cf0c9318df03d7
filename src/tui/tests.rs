//! Sessions as a hand has them: keys in, frames out.

mod board;
mod frames;
mod beginning;
mod acts;
mod appearance;
mod asking;
mod cards;
mod calm;
mod clicked;
mod declaring;
mod field;
mod forms;
mod following;
mod handing_out;
mod erasing;
mod even;
mod everywhere;
mod journeys;
mod keymap;
mod laptops;
mod language;
mod ledgers;
mod large;
mod lists;
mod looks;
mod linking;
mod lit;
mod locking;
mod panes;
mod pictures;
mod mouse;
mod meanwhile;
mod narrow;
mod notices;
mod owed;
mod projects;
mod reach;
mod rooms;
mod ways;
mod wide;
mod reports;
mod resting;
mod reporting;
pub(crate) mod breaking;
mod saying;
mod sheets;
mod stopping;
mod working;
mod told;
mod topics;
mod sizes;
mod soon;
mod states;
mod sights;
mod footer;
mod unable;
mod unfinished;
mod unheard;
mod tour;
mod scenes;
mod seen;
pub(crate) mod whole;
pub(super) mod carets;
pub(super) mod gallery;

use std::path::Path;

use jiff::Timestamp;

use super::Session;
use crate::{
    domain::{id::RecordId, issues::steps, standing::StepKind, value::Value, wording::Lang},
    workbench::{
        Cost, Workbench,
        bench::Founding,
        checks::Tick,
        clock::Clock,
        peers::{Joining, Offer},
        tests::entering::{change, enter},
    },
};

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// How every place is come to.
const WAYS: [&[&str]; 28] = [
    &["F2"],
    &["F3"],
    &["F3", "Enter"],
    &["F4"],
    &["F4", "Enter"],
    &["F5"],
    &["F5", "Tab"],
    &["F6"],
    &["F6", "Enter"],
    &["F6", "v"],
    &["F6", "Space", "Space"],
    &["F7"],
    &["F3", "Right", "Right", "Enter"],
    &["F5", "Tab", "Tab"],
    &["F8"],
    &["F8", "Enter"],
    &["F9"],
    &["F10"],
    &["F6", "/"],
    &["F6", "n"],
    &["F6", "n", "Tab"],
    &["Ctrl-P"],
    &["F6", "Ctrl-O"],
    &["?"],
    &["F4", "d"],
    &["F10", "x"],
    &["Ctrl-F"],
    &["F6", "n", "Ctrl-F", "王"],
];

/// Noon of Sunday 2026-11-22 is day 0.
pub(super) fn clock(day: i64) -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_320_000 + day * 86_400).unwrap())
}

pub(super) fn found(home: &Path, at: Clock) -> Workbench {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "B".into(),
    };
    Workbench::create(home, &founding, "pass", QUICK, at).unwrap()
}

/// What is seen without what is drawn anew in every workspace: the ids of laptops, and the digest.
pub(super) fn without_ids(s: &mut Session, seen: &str) -> String {
    let mut told = seen.to_owned();
    let model = s.model();
    for laptop in &model.data.laptops {
        told = told.replace(&laptop.short_id(), "[编号..]");
    }
    let digest: String = model.data.status.digest.chars().take(16).collect();
    told.replace(&digest, "[校验..........]")
}

/// A frame as it is in every workspace of the same contents, in whatever folder.
fn anywhere(s: &mut Session) -> String {
    let home = s.bench().home().to_path_buf();
    let name = home.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let seen = s.frame();
    let told = without_ids(s, &seen).replace(&home.display().to_string(), "[home]");
    told.replace(&format!("…/{name}/"), "…/[home]/")
}

pub(super) fn add(bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]) -> RecordId {
    enter(bench, ledger, pairs).unwrap()
}

/// A small workspace, the same in every run; issues are as old as told.
pub(super) fn small(home: &Path) -> Workbench {
    let mut bench = found(home, clock(-12));
    for (order, name) in ["一组", "二组", "三组"].iter().enumerate() {
        add(&mut bench, "neighbourhoods", &[("name", name), ("order", &order.to_string())]);
    }
    add(&mut bench, "members", &[("name", "李强"), ("role", "worker")]);
    add(&mut bench, "households", &[("address", "幸福路5号"), ("neighbourhood", "三组"), ("number", "0035")]);
    let people = [
        ("王桂兰", "三组", "幸福路5号", "13812342210", "户主"),
        ("单小明", "三组", "幸福路5号", "13800007788", "儿子"),
        ("仇英", "一组", "湖滨巷12号", "13911110000", ""),
        ("欧阳春华", "二组", "太湖新村3栋2单元401室", "", ""),
    ];
    for (name, place, address, phone, relation) in people {
        let mut pairs = vec![
            ("name", name),
            ("neighbourhood", place),
            ("address", address),
            ("phone", phone),
            ("relation", relation),
        ];
        if !relation.is_empty() {
            pairs.push(("household", "幸福路5号"));
        }
        add(&mut bench, "residents", &pairs);
    }
    let visit = [
        ("date", "2026-11-18"),
        ("category", "veteran_member"),
        ("resident", "王桂兰"),
        ("visitors", "张晓敏"),
        ("words", "路灯坏了好几天"),
    ];
    let mut issue = |day: i64, pairs: &[(&str, &str)]| {
        bench.set_clock(clock(day));
        add(&mut bench, "issues", pairs)
    };
    let lamp = issue(
        -9,
        &[
            ("title", "三组路灯连续五天不亮"),
            ("neighbourhood", "三组"),
            ("from", "王桂兰"),
            ("resident", "王桂兰"),
            ("phone", "13812342210"),
            ("category", "公共设施"),
            ("detail", "晚上接孩子看不清路"),
        ],
    );
    let leak = issue(
        -16,
        &[("title", "与楼上漏水争执"), ("kind", "dispute"), ("neighbourhood", "一组"), ("from", "仇英")],
    );
    issue(-2, &[("title", "想学电工，问培训"), ("neighbourhood", "二组"), ("from", "欧阳春华")]);
    let ditch = issue(-4, &[("title", "沟渠堵塞"), ("neighbourhood", "三组"), ("anonymous", "是")]);
    let done = issue(-6, &[("title", "楼道堆物"), ("neighbourhood", "一组"), ("from", "仇英")]);
    let text = |text: &str| (steps::TEXT, Value::Text(text.into()));
    bench.set_clock(clock(-3));
    add(&mut bench, "visits", &visit);
    bench.take_step(lamp, StepKind::Accept, &[]).unwrap();
    bench.set_clock(clock(-2));
    bench.take_step(lamp, StepKind::Transfer, &[(steps::UNIT, Value::Text("街道城管科".into()))]).unwrap();
    bench.take_step(leak, StepKind::Accept, &[]).unwrap();
    let public = (steps::WAY, Value::Choice("public".into()));
    bench.take_step(ditch, StepKind::Reply, &[text("周五前清掏"), public]).unwrap();
    bench.take_step(done, StepKind::Reply, &[text("已约物业清理")]).unwrap();
    bench
        .take_step(
            done,
            StepKind::Resolve,
            &[(steps::OUTCOME, Value::Choice("solved".into())), text("清理完毕")],
        )
        .unwrap();
    let list = crate::domain::checklists::checklists().remove(0);
    let place = bench.find_in("neighbourhoods", "三组").unwrap();
    let tick = Tick {
        state: Some(crate::domain::checklists::CheckState::Clear),
        basis: Some("逐户问过".into()),
        review: Some(jiff::civil::date(2026, 12, 1)),
        ..Tick::default()
    };
    bench.tick(list.list, &list.items[0].id, place, &tick).unwrap();
    bench.set_clock(clock(0));
    bench
}

pub(super) fn session(home: &Path, width: u16, height: u16) -> Session {
    Session::new(small(home), Lang::Zh, width, height).unwrap()
}

/// A lead's laptop, and that of a member who came by an invitation.
pub(super) fn two(path: &Path) -> (Workbench, Workbench) {
    let mut a = found(&path.join("a"), clock(0));
    let invitation = a.invite(path, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("told by voice".to_owned());
    let b =
        Workbench::join(&path.join("b"), &invitation, told, &joining, "pass", QUICK, clock(0), &mut |_| {})
            .unwrap();
    (a, b)
}
