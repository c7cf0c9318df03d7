//! Every number on F9 opens what it counts.

use super::demonstration;
use crate::{domain::wording::Lang, tui::Session};

/// So high that no list has to be moved.
const TALL: u16 = 500;

/// Of whoever is to be called on, `3/10`, the ten are opened, those who were called on among them.
const CALLS: [&str; 6] = ["老干部", "老党员", "老同志", "困难群众", "致富典型", "信访老户"];

/// The number that a row of figures tells: of `13/28` else the thirteen.
fn number(row: &str) -> Option<usize> {
    let is_call = CALLS.iter().any(|title| row.contains(title));
    let whole = |word: &str| {
        let word = word.split_once('/').map_or(word, |(some, all)| if is_call { all } else { some });
        word.parse().ok()
    };
    let is_told = |word: &&str| !word.starts_with(['█', '░', '▒', '(', '含']);
    row.split_whitespace().take_while(is_told).filter_map(whole).last()
}

/// The entries of the list that lies over the screen.
fn entries(frame: &str) -> Vec<String> {
    let body = frame.lines().skip(5).take_while(|line| !line.starts_with('─'));
    body.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_figure_of_the_demonstration_opens_as_many_records_as_it_says() {
    let (_folder, bench) = demonstration(120, 1);
    let mut s = Session::new(bench, Lang::Zh, 120, TALL).unwrap();
    s.press("F9").press("Home");
    // What has no number comes first.
    let is_told = |line: &&str| line.split('│').next().is_some_and(|left| !left.trim().is_empty());
    let bulletins = s.frame().lines().skip(4).take_while(is_told).count();
    for _ in 0..bulletins {
        s.press("Down");
    }
    // Why it is more than the months have together is told beside it.
    let frame = s.frame();
    let merged = frame.lines().find(|line| line.contains("累计建账") && line.contains("含并入的"));
    let merged =
        merged.and_then(|line| line.split_once("含并入的 ")?.1.split(' ').next()?.parse::<usize>().ok());
    let merged = merged.unwrap_or_else(|| panic!("{frame}"));
    let (mut ever, mut months) = (0, 0);
    let (mut seen, mut nothing, mut last) = (Vec::new(), 0, String::new());
    loop {
        let frame = s.frame();
        let row = frame.lines().find(|line| line.starts_with('>')).unwrap().to_owned();
        if row == last {
            break;
        }
        last.clone_from(&row);
        // The panes beside it tell of months and ages once more.
        let left: String = row.split('│').next().unwrap_or_default().trim_start_matches('>').to_owned();
        if let Some(number) = number(&left) {
            ever += if left.contains("累计建账") { number } else { 0 };
            let over = s.press("Enter").frame();
            if number == 0 {
                assert!(over.contains("：没有"), "{row}\n{over}");
                nothing += 1;
            } else {
                let head = over.lines().nth(3).unwrap_or_default().to_owned();
                let told =
                    [format!("：{number}"), format!("：应访 {number}，"), format!("：建账 {number}，")];
                assert!(
                    head.ends_with(&told[0]) || told[1..].iter().any(|told| head.contains(told)),
                    "{row}\n{head}"
                );
                let listed = entries(&over);
                let is_month = head.contains(" 建账：") && !head.contains("，未了结 ");
                months += if is_month { number } else { 0 };
                assert_eq!(listed.len(), number, "{row}\n{}", listed.join("\n"));
                if let Some((_, open)) = head.split_once("，未了结 ")
                    && head.starts_with(" 20")
                {
                    let open: usize = open.trim().parse().unwrap();
                    let ended = ["已办结", "已回访"];
                    let own = listed.iter().filter(|line| !ended.iter().any(|word| line.contains(word)));
                    assert_eq!(own.count(), open, "{}", listed.join("\n"));
                }
                if let Some((_, visited)) = head.split_once("，已访 ") {
                    let visited: usize = visited.trim().parse().unwrap();
                    assert_eq!(
                        listed.iter().filter(|line| line.contains("已访 ")).count(),
                        visited,
                        "{head}"
                    );
                }
                seen.push(number);
                s.press("Esc");
            }
        }
        s.press("Down");
    }
    assert!(merged > 0 && ever == months + merged, "{ever} {months} {merged}");
    // What is in hand, the month, months, ages, topics, visits.
    assert!(seen.len() >= 25 && nothing >= 1, "{seen:?} {nothing}");
}

#[test]
fn a_figure_is_walked_through_and_each_record_opens_where_it_lives() {
    let (_folder, bench) = demonstration(120, 1);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    for (figure, tab) in [
        ("事项待答复", "[F6事项]"),
        ("等着结果", "[F6事项]"),
        ("项目在办", "[F7帮扶]"),
        ("富民思路", "[F3三清]"),
        ("上月办理中", "[F6事项]"),
        ("老党员", "[F4居民]"),
    ] {
        s.press("F9").press("Home");
        while !s.frame().lines().any(|line| line.starts_with(&format!("> {figure}"))) {
            s.press("Down");
        }
        s.press("Enter").press("Down");
        let frame = s.frame();
        let chosen = frame.lines().find(|line| line.starts_with(" > ")).unwrap_or_else(|| panic!("{frame}"));
        let name = chosen.trim_start_matches(" > ").split("  ").next().unwrap().trim().to_owned();
        let frame = s.press("Enter").frame();
        assert!(frame.contains(tab) && frame.contains(&name), "{figure} {name}\n{frame}");
    }
}
