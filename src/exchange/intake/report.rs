//! What became of every column and row of a sheet.

use super::problem::RowProblem;
use crate::{
    domain::{id::RecordId, labels, wording::Lang},
    say,
};

/// The account of a sheet that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeReport {
    /// The sheet's name.
    pub sheet: String,
    /// The number of the header row.
    pub header_row: u32,
    /// Every column with a name or with data, from the left.
    pub columns: Vec<ColumnUse>,
    /// Every row below the header, from the top, each once.
    pub rows: Vec<RowReport>,
    /// The rows by fate.
    pub counts: Counts,
    /// What was begun besides the ledger's own records.
    pub more: More,
    /// The names of the neighbourhoods that were begun, in the order of the rows.
    pub begun: Vec<String>,
    /// The commits that were written; as many undo it.
    pub commits: usize,
    /// The key of the field that takes what no other field does.
    pub spare: Option<String>,
}

/// A column and where its cells go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name as the sheet has it; empty where it has none.
    pub name: String,
    /// The key of the field it goes to; `steps.text` and `steps.at` are a reply's,
    /// `households.head` and `households.address` the household's.
    pub field: Option<String>,
    /// Why it goes nowhere.
    pub note: Option<ColumnNote>,
}

/// Why a column is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnNote {
    /// The ledger has no field of that name.
    Unknown,
    /// It speaks of people as risks (domain.md §4.2 rule 1).
    Risk,
    /// It tells of what is kept of nobody (domain.md §4.1: belief, body, whereabouts, bank accounts).
    Never,
    /// An ID number, which goes to no free text (domain.md §4.2 rule 8).
    Number,
    /// What is somebody's own, as his telephone or his health, which goes to no open text (个保法 28).
    Guarded,
    /// The order says so.
    Skipped,
    /// Its field is brought by another column already.
    MappedTwice,
    /// The program works it out, or fills it in.
    Derived,
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// Its number, as the office program shows it.
    pub row: u32,
    /// What its record is called; empty where the row does not say.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// What somebody should look at, also where it was taken.
    pub warnings: Vec<RowProblem>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A new record.
    Taken(RecordId),
    /// It speaks of a record that is there.
    Merged {
        /// The record.
        id: RecordId,
        /// Whether the record learnt anything from it.
        changed: bool,
    },
    /// Not taken, for these reasons.
    Refused(Vec<RowProblem>),
    /// A total, which is no record.
    Total,
}

/// Rows by fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New records.
    pub taken: usize,
    /// Rows merged into records that were there, or came earlier in the sheet.
    pub merged: usize,
    /// Those of the merged that changed their record.
    pub changed: usize,
    /// Refused rows.
    pub refused: usize,
    /// Totals.
    pub totals: usize,
}

/// What a sheet brings besides the records of its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct More {
    /// New neighbourhoods.
    pub neighbourhoods: usize,
    /// New households.
    pub households: usize,
    /// New replies to issues.
    pub replies: usize,
    /// New steps of other kinds: hazards that were found, matters that were given to somebody.
    pub steps: usize,
}

impl ColumnNote {
    /// Its word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Risk => "risk",
            Self::Never => "never",
            Self::Number => "number",
            Self::Guarded => "guarded",
            Self::Skipped => "skipped",
            Self::MappedTwice => "mapped_twice",
            Self::Derived => "derived",
        }
    }

    /// Says why a column is not used, and how to have it otherwise.
    ///
    /// `spare` is the key of the field that takes what no other field does.
    pub fn sentence(self, column: &str, spare: Option<&str>, lang: Lang) -> String {
        match self {
            Self::Unknown if column.is_empty() => {
                lang.pick("有一列没有列名，未导入", "a column without a name was left out").to_owned()
            }
            Self::Unknown => {
                let mut sentence = say!(
                    lang,
                    "“{column}”没有对应的栏，未导入（只收必需的信息）",
                    "\"{column}\" has no field and was left out (the least that is needed)"
                );
                if let Some(spare) = spare.filter(|_| is_offered(column)) {
                    sentence += &say!(
                        lang,
                        "；确需导入请用 --map \"{column}={spare}\"",
                        "; to take it in: --map \"{column}={spare}\""
                    );
                }
                sentence
            }
            Self::Risk => say!(
                lang,
                "“{column}”给人贴风险标签，按规定不导入",
                "\"{column}\" labels people as risks and is never taken in"
            ),
            Self::Never => say!(
                lang,
                "“{column}”属于宗教、生物识别、行踪或银行账户，本台账不收集，未导入",
                "\"{column}\" tells of belief, body, whereabouts or bank accounts, which are not kept, and is never taken in"
            ),
            Self::Number => say!(
                lang,
                "“{column}”是证件号码，不能导入到文字栏：只进有遮盖的证件号一栏，没有这一栏就不收",
                "\"{column}\" is an ID number and goes to no free text, only to a field for it that is masked"
            ),
            Self::Guarded => say!(
                lang,
                "“{column}”是本人的电话、健康、救助或身份情况，不能导入到谁都看得到的文字栏：请对到有遮盖的一栏（如电话栏），或在自己的台账里建一个遮盖的栏",
                "\"{column}\" is somebody's phone, health, aid or status and goes to no open text: choose a field that is masked, or make one in a ledger of your own"
            ),
            Self::Skipped => say!(lang, "“{column}”按要求跳过", "\"{column}\" was skipped as asked"),
            Self::Derived => say!(
                lang,
                "“{column}”由程序从记录算出，不从表里导入",
                "\"{column}\" is worked out from the records and not taken from a sheet"
            ),
            Self::MappedTwice => say!(
                lang,
                "“{column}”与前面的列是同一栏，未导入；请用 --map 指明用哪一列",
                "\"{column}\" is of a field that another column brings and was left out; choose with --map"
            ),
        }
    }
}

/// Whether a free text is offered for what no field asks for: not for what is left
/// out by default, nor for what would lie open there.
fn is_offered(column: &str) -> bool {
    !labels::is_unasked_column(column) && !labels::is_guarded_column(column)
}

impl Fate {
    /// Its word in JSON.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Taken(_) => "taken",
            Self::Merged { .. } => "merged",
            Self::Refused(_) => "refused",
            Self::Total => "total",
        }
    }
}

impl Counts {
    /// Counts rows by fate.
    pub fn of(rows: &[RowReport]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            match &row.fate {
                Fate::Taken(_) => counts.taken += 1,
                Fate::Merged { changed, .. } => {
                    counts.merged += 1;
                    counts.changed += usize::from(*changed);
                }
                Fate::Refused(_) => counts.refused += 1,
                Fate::Total => counts.totals += 1,
            }
        }
        counts
    }
}
