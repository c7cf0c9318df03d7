//! `minqing passphrase`: the old word opens before it, the new one after it.

use std::fs;

use super::{Desk, code, document, minqing, stderr};

#[test]
fn the_passphrase_is_changed_and_backups_open_with_that_of_their_day() {
    let desk = Desk::new();
    let home = desk.home();
    let with = |word: &str, args: &[&str]| minqing(&home, args, &[("MINQING_PASSPHRASE", word)]);
    let backup = desk.path("before.mqb");
    desk.done(&["backup", &backup]);
    // Without a new one nothing happens; with a wrong old one neither.
    assert_eq!(code(&desk.run(&["passphrase"])), 4);
    let new = [("MINQING_NEW_PASSPHRASE", "稻穗七号门口的灯"), ("MINQING_PASSPHRASE", "错")];
    assert_eq!(code(&minqing(&home, &["passphrase"], &new)), 4);
    assert_eq!(code(&minqing(&home, &["passphrase"], &[("MINQING_NEW_PASSPHRASE", "口令")])), 1);
    let done = minqing(&home, &["passphrase", "--json"], &new[..1]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert_eq!(document(&done)["changed"], true);
    assert_eq!(code(&desk.run(&["status"])), 4);
    let status = with("稻穗七号门口的灯", &["status"]);
    assert_eq!(code(&status), 0, "{}", stderr(&status));
    // By files, and a short one is warned of.
    let (old, short) = (desk.path("old.txt"), desk.path("new.txt"));
    fs::write(&old, "稻穗七号门口的灯\n").unwrap();
    fs::write(&short, "短\n").unwrap();
    let args = ["passphrase", "--passphrase-file", &old, "--new-passphrase-file", &short];
    let done = minqing(&home, &args, &[]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert!(stderr(&done).contains("不到 8 个字"), "{}", stderr(&done));
    assert_eq!(code(&with("短", &["doctor"])), 0);
    // The backup of before opens with the word of its day.
    let elsewhere = desk.folder.path().join("b");
    let restored = |word| minqing(&elsewhere, &["restore", &backup], &[("MINQING_PASSPHRASE", word)]);
    assert_eq!(code(&restored("短")), 4);
    let answer = restored("口令");
    assert_eq!(code(&answer), 0, "{}", stderr(&answer));
}

#[test]
fn a_file_that_windows_wrote_opens_and_one_in_another_encoding_is_told() {
    let desk = Desk::new();
    let home = desk.home();
    let file = desk.path("口令 文件.txt");
    let units = |order: fn(u16) -> [u8; 2]| "\u{feff}口令\r\n".encode_utf16().flat_map(order).collect();
    let written: [Vec<u8>; 3] =
        ["\u{feff}口令\r\n".as_bytes().to_vec(), units(u16::to_le_bytes), units(u16::to_be_bytes)];
    let run = |args: &[&str]| minqing(&home, args, &[("MINQING_PASSPHRASE", "")]);
    for bytes in written {
        fs::write(&file, bytes).unwrap();
        let status = run(&["status", "--passphrase-file", &file]);
        assert_eq!(code(&status), 0, "{}", stderr(&status));
        // Set from such a file, the same word opens it: nothing else is changed.
        let same = run(&["passphrase", "--passphrase-file", &file, "--new-passphrase-file", &file]);
        assert!(code(&same) == 1 && stderr(&same).contains("和现在的一样"), "{}", stderr(&same));
    }
    // As Notepad saves it under "ANSI" on a Chinese system.
    fs::write(&file, [0xBF, 0xDA, 0xC1, 0xEE]).unwrap();
    let refused = run(&["status", "--passphrase-file", &file]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("另存为 UTF-8"), "{}", stderr(&refused));
    let set = run(&["passphrase", "--new-passphrase-file", &file]);
    assert_ne!(code(&set), 0);
}
