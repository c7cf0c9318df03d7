use proptest::prelude::*;

use super::*;
use crate::log::commit::{Cause, Change, Entry, Salt, Slot};

fn peer(n: u8) -> PeerId {
    PeerId([n; 16])
}

/// What laptop `by` says in its commit `seq` at the moment `ms`.
fn said(by: u8, seq: u64, ms: u64, of: u8, turn: u32, membership: Membership) -> Commit {
    let word = Word { turn, membership }.to_string();
    writes(peer(by), seq, ms, card(peer(of)), peers::MEMBERSHIP, word)
}

fn writes(by: PeerId, seq: u64, ms: u64, record: RecordId, tag: u16, text: String) -> Commit {
    let change = Change { record, slot: Slot::single(tag), cell: codec::cell(&Value::Text(text)) };
    Commit {
        dot: Dot { peer: by, seq },
        stamp: Stamp { ms, counter: 0 },
        author: record,
        cause: Cause::Housekeeping,
        seen: Vec::new(),
        entries: vec![Entry::Kept(change)],
        salt: Salt::Whole([0; 16]),
    }
}

/// Takes note of a commit in the row of its name.
fn note(trust: &mut Trust, commit: &Commit) -> bool {
    let point = Point { dot: commit.dot, print: Print([1; 16]) };
    trust.note(point, commit.dot.peer, commit)
}

fn judged(commits: &[Commit]) -> Trust {
    heard(Trust::new(peer(1), [peer(9)]), commits)
}

fn heard(mut trust: Trust, commits: &[Commit]) -> Trust {
    for commit in commits {
        note(&mut trust, commit);
    }
    trust
}

const REVOKED: Membership = Membership::Revoked { after: 5, print: None };

#[test]
fn only_what_a_lead_says_counts() {
    let trust = judged(&[]);
    assert_eq!(trust.membership(peer(1)), Some(Membership::Lead));
    assert_eq!(trust.membership(peer(2)), None);
    assert!(trust.admits(Dot { peer: peer(9), seq: 1 }), "its own it always has");
    assert!(!trust.admits(Dot { peer: peer(2), seq: 1 }));
    let trust = judged(&[
        said(2, 1, 5, 2, 1, Membership::Lead),
        said(1, 2, 6, 3, 1, Membership::Member),
        said(3, 1, 7, 4, 1, Membership::Member),
    ]);
    assert_eq!(trust.membership(peer(2)), None, "nobody lets himself in");
    assert_eq!(trust.membership(peer(3)), Some(Membership::Member));
    assert_eq!(trust.membership(peer(4)), None, "a member says nothing of others");
    assert_eq!((trust.next_turn(peer(3)), trust.next_turn(peer(5))), (2, 1));
    assert!(Trust::default().admits(Dot { peer: peer(7), seq: 1 }), "a store of no group asks nobody");
}

#[test]
fn the_last_word_counts_and_of_two_at_once_the_strictest() {
    let lets_in = said(1, 1, 9, 2, 1, Membership::Member);
    let revokes = said(1, 2, 1, 2, 2, REVOKED);
    let again = said(1, 3, 2, 2, 3, Membership::Member);
    let trust = judged(&[revokes.clone(), lets_in.clone()]);
    assert_eq!(trust.membership(peer(2)), Some(REVOKED), "whatever the clocks say");
    assert!(trust.admits(Dot { peer: peer(2), seq: 5 }) && !trust.admits(Dot { peer: peer(2), seq: 6 }));
    let trust = judged(&[again, lets_in.clone(), revokes]);
    assert_eq!(trust.membership(peer(2)), Some(Membership::Member));
    assert_eq!(trust.next_turn(peer(2)), 4);
    let at_once = [said(1, 4, 9, 3, 1, Membership::Lead), lets_in, said(3, 1, 1, 2, 1, REVOKED)];
    assert_eq!(judged(&at_once).membership(peer(2)), Some(REVOKED));
}

#[test]
fn a_revoked_lead_says_nothing_more_whatever_its_clock() {
    let trusted = said(2, 4, 20, 3, 1, Membership::Member);
    let backdated = said(2, 6, 21, 4, 1, Membership::Member);
    let lead = said(1, 1, 10, 2, 1, Membership::Lead);
    let revoked = said(1, 2, 90, 2, 2, REVOKED);
    let trust = judged(&[lead, trusted, backdated, revoked]);
    assert_eq!(trust.membership(peer(3)), Some(Membership::Member));
    assert_eq!(trust.membership(peer(4)), None);
}

