//! What a laptop wrote of a person before it knew that he was to be erased.

use super::{
    entered as add,
    erasure::{NAME, REASON, residue, third},
    *,
};
use crate::{
    domain::{id::RecordId, roster::households},
    workbench::keeping,
};

const PHONE: &str = "13911112222";
const TEXTS: [&str; 2] = [NAME, PHONE];

/// A person with a household and an issue that nobody has answered yet.
struct Life {
    person: RecordId,
    home: RecordId,
    issue: RecordId,
}

fn life(bench: &mut Workbench) -> Life {
    let home = add(bench, "households", &[("address", "幸福路 5 号")]);
    let person = add(bench, "residents", &[("name", NAME), ("phone", PHONE)]);
    edit(bench, person, "household", &home.to_string());
    let issue = add(bench, "issues", &[("title", "路灯不亮"), ("from", NAME), ("detail", "看不见路")]);
    edit(bench, issue, "resident", &person.to_string());
    Life { person, home, issue }
}

/// What somebody who is away writes meanwhile; answers the visit.
fn written_away(bench: &mut Workbench, life: &Life) -> RecordId {
    edit(bench, life.issue, "detail", &format!("{NAME}（{PHONE}）说看不见路"));
    bench
        .take_step(life.issue, StepKind::Reply, &[text(steps::TEXT, &format!("已打 {PHONE} 告诉本人"))])
        .unwrap();
    let visit = add(
        bench,
        "visits",
        &[
            ("date", "今天"),
            ("category", "hardship"),
            ("resident", &life.person.to_string()),
            ("words", &format!("{NAME}：想修路，打 {PHONE}")),
        ],
    );
    edit(bench, life.home, "head", NAME);
    edit(bench, life.home, "phone", PHONE);
    visit
}

/// A, B and C with everything of a person; B has written more.
struct Group {
    laptops: Vec<Workbench>,
    life: Life,
    visit: RecordId,
    folder: tempfile::TempDir,
}

impl Group {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let (mut a, mut b) = pair(path);
        let mut c = third(&mut a, path);
        let life = life(&mut a);
        exchange(&mut a, &mut b, path);
        exchange(&mut a, &mut c, path);
        let visit = written_away(&mut b, &life);
        for bench in [&mut a, &mut b, &mut c] {
            bench.keep().unwrap();
        }
        Self { laptops: vec![a, b, c], life, visit, folder }
    }

    fn at(&mut self, letter: char) -> &mut Workbench {
        &mut self.laptops[usize::from(u8::try_from(letter).unwrap() - b'A')]
    }

    fn erase(&mut self) {
        let person = self.life.person;
        self.at('A').erase_person(person, REASON, &[]).unwrap();
    }

    /// Carries bundles, as `A>B B>C`.
    fn carry(&mut self, route: &str) {
        for leg in route.split(' ') {
            let (from, to) = leg.split_once('>').unwrap();
            let folder = self.folder.path().to_path_buf();
            let file = self.at(from.parse().unwrap()).export(&folder, &ExportOrder::default()).unwrap().file;
            self.at(to.parse().unwrap()).import_bundle(&file, None, &mut |_| {}).unwrap();
        }
    }

    /// Nothing of the person is left on these laptops, and all else stands.
    fn judge(&mut self, letters: &str) {
        let folder = self.folder.path().to_path_buf();
        let Life { person, home, issue } = self.life;
        let visit = self.visit;
        for letter in letters.chars() {
            let bench = self.at(letter);
            assert!(bench.owed.is_none() && bench.unkept.is_none());
            assert_eq!(bench.doctor().unwrap(), Vec::<String>::new(), "on {letter}");
            bench.keep().unwrap();
            assert_eq!(residue(bench, &folder, &TEXTS), Vec::<String>::new(), "on {letter}");
            assert!(!bench.owes_orders().unwrap());
            assert!(matches!(bench.find_in("residents", NAME), Err(Error::NoRecord(_))));
            assert!(!bench.row(person).unwrap().unwrap().stands());
            let case = bench.case(issue).unwrap();
            assert_eq!(
                (case.standing.status, case.standing.steps.len()),
                (Status::Replied, 1),
                "on {letter}"
            );
            assert_eq!(case.issue.text(issues::TITLE), "路灯不亮");
            assert!(case.issue.reference(issues::RESIDENT).is_none());
            let visit = bench.row(visit).unwrap().unwrap();
            assert!(visit.stands() && visit.reference(visits::RESIDENT).is_none());
            assert_eq!((visit.text(visits::CATEGORY), visit.text(visits::WORDS)), ("hardship", ""));
            let home = bench.row(home).unwrap().unwrap();
            assert!(home.stands() && home.text(households::HEAD).is_empty());
            assert!(bench.conflicts().unwrap().is_empty());
        }
    }

    /// Everybody hears everything, and holds the same then.
    fn converge(&mut self) {
        for _ in 0..2 {
            self.carry("A>B B>A A>C C>A");
        }
        self.carry("A>B A>C");
        self.judge("ABC");
        let digests: Vec<String> =
            "ABC".chars().map(|letter| format!("{:?}", self.at(letter).digest())).collect();
        assert!(digests.iter().all(|digest| *digest == digests[0]));
    }
}

