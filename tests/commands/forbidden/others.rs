//! What is forbidden and is neither entered nor a step: bulletins out of turn,
//! re-checking oneself, what is kept apart, declarations, periods; and what two
//! laptops do of which each is legal alone.

use jiff::civil::date;
use minqing::{
    domain::{
        bulletins::{Printing, bulletins},
        checklists::{self, CheckState, Clarity},
        consent::{Purpose, Said},
        field::{Field, Kind},
        funds::funds,
        id::RecordId,
        informers,
        issues::{issues, steps},
        organisation::units,
        oversight::{rectifications, rectifying::Stage},
        roster::residents,
        standing::StepKind,
        value::Value,
        visits, voices, workdays,
    },
    workbench::{Error, Workbench, checks::Tick, conflicts::Settlement, consents::Word, overseeing::Drawing},
};

use super::{
    Line, World, add, edit,
    entered::{forged, said},
    fresh, hand, lamp, lives, of, open, put, result, text,
};

/// Does something on A that B then knows of.
pub(super) fn known(world: &World, act: impl FnOnce(&mut Workbench)) {
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    act(&mut a);
    hand(&mut a, &mut b, world.folder.path());
    a.close().unwrap();
    b.close().unwrap();
}

/// Each does something that is legal on his own laptop; then they meet. Answers
/// whether both were taken and both laptops agree.
fn together(world: &World, one: impl FnOnce(&mut Workbench), other: impl FnOnce(&mut Workbench)) -> bool {
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    one(&mut a);
    other(&mut b);
    for _ in 0..2 {
        hand(&mut a, &mut b, world.folder.path());
        hand(&mut b, &mut a, world.folder.path());
    }
    let agree = a.digest() == b.digest();
    a.close().unwrap();
    b.close().unwrap();
    agree
}

fn titled(bench: &Workbench, ledger: &str, name: &str) -> RecordId {
    bench.find_in(ledger, name).unwrap()
}

// Bulletins.

fn a_bulletin(bench: &mut Workbench) {
    add(bench, "bulletins", &[("title", "第一期"), ("solve", "路灯修好了")]).unwrap();
}

fn the_bulletin(bench: &Workbench) -> RecordId {
    titled(bench, "bulletins", "第一期")
}

/// The bulletin is reviewed on B and known on A.
fn reviewed(world: &World) {
    known(world, a_bulletin);
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    let id = the_bulletin(&b);
    b.step_bulletin(id, "review", "看过").unwrap();
    hand(&mut b, &mut a, world.folder.path());
    a.close().unwrap();
    b.close().unwrap();
}

fn signed(world: &World) {
    reviewed(world);
    known(world, |a| {
        let id = the_bulletin(a);
        a.step_bulletin(id, "sign", "签发").unwrap();
    });
}

fn forged_step(bench: &Workbench, kind: &str) -> Vec<minqing::log::commit::Change> {
    use minqing::domain::bulletins::{bulletin_steps, content};
    let (id, about) = (fresh(bulletin_steps::ID), the_bulletin(bench));
    vec![
        lives(id, true),
        put(id, bulletin_steps::BULLETIN, &Value::Ref(about)),
        put(id, bulletin_steps::KIND, &Value::Choice(kind.into())),
        put(id, bulletin_steps::DAY, &Value::Date(bench.today())),
        put(id, bulletin_steps::CONTENT, &said(&content(&bench.existing(about).unwrap()))),
        put(id, bulletin_steps::YEAR, &Value::Int(2026)),
        put(id, bulletin_steps::NUMBER, &Value::Int(1)),
    ]
}

fn nothing_is_signed(bench: &Workbench) -> bool {
    bench.bulletins().unwrap().iter().all(|issue| issue.printed.printing < Printing::Signed)
}

fn what_is_signed_stays(bench: &Workbench) -> bool {
    let all = bench.bulletins().unwrap();
    all.iter().all(|issue| {
        let told = issue.bulletin.text(bulletins::SOLVE);
        issue.printed.printing < Printing::Signed || told == "路灯修好了"
    })
}

fn a_home_at_three(bench: &mut Workbench) {
    add(bench, "households", &[("address", "幸福路5号"), ("neighbourhood", "三组")]).unwrap();
}

fn three_stands(bench: &Workbench) -> bool {
    bench.find_in("neighbourhoods", "三组").is_ok()
}

// Oversight.