#[test]
fn a_restored_workspace_stands_where_its_original_stands() {
    let original = SigningKey::from_bytes(&[3; 32]);
    let old = chain::peer_id(original.verifying_key().as_bytes());
    let words = |new| succession(&original, new);
    let new = peer(6);
    let goes_on = writes(new, 1, 30, card(new), peers::SUCCEEDS, words(new));
    let mut trust = Trust::new(old, [new]);
    note(&mut trust, &goes_on);
    assert_eq!(trust.membership(new), Some(Membership::Lead));
    note(&mut trust, &said(6, 2, 40, 7, 1, Membership::Member));
    assert_eq!(trust.membership(peer(7)), Some(Membership::Member));
    let stolen = writes(peer(5), 1, 30, card(peer(5)), peers::SUCCEEDS, words(new));
    note(&mut trust, &stolen);
    assert_eq!(trust.membership(peer(5)), None, "the words are for another laptop");
    let mut revoked = Trust::new(peer(1), [peer(1)]);
    let of = card(old);
    let word = |turn, membership| Word { turn, membership }.to_string();
    note(&mut revoked, &writes(peer(1), 1, 5, of, peers::MEMBERSHIP, word(1, Membership::Lead)));
    note(&mut revoked, &goes_on);
    assert_eq!(revoked.membership(new), Some(Membership::Lead));
    note(&mut revoked, &writes(peer(1), 2, 6, of, peers::MEMBERSHIP, word(2, REVOKED)));
    assert_eq!(revoked.membership(new), None, "what was stolen is not restored");
}

#[test]
fn a_former_name_is_a_laptops_own_until_it_has_gone_on_under_the_new_one() {
    let original = SigningKey::from_bytes(&[3; 32]);
    let (old, new) = (chain::peer_id(original.verifying_key().as_bytes()), peer(6));
    let mut trust = Trust::new(peer(1), [old, new]);
    let admits =
        |trust: &Trust| (trust.admits(Dot { peer: old, seq: 9 }), trust.admits(Dot { peer: new, seq: 9 }));
    assert_eq!(admits(&trust), (true, true));
    let words = succession(&original, new);
    note(&mut trust, &writes(new, 1, 30, card(new), peers::SUCCEEDS, words));
    assert_eq!(admits(&trust), (false, true), "another copy may write under the old one");
}

#[test]
fn words_are_read_as_they_are_written() {
    for text in ["1 lead", "2 member", "3 revoked 41"] {
        assert_eq!(text.parse::<Word>().unwrap().to_string(), text);
    }
    for text in
        ["", "lead", "1", "1 boss", "1 revoked", "1 revoked x", "1 lead 2", "1 revoked 2 3", "-1 lead"]
    {
        assert_eq!(text.parse::<Word>(), Err(NoWord), "{text}");
    }
}

/// The key of laptop `n`, and what follows of it: its id.
fn key(n: u8) -> (SigningKey, PeerId) {
    let key = SigningKey::from_bytes(&[n; 32]);
    let id = chain::peer_id(key.verifying_key().as_bytes());
    (key, id)
}

/// What one of four laptops says, of which the first founded the group: mostly
/// of another one, now and then that it goes on in the place of one.
fn act() -> impl Strategy<Value = Commit> {
    let membership = prop_oneof![
        3 => Just(Membership::Lead),
        1 => Just(Membership::Member),
        3 => (0..4u64).prop_map(|after| Membership::Revoked { after, print: None }),
    ];
    (1..5u8, 1..7u64, 0..4u64, 1..5u8, 1..4u32, prop::option::weighted(0.9, membership)).prop_map(
        |(by, seq, ms, of, turn, membership)| {
            let (by, (original, of)) = (key(by).1, key(of));
            match membership {
                Some(membership) => {
                    let word = Word { turn, membership }.to_string();
                    writes(by, seq, ms, card(of), peers::MEMBERSHIP, word)
                }
                None => writes(by, seq, ms, card(by), peers::SUCCEEDS, succession(&original, by)),
            }
        },
    )
}

