//! A person who wants to be forgotten is, on every laptop, in every file.

use std::{fs, path::PathBuf};

use super::{entered as add, *};
use crate::{
    bundle::{
        BundleError,
        format::{Purpose, Sealing},
        read::Reader,
        seal::Lock,
        verify::{self, Orders},
        write,
    },
    domain::{id::LedgerTag, roster::households},
    log::{
        commit::{About, Commit, Entry, Envelope, PeerId, Salt},
        erasure::{Erasures, Scope, What},
        vector::Vector,
    },
    store::codec,
    workbench::{keeping, peers::Laptop},
};

pub(super) const NAME: &str = "桂兰芳";
const NEEDLES: [&str; 5] = [NAME, "13911112222", "13911113333", "13911114444", "99010119900101001X"];
pub(super) const REASON: &str = "本人要求删除";

/// A third laptop.
pub(super) fn third(a: &mut Workbench, folder: &Path) -> Workbench {
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: "陈静".into(), letter: None };
    let told = Some("told by voice".to_owned());
    let mut c =
        Workbench::join(&folder.join("c"), &invitation, told, &joining, "pass", QUICK, clock(1), &mut |_| {})
            .unwrap();
    exchange(&mut c, a, folder);
    exchange(a, &mut c, folder);
    c
}

/// What of one person a laptop holds.
pub(super) struct Life {
    pub(super) person: RecordId,
    mate: RecordId,
    home: RecordId,
    issue: RecordId,
    visit: RecordId,
}

/// A person with everything that can be held on one.
pub(super) fn told_of(bench: &mut Workbench) -> Life {
    let home = add(bench, "households", &[("address", "幸福路 5 号"), ("head", NAME), ("phone", NEEDLES[1])]);
    let person = add(bench, "residents", &[("name", NAME), ("phone", NEEDLES[1]), ("id_number", NEEDLES[4])]);
    edit(bench, person, "household", &home.to_string());
    edit(bench, person, "phone", NEEDLES[2]);
    let mate = add(bench, "residents", &[("name", "李明"), ("phone", "13800001111")]);
    edit(bench, mate, "household", &home.to_string());
    let issue = add(
        bench,
        "issues",
        &[
            ("title", "桂兰芳家门口路灯不亮"),
            ("from", NAME),
            ("phone", NEEDLES[1]),
            ("detail", "夜里看不见路"),
        ],
    );
    edit(bench, issue, "resident", &person.to_string());
    edit(bench, issue, "detail", "桂兰芳说夜里看不见路");
    edit(bench, issue, "detail", "夜里真的看不见路");
    bench.take_step(issue, StepKind::Reply, &[text(steps::TEXT, "已经电话告诉桂兰芳")]).unwrap();
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "换了灯")];
    bench.take_step(issue, StepKind::Resolve, &solved).unwrap();
    let visit = add(
        bench,
        "visits",
        &[
            ("date", "今天"),
            ("category", "hardship"),
            ("resident", &person.to_string()),
            ("words", "桂兰芳：想修路"),
        ],
    );
    Life { person, mate, home, issue, visit }
}

