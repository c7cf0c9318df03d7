//! What a question costs in a village that is ten times as large as any: the
//! agenda, the reports, coverage, and the first frame of each screen.
//!
//! `cargo bench --bench scale` prints a table for `docs/figures.md`.
//! `SCALE=residents:issues:visits` sets the size, `KEPT=DIR` keeps the
//! workspace for another run.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so")]
#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use jiff::{Timestamp, ToSpan as _};
use minqing::{
    domain::{
        calendar,
        id::RecordId,
        issues::{issues, steps},
        phases::Period,
        roster::{households, neighbourhoods, residents},
        standing::StepKind,
        value::Value,
        visits::{self, VisitCategory},
        wording::Lang,
    },
    tui::Session,
    workbench::{Workbench, agenda, bench::Founding, clock::Clock, draft::Draft},
};

#[expect(dead_code, reason = "the other benches use the rest of it")]
mod village;

/// How many times each question is asked.
const TIMES: usize = 5;

/// How many keys are pressed on each screen.
const KEYS: usize = 400;

/// How many records one commit brings.
const BATCH: usize = 1000;

/// The moment of the bench, by its own clock and in the words of `--now`.
const NOW: &str = "2026-11-22T08:30:00+08:00";

/// How many there are of what.
#[derive(Clone, Copy)]
struct Size {
    residents: usize,
    issues: usize,
    visits: usize,
}

