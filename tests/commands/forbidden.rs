//! What nobody does, tried by every path: one table.
//!
//! A path is how something gets into the ledgers: the core that every face
//! calls, the keys of the screen, a command, a sheet, a bundle from a laptop
//! that goes round its own rules, undo, the settling of a conflict. Where the
//! act can be judged it is refused; where it comes as a commit of somebody
//! else it is kept and counts for nothing. Either way what must hold holds on
//! both laptops afterwards. Another forbidden act is another line.

use std::{
    fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use jiff::{Timestamp, civil::date};
use minqing::{
    domain::{
        consent::{Purpose, Said, consents},
        field::Tag,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        retention,
        roster::residents,
        rules::Refusal,
        standing::{Status, StepKind},
        team::accesses,
        value::Value,
        visits,
        wording::Lang,
    },
    exchange::{
        intake::{self, IntakeOrder},
        sheet::{self, Limits},
    },
    log::{
        chain,
        commit::{Cause, Change, Commit, Dot, Entry, Envelope, Salt, Signed, Slot},
        erasure::Scope,
        record::life,
    },
    store::{Cost, StoreError, Vault, codec, ledger_store},
    tui::Session,
    workbench::{
        Error, LIFE, STRUCK, Workbench,
        bench::Founding,
        clock::Clock,
        conflicts::Settlement,
        consents::Word,
        draft::Draft,
        peers::{Joining, Offer},
        secrets::Secrets,
        sync::ExportOrder,
    },
};
use tempfile::TempDir;

use super::copying::copy;
use entering::{change, enter as add};

#[path = "../fixtures/entering.rs"]
mod entering;

#[path = "forbidden/apart.rs"]
mod apart;
#[path = "forbidden/complete.rs"]
mod complete;
#[path = "forbidden/deadlines.rs"]
mod deadlines;
#[path = "forbidden/declared.rs"]
mod declared;
#[path = "forbidden/entered.rs"]
mod entered;
#[path = "forbidden/entries.rs"]
mod entries;
#[path = "forbidden/hollow.rs"]
mod hollow;
#[path = "forbidden/members.rs"]
mod members;
#[path = "forbidden/others.rs"]
mod others;
#[path = "forbidden/stepped.rs"]
mod stepped;
#[path = "forbidden/terms.rs"]
mod terms;

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
const PASS: &str = "口令";
const NOW: &str = "2026-11-22T08:30:00+08:00";

pub(super) fn clock() -> Clock {
    Clock::Fixed(NOW.parse::<Timestamp>().unwrap())
}

pub(super) fn open(home: &Path) -> Workbench {
    Workbench::open(home, PASS, clock(), &mut |_| {}).unwrap().0
}

fn edit(bench: &mut Workbench, id: RecordId, key: &str, text: &str) -> Result<(), Error> {
    change(bench, id, &[(key, text)])
}

fn delete(bench: &mut Workbench, id: RecordId) -> Result<(), Error> {
    let mut draft = Draft::new();
    draft.delete(id);
    bench.commit(draft)
}

fn strike(bench: &mut Workbench, id: RecordId) -> Result<(), Error> {
    let mut draft = Draft::new();
    draft.strike(id, "误登");
    bench.commit(draft)
}

fn hand(from: &mut Workbench, to: &mut Workbench, folder: &Path) {
    let file = from.export(folder, &ExportOrder::default()).unwrap().file;
    to.import_bundle(&file, None, &mut |_| {}).unwrap();
}

/// Two laptops that hold the same: A's lead's, and a member's.
pub(super) struct World {
    pub(super) folder: TempDir,
    /// The refusals that were met.
    met: Mutex<Vec<Refusal>>,
}

/// The world as it was made once; each line of the table gets a copy.
fn made() -> &'static TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let founding = Founding {
            group: "禾穗组".into(),
            community: "禾穗社区".into(),
            member: "张晓敏".into(),
            letter: "A".into(),
        };
        let mut a = Workbench::create(&folder.path().join("a"), &founding, PASS, QUICK, clock()).unwrap();
        let invitation = a.invite(folder.path(), "当面说", &Offer::default()).unwrap();
        let joining = Joining { member: "李强".into(), letter: None };
        let (told, home) = (Some("当面说".to_owned()), folder.path().join("b"));
        let mut b =
            Workbench::join(&home, &invitation, told, &joining, PASS, QUICK, clock(), &mut |_| {}).unwrap();
        hand(&mut b, &mut a, folder.path());
        add(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
        for (name, born) in [("王桂兰", "1960-05-01"), ("仇英", "1971-05-01"), ("王小明", "2018-05-01")]
        {
            let pairs = [("name", name), ("born", born), ("neighbourhood", "三组"), ("phone", "13912340000")];
            add(&mut a, "residents", &pairs).unwrap();
        }
        let erased = add(&mut a, "residents", &[("name", "单小明")]).unwrap();
        a.erase_person(erased, "本人要求删除", &[]).unwrap();
        add(&mut a, "issues", &[("title", "路灯不亮"), ("from", "王桂兰"), ("resident", "王桂兰")]).unwrap();
        add(&mut a, "visits", &[("date", "昨天"), ("category", "hardship"), ("resident", "仇英")]).unwrap();
        let resident = a.find_in("residents", "王桂兰").unwrap();
        a.record_access(Some(resident), "screen", "核对电话").unwrap();
        hand(&mut a, &mut b, folder.path());
        // So that A knows what B has.
        hand(&mut b, &mut a, folder.path());
        a.close().unwrap();
        b.close().unwrap();
        folder
    })
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            copy(&made().path().join(name), &folder.path().join(name));
        }
        Self { folder, met: Mutex::default() }
    }

    /// Notes by what something was refused.
    fn meet(&self, error: Option<&Error>) {
        if let Some(Error::Refused(refusal)) = error {
            self.met.lock().unwrap().push(refusal.clone());
        }
    }

    pub(super) fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn a(&self) -> Workbench {
        open(&self.home("a"))
    }

    /// Looks something up on A.
    pub(super) fn look<T>(&self, find: impl FnOnce(&Workbench) -> T) -> T {
        find(&self.a())
    }

    /// Whether the core refuses it to the lead.
    fn core<T>(&self, act: impl FnOnce(&mut Workbench) -> Result<T, Error>) -> bool {
        self.core_of("a", act)
    }

    /// Whether the core refuses it on a laptop: A's is a lead's, B's a member's.
    fn core_of<T>(&self, home: &str, act: impl FnOnce(&mut Workbench) -> Result<T, Error>) -> bool {
        let mut bench = open(&self.home(home));
        let answer = act(&mut bench);
        self.meet(answer.as_ref().err());
        bench.close().unwrap();
        answer.is_err()
    }

    /// Whether there is no such command.
    fn usage(&self, args: &[&str]) -> bool {
        super::code(&super::minqing(&self.home("a"), args, &[("MINQING_NOW", NOW)])) == 2
    }

    /// Whether a command is refused to the lead.
    fn command(&self, args: &[&str]) -> bool {
        self.command_of("a", args)
    }

    /// Whether a command is refused on a laptop.
    fn command_of(&self, home: &str, args: &[&str]) -> bool {
        let output = super::minqing(&self.home(home), args, &[("MINQING_NOW", NOW)]);
        let code = super::code(&output);
        assert!([0, 1].contains(&code), "{args:?}: {}", super::stderr(&output));
        code == 1
    }

    /// Whether what the keys led to is refused, in these words; what begins
    /// with a space is typed.
    fn screen(&self, keys: &[&str], words: &str) -> bool {
        let mut session = Session::new(self.a(), Lang::Zh, 120, 36).unwrap();
        for key in keys {
            match key.strip_prefix(' ') {
                Some(text) => session.type_text(text),
                None => session.press(key),
            };
        }
        session.frame().contains(words)
    }

    /// Whether a sheet is refused to the lead, or a row of it, or comes in
    /// without the column or the word in question.
    fn sheet(&self, ledger: &str, text: &str) -> bool {
        self.sheet_of("a", ledger, text)
    }

    /// The same on a laptop.
    fn sheet_of(&self, home: &str, ledger: &str, text: &str) -> bool {
        let file = self.home("sheet.csv");
        fs::write(&file, text).unwrap();
        let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
        let mut bench = open(&self.home(home));
        let taken = intake::take_in(&mut bench, &sheet, &IntakeOrder::new(ledger), &mut |_, _| {});
        bench.close().unwrap();
        taken.map_or(true, |report| {
            report.counts.refused > 0
                || report.columns.iter().any(|column| column.note.is_some())
                || report.rows.iter().any(|row| !row.warnings.is_empty())
        })
    }

    /// Writes on B what B's own rules would refuse, and hands it to A, which
    /// takes it in: it was refused nowhere.
    fn bundle(&self, changes: &dyn Fn(&Workbench) -> Vec<Change>) -> bool {
        let bench = open(&self.home("b"));
        let changes = changes(&bench);
        let before = bench.digest();
        bench.close().unwrap();
        forge(&self.home("b"), changes);
        let (mut a, mut b) = (self.a(), open(&self.home("b")));
        assert_ne!(b.digest(), before, "it was written");
        hand(&mut b, &mut a, self.folder.path());
        hand(&mut a, &mut b, self.folder.path());
        let agree = a.digest() == b.digest();
        a.close().unwrap();
        b.close().unwrap();
        agree
    }
}

