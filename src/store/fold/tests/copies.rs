//! Copied installations: whatever comes in whatever order, the same set of
//! commits gives the same rows.

use super::*;

/// A store of its own, and under which name it writes.
#[derive(Clone)]
struct Installation {
    held: Held,
    own: PeerId,
    /// Its last commit.
    end: Option<Point>,
}

/// Installations that write, read each other and are copied.
struct Village {
    all: Vec<Installation>,
    written: Vec<Envelope>,
    names: u8,
}

impl Village {
    fn new(installations: u8) -> Self {
        let begin = |n| Installation { held: Held::default(), own: peer(n), end: None };
        Self { all: (1..=installations).map(begin).collect(), written: Vec::new(), names: installations }
    }

    fn writes(&mut self, by: usize, word: u8) {
        let many = |n: usize| u8::try_from(n).unwrap();
        let change = Change {
            record: RecordId::new(LedgerTag([1; 4]), [word % 2; 12]),
            slot: Slot::single(20 + u16::from(word % 2)),
            cell: Cell { kind: 99, bytes: Bytes(vec![many(by), word, many(self.written.len())]) },
        };
        self.commits(by, word, change);
    }

    /// Orders what some commit wrote to be erased.
    fn orders(&mut self, by: usize, word: u8) {
        let Some(envelope) = self.written.get(usize::from(word) % self.written.len().max(1)) else { return };
        let About { record, tag, .. } = envelope.commit.touches().next().unwrap();
        let scope = Scope { record, what: What::Write(tag, envelope.point()) };
        let cell = codec::cell(&Value::Text("asked for".into()));
        self.commits(by, word, Change { record, slot: scope.slot(), cell });
    }

    fn commits(&mut self, by: usize, word: u8, change: Change) {
        let Installation { held, own, end } = &mut self.all[by];
        let totals = &held.totals;
        let commit = Commit {
            dot: Dot { peer: *own, seq: totals.heads.get(*own).map_or(1, |head| head.seq + 1) },
            stamp: Stamp { ms: u64::from(word % 3), counter: 0 },
            author: change.record,
            cause: Cause::Act,
            seen: totals.news_for(*own),
            entries: vec![Entry::Kept(change)],
            salt: Salt::Whole([word; 16]),
        };
        let previous = totals.heads.hash(*own);
        let hash = chain::extend(&previous, &commit).unwrap();
        let envelope = Envelope { commit, previous, hash, signature: None };
        *held = std::mem::take(held).take(std::slice::from_ref(&envelope));
        *end = Some(envelope.point());
        self.written.push(envelope);
    }

    fn reads(&mut self, by: usize, of: usize) {
        if by == of {
            return;
        }
        let theirs = &self.all[of].held;
        let news: Vec<Envelope> = theirs.commits.values().chain(theirs.waiting.values()).cloned().collect();
        self.takes(by, &news);
    }

    fn takes(&mut self, by: usize, news: &[Envelope]) {
        let Installation { held, own, end } = &mut self.all[by];
        let before = held.totals.named();
        *held = std::mem::take(held).take(news);
        assert!(held.totals.named().dominates(&before), "nothing is lost");
        let placing = crate::store::placing::Applied::new(&*held, &held.totals);
        let row = end.and_then(|end| placing.resolve(end).unwrap()).map(|at| at.peer);
        // Another row has the name: this one goes on under a new one.
        if held.totals.lines.is_copied(*own) && row != Some(*own) {
            self.names += 1;
            *own = peer(self.names);
            *end = None;
        }
    }

    fn is_copied_onto(&mut self, from: usize, to: usize) {
        self.all[to] = self.all[from].clone();
    }

    /// What who takes everything in this order holds in the end.
    fn folded(&self, keys: &[u16], size: usize) -> Held {
        let mut order: Vec<(u16, &Envelope)> = keys.iter().copied().cycle().zip(&self.written).collect();
        order.sort_by_key(|(key, _)| *key);
        let come: Vec<Envelope> = order.into_iter().map(|(_, envelope)| envelope.clone()).collect();
        come.chunks(size).fold(Held::default(), Held::take)
    }
}