fn size() -> Size {
    let told = env::var("SCALE").unwrap_or_default();
    let mut numbers = told.split(':').filter_map(|number| number.parse().ok());
    let mut next = |otherwise| numbers.next().unwrap_or(otherwise);
    Size { residents: next(100_000), issues: next(20_000), visits: next(50_000) }
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Spreads numbers so that neighbours in the list are none in the village.
fn mixed(number: usize) -> usize {
    number.wrapping_mul(2_654_435_761) >> 7
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

/// Writes so many records, a thousand in a commit.
fn write(bench: &mut Workbench, count: usize, mut one: impl FnMut(&Workbench, &mut Draft, usize)) {
    for first in (0..count).step_by(BATCH) {
        let mut draft = Draft::new();
        for number in first..(first + BATCH).min(count) {
            one(bench, &mut draft, number);
        }
        bench.commit(draft).unwrap();
    }
}

/// 40 neighbourhoods, three people to a household, one in ten owed a visit.
fn people(bench: &mut Workbench, count: usize) -> Vec<RecordId> {
    let mut places = Vec::new();
    write(bench, 40, |bench, draft, number| {
        let name = format!("{}组", number + 1);
        let id = bench.begin_record(draft, neighbourhoods::ID, Some(&name)).unwrap();
        draft.set(id, neighbourhoods::NAME, Value::text(name));
        places.push(id);
    });
    let mut homes = Vec::new();
    write(bench, count / 3 + 1, |bench, draft, number| {
        let id = bench.begin_record(draft, households::ID, None).unwrap();
        draft.set(id, households::ADDRESS, Value::text(village::person(number).address));
        draft.set(id, households::NEIGHBOURHOOD, Some(Value::Ref(places[number % places.len()])));
        homes.push(id);
    });
    let mut all = Vec::new();
    write(bench, count, |bench, draft, number| {
        let id = bench.begin_record(draft, residents::ID, None).unwrap();
        let person = village::person(number);
        draft.set(id, residents::NAME, Value::text(person.name));
        draft.set(id, residents::PHONE, Value::text(person.phone));
        draft.set(id, residents::HOUSEHOLD, Some(Value::Ref(homes[number / 3])));
        draft.set(id, residents::NEIGHBOURHOOD, Some(Value::Ref(places[number / 3 % places.len()])));
        if number.is_multiple_of(10) {
            let category = VisitCategory::ALL[number / 10 % 5].key();
            draft.add(id, residents::VISIT_FACTS, &choice(category));
            draft.set(id, residents::VISIT_BASIS, Some(text("组里核过")));
        }
        if number.is_multiple_of(3) {
            let (month, day) = (mixed(number) % 12 + 1, mixed(number) / 12 % 29 + 1);
            draft.set(id, residents::LUNAR_BIRTHDAY, Some(text(&format!("{month}-{day}"))));
        }
        all.push(id);
    });
    all
}

/// Issues of a year, one in twenty still open, with the steps that led there.
fn matters(bench: &mut Workbench, people: &[RecordId], count: usize) {
    let kinds = ["request", "request", "dispute", "hazard"];
    write(bench, count, |bench, draft, number| {
        let who = people[mixed(number) % people.len()];
        let id = bench.begin_record(draft, issues::ID, None).unwrap();
        let days = i64::try_from(count - number).unwrap() * 365 / i64::try_from(count).unwrap();
        let at = |hours: i64| Value::Instant(now() - (days * 24).hours() + hours.hours());
        let place = bench.row(who).unwrap().unwrap().reference(residents::NEIGHBOURHOOD).unwrap();
        draft.set(id, issues::TITLE, Some(text(&format!("第 {number} 件事"))));
        draft.set(id, issues::KIND, Some(choice(kinds[number % 4])));
        draft.set(id, issues::CATEGORY, Some(text(["噪声", "排水", "路灯", "停车"][mixed(number) % 4])));
        draft.set(id, issues::REGISTERED, Some(at(0)));
        draft.set(id, issues::RESIDENT, Some(Value::Ref(who)));
        draft.set(id, issues::FROM, Value::text(bench.name_of(who)));
        draft.set(id, issues::NEIGHBOURHOOD, Some(Value::Ref(place)));
        let step = |draft: &mut Draft, hours, kind, more: &[(u16, Value)]| {
            let step = bench.add_step(draft, id, kind, more).unwrap();
            draft.set(step, steps::AT, Some(at(hours)));
        };
        if number % 40 == 1 {
            return;
        }
        step(draft, 1, StepKind::Accept, &[]);
        step(draft, 2, StepKind::Reply, &[(steps::TEXT, text("已经在办"))]);
        if number % 20 > 0 {
            // Why nothing is done about a hazard is told by who has looked.
            if kinds[number % 4] == "hazard" {
                let until = (steps::UNTIL, Value::Date(calendar::day(now()) - (days - 9).days()));
                let whose = [(steps::PART, text("楼道")), (steps::PARTY, text("物业"))];
                step(
                    draft,
                    2,
                    StepKind::Find,
                    &[&[(steps::SEVERITY, choice("ordinary")), until], &whose[..]].concat(),
                );
            }
            let told = [(steps::REASON, text("依规定")), (steps::REMEDY, text("可申请复查"))];
            let result = [(steps::OUTCOME, choice("explained")), (steps::TEXT, text("讲清了"))];
            step(draft, 3, StepKind::Resolve, &[&result[..], &told[..]].concat());
        }
    });
}

/// Visits of a year.
fn calls(bench: &mut Workbench, people: &[RecordId], count: usize) {
    let today = calendar::day(now());
    let who = bench.member();
    write(bench, count, |bench, draft, number| {
        let id = bench.begin_record(draft, visits::ID, None).unwrap();
        let days = i64::try_from(count - number).unwrap() * 365 / i64::try_from(count).unwrap();
        draft.set(id, visits::DATE, Some(Value::Date(today - days.days())));
        draft.set(id, visits::CATEGORY, Some(choice(VisitCategory::ALL[number % 5].key())));
        draft.set(id, visits::RESIDENT, Some(Value::Ref(people[mixed(number) % people.len()])));
        draft.add(id, visits::VISITORS, &Value::Ref(who));
        draft.set(id, visits::WORDS, Some(text("路灯暗，晚上不敢出门")));
    });
}

/// The village as it was written once.
fn settle(home: &Path, size: Size) {
    if home.exists() {
        return;
    }
    let began = Instant::now();
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut bench = Workbench::create(home, &founding, "pass", village::QUICK, Clock::Fixed(now())).unwrap();
    let people = people(&mut bench, size.residents);
    println!("residents written after {:.1} s", began.elapsed().as_secs_f64());
    matters(&mut bench, &people, size.issues);
    println!("issues written after {:.1} s", began.elapsed().as_secs_f64());
    calls(&mut bench, &people, size.visits);
    println!("visits written after {:.1} s", began.elapsed().as_secs_f64());
    bench.close().unwrap();
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
    println!("| {what} | {:.0} ms |", taken.as_secs_f64() * 1000.0);
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

/// What it takes from a key to the frame that shows what it did, many times.
fn keys(session: &mut Session, what: &str, key: impl Fn(usize) -> &'static str) {
    let one = |number| {
        let began = Instant::now();
        session.press(key(number));
        black_box(session.frame());
        began.elapsed()
    };
    let mut taken: Vec<Duration> = (0..KEYS).map(one).collect();
    taken.sort_unstable();
    let ms = |taken: Duration| taken.as_secs_f64() * 1000.0;
    println!("| {what} | {:.1} ms | {:.1} ms |", ms(taken[KEYS / 2]), ms(taken[KEYS * 99 / 100]));
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
    let began = Instant::now();
    session.refresh();
    black_box(session.frame());
    tell("all of it read behind that frame", began.elapsed());
    for key in ["F3", "F4", "F5", "F6", "F7", "F8", "F9"] {
        screen(&mut session, key);
    }
    let began = Instant::now();
    session.refresh();
    black_box(session.frame());
    tell("read again after a change elsewhere", began.elapsed());
    println!("\n| key to frame | median | 99 of 100 within |\n| --- | --- | --- |");
    for key in ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"] {
        session.press(key);
        keys(&mut session, &format!("{key}, Down"), |number| if number % 8 == 7 { "Up" } else { "Down" });
    }
    for key in ["F4", "F6"] {
        session.press(key).press("/");
        keys(&mut session, &format!("{key}, a letter of a search"), |number| {
            ["l", "i", "Backspace", "Backspace"][number % 4]
        });
        session.press("Esc");
    }
    session.into_bench().close().unwrap();
}
