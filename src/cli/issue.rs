//! `minqing issue`: the steps by which an issue gets an answer and a result.

mod analysis;
mod special;
pub(super) mod together;

use clap::{Args, Subcommand, ValueEnum};

use super::{
    add, case,
    face::Face,
    failure::{Answer, DONE, Failure},
};
use crate::{
    domain::{
        field::Tag,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        standing::StepKind,
        value::Value,
    },
    workbench::{Error, Workbench},
};

/// 办理事项：受理、交办、答复、转办、延期、结果、回访、重开 · Take a step on an issue
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing issue accept A-17
  minqing issue reply A-17 --text \"三天内修好\" --way phone
  minqing issue resolve A-17 --outcome solved --text \"已换灯\"
  minqing issue callback A-17 --rating satisfied --way phone")]
pub(super) struct Order {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "步骤 Steps")]
enum Step {
    #[command(flatten)]
    Common(Common),
    #[command(flatten)]
    Special(special::Step),
    Steps(special::Steps),
    Voice(together::VoiceOrder),
    Merge(together::Merge),
    Duplicates(together::Duplicates),
    Analysis(analysis::Analysis),
}

/// The steps of every kind of issue.
#[derive(Debug, Subcommand)]
enum Common {
    /// 受理 · Accept it
    #[command(
        after_help = "例子 Examples:\n  minqing issue accept A-17\n  minqing issue accept A-17 --owner 李强"
    )]
    Accept {
        /// 事项号或编号 · The issue
        id: String,
        /// 责任人；不写就是自己 · Who is responsible; oneself unless given
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
        /// 限期（隐患、乱建抢种、整改、督办） · The time limit, for hazards, violations, rectification, supervision
        #[arg(long, value_name = "DATE")]
        limit: Option<String>,
        /// 交接单；换经办人时要写 · The hand-over slip, when the owner changes
        #[arg(long, value_name = "TEXT")]
        handover: Option<String>,
    },
    /// 交办 · Assign it to a member
    #[command(after_help = "例子 Examples:\n  minqing issue assign A-17 --owner 李强")]
    Assign {
        /// 事项号或编号 · The issue
        id: String,
        /// 责任人 · Who is responsible
        #[arg(long, value_name = "MEMBER")]
        owner: String,
        /// 交接单；换经办人时要写 · The hand-over slip, when the owner changes
        #[arg(long, value_name = "TEXT")]
        handover: Option<String>,
    },
    /// 答复反映人 · Answer the person who asked
    #[command(after_help = "例子 Examples:\n  minqing issue reply A-17 --text '三天内修好' --way phone")]
    Reply {
        /// 事项号或编号 · The issue
        id: String,
        /// 答复的内容 · What was said
        #[arg(long)]
        text: String,
        /// 答复的方式 · How it was said
        #[arg(long, value_enum)]
        way: Option<Way>,
        /// 答应哪天办到或再回话 · The day by which something was promised
        #[arg(long, value_name = "DATE")]
        promised: Option<String>,
        /// 答复了哪位反映人：序号或姓名，可写多次 · Who was answered, by number or name; may be repeated
        #[arg(long, value_name = "VOICE")]
        to: Vec<String>,
        /// 还没答复的每一位都答复了 · Everybody who was still waiting
        #[arg(long, conflicts_with = "to")]
        everybody: bool,
    },
    /// 转办，原期限不变 · Transfer it; the deadline stays
    #[command(after_help = "例子 Examples:\n  minqing issue transfer A-17 --to 街道城管科")]
    Transfer {
        /// 事项号或编号 · The issue
        id: String,
        /// 转往的单位 · The unit it goes to
        #[arg(long, value_name = "UNIT")]
        to: String,
        /// 转到哪一级；街道以上是上报 · The level it goes to
        #[arg(long, value_enum)]
        level: Option<Level>,
        /// 已做工作；上报时要写 · What was done so far, when it goes upward
        #[arg(long, value_name = "TEXT")]
        done: Option<String>,
        /// 说明 · A remark
        #[arg(long)]
        text: Option<String>,
    },
    /// 延期，要有批准人、理由，并已告知本人 · Extend the deadline, with approver, reason and notice
    #[command(
        after_help = "例子 Examples:\n  minqing issue extend A-17 --until 2026-12-20 --approver 王组长 --reason '等检测结果' --way phone"
    )]
    Extend {
        /// 事项号或编号 · The issue
        id: String,
        /// 延到哪天 · The new day
        #[arg(long, value_name = "DATE")]
        until: String,
        /// 批准人 · Who approved it
        #[arg(long)]
        approver: String,
        /// 理由 · Why
        #[arg(long)]
        reason: String,
        /// 怎么告知本人的 · How the person was told
        #[arg(long, value_enum)]
        way: Option<Way>,
        /// 哪天告知的；先告知再登记 · The day on which the person was told, which comes first
        #[arg(long, value_name = "DATE")]
        noticed: Option<String>,
    },
    /// 登记结果；先要答复过 · Record the result; a reply comes first
    #[command(after_help = "\
