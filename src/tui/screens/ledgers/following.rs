//! What follows a record: the steps that the command line has commands for, and
//! what is worked out to be read (domain.md A3, A5, J1–J9, §4.1).

use super::{acts::meant, ledger, turn_to};
use crate::{
    domain::{
        consent::{Said, consents, notices},
        field::Tag,
        id::RecordId,
        oversight::{
            commendations, findings, honour_steps,
            honours::Honour,
            inspections, own_checks, rectifications,
            rectifying::{Rectifying, Stage},
        },
        phases,
        plan::tasks,
        retention::periods,
        row::Row,
        team::{accesses, group, members},
        value::Value,
    },
    tui::{
        able::{Able, when},
        event::{Apart, Effect, LedgerWork, View},
        finder::{Finder, Source},
        form::{Following, Form},
        keys::Action,
        model::{Model, Popup, Screen},
    },
};

/// A step that is written in a ledger of its own.
struct Step {
    action: Action,
    kind: &'static str,
    verb: (&'static str, &'static str),
    asked: &'static [(Tag, bool)],
}

/// The steps of a finding (domain.md J8).
const RECTIFYING: [Step; 5] = [
    Step {
        action: Action::Criticise,
        kind: "criticism",
        verb: ("批评", "Criticism"),
        asked: &[(rectifications::TEXT, true), (rectifications::WAY, true)],
    },
    Step {
        action: Action::NoticeFinding,
        kind: "notice",
        verb: ("整改通知", "Notice"),
        asked: &[
            (rectifications::TEXT, true),
            (rectifications::REQUIREMENT, true),
            (rectifications::DEADLINE, true),
            (rectifications::WAY, false),
        ],
    },
    Step {
        action: Action::StateFinding,
        kind: "statement",
        verb: ("申辩", "Statement"),
        asked: &[(rectifications::TEXT, true)],
    },
    Step {
        action: Action::ReportFinding,
        kind: "receipt",
        verb: ("整改回执", "Receipt"),
        asked: &[(rectifications::TEXT, true)],
    },
    Step {
        action: Action::RecheckFinding,
        kind: "recheck",
        verb: ("复查", "Re-check"),
        asked: &[
            (rectifications::TEXT, true),
            (rectifications::RESULT, true),
            (rectifications::DEADLINE, false),
        ],
    },
];

/// The steps of a nomination (domain.md J9).
const HONOURING: [Step; 4] = [
    Step {
        action: Action::DecideHonour,
        kind: "decision",
        verb: ("审定", "Decision"),
        asked: &[(honour_steps::TEXT, true), (honour_steps::BODY, true)],
    },
    Step {
        action: Action::PublishHonour,
        kind: "publication",
        verb: ("公示", "Publication"),
        asked: &[(honour_steps::TEXT, true)],
    },
    Step {
        action: Action::GrantHonour,
        kind: "grant",
        verb: ("表彰", "Grant"),
        asked: &[(honour_steps::TEXT, true)],
    },
    Step {
        action: Action::WithdrawHonour,
        kind: "withdrawal",
        verb: ("撤销表彰", "Withdrawal"),
        asked: &[(honour_steps::TEXT, true)],
    },
];

/// The selected record of a ledger, or the one that it belongs to.
fn of<'m>(model: &'m Model, wanted: &str, by: Option<(&str, Tag)>) -> Option<&'m Row> {
    if model.screen != Screen::Ledgers {
        return None;
    }
    let row = meant(model)?;
    let ledger = model.data.catalog.of(row.id)?;
    if ledger.id == wanted {
        return Some(row);
    }
    let (_, tag) = by.filter(|(of, _)| ledger.id == *of)?;
    model.data.row_of(row.reference(tag)?)
}

fn finding(model: &Model) -> Option<&Row> {
    of(model, findings::ID, Some((rectifications::ID, rectifications::FINDING)))
}

fn nomination(model: &Model) -> Option<&Row> {
    of(model, commendations::ID, Some((honour_steps::ID, honour_steps::COMMENDATION)))
}

