//! Themes, borders and widths, as they are seen and kept.

use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, style::Color};
use unicode_width::UnicodeWidthStr;

use super::{WAYS, add, projects::works, session, small, tour::in_ascii};
use crate::{
    domain::wording::Lang,
    tui::{Session, model::Popup, theme::Role, view},
    workbench::Workbench,
};

/// Pictures that stand in no place of their own.
const PICTURES: [&[&str]; 2] = [&["F5", "Tab", "Tab"], &["F5", "Shift-Tab", "Down"]];

/// Does something on every frame, in both languages.
fn each_frame(size: (u16, u16), what: &mut dyn FnMut(&mut Session, &str)) {
    let folder = tempfile::tempdir().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let home = folder.path().join(format!("{lang:?}"));
        let mut bench = small(&home);
        let days = [("from", "2026-11-10"), ("to", "2026-12-24"), ("owner", "李强")];
        for name in ["看仇英", "修路灯"] {
            add(&mut bench, "tasks", &[&[("name", name)], &days[..]].concat());
        }
        let mut s = Session::new(bench, lang, size.0, size.1).unwrap();
        for way in WAYS.into_iter().chain(PICTURES) {
            for key in way {
                s.press(key);
            }
            what(&mut s, &format!("{way:?} {lang:?}"));
            for _ in 0..4 {
                s.press("Esc");
            }
        }
    }
}

fn wear(s: &mut Session, theme: &str, pairs: &[(&str, &str)]) {
    let model = s.model();
    model.colour = true;
    let named = [("theme", theme)];
    let pairs = pairs.iter().chain(&named);
    let pairs = pairs.map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let look = crate::tui::appearance::read(&model.data.looks.chosen, &pairs);
    model.theme = model.data.looks.theme(&look, true);
}

/// The frame before it is dressed.
fn drawn(s: &mut Session) -> Buffer {
    let model = s.model();
    let (width, height) = model.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| view::draw(model, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// What all that is told in a role looks like once the frame is dressed: its colour and its ground.
fn worn(s: &mut Session, role: Role) -> (Color, Color) {
    let (marked, (dressed, _)) = (drawn(s), s.drawn());
    let cells = marked.content.iter().zip(&dressed.content);
    let own = cells.filter(|(cell, _)| Role::of(cell.fg) == role && !cell.symbol().trim().is_empty());
    let mut looks: Vec<(Color, Color)> = own.map(|(_, cell)| (cell.fg, cell.bg)).collect();
    looks.dedup();
    assert_eq!(looks.len(), 1, "{role:?} {looks:?} {}", s.frame());
    looks[0]
}

#[test]
fn a_theme_that_is_chosen_is_seen_in_the_colours_of_the_cells_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.model().colour = true;
    let own = (Color::Reset, Color::Reset);
    let number = |colour: u8, ground: u8| (Color::Indexed(colour), Color::Indexed(ground));
    let terminal = [own, (Color::Cyan, Color::Reset), (Color::Red, Color::Reset)];
    let light = [number(235, 255), number(16, 153), number(124, 255)];
    let dark = [number(252, 235), number(231, 24), number(217, 235)];
    let contrast = [number(231, 16), number(16, 226), number(231, 88)];
    let roles = [Role::Text, Role::Chosen, Role::Late];
    // What is tried in the form is seen behind and in it, and goes with it.
    s.press("F6").press("Ctrl-P").type_text("waiguan").press("Enter");
    assert_eq!(worn(&mut s, Role::Text), own);
    s.press("Right");
    assert_eq!(worn(&mut s, Role::Text), light[0]);
    s.press("Esc");
    assert_eq!(worn(&mut s, Role::Text), own);
    for (name, colours) in [
        ("浅色", light),
        ("深色", dark),
        ("高对比", contrast),
        ("无色", [own; 3]),
        ("终端", terminal),
        ("浅色", light),
    ] {
        s.press("Ctrl-P").type_text("huanzhuti").press("Enter");
        assert!(s.frame().contains("外观已记住") && s.frame().contains(name), "{}", s.frame());
        assert_eq!(roles.map(|role| worn(&mut s, role)), colours, "{name}");
    }
}

#[test]
fn every_theme_tells_the_same_and_what_is_late_or_good_has_its_mark() {
    each_frame((120, 36), &mut |s, way| {
        wear(s, "none", &[]);
        let plain = s.frame();
        for theme in ["terminal", "light", "dark", "contrast"] {
            wear(s, theme, &[]);
            assert_eq!(s.frame(), plain, "{way} {theme}");
        }
        let buffer = drawn(s);
        for row in buffer.content.chunks(usize::from(buffer.area.width)) {
            let of = |role: Role| -> String {
                let own = row.iter().filter(|cell| Role::of(cell.fg) == role);
                own.map(ratatui::buffer::Cell::symbol).collect()
            };
            let (late, good) = (of(Role::Late), of(Role::Good));
            assert!(late.is_empty() || late.contains('!'), "{way}: {late}");
            assert!(
                good.is_empty() || good.contains(|c: char| c.is_ascii_digit() || c == 'x'),
                "{way}: {good}"
            );
        }
    });
}

#[test]
fn no_ambiguous_character_is_in_a_frame_where_they_are_wide_and_no_line_with_ascii_borders() {
    for size in [(80, 24), (120, 36)] {
        each_frame(size, &mut |s, way| {
            wear(s, "none", &[("ambiguous", "2")]);
            let frame = s.frame();
            assert!(frame.lines().all(|line| line.width_cjk() <= usize::from(size.0)), "{way}\n{frame}");
            assert_eq!(frame.width_cjk(), frame.width(), "{way}\n{frame}");
            wear(s, "none", &[("borders", "ascii")]);
            let frame = s.frame();
            assert!(!frame.contains(['─', '│', '█', '░', '▒']) && frame.contains("-----"), "{way}\n{frame}");
            wear(s, "none", &[("borders", "none")]);
            let frame = s.frame();
            assert!(!frame.contains(['─', '│']) && frame.lines().nth(2) == Some(""), "{way}\n{frame}");
        });
    }
}

#[test]
fn a_look_is_seen_while_it_is_chosen_kept_when_it_is_submitted_and_not_when_it_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    assert!(s.frame().contains("────"));
    s.press("Ctrl-P").type_text("waiguan").press("Enter");
    assert!(s.frame().contains("123456789.|"), "{}", s.frame());
    s.press("Tab").press("Right");
    assert!(s.frame().contains("----") && !s.frame().contains("────"), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("────"), "left, it is as it was: {}", s.frame());
    s.press("Ctrl-P").type_text("waiguan").press("Enter");
    s.press("Right").press("Right").press("Tab").press("Right").press("Tab").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("外观已记住：深色") && s.frame().contains("----"), "{}", s.frame());
    drop(s);
    let bench = Workbench::open(&home, "pass", super::clock(0), &mut |_| {}).unwrap().0;
    assert!(bench.appearance().unwrap().contains("theme = \"dark\""), "{}", bench.appearance().unwrap());
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    assert!(s.frame().contains("----"));
    s.press("Ctrl-P").type_text("huanzhuti").press("Enter");
    assert!(s.frame().contains("外观已记住：高对比"), "{}", s.frame());
}