fn nobody_at_work(bench: &mut Workbench) {
    let fact = [("fact", "下午无人在岗"), ("kind", "absent"), ("evidence", "值班表"), ("day", "2026-11-20")];
    add(bench, "findings", &[&fact[..], &[("member", "李强")]].concat()).unwrap();
}

/// Both stand, and the finding is put right where it began.
fn the_finding_goes_on(bench: &Workbench) -> bool {
    bench.findings().unwrap().iter().all(|found| found.standing.stage == Stage::Found)
}

fn no_slip_besides(bench: &Workbench) -> bool {
    bench.standing("issues").unwrap().iter().all(|row| row.text(issues::KIND) != "rectification")
}

/// A finding on the member of a laptop, notified so long ago that it may be re-checked.
fn finding_on(bench: &mut Workbench, name: &str) {
    let found =
        [("fact", "漏记"), ("kind", "lax"), ("evidence", "台账"), ("day", "2026-11-19"), ("member", name)];
    add(bench, "findings", &found).unwrap();
    for step in [
        &[("kind", "criticism"), ("way", "oral")][..],
        &[("kind", "notice"), ("requirement", "补齐"), ("deadline", "2026-11-20")],
    ] {
        let own = [("text", "批评"), ("finding", "漏记"), ("day", "2026-11-19")];
        add(bench, "rectifications", &[&own[..], step].concat()).unwrap();
    }
}

const RECHECK: &[(&str, &str)] = &[
    ("text", "看过"),
    ("finding", "漏记"),
    ("kind", "recheck"),
    ("day", "2026-11-21"),
    ("result", "struck_off"),
];

fn struck_off(bench: &mut Workbench) {
    finding_on(bench, "李强");
    add(bench, "rectifications", RECHECK).unwrap();
}

fn nothing_is_struck_off(bench: &Workbench) -> bool {
    bench.findings().unwrap().iter().all(|found| found.standing.stage < Stage::StruckOff)
}

fn what_is_struck_off_stays_so(bench: &Workbench) -> bool {
    let all = bench.findings().unwrap();
    all.iter().all(|found| {
        found.standing.stage == Stage::StruckOff && found.standing.deadline == Some(date(2026, 11, 20))
    })
}

fn of_homes(kind: &str) -> Drawing {
    Drawing { topic: "入户".into(), kind: kind.into(), told: "户".into(), size: 1, ..Drawing::default() }
}

fn nobody_was_drawn(bench: &Workbench) -> bool {
    bench.standing("inspections").unwrap().is_empty()
}

// What is kept apart.

fn material(bench: &mut Workbench) {
    let fields = [(informers::ABOUT, said("李强")), (informers::TEXT, said("收了土特产"))];
    bench.enter_informer(&fields).unwrap();
}

fn the_material(bench: &Workbench) -> RecordId {
    bench.standing(informers::ID).unwrap()[0].id
}

/// Whether whoever it names can look at none of it, nor anybody without a lead's laptop.
fn nobody_named_looks(bench: &Workbench) -> bool {
    let all = bench.standing(informers::ID).unwrap();
    let own = bench.existing(bench.member()).unwrap();
    let named = all.iter().any(|row| informers::bars_member(row, &own));
    !named || !bench.sees_informers().unwrap()
}

// Declarations.

fn a_field(kind: Kind) -> Field {
    Field::new(0, "worth", "值多少", "Worth", kind)
}

fn shipped_stay(bench: &Workbench) -> bool {
    let shipped = minqing::domain::ledger::Catalog::shipped();
    shipped.iter().all(|ledger| {
        let here = bench.catalog().get(&ledger.id).unwrap();
        ledger.fields.iter().all(|field| {
            here.field(field.tag).is_some_and(|same| same.kind == field.kind && same.privacy == field.privacy)
        })
    })
}

fn with_data(bench: &mut Workbench) {
    bench.declare_field("conduct_items", &a_field(Kind::Int)).unwrap();
    add(bench, "conduct_items", &[("text", "准时"), ("kind", "do"), ("worth", "7")]).unwrap();
}

// Money.

fn a_decided_fund(bench: &mut Workbench) {
    add(bench, "projects", &[("title", "修路灯"), ("kind", "public_good")]).unwrap();
    add(bench, "funds", &[("title", "甲"), ("project", "修路灯"), ("source", "residents")]).unwrap();
    let fund = titled(bench, "funds", "甲");
    edit(bench, fund, "decision", "11-02 居民会议定的").unwrap();
}

