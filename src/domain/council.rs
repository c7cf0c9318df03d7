//! What a council decides, held against its charter (domain.md E11).
//!
//! How many must come and how many must agree stands in the charter that is in
//! force on the day; a meeting and a vote may say so again, and never less. That
//! a motion is carried follows from the votes: a word to the contrary is refused,
//! and one that came by a bundle counts for nothing.

use jiff::civil::Date;

use super::{declared::rule::Rule, ledger::Ledger, row::Row, value::Value, wording::Wording};

/// The ledger of charters.
pub const CHARTERS: &str = "council_charters";
/// The ledger of meetings.
pub const MEETINGS: &str = "council_meetings";
/// The ledger of votes.
pub const VOTES: &str = "council_votes";

/// A valid meeting or a carried motion without a charter.
pub const NO_CHARTER: Wording = Wording::new(
    "那天还没有通过的章程：先登记理事会章程和通过日期，会议才算有效、表决才算通过",
    "no charter was adopted by that day: enter it and when it was adopted first",
);
/// A quorum below the charter's.
pub const QUORUM_BELOW: Wording = Wording::new(
    "应到人数少于章程规定的最少到会人数，请按章程填",
    "fewer are asked for than the charter's quorum: as the charter says",
);
/// More members than there are seats.
pub const TOO_MANY: Wording = Wording::new(
    "实到人数多于章程的理事人数：列席的人填在“列席”里",
    "more are present than the council has seats: observers are entered as such",
);
/// A vote in a meeting that is not valid.
pub const NO_MEETING: Wording = Wording::new(
    "这次会议无效（或不合章程），表决不能算通过",
    "the meeting is not valid, or not by the charter: nothing is carried in it",
);
/// A threshold below the charter's.
pub const NEEDED_BELOW: Wording = Wording::new(
    "通过所需票数少于章程规定的票数，请按章程填",
    "fewer votes are asked for than the charter's: as the charter says",
);
/// More votes than people, or fewer than none.
pub const TOO_MANY_VOTES: Wording = Wording::new(
    "赞成、反对、弃权加起来多于会议实到人数（或有负数）",
    "there are more votes than people present, or fewer than none",
);
/// Carried against the votes.
pub const NOT_CARRIED: Wording = Wording::new(
    "按票数没有通过：赞成要够章程票数，并且多于反对",
    "by the votes it is not carried: enough for it by the charter, and more than against it",
);
/// Enough voted for it, and it is said not to be carried.
pub const IS_CARRIED: Wording = Wording::new(
    "赞成票已够章程规定的票数，并且多于反对，按票数是通过的",
    "enough voted for it by the charter, and more than against it: it is carried",
);

/// What a charter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charter {
    /// 理事人数.
    pub seats: i64,
    /// 最少到会人数.
    pub quorum: i64,
    /// 通过所需票数.
    pub majority: i64,
}

/// The fields of a row, by their keys.
struct Told<'r> {
    ledger: &'r Ledger,
    row: &'r Row,
}

impl Told<'_> {
    fn one(&self, key: &str) -> Option<&Value> {
        self.row.one(self.ledger.field_by_key(key)?.tag)
    }

    fn number(&self, key: &str) -> i64 {
        if let Some(Value::Int(number)) = self.one(key) { *number } else { 0 }
    }

    fn day(&self, key: &str) -> Option<Date> {
        if let Some(Value::Date(day)) = self.one(key) { Some(*day) } else { None }
    }

    fn is(&self, key: &str) -> bool {
        self.one(key) == Some(&Value::Bool(true))
    }

    fn says_no(&self, key: &str) -> bool {
        self.one(key) == Some(&Value::Bool(false))
    }
}

/// The day of a meeting or a vote.
pub fn day(ledger: &Ledger, row: &Row) -> Option<Date> {
    Told { ledger, row }.day("date")
}

