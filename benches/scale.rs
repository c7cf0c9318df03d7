//! What a question costs in a village that is ten times as large as any: the
//! agenda, the reports, coverage, and the first frame of each screen.
//!
//! `cargo bench --bench scale` prints a table for `docs/figures.md`.
//! `SCALE=residents:issues:visits` sets the size, `KEPT=DIR` keeps the
//! workspace for another run, `WAYS=…` presses only the keys whose names hold that.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so")]
#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use keys::{Hands, written};
use minqing::{
    domain::{
        id::RecordId,
        issues::{issues, steps},
        phases::Period,
        roster::residents,
        value::Value,
        visits,
        wording::Lang,
    },
    tui::Session,
    workbench::{Workbench, agenda, draft::Draft},
};
use year::{NOW, Size, settle};

mod keys;
#[expect(dead_code, reason = "the other benches use the rest of it")]
mod village;
mod year;

/// How many times each question is asked.
const TIMES: usize = 5;

/// What is asked for, or the usual.
fn size() -> Size {
    let told = env::var("SCALE").unwrap_or_default();
    let mut numbers = told.split(':').filter_map(|number| number.parse().ok());
    let mut next = |otherwise| numbers.next().unwrap_or(otherwise);
    Size { residents: next(100_000), issues: next(20_000), visits: next(50_000) }
}

/// The median of what it takes, after preparing what is not timed.
fn median<T>(mut prepare: impl FnMut() -> T, mut ask: impl FnMut(&mut T)) -> Duration {
    let mut taken: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let mut prepared = prepare();
            let began = Instant::now();
            ask(&mut prepared);
            began.elapsed()
        })
        .collect();
    taken.sort_unstable();
    taken[TIMES / 2]
}

fn tell(what: &str, taken: Duration) {
    let ms = taken.as_secs_f64() * 1000.0;
    println!("| {what} | {ms:.0} ms |");
    keys::note("wait", what, ms, ms);
}

/// A question to a workbench that has read everything once.
fn warm<T>(bench: &Workbench, what: &str, ask: impl Fn(&Workbench) -> T) {
    black_box(ask(bench));
    tell(what, median(|| (), |()| drop(black_box(ask(bench)))));
}

/// The whole program, as somebody waits for it at the prompt.
fn program(home: &Path, args: &[&str]) {
    let run = |()| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
        command
            .args(args)
            .env("MINQING_HOME", home)
            .env("MINQING_PASSPHRASE", "pass")
            .env("MINQING_NOW", NOW);
        let done = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    tell(&format!("`minqing {}`", args.join(" ")), median(|| (), |()| run(())));
}

/// A screen that is gone to with a key, until its frame is drawn.
fn screen(session: &mut Session, key: &str) {
    let taken = median(
        || (),
        |()| {
            session.press(key);
            black_box(session.frame());
        },
    );
    tell(&format!("{key}, first frame"), taken);
    session.press("F2");
}

fn main() {
    let size = size();
    let folder = village::folder();
    let kept = env::var_os("KEPT").map(PathBuf::from);
    if let Some(kept) = &kept {
        fs::create_dir_all(kept).unwrap();
    }
    let home = kept.as_deref().unwrap_or(folder.path()).join("home");
    settle(&home, size);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let Size { residents, issues, visits } = size;
    println!(
        "{residents} residents, {issues} issues, {visits} visits; median of {TIMES}; load {}\n",
        load.trim()
    );
    println!("| what | median |\n| --- | --- |");
    let open = || village::open(&home);
    tell("open", median(|| (), |()| open().close().unwrap()));
    for args in [
        &["today"][..],
        &["status"],
        &["ledgers"],
        &["list", "issues"],
        &["report", "monthly"],
        &["report", "hotspots", "--from", "2025-11-22"],
        &["report", "coverage"],
        &["report", "oversight", "--from", "2026-11-01"],
    ] {
        program(&home, args);
    }
    let bench = open();
    warm(&bench, "agenda, all read", |bench| bench.agenda(agenda::DAYS).unwrap().items.len());
    warm(&bench, "every issue with its standing, all read", |bench| bench.cases().unwrap().len());
    warm(&bench, "coverage, all read", |bench| bench.coverage(Period::default()).unwrap().called.len());
    warm(&bench, "facts of the month, all read", |bench| bench.facts_at(bench.today()).unwrap().len());
    let who = bench.rows(residents::ID).unwrap()[17].id;
    warm(&bench, "before a visit, all read", |bench| {
        bench.before_visit(None, Some(who), bench.today()).unwrap().called.len()
    });
    bench.close().unwrap();
    let began = Instant::now();
    let bench = open();
    let opened = began.elapsed();
    let mut session = Session::begin(bench, Lang::Zh, 120, 36).unwrap();
    black_box(session.frame());
    tell("screen opened, first frame", began.elapsed());
    tell("of that, opening the workspace", opened);
    session.press("F4").press("/").type_text("wanggl");
    let behind = Instant::now();
    session.read_people().unwrap();
    let frame = session.frame();
    tell("residents can be looked up, since it was begun", began.elapsed());
    assert!(frame.contains("王桂"), "{frame}");
    session.press("Esc").press("Esc").press("F2");
    session.refresh();
    black_box(session.frame());
    tell("all of it read behind that frame", behind.elapsed());
    for key in ["F3", "F4", "F5", "F6", "F7", "F8", "F9"] {
        screen(&mut session, key);
    }
    let mut hands = Hands::new(session);
    keys::keys(&mut hands);
    changes(&mut hands);
    hands.session.into_bench().close().unwrap();
    bars(&home, &folder.path().join("bars"));
}

