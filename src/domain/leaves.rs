//! 请销假: how long a leave is follows from its days (domain.md §2.7, H1).

use jiff::civil::Date;

use super::{calendar, field::Field, ledger::Ledger, recusal::plain_name};

/// The ledger's id.
pub const ID: &str = "leaves";
/// The key of its first day.
pub const FROM: &str = "from";
/// The key of its last day.
pub const TO: &str = "to";
/// The key of the step of length, which says who approves.
pub const LENGTH: &str = "length";

/// The keys of who approved above the lead, the nearer level first.
pub const APPROVERS: [&str; 2] = ["upper_approver", "top_approver"];

/// What follows a name and is no office: 李强同志, 强哥.
const COURTESIES: [&str; 9] = ["同志", "先生", "女士", "师傅", "老师", "哥", "姐", "本人", "自己"];

/// What stands before a part of a name by which somebody is called.
const FAMILIAR: [char; 4] = ['小', '老', '阿', '大'];

/// Offices that follow a name or a unit.
const OFFICES: [&str; 16] = [
    "副主任",
    "副书记",
    "副科长",
    "副局长",
    "副组长",
    "主任",
    "书记",
    "科长",
    "局长",
    "处长",
    "所长",
    "站长",
    "队长",
    "组长",
    "主席",
    "领导",
];

/// A typed name without what only calls somebody by it: 小丁, 丁同志, 丁哥 are all 丁.
fn called(text: &str) -> String {
    let plain = plain_name(text);
    let mut rest = plain.as_str();
    while let Some(shorter) = COURTESIES.iter().find_map(|it| rest.strip_suffix(it)) {
        rest = shorter;
    }
    if rest.chars().count() > 1 {
        rest = rest.strip_prefix(FAMILIAR).unwrap_or(rest);
    }
    rest.to_owned()
}

/// Whether who is named as approving leave is, for all that is written, whoever asks
/// for it: 丁 or 小丁 for 组员丁, 建国 for 王建国. With an office behind it, 王主任, it
/// is somebody else of that name.
pub fn abbreviates(approver: &str, name: &str) -> bool {
    let (typed, short) = (plain_name(approver), called(approver));
    // Whoever writes 本人 means himself.
    if !typed.is_empty() && short.is_empty() {
        return true;
    }
    let name = plain_name(name);
    !typed.is_empty() && (name.contains(&typed) || name.contains(&short))
}

/// Whether two who are named as approving leave are one: 王建国, 王建国主任, 街道王建国.
pub fn is_one(one: &str, other: &str) -> bool {
    let core = |text: &str| {
        let plain = called(text);
        OFFICES.iter().find_map(|office| plain.strip_suffix(office)).unwrap_or(&plain).to_owned()
    };
    let (one, other) = (plain_name(one), plain_name(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let (short, long) =
        if one.chars().count() <= other.chars().count() { (&one, &other) } else { (&other, &one) };
    // A bare office, 书记, is that of many units.
    let names_somebody = |text: &str| core(text).chars().count() >= 2;
    one == other
        || names_somebody(short) && core(short) == core(long)
        || !core(short).is_empty() && short.chars().count() >= 2 && long.ends_with(short.as_str())
}

/// The step of length that days come to: up to a day, two or three, more.
pub fn length(from: Date, to: Date) -> &'static str {
    match calendar::days_between(from, to) {
        ..=0 => "one",
        1 | 2 => "three",
        3.. => "more",
    }
}

/// Whether a field is filled in from others where nobody does.
pub fn is_derived(ledger: &Ledger, field: &Field) -> bool {
    ledger.id == ID && field.key == LENGTH
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn whoever_is_called_by_a_part_of_the_name_is_the_one() {
        for approver in ["丁", "小丁", "丁同志", "组员丁", "组员 丁", "本人", "丁哥"] {
            assert!(abbreviates(approver, "组员丁"), "{approver}");
        }
        for approver in ["建国", "王建国", "老王", "王"] {
            assert!(abbreviates(approver, "王建国"), "{approver}");
        }
        for approver in ["王主任", "李书记", "街道办公室", "党工委", "王建民", "", "。"] {
            assert!(!abbreviates(approver, "王建国"), "{approver}");
        }
    }

    #[test]
    fn two_levels_are_one_person_however_he_is_written() {
        for (one, other) in [
            ("王主任", "王主任"),
            ("王主任", "街道王主任"),
            ("王建国", "王建国书记"),
            ("王建国主任", "王建国同志"),
            ("街道王建国", "王 建国"),
            ("党工委", "街道党工委"),
        ] {
            assert!(is_one(one, other) && is_one(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("办公室主任", "党工委"),
            ("书记", "街道书记"),
            ("王主任", "王书记"),
            ("街道", "街道党工委书记"),
            ("王主任", "李主任"),
            ("", "王主任"),
        ] {
            assert!(!is_one(one, other) && !is_one(other, one), "{one} {other}");
        }
    }

    #[test]
    fn the_length_follows_from_the_days() {
        let of = |last| length(date(2026, 11, 10), date(2026, 11, last));
        assert_eq!([10, 11, 12, 13, 30].map(of), ["one", "three", "three", "more", "more"]);
    }
}