fn paid_in(bench: &mut Workbench) {
    a_decided_fund(bench);
    add(bench, "receipts", &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")]).unwrap();
}

/// What came is told: by right, or as resting on nothing.
fn money_is_told(bench: &Workbench) -> bool {
    let all = bench.help_projects().unwrap();
    let came: usize = bench.standing("receipts").unwrap().len();
    let told: i64 = all.iter().map(|one| one.purse.total.received + one.purse.total.unsupported).sum();
    told == 10_000 * i64::try_from(came).unwrap()
}

fn nothing_came_by_right_without_a_decision(bench: &Workbench) -> bool {
    bench.help_projects().unwrap().iter().all(|one| {
        let decided = one.funds.iter().any(|fund| !fund.text(funds::DECISION).is_empty());
        decided || one.purse.total.received == 0
    })
}

// Places and days.

fn two_units(bench: &mut Workbench) {
    add(bench, "units", &[("name", "街道办")]).unwrap();
    add(bench, "units", &[("name", "城管科")]).unwrap();
    let unit = titled(bench, "units", "城管科");
    edit(bench, unit, "parent", "街道办").unwrap();
}

fn every_unit_is_in_the_tree_once(bench: &Workbench) -> bool {
    let all = bench.standing("units").unwrap();
    let told = minqing::domain::organisation::tree(&all);
    told.len() == all.len() && told.iter().all(|(depth, _)| *depth <= 1)
}

fn a_holiday(bench: &mut Workbench) {
    add(bench, workdays::ID, &[("day", "2026-11-25"), ("kind", "off")]).unwrap();
}

fn the_holiday_stays(bench: &Workbench) -> bool {
    let known = bench.standing(workdays::ID).unwrap().iter().any(minqing::domain::row::Row::stands);
    !known || bench.deadlines().unwrap().workdays.is_working(date(2026, 11, 26))
}

fn she_is_there(bench: &Workbench) -> bool {
    bench.find_in("residents", "王桂兰").is_ok()
}

fn proofs_are_kept(bench: &Workbench) -> bool {
    bench.periods().unwrap().iter().all(|period| period.ledger != "consents" || period.months >= 36)
}

// The three lists.

/// An item of the third list.
fn third() -> String {
    let lists = checklists::checklists();
    lists.into_iter().find(|sheet| sheet.list == Clarity::Harmony).unwrap().items[0].id.clone()
}

/// Takes an item of the third list up, or says that it is clear.
fn tick(bench: &mut Workbench, state: &str, followed: bool) -> Result<RecordId, Error> {
    let place = bench.find_in("neighbourhoods", "三组")?;
    let tick = Tick {
        state: Some(CheckState::from_key(state)),
        owner: followed.then(|| bench.member()),
        next: followed.then(|| "周五再看".to_owned()),
        ..Tick::default()
    };
    bench.tick(Clarity::Harmony, &third(), place, &tick)
}

fn forged_tick(bench: &Workbench, list: &str, state: &str) -> Vec<minqing::log::commit::Change> {
    let (list, place) = (Clarity::from_key(list).unwrap(), titled(bench, "neighbourhoods", "三组"));
    let lists = checklists::checklists();
    let item = lists.into_iter().find(|sheet| sheet.list == list).unwrap().items[0].id.clone();
    let id = checklists::check_id(list, &item, place);
    vec![
        lives(id, true),
        put(id, checklists::ITEM, &text(&item)),
        put(id, checklists::LIST, &Value::Choice(list.key().into())),
        put(id, checklists::NEIGHBOURHOOD, &Value::Ref(place)),
        put(id, checklists::STATE, &Value::Choice(state.into())),
    ]
}

fn nothing_is_taken_up(bench: &Workbench) -> bool {
    bench.shares().unwrap().values().all(|share| share.clear == 0 && share.working == 0)
}

fn everybody_has_a_name(bench: &Workbench) -> bool {
    bench
        .case(lamp(bench))
        .unwrap()
        .standing
        .voices
        .iter()
        .all(|voice| voice.anonymous || !voice.name.is_empty() || voice.resident.is_some())
}

fn lamp_is_open(bench: &Workbench) -> bool {
    !bench.case(lamp(bench)).unwrap().standing.is_closed()
}

fn label_of_nobody_who_waits_no_more(bench: &Workbench) -> bool {
    let waiting = bench.coverage(minqing::domain::phases::Period::default()).unwrap();
    bench.rows(visits::ID).unwrap().iter().all(|visit| {
        visit.text(visits::CATEGORY) != visits::PETITIONER
            || waiting.called.iter().any(|called| Some(called.who) == visit.reference(visits::RESIDENT))
    })
}

fn shown_only_with_consent(bench: &Workbench) -> bool {
    let all = bench.rows(residents::ID).unwrap();
    all.iter()
        .all(|row| row.text(residents::WECHAT).is_empty() || bench.may(row.id, Purpose::WeChat).unwrap())
}

fn no_posting_ends_before_it_begins(bench: &Workbench) -> bool {
    use minqing::domain::organisation::postings;
    let all = bench.standing("postings").unwrap();
    all.iter().all(|row| {
        row.date(postings::TO).is_none_or(|to| row.date(postings::FROM).is_none_or(|from| from <= to))
    })
}

fn no_day_is_of_both(bench: &Workbench) -> bool {
    [date(2026, 12, 3), date(2026, 12, 8)].into_iter().all(|day| bench.phase_on(day).unwrap().is_none())
}

fn words(resident: RecordId, said: Said) -> Word {
    Word {
        resident,
        purpose: Purpose::WeChat,
        detail: String::new(),
        said,
        day: None,
        way: "oral".into(),
        guardian: String::new(),
    }
}

fn close_it(bench: &mut Workbench) {
    let issue = lamp(bench);
    bench.take_step(issue, StepKind::Reply, &[(steps::TEXT, text("三天内修"))]).unwrap();
    bench.take_step(issue, StepKind::Resolve, &result("solved", &[])).unwrap();
}

/// The last reply of the lamp.
fn its_reply(bench: &Workbench) -> RecordId {
    let standing = bench.case(lamp(bench)).unwrap().standing;
    standing.steps.iter().find(|step| step.kind == StepKind::Reply).unwrap().id
}

fn in_conflict(world: &World) -> RecordId {
    known(world, |a| {
        add(a, "postings", &[("neighbourhood", "三组"), ("member", "李强"), ("from", "2026-11-10")]).unwrap();
    });
    let posting = world.look(|bench| bench.standing("postings").unwrap()[0].id);
    let told = |day: &'static str| move |bench: &mut Workbench| edit(bench, posting, "to", day).unwrap();
    assert!(together(world, told("2026-12-01"), told("2026-12-15")));
    posting
}

#[rustfmt::skip]
pub(super) const OTHERS: &[Line] = &[
    ("a neighbourhood deleted under its people", "core", |w| { known(w, a_home_at_three); w.core(|b| { let id = titled(b, "neighbourhoods", "三组"); super::delete(b, id) }) }, three_stands),
    ("a neighbourhood deleted under its people", "command", |w| { known(w, a_home_at_three); let id = w.look(|b| titled(b, "neighbourhoods", "三组")).to_string(); w.command(&["remove", &id]) }, three_stands),
    ("a neighbourhood deleted under its people", "bundle", |w| { known(w, a_home_at_three); w.bundle(&|b| vec![lives(titled(b, "neighbourhoods", "三组"), false)]) }, three_stands),
    ("a finding entered as an issue besides", "bundle", |w| { known(w, nobody_at_work); w.bundle(&|b| forged(b, "issues", &[("title", "下午，无人在岗"), ("kind", "rectification"), ("from", "督查")])) }, the_finding_goes_on),
    ("a ledger of the program put out of sight", "core", |w| w.core(|b| b.hide_ledger("issues", true)), |b| b.catalog().get("issues").is_some_and(|ledger| !ledger.hidden)),
    ("a sample of nothing", "core", |w| { w.core(|b| b.draw_inspection(&Drawing { pool: Vec::new(), ..of_homes("announced") })) }, nobody_was_drawn),
    ("a finding entered as an issue besides", "core", |w| { known(w, nobody_at_work); w.core(|b| add(b, "issues", &[("title", "下午，无人在岗"), ("kind", "rectification"), ("from", "督查")])) }, no_slip_besides),
    ("a finding entered as an issue besides", "command", |w| { known(w, nobody_at_work); w.command(&["add", "issues", "title=下午，无人在岗", "kind=rectification", "from=督查"]) }, no_slip_besides),
    ("a finding entered as an issue besides", "sheet", |w| { known(w, nobody_at_work); w.sheet("issues", "内容,类型,反映人\n下午，无人在岗,整改,督查\n") }, no_slip_besides),
    ("an empty bulletin reviewed", "core", |w| { known(w, |a| { add(a, "bulletins", &[("title", "第一期")]).unwrap(); }); w.core_of("b", |b| { let id = the_bulletin(b); b.step_bulletin(id, "review", "") }) }, nothing_is_signed),
    ("one's own text reviewed", "core", |w| { known(w, a_bulletin); w.core(|b| { let id = the_bulletin(b); b.step_bulletin(id, "review", "好") }) }, nothing_is_signed),
    ("one's own text reviewed", "command", |w| { known(w, a_bulletin); w.command(&["bulletin", "review", "第一期"]) }, nothing_is_signed),
    ("signed without a review", "core", |w| { known(w, a_bulletin); w.core(|b| { let id = the_bulletin(b); b.step_bulletin(id, "sign", "签") }) }, nothing_is_signed),
    ("signed without a review", "command", |w| { known(w, a_bulletin); w.command(&["bulletin", "sign", "第一期"]) }, nothing_is_signed),
    ("signed by a member", "core", |w| { reviewed(w); w.core_of("b", |b| { let id = the_bulletin(b); b.step_bulletin(id, "sign", "签") }) }, nothing_is_signed),
    ("signed by a member", "bundle", |w| { reviewed(w); w.bundle(&|b| forged_step(b, "sign")) }, nothing_is_signed),
    ("archived without a signature", "core", |w| { reviewed(w); w.core(|b| { let id = the_bulletin(b); b.step_bulletin(id, "archive", "存") }) }, nothing_is_signed),
    ("archived without a signature", "bundle", |w| { reviewed(w); w.bundle(&|b| forged_step(b, "archive")) }, nothing_is_signed),
    ("a signed bulletin changed", "core", |w| { signed(w); w.core(|b| { let id = the_bulletin(b); edit(b, id, "solve", "另一句") }) }, what_is_signed_stays),
    ("a signed bulletin changed", "command", |w| { signed(w); let id = w.look(the_bulletin).to_string(); w.command(&["edit", &id, "solve=另一句"]) }, what_is_signed_stays),
    ("a signed bulletin changed", "bundle", |w| { signed(w); w.bundle(&|b| vec![put(the_bulletin(b), bulletins::SOLVE, &text("另一句"))]) }, what_is_signed_stays),
    ("a bulletin signed and changed at once", "together", |w| { reviewed(w); together(w, |a| { let id = the_bulletin(a); a.step_bulletin(id, "sign", "签").unwrap(); }, |b| { let id = the_bulletin(b); edit(b, id, "solve", "另一句").unwrap(); }) }, what_is_signed_stays),
    ("re-checking a finding on oneself", "core", |w| { known(w, |a| finding_on(a, "张晓敏")); w.core(|b| add(b, "rectifications", RECHECK)) }, nothing_is_struck_off),
    ("re-checking a finding on oneself", "bundle", |w| { known(w, |a| finding_on(a, "李强")); w.bundle(&|b| forged(b, "rectifications", RECHECK)) }, nothing_is_struck_off),
    ("a step after a finding was struck off", "core", |w| { known(w, struck_off); w.core(|b| add(b, "rectifications", &[("text", "再来"), ("finding", "漏记"), ("kind", "criticism"), ("way", "oral"), ("day", "2026-11-22")])) }, |b| b.findings().unwrap().is_empty() || what_is_struck_off_stays_so(b)),
    ("a step after a finding was struck off", "bundle", |w| { known(w, struck_off); w.bundle(&|b| forged(b, "rectifications", &[("text", "再来"), ("finding", "漏记"), ("kind", "notice"), ("requirement", "补"), ("deadline", "2026-12-20"), ("day", "2026-11-22")])) }, |b| b.findings().unwrap().is_empty() || what_is_struck_off_stays_so(b)),
    ("a receipt in the mouth of a lead", "bundle", |w| { known(w, |a| finding_on(a, "张晓敏")); w.bundle(&|b| forged(b, "rectifications", &[("text", "我认"), ("finding", "漏记"), ("kind", "receipt"), ("day", "2026-11-20")])) }, |b| b.findings().unwrap().iter().all(|found| found.standing.receipts.is_empty())),
    ("an unannounced visit to residents", "core", |w| { w.core(|b| { let pool = vec![of(b, "王桂兰")]; b.draw_inspection(&Drawing { pool, ..of_homes("unannounced") }) }) }, nobody_was_drawn),
    ("an unannounced visit to residents", "command", |w| w.command(&["inspect", "draw", "--topic", "入户", "--kind", "unannounced", "--from", "residents", "--size", "1"]), nobody_was_drawn),
    ("material kept by whom it names", "core", |w| { known(w, material); w.core(|b| { let (id, who) = (the_material(b), b.find_in("members", "李强")?); b.change_informer(id, &[(informers::KEEPER, Value::Ref(who))]) }) }, nobody_named_looks),
    ("material handed to the unit that it names", "core", |w| { known(w, |a| { a.enter_informer(&[(informers::ABOUT, said("城管科")), (informers::TEXT, said("吃请"))]).unwrap(); }); w.core(|b| { let id = the_material(b); b.change_informer(id, &[(informers::HANDED, said("街道城管科"))]) }) }, nobody_named_looks),
    ("material kept by whom it names", "bundle", |w| { known(w, material); w.bundle(&|b| vec![put(the_material(b), informers::KEEPER, &Value::Ref(b.member()))]) }, nobody_named_looks),
    ("looking at material without leading", "core", |w| { known(w, material); w.core_of("b", |b| b.look_at_informers("想看")) }, nobody_named_looks),
    ("looking at material in a list", "command", |w| { known(w, material); w.command(&["list", "informers"]) && w.command(&["export", "informers", &w.home("i.csv").display().to_string()]) }, nobody_named_looks),
    ("material in a sheet", "sheet", |w| w.sheet("informers", "内容\n收了土特产\n"), nobody_named_looks),
    ("a field of the program declared otherwise", "core", |w| w.core(|b| b.declare_field("residents", &a_field(Kind::Text))), shipped_stay),
    ("a field of the program declared otherwise", "bundle", |w| w.bundle(&|b| { let id = minqing::domain::declared::own::field_id("residents", "phone"); let _ = b; vec![lives(id, true), put(id, 17, &text("phone")), put(id, 18, &text("residents")), put(id, 20, &text("int"))] }), shipped_stay),
    ("another kind for what holds data", "core", |w| { known(w, with_data); w.core(|b| b.declare_field("conduct_items", &a_field(Kind::Text))) }, |b| b.catalog().get("conduct_items").unwrap().field_by_key("worth").is_none_or(|field| field.kind == Kind::Int)),
    ("people declared as risks", "core", |w| w.core(|b| b.declare_field("meetings", &Field::new(0, "grade", "稳控等级", "Grade", Kind::Text))), |b| b.catalog().get("meetings").unwrap().field_by_key("grade").is_none()),
    ("a source of money deleted with its money", "core", |w| { known(w, paid_in); w.core(|b| { let id = titled(b, "funds", "甲"); super::delete(b, id) }) }, money_is_told),
    ("a source of money deleted with its money", "bundle", |w| { known(w, paid_in); w.bundle(&|b| vec![lives(titled(b, "funds", "甲"), false)]) }, money_is_told),
    ("a decision taken out under money", "core", |w| { known(w, paid_in); w.core(|b| { let id = titled(b, "funds", "甲"); edit(b, id, "decision", "") }) }, nothing_came_by_right_without_a_decision),
    ("a decision taken out under money", "command", |w| { known(w, paid_in); let id = w.look(|b| titled(b, "funds", "甲")).to_string(); w.command(&["edit", &id, "decision="]) }, nothing_came_by_right_without_a_decision),
    ("a decision taken out under money", "bundle", |w| { known(w, paid_in); w.bundle(&|b| vec![minqing::log::commit::Change { record: titled(b, "funds", "甲"), slot: minqing::log::commit::Slot::single(funds::DECISION), cell: minqing::log::commit::Cell::none() }]) }, nothing_came_by_right_without_a_decision),
    ("a decision taken back under a colleague's money", "undo", |w| { known(w, a_decided_fund); let (mut a, mut b) = (w.a(), open(&w.home("b"))); add(&mut b, "receipts", &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")]).unwrap(); hand(&mut b, &mut a, w.folder.path()); hand(&mut a, &mut b, w.folder.path()); let told = a.undo(); w.meet(told.as_ref().err()); a.close().unwrap(); told.is_err() }, |b| money_is_told(b) && nothing_came_by_right_without_a_decision(b)),
    ("a decision taken out while money comes", "together", |w| { known(w, a_decided_fund); together(w, |a| { add(a, "receipts", &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")]).unwrap(); }, |b| { let id = titled(b, "funds", "甲"); edit(b, id, "decision", "").unwrap(); }) }, |b| money_is_told(b) && nothing_came_by_right_without_a_decision(b)),
    ("a unit below itself", "core", |w| { known(w, two_units); w.core(|b| { let id = titled(b, "units", "街道办"); edit(b, id, "parent", "城管科") }) }, every_unit_is_in_the_tree_once),
    ("a unit below itself", "command", |w| { known(w, two_units); let id = w.look(|b| titled(b, "units", "街道办")).to_string(); w.command(&["edit", &id, "parent=城管科"]) }, every_unit_is_in_the_tree_once),
    ("a unit below itself", "bundle", |w| { known(w, two_units); w.bundle(&|b| vec![put(titled(b, "units", "街道办"), units::PARENT, &Value::Ref(titled(b, "units", "城管科")))]) }, every_unit_is_in_the_tree_once),
    ("each of two units put below the other", "together", |w| { known(w, |a| { two_units(a); let id = titled(a, "units", "城管科"); edit(a, id, "parent", "").unwrap(); }); together(w, |a| { let id = titled(a, "units", "城管科"); edit(a, id, "parent", "街道办").unwrap(); }, |b| { let id = titled(b, "units", "街道办"); edit(b, id, "parent", "城管科").unwrap(); }) }, every_unit_is_in_the_tree_once),
    ("a holiday moved to another day", "core", |w| { known(w, a_holiday); w.core(|b| { let id = b.standing(workdays::ID)?[0].id; edit(b, id, "day", "2026-11-26") }) }, the_holiday_stays),
    ("a holiday moved to another day", "command", |w| { known(w, a_holiday); let id = w.look(|b| b.standing(workdays::ID).unwrap()[0].id).to_string(); w.command(&["edit", &id, "day=2026-11-26"]) }, the_holiday_stays),
    ("a holiday moved to another day", "bundle", |w| { known(w, a_holiday); w.bundle(&|b| vec![put(b.standing(workdays::ID).unwrap()[0].id, workdays::DAY, &Value::Date(date(2026, 11, 26)))]) }, the_holiday_stays),
    ("a record without what it needs", "core", |w| w.core(|b| add(b, "residents", &[("phone", "13900001111")])), she_is_there),
    ("a record without what it needs", "command", |w| w.command(&["add", "residents", "phone=13900001111"]), she_is_there),
    ("a record without what it needs", "sheet", |w| w.sheet("residents", "联系电话\n13900001111\n"), she_is_there),
    ("writing on a card that is gone", "core", |w| { known(w, |a| { let id = of(a, "仇英"); super::delete(a, id).unwrap(); }); w.core(|b| { let id = b.rows("residents")?.iter().find(|row| row.deleted && row.text(residents::NAME) == "仇英").unwrap().id; edit(b, id, "phone", "13800000000") }) }, |b| she_is_there(b) && b.rows("residents").unwrap().iter().all(|row| !row.stands() || row.text(residents::PHONE) != "13800000000")),
    ("an issue erased as a person", "core", |w| w.core(|b| { let id = lamp(b); b.erase_person(id, "要求删除", &[]) }), lamp_is_open),
    ("a reason that tells what is erased", "core", |w| w.core(|b| { let id = of(b, "王桂兰"); b.erase_person(id, "王桂兰13912340000要求", &[]) }), she_is_there),
    ("a reason that tells what is erased", "command", |w| { let id = w.look(|b| of(b, "王桂兰")).to_string(); w.command(&["person", "erase", &id, "--reason", "王桂兰13912340000要求", "--yes"]) }, she_is_there),
    ("proofs kept for less than three years", "core", |w| w.core(|b| b.set_period("consents", 12, "单位规定")), proofs_are_kept),
    ("proofs kept for less than three years", "command", |w| w.command(&["retention", "set", "consents", "12", "--basis", "单位规定"]), proofs_are_kept),
    ("an item of the third list without owner and next step", "core", |w| w.core(|b| tick(b, "working", false)), nothing_is_taken_up),
    ("an item of the third list without owner and next step", "command", |w| { let item = third(); w.command(&["check", "harmony", &item, "--at", "三组", "--working"]) }, nothing_is_taken_up),
    ("an item of the third list without owner and next step", "bundle", |w| w.bundle(&|b| forged_tick(b, "harmony", "working")), nothing_is_taken_up),
    ("clear without a basis", "core", |w| w.core(|b| tick(b, "clear", true)), nothing_is_taken_up),
    ("clear without a basis", "command", |w| { let item = third(); w.command(&["check", "harmony", &item, "--at", "三组", "--clear", "--owner", "李强", "--next", "周五再看"]) }, nothing_is_taken_up),
    ("clear without a basis", "bundle", |w| w.bundle(&|b| forged_tick(b, "prosperity", "clear")), |b| b.shares().unwrap().values().all(|share| share.clear == 0)),
    ("clearing what is not due", "core", |w| w.core(|b| { let id = of(b, "王桂兰"); b.clear_expired(&[id], "期满") }), she_is_there),
    ("clearing several of which one is not due", "bulk", |w| { let (one, other) = w.look(|b| (of(b, "王桂兰").to_string(), of(b, "仇英").to_string())); w.command(&["retention", "clear", &one, &other, "--reason", "期满"]) }, she_is_there),
    ("closing several at once", "bulk", |w| w.usage(&["issue", "resolve", "A-1", "A-2", "--outcome", "solved", "--text", "好了"]), lamp_is_open),
    ("somebody who asked without a name", "core", |w| w.core(|b| { let id = lamp(b); b.add_voice(id, &[]) }), everybody_has_a_name),
    ("somebody who asked without a name", "command", |w| w.command(&["issue", "voice", "A-1", "words=我也是"]), everybody_has_a_name),
    ("somebody who asked of what is closed", "core", |w| { known(w, close_it); w.core(|b| { let id = lamp(b); b.add_voice(id, &[(voices::NAME, said("邻居"))]) }) }, |b| b.case(lamp(b)).unwrap().standing.voices.len() == 1),
    ("settling a conflict against a rule", "conflict", |w| { let posting = in_conflict(w); w.core(|b| { let conflict = b.conflict_named(posting, "to")?; b.settle(&conflict, &Settlement::Write(Some(Value::Date(date(2026, 11, 1))))) }) }, no_posting_ends_before_it_begins),
    ("a petitioner called so while the issue is closed", "together", |w| together(w, |a| { add(a, "visits", &[("date", "2026-11-21"), ("category", "petitioner"), ("resident", "王桂兰")]).unwrap(); }, close_it), label_of_nobody_who_waits_no_more),
    ("filled in while consent is withdrawn", "together", |w| { known(w, |a| { let id = of(a, "王桂兰"); a.consent(&words(id, Said::Given)).unwrap(); }); together(w, |a| { let id = of(a, "王桂兰"); edit(a, id, "wechat", "wgl60").unwrap(); }, |b| { let id = of(b, "王桂兰"); b.consent(&words(id, Said::Withdrawn)).unwrap(); }) }, shown_only_with_consent),
    ("a result on a reply that is struck out meanwhile", "together", |w| { known(w, |a| { let id = lamp(a); a.take_step(id, StepKind::Reply, &[(steps::TEXT, text("三天内修"))]).unwrap(); }); together(w, |a| { let id = lamp(a); a.take_step(id, StepKind::Resolve, &result("solved", &[])).unwrap(); }, |b| { let id = its_reply(b); super::strike(b, id).unwrap(); }) }, lamp_is_open),
    ("a phase moved by each past the other", "together", |w| { known(w, |a| { add(a, "phases", &[("name", "后期"), ("from", "2026-12-20"), ("to", "2026-12-31")]).unwrap(); }); together(w, |a| { let id = titled(a, "phases", "后期"); edit(a, id, "from", "2026-12-28").unwrap(); }, |b| { let id = titled(b, "phases", "后期"); edit(b, id, "to", "2026-12-22").unwrap(); }) }, no_day_is_of_both),
];

/// Tags that lines name by number, held against the declarations.
#[test]
fn the_tags_named_by_number_are_those_meant() {
    use minqing::domain::declared::own::fields;
    assert_eq!((fields::KEY, fields::LEDGER, fields::KIND), (17, 18, 20));
    assert_eq!((issues::TITLE, issues::KIND), (16, 18));
    assert_ne!(rectifications::KIND, rectifications::TEXT);
}