proptest! {
    #[test]
    fn the_order_in_which_it_was_heard_does_not_matter(
        acts in prop::collection::vec(act(), 0..14).prop_map(|mut acts| {
            acts.sort_by_key(|act| act.dot);
            acts.dedup_by_key(|act| act.dot);
            acts
        }),
        keys in prop::collection::vec(any::<u16>(), 14),
    ) {
        let judged = |commits: &[Commit]| heard(Trust::new(key(1).1, [peer(9)]), commits);
        let mut shuffled: Vec<_> = keys.into_iter().zip(acts.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Commit> = shuffled.into_iter().map(|(_, act)| act).collect();
        let (one, other) = (judged(&acts), judged(&shuffled));
        prop_assert_eq!(&one, &other);
        // Hearing it twice changes nothing.
        let mut twice = one.clone();
        for act in &shuffled {
            prop_assert!(!note(&mut twice, act));
        }
        prop_assert_eq!(one, twice);
    }
}

#[test]
fn a_thief_of_a_lesser_laptop_does_not_take_the_group_over() {
    let lets_in = [said(1, 1, 10, 2, 1, Membership::Lead), said(1, 2, 11, 3, 1, Membership::Member)];
    let revoked = said(1, 3, 90, 2, 2, Membership::Revoked { after: 4, print: None });
    // Behind its number, backdated, and at a turn that nobody could beat.
    let strikes_back = said(2, 5, 12, 1, u32::MAX, Membership::Revoked { after: 0, print: None });
    let trust = judged(&[lets_in.as_slice(), &[strikes_back, revoked]].concat());
    assert_eq!(trust.membership(peer(1)), Some(Membership::Lead));
    assert_eq!(trust.membership(peer(2)), Some(Membership::Revoked { after: 4, print: None }));
    assert_eq!(trust.membership(peer(3)), Some(Membership::Member));
}

#[test]
fn a_revocation_that_takes_away_its_own_ground_is_void() {
    let lead = said(1, 4, 10, 2, 1, Membership::Lead);
    let before_that = said(2, 1, 20, 1, 1, Membership::Revoked { after: 3, print: None });
    let trust = judged(&[lead.clone(), before_that]);
    assert_eq!(trust.membership(peer(1)), Some(Membership::Lead));
    assert_eq!(trust.membership(peer(2)), Some(Membership::Lead));
    let lost = said(2, 1, 20, 1, 1, Membership::Revoked { after: 4, print: None });
    let trust = judged(&[lead, lost]);
    assert_eq!(
        trust.membership(peer(1)),
        Some(Membership::Revoked { after: 4, print: None }),
        "the founder's laptop was lost"
    );
    assert_eq!(trust.membership(peer(2)), Some(Membership::Lead));
}

#[test]
fn who_restores_a_stolen_laptops_workspace_revokes_it() {
    let original = SigningKey::from_bytes(&[3; 32]);
    let old = chain::peer_id(original.verifying_key().as_bytes());
    let goes_on = |new| writes(new, 1, 30, card(new), peers::SUCCEEDS, succession(&original, new));
    let word = |by, seq, of: PeerId, turn, membership| {
        let text = Word { turn, membership }.to_string();
        writes(by, seq, 40, card(of), peers::MEMBERSHIP, text)
    };
    let (restored, thief) = (peer(6), peer(5));
    let mut trust = Trust::new(old, [restored]);
    for commit in [
        goes_on(restored),
        word(restored, 2, peer(7), 1, Membership::Member),
        word(restored, 3, old, 1, Membership::Revoked { after: 9, print: None }),
        goes_on(thief),
        word(restored, 4, peer(8), 1, Membership::Member),
    ] {
        note(&mut trust, &commit);
    }
    assert_eq!(trust.membership(old), Some(Membership::Revoked { after: 9, print: None }));
    assert_eq!(trust.membership(restored), Some(Membership::Lead));
    assert_eq!(trust.membership(peer(7)), Some(Membership::Member));
    assert_eq!(trust.membership(peer(8)), Some(Membership::Member), "its words go on counting");
    assert_eq!(trust.membership(thief), None);
}

#[test]
fn who_was_revoked_once_leads_no_more() {
    let trust = judged(&[
        said(1, 1, 1, 2, 1, Membership::Lead),
        said(1, 2, 2, 2, 2, REVOKED),
        said(2, 6, 3, 4, 1, Membership::Member),
        said(1, 3, 4, 2, 3, Membership::Lead),
    ]);
    assert_eq!(trust.membership(peer(2)), Some(Membership::Member));
    assert_eq!(trust.membership(peer(4)), None, "what was said in between stays unsaid");
}

/// A thief of a lead's laptop and a copy of the founder's end each other: whoever
/// heard of the thief's word first, and took the copy for nobody, comes to know better.
#[test]
fn who_is_revoked_may_yet_be_the_one_whose_word_comes_first() {
    let (original, founder) = key(1);
    let copy = peer(6);
    let word = |by, seq, ms, of, turn, membership| {
        writes(by, seq, ms, card(of), peers::MEMBERSHIP, Word { turn, membership }.to_string())
    };
    let lead = word(founder, 2, 10, peer(2), 1, Membership::Lead);
    let ends_founder = word(peer(2), 2, 20, founder, 1, Membership::Revoked { after: 2, print: None });
    let goes_on = writes(copy, 1, 30, card(copy), peers::SUCCEEDS, succession(&original, copy));
    let ends_lead = word(copy, 2, 40, peer(2), 2, Membership::Revoked { after: 0, print: None });
    let begun = || Trust::new(founder, [peer(9)]);
    let one = heard(begun(), &[lead.clone(), ends_founder.clone(), goes_on.clone(), ends_lead.clone()]);
    let other = heard(begun(), &[lead, goes_on, ends_lead, ends_founder]);
    assert_eq!(one, other);
    assert_eq!(one.membership(founder), Some(Membership::Lead), "who stands nearer to the root is right");
    assert_eq!(one.membership(copy), Some(Membership::Lead));
    assert_eq!(one.membership(peer(2)), Some(Membership::Revoked { after: 0, print: None }));
}