#[test]
fn both_rows_of_a_copied_installation_are_kept_whichever_comes_first() {
    let mut village = Village::new(3);
    village.writes(0, 1);
    village.writes(0, 2);
    village.is_copied_onto(0, 1);
    for word in 3..6 {
        village.writes(0, word);
        village.writes(1, word + 10);
    }
    let name = peer(1);
    for first in [0, 1] {
        let mut village = Village { all: village.all.clone(), written: Vec::new(), names: 3 };
        village.reads(2, first);
        assert!(!village.all[2].held.totals.lines.is_copied(name), "one row is nothing special");
        village.reads(2, 1 - first);
        let totals = &village.all[2].held.totals;
        let [(row, line)] = totals.lines.iter().collect::<Vec<_>>()[..] else { panic!("{:?}", totals.lines) };
        assert_eq!((line.root, line.before), (name, 2));
        let reached = |peer| totals.heads.get(peer).map_or(0, |head| head.seq);
        assert_eq!((reached(name), reached(row), totals.waiting.len()), (5, 3, 0));
        assert_eq!(totals.named().get(name), 5);
        // What one row had seen the other had not: both values stand.
        assert_eq!(totals.conflicts.len(), 2);
    }
}

#[test]
fn what_came_behind_a_gap_finds_its_own_row() {
    let mut village = Village::new(2);
    village.writes(0, 1);
    village.is_copied_onto(0, 1);
    for word in 2..5 {
        village.writes(0, word);
        village.writes(1, word);
    }
    let end = |at: usize| village.all[at].held.commits.values().next_back().unwrap().clone();
    let (one, other) = (end(0), end(1));
    // The ends of both rows wait under one name; then come their beginnings.
    let held = Held::default().take(&[one.clone(), other.clone()]);
    assert_eq!((held.waiting.len(), held.totals.held().iter().count()), (2, 0));
    let held = held.take(&village.written);
    assert!(held.waiting.is_empty());
    assert_eq!(held.totals.digest(), village.folded(&[0], 9).totals.digest());
}

/// Two commits of one name wrote the same field of the same record: an order
/// about one of them leaves the other as it is, whichever keeps the name, and
/// whatever comes first.
#[test]
fn an_order_about_what_one_copy_wrote_leaves_what_the_other_one_did() {
    let mut village = Village::new(3);
    village.writes(0, 1);
    village.is_copied_onto(0, 1);
    village.writes(0, 3);
    village.writes(1, 5);
    let record = RecordId::new(LedgerTag([1; 4]), [1; 12]);
    let slot = Slot::single(21);
    for (number, kept) in [(1, 2), (2, 1)] {
        let mut village =
            Village { all: village.all.clone(), written: village.written.clone(), names: village.names };
        village.orders(2, number);
        let all = village.written;
        let [about, kept] = [&all[usize::from(number)], &all[kept]];
        assert_eq!(about.commit.dot, kept.commit.dot);
        let mut digests = BTreeSet::new();
        for n in 0..24 {
            let mut pool = all.clone();
            let come: Vec<Envelope> = [n % 4, n / 4 % 3, n / 12, 0].map(|at| pool.remove(at)).into();
            for size in [1, 4] {
                let held = come.chunks(size).fold(Held::default(), Held::take);
                held.holds_nothing_erased();
                let versions = held.records[&record].versions(&slot);
                let [left] = versions[..] else { panic!("{versions:?}") };
                assert_eq!(&held.commits[&left.mark.dot], kept);
                let gone = held.commits.values().find(|held| held.hash == about.hash).unwrap();
                assert_eq!(gone.commit.changes().count(), 0);
                digests.insert(held.totals.digest());
            }
        }
        assert_eq!(digests.len(), 1);
    }
}

