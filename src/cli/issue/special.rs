//! The steps that single kinds of issue have (domain.md E7–E9, J6, J8).

use clap::{Args, Subcommand};
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

/// The steps, a verb each.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Step {
    /// 纠纷：调解（自愿） · Dispute: mediate, if both sides are willing
    #[command(after_help = "例子 Examples:\n  minqing issue mediate A-3 text='双方到场，约定周五前修好'")]
    Mediate(Said),
    /// 纠纷：一方不愿调解，告知其他途径 · Dispute: a side declines; the other ways are told
    #[command(
        after_help = "例子 Examples:\n  minqing issue decline A-3 party=楼上住户 remedy='可向法院起诉'"
    )]
    Decline(Said),
    /// 纠纷：达成协议 · Dispute: an agreement
    #[command(
        after_help = "例子 Examples:\n  minqing issue agree A-3 text='赔 300 元，周五前付' way=written until=2026-12-04"
    )]
    Agree(Said),
    /// 纠纷：履行回访 · Dispute: whether the agreement was kept
    #[command(after_help = "例子 Examples:\n  minqing issue perform A-3 passed=是 text='已付清'")]
    Perform(Said),
    /// 隐患：查实级别、部位、责任方、期限 · Hazard: severity, part, who is responsible, by when
    #[command(
        after_help = "例子 Examples:\n  minqing issue find A-5 severity=一般 part=3栋楼道 party=物业 until=2026-12-10 photo=P-12"
    )]
    Find(Said),
    /// 隐患、整改：复查 · Hazard, rectification: re-check
    #[command(
        after_help = "例子 Examples:\n  minqing issue recheck A-5 passed=是\n  minqing issue recheck A-5 passed=否 until=2026-12-20"
    )]
    Recheck(Said),
    /// 乱建抢种：查明事实和依据 · Violation: facts and basis
    #[command(
        after_help = "例子 Examples:\n  minqing issue establish A-6 part=河堤东侧 text='搭棚约 20 平方米' basis='河道管理条例'"
    )]
    Establish(Said),
    /// 乱建抢种：告知当事人 · Violation: inform whoever did it
    #[command(
        after_help = "例子 Examples:\n  minqing issue inform A-6 party=当事人 way=in_person text='已告知不得续建'"
    )]
    Inform(Said),
    /// 督办：催办 · Supervision: urge
    #[command(after_help = "例子 Examples:\n  minqing issue urge A-7 text='请周三前报进展'")]
    Urge(Said),
    /// 整改：通知问题、要求、期限 · Rectification: problem, demand and deadline
    #[command(
        after_help = "例子 Examples:\n  minqing issue notice A-8 text='台账未登记' demand='补登并核对' until=2026-12-15"
    )]
    Notice(Said),
    /// 整改：被查方申辩 · Rectification: the statement of the side that was checked
    #[command(after_help = "例子 Examples:\n  minqing issue statement A-8 text='因换届交接，无异议'")]
    Statement(Said),
    /// 整改：回执 · Rectification: receipt
    #[command(after_help = "例子 Examples:\n  minqing issue receipt A-8 text='已补登 12 条'")]
    Receipt(Said),
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

/// Which issue, and which step.
pub(super) fn named(step: &Step) -> (&Said, StepKind) {
    match step {
        Step::Mediate(said) => (said, StepKind::Mediate),
        Step::Decline(said) => (said, StepKind::Decline),
        Step::Agree(said) => (said, StepKind::Agree),
        Step::Perform(said) => (said, StepKind::Perform),
        Step::Find(said) => (said, StepKind::Find),
        Step::Recheck(said) => (said, StepKind::Recheck),
        Step::Establish(said) => (said, StepKind::Establish),
        Step::Inform(said) => (said, StepKind::Inform),
        Step::Urge(said) => (said, StepKind::Urge),
        Step::Notice(said) => (said, StepKind::Notice),
        Step::Statement(said) => (said, StepKind::Statement),
        Step::Receipt(said) => (said, StepKind::Receipt),
    }
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