#[test]
fn what_was_written_elsewhere_goes_when_it_comes_before_the_order_is_told() {
    let mut group = Group::new();
    group.erase();
    group.carry("B>A A>B B>A");
    group.judge("AB");
    group.converge();
}

#[test]
fn what_was_written_elsewhere_goes_when_the_order_comes_first() {
    let mut group = Group::new();
    group.erase();
    group.carry("A>B B>A");
    group.judge("AB");
    group.converge();
}

#[test]
fn what_was_written_elsewhere_goes_through_a_laptop_that_relays() {
    let mut group = Group::new();
    group.erase();
    group.carry("A>C C>B B>C C>A");
    group.judge("ABC");
    group.converge();
}

#[test]
fn who_has_what_another_wrote_and_hears_the_order_first_sweeps_it() {
    let mut group = Group::new();
    // C has B's entries, and hears of the order before B does, which stays away.
    group.carry("B>C");
    group.erase();
    group.carry("A>C C>A");
    group.judge("AC");
    group.converge();
}

#[test]
fn what_comes_in_one_bundle_with_the_order_is_swept() {
    let mut group = Group::new();
    group.erase();
    // A holds B's entries and nothing to find them by; C still has that when it gets both at once.
    group.carry("B>A A>C C>A");
    group.judge("AC");
    group.converge();
}

#[test]
fn what_is_another_persons_stays() {
    let mut group = Group::new();
    let home = group.life.home;
    let b = group.at('B');
    let loose = add(b, "issues", &[("title", "想学电工"), ("from", NAME)]);
    let mate = add(b, "residents", &[("name", "李明"), ("phone", "13800001111")]);
    edit(b, mate, "household", &home.to_string());
    edit(b, home, "note", "李明常在家");
    let visit = add(
        b,
        "visits",
        &[("date", "今天"), ("category", "hardship"), ("resident", &mate.to_string()), ("words", "想修路")],
    );
    group.erase();
    group.carry("B>A A>B B>A A>B");
    for letter in ['A', 'B'] {
        let bench = group.at(letter);
        assert_eq!(bench.row(loose).unwrap().unwrap().text(issues::FROM), NAME, "a mention stays");
        assert_eq!(bench.row(home).unwrap().unwrap().text(households::NOTE), "李明常在家");
        assert_eq!(bench.row(visit).unwrap().unwrap().text(visits::WORDS), "想修路");
        assert_eq!(bench.row(mate).unwrap().unwrap().text(residents::PHONE), "13800001111");
    }
    // The household is filled in again: only those writes went.
    edit(group.at('A'), home, "head", "李明");
}

#[test]
fn a_lead_takes_the_words_of_visits_that_came_later() {
    let mut group = Group::new();
    let (person, visit) = (group.life.person, group.visit);
    let aware =
        add(group.at('A'), "visits", &[("date", "今天"), ("category", "hardship"), ("words", "以前说的")]);
    group.carry("A>B");
    let b = group.at('B');
    edit(b, aware, "resident", &person.to_string());
    edit(b, aware, "summary", "没有写名字的归纳");
    group.erase();
    // B has not heard of it, and perhaps never will.
    group.carry("B>A");
    let a = group.at('A');
    let told = |bench: &Workbench, id, tag| bench.row(id).unwrap().unwrap().text(tag).to_owned();
    assert_eq!(told(a, visit, visits::WORDS), "");
    assert_eq!(
        (told(a, aware, visits::SUMMARY), told(a, aware, visits::WORDS)),
        (String::new(), String::new())
    );
    assert!(a.row(aware).unwrap().unwrap().stands());
    // Who knows may write there again.
    edit(a, aware, "summary", "路已修好");
    group.converge();
    assert_eq!(told(group.at('B'), aware, visits::SUMMARY), "路已修好");
}

