//! Sheets in and out that somebody stops on their way.

use super::*;
use crate::{exchange::handing_out::Handing, workbench::progress::Stage};

/// More rows than one commit takes.
const MANY: usize = 4_500;

fn many() -> Sheet {
    let mut text = String::from("姓名,居民小组\n");
    for number in 0..MANY {
        writeln!(text, "居民{number},三组").unwrap();
    }
    csv(&text)
}

fn take_until(bench: &mut Workbench, sheet: &Sheet, stop: u64) -> Result<IntakeReport, IntakeError> {
    take_in_telling(bench, sheet, &IntakeOrder::new("residents"), &mut |progress| {
        if progress.course.done >= stop {
            progress.stop();
        }
    })
}

fn count(bench: &Workbench) -> usize {
    bench.standing("residents").unwrap().len()
}

#[test]
fn an_import_that_is_stopped_keeps_whole_batches_and_says_so() {
    let (_folder, mut bench) = bench();
    let (sheet, before) = (many(), bench.status().unwrap().digest);
    let Err(IntakeError::Work(why)) = take_until(&mut bench, &sheet, 1_999) else { panic!("it went on") };
    assert!(why.is_stopped());
    assert_eq!((count(&bench), bench.status().unwrap().digest), (0, before.clone()));
    let Err(stopped @ IntakeError::Stopped { .. }) = take_until(&mut bench, &sheet, 3_000) else {
        panic!("it went on")
    };
    let told = stopped.sentence(Lang::Zh);
    assert!(told.contains("前 2000 行已经导入") && !told.contains("什么也没有"), "{told}");
    assert_eq!(count(&bench), 2_000);
    // Begun again it finishes, and nobody is there twice.
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((report.counts.merged, report.counts.taken), (2_000, MANY - 2_000));
    assert_eq!(count(&bench), MANY);
}

#[test]
fn a_trial_can_be_stopped_anywhere() {
    let (_folder, mut bench) = bench();
    let order = IntakeOrder { dry_run: true, ..IntakeOrder::new("residents") };
    let tried = take_in_telling(&mut bench, &many(), &order, &mut |progress| {
        assert_eq!(progress.course.stage, Stage::TryingRows);
        if progress.course.done >= 7 {
            progress.stop();
        }
    });
    assert!(matches!(tried, Err(IntakeError::Work(why)) if why.is_stopped()));
}

#[test]
fn a_sheet_that_is_stopped_leaves_no_file_and_is_in_no_log() {
    let (folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,居民小组\n王桂兰,三组\n仇英,一组\n单小明,一组\n"), "residents");
    let logged =
        |bench: &Workbench| (bench.rows("exports").unwrap().len(), bench.rows("accesses").unwrap().len());
    for (name, form, word) in [
        ("a.xlsx", Form::Masked, None),
        ("a.csv", Form::Full, None),
        ("a.json", Form::Masked, None),
        ("b.xlsx", Form::Masked, Some("几个 词")),
    ] {
        let handing = Handing {
            ledger: "residents".into(),
            file: folder.path().join(name),
            form,
            scope: "居民".into(),
            purpose: "上报街道核对".into(),
            to: "街道民政办".into(),
        };
        let before = logged(&bench);
        for stop in [0, 2] {
            let handed = handing.hand_out(&mut bench, None, &|_| true, word, &mut |progress| {
                if progress.course.done >= stop {
                    progress.stop();
                }
            });
            assert!(matches!(handed, Err(ledger_file::ExportError::Work(why)) if why.is_stopped()));
        }
        let written = || {
            let all = std::fs::read_dir(folder.path()).unwrap();
            all.filter(|entry| entry.as_ref().unwrap().file_name() != "a").count()
        };
        assert_eq!((written(), logged(&bench)), (0, before), "{name}");
        let handed = handing.hand_out(&mut bench, None, &|_| true, word, &mut |_| {}).unwrap();
        assert_eq!((written(), handed.rows), (1, 3));
        assert_eq!(logged(&bench).0, before.0 + 1);
        std::fs::remove_file(handed.file).unwrap();
    }
}