例子 Examples:
  minqing issue resolve A-17 --outcome solved --text \"已换灯\"
  minqing issue resolve A-9 --outcome not_supported --text \"不符合条件\" --reason \"条例第 8 条\" --remedy \"60 日内可申请复核\" --way in_person")]
    Resolve {
        /// 事项号或编号 · The issue
        id: String,
        /// 结果 · The result
        #[arg(long, value_enum)]
        outcome: Outcome,
        /// 办理情况 · What was done
        #[arg(long)]
        text: String,
        /// 理由与依据；不是“已解决”时要写 · Reason and basis, for a result other than solved
        #[arg(long)]
        reason: Option<String>,
        /// 救济途径；不是“已解决”时要写 · Remedies, for a result other than solved
        #[arg(long)]
        remedy: Option<String>,
        /// 在哪一级解决的 · The level on which it was solved
        #[arg(long, value_enum)]
        level: Option<Level>,
        /// 怎么告知反映人的；不是“已解决”、当天没有答复的要写，信访件写 written · How it was told, unless a reply of the day did; written for a petition
        #[arg(long, value_enum)]
        way: Option<Way>,
        /// 本人收到的日子；信访件要写 · The day of its receipt, for a petition
        #[arg(long, value_name = "DATE")]
        noticed: Option<String>,
    },
    /// 回访 · Call the person back after the result
    #[command(
        after_help = "例子 Examples:\n  minqing issue callback A-17 --rating satisfied --way phone --text '灯亮了'"
    )]
    Callback {
        /// 事项号或编号 · The issue
        id: String,
        /// 本人的评价 · The person's own rating
        #[arg(long, value_enum)]
        rating: Rating,
        /// 评价是怎么得到的；有评价就要写 · How the rating was obtained
        #[arg(long, value_enum)]
        way: Option<Way>,
        /// 本人的话 · What the person said
        #[arg(long)]
        text: Option<String>,
        /// 回访了哪位反映人：序号或姓名；不写就是第一位 · Who was called back, by number or name; the first unless given
        #[arg(long, value_name = "VOICE")]
        to: Vec<String>,
    },
    /// 重开 · Open it again
    #[command(after_help = "例子 Examples:\n  minqing issue reopen A-17 --text '又不亮了'")]
    Reopen {
        /// 事项号或编号 · The issue
        id: String,
        /// 为什么 · Why
        #[arg(long)]
        text: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Level {
    /// 本组 · The neighbourhood
    #[value(alias = "本组")]
    Neighbourhood,
    /// 社区 · The community
    #[value(alias = "社区")]
    Community,
    /// 街道 · The street office
    #[value(alias = "街道")]
    Street,
    /// 开发区 · The development zone
    #[value(alias = "开发区")]
    Zone,
    /// 更上级 · Higher up
    #[value(alias = "更上级")]
    Above,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Way {
    /// 当面 · In person
    #[value(alias = "当面")]
    InPerson,
    /// 电话 · By phone
    #[value(alias = "电话")]
    Phone,
    /// 书面 · In writing
    #[value(alias = "书面")]
    Written,
    /// 公开 · Published
    #[value(alias = "公开")]
    Public,
    /// 留言 · A message left
    #[value(alias = "留言")]
    Message,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Outcome {
    /// 已解决 · Solved
    #[value(alias = "已解决")]
    Solved,
    /// 部分解决 · Partly solved
    #[value(alias = "部分解决")]
    PartlySolved,
    /// 解释说明 · Explained
    #[value(alias = "解释说明")]
    Explained,
    /// 不支持 · Not supported
    #[value(alias = "不支持")]
    NotSupported,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Rating {
    /// 满意 · Satisfied
    #[value(alias = "满意")]
    Satisfied,
    /// 基本满意 · Mostly satisfied
    #[value(alias = "基本满意")]
    MostlySatisfied,
    /// 不满意 · Dissatisfied
    #[value(alias = "不满意")]
    Dissatisfied,
    /// 不愿评价 · Declined to rate
    #[value(alias = "不愿评价")]
    Declined,
}

/// A field of the step and what was written for it.
type Part<'o> = (Tag, Option<&'o str>);

/// Takes the step and tells the new status.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| match &order.step {
        Step::Steps(order) => special::steps(face, bench, order),
        Step::Voice(order) => together::voice(face, bench, order),
        Step::Merge(order) => together::merge(face, bench, order),
        Step::Duplicates(order) => together::duplicates(face, bench, order),
        Step::Analysis(order) => analysis::run(face, bench, order),
        Step::Special(step) => {
            let id = issue(bench, step.said.id())?;
            let fields = step.said.fields(bench)?;
            bench.take_step(id, step.kind, &fields)?;
            told(face, bench, id)
        }
        Step::Common(common) => {
            let (id, kind, parts) = taken(common);
            let id = issue(bench, id)?;
            let mut fields = read(bench, &parts)?;
            if let Common::Reply { to, everybody, .. } = common {
                let answered = together::answered(&bench.case(id)?.standing, to, *everybody)?;
                fields.extend(together::as_fields(answered));
            }
            if let Common::Callback { to, .. } = common
                && !to.is_empty()
            {
                let called = together::answered(&bench.case(id)?.standing, to, false)?;
                fields.extend(together::as_fields(called));
            }
            bench.take_step(id, kind, &fields)?;
            told(face, bench, id)
        }
    })
}

