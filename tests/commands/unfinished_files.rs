//! Files that were being written when the program was ended.

use std::{fs, path::Path};

use super::Desk;

/// What lies in a folder under a name that this program gives to what it is writing.
fn unfinished(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".minqing-")).collect()
}

#[test]
fn what_a_killed_export_left_goes_with_the_next_and_a_users_file_stays() {
    let desk = Desk::new();
    let stick = desk.folder.path().join("U 盘");
    fs::create_dir(&stick).unwrap();
    let place = |name: &str| stick.join(name);
    let exports: [(&str, Vec<String>); 4] = [
        ("bundle", vec!["bundle".into(), "export".into(), "--to".into(), place("").display().to_string()]),
        ("sheet", vec!["export".into(), "residents".into(), place("a.csv").display().to_string()]),
        ("backup", vec!["backup".into(), place("b.mqb").display().to_string()]),
        (
            "report",
            vec!["report".into(), "monthly".into(), "--out".into(), place("c.xlsx").display().to_string()],
        ),
    ];
    for name in ["我的.partial", ".minqing-notes.txt", ".minqing-too-long.partial"] {
        fs::write(place(name), "别人的").unwrap();
    }
    for (what, args) in exports {
        fs::write(place(".minqing-a1B2c3.partial"), "写了一半").unwrap();
        desk.done(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let mut left = unfinished(&stick);
        left.sort();
        assert_eq!(left, [".minqing-notes.txt", ".minqing-too-long.partial"], "{what}");
    }
    assert_eq!(fs::read_to_string(place("我的.partial")).unwrap(), "别人的");
}

#[cfg(target_os = "linux")]
#[test]
fn told_to_end_an_export_leaves_nothing_half_written() {
    use std::{
        process::{Command, Stdio},
        thread,
        time::Duration,
    };

    use super::prepared;

    /// Enough of them are told to end while they write.
    const WANTED: usize = 2;
    const MOST: usize = 60;

    let desk = Desk::new();
    let rows: Vec<String> = (0..1_500).map(|n| format!("测试人{n},一组,第 {n} 行的备注\n")).collect();
    let list = desk.path("花名册.csv");
    fs::write(&list, format!("姓名,小组,备注\n{}", rows.concat())).unwrap();
    desk.done(&["import", &list, "--into", "residents"]);
    let folder = desk.folder.path().join("导出");
    fs::create_dir(&folder).unwrap();
    let mut struck = 0;
    for round in 0..MOST {
        let file = folder.join(format!("{round}.json"));
        let args = ["export", "residents", &file.display().to_string()];
        let mut command = prepared(&desk.home(), &args, &[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Until it writes, or has written.
        while unfinished(&folder).is_empty() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(200));
        }
        let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        let was_there = told.success() && child.try_wait().unwrap().is_none();
        let code = child.wait().unwrap().code();
        // It ended by itself, with a file that is whole or with none; or it was told once its
        // work was done, which ends it at once (no code), with a file that is whole.
        assert!(matches!(code, Some(0 | 1) | None), "{code:?}");
        assert_eq!(unfinished(&folder), Vec::<String>::new());
        assert_eq!(file.exists(), code != Some(1), "{code:?}");
        if file.exists() {
            let text = fs::read_to_string(&file).unwrap();
            let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(rows.as_array().unwrap().len(), 1_500);
        }
        struck += usize::from(was_there && code.is_some());
        if struck == WANTED {
            return;
        }
    }
    panic!("{struck} of {MOST} were told in time");
}
