//! Forms about matters: further voices, the analysis sheet, classes, who was answered.

use super::{Answer, Entry, Form, Purpose, build::hint_of};
use crate::{
    domain::{
        analyses,
        classes::Class,
        field::{Choice, Field, Kind, Tag},
        issues::{issues, steps},
        procedure::{self, Objection},
        standing::StepKind,
        value::Value,
        voices::{self, Voice},
        wording::{Lang, Wording},
    },
    say,
    tui::{keys::Place, snapshot::Snapshot},
    workbench::steps::Case,
};

impl Form {
    /// Somebody who raised an issue too.
    pub(in crate::tui) fn voice(case: &Case, lang: Lang) -> Self {
        let declared = voices::ledger();
        let tags = [
            voices::RESIDENT,
            voices::NAME,
            voices::PHONE,
            voices::ANONYMOUS,
            voices::CHANNEL,
            voices::WORDS,
        ];
        let entries = tags.iter().filter_map(|tag| {
            let field = declared.field(*tag)?.clone();
            let hint = hint_of(&field, lang);
            Some(Entry::new(field).hinted(hint))
        });
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let title = say!(lang, "又一位反映人  {number}  {title}", "Another voice  {number}  {title}");
        Self::with(Purpose::Voice(case.issue.id), title, entries.collect())
    }

    /// The analysis sheet of an issue; a new one offers the lawful ways.
    pub(in crate::tui) fn analysis(data: &Snapshot, case: &Case, lang: Lang) -> Self {
        let id = analyses::analysis_id(case.issue.id);
        let sheet = data.sheets.iter().find(|row| row.id == id);
        let declared = analyses::ledger();
        let fields = declared.fields.into_iter().filter(|field| field.tag != analyses::ISSUE);
        let entries = fields.map(|field| {
            let hint = hint_of(&field, lang);
            let values = match (sheet, field.tag) {
                (Some(row), tag) => row.all(tag).to_vec(),
                (None, analyses::ANSWER) => {
                    Value::text(analyses::LAWFUL_WAYS.get(lang)).into_iter().collect()
                }
                (None, _) => Vec::new(),
            };
            Entry::new(field).holding(&values, lang).hinted(hint)
        });
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let title = say!(lang, "分析单  {number}  {title}", "Analysis  {number}  {title}");
        Self::with(Purpose::Analysis(case.issue.id, sheet.is_none()), title, entries.collect())
    }

    /// Offers the known classes for what an issue is about; what stands there stays a choice.
    pub(super) fn offer_classes(&mut self, data: &Snapshot) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.field.tag == issues::CATEGORY) else {
            return;
        };
        let own = entry.text();
        let choice = |class: &Class| {
            let below = class.parent.as_ref().map(|parent| format!("{parent} / ")).unwrap_or_default();
            let title =
                Wording::owned(format!("{below}{}", class.title.zh), format!("{below}{}", class.title.en));
            Choice::new(class.title.zh.to_string(), title)
        };
        let mut choices: Vec<Choice> = data.classes.iter().map(choice).collect();
        if !own.is_empty() && choices.iter().all(|choice| choice.key != own) {
            choices.insert(0, Choice::new(own.clone(), Wording::owned(own.clone(), own.clone())));
        }
        entry.answer = Answer::Choice(choices.iter().position(|choice| choice.key == own));
        entry.field.kind = Kind::Choice(choices);
    }
}

/// Who can be answered: each of those who asked, and all that are still waiting.
pub(super) fn answerable(case: &Case) -> Vec<Choice> {
    let voices = &case.standing.voices;
    let name = |at: usize, voice: &Voice| {
        let name = if voice.name.is_empty() { "匿名" } else { &voice.name };
        let (at, done) = (at + 1, if voice.answered { "（已答复）" } else { "" });
        let english = if voice.answered { " (answered)" } else { "" };
        Wording::owned(format!("{at} {name}{done}"), format!("{at} {name}{english}"))
    };
    let each =
        voices.iter().enumerate().map(|(at, voice)| Choice::new(voice.id.to_string(), name(at, voice)));
    let waiting: Vec<String> = case.standing.unanswered().map(|voice| voice.id.to_string()).collect();
    let all = (waiting.len() > 1).then(|| {
        Choice::new(
            waiting.join("、"),
            Wording::new("每一位还没答复的都答复了", "everybody who was still waiting"),
        )
    });
    each.chain(all).collect()
}

