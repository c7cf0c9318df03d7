//! Bulletins: from a draft made of data to a numbered issue in the archive
//! (domain.md B1, D10, I5, §5).
//!
//! The five sections are the five lines of the work (访 解 保 帮 促). Where one
//! stands follows from its steps: reviewed is what another member read as it now
//! stands, signed what a lead signed as it was reviewed. A text that was changed
//! afterwards is a draft again, whatever path the change came by.

use super::{
    field::Tag,
    id::RecordId,
    input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

/// The bulletins themselves.
#[expect(
    clippy::module_inception,
    reason = "bulletins and their steps are told apart by the ledger's own name"
)]
pub mod bulletins {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 简报: five sections, and for whom it is (domain.md I5).
        "bulletins" ("简报", "Bulletins") Card;
        TITLE = 16 "title" ("标题", "Title") Kind::Text => required().search(Search::Name).column(28);
        FROM = 17 "from" ("从", "From") Kind::Date => column(10);
        TO = 18 "to" ("到", "To") Kind::Date => column(10);
        FOREWORD = 19 "foreword" ("按语", "Foreword") Kind::LongText;
        VISIT = 20 "visit" ("访民情", "Visits") Kind::LongText => search(Search::Text);
        SOLVE = 21 "solve" ("解民忧", "Answers") Kind::LongText => search(Search::Text);
        SAFE = 22 "safe" ("保民安", "Safety") Kind::LongText => search(Search::Text);
        HELP = 23 "help" ("帮民富", "Help") Kind::LongText => search(Search::Text);
        HARMONY = 24 "harmony" ("促和谐", "Harmony") Kind::LongText => search(Search::Text);
        REPORT_TO = 25 "report_to" ("报（上级）", "To those above") Kind::Text;
        SEND_TO = 26 "send_to" ("送（同级）", "To those beside") Kind::Text;
        ISSUE_TO = 27 "issue_to" ("发（下级）", "To those below") Kind::Text;
        COPIES = 28 "copies" ("共印份数", "Copies") Kind::Int;
        UNIT = 29 "unit" ("编发单位", "Published by") Kind::Text;
        MARK = 30 "mark" ("密级", "Marking") Kind::Text;
    }
}

/// What became of a bulletin.
pub mod bulletin_steps {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 简报办理: reviewed, signed with its number, archived (domain.md I5).
        "bulletin_steps" ("简报办理", "Bulletin steps") Entry;
        KIND = 16 "kind" ("步骤", "Step") Kind::choices(&[
            ("review", "审核", "review"),
            ("sign", "签发", "sign"),
            ("archive", "归档", "archive"),
        ]) => automatic().required().column(8);
        BULLETIN = 17 "bulletin" ("简报", "Bulletin") Kind::Ref("bulletins".to_owned()) => automatic().required().column(20);
        DAY = 18 "day" ("日期", "Day") Kind::Date => automatic().required().column(10);
        TEXT = 19 "text" ("意见", "Remark") Kind::LongText => automatic();
        CONTENT = 20 "content" ("所审文本", "Text it is about") Kind::Text => automatic();
        YEAR = 21 "year" ("年度", "Year") Kind::Int => automatic();
        NUMBER = 22 "number" ("期号", "Number") Kind::Int => automatic().column(6);
    }
}

/// The sections with their headings, in order.
pub const SECTIONS: [Tag; 5] =
    [bulletins::VISIT, bulletins::SOLVE, bulletins::SAFE, bulletins::HELP, bulletins::HARMONY];

/// A review of one's own text.
pub const OWN_TEXT: Wording =
    Wording::new("自己写的不能自己审：请另一位组员审核", "nobody reviews his own text: another member does");
