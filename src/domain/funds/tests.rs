use jiff::civil::date;

use super::*;
use crate::domain::{row::tests::row, value::Value};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn fund(source: &str, more: &[(u16, Value)]) -> Row {
    let own = [(funds::SOURCE, Value::Choice(source.to_owned())), (funds::PLANNED, Value::Int(100_000))];
    row(funds::ID, 1, &[&own, more].concat())
}

fn receipt(n: u8, fen: i64, more: &[(u16, Value)]) -> Row {
    let fund = row(funds::ID, 1, &[]).id;
    let own = [(receipts::FUND, Value::Ref(fund)), (receipts::AMOUNT, Value::Int(fen))];
    row(receipts::ID, n, &[&own, more].concat())
}

// Shows F1, F2, F3.
#[test]
fn each_source_needs_what_it_rests_on_before_money_is_taken() {
    let day = Value::Date(date(2026, 11, 1));
    for (source, refusal, whole) in [
        ("residents", NO_DECISION, vec![(funds::DECISION, text("11-02 居民会议，42 户到 30 户同意"))]),
        ("enterprise", NO_CONSENT, vec![(funds::CONSENT, day), (funds::CONSENT_PAPER, text("档案盒3"))]),
        ("fiscal", NO_APPROVAL, vec![(funds::APPROVAL, text("开财〔2026〕12号"))]),
    ] {
        let came = receipt(2, 5000, &[]);
        assert_eq!(permit_receipt(&came, &fund(source, &[])), Err(Refusal::Said(refusal)), "{source}");
        assert_eq!(permit_receipt(&came, &fund(source, &whole)), Ok(()), "{source}");
        // The same by a bundle: it is shown, and counts as unsupported.
        let bare = fund(source, &[]);
        let purse = Purse::of(&[&bare], &[&came], &[], &[]);
        assert_eq!((purse.total.received, purse.total.unsupported), (0, 5000), "{source}");
        let whole = fund(source, &whole);
        let purse = Purse::of(&[&whole], &[&came], &[], &[]);
        assert_eq!((purse.total.received, purse.total.unsupported), (5000, 0), "{source}");
    }
}

// Shows F2.
#[test]
fn a_day_of_consent_without_the_paper_is_no_consent() {
    let said = fund("enterprise", &[(funds::CONSENT, Value::Date(date(2026, 11, 1)))]);
    assert_eq!(permit_source(&said), Err(Refusal::Said(NO_CONSENT)));
}

// Shows F4.
#[test]
fn goods_and_hours_are_counted_with_the_basis_of_their_value() {
    let other = fund("other", &[]);
    let bare = receipt(2, 8000, &[(receipts::IN_KIND, text("义工 4 天"))]);
    assert_eq!(permit_receipt(&bare, &other), Err(Refusal::SaidOf("basis".into(), NO_BASIS)));
    let based = [(receipts::IN_KIND, text("义工 4 天")), (receipts::BASIS, text("每天 20 元"))];
    assert_eq!(permit_receipt(&receipt(2, 8000, &based), &other), Ok(()));
}

// Shows F1.
#[test]
fn nobody_is_written_down_for_having_given_nothing() {
    let decided = fund("residents", &[(funds::DECISION, text("居民会议决议"))]);
    for fen in [0, -100] {
        assert_eq!(
            permit_receipt(&receipt(2, fen, &[]), &decided),
            Err(Refusal::SaidOf("amount".into(), NO_AMOUNT))
        );
    }
}

// Shows F9.
#[test]
fn an_anonymous_gift_loses_household_and_donor_and_nothing_else() {
    let home = Value::Ref(row("households", 9, &[]).id);
    let mut named = receipt(2, 5000, &[(receipts::HOUSEHOLD, home), (receipts::DONOR, text("王桂兰"))]);
    let whole = named.clone();
    hide_anonymous(&mut named);
    assert_eq!(named, whole);
    named.values.insert(receipts::ANONYMOUS, vec![Value::Bool(true)]);
    named.conflicts = vec![receipts::DONOR, receipts::AMOUNT];
    hide_anonymous(&mut named);
    assert_eq!((named.text(receipts::DONOR), named.reference(receipts::HOUSEHOLD)), ("", None));
    assert_eq!((named.int(receipts::AMOUNT), named.conflicts), (Some(5000), vec![receipts::AMOUNT]));
}

// Shows F3.
#[test]
fn sums_are_counted_by_source_and_over_spending_shows() {
    let fiscal = fund("fiscal", &[(funds::APPROVAL, text("12号")), (funds::AGREED, Value::Int(80_000))]);
    let came = receipt(2, 60_000, &[]);
    let spent = |n: u8, fen: i64| {
        let own = [(spendings::FUND, Value::Ref(fiscal.id)), (spendings::AMOUNT, Value::Int(fen))];
        row(spendings::ID, n, &own)
    };
    let (one, two) = (spent(3, 50_000), spent(4, 20_000));
    let shown = row(disclosures::ID, 5, &[(disclosures::COVERS, Value::Ref(one.id))]);
    let mut struck = spent(6, 999);
    struck.struck = Some("误登".into());
    let purse = Purse::of(&[&fiscal], &[&came], &[&two, &struck, &one], &[&shown]);
    let sums = Sums {
        planned: 100_000,
        agreed: 80_000,
        received: 60_000,
        unsupported: 0,
        spent: 70_000,
        disclosed: 50_000,
    };
    assert_eq!(purse.sources, [(Some(Source::Fiscal), sums)]);
    assert_eq!((purse.total, purse.total.overspent()), (sums, Some(10_000)));
    assert_eq!(Purse::of(&[&fiscal], &[&came], &[&one], &[]).total.overspent(), None);
}