/// The issue that people name.
fn issue(bench: &Workbench, text: &str) -> Result<RecordId, Failure> {
    let id = bench.find(text)?;
    if id.ledger() == LedgerTag::of(issues::ID) {
        Ok(id)
    } else {
        Err(Error::NoRecord(text.to_owned()).into())
    }
}

/// Tells where an issue stands now.
fn told(face: &Face, bench: &Workbench, id: RecordId) -> Answer {
    let case = bench.case(id)?;
    let number = case.issue.text(issues::NUMBER);
    let mut text = format!("{number}  {}", case::headline(bench, &case, face.lang));
    if let Some(waiting) = together::waiting(face, &case.standing) {
        text = format!("{text}\n{waiting}");
    }
    face.answer(&add::document(bench, id)?, text)?;
    Ok(DONE)
}

fn taken(step: &Common) -> (&str, StepKind, Vec<Part<'_>>) {
    match step {
        Common::Accept { id, owner, limit, handover } => {
            let parts = vec![
                (steps::OWNER, owner.as_deref()),
                (steps::LIMIT, limit.as_deref()),
                (steps::HANDOVER, handover.as_deref()),
            ];
            (id, StepKind::Accept, parts)
        }
        Common::Assign { id, owner, handover } => {
            let parts = vec![(steps::OWNER, Some(owner.as_str())), (steps::HANDOVER, handover.as_deref())];
            (id, StepKind::Assign, parts)
        }
        Common::Reply { id, text, way, promised, .. } => {
            let parts = vec![
                (steps::TEXT, Some(text.as_str())),
                (steps::WAY, way.map(Way::key)),
                (steps::PROMISED, promised.as_deref()),
            ];
            (id, StepKind::Reply, parts)
        }
        Common::Transfer { id, to, level, done, text } => {
            let parts = vec![
                (steps::UNIT, Some(to.as_str())),
                (steps::LEVEL, level.map(Level::key)),
                (steps::DONE, done.as_deref()),
                (steps::TEXT, text.as_deref()),
            ];
            (id, StepKind::Transfer, parts)
        }
        Common::Extend { id, until, approver, reason, way, noticed } => {
            let parts = [(steps::UNTIL, until), (steps::APPROVER, approver), (steps::REASON, reason)];
            let mut parts = parts.map(|(tag, text)| (tag, Some(text.as_str()))).to_vec();
            parts.extend([(steps::WAY, way.map(Way::key)), (steps::NOTICED, noticed.as_deref())]);
            (id, StepKind::Extend, parts)
        }
        Common::Resolve { id, outcome, text, reason, remedy, level, way, noticed } => {
            let parts = vec![
                (steps::OUTCOME, Some(outcome.key())),
                (steps::TEXT, Some(text.as_str())),
                (steps::REASON, reason.as_deref()),
                (steps::REMEDY, remedy.as_deref()),
                (steps::LEVEL, level.map(Level::key)),
                (steps::WAY, way.map(Way::key)),
                (steps::NOTICED, noticed.as_deref()),
            ];
            (id, StepKind::Resolve, parts)
        }
        Common::Callback { id, rating, way, text, .. } => {
            let parts = vec![
                (steps::RATING, Some(rating.key())),
                (steps::WAY, way.map(Way::key)),
                (steps::TEXT, text.as_deref()),
            ];
            (id, StepKind::Callback, parts)
        }
        Common::Reopen { id, text } => (id, StepKind::Reopen, vec![(steps::TEXT, Some(text))]),
    }
}