#[test]
fn who_has_the_key_of_a_revoked_laptop_cannot_write_another_past_for_it() {
    let mut group = Group::new();
    group.says(1, 2, 1, Membership::Lead);
    group.reads(2, 1);
    for word in 1..=4 {
        group.writes(2, word);
    }
    let honest = group.written.clone();
    let last = honest.last().unwrap().clone();
    // The thief goes back to the beginning of the row, and makes himself a helper.
    let heads = group.heads.clone();
    let mut thief = Group { heads: BTreeMap::new(), written: Vec::new() };
    thief.heads.insert(1, heads[&1].clone());
    thief.reads(2, 1);
    thief.heads.insert(2, heads[&1].clone());
    thief.says(2, 3, 1, Membership::Lead);
    thief.writes(2, 66);
    let forged = thief.written.clone();
    group.reads(1, 2);
    group.says(1, 2, 2, Membership::Revoked { after: 4, print: Some(last.point().print) });
    let trust = || Totals::new(Trust::new(peer(1), [peer(9)]));
    let begin = || Held { totals: trust(), ..Held::default() };
    let all: Vec<Envelope> = group.written.iter().chain(&forged).cloned().collect();
    let mut orders: Vec<Vec<Envelope>> = vec![all.clone()];
    orders.push(all.iter().rev().cloned().collect());
    orders.push(forged.iter().chain(&group.written).cloned().collect());
    for order in orders {
        for size in [1, 3, order.len()] {
            let held = order.chunks(size).fold(begin(), Held::take);
            let trust = &held.totals.trust;
            assert_eq!(trust.membership(peer(3)), None, "the forged word does not count");
            let kept = |envelope: &Envelope| held.commits.values().any(|held| held.hash == envelope.hash);
            assert!(group.written.iter().all(kept), "what was trusted is there");
            assert!(!forged.iter().any(kept), "what was forged is set aside");
        }
    }
}

#[test]
fn who_saw_the_end_of_a_copys_row_has_seen_what_it_goes_on_from() {
    for first in [0, 1] {
        let mut village = Village::new(3);
        village.writes(0, 2);
        village.is_copied_onto(0, 1);
        village.writes(0, 1);
        village.writes(1, 3);
        // Of the value that both copies have only the end of one row tells.
        village.reads(2, first);
        village.writes(2, 4);
        village.reads(2, 1 - first);
        let held = &village.all[2].held;
        let shared = RecordId::new(LedgerTag([1; 4]), [0; 12]);
        assert!(held.totals.lines.is_copied(peer(1)));
        assert!(!held.totals.conflicts.contains(&shared), "what was seen was overwritten");
    }
}

#[test]
fn a_name_that_no_row_has_any_more_goes_to_the_one_that_is_left() {
    let told = |word| {
        let mut group = Group::new();
        group.says(1, 2, 1, Membership::Member);
        group.says(1, 3, 1, Membership::Member);
        group.writes(2, 1);
        group.writes(2, 2);
        group.writes(2, word);
        let end = group.written.last().unwrap().clone();
        group.reads(3, 1);
        group.reads(3, 2);
        group.writes(3, 9);
        (end, group)
    };
    let (one, other) = (told(7), told(8));
    // 3 has built on the row that does not keep the name.
    let ((_, mut group), (named, _)) = if one.0.hash > other.0.hash { (one, other) } else { (other, one) };
    group.says(1, 2, 2, Membership::Revoked { after: 2, print: None });
    let revocation = group.written.pop().unwrap();
    let rest: Vec<Envelope> = group.written.iter().cloned().chain([named]).collect();
    let begin = || Held { totals: Totals::new(Trust::new(peer(1), [peer(9)])), ..Held::default() };
    let both = begin().take(&rest);
    assert!(both.totals.lines.is_copied(peer(2)));
    let late = both.take(std::slice::from_ref(&revocation));
    let early = begin().take(std::slice::from_ref(&revocation)).take(&rest);
    assert_eq!(late.totals.lines, early.totals.lines);
    assert_eq!(late.totals.heads, early.totals.heads);
    assert_eq!(late.totals.digest(), early.totals.digest());
}