struct NoRescue;

impl ledger_store::Rescue for NoRescue {
    fn backup(&mut self, _: &mut dyn FnMut(Envelope) -> Result<(), StoreError>) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn progress(&mut self, _done: u64) {}
}

/// Appends a commit beneath the workbench, signed as the laptop signs.
fn forge(home: &Path, changes: Vec<Change>) {
    let vault = Vault::open(home, PASS).unwrap();
    let secrets = Secrets::read(vault.secrets()).unwrap();
    // A moment after everything that is there.
    let now_ms = clock().now_ms() + 1_000;
    let opened = ledger_store::LedgerStore::open(home, vault.key(), &secrets.trust(), now_ms, &mut NoRescue);
    let (mut store, _) = opened.unwrap();
    let peer = secrets.peer();
    let totals = store.totals();
    let head = totals.heads.get(peer).unwrap();
    let commit = Commit {
        dot: Dot { peer, seq: head.seq + 1 },
        stamp: totals.newest.max(head.stamp).next(now_ms),
        author: secrets.member,
        cause: Cause::Act,
        seen: totals.news_for(peer),
        entries: changes.into_iter().map(Entry::Kept).collect(),
        salt: Salt::Whole([7; 16]),
    };
    let previous = totals.heads.hash(peer);
    let hash = chain::extend(&previous, &commit).unwrap();
    let signature = chain::sign(&secrets.signing_key(), commit.dot, &hash);
    let signature = Some(Signed { key: secrets.verifying_key(), signature });
    store.append(&[Envelope { commit, previous, hash, signature }], now_ms).unwrap();
    store.close().unwrap();
}

