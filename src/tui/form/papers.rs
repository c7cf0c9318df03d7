//! Forms about bulletins and sheets that are handed out.

use super::{Entry, Form, Purpose, build::own};
use crate::{
    domain::{calendar, field::Kind, id::RecordId, value::Value, wording::Lang},
    tui::{event::Paperwork, snapshot::Snapshot},
};

impl Form {
    /// A new bulletin: its title and its days, this month unless told otherwise.
    pub(in crate::tui) fn bulletin(data: &Snapshot, lang: Lang) -> Self {
        let day = |key, zh, en| Entry::new(own(key, zh, en, Kind::Date).required());
        let title = Entry::new(own("title", "标题", "Title", Kind::Text).required());
        let first = data.today.first_of_month();
        let entries = vec![
            title,
            day("from", "从", "From").holding(&[Value::Date(first)], lang),
            day("to", "到", "To").holding(&[Value::Date(data.today)], lang),
        ];
        let told =
            lang.pick("新编简报（五段由已登记的内容成稿）", "A new bulletin, drafted in five sections");
        Self::with(Purpose::Paper(Paperwork::Begin), told.to_owned(), entries)
    }

    /// A remark at a review.
    pub(in crate::tui) fn review(id: RecordId, title: &str, lang: Lang) -> Self {
        let remark = Entry::new(own("text", "审核意见", "Remark", Kind::LongText).required());
        let told = crate::say!(lang, "审核  {title}", "Review  {title}");
        Self::with(Purpose::Paper(Paperwork::Review(id)), told, vec![remark])
    }

    /// The file that a bulletin is written to.
    pub(in crate::tui) fn print(id: RecordId, title: &str, lang: Lang) -> Self {
        let told = crate::say!(lang, "导出  {title}", "Write out  {title}");
        let [purpose, whom] = handed(lang);
        Self::with(Purpose::Paper(Paperwork::Print(id)), told, vec![to_file(lang).0, purpose, whom])
    }

    /// Where a project's money is published, and the file of its sheet.
    pub(in crate::tui) fn disclosure(data: &Snapshot, id: RecordId, title: &str, lang: Lang) -> Self {
        let place = Entry::new(own("place", "公示在哪里", "Where", Kind::Text).required());
        let (file, _) = to_file(lang);
        let day = calendar::day(data.now);
        let told = crate::say!(lang, "公示  {title}  {day}", "Publish  {title}  {day}");
        let [purpose, whom] = handed(lang);
        Self::with(Purpose::Paper(Paperwork::Disclose(id)), told, vec![place, file, purpose, whom])
    }
}

/// What something goes out for, and to whom: both go into the log of exports
/// (domain.md §4.2 rules 8 and 12).
pub(super) fn handed(lang: Lang) -> [Entry; 2] {
    let logged = || lang.pick("记入导出登记", "goes into the export log").to_owned();
    [("purpose", "用途", "What for"), ("whom", "接收方", "For whom")]
        .map(|(key, zh, en)| Entry::new(own(key, zh, en, Kind::Text)).hinted(logged()))
}

/// The field for a file, and the suffixes it takes.
fn to_file(lang: Lang) -> (Entry, &'static str) {
    let hint = lang.pick("以 .docx 或 .txt 结尾", "ending in .docx or .txt");
    (Entry::new(own("to", "文件", "File", Kind::Text).required()).hinted(hint.to_owned()), ".docx .txt")
}