/// Whether a step of a finding may be taken now; the core decides again.
pub(in crate::tui) fn able_finding(model: &Model, action: Action) -> Able {
    let Some(row) = finding(model) else { return Able::Hidden };
    let Some(standing) = model.data.standings.findings.get(&row.id) else { return Able::Hidden };
    let Rectifying { stage, deadline, .. } = standing;
    let lang = model.lang;
    let checked = row.reference(findings::MEMBER);
    let own = checked == Some(model.data.member);
    let is = |wanted: &[Action]| wanted.contains(&action);
    let runs = deadline.is_none_or(|day| day >= model.data.today);
    let raised = row.reference(findings::ISSUE).is_some();
    let why = if *stage == Stage::StruckOff {
        lang.pick("已销号", "struck off")
    } else if is(&[Action::NoticeFinding]) && *stage < Stage::Criticised {
        lang.pick("先批评", "criticise first")
    } else if is(&[Action::StateFinding, Action::ReportFinding]) && checked.is_some() && !own {
        lang.pick("由本人", "by them")
    } else if is(&[Action::ReportFinding, Action::RecheckFinding]) && deadline.is_none() {
        lang.pick("先发通知", "notice first")
    } else if is(&[Action::RecheckFinding]) && own {
        lang.pick("由别人", "by another")
    } else if is(&[Action::RecheckFinding]) && *stage != Stage::Reported && runs {
        lang.pick("等回执或到期", "wait for them")
    } else if is(&[Action::RaiseSupervision, Action::RaiseRectification]) && raised {
        lang.pick("已转成事项", "it is an issue")
    } else {
        return Able::Yes;
    };
    Able::No(why)
}

/// Opens the form of a step of the selected finding.
pub(in crate::tui) fn step_finding(model: &mut Model, action: Action) {
    let Some(id) = finding(model).map(|row| row.id) else { return lead_to(model, findings::ID) };
    if let Some(step) = RECTIFYING.iter().find(|step| step.action == action) {
        let ties = (rectifications::ID, rectifications::FINDING);
        open_step(model, step, id, ties, [rectifications::KIND, rectifications::DAY]);
    }
}

/// Makes an issue of the selected finding.
pub(in crate::tui) fn raise(model: &mut Model, kind: &'static str) {
    let lang = model.lang;
    let Some(id) = finding(model).map(|row| row.id) else { return lead_to(model, findings::ID) };
    let verb = if kind == "supervision" {
        lang.pick("转成督办单", "A supervision slip of")
    } else {
        lang.pick("转成整改事项", "A rectification of")
    };
    let form = Form::raise(&model.data, id, kind, verb, lang);
    model.open_form(form);
}

/// Whether a step of a nomination may be taken now; the core decides again.
pub(in crate::tui) fn able_honour(model: &Model, action: Action) -> Able {
    let Some(row) = nomination(model) else { return Able::Hidden };
    let stage = model.data.standings.honours.get(&row.id).copied().unwrap_or(Honour::Nominated);
    let before = [
        (Action::DecideHonour, Honour::Nominated),
        (Action::PublishHonour, Honour::Decided),
        (Action::GrantHonour, Honour::Published),
    ];
    let fits = match before.iter().find(|(own, _)| *own == action) {
        Some((_, needed)) => stage == *needed,
        None => matches!(stage, Honour::Decided | Honour::Published | Honour::Granted),
    };
    if fits { Able::Yes } else { Able::No(stage.title(model.lang)) }
}

/// Opens the form of a step of the selected nomination.
pub(in crate::tui) fn step_honour(model: &mut Model, action: Action) {
    let Some(id) = nomination(model).map(|row| row.id) else { return lead_to(model, commendations::ID) };
    if let Some(step) = HONOURING.iter().find(|step| step.action == action) {
        let ties = (honour_steps::ID, honour_steps::COMMENDATION);
        open_step(model, step, id, ties, [honour_steps::KIND, honour_steps::DAY]);
    }
}

fn open_step(model: &mut Model, step: &Step, about: RecordId, ties: (&str, Tag), [kind, day]: [Tag; 2]) {
    let lang = model.lang;
    let given = [
        (ties.1, Value::Ref(about)),
        (kind, Value::Choice(step.kind.to_owned())),
        (day, Value::Date(model.data.today)),
    ];
    let verb = lang.pick(step.verb.0, step.verb.1);
    let following =
        Following { ledger: ties.0, about, kind: step.kind, verb, given: &given, asked: step.asked };
    let form = Form::follow(&model.data, &following, lang);
    model.open_form(form);
}

/// Whether the selected record tells whose consent is meant.
pub(in crate::tui) fn able_consent(model: &Model) -> Able {
    when(of(model, consents::ID, None).is_some())
}