fn put(record: RecordId, tag: Tag, value: &Value) -> Change {
    Change { record, slot: Slot::single(tag), cell: codec::cell(value) }
}

fn put_in(record: RecordId, tag: Tag, value: &Value) -> Change {
    Change { record, slot: codec::element(tag, value), cell: life(true) }
}

fn lives(record: RecordId, alive: bool) -> Change {
    Change { record, slot: Slot::single(LIFE), cell: life(alive) }
}

fn struck(record: RecordId) -> Change {
    put(record, STRUCK, &text("误登"))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

fn fresh(ledger: &str) -> RecordId {
    RecordId::new(LedgerTag::of(ledger), [9; 12])
}

/// A step of the issue as a laptop would write it that asks nobody.
fn step(bench: &Workbench, kind: &str, more: &[(Tag, Value)]) -> Vec<Change> {
    let id = fresh(steps::ID);
    let mut changes = vec![
        lives(id, true),
        put(id, steps::ISSUE, &Value::Ref(lamp(bench))),
        put(id, steps::KIND, &choice(kind)),
        put(id, steps::AT, &Value::Instant(bench.now())),
    ];
    changes.extend(more.iter().map(|(tag, value)| put(id, *tag, value)));
    changes
}

fn result(outcome: &str, told: &[Tag]) -> Vec<(Tag, Value)> {
    let mut fields = vec![(steps::OUTCOME, choice(outcome)), (steps::TEXT, text("办好了"))];
    fields.extend(told.iter().map(|tag| (*tag, text("依规定"))));
    fields
}

/// A result without its remedies that rests on the reply which was given.
fn unexplained(bench: &Workbench) -> Vec<Change> {
    let standing = bench.case(lamp(bench)).unwrap().standing;
    let reply = standing.steps.iter().find(|step| step.kind == StepKind::Reply).unwrap().id;
    let mut changes = step(bench, "resolve", &result("explained", &[steps::REASON]));
    changes.push(put_in(fresh(steps::ID), steps::REGARDS, &Value::Ref(reply)));
    changes
}

fn child_alone(bench: &Workbench) -> Vec<Change> {
    let id = fresh(consents::ID);
    vec![
        lives(id, true),
        put(id, consents::RESIDENT, &Value::Ref(of(bench, "王小明"))),
        put(id, consents::PURPOSE, &choice("photo")),
        put(id, consents::SAID, &choice("given")),
        put(id, consents::DAY, &Value::Date(bench.today())),
        put(id, consents::WAY, &choice("oral")),
    ]
}

fn own_period(_: &Workbench) -> Vec<Change> {
    let id = retention::period_id(visits::ID);
    let months = put(id, retention::periods::MONTHS, &Value::Int(1));
    vec![lives(id, true), put(id, retention::periods::LEDGER, &text(visits::ID)), months]
}

fn erasing_the_log(bench: &Workbench) -> Vec<Change> {
    let scope = Scope::whole(first(bench, accesses::ID));
    vec![Change { record: scope.record, slot: scope.slot(), cell: codec::cell(&text("删")) }]
}

fn lamp(bench: &Workbench) -> RecordId {
    bench.find("A-1").unwrap()
}

pub(super) fn of(bench: &Workbench, name: &str) -> RecordId {
    bench.find_in("residents", name).unwrap()
}

fn first(bench: &Workbench, ledger: &str) -> RecordId {
    bench.rows(ledger).unwrap()[0].id
}

fn erased(bench: &Workbench) -> RecordId {
    *bench.erased_records().keys().find(|id| id.ledger() == LedgerTag::of(residents::ID)).unwrap()
}

/// A reply is given, and both laptops know.
fn replied(world: &World) {
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    let issue = lamp(&a);
    a.take_step(issue, StepKind::Reply, &[(steps::TEXT, text("三天内修"))]).unwrap();
    hand(&mut a, &mut b, world.folder.path());
    a.close().unwrap();
    b.close().unwrap();
}

/// Two laptops said different things of the visit's category, neither a petitioner.
fn in_conflict(world: &World) -> RecordId {
    let mut a = world.a();
    let visit = first(&a, visits::ID);
    edit(&mut a, visit, "category", "exemplar").unwrap();
    a.close().unwrap();
    assert!(world.bundle(&|b| vec![put(first(b, visits::ID), visits::CATEGORY, &choice("veteran_cadre"))]));
    visit
}

// What must hold, before and after.

fn is_open(bench: &Workbench) -> bool {
    let standing = bench.case(lamp(bench)).unwrap().standing;
    standing.status < Status::Resolved && standing.outcome.is_none()
}

fn is_there(bench: &Workbench) -> bool {
    is_open(bench) && bench.existing(lamp(bench)).unwrap().stands()
}

fn due_stays(bench: &Workbench) -> bool {
    bench.case(lamp(bench)).unwrap().standing.due < date(2027, 6, 1)
}

fn visit_stays(bench: &Workbench) -> bool {
    bench.rows(visits::ID).unwrap().iter().any(|row| !row.deleted && row.date(visits::DATE).is_some())
}

fn nobody_is_a_petitioner(bench: &Workbench) -> bool {
    bench.standing(visits::ID).unwrap().iter().all(|row| row.text(visits::CATEGORY) != visits::PETITIONER)
}

fn number_stays(bench: &Workbench) -> bool {
    bench.cases().unwrap().iter().all(|case| case.issue.text(issues::NUMBER) != "Z-99")
}

fn erased_stays(bench: &Workbench) -> bool {
    bench.existing(erased(bench)).unwrap().values.is_empty()
}

fn nobody_is_labelled(bench: &Workbench) -> bool {
    let rows = bench.rows(residents::ID).unwrap();
    rows.iter().all(|row| row.all(residents::TAGS).iter().all(|tag| *tag != text("重点人员")))
}

fn nobody_is_reached(bench: &Workbench) -> bool {
    bench.rows(residents::ID).unwrap().iter().all(|row| row.text(residents::WECHAT).is_empty())
}

fn no_child_consented(bench: &Workbench) -> bool {
    !bench.may(of(bench, "王小明"), Purpose::Photo).unwrap()
}

fn log_stays(bench: &Workbench) -> bool {
    let rows = bench.rows(accesses::ID).unwrap();
    rows.len() == 1 && rows[0].stands() && rows[0].text(accesses::REASON) == "核对电话"
}

fn period_stays(bench: &Workbench) -> bool {
    let periods = bench.periods().unwrap();
    periods.iter().any(|period| period.ledger == visits::ID && period.months == 36)
}

fn she_is_there(bench: &Workbench) -> bool {
    bench.find_in("residents", "王桂兰").is_ok()
}

fn id_of(world: &World, name: &str) -> String {
    world.look(|bench| of(bench, name)).to_string()
}

fn photo(bench: &Workbench) -> Word {
    Word {
        resident: of(bench, "王小明"),
        purpose: Purpose::Photo,
        detail: String::new(),
        said: Said::Given,
        day: None,
        way: "oral".into(),
        guardian: String::new(),
    }
}

/// The act and its path; whether it was refused, or came in as another's
/// commit and both agree; what holds before and after on both laptops.
type Line = (&'static str, &'static str, fn(&World) -> bool, fn(&Workbench) -> bool);

#[rustfmt::skip]
const TABLE: &[Line] = &[
    ("a result before a reply", "core", |w| w.core(|b| b.take_step(lamp(b), StepKind::Resolve, &result("solved", &[]))), is_open),
    ("a result before a reply", "command", |w| w.command(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "好了"]), is_open),
    ("a result before a reply", "screen", |w| w.screen(&["F6", "o"], "还没有答复反映人"), is_open),
    ("a result before a reply", "sheet", |w| w.sheet("issues", "内容,办理结果,状态\n路灯不亮,已解决,已办结\n"), is_open),
    ("a result before a reply", "bundle", |w| w.bundle(&|b| step(b, "resolve", &result("solved", &[]))), is_open),
    ("closing without a result", "core", |w| w.core(|b| b.take_step(lamp(b), StepKind::Callback, &[])), is_open),
    ("closing without a result", "command", |w| w.command(&["issue", "callback", "A-1", "--rating", "satisfied"]), is_open),
    ("closing without a result", "screen", |w| w.screen(&["F6", "b"], "还没有结果"), is_open),
    ("closing without a result", "bundle", |w| w.bundle(&|b| step(b, "callback", &[(steps::RATING, choice("satisfied"))])), is_open),
    ("writing a status", "command", |w| w.command(&["edit", "A-1", "status=resolved"]), is_open),
    ("an outcome that is not explained", "core", |w| { replied(w); w.core(|b| b.take_step(lamp(b), StepKind::Resolve, &result("explained", &[steps::REASON]))) }, is_open),
    ("an outcome that is not explained", "command", |w| { replied(w); w.command(&["issue", "resolve", "A-1", "--outcome", "not_supported", "--text", "不行"]) }, is_open),
    ("an outcome that is not explained", "bundle", |w| { replied(w); w.bundle(&unexplained) }, is_open),
    ("extending without an approver", "core", |w| w.core(|b| b.take_step(lamp(b), StepKind::Extend, &[(steps::UNTIL, Value::Date(date(2027, 12, 1))), (steps::REASON, text("复杂"))])), due_stays),
    ("extending without an approver", "command", |w| w.command(&["issue", "extend", "A-1", "--until", "2027-12-01", "--reason", "复杂", "--approver", " "]), due_stays),
    ("extending without an approver", "bundle", |w| w.bundle(&|b| step(b, "extend", &[(steps::UNTIL, Value::Date(date(2027, 12, 1)))])), due_stays),
    ("deleting an issue", "core", |w| w.core(|b| delete(b, lamp(b))), is_there),
    ("deleting an issue", "bundle", |w| w.bundle(&|b| vec![lives(lamp(b), false)]), is_there),
    ("striking an issue", "core", |w| w.core(|b| strike(b, lamp(b))), is_there),
    ("striking an issue", "bundle", |w| w.bundle(&|b| vec![struck(lamp(b))]), is_there),
    ("withdrawing an issue", "undo", |w| w.core(|b| { while b.undo().is_ok() {} b.undo() }), is_there),
    ("deleting an entry", "core", |w| w.core(|b| delete(b, first(b, visits::ID))), visit_stays),
    ("deleting an entry", "bundle", |w| w.bundle(&|b| vec![lives(first(b, visits::ID), false)]), visit_stays),
    ("a petitioner without an open issue", "core", |w| w.core(|b| edit(b, first(b, visits::ID), "category", "petitioner")), nobody_is_a_petitioner),
    ("a petitioner without an open issue", "command", |w| w.command(&["add", "visits", "date=今天", "category=petitioner", "resident=仇英"]), nobody_is_a_petitioner),
    ("a petitioner without an open issue", "sheet", |w| w.sheet("visits", "走访日期,走访类别,走访对象\n2026-11-20,信访老户,仇英\n"), nobody_is_a_petitioner),
    ("a petitioner without an open issue", "bundle", |w| w.bundle(&|b| vec![put(first(b, visits::ID), visits::CATEGORY, &choice("petitioner"))]), nobody_is_a_petitioner),
    ("a petitioner without an open issue", "conflict", |w| { let visit = in_conflict(w); w.core(|b| { let conflict = b.conflict_named(visit, "category")?; b.settle(&conflict, &Settlement::Write(Some(choice("petitioner")))) }) }, nobody_is_a_petitioner),
    ("editing an automatic field", "core", |w| w.core(|b| edit(b, lamp(b), "number", "Z-99")), number_stays),
    ("editing an automatic field", "command", |w| w.command(&["edit", "A-1", "number=Z-99"]), number_stays),
    ("editing an automatic field", "sheet", |w| w.sheet("issues", "编号,登记过的口径,内容\nZ-99,request/normal//,井盖松动\n"), number_stays),
    ("adding to what the program keeps", "command", |w| w.command(&["add", "peers", "letter=Z"]), number_stays),
    ("filling what was erased", "core", |w| w.core(|b| edit(b, erased(b), "name", "单小明")), erased_stays),
    ("filling what was erased", "command", |w| { let id = w.look(erased).to_string(); w.command(&["edit", &id, "name=单小明"]) }, erased_stays),
    ("looking without a reason", "core", |w| w.core(|b| { let id = of(b, "王桂兰"); b.record_access(Some(id), "screen", " ") }), log_stays),
    ("looking without a reason", "command", |w| w.command(&["show", &id_of(w, "王桂兰"), "--unmasked", " "]), log_stays),
    ("looking without a reason", "screen", |w| w.screen(&["F4", "m", "Ctrl-S"], "“理由”必须填写"), log_stays),
    ("looking without a reason", "screen of issues", |w| w.screen(&["F6", "m", "Ctrl-S"], "“理由”必须填写"), log_stays),
    ("exporting in full without a reason", "command", |w| w.command(&["export", "residents", &w.home("r.csv").display().to_string(), "--unmasked", " "]), log_stays),
    ("labelling a person", "core", |w| w.core(|b| edit(b, of(b, "王桂兰"), "tags", "重点人员")), nobody_is_labelled),
    ("labelling a person", "command", |w| w.command(&["edit", &id_of(w, "王桂兰"), "tags=重点人员"]), nobody_is_labelled),
    ("labelling a person", "sheet", |w| w.sheet("residents", "姓名,需要的帮助,预警级别\n李四,重点人员,红\n"), nobody_is_labelled),
    ("labelling a person", "bundle", |w| w.bundle(&|b| vec![put_in(of(b, "王桂兰"), residents::TAGS, &text("重点人员"))]), nobody_is_labelled),
    ("use without consent", "core", |w| w.core(|b| edit(b, of(b, "王桂兰"), "wechat", "wgl60")), nobody_is_reached),
    ("use without consent", "command", |w| w.command(&["edit", &id_of(w, "王桂兰"), "wechat=wgl60"]), nobody_is_reached),
    ("use without consent", "sheet", |w| w.sheet("residents", "姓名,微信号\n李四,lisi\n"), nobody_is_reached),
    ("use without consent", "bundle", |w| w.bundle(&|b| vec![put(of(b, "王桂兰"), residents::WECHAT, &text("wgl60"))]), nobody_is_reached),
    ("a child's consent alone", "core", |w| w.core(|b| { let word = photo(b); b.consent(&word) }), no_child_consented),
    ("a child's consent alone", "command", |w| w.command(&["person", "consent", &id_of(w, "王小明"), "photo", "--given"]), no_child_consented),
    ("a child's consent alone", "bundle", |w| w.bundle(&child_alone), no_child_consented),
    ("changing the log of who looked", "core", |w| w.core(|b| strike(b, first(b, accesses::ID))), log_stays),
    ("changing the log of who looked", "command", |w| { let id = w.look(|b| first(b, accesses::ID)).to_string(); w.command(&["edit", &id, "reason=别的"]) }, log_stays),
    ("changing the log of who looked", "sheet", |w| w.sheet("accesses", "理由\n别的\n"), log_stays),
    ("changing the log of who looked", "undo", |w| w.core(|b| { while b.undo().is_ok() {} b.undo() }), log_stays),
    ("changing the log of who looked", "bundle", |w| w.bundle(&|b| { let id = first(b, accesses::ID); vec![struck(id), put(id, accesses::REASON, &text("别的"))] }), log_stays),
    ("erasing the log of who looked", "bundle", |w| w.bundle(&erasing_the_log), log_stays),
    ("a member's own period", "command", |w| w.command(&["add", "retention", "months=1"]), period_stays),
    ("a member's own period", "bundle", |w| w.bundle(&own_period), period_stays),
    ("clearing what is not due", "command", |w| w.command(&["retention", "clear", &id_of(w, "王桂兰"), "--reason", "期满"]), she_is_there),
];