/// The outcomes that an issue cannot have yet, and what comes first.
pub(super) fn not_yet(field: &Field, data: &Snapshot, case: &Case, lang: Lang) -> Option<String> {
    let Kind::Choice(choices) = &field.kind else { return None };
    let owed = choices.iter().map(|choice| (choice, case.standing.owed_before(&choice.key)));
    let owed: Vec<(&str, Objection)> =
        owed.filter_map(|(choice, owed)| Some((choice.title.get(lang), owed?))).collect();
    let first = owed.first()?.1.sentence(lang);
    let titles: Vec<&str> = owed.iter().map(|(title, _)| *title).collect();
    let titles = titles.join(lang.pick("、", ", "));
    let key = data.keys.told("⟦procedure⟧", Place::Issues, lang);
    Some(say!(lang, "还不能选{titles}：{first}（{key}）", "not yet {titles}: {first} ({key})"))
}

/// What to think of in a field of a step.
pub(super) fn step_hint(field: &Field, kind: StepKind, lang: Lang) -> Option<String> {
    let hint = match (field.tag, kind) {
        (steps::HANDOVER, _) => {
            lang.pick("换人才填：办到哪步、还差什么", "when the owner changes: how far, what is left")
        }
        (steps::DONE, _) => lang.pick("上报街道以上要填", "for the street office and above"),
        (steps::WAY, StepKind::Resolve) => {
            lang.pick("怎么讲清的；信访件：书面", "how it was told; a petition: in writing")
        }
        (steps::NOTICED, StepKind::Resolve) => {
            lang.pick("信访件：本人收到的那天", "a petition: the day of its receipt")
        }
        (steps::WAY, StepKind::Callback) => lang.pick("评价是怎么得到的", "how the rating was obtained"),
        (steps::RATING, _) => lang.pick("只记本人说的", "only what the person said"),
        (steps::REMEDY, StepKind::Decline) => lang.pick("告知的其他途径", "the other ways that were told"),
        (steps::PARTY, StepKind::Decline) => lang.pick("哪一方", "which side"),
        (steps::WAY, StepKind::Find) => {
            lang.pick("告知责任方了才填", "only once whoever is responsible was told")
        }
        (steps::PARTY, StepKind::Find) => lang.pick("责任方", "who is responsible"),
        (steps::UNTIL, StepKind::Recheck) => lang.pick("不合格：续改到哪天", "not passed: until when"),
        (steps::UNTIL, StepKind::Agree) => lang.pick("约定哪天前履行", "by when it is to be kept"),
        (steps::UNTIL, StepKind::Perform) => lang.pick("没履行：重新约到哪天", "not kept: until when"),
        (steps::UNTIL, StepKind::Find | StepKind::Notice) => {
            lang.pick("整改到哪天，如 12-06", "by when it is to be put right, such as 12-06")
        }
        (steps::SINCE, _) => lang.pick("登记结束时可不填", "may be left out with its end"),
        (steps::ENDED, _) => lang.pick("还没结束就空着", "empty while it goes on"),
        _ => return None,
    };
    Some(hint.to_owned())
}

/// The fields that a step's kind asks for, and whether it cannot do without.
pub(super) fn asked(kind: StepKind) -> &'static [(Tag, bool)] {
    match kind {
        StepKind::Accept => {
            &[(steps::OWNER, true), (steps::HANDOVER, false), (steps::TEXT, false), (steps::LIMIT, false)]
        }
        StepKind::Assign => &[(steps::OWNER, true), (steps::HANDOVER, false), (steps::TEXT, false)],
        StepKind::Transfer => {
            &[(steps::UNIT, true), (steps::LEVEL, false), (steps::DONE, false), (steps::TEXT, false)]
        }
        StepKind::Reply => &[
            (steps::TEXT, true),
            (steps::VOICES, true),
            (steps::TO, false),
            (steps::WAY, false),
            (steps::PROMISED, false),
        ],
        StepKind::Extend => &[
            (steps::UNTIL, true),
            (steps::REASON, true),
            (steps::APPROVER, true),
            (steps::WAY, true),
            (steps::NOTICED, true),
        ],
        StepKind::Resolve => &[
            (steps::OUTCOME, true),
            (steps::TEXT, true),
            (steps::REASON, false),
            (steps::REMEDY, false),
            (steps::LEVEL, false),
            (steps::WAY, false),
            (steps::NOTICED, false),
        ],
        StepKind::Callback => {
            &[(steps::RATING, true), (steps::WAY, false), (steps::VOICES, false), (steps::TEXT, false)]
        }
        StepKind::Reopen => &[(steps::TEXT, true)],
        StepKind::Merge => &[(steps::INTO, true), (steps::TEXT, false)],
        StepKind::Decline
        | StepKind::Mediate
        | StepKind::Agree
        | StepKind::Perform
        | StepKind::Find
        | StepKind::Recheck
        | StepKind::Establish
        | StepKind::Inform
        | StepKind::Urge
        | StepKind::Notice
        | StepKind::Statement
        | StepKind::Receipt
        | StepKind::Correct
        | StepKind::Hear => procedure::fields(kind),
    }
}
