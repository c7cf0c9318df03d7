//! The steps that single kinds of issue have (domain.md E7–E9, J6, J8).

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand, error::ErrorKind};
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        arguments::read_pair,
        face::Face,
        failure::{Answer, DONE, Failure},
        select,
        table::Table,
    },
    domain::{
        field::{Field, Tag},
        issues::steps,
        procedure, rules,
        standing::{IssueKind, StepKind},
        value::Value,
    },
    workbench::Workbench,
};

/// The verbs: the step, what it is, and how it is written after `minqing issue`.
///
/// They all take an issue and the fields that [`procedure::fields`] has for the
/// step, so that a step which is added there needs one row here.
const VERBS: [(StepKind, &str, &str); 14] = [
    (
        StepKind::Mediate,
        "纠纷：调解（自愿） · Dispute: mediate, if both sides are willing",
        "mediate A-3 text='双方到场，约定周五前修好'",
    ),
    (
        StepKind::Decline,
        "纠纷：一方不愿调解，告知其他途径 · Dispute: a side declines; the other ways are told",
        "decline A-3 party=楼上住户 remedy='可向法院起诉'",
    ),
    (
        StepKind::Agree,
        "纠纷：达成协议 · Dispute: an agreement",
        "agree A-3 text='赔 300 元，周五前付' way=written until=2026-12-04",
    ),
    (
        StepKind::Perform,
        "纠纷：履行回访 · Dispute: whether the agreement was kept",
        "perform A-3 passed=是 text='已付清'\n  minqing issue perform A-3 passed=否 until=2026-12-20 text='先付一半'",
    ),
    (
        StepKind::Find,
        "隐患：查实级别、部位、责任方、期限 · Hazard: severity, part, who is responsible, by when",
        "find A-5 severity=一般 part=3栋楼道 party=物业 way=phone until=2026-12-10 photo=P-12",
    ),
    (
        StepKind::Recheck,
        "隐患、整改：复查 · Hazard, rectification: re-check",
        "recheck A-5 passed=是\n  minqing issue recheck A-5 passed=否 until=2026-12-20",
    ),
    (
        StepKind::Establish,
        "乱建抢种：查明事实和依据 · Violation: facts and basis",
        "establish A-6 part=河堤东侧 text='搭棚约 20 平方米' basis='河道管理条例'",
    ),
    (
        StepKind::Inform,
        "隐患、乱建抢种：告知责任方、当事人 · Hazard, violation: tell whoever is responsible",
        "inform A-6 party=当事人 way=in_person text='已告知不得续建'",
    ),
    (StepKind::Urge, "督办：催办 · Supervision: urge", "urge A-7 text='请周三前报进展'"),
    (
        StepKind::Notice,
        "整改：通知问题、要求、期限 · Rectification: problem, demand and deadline",
        "notice A-8 text='台账未登记' demand='补登并核对' until=2026-12-15",
    ),
    (
        StepKind::Statement,
        "整改：被查方申辩 · Rectification: the statement of the side that was checked",
        "statement A-8 text='因换届交接，无异议'",
    ),
    (StepKind::Receipt, "整改：回执 · Rectification: receipt", "receipt A-8 text='已补登 12 条'"),
    (
        StepKind::Hear,
        "信访复核：听证的起止，期间不计入时限 · Second review: a hearing, whose days are not counted",
        "hear A-9 since=2026-12-10\n  minqing issue hear A-9 ended=2026-12-14",
    ),
    (
        StepKind::Correct,
        "组长：更正时限（性质、紧急程度、办理程序登错了，已改对） · Lead: let the time follow what was put right",
        "correct A-3 reason='登记时误选“水电气热”，实为一般诉求'",
    ),
];

/// One of the verbs, with what was written behind it.
#[derive(Debug)]
pub(in crate::cli) struct Step {
    /// Which step.
    pub(super) kind: StepKind,
    /// The issue and the fields.
    pub(super) said: Said,
}

impl Subcommand for Step {
    fn augment_subcommands(command: Command) -> Command {
        VERBS.iter().fold(command, |command, (kind, about, example)| {
            let help = format!("例子 Examples:\n  minqing issue {example}");
            command.subcommand(
                Said::augment_args(Command::new(kind.key())).about(*about).long_about(None).after_help(help),
            )
        })
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        VERBS.iter().any(|(kind, ..)| kind.key() == name)
    }
}

impl FromArgMatches for Step {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(ErrorKind::MissingSubcommand);
        let (name, own) = matches.subcommand().ok_or_else(missing)?;
        let verb = VERBS.iter().find(|(kind, ..)| kind.key() == name);
        let (kind, ..) = verb.ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        Ok(Self { kind: *kind, said: Said::from_arg_matches(own)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The issue and what the step says.
#[derive(Debug, Args)]
pub(in crate::cli) struct Said {
    /// 事项号或编号 · The issue
    id: String,
    /// 栏=值；有哪些栏见 `minqing issue steps ID` · Fields; `minqing issue steps ID` tells which
    #[arg(value_name = "field=value", value_parser = read_pair)]
    pairs: Vec<(String, String)>,
}

impl Said {
    /// The issue that was named.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The fields, read as the ledger of steps has them.
    pub(super) fn fields(&self, bench: &Workbench) -> Result<Vec<(Tag, Value)>, Failure> {
        let ledger = bench.ledger(steps::ID)?;
        let mut fields = Vec::new();
        for (key, text) in select::keyed(ledger, &self.pairs)? {
            if let Some(field) = ledger.field_by_key(&key) {
                fields.extend(bench.read_value(field, &text)?.map(|value| (field.tag, value)));
            }
        }
        Ok(fields)
    }
}

/// 这件事项现在能走哪些步骤、各要填什么 · The steps an issue takes now, and what they ask for
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing issue steps A-5\n  minqing issue steps A-5 --json")]
pub(super) struct Steps {
    /// 事项号或编号 · The issue
    id: String,
}

/// Tells them.
pub(super) fn steps(face: &Face, bench: &Workbench, order: &Steps) -> Answer {
    let case = bench.case(bench.find(&order.id)?)?;
    let declared = steps::ledger();
    let mut table = Table::new([face.lang.pick("步骤", "step"), "", face.lang.pick("要填", "asks for")]);
    let mut items: Vec<Json> = Vec::new();
    for kind in StepKind::ALL {
        if rules::permit_kind(kind, &case.standing).is_err() {
            continue;
        }
        let asked: Vec<(&Field, bool)> = procedure::fields(kind)
            .iter()
            .filter_map(|(tag, required)| Some((declared.field(*tag)?, *required)))
            .collect();
        let told: Vec<String> = asked
            .iter()
            .map(|(field, required)| {
                let mark = if *required { "*" } else { "" };
                format!("{}{mark} {}", field.key, field.title.get(face.lang))
            })
            .collect();
        table.push([kind.key().to_owned(), kind.title(face.lang).to_owned(), told.join("  ")]);
        let fields: Vec<Json> = asked
            .iter()
            .map(|(field, required)| json!({ "field": field.key, "title": field.title.get(face.lang), "required": required }))
            .collect();
        items.push(json!({ "step": kind.key(), "title": kind.title(face.lang), "fields": fields }));
    }
    let mut text = table.text(face.is_colored());
    if let Some(reminder) = case.standing.kind.and_then(IssueKind::reminder) {
        text.push('\n');
        text.push_str(reminder.get(face.lang));
    }
    face.answer(&json!({ "items": items, "total": items.len() }), text)?;
    Ok(DONE)
}