/// Every place of a laptop's files, and of a new full bundle, in which one of these texts is found.
pub(super) fn residue(bench: &mut Workbench, folder: &Path, texts: &[&str]) -> Vec<String> {
    let mut places: Vec<(String, Vec<u8>)> =
        bench.store.unsealed().into_iter().map(|bytes| ("store".to_owned(), bytes)).collect();
    let order = ExportOrder { full: true, ..ExportOrder::default() };
    let mut files = vec![bench.export(folder, &order).unwrap().file];
    files.extend(keeping::automatic_backups(bench.home()));
    for file in files {
        let reader = Reader::open(&file, &bench.secrets.ring(None)).unwrap();
        verify::verify(reader, Orders::Inside, &mut |envelope| {
            places.push((file.display().to_string(), codec::encode(&envelope.commit)));
            Ok(())
        })
        .unwrap();
    }
    let found = |bytes: &[u8]| {
        texts.iter().any(|text| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    places.into_iter().filter(|(_, bytes)| found(bytes)).map(|(place, _)| place).collect()
}

fn nothing_is_left(bench: &mut Workbench, folder: &Path) {
    assert_eq!(residue(bench, folder, &NEEDLES), Vec::<String>::new());
    assert!(!bench.home().join("set-aside").exists());
    assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    assert_eq!(keeping::automatic_backups(bench.home()).len(), 1);
}

fn missing(bench: &Workbench, person: RecordId) -> Vec<String> {
    let arrivals = bench.erasures().unwrap();
    let arrival = arrivals.iter().find(|arrival| arrival.record == person).unwrap();
    let laptops = bench.laptops().unwrap();
    let letter =
        |peer: &PeerId| laptops.iter().find(|laptop: &&Laptop| laptop.peer == *peer).unwrap().letter.clone();
    arrival.missing.iter().map(letter).collect()
}

#[test]
fn an_erased_person_is_gone_from_every_laptop_and_issues_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = pair(path);
    let mut c = third(&mut a, path);
    let life = told_of(&mut a);
    assert!(matches!(c.erase_person(life.person, REASON, &[]), Err(Error::NotLead | Error::NoRecord(_))));
    for bench in [&mut b, &mut c] {
        exchange(&mut a, bench, path);
        bench.keep().unwrap();
    }
    a.keep().unwrap();
    assert!(!residue(&mut a, path, &NEEDLES).is_empty());
    // B is away and goes on writing about her.
    edit(&mut b, life.person, "note", "桂兰芳腿脚不便");
    edit(&mut b, life.person, "phone", NEEDLES[3]);
    let mut draft = Draft::new();
    draft.set(life.issue, issues::FROM, Some(Value::Text("桂兰芳的儿子".into())));
    b.write_unjudged(draft);
    let later = add(&mut b, "issues", &[("title", "想学电工"), ("from", NAME)]);
    edit(&mut b, later, "resident", &life.person.to_string());

    let number = a.row(life.issue).unwrap().unwrap().text(issues::NUMBER).to_owned();
    assert!(matches!(a.erase_person(life.person, " ", &[]), Err(Error::Refused(Refusal::Missing(_)))));
    let told = a.erase_person(life.person, "桂兰芳不愿意", &[]);
    assert!(matches!(told, Err(Error::Refused(Refusal::TellingReason))));
    let preview = a.erasure_of(life.person, &[]).unwrap();
    assert_eq!(a.erase_person(life.person, REASON, &[]).unwrap(), preview);
    assert!(preview.values.contains_key(&life.home) && !preview.values.contains_key(&life.mate));
    nothing_is_left(&mut a, path);
    assert_eq!(missing(&a, life.person), ["B", "C"]);

    // A tells C, B tells C before it knows, C relays both ways.
    exchange(&mut a, &mut c, path);
    nothing_is_left(&mut c, path);
    exchange(&mut b, &mut c, path);
    exchange(&mut c, &mut b, path);
    exchange(&mut c, &mut a, path);
    assert_eq!(missing(&a, life.person), ["B"], "nobody has heard from it since");
    // What B had begun beside it named her as well: the lead's laptop takes that away.
    exchange(&mut a, &mut b, path);
    exchange(&mut b, &mut c, path);
    exchange(&mut b, &mut a, path);
    assert_eq!(missing(&a, life.person), Vec::<String>::new());
    for bench in [&mut a, &mut b, &mut c] {
        assert_eq!(residue(bench, path, &NEEDLES), Vec::<String>::new(), "on {}", bench.letter());
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
        let row = bench.row(life.person).unwrap().unwrap();
        assert!(!row.stands() && row.values.is_empty() && row.conflicts.is_empty());
        assert!(bench.conflicts().unwrap().is_empty());
        assert!(bench.standing("residents").unwrap().iter().all(|row| row.id == life.mate));
        let case = bench.case(life.issue).unwrap();
        assert_eq!((case.issue.text(issues::NUMBER), case.standing.status), (&*number, Status::Resolved));
        assert_eq!(case.standing.steps.len(), 2);
        assert_eq!(case.issue.text(issues::DETAIL), "夜里真的看不见路");
        assert!(case.issue.reference(issues::RESIDENT).is_none() && case.issue.text(issues::FROM).is_empty());
        assert!(bench.row(later).unwrap().unwrap().reference(issues::RESIDENT).is_none());
        let visit = bench.row(life.visit).unwrap().unwrap();
        assert!(visit.stands() && visit.text(visits::WORDS).is_empty());
        let home = bench.row(life.home).unwrap().unwrap();
        assert_eq!((home.text(households::ADDRESS), home.text(households::HEAD)), ("幸福路 5 号", ""));
        // Who did what when is there still.
        assert!(bench.history(life.person).unwrap().len() >= 3);
    }
    assert_eq!(a.digest(), b.digest());
    assert_eq!(a.digest(), c.digest());
}

#[test]
fn what_is_erased_does_not_come_back_and_others_write_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let life = told_of(&mut a);
    edit(&mut a, life.person, "note", "腿脚不便");
    a.erase_person(life.person, REASON, &[]).unwrap();
    let write = |a: &mut Workbench, id, tag, value: &str| {
        let mut draft = Draft::new();
        draft.set(id, tag, Value::text(value));
        a.commit(draft)
    };
    let refused = |done| matches!(done, Err(Error::Refused(Refusal::Erased)));
    assert!(refused(write(&mut a, life.person, residents::NOTE, "x")));
    assert!(refused(write(&mut a, life.issue, issues::FROM, "x")));
    // Nothing of it is undone, neither the erasure nor what was erased; the visit before it is where it is named.
    assert!(matches!(a.undo(), Err(Error::PastErasure)));
    let seen = a.undoable(1).unwrap();
    assert!(seen.deeds.is_empty() && matches!(seen.hurdle.unwrap().why, Error::PastErasure));
    a.undo_chosen(Some(seen.older[0].seq), None).unwrap();
    assert!(a.row(life.visit).unwrap().unwrap().struck.is_some());
    assert!(a.row(life.person).unwrap().unwrap().values.is_empty());
    assert_eq!(residue(&mut a, folder.path(), &NEEDLES), Vec::<String>::new());
    // The household has another head now, and the issue gets a title again.
    write(&mut a, life.home, households::HEAD, "李明").unwrap();
    assert!(a.undoable(1).unwrap().hurdle.is_none(), "what came after it is undone without a word");
    write(&mut a, life.issue, issues::TITLE, "路灯不亮").unwrap();
    a.take_step(life.issue, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]).unwrap();
    // Doing it again finds nothing more.
    let again = a.erase_person(life.person, REASON, &[]).unwrap();
    assert!(again.values.is_empty());
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn an_erasure_survives_a_lost_database_and_an_interruption() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    let life = told_of(&mut a);
    a.keep().unwrap();
    // No backup can be written: the order is kept, and it is told that values are left.
    let (backups, hidden) = (home.join("backups"), home.join("hidden"));
    fs::rename(&backups, &hidden).unwrap();
    fs::write(&backups, b"in the way").unwrap();
    a.erase_person(life.person, REASON, &[]).unwrap();
    assert!(a.doctor().unwrap().iter().any(|line| line.contains("journal holds values")));
    let digest = a.digest();
    drop(a);
    fs::remove_file(&backups).unwrap();
    fs::rename(&hidden, &backups).unwrap();
    let open = || Workbench::open(&home, "pass", clock(9), &mut |_| {}).unwrap();
    let (mut a, _) = open();
    assert_eq!(a.digest(), digest);
    nothing_is_left(&mut a, folder.path());
    a.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (mut a, opening) = open();
    assert!(opening.rebuilt.is_some());
    assert_eq!(a.digest(), digest);
    assert!(!a.row(life.person).unwrap().unwrap().stands());
    assert_eq!(residue(&mut a, folder.path(), &NEEDLES), Vec::<String>::new());
    // From a backup it is a laptop of its own, and holds as little.
    let backup = a.backup(&folder.path().join("named.mqb")).unwrap().file;
    drop(a);
    let other = folder.path().join("other");
    Workbench::restore(&other, &backup, "pass", QUICK, clock(9), &mut |_| {}).unwrap();
    let (mut other, _) = Workbench::open(&other, "pass", clock(9), &mut |_| {}).unwrap();
    assert_eq!(residue(&mut other, folder.path(), &NEEDLES), Vec::<String>::new());
    assert_eq!(other.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn what_is_erased_stays_erased_when_who_ordered_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = pair(path);
    let mut c = third(&mut a, path);
    a.confirm(b.peer(), true).unwrap();
    let life = told_of(&mut a);
    exchange(&mut a, &mut b, path);
    exchange(&mut a, &mut c, path);
    b.erase_person(life.person, REASON, &[]).unwrap();
    exchange(&mut b, &mut c, path);
    // A knows nothing of it and revokes B: C folds anew, and says again what is done already.
    a.revoke(b.peer(), None).unwrap();
    exchange(&mut a, &mut c, path);
    assert!(c.row(life.person).unwrap().unwrap().values.is_empty());
    exchange(&mut c, &mut a, path);
    exchange(&mut a, &mut c, path);
    for bench in [&mut a, &mut c] {
        assert!(!bench.row(life.person).unwrap().unwrap().stands());
        assert_eq!(residue(bench, path, &NEEDLES), Vec::<String>::new());
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    }
    assert_eq!(a.digest(), c.digest());
}