/// A signature under what nobody reviewed as it stands.
pub const NOT_REVIEWED: Wording = Wording::new(
    "现在的文本还没有人审过（改动以后要重新审），不能签发",
    "nobody has reviewed the text as it now stands; it cannot be signed",
);
/// A signature by somebody who does not lead.
pub const NO_LEAD: Wording = Wording::new("只有组长能签发", "only a lead signs");
/// An archive of what was not signed.
pub const NOT_SIGNED: Wording = Wording::new("签发以后才归档", "only what was signed is archived");
/// A change to what is signed.
pub const SIGNED_ALREADY: Wording = Wording::new(
    "已经签发的简报不再改；要更正，请另编一期",
    "a signed bulletin is not changed; correct it in another issue",
);
/// Something is missing.
pub const EMPTY: Wording = Wording::new("五段都是空的，没有可审的内容", "all five sections are empty");
/// That a text tells of allowances, illness, disability or what else is nobody's
/// but the person's, and by which word (domain.md §4.2 rule 9).
pub fn sensitive(word: &str) -> Wording {
    Wording::owned(
        format!("“{word}”：与低保、疾病、残疾、家事、债务等个人情况有关的内容永不进简报，请删去这些句子"),
        format!(
            "\"{word}\": nothing about allowances, illness, disability, family or debts enters a bulletin; take those sentences out"
        ),
    )
}
/// A text with somebody's name or address in it.
pub const NAMES_SOMEBODY: Wording = Wording::new(
    "简报里不写居民的姓名和住址：写成“张某某”“3组某户”",
    "a bulletin names no resident and no address: write 张某某, or a household of such a neighbourhood",
);

/// A text with a sentence in it that somebody told for himself (domain.md D10).
pub const KEPT_BACK: Wording = Wording::new(
    "增收自述等敏感栏里的原话不进简报，请删去这些句子",
    "what was told into a sensitive field, as a household's own income, enters no bulletin: take it out",
);

/// How far a bulletin has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Printing {
    /// 草稿.
    Draft,
    /// 已审.
    Reviewed,
    /// 已签发.
    Signed,
    /// 已归档.
    Archived,
}

impl Printing {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Signed => "signed",
            Self::Archived => "archived",
        }
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.pick("草稿", "draft"),
            Self::Reviewed => lang.pick("已审", "reviewed"),
            Self::Signed => lang.pick("已签发", "signed"),
            Self::Archived => lang.pick("已归档", "archived"),
        }
    }
}

/// A step with whose laptop wrote it, and whether that laptop led when it did.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The step.
    pub row: Row,
    /// The member whose laptop wrote all of it.
    pub signer: Option<RecordId>,
    /// Whether that laptop was a lead's then; what it is now changes no signature.
    pub leads: bool,
}

/// Where a bulletin stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// How far it has come.
    pub printing: Printing,
    /// Year and number, once it is signed.
    pub number: Option<(i64, i64)>,
    /// The day of the signature, which is the bulletin's day.
    pub day: Option<jiff::civil::Date>,
    /// Whether it was signed, and changed without the writer having seen that.
    pub changed_since: bool,
}