/// Writes down another word about the purpose of the selected one.
pub(in crate::tui) fn consent(model: &mut Model, said: Said) {
    let lang = model.lang;
    let Some(row) = of(model, consents::ID, None) else { return lead_to(model, consents::ID) };
    let Some(resident) = row.reference(consents::RESIDENT) else { return };
    let mut given = vec![
        (consents::RESIDENT, Value::Ref(resident)),
        (consents::PURPOSE, Value::Choice(row.text(consents::PURPOSE).to_owned())),
        (consents::SAID, Value::Choice(said.key().to_owned())),
        (consents::DAY, Value::Date(model.data.today)),
    ];
    given.extend(Value::text(row.text(consents::DETAIL)).map(|text| (consents::DETAIL, text)));
    let (verb, asked): (_, &[(Tag, bool)]) = match said {
        Said::Given => (
            lang.pick("再次同意", "Consent given again"),
            &[(consents::WAY, true), (consents::GUARDIAN, false)],
        ),
        Said::Withdrawn => (lang.pick("撤回同意", "Consent withdrawn"), &[(consents::WAY, true)]),
    };
    let kind = format!("{}·{}", said.key(), row.text(consents::PURPOSE));
    let about = row.id;
    let following = Following { ledger: consents::ID, about, kind: &kind, verb, given: &given, asked };
    let form = Form::follow(&model.data, &following, lang);
    model.open_form(form.holding(consents::WAY, Value::Choice("oral".to_owned()), lang));
}

/// Whether the selected phase has something to switch.
pub(in crate::tui) fn able_switch(model: &Model) -> Able {
    match of(model, phases::ID, None).map(|row| phases::unticked(row).len()) {
        None => Able::Hidden,
        Some(0) => Able::No(model.lang.pick("没有未办的", "nothing is left")),
        Some(_) => Able::Yes,
    }
}

/// Asks which item of the switch-over list is done.
pub(in crate::tui) fn tick_switch(model: &mut Model) {
    let Some(row) = of(model, phases::ID, None) else { return lead_to(model, phases::ID) };
    if phases::unticked(row).is_empty() {
        let told = model.lang.pick(
            "这个阶段的切换检查单没有未办的；按 ⟦edit-record⟧ 可以加",
            "nothing is left on this phase's switch-over list; ⟦edit-record⟧ adds to it",
        );
        model.notice = Some(told.to_owned());
        return;
    }
    let form = Form::switched(&model.data, row, model.lang);
    model.open_form(form);
}

/// Whether a phase is selected.
pub(in crate::tui) fn able_phase(model: &Model) -> Able {
    when(of(model, phases::ID, None).is_some())
}

/// Shows what is to be seen to when the selected phase begins.
pub(in crate::tui) fn switch_over(model: &mut Model) -> Vec<Effect> {
    if let Some(id) = of(model, phases::ID, None).map(|row| row.id) {
        return show(View::SwitchOver(id));
    }
    lead_to(model, phases::ID);
    Vec::new()
}

/// Whether the selected task is to do.
pub(in crate::tui) fn able_task(model: &Model) -> Able {
    let done = |row: &Row| {
        model.data.field.planned.iter().any(|planned| planned.task.id == row.id && planned.done.is_some())
    };
    match of(model, tasks::ID, None) {
        None => Able::Hidden,
        Some(row) if done(row) => Able::No(model.lang.pick("已完成", "done")),
        Some(_) => Able::Yes,
    }
}

/// Asks what the end of the selected task rests on.
pub(in crate::tui) fn finish_task(model: &mut Model) {
    let Some(id) = of(model, tasks::ID, None).map(|row| row.id) else { return lead_to(model, tasks::ID) };
    let (lang, today) = (model.lang, model.data.today);
    let verb = lang.pick("完成", "Done");
    let fields = [(tasks::DONE_ON, true), (tasks::BASIS, true)];
    let form = Form::part(&model.data, id, verb, &fields, &[(tasks::DONE_ON, Value::Date(today))], lang);
    model.open_form(form);
}

/// Whether this or another of these ledgers is selected.
fn stands_on(model: &Model, ledgers: &[&str]) -> Able {
    let on = ledger(model).is_some_and(|ledger| ledgers.contains(&ledger.id.as_str()));
    when(model.screen == Screen::Ledgers && on)
}

/// Whether samples are drawn here.
pub(in crate::tui) fn able_draw(model: &Model) -> Able {
    stands_on(model, &[inspections::ID])
}

/// Asks what a sample is drawn from.
pub(in crate::tui) fn draw(model: &mut Model) {
    turn_to(model, inspections::ID.to_owned());
    let form = Form::draw(&model.data, model.lang);
    model.open_form(form);
}