/// A bundle of some laptops' commits as this one holds them, and as `change` leaves them.
pub(super) fn bundle_of(
    bench: &Workbench,
    file: &Path,
    peers: &[PeerId],
    change: &dyn Fn(&mut Commit),
) -> PathBuf {
    let _ = fs::remove_file(file);
    let since = Vector::default();
    let (mut cover, stretches) = bench.cover(&since, Purpose::Exchange, Sealing::Group).unwrap();
    let commits: Vec<(u32, Commit)> =
        bench.commits_of(&since, &stretches).collect::<Result<_, BundleError>>().unwrap();
    let (ranges, seams) = (cover.outer.ranges.clone(), cover.seams.clone());
    let kept = ranges.into_iter().zip(seams).filter(|(range, _)| peers.contains(&range.peer));
    (cover.outer.ranges, cover.seams) = kept.unzip();
    let ranges = cover.outer.ranges.clone();
    let place = |commit: &Commit| ranges.iter().position(|range| range.peer == commit.dot.peer);
    let mut commits: Vec<(u32, Commit)> = commits
        .into_iter()
        .filter_map(|(_, commit)| Some((u32::try_from(place(&commit)?).unwrap(), commit)))
        .collect();
    for (_, commit) in &mut commits {
        change(commit);
    }
    cover.outer.commits = commits.len() as u64;
    let lock = Lock::Keys(bench.audience().unwrap());
    write::write_file(file, &cover, &lock, commits.into_iter().map(Ok)).unwrap();
    file.to_path_buf()
}