#[test]
fn whom_a_step_was_told_to_goes_where_it_was_written_unknowing() {
    let mut group = Group::new();
    let issue = group.life.issue;
    let to = |name: &str| [text(steps::TEXT, "三天内换好"), text(steps::TO, name)];
    group.at('B').take_step(issue, StepKind::Reply, &to("桂兰芳的儿子")).unwrap();
    group.erase();
    group.at('A').take_step(issue, StepKind::Reply, &to("邻居李明")).unwrap();
    group.carry("B>A");
    let mut told: Vec<String> = group
        .at('A')
        .case(issue)
        .unwrap()
        .standing
        .steps
        .iter()
        .map(|step| step.row.text(steps::TO).to_owned())
        .collect();
    told.sort();
    assert_eq!(told, ["", "", "邻居李明"]);
}

#[test]
fn a_preview_owes_nothing_and_a_power_cut_loses_nothing() {
    let mut group = Group::new();
    group.erase();
    let folder = group.folder.path().to_path_buf();
    let file = group.at('A').export(&folder, &ExportOrder::default()).unwrap().file;
    let person = group.life.person;
    let mut b = group.laptops.remove(1);
    let (home, peer) = (b.home().to_path_buf(), b.peer());
    let written = |b: &Workbench| b.store.totals().heads.get(peer).unwrap().seq;
    let before = written(&b);
    b.preview(&file, None).unwrap();
    let noted = |b: &Workbench| b.store.read_note("erase.owed").unwrap().unwrap_or_default();
    assert!(noted(&b).is_empty());
    // The power goes between the note and the bundle: nobody is erased, nothing is ordered.
    let ring = b.ring(None).unwrap();
    let reading = b.plan(&file, &ring, &mut |_| {}).unwrap();
    assert!(reading.goes.contains(&person));
    b.owe_orders(&reading.goes, &file, &ring).unwrap();
    let note = noted(&b);
    assert!(!note.is_empty());
    for text in TEXTS {
        assert!(!note.windows(text.len()).any(|window| window == text.as_bytes()));
    }
    drop(b);
    let open = || Workbench::open(&home, "pass", clock(9), &mut |_| {}).unwrap().0;
    let mut b = open();
    assert_eq!((written(&b), noted(&b)), (before, note));
    assert_eq!(b.row(person).unwrap().unwrap().text(residents::NAME), NAME);
    // It goes between the bundle and what follows from it.
    let ring = b.ring(None).unwrap();
    let reading = b.plan(&file, &ring, &mut |_| {}).unwrap();
    b.owe_orders(&reading.goes, &file, &ring).unwrap();
    b.take_file(&file, &ring, &reading, &mut |_| {}).unwrap();
    assert!(b.owes_orders().unwrap() && !residue(&mut b, &folder, &TEXTS).is_empty());
    drop(b);
    let b = open();
    assert_eq!(written(&b), before + 1);
    assert!(noted(&b).is_empty());
    drop(b);
    let b = open();
    assert_eq!(written(&b), before + 1, "it is done once");
    group.laptops.insert(1, b);
    // What was not told by the import is told by the next one.
    group.at('B').import_bundle(&file, None, &mut |_| {}).unwrap();
    group.carry("B>A");
    group.judge("AB");
    assert_eq!(keeping::automatic_backups(&home).len(), 2);
    group.converge();
}

#[test]
fn a_revoked_laptop_orders_nothing() {
    let mut group = Group::new();
    let (person, folder) = (group.life.person, group.folder.path().to_path_buf());
    group.erase();
    let b = group.at('B').peer();
    let told = group.at('A').export(&folder, &ExportOrder::default()).unwrap().file;
    group.at('A').revoke(b, None).unwrap();
    let order = ExportOrder { full: true, passphrase: Some("暗号".into()), ..ExportOrder::default() };
    let revoked = group.at('A').export(&folder, &order).unwrap().file;
    drop(told);
    let bench = group.at('B');
    let before = bench.store.totals().heads.get(b).unwrap().seq;
    bench.import_bundle(&revoked, Some("暗号".into()), &mut |_| {}).unwrap();
    assert!(bench.is_revoked() && !bench.row(person).unwrap().unwrap().stands());
    assert!(bench.owed.is_none() && bench.owes_orders().unwrap());
    assert_eq!(bench.store.totals().heads.get(b).unwrap().seq, before);
}
