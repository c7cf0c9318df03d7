//! The row of tabs: every screen with its key and its name, at every width.

use std::ops::Range;

use super::{
    cells::{self, width},
    keys::{Action, KeyMap, Place, binding},
    model::{Model, Screen},
};
use crate::domain::wording::Lang;

/// A tab and where it stands; `None` is the help.
pub(super) struct Tab {
    pub(super) screen: Option<Screen>,
    pub(super) text: String,
    pub(super) columns: Range<u16>,
}

/// How the tabs are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// `[F2 今日] F3 三清 `: a blank behind the key, cells of its own on both sides.
    Whole,
    /// `[F2今日] F3三清 `: no blank behind the key.
    Short,
    /// `[F2Today]F3Lists F4People`: one cell between two.
    Tight,
}

/// The tabs, in the roomiest form that fits. Whichever screen is looked at, each
/// tab stands in its place: the brackets take the cells that are blank elsewhere.
pub(super) fn tabs(model: &Model) -> Vec<Tab> {
    let room = usize::from(model.size.0);
    let fits = |form: &Form| {
        let last = row(*form, model.screen, room, &model.data.keys, model.lang).pop();
        last.is_some_and(|tab| usize::from(tab.columns.end) <= room)
    };
    let form = [Form::Whole, Form::Short].into_iter().find(fits).unwrap_or(Form::Tight);
    row(form, model.screen, room, &model.data.keys, model.lang)
}

fn row(form: Form, current: Screen, room: usize, keys: &KeyMap, lang: Lang) -> Vec<Tab> {
    let mut tabs = Vec::new();
    let mut push = |screen: Option<Screen>, text: String, left: usize| {
        let right = left + width(&text);
        tabs.push(Tab { screen, text, columns: cells::cells(left)..cells::cells(right) });
        right
    };
    let mut left = 0;
    for screen in Screen::ALL {
        let key = screen_key(keys, screen, lang);
        let name = match form {
            Form::Whole => format!("{key} {}", title(screen, lang)).trim_start().to_owned(),
            Form::Short | Form::Tight => format!("{key}{}", title(screen, lang)),
        };
        let (text, at, right) = match (screen == current, form) {
            (true, Form::Whole | Form::Short) => (format!("[{name}]"), left, left + width(&name) + 2),
            (false, Form::Whole | Form::Short) => (format!(" {name} "), left, left + width(&name) + 2),
            // The cell before a name is also the one behind the name before it.
            (true, Form::Tight) => (format!("[{name}]"), left, left + width(&name) + 1),
            (false, Form::Tight) => (name.clone(), left + 1, left + width(&name) + 1),
        };
        push(Some(screen), text, at);
        left = right;
    }
    let help = match form {
        Form::Whole => lang.pick("⟦help!⟧ 帮助 ", "⟦help!⟧ help "),
        Form::Short => lang.pick("⟦help!⟧帮助", "⟦help!⟧help"),
        Form::Tight => lang.pick("⟦help!⟧帮助", "⟦help!⟧?"),
    };
    let help = keys.told(help, Place::Screens, lang);
    // The last name may have a bracket behind it, and a blank stands between two words.
    let least = if matches!(form, Form::Tight) { left + 2 } else { left + 1 };
    let left = room.saturating_sub(width(&help)).max(least);
    push(None, help, left);
    tabs
}

/// The key that goes to a screen, where it is short enough for a tab.
fn screen_key(keys: &KeyMap, screen: Screen, lang: Lang) -> String {
    const MOST: usize = 3;
    let action = match screen {
        Screen::Today => Action::GoToday,
        Screen::Checklists => Action::GoChecklists,
        Screen::Residents => Action::GoResidents,
        Screen::Visits => Action::GoVisits,
        Screen::Issues => Action::GoIssues,
        Screen::Projects => Action::GoProjects,
        Screen::Ledgers => Action::GoLedgers,
        Screen::Bulletins => Action::GoBulletins,
        Screen::Sync => Action::GoSync,
    };
    let key = binding(action).and_then(|row| keys.key_in(row, Place::Screens));
    key.map(|key| key.shown(lang)).filter(|key| width(key) <= MOST).unwrap_or_default()
}

/// What a screen is called, wherever it is named: on its tab at every width, in the help, in the
/// palette. The English names fill eighty columns to the last.
pub(super) const fn name(screen: Screen) -> (&'static str, &'static str) {
    match screen {
        Screen::Today => ("今日", "Today"),
        Screen::Checklists => ("三清", "Lists"),
        Screen::Residents => ("居民", "People"),
        Screen::Visits => ("走访", "Visits"),
        Screen::Issues => ("事项", "Issues"),
        Screen::Projects => ("帮扶", "Aid"),
        Screen::Ledgers => ("台账", "Ledgers"),
        Screen::Bulletins => ("简报", "News"),
        Screen::Sync => ("同步", "Sync"),
    }
}

fn title(screen: Screen, lang: Lang) -> &'static str {
    let (zh, en) = name(screen);
    lang.pick(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(tabs: &[Tab], room: usize) -> String {
        let mut line = String::new();
        for tab in tabs {
            let gap = usize::from(tab.columns.start).saturating_sub(width(&line));
            line.push_str(&" ".repeat(gap));
            assert_eq!(width(&line), usize::from(tab.columns.start), "{line}");
            line.push_str(&tab.text);
        }
        assert!(width(&line) <= room, "{line}");
        line
    }

    #[test]
    fn at_eighty_columns_every_tab_has_its_name_and_none_moves() {
        for (lang, form) in [(Lang::Zh, Form::Short), (Lang::En, Form::Tight)] {
            let lines = Screen::ALL.map(|screen| drawn(&row(form, screen, 80, &KeyMap::default(), lang), 80));
            for line in &lines {
                for screen in Screen::ALL {
                    let name =
                        format!("{}{}", screen_key(&KeyMap::default(), screen, lang), title(screen, lang));
                    assert!(line.contains(&name), "{name} in {line}");
                }
                // The help stands apart from the last name, whatever is looked at.
                assert!(line.contains(" F1"), "{line}");
                let plain = |line: &str| line.replace(['[', ']'], " ").trim_end().to_owned();
                assert_eq!(plain(line), plain(&lines[0]));
            }
        }
        assert_eq!(
            drawn(&row(Form::Short, Screen::Residents, 80, &KeyMap::default(), Lang::Zh), 80),
            " F2今日  F3三清 [F4居民] F5走访  F6事项  F7帮扶  F8台账  F9简报  F10同步  F1帮助"
        );
        assert_eq!(
            drawn(&row(Form::Tight, Screen::Sync, 80, &KeyMap::default(), Lang::En), 80),
            " F2Today F3Lists F4People F5Visits F6Issues F7Aid F8Ledgers F9News[F10Sync]  F1?"
        );
    }

    #[test]
    fn a_click_between_two_tabs_is_on_one_of_them_at_most() {
        for form in [Form::Whole, Form::Short, Form::Tight] {
            for tabs in Screen::ALL.map(|screen| row(form, screen, 120, &KeyMap::default(), Lang::En)) {
                let ends = tabs.iter().zip(tabs.iter().skip(1));
                assert!(
                    ends.into_iter().all(|(one, next)| one.columns.end <= next.columns.start),
                    "{form:?}"
                );
            }
        }
    }
}