/// Takes values out of a commit, whichever of its name it is.
fn cleanse(wish: &Erasures, commit: &mut Commit) -> bool {
    let mut whole = Envelope { commit: commit.clone(), previous: [0; 32], hash: [0; 32], signature: None };
    let some = wish.cleanse(&mut whole);
    *commit = whole.commit;
    some
}

#[test]
fn nobody_erases_by_passing_on_and_an_erased_bundle_waits_for_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = pair(path);
    let mut c = third(&mut a, path);
    exchange(&mut a, &mut b, path);
    let life = told_of(&mut b);
    exchange(&mut b, &mut a, path);
    let (from_a, from_b) = (a.peer(), b.peer());
    let file = path.join("hostile.mqb");
    let digest = c.digest();
    let mut refused = |file: &Path| {
        let error = c.import_bundle(file, None, &mut |_| {}).unwrap_err();
        assert_eq!((error.exit_code(), c.digest()), (5, digest.clone()));
        error
    };
    // A relay that leaves values out, without anybody's order.
    let wish = Erasures::from_iter([Scope::whole(life.person)]);
    let both = [from_a, from_b];
    let unordered = bundle_of(&a, &file, &both, &|commit| {
        cleanse(&wish, commit);
    });
    assert!(matches!(refused(&unordered), Error::Bundle(BundleError::Unordered(peer)) if peer == from_b));
    let one = Erasures::from_iter([Scope::field(life.person, residents::PHONE)]);
    let unordered = bundle_of(&a, &file, &both, &|commit| {
        cleanse(&one, commit);
    });
    assert!(matches!(refused(&unordered), Error::Bundle(BundleError::Unordered(_))));
    // Nor does it count for another record, or another field, than it was of.
    let people = LedgerTag::of(residents::ID);
    for wrong in [
        |about: &mut About| about.record = RecordId::new(LedgerTag([9; 4]), [9; 12]),
        |about: &mut About| about.tag += 1,
        |about: &mut About| about.single = !about.single,
    ] {
        let forged = bundle_of(&a, &file, &both, &|commit| {
            cleanse(&wish, commit);
            for entry in &mut commit.entries {
                if let Entry::Erased { about, .. } = entry
                    && about.record.ledger() == people
                {
                    wrong(about);
                }
            }
        });
        assert!(matches!(refused(&forged), Error::Bundle(BundleError::Forged { .. })));
    }
    // A salt that is left would let the value be guessed.
    let leaky = bundle_of(&a, &file, &both, &|commit| {
        if cleanse(&wish, commit)
            && let Salt::Parts(parts) = &mut commit.salt
        {
            parts.fill(Some([7; 32]));
        }
    });
    assert!(matches!(refused(&leaky), Error::Bundle(BundleError::Forged { .. })));

    // In earnest now: B's commits alone are refused until A's order is there.
    a.erase_person(life.person, REASON, &[]).unwrap();
    let alone = bundle_of(&a, &path.join("alone.mqb"), &[from_b], &|_| ());
    let error = refused(&alone);
    assert!(matches!(error, Error::Bundle(BundleError::Unordered(_))));
    assert!(error.sentence(Lang::Zh).contains("请先导入更早的同步包"));
    let whole = bundle_of(&a, &path.join("whole.mqb"), &both, &|_| ());
    let preview = c.preview(&whole, None).unwrap();
    assert!(preview.plan.erased.contains(&life.person) && preview.plan.erased.contains(&life.issue));
    c.import_bundle(&whole, None, &mut |_| {}).unwrap();
    let again = c.import_bundle(&alone, None, &mut |_| {}).unwrap();
    assert_eq!((again.plan.commits, again.plan.erased.len()), (0, 0));
    assert_eq!((c.digest(), residue(&mut c, path, &NEEDLES)), (a.digest(), Vec::new()));
    // B has it all unerased: the same commits, no other line; the order erases them.
    assert!(!residue(&mut b, path, &NEEDLES).is_empty());
    b.import_bundle(&whole, None, &mut |_| {}).unwrap();
    nothing_is_left(&mut b, path);
    assert_eq!(b.digest(), a.digest());
}