/// Every line that names its path.
fn lines() -> impl Iterator<Item = Line> {
    TABLE.iter().chain(others::OTHERS).chain(members::LINES).chain(apart::APART).copied()
}

/// Tries each with a few at once; what each finds wrong, and every refusal that was met.
fn try_all<T: Sync>(
    all: &[T],
    check: impl Fn(&T, &mut Vec<Refusal>) -> Vec<String> + Sync,
) -> (Vec<String>, Vec<Refusal>) {
    let (next, told) = (AtomicUsize::new(0), Mutex::new((Vec::new(), Vec::new())));
    let hands = thread::available_parallelism().map_or(2, usize::from).clamp(2, 4);
    thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut met = Vec::new();
                    // One that goes wrong altogether does not hide the others.
                    let broken = panic::catch_unwind(AssertUnwindSafe(|| check(one, &mut met)))
                        .unwrap_or_else(|_| vec!["a line of the table panicked; see above".to_owned()]);
                    let mut told = told.lock().unwrap();
                    told.0.extend(broken);
                    told.1.extend(met);
                }
            });
        }
    });
    told.into_inner().unwrap()
}

fn check_line((act, path, attempt, holds): &Line, met: &mut Vec<Refusal>) -> Vec<String> {
    let world = World::new();
    let held = |homes: &[&str]| homes.iter().all(|home| holds(&open(&world.home(home))));
    let before = held(&["a"]);
    let stopped = attempt(&world);
    let after = held(&["a", "b"]);
    met.append(&mut world.met.lock().unwrap());
    if before && stopped && after {
        return Vec::new();
    }
    vec![format!("{act} by {path}: held {before}, stopped {stopped}, holds {after}")]
}

// Shows A8, B5, C3, C4, E1, E2, E3, E6, E10, E13, F1, F2, J1, J4, J8, J9.
#[test]
fn what_is_forbidden_is_forbidden_by_every_path() {
    let mut broken = Vec::new();
    let mut met = Vec::new();
    let lines: Vec<Line> = lines().collect();
    for (told, refusals) in [
        try_all(&lines, check_line),
        try_all(entries::ENTERED, entered::Entered::check),
        try_all(members::ENTERED, entered::Entered::check_by_a_member),
        try_all(stepped::STEPPED, stepped::Stepped::check),
        try_all(deadlines::DEADLINES, stepped::Stepped::check),
        try_all(terms::STEPPED, stepped::Stepped::check),
        try_all(terms::ENTERED, entered::Entered::check),
    ] {
        broken.extend(told);
        met.extend(refusals);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(stepped::with_its_sheet_it_is_closed(&World::new()));
    assert!(terms::are_met(&met));
    let left = complete::never_met(&met);
    assert!(left.is_empty(), "no line of the table meets these refusals: {left:?}");
}
