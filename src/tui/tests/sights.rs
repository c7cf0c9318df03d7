//! The palette knows pictures, tabs and steps by what people call them.

use super::{session, small};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        finder::{Finder, Source, Target},
        keys::Place,
        model::{Model, Popup},
        sights,
    },
};

fn first(model: &Model, query: &str) -> Option<Target> {
    let finder = Finder::new(Source::Actions(model.place()), query, &model.data, model.lang);
    finder.target()
}

/// Types a word into the palette and takes what it finds first.
fn led(s: &mut Session, word: &str) -> String {
    s.press("F2").press("Ctrl-P").type_text(word).press("Enter");
    s.frame()
}

#[test]
fn words_of_pictures_and_parts_lead_to_the_screen_that_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for (word, shown) in [
        ("日历", "[日历计划]"),
        ("rili", "[日历计划]"),
        ("六访", "[六访覆盖]"),
        ("覆盖", "[六访覆盖]"),
        ("甘特", "[计划横道]"),
        ("日记", "[民情日记]"),
        ("热力图", "[F3三清]"),
        ("账龄", "> 0-7 天"),
        ("时长", "> 0-7 天"),
        ("趋势", "> 2026-"),
        ("月报数字", "> 累计建账"),
        ("富民", "[F3三清]"),
        ("已办结", "[F6事项]"),
        ("收件箱", "[F10同步]"),
        ("五送", "[F8台账]"),
    ] {
        let frame = led(&mut s, word);
        assert!(frame.contains(shown), "{word}: {frame}");
        while !s.model().popups.is_empty() {
            s.press("Esc");
        }
    }
    // The month is a report and figures both; either has the word.
    s.press("F2").press("Ctrl-P").type_text("月报");
    let frame = s.frame();
    assert!(frame.contains("月报数字") && frame.contains("月报报表"), "{frame}");
}

#[test]
fn words_of_steps_lead_to_an_issue_that_takes_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    let frame = led(&mut s, "调解");
    let chosen = frame.lines().find(|line| line.starts_with(" > 调解")).map(str::to_owned);
    assert!(frame.contains("[F6 事项]") && frame.contains(" B-2 步骤:") && chosen.is_some(), "{frame}");
    assert!(s.press("Enter").frame().contains("与楼上漏水争执"), "{}", s.frame());
    s.press("Esc");
    // Nothing here takes these: it is said, and nothing opens.
    for word in ["听证", "更正", "查实"] {
        let frame = led(&mut s, word);
        let told = frame.contains("现在没有办得到这一步的事项");
        assert!(told && s.model().popups.is_empty(), "{word}: {frame}");
    }
}

#[test]
fn few_letters_that_lie_scattered_find_nothing_and_what_is_called_so_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let model = s.model();
    for query in ["lv", "zs", "rili", "rl", "gt"] {
        let finder = Finder::new(Source::Actions(Place::Today), query, &model.data, model.lang);
        let is_whole = |text: &str| crate::search::matches_together(text, query).is_some();
        for item in &finder.found {
            let words: Vec<String> = if let Target::Sight(sight) = item.target {
                sights::names(sight, &model.data, model.lang)
            } else if let Target::Action(action) = item.target {
                let row = crate::tui::keys::binding(action).unwrap();
                let texts = [&row.name.zh, &row.name.en, &row.help.zh, &row.help.en];
                texts
                    .map(|text| text.clone().into_owned())
                    .into_iter()
                    .chain([action.id().to_owned()])
                    .collect()
            } else if let Target::Book(at) = item.target {
                let ledger = model.data.catalog.iter().nth(at).unwrap();
                vec![ledger.title.zh.clone().into_owned(), ledger.title.en.clone().into_owned()]
            } else {
                vec![item.called()]
            };
            assert!(words.iter().any(|word| is_whole(word)), "{query}: {}", item.called());
        }
    }
    assert!(matches!(first(model, "rili"), Some(Target::Sight(_))));
}

#[test]
fn everything_that_is_called_somehow_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, name) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(small(&folder.path().join(name)), lang, 80, 24).unwrap();
        s.press("F9");
        let all = sights::all(&s.model().data, lang);
        assert!(all.len() > 40, "{}", all.len());
        for sight in all {
            let model = s.model();
            let title = sight.title(&model.data, lang);
            // By its own name it is among the first that are found.
            let finder = Finder::new(Source::Actions(Place::Today), &title, &model.data, lang);
            let at = finder.found.iter().position(|item| item.target == Target::Sight(sight));
            assert!(at.is_some_and(|at| at < 8), "{title}: {at:?}");
            model.popups.clear();
            sight.go(model);
            let on = model.screen;
            let wanted = sight.place();
            let is_there = matches!(model.popups.last(), Some(Popup::Form(_) | Popup::Finder(_)));
            assert!(is_there || model.place() == wanted, "{title}: {on:?} {wanted:?}");
            model.popups.clear();
        }
    }
}