/// The charter in force on a day: of those adopted by then and not replaced yet
/// the one adopted last. One that breaks a rule of its ledger is none.
pub fn in_force(ledger: &Ledger, charters: &[Row], on: Date) -> Option<Charter> {
    let keeps =
        |row: &&Row| row.stands() && !ledger.rules.iter().any(|rule: &Rule| rule.is_broken(ledger, row));
    let told = charters.iter().filter(keeps).map(|row| Told { ledger, row });
    let holds =
        told.filter_map(|charter| Some((charter.day("adopted_on").filter(|from| *from <= on)?, charter)));
    let holds = holds.filter(|(_, charter)| charter.day("replaced_on").is_none_or(|until| until > on));
    let (_, charter) = holds.max_by_key(|(from, charter)| (*from, charter.row.id))?;
    Some(Charter {
        seats: charter.number("seats"),
        quorum: charter.number("quorum"),
        majority: charter.number("majority"),
    })
}

/// Why a meeting does not count as it is told.
pub fn meeting_fault(ledger: &Ledger, meeting: &Row, charter: Option<&Charter>) -> Option<Wording> {
    let told = Told { ledger, row: meeting };
    let Some(charter) = charter else { return told.is("valid").then_some(NO_CHARTER) };
    if told.number("present") > charter.seats {
        return Some(TOO_MANY);
    }
    (told.is("valid") && told.number("quorum") < charter.quorum).then_some(QUORUM_BELOW)
}

