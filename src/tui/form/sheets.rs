//! Forms by which a sheet is taken in: which, and which of its columns go where
//! (domain.md A6).

use super::{Entry, Form, Purpose, build::own};
use crate::{
    domain::{
        field::{Choice, Field, Kind},
        value::Value,
        wording::{Lang, Wording},
    },
    say,
    tui::{
        event::{SheetColumn, SheetPlan, Work},
        snapshot::Snapshot,
    },
};

/// The key of what is not taken in.
const NOWHERE: &str = "-";

impl Form {
    /// Which sheet goes into which ledger.
    pub(in crate::tui) fn sheet(data: &Snapshot, lang: Lang) -> Self {
        let open = data.catalog.iter().filter(|ledger| ledger.is_open() && !ledger.hidden);
        let ledgers = open.map(|ledger| Choice::new(ledger.id.clone(), ledger.title.clone()));
        let file = own("file", "表格文件", "File", Kind::Text).required();
        let into = own("into", "导入到", "Into", Kind::Choice(ledgers.collect())).required();
        let hint = lang.pick(".xlsx .xls .ods .csv", ".xlsx .xls .ods .csv").to_owned();
        let first = lang.pick("空着取第一张有内容的", "empty: the first with content").to_owned();
        let guessed = lang.pick("空着自动找", "empty: it is found").to_owned();
        let known = lang
            .pick("空着自动认；如 身份证号，同值就并入已有的", "empty: as usual; a field, such as ID number")
            .to_owned();
        let entries = vec![
            Entry::new(file).hinted(hint),
            Entry::new(into).holding(&[Value::Choice("residents".to_owned())], lang),
            Entry::new(own("sheet", "工作表", "Sheet", Kind::Text)).hinted(first),
            Entry::new(own("row", "表头行", "Header row", Kind::Int)).hinted(guessed),
            Entry::new(own("match", "按哪一栏认", "Match by", Kind::Text)).hinted(known),
        ];
        let title =
            lang.pick("导入表格（先看每一列进哪一栏）", "Take a sheet in, after a look at its columns");
        Self::with(Purpose::Work(Work::Sheet), title.to_owned(), entries)
    }

    /// Where each column goes, why some go nowhere, and what stands in the first rows.
    pub(in crate::tui) fn columns(plan: &SheetPlan, lang: Lang) -> Self {
        let entries = plan.columns.iter().map(|column| Entry::of_column(column, plan, lang)).collect();
        let mut form = Self::with(
            Purpose::Work(Work::Columns(Box::new(plan.order.clone()))),
            plan.title.clone(),
            entries,
        );
        form.notes.clone_from(&plan.notes);
        form.notes.push(
            lang.pick(
                "⟦advance⟧ 选这一列进哪一栏，⟦previous-field⟧ ⟦next-field⟧ 换列，⟦submit⟧ 试算并导入，⟦leave-form⟧ 不导入",
                "⟦advance⟧ chooses another field or none, ⟦previous-field⟧ and ⟦next-field⟧ move, ⟦submit⟧ goes on, ⟦leave-form⟧ leaves",
            )
            .to_owned(),
        );
        form
    }

    /// Whether its fields are columns, of which Enter chooses where they go.
    pub(in crate::tui) fn is_of_columns(&self) -> bool {
        matches!(self.purpose, Purpose::Work(Work::Columns(_)))
    }
}

impl Entry {
    fn of_column(column: &SheetColumn, plan: &SheetPlan, lang: Lang) -> Self {
        let nowhere = Choice::new(NOWHERE.to_owned(), Wording::new("不导入", "left out"));
        let offered = plan.fields.iter().filter(|_| !column.barred).cloned();
        let mut field = Field::new(
            0,
            &column.name,
            "",
            "",
            Kind::Choice(std::iter::once(nowhere).chain(offered).collect()),
        );
        field.title = Wording::owned(column.name.clone(), column.name.clone());
        field.required = true;
        let goes = column.field.clone().unwrap_or_else(|| NOWHERE.to_owned());
        let mut entry = Self::new(field).holding(&[Value::Choice(goes)], lang);
        if !column.examples.is_empty() {
            let examples = column.examples.join(" | ");
            entry.told.push(say!(lang, "前几行：{examples}", "first rows: {examples}"));
        }
        entry.told.extend(column.why.iter().map(|why| format!("! {why}")));
        entry
    }
}