/// Whether the tree of units is shown here.
pub(in crate::tui) fn able_units(model: &Model) -> Able {
    use crate::domain::organisation::{handovers, postings, units};
    stands_on(model, &[units::ID, postings::ID, handovers::ID, members::ID, group::ID])
}

/// Whether fact sheets are shown here.
pub(in crate::tui) fn able_facts(model: &Model) -> Able {
    match model.screen {
        Screen::Ledgers => stands_on(model, &[own_checks::ID, members::ID]),
        Screen::Bulletins | Screen::Sync => Able::Yes,
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects => Able::Hidden,
    }
}

/// Asks whose fact sheet is meant, and which days.
pub(in crate::tui) fn facts(model: &mut Model) {
    let chosen = of(model, members::ID, None).map(|row| row.id);
    let checked = of(model, own_checks::ID, None).and_then(|row| row.reference(own_checks::MEMBER));
    let member = chosen.or(checked).unwrap_or(model.data.member);
    let form = Form::facts(&model.data, member, model.lang);
    model.open_form(form);
}

/// Whether the notices and sheets on what is kept are shown here.
pub(in crate::tui) fn able_notice(model: &Model) -> Able {
    stands_on(model, &[notices::ID, consents::ID])
}

/// Whether what is kept how long is dealt with here.
pub(in crate::tui) fn able_kept(model: &Model) -> Able {
    stands_on(model, &[periods::ID])
}

/// Whether this laptop's member may clear what is due, or set periods.
pub(in crate::tui) fn able_clear(model: &Model) -> Able {
    match able_kept(model) {
        Able::Yes if !model.data.leads => Able::No(model.lang.pick("由组长", "by a lead")),
        able @ (Able::Yes | Able::No(_) | Able::Hidden) => able,
    }
}

/// Whether the selected period can be set.
pub(in crate::tui) fn able_period(model: &Model) -> Able {
    if of(model, periods::ID, None).is_some() { able_clear(model) } else { Able::Hidden }
}

/// Asks how long the selected ledger is kept.
pub(in crate::tui) fn set_period(model: &mut Model) {
    let lang = model.lang;
    let Some(row) = of(model, periods::ID, None) else { return lead_to(model, periods::ID) };
    let Some(period) = model.data.standings.period(row.id) else { return };
    let form = Form::period(row.text(periods::LEDGER), period, lang);
    model.open_form(form);
}

/// Asks for what is due, to choose what is cleared.
pub(in crate::tui) fn clear() -> Vec<Effect> {
    vec![Effect::OnLedger(LedgerWork::Due)]
}

/// Shows something that is worked out.
pub(in crate::tui) fn show(view: View) -> Vec<Effect> {
    vec![Effect::OnLedger(LedgerWork::View(view))]
}

/// Whether whoever uses this laptop may see what is kept apart.
pub(in crate::tui) fn able_apart(model: &Model) -> Able {
    if model.data.sees_apart { stands_on(model, &[accesses::ID]) } else { Able::Hidden }
}

/// Whether material is entered here: anybody may.
pub(in crate::tui) fn able_enter_apart(model: &Model) -> Able {
    stands_on(model, &[accesses::ID])
}

/// Opens a form about informer material.
pub(in crate::tui) fn apart(model: &mut Model, what: Apart) {
    if model.data.sees_apart || what == Apart::Enter {
        model.open_form(Form::apart(what, model.lang));
    } else {
        let told = model.lang.pick(
            "检举控告另册保管，只有组长、督查能看；登记谁都可以",
            "informer material is kept apart: leads and overseers see it",
        );
        model.notice = Some(told.to_owned());
    }
}

/// Whether there is something to do with what is selected.
pub(in crate::tui) fn able_proceed(model: &Model) -> Able {
    when(!super::doings(model).is_empty())
}

/// Lists what can be done with what is selected.
pub(in crate::tui) fn proceed(model: &mut Model) {
    let doings = super::doings(model);
    if doings.is_empty() {
        let told = model.lang.pick("这本台账没有另外的步骤", "this ledger has no steps of its own");
        model.notice = Some(told.to_owned());
        return;
    }
    let finder = Finder::new(Source::Doings(doings), "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Goes to the ledger that an action is about, and says what comes first.
fn lead_to(model: &mut Model, id: &str) {
    let lang = model.lang;
    turn_to(model, id.to_owned());
    model.ledgers.in_list = true;
    let title = model.data.catalog.get(id).map_or("", |ledger| ledger.title.get(lang)).to_owned();
    let told = crate::say!(lang, "先在“{title}”里选一条，再办", "select one of \"{title}\" first");
    model.notice = Some(told);
}