/// Why a vote does not count as it is told; `meeting_counts` says whether it was
/// taken in a valid meeting.
pub fn vote_fault(
    ledger: &Ledger,
    vote: &Row,
    meeting: (&Ledger, &Row),
    meeting_counts: bool,
    charter: Option<&Charter>,
) -> Option<Wording> {
    let told = Told { ledger, row: vote };
    let present = Told { ledger: meeting.0, row: meeting.1 };
    let (in_favour, against) = (told.number("in_favour"), told.number("against"));
    let votes = [in_favour, against, told.number("abstained")];
    let cast = votes.iter().fold(0_i64, |sum, votes| sum.saturating_add(*votes));
    if votes.iter().any(|votes| *votes < 0) || cast > present.number("present") {
        return Some(TOO_MANY_VOTES);
    }
    let is_valid = meeting_counts && present.is("valid");
    let Some(charter) = charter else { return told.is("carried").then_some(NO_CHARTER) };
    if told.is("carried") && !is_valid {
        return Some(NO_MEETING);
    }
    if is_valid && told.number("needed") < charter.majority {
        return Some(NEEDED_BELOW);
    }
    let is_carried = in_favour >= charter.majority.max(told.number("needed")) && in_favour > against;
    if told.is("carried") && !is_carried {
        return Some(NOT_CARRIED);
    }
    (told.says_no("carried") && is_valid && is_carried).then_some(IS_CARRIED)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{declared::shipped, row::tests::row};

    fn ledger(id: &str) -> Ledger {
        shipped::ledgers().iter().find(|ledger| ledger.id == id).unwrap().clone()
    }

    fn told(id: &str, n: u8, values: &[(&str, Value)]) -> Row {
        let ledger = ledger(id);
        let tagged: Vec<_> = values
            .iter()
            .map(|(key, value)| (ledger.field_by_key(key).unwrap().tag, value.clone()))
            .collect();
        row(id, n, &tagged)
    }

    fn meeting(quorum: i64, present: i64, valid: bool) -> Row {
        let numbers = [("quorum", Value::Int(quorum)), ("present", Value::Int(present))];
        told(MEETINGS, 1, &[&numbers[..], &[("valid", Value::Bool(valid))]].concat())
    }

    fn vote(needed: i64, votes: [i64; 3], carried: bool) -> Row {
        let keys = ["in_favour", "against", "abstained"];
        let mut values: Vec<_> = keys.into_iter().zip(votes).map(|(key, n)| (key, Value::Int(n))).collect();
        values.extend([("needed", Value::Int(needed)), ("carried", Value::Bool(carried))]);
        told(VOTES, 2, &values)
    }

    const CHARTER: Charter = Charter { seats: 9, quorum: 6, majority: 5 };

    // Shows E11.
    #[test]
    fn a_meeting_is_held_against_the_charter() {
        let fault = |row: Row, charter| meeting_fault(&ledger(MEETINGS), &row, charter);
        assert_eq!(fault(meeting(6, 6, true), Some(&CHARTER)), None);
        assert_eq!(fault(meeting(1, 6, true), Some(&CHARTER)), Some(QUORUM_BELOW));
        assert_eq!(fault(meeting(6, 10, true), Some(&CHARTER)), Some(TOO_MANY));
        assert_eq!(fault(meeting(6, 3, false), Some(&CHARTER)), None);
        assert_eq!(fault(meeting(1, 1, true), None), Some(NO_CHARTER));
        assert_eq!(fault(meeting(1, 1, false), None), None);
    }

    // Shows E11.
    #[test]
    fn that_a_motion_is_carried_follows_from_the_votes() {
        let (votes, meetings) = (ledger(VOTES), ledger(MEETINGS));
        let held = meeting(6, 9, true);
        let fault = |row: Row| vote_fault(&votes, &row, (&meetings, &held), true, Some(&CHARTER));
        assert_eq!(fault(vote(5, [5, 3, 1], true)), None);
        assert_eq!(fault(vote(5, [4, 3, 1], false)), None);
        assert_eq!(fault(vote(1, [1, 8, 0], true)), Some(NEEDED_BELOW));
        assert_eq!(fault(vote(5, [4, 3, 1], true)), Some(NOT_CARRIED));
        assert_eq!(fault(vote(5, [6, 3, 0], false)), Some(IS_CARRIED));
        assert_eq!(fault(vote(5, [6, 3, 1], true)), Some(TOO_MANY_VOTES));
        assert_eq!(fault(vote(5, [9, -3, 0], true)), Some(TOO_MANY_VOTES));
        let small = Charter { majority: 2, ..CHARTER };
        let few = vote_fault(&votes, &vote(2, [2, 7, 0], true), (&meetings, &held), true, Some(&small));
        assert_eq!(few, Some(NOT_CARRIED));
        let empty = meeting(6, 9, false);
        let fault = |counts, charter| {
            vote_fault(&votes, &vote(5, [6, 3, 0], true), (&meetings, &empty), counts, charter)
        };
        assert_eq!(fault(true, Some(&CHARTER)), Some(NO_MEETING));
        assert_eq!(fault(true, None), Some(NO_CHARTER));
    }

    // Shows E11.
    #[test]
    fn the_charter_in_force_is_the_last_one_adopted_and_not_replaced() {
        let charter = |n, majority: i64, from, until: Option<Date>| {
            let mut values = vec![
                ("seats", Value::Int(9)),
                ("quorum", Value::Int(6)),
                ("majority", Value::Int(majority)),
                ("adopted_on", Value::Date(from)),
                ("content", Value::Text("第一条".into())),
                ("adopted_by", Value::Choice("residents".into())),
            ];
            values.extend(until.map(|day| ("replaced_on", Value::Date(day))));
            told(CHARTERS, n, &values)
        };
        let all =
            [charter(1, 5, date(2026, 1, 1), Some(date(2026, 6, 1))), charter(2, 7, date(2026, 6, 1), None)];
        let on = |day| in_force(&ledger(CHARTERS), &all, day).map(|charter| charter.majority);
        assert_eq!(on(date(2025, 12, 31)), None);
        assert_eq!(on(date(2026, 5, 31)), Some(5));
        assert_eq!(on(date(2026, 6, 1)), Some(7));
        // Replaced, it binds nobody, also before another is adopted.
        let replaced = |day| in_force(&ledger(CHARTERS), &all[..1], day).map(|charter| charter.majority);
        assert_eq!([date(2026, 5, 31), date(2026, 6, 1)].map(replaced), [Some(5), None]);
        // Without its text it was not adopted.
        let mut bare = charter(3, 1, date(2026, 7, 1), None);
        bare.values.remove(&ledger(CHARTERS).field_by_key("content").unwrap().tag);
        assert_eq!(in_force(&ledger(CHARTERS), &[bare], date(2026, 8, 1)), None);
    }
}
