//! How long the things take that somebody waits for.
//!
//! `benches/run` runs this, puts the medians beside their targets and the
//! sizes beside them, and measures what other programs are at hand.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so")]

use std::{
    fs::{self, File, OpenOptions},
    hint::black_box,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use minqing::{
    exchange::{
        intake::{self, IntakeOrder},
        sheet::{self, Limits},
    },
    search::{Entry, Index},
    workbench::{Workbench, sync::ExportOrder},
};

mod village;

const EDITS: usize = 10_000;

/// A workspace that is closed when it is dropped, outside of what is timed.
struct Closing(Option<Workbench>);

impl Drop for Closing {
    fn drop(&mut self) {
        if let Some(bench) = self.0.take() {
            bench.close().unwrap();
        }
    }
}

/// Notes a size for `benches/run`.
fn note(name: &str, bytes: u64) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sizes");
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(file, "{name} {bytes}").unwrap();
}

/// One change, until it is acknowledged; and the same bytes appended and synced.
fn commit(c: &mut Criterion) {
    let folder = village::folder();
    let mut bench = village::found(&folder.path().join("home"));
    let ids = village::settle(&mut bench, 1000);
    let mut group = c.benchmark_group("commit");
    let mut number = 0;
    group.bench_function("acknowledged", |b| {
        b.iter(|| {
            number += 1;
            village::edit(&mut bench, ids[number % ids.len()], number);
        });
    });
    let mut file = File::create(folder.path().join("appended")).unwrap();
    let bytes = [7; 400];
    group.bench_function("append_and_fdatasync", |b| {
        b.iter(|| {
            file.write_all(&bytes).unwrap();
            file.sync_data().unwrap();
        });
    });
    group.finish();
    bench.close().unwrap();
}

/// Opening a workspace; then with all residents as rows, as the first list needs them.
fn open(c: &mut Criterion) {
    let mut group = c.benchmark_group("open");
    group.sample_size(20);
    for count in [10_000, 100_000] {
        let folder = village::folder();
        let home = folder.path().join("home");
        let mut bench = village::found(&home);
        village::settle(&mut bench, count);
        bench.close().unwrap();
        note(&format!("store_{count}"), village::size(&home));
        group.bench_function(format!("store_{count}"), |b| {
            b.iter_batched(|| (), |()| Closing(Some(village::open(&home))), BatchSize::PerIteration);
        });
        group.bench_function(format!("residents_{count}"), |b| {
            b.iter_batched(
                || (),
                |()| {
                    let bench = village::open(&home);
                    black_box(bench.rows("residents").unwrap().len());
                    Closing(Some(bench))
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// 10,000 edits of one laptop, out, and into another that has 10,000 of its own.
fn bundle(c: &mut Criterion) {
    let folder = village::folder();
    let (mut a, mut b, ids) = village::pair(folder.path(), 100_000);
    for number in 0..EDITS {
        village::edit(&mut a, ids[number * 7 % ids.len()], number);
        village::edit(&mut b, ids[number * 3 % ids.len()], number);
    }
    let edits = ExportOrder { peers: vec![a.peer()], ..ExportOrder::default() };
    let all = ExportOrder { full: true, ..ExportOrder::default() };
    let sent = folder.path().join("sent.mqb");
    note("edits", b.export(&sent, &edits).unwrap().bytes);
    note("full", b.export(&folder.path().join("full.mqb"), &all).unwrap().bytes);
    a.close().unwrap();

    let mut group = c.benchmark_group("bundle");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    let out = folder.path().join("out.mqb");
    for (name, order) in [("export_edits", &edits), ("export_full", &all)] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || {
                    // A bundle is never written over another.
                    if out.exists() {
                        fs::remove_file(&out).unwrap();
                    }
                },
                |()| b.export(&out, order).unwrap().bytes,
                BatchSize::PerIteration,
            );
        });
    }
    let home = folder.path().join("a");
    let mut turn = 0;
    group.bench_function("import_edits", |bencher| {
        bencher.iter_batched(
            || {
                turn += 1;
                let copy = village::copy(&home, &folder.path().join(format!("copy-{turn}")));
                let bench = village::open(&copy);
                (Closing(Some(bench)), copy)
            },
            |(mut closing, copy)| {
                let bench = closing.0.as_mut().unwrap();
                let plan = bench.import_bundle(&sent, None, &mut |_| {}).unwrap().plan;
                assert!(plan.commits >= EDITS as u64);
                (closing, Gone(copy))
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
    b.close().unwrap();
}

/// A folder that is removed when it is dropped.
struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A keystroke over 100,000 residents: counted, ranked, the best 50.
fn search(c: &mut Criterion) {
    let mut index = Index::new();
    for number in 0..100_000 {
        let person = village::person(number);
        let entry = Entry {
            name: &[&person.name],
            text: &[&person.address, &person.note],
            tails: &[],
            ends: &[&person.phone],
        };
        index.insert(number, &entry);
    }
    let mut group = c.benchmark_group("search");
    for (name, query) in [
        ("one_letter", "w"),
        ("pinyin", "wanggl"),
        ("characters", "王桂"),
        ("address", "幸福小区5栋"),
        ("tail", "00012345"),
        ("two_words", "张 花园"),
        ("nothing", "zzzzqq"),
    ] {
        group.bench_function(name, |b| b.iter(|| index.search(black_box(query), 50).total));
    }
    group.finish();
}

/// A list of 10,000 residents: read, and taken into an empty ledger.
fn sheets(c: &mut Criterion) {
    let folder = village::folder();
    let csv = folder.path().join("list.csv");
    let xlsx = folder.path().join("list.xlsx");
    village::list(&csv, 10_000);
    village::list(&xlsx, 10_000);
    let table = sheet::read(&csv, None, &Limits::default()).unwrap();
    note("list.xlsx", fs::metadata(&xlsx).unwrap().len());
    let mut group = c.benchmark_group("sheet");
    group.sample_size(10);
    for (name, path) in [("read_csv_10000", &csv), ("read_xlsx_10000", &xlsx)] {
        group.bench_function(name, |b| {
            b.iter(|| sheet::read(path, None, &Limits::default()).unwrap().rows.len());
        });
    }
    let order = IntakeOrder::new("residents");
    let mut turn = 0;
    group.bench_function("take_in_10000", |b| {
        b.iter_batched(
            || {
                turn += 1;
                let home = folder.path().join(format!("home-{turn}"));
                (Closing(Some(village::found(&home))), Gone(home))
            },
            |(mut closing, gone)| {
                let bench = closing.0.as_mut().unwrap();
                let report = intake::take_in(bench, &table, &order, &mut |_, _| {}).unwrap();
                assert_eq!(report.counts.taken + report.counts.merged, 10_000);
                (closing, gone)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group! {
    name = targets;
    config = Criterion::default().without_plots().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = commit, open, search, sheets, bundle
}
criterion_main!(targets);