proptest! {
    /// The law with copies in it: the same set of commits gives the same rows,
    /// the same records and the same digest, in whatever order they come.
    #[test]
    fn what_copies_have_written_does_not_depend_on_the_order(
        deeds in prop::collection::vec((0..4usize, 0..10u8, 0..4usize, any::<u8>()), 1..40),
        keys in prop::collection::vec(any::<u16>(), 40),
        others in prop::collection::vec(any::<u16>(), 40),
        size in 1..9usize,
    ) {
        let mut village = Village::new(4);
        for (by, deed, of, word) in deeds {
            match deed {
                0..4 => village.writes(by, word),
                4..8 => village.reads(by, of),
                8 => village.is_copied_onto(by, of),
                _ => village.orders(by, word),
            }
        }
        let one = village.folded(&keys, size);
        let other = village.folded(&others, 40);
        prop_assert!(one.waiting.is_empty() && !one.totals.recast);
        prop_assert_eq!(&one.totals.lines, &other.totals.lines);
        prop_assert_eq!(&one.totals.heads, &other.totals.heads);
        prop_assert_eq!(one.totals.digest(), other.totals.digest());
        prop_assert_eq!(&one.totals.erased, &other.totals.erased);
        one.holds_nothing_erased();
        let places = |held: &Held| held.commits.iter().map(|(at, it)| (*at, it.hash)).collect::<Vec<_>>();
        prop_assert_eq!(places(&one), places(&other));
        // Whoever reads everybody agrees.
        for _ in 0..2 {
            for by in 0..4 {
                for of in 0..4 {
                    village.reads(by, of);
                }
            }
        }
        for installation in &village.all {
            let held = &installation.held;
            prop_assert_eq!(&held.totals.heads, &village.all[0].held.totals.heads);
            prop_assert_eq!(held.totals.digest(), village.all[0].held.totals.digest());
            held.holds_nothing_erased();
        }
    }
}

/// What a copy of a lead's laptop had said of others counts, whichever row keeps the name.
#[test]
fn the_words_of_a_lead_count_in_whichever_row_they_are() {
    let mut group = Group::new();
    group.writes(1, 1);
    let mut copy = Group { heads: group.heads.clone(), written: group.written.clone() };
    group.says(1, 2, 1, Membership::Member);
    copy.says(1, 3, 1, Membership::Member);
    let all: Vec<Envelope> = group.written.iter().chain(&copy.written).cloned().collect();
    let begin = || Held { totals: Totals::new(Trust::new(peer(1), [peer(9)])), ..Held::default() };
    let mut digests = BTreeSet::new();
    for order in [all.clone(), all.iter().rev().cloned().collect()] {
        for size in [1, 4] {
            let held = order.chunks(size).fold(begin(), Held::take);
            let of = |n| held.totals.trust.membership(peer(n));
            assert_eq!((of(2), of(3)), (Some(Membership::Member), Some(Membership::Member)));
            digests.insert(held.totals.digest());
        }
    }
    assert_eq!(digests.len(), 1);
}

/// A founder's key in other hands: whoever hears of the forged past first, and
/// whoever hears of the revocation first, come to trust the same.
#[test]
fn who_is_trusted_does_not_depend_on_which_past_of_a_founder_came_first() {
    let mut group = Group::new();
    group.writes(1, 1);
    let before = group.heads.clone();
    group.says(1, 2, 1, Membership::Lead);
    group.writes(1, 2);
    let last = group.written.last().unwrap().point();
    group.reads(2, 1);
    group.says(2, 1, 1, Membership::Revoked { after: last.dot.seq, print: Some(last.print) });
    for word in 0..6 {
        let mut thief = Group { heads: before.clone(), written: Vec::new() };
        thief.writes(1, 100 + word);
        thief.writes(1, 120 + word);
        let all: Vec<Envelope> = group.written.iter().chain(&thief.written).cloned().collect();
        let forged_first: Vec<Envelope> =
            all[..1].iter().chain(&thief.written).chain(&all[1..]).cloned().collect();
        let begin = || Held { totals: Totals::new(Trust::new(peer(1), [peer(9)])), ..Held::default() };
        let mut digests = BTreeSet::new();
        for order in [all.clone(), forged_first, all.iter().rev().cloned().collect()] {
            for size in [1, 2, 9] {
                let held = order.chunks(size).fold(begin(), Held::take);
                assert_eq!(held.totals.trust.membership(peer(2)), Some(Membership::Lead));
                digests.insert(held.totals.digest());
            }
        }
        assert_eq!(digests.len(), 1);
    }
}