#[test]
fn a_theme_in_the_workspace_that_is_wrong_is_told_and_keeps_nobody_from_work() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let themes = home.join("config/themes");
    let bench = small(&home);
    std::fs::create_dir_all(&themes).unwrap();
    std::fs::write(themes.join("mine.toml"), "late = { fg = \"blood\" }").unwrap();
    std::fs::write(themes.join("bytes.toml"), [0xff, 0xfe]).unwrap();
    std::fs::write(themes.join("huge.toml"), vec![b'#'; 70_000]).unwrap();
    std::fs::create_dir(themes.join("folder.toml")).unwrap();
    std::fs::write(themes.join("good.toml"), "title = { zh = \"晚霞\", en = \"dusk\" }").unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    let frame = s.frame();
    assert!(frame.contains("config/themes/mine.toml 没有采用：late 的颜色“blood”不认识"), "{frame}");
    s.press("Ctrl-P").type_text("waiguan").press("Enter");
    let frame = s.frame();
    for name in ["bytes", "folder", "huge", "mine"] {
        assert!(frame.contains(&format!("config/themes/{name}.toml")), "{frame}");
    }
    assert!(frame.contains("晚霞"), "{frame}");
}

// A page is printed with its own rules; on the screen they are those of the theme.
#[test]
fn the_rules_of_a_page_on_f9_are_those_of_the_theme() {
    for (width, height) in [(80, 24), (120, 36)] {
        let folder = tempfile::tempdir().unwrap();
        let mut s = Session::new(works(&folder.path().join("b")), Lang::Zh, width, height).unwrap();
        let page = |s: &mut Session| {
            s.press("F9").press("Home").press("Enter");
            assert!(matches!(s.model().popups.last(), Some(Popup::Reading { .. })), "{}", s.frame());
            let frame = s.frame();
            s.press("Esc");
            frame
        };
        let rules = |frame: &str, rule: &str| {
            // Above and below the page the frame has rules of its own.
            let body: Vec<&str> = frame.lines().collect();
            let inner = &body[3..body.len() - 2];
            inner.iter().filter(|line| line.contains(&rule.repeat(20))).count()
        };
        let (lines, plain) = (page(&mut s), {
            in_ascii(&mut s);
            page(&mut s)
        });
        assert!(rules(&lines, "─") > 0 && rules(&lines, "-") == 0, "{lines}");
        assert!(!plain.contains('─') && rules(&plain, "-") == rules(&lines, "─"), "{plain}");
        assert!(!s.press("F9").frame().contains('─'), "{}", s.frame());
    }
}
