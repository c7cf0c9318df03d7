//! 请销假: how long a leave is follows from its days (domain.md §2.7, H1).

use jiff::civil::Date;

use super::{calendar, field::Field, ledger::Ledger};

/// The ledger's id.
pub const ID: &str = "leaves";
/// The key of its first day.
pub const FROM: &str = "from";
/// The key of its last day.
pub const TO: &str = "to";
/// The key of the step of length, which says who approves.
pub const LENGTH: &str = "length";

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
    fn the_length_follows_from_the_days() {
        let of = |last| length(date(2026, 11, 10), date(2026, 11, last));
        assert_eq!([10, 11, 12, 13, 30].map(of), ["one", "three", "three", "more", "more"]);
    }
}