/// Reads the parts as the fields of a step.
fn read(bench: &Workbench, parts: &[Part<'_>]) -> Result<Vec<(Tag, Value)>, Error> {
    let ledger = bench.ledger(steps::ID)?;
    let mut fields = Vec::new();
    for (tag, text) in parts {
        if let (Some(text), Some(field)) = (text, ledger.field(*tag)) {
            fields.extend(bench.read_value(field, text)?.map(|value| (*tag, value)));
        }
    }
    Ok(fields)
}

impl Level {
    fn key(self) -> &'static str {
        match self {
            Self::Neighbourhood => "neighbourhood",
            Self::Community => "community",
            Self::Street => "street",
            Self::Zone => "zone",
            Self::Above => "above",
        }
    }
}

impl Way {
    fn key(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Phone => "phone",
            Self::Written => "written",
            Self::Public => "public",
            Self::Message => "message",
        }
    }
}

impl Outcome {
    fn key(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::PartlySolved => "partly_solved",
            Self::Explained => "explained",
            Self::NotSupported => "not_supported",
        }
    }
}

impl Rating {
    fn key(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::MostlySatisfied => "mostly_satisfied",
            Self::Dissatisfied => "dissatisfied",
            Self::Declined => "declined",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_called_by_its_key_or_its_chinese_title() {
        fn check<V: ValueEnum>(tag: Tag) {
            let ledger = steps::ledger();
            let crate::domain::field::Kind::Choice(choices) = &ledger.field(tag).unwrap().kind else {
                panic!("field {tag} has no choices")
            };
            for choice in choices {
                for word in [&*choice.key, &*choice.title.zh] {
                    let value = V::from_str(word, false).unwrap().to_possible_value().unwrap();
                    assert_eq!(value.get_name(), choice.key);
                }
            }
        }
        check::<Way>(steps::WAY);
        check::<Level>(steps::LEVEL);
        check::<Outcome>(steps::OUTCOME);
        check::<Rating>(steps::RATING);
    }

    #[test]
    fn what_can_be_typed_is_what_the_ledger_knows() {
        let ledger = steps::ledger();
        let keys = |tag| {
            let crate::domain::field::Kind::Choice(choices) = &ledger.field(tag).unwrap().kind else {
                panic!("field {tag} has no choices")
            };
            choices.iter().map(|choice| choice.key.clone()).collect::<Vec<_>>()
        };
        let typed = |values: Vec<clap::builder::PossibleValue>| {
            values.iter().map(|value| value.get_name().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            keys(steps::WAY),
            typed(Way::value_variants().iter().filter_map(Way::to_possible_value).collect())
        );
        assert_eq!(
            keys(steps::OUTCOME),
            typed(Outcome::value_variants().iter().filter_map(Outcome::to_possible_value).collect())
        );
        assert_eq!(
            keys(steps::RATING),
            typed(Rating::value_variants().iter().filter_map(Rating::to_possible_value).collect())
        );
        assert!(
            Way::value_variants().iter().all(|way| way.to_possible_value().unwrap().get_name() == way.key())
        );
        assert!(
            Outcome::value_variants().iter().all(|o| o.to_possible_value().unwrap().get_name() == o.key())
        );
        assert!(
            Rating::value_variants().iter().all(|r| r.to_possible_value().unwrap().get_name() == r.key())
        );
    }
}