/// What a review or a signature is about: a digest of everything that is printed.
pub fn content(bulletin: &Row) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("minqing bulletin text v1");
    for (tag, values) in &bulletin.values {
        hasher.update(&tag.to_le_bytes());
        for value in values {
            let text = value.as_text().map_or_else(|| format!("{value:?}"), str::to_owned);
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

impl Printed {
    /// Derives it from the bulletin, its last writer and its steps, in any order.
    pub fn of(bulletin: &Row, steps: &[Signed]) -> Self {
        let now = content(bulletin);
        let mut order: Vec<&Signed> = steps.iter().filter(|step| step.row.stands()).collect();
        order.sort_by_key(|step| (step.row.date(bulletin_steps::DAY), step.row.place()));
        let of_kind = |kind: &'static str| {
            order.iter().copied().filter(move |step| step.row.text(bulletin_steps::KIND) == kind)
        };
        let is_about_now = |step: &&Signed| step.row.text(bulletin_steps::CONTENT) == now;
        let reviewed = of_kind("review")
            .filter(is_about_now)
            .any(|step| step.signer.is_some() && step.signer != Some(bulletin.by));
        let signatures = || of_kind("sign").filter(|step| step.leads);
        let signed = signatures().rfind(is_about_now).filter(|_| reviewed);
        let printing = match signed {
            Some(_) if of_kind("archive").next().is_some() => Printing::Archived,
            Some(_) => Printing::Signed,
            None if reviewed => Printing::Reviewed,
            None => Printing::Draft,
        };
        let number = signed.and_then(|step| {
            Some((step.row.int(bulletin_steps::YEAR)?, step.row.int(bulletin_steps::NUMBER)?))
        });
        Self {
            printing,
            number,
            day: signed.and_then(|step| step.row.date(bulletin_steps::DAY)),
            changed_since: signed.is_none() && signatures().next().is_some(),
        }
    }

    /// Whether a step may follow, taken by this member on a laptop that leads or not.
    pub fn permit(
        &self,
        kind: &str,
        bulletin: &Row,
        signer: Option<RecordId>,
        leads: bool,
    ) -> Result<(), Refusal> {
        let said = |wording: Wording| Err(Refusal::Said(wording));
        match kind {
            "review" if !SECTIONS.iter().any(|tag| input::says_something(bulletin.text(*tag))) => said(EMPTY),
            "review" | "sign" if self.printing >= Printing::Signed => said(SIGNED_ALREADY),
            "review" if signer.is_none() || signer == Some(bulletin.by) => said(OWN_TEXT),
            "sign" if !leads => said(NO_LEAD),
            "sign" if self.printing < Printing::Reviewed => said(NOT_REVIEWED),
            "archive" if self.printing < Printing::Signed => said(NOT_SIGNED),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{row::tests::row, value::Value};

    fn bulletin(text: &str) -> Row {
        let values =
            [(bulletins::TITLE, Value::Text("简报".into())), (bulletins::SOLVE, Value::Text(text.into()))];
        Row { by: member(1), ..row(bulletins::ID, 1, &values) }
    }

    fn member(n: u8) -> RecordId {
        row("members", n, &[]).id
    }

    fn step(n: u8, kind: &str, about: &Row, by: u8, leads: bool) -> Signed {
        let values = [
            (bulletin_steps::KIND, Value::Choice(kind.to_owned())),
            (bulletin_steps::DAY, Value::Date(date(2026, 11, 22))),
            (bulletin_steps::CONTENT, Value::Text(content(about))),
            (bulletin_steps::YEAR, Value::Int(2026)),
            (bulletin_steps::NUMBER, Value::Int(3)),
        ];
        Signed { row: row(bulletin_steps::ID, n, &values), signer: Some(member(by)), leads }
    }

    // Shows I5.
    #[test]
    fn another_member_reviews_and_a_lead_signs_what_was_reviewed() {
        let text = bulletin("路灯修好了");
        let of = |steps: &[Signed]| Printed::of(&text, steps);
        let (review, sign) = (step(2, "review", &text, 2, false), step(3, "sign", &text, 3, true));
        assert_eq!(of(&[]).printing, Printing::Draft);
        assert_eq!(of(std::slice::from_ref(&sign)).printing, Printing::Draft, "nobody reviewed it");
        assert_eq!(of(&[step(2, "review", &text, 1, false)]).printing, Printing::Draft, "his own");
        assert_eq!(of(&[step(3, "sign", &text, 3, false), review.clone()]).printing, Printing::Reviewed);
        let signed = of(&[sign.clone(), review.clone()]);
        assert_eq!((signed.printing, signed.number), (Printing::Signed, Some((2026, 3))));
        let archived = of(&[step(4, "archive", &text, 1, false), sign.clone(), review.clone()]);
        assert_eq!(archived.printing, Printing::Archived);
        // Changed by somebody who had not seen the signature.
        let other = Printed::of(&bulletin("另一稿"), &[review, sign]);
        assert_eq!((other.printing, other.changed_since), (Printing::Draft, true));
    }

    #[test]
    fn steps_out_of_order_are_refused() {
        let text = bulletin("路灯修好了");
        let at = |steps: &[Signed]| Printed::of(&text, steps);
        let (me, other) = (Some(member(1)), Some(member(2)));
        assert_eq!(at(&[]).permit("review", &text, me, true), Err(Refusal::Said(OWN_TEXT)));
        assert_eq!(at(&[]).permit("review", &bulletin(""), other, true), Err(Refusal::Said(EMPTY)));
        assert_eq!(at(&[]).permit("sign", &text, me, true), Err(Refusal::Said(NOT_REVIEWED)));
        assert_eq!(at(&[]).permit("sign", &text, me, false), Err(Refusal::Said(NO_LEAD)));
        assert_eq!(at(&[]).permit("archive", &text, me, true), Err(Refusal::Said(NOT_SIGNED)));
        let reviewed = at(&[step(2, "review", &text, 2, false)]);
        assert_eq!(reviewed.permit("sign", &text, me, true), Ok(()));
    }
}