/// What reading again costs after one thing was written, and for how long keys wait for it.
fn changes(hands: &mut Hands) {
    println!("\n| written | read again by the worker | taken by the screen |\n| --- | --- | --- |");
    written(hands, "nothing", |_| {});
    written(hands, "a resident", |bench| {
        let id = bench.rows(residents::ID).unwrap()[17].id;
        let mut draft = Draft::new();
        draft.set(id, residents::PHONE, Value::text("13900000017"));
        bench.commit(draft).unwrap();
    });
    written(hands, "a visit", |bench| {
        let mut draft = Draft::new();
        let who = bench.rows(residents::ID).unwrap()[17].id;
        visit(bench, &mut draft, who);
        bench.commit(draft).unwrap();
    });
    written(hands, "an issue", |bench| {
        let mut draft = Draft::new();
        issue(bench, &mut draft);
        bench.commit(draft).unwrap();
    });
}

fn visit(bench: &Workbench, draft: &mut Draft, who: RecordId) -> RecordId {
    let id = bench.begin_record(draft, visits::ID, None).unwrap();
    draft.set(id, visits::DATE, Some(Value::Date(bench.today())));
    draft.set(id, visits::CATEGORY, Some(Value::Choice("party".into())));
    draft.set(id, visits::RESIDENT, Some(Value::Ref(who)));
    draft.add(id, visits::VISITORS, &Value::Ref(bench.member()));
    draft.set(id, visits::WORDS, Value::text("都好"));
    id
}

fn issue(bench: &Workbench, draft: &mut Draft) -> RecordId {
    let id = bench.begin_record(draft, issues::ID, None).unwrap();
    draft.set(id, issues::TITLE, Value::text("慰问品少了一箱"));
    draft.set(id, issues::KIND, Some(Value::Choice("request".into())));
    draft.set(id, issues::CATEGORY, Value::text("作风"));
    draft.set(id, issues::REGISTERED, Some(Value::Instant(bench.now())));
    id
}

/// Reading issues while none is about a member, and once one is: whoever reads them then has to
/// know which visits refer to it.
fn bars(home: &Path, copy: &Path) {
    village::copy(home, copy);
    let read = |what: &str| {
        let mut taken = Vec::new();
        for _ in 0..TIMES {
            let bench = village::open(copy);
            let began = Instant::now();
            black_box(bench.rows(steps::ID).unwrap().len());
            black_box(bench.rows(issues::ID).unwrap().len());
            taken.push(began.elapsed());
            bench.close().unwrap();
        }
        taken.sort_unstable();
        tell(what, taken[TIMES / 2]);
    };
    println!("\n| what | median |\n| --- | --- |");
    read("issues and their steps, none about a member");
    let mut bench = village::open(copy);
    let mut draft = Draft::new();
    let about = issue(&bench, &mut draft);
    draft.add(about, issues::ABOUT, &Value::Text("李强".into()));
    bench.commit(draft).unwrap();
    bench.close().unwrap();
    read("one about a member, no visit refers to it");
    let mut bench = village::open(copy);
    let mut draft = Draft::new();
    let who = bench.rows(residents::ID).unwrap()[17].id;
    let trip = visit(&bench, &mut draft, who);
    let raised = issue(&bench, &mut draft);
    for told in [about, raised] {
        draft.add(trip, visits::ISSUES, &Value::Ref(told));
    }
    bench.commit(draft).unwrap();
    bench.close().unwrap();
    read("one about a member, and a visit that refers to it raised another");
    fs::remove_dir_all(copy).unwrap();
}