/// A row that lost its name to what was trusted gets it back when its laptop is confirmed again.
#[test]
fn names_go_back_when_a_revocation_is_taken_back() {
    let mut group = Group::new();
    group.says(1, 2, 1, Membership::Member);
    group.writes(2, 1);
    let mut copy = Group { heads: group.heads.clone(), written: Vec::new() };
    group.writes(2, 2);
    copy.writes(2, 3);
    copy.writes(2, 4);
    let last = group.written.last().unwrap().point();
    group.reads(1, 2);
    group.says(1, 2, 2, Membership::Revoked { after: 2, print: Some(last.print) });
    group.says(1, 2, 3, Membership::Member);
    let all: Vec<Envelope> = group.written.iter().chain(&copy.written).cloned().collect();
    let begin = || Held { totals: Totals::new(Trust::new(peer(1), [peer(9)])), ..Held::default() };
    let copies_second: Vec<Envelope> =
        group.written[..2].iter().chain(&copy.written).chain(&group.written[2..]).cloned().collect();
    let mut digests = BTreeSet::new();
    for order in [all.clone(), copies_second, all.iter().rev().cloned().collect()] {
        for size in [1, 2, 9] {
            let held = order.chunks(size).fold(begin(), Held::take);
            assert!(held.totals.waiting.is_empty());
            digests.insert(held.totals.digest());
        }
    }
    assert_eq!(digests.len(), 1);
}

/// What a revoked lead had ordered to be erased stays with whoever had seen the
/// order, also where that one's row only comes to have its name.
#[test]
fn orders_that_a_copy_had_seen_are_to_come_with_its_row() {
    let mut group = Group::new();
    group.says(1, 2, 1, Membership::Lead);
    let mut copy = Group { heads: group.heads.clone(), written: group.written.clone() };
    copy.reads(2, 1);
    copy.writes(2, 7);
    let About { record, tag, .. } = copy.written[1].commit.touches().next().unwrap();
    let scope = Scope { record, what: What::Write(tag, copy.written[1].point()) };
    let cell = codec::cell(&Value::Text("asked for".into()));
    copy.commit(2, Change { record, slot: scope.slot(), cell });
    group.says(1, 2, 2, Membership::Revoked { after: 0, print: None });
    let theirs = Held { totals: Totals::new(Trust::new(peer(1), [peer(1)])), ..Held::default() };
    let theirs = theirs.take(&group.written);
    let mut renamed = 0;
    for word in 0..8 {
        let mut copy = Group { heads: copy.heads.clone(), written: copy.written.clone() };
        copy.writes(1, word);
        copy.reads(1, 2);
        copy.writes(1, word);
        let mut fold = Fold::new(&theirs, theirs.totals.clone(), 9);
        for envelope in &copy.written {
            fold.take(envelope.clone()).unwrap();
        }
        fold.settle().unwrap();
        let to_come = fold.to_come().unwrap();
        let is_ordered = fold.totals.erased.has(scope);
        assert_eq!(fold.ordered_by(&to_come).unwrap(), if is_ordered { vec![] } else { vec![scope] });
        renamed += usize::from(fold.totals.renaming.is_some());
        assert!(theirs.clone().take(&copy.written).totals.erased.has(scope));
    }
    assert!(0 < renamed && renamed < 8, "whichever row has the name");
}