#[test]
fn who_joins_later_gets_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut a = found(&path.join("a"));
    let life = told_of(&mut a);
    a.erase_person(life.person, REASON, &[]).unwrap();
    let mut c = third(&mut a, path);
    assert_eq!((residue(&mut c, path, &NEEDLES), c.digest()), (Vec::new(), a.digest()));
    assert!(c.doctor().unwrap().is_empty());
}

#[test]
fn words_about_laptops_and_looks_at_people_are_not_erased() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = pair(path);
    let person = resident(&mut a, NAME);
    let dossier = a.person_export(person, "本人要求查阅").unwrap();
    assert_eq!(dossier.person.text(residents::NAME), NAME);
    assert_eq!((dossier.accesses.len(), dossier.history[&person].len()), (1, 1));
    let card = Workbench::peer_record(b.peer());
    let mut draft = Draft::new();
    for record in [card, dossier.accesses[0].id] {
        let reason = Value::Text(REASON.into());
        draft.push(record, Scope::whole(record).slot(), codec::cell(&reason));
    }
    a.write(draft, crate::log::commit::Cause::Housekeeping).unwrap();
    exchange(&mut a, &mut b, path);
    exchange(&mut b, &mut a, path);
    assert_eq!(a.laptops().unwrap().iter().filter(|laptop| laptop.is_confirmed()).count(), 2);
    let log = a.rows("accesses").unwrap();
    assert_eq!(log[0].reference(crate::domain::team::accesses::RECORD), Some(person));
    assert!(a.store.totals().erased.is_empty());
    assert_eq!(a.digest(), b.digest());
    let other = issue(&mut a, "路灯不亮");
    assert!(matches!(a.erasure_of(other, &[]), Err(Error::Refused(Refusal::NotAResident))));
}

