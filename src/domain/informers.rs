//! Material that informs against somebody (检举控告), kept apart
//! (信访工作条例 30; domain.md §4.2 rule 5).
//!
//! It is no issue: it is on no list, in no search, sheet or bulletin, and never
//! goes to whom it names. Only leads and overseers open it, and every look is
//! written down. It refers to no resident, so that nobody who asks for what is
//! held on himself learns who informed.

use super::{field::Kind, issues, recusal, row::Row, value::Value};

crate::ledger! {
    /// One piece of material, who keeps it, and where it was handed.
    "informers" ("检举控告", "Informer material") Entry;
    NUMBER = 16 "number" ("册号", "Number") Kind::Text => automatic();
    ABOUT = 17 "about" ("被反映的人或单位", "About whom") Kind::Text => many().automatic().sensitive()
        .purpose("回避；移交有权机关", "recusal; handing it to the authority");
    FROM = 18 "from" ("来人", "From") Kind::Text => automatic().sensitive()
        .purpose("有权机关核实、反馈", "the authority asks and answers");
    PHONE = 19 "phone" ("电话", "Phone") Kind::Phone => automatic().sensitive()
        .purpose("有权机关核实、反馈", "the authority asks and answers");
    TEXT = 20 "text" ("内容", "What it says") Kind::LongText => automatic().required().sensitive()
        .purpose("移交有权机关办理", "for the authority that handles it");
    RECEIVED = 21 "received" ("收到时间", "Received") Kind::Instant => automatic();
    CHANNEL = 22 "channel" ("来件形式", "Channel") issues::channels() => automatic();
    KEEPER = 23 "keeper" ("保管人", "Keeper") Kind::Ref("members".to_owned()) => automatic();
    HANDED = 24 "handed" ("移交机关", "Handed to") Kind::Text => automatic().sensitive()
        .purpose("交代去向和结果", "where it went and what came of it");
    HANDED_AT = 25 "handed_at" ("移交时间", "Handed over") Kind::Instant => automatic();
    RESULT = 26 "result" ("反馈", "What came of it") Kind::LongText => automatic().sensitive()
        .purpose("交代去向和结果", "where it went and what came of it");
}

/// Whether a ledger stays out of lists, searches, sheets and bulletins.
pub fn is_kept_apart(ledger: &str) -> bool {
    ledger == ID
}

fn about(material: &Row) -> impl Iterator<Item = &str> {
    material.all(ABOUT).iter().filter_map(Value::as_text)
}

/// Whether a member must not keep it: it names him, or his unit.
pub fn bars_member(material: &Row, member: &Row) -> bool {
    recusal::bars_member(about(material), member) || recusal::bars_unit_of(about(material), member)
}

/// Whether it must not be handed to a unit: it names it, or somebody in it.
pub fn bars_unit(material: &Row, unit: &str) -> bool {
    recusal::bars_unit(about(material), unit)
}
