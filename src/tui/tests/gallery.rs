//! Everything that can be seen, as it is seen: one file per size, border and language. What
//! reads them finds a misaligned word or an empty pane that no rule foresees.

use std::{collections::BTreeSet, path::Path};

use super::{
    clock, found,
    laptops::{bring, join, note},
    projects::works,
    scenes, seen,
    tour::{Sight, in_ascii, tour},
};
use crate::{
    domain::wording::Lang,
    tui::Session,
    workbench::{Workbench, sync::ExportOrder},
};

/// The sizes.
const LEAST: (u16, u16) = (80, 24);
const USUAL: (u16, u16) = (120, 36);

/// A workspace with something everywhere: projects, money and a bulletin, three laptops, a
/// conflict, and a bundle that lies in the inbox.
fn furnished(folder: &Path) -> Workbench {
    let mut lead = works(&folder.join("b"));
    scenes::furnish(&mut lead);
    let mut first = join(&mut lead, folder, "c", "欧阳春华秋实", 0);
    let mut second = join(&mut lead, folder, "d", "司马清风明月", 0);
    note(&mut first, "住在女儿家");
    note(&mut second, "常年在家");
    bring(&mut first, &mut lead, folder, "c.mqb");
    bring(&mut second, &mut lead, folder, "d.mqb");
    note(&mut first, "又搬回来了");
    let inbox = folder.join("b/inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    first.export(&inbox.join("c2.mqb"), &ExportOrder::default()).unwrap();
    lead
}

/// The frame under its name; ids are drawn anew each time.
fn hung(s: &mut Session, name: &str) -> String {
    let cursor = s.cursor().map_or_else(|| "hidden".to_owned(), |(x, y)| format!("{x},{y}"));
    let mut told = format!("== {name} (cursor {cursor})\n{}\n\n", s.frame());
    for laptop in s.bench().laptops().unwrap() {
        told = told.replace(&laptop.short_id(), "[编号..]");
    }
    without_sizes(&told)
}

/// The same without the sizes of sealed files, which differ from run to run.
fn without_sizes(told: &str) -> String {
    let (mut kept, mut parts) = (String::new(), told.split(" KB").peekable());
    while let Some(part) = parts.next() {
        if parts.peek().is_some() {
            kept.extend([part.trim_end_matches(|c: char| c.is_ascii_digit()), "[..] KB"]);
        } else {
            kept.push_str(part);
        }
    }
    kept
}

/// What is set up after the tour.
type Further = fn(&mut Session, &mut dyn FnMut(&mut Session, &str, Sight));

/// The frames of the tour and of what is set up after it, and what was seen on the way.
fn gallery(mut s: Session, shown: &[Sight], further: Further) -> (String, BTreeSet<String>) {
    let (mut told, mut seen) = (String::new(), BTreeSet::new());
    let mut show = |s: &mut Session, name: &str, sight| {
        seen.extend(seen::now(s.model()));
        if shown.contains(&sight) {
            told.push_str(&hung(s, name));
        }
    };
    tour(&mut s, &mut show);
    further(&mut s, &mut show);
    (told, seen)
}

fn keep(name: &str, lang: Lang, size: (u16, u16), told: &str) {
    assert!(!told.contains(['⟦', '⟧']), "an action is named instead of its key");
    let lang = format!("{lang:?}").to_lowercase();
    insta::assert_snapshot!(format!("{name}_{}x{}_{lang}", size.0, size.1), told);
}

fn is_seen_as_it_was(lang: Lang, size: (u16, u16)) {
    let folder = tempfile::tempdir().unwrap();
    let session = |bench: Workbench| Session::new(bench, lang, size.0, size.1).unwrap();
    // Forms and lists are as wide as they need to be.
    let narrow = [Sight::Screen, Sight::Over, Sight::Form, Sight::List];
    let shown = if size.0 == 80 { &narrow[..] } else { &narrow[..2] };
    let (told, seen) = gallery(session(furnished(folder.path())), shown, scenes::scenes);
    keep("line", lang, size, &told);
    let unseen: Vec<String> = seen::all().difference(&seen).cloned().collect();
    assert!(unseen.is_empty(), "nobody has looked at {unseen:?}");
    for words in [lang.pick("导入预览：", "Preview: "), lang.pick("写的人都没看到", "Written without")]
    {
        assert!(told.contains(words), "{words} is not seen");
    }
    let empty = found(&folder.path().join("empty"), clock(0));
    keep("empty", lang, size, &gallery(session(empty), &[Sight::Screen], scenes::parts).0);
    let folder = tempfile::tempdir().unwrap();
    let mut plain = session(furnished(folder.path()));
    in_ascii(&mut plain);
    keep("ascii", lang, size, &gallery(plain, &[Sight::Screen], scenes::scenes).0);
}

#[test]
fn everything_is_seen_as_it_was_in_chinese_at_the_least_size() {
    is_seen_as_it_was(Lang::Zh, LEAST);
}

#[test]
fn everything_is_seen_as_it_was_in_chinese_at_the_usual_size() {
    is_seen_as_it_was(Lang::Zh, USUAL);
}

#[test]
fn everything_is_seen_as_it_was_in_english_at_the_least_size() {
    is_seen_as_it_was(Lang::En, LEAST);
}

#[test]
fn everything_is_seen_as_it_was_in_english_at_the_usual_size() {
    is_seen_as_it_was(Lang::En, USUAL);
}