/// Records that are not tied to the person are named, and go when a lead says so.
#[test]
fn who_gave_money_is_forgotten_with_the_rest_and_a_namesake_is_not() {
    use crate::domain::funds::receipts;

    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let [home, other] =
        ["幸福路5号", "幸福路6号"].map(|address| add(&mut a, "households", &[("address", address)]));
    let project = add(&mut a, "projects", &[("title", "修路灯"), ("kind", "public_good")]).to_string();
    let fund = [
        ("title", "自愿出资"),
        ("project", project.as_str()),
        ("source", "residents"),
        ("decision", "11-02 居民会议，到 30 户，同意 28 户"),
    ];
    let fund = add(&mut a, "funds", &fund).to_string();
    let lives = |bench: &mut Workbench, name: &str, home: RecordId| {
        add(bench, "residents", &[("name", name), ("household", home.to_string().as_str())])
    };
    let (one, two) = (lives(&mut a, NAME, home), lives(&mut a, "周建国", other));
    let (namesake, third) = (lives(&mut a, "周建国", home), lives(&mut a, "林婉", other));
    let gift = |bench: &mut Workbench, donor: &str, from: Option<RecordId>| {
        let from = from.map(|id| id.to_string());
        let mut pairs =
            vec![("fund", fund.as_str()), ("day", "2026-11-03"), ("amount", "100"), ("donor", donor)];
        pairs.extend(from.as_deref().map(|id| ("household", id)));
        add(bench, receipts::ID, &pairs)
    };
    let of_home = gift(&mut a, NAME, Some(home));
    let alone = gift(&mut a, "林 婉", None);
    let unsure = gift(&mut a, "周建国", None);
    let elsewhere = gift(&mut a, NAME, Some(other));
    exchange(&mut a, &mut b, folder.path());
    for person in [one, third] {
        a.erase_person(person, REASON, &[]).unwrap();
    }
    let wanted = a.erasure_of(two, &[]).unwrap();
    assert!(wanted.mentions.contains(&unsure), "two are called so: somebody has to look");
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        let donor = |id| bench.row(id).unwrap().unwrap().text(receipts::DONOR).to_owned();
        assert_eq!([donor(of_home), donor(alone)], ["", ""]);
        assert_eq!([donor(unsure), donor(elsewhere)], ["周建国", NAME]);
        let kept = bench.row(of_home).unwrap().unwrap();
        assert_eq!(kept.int(receipts::AMOUNT), Some(10_000), "the money stays in the books");
    }
    let _ = namesake;
}

#[test]
fn what_only_mentions_the_person_is_named_and_taken_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = add(&mut a, "residents", &[("name", NAME), ("phone", NEEDLES[1])]);
    let loose = add(&mut a, "issues", &[("title", "路灯不亮"), ("from", NAME)]);
    let preview = a.erasure_of(person, &[]).unwrap();
    assert_eq!(
        (preview.values.len(), preview.mentions.iter().copied().collect::<Vec<_>>()),
        (0, vec![loose])
    );
    let erasure = a.erase_person(person, REASON, &[loose]).unwrap();
    assert!(erasure.values[&loose].contains(&What::Field(issues::FROM)) && erasure.mentions.is_empty());
    assert_eq!(residue(&mut a, folder.path(), &NEEDLES), Vec::<String>::new());
    assert_eq!(a.row(loose).unwrap().unwrap().text(issues::TITLE), "路灯不亮");
}
