//! Where keys work.

use super::Action;
use crate::{
    domain::wording::Lang,
    tui::{model::Screen, tabs::name},
};

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::tui) enum Place {
    /// In every place, also while text is typed.
    Always,
    /// On every screen while no text is typed.
    Screens,
    /// F2.
    Today,
    /// F3, the matrix.
    Matrix,
    /// F3, one sheet.
    Sheet,
    /// F4.
    Residents,
    /// F5.
    Visits,
    /// F6, the list.
    Issues,
    /// F6, the board.
    Board,
    /// F8.
    Ledgers,
    /// F7.
    Projects,
    /// F7, one project.
    Project,
    /// F9.
    Bulletins,
    /// F10.
    Sync,
    /// While a search is typed.
    Search,
    /// In a form.
    Form,
    /// In a list to choose from, searched by typing.
    Picker,
    /// In a text to read.
    Reading,
    /// Before something that is asked.
    Question,
    /// Before a conflict.
    Conflict,
}

impl Place {
    /// Whether letters are text here.
    pub(in crate::tui) fn takes_text(self) -> bool {
        match self {
            Self::Search | Self::Form | Self::Picker => true,
            Self::Always
            | Self::Screens
            | Self::Today
            | Self::Matrix
            | Self::Sheet
            | Self::Residents
            | Self::Visits
            | Self::Issues
            | Self::Board
            | Self::Ledgers
            | Self::Projects
            | Self::Project
            | Self::Bulletins
            | Self::Sync
            | Self::Reading
            | Self::Question
            | Self::Conflict => false,
        }
    }

    /// Whether this is a screen, where what works on all screens works too.
    pub(in crate::tui) fn is_screen(self) -> bool {
        SCREENS.contains(&self)
    }

    /// Every place, the most common first.
    pub(in crate::tui) const ALL: [Self; 20] = [
        Self::Always,
        Self::Screens,
        Self::Today,
        Self::Matrix,
        Self::Sheet,
        Self::Residents,
        Self::Visits,
        Self::Issues,
        Self::Board,
        Self::Projects,
        Self::Project,
        Self::Ledgers,
        Self::Bulletins,
        Self::Sync,
        Self::Search,
        Self::Form,
        Self::Picker,
        Self::Reading,
        Self::Question,
        Self::Conflict,
    ];

    /// The place's title in the help; see [`KeyMap::told`](super::KeyMap::told).
    pub(in crate::tui) fn title(self, lang: Lang) -> String {
        let screen = |action: Action, screen: Screen, part: (&str, &str)| {
            let (zh, en) = name(screen);
            format!("⟦{}⟧ {}{}", action.id(), lang.pick(zh, en), lang.pick(part.0, part.1))
        };
        let whole = ("", "");
        let told = match self {
            Self::Always => lang.pick("任何时候", "Always"),
            Self::Screens => lang.pick("各屏通用", "On every screen"),
            Self::Today => return screen(Action::GoToday, Screen::Today, whole),
            Self::Matrix => return screen(Action::GoChecklists, Screen::Checklists, whole),
            Self::Sheet => {
                return screen(Action::GoChecklists, Screen::Checklists, (" · 一张清单", " · one sheet"));
            }
            Self::Residents => return screen(Action::GoResidents, Screen::Residents, whole),
            Self::Visits => return screen(Action::GoVisits, Screen::Visits, whole),
            Self::Issues => return screen(Action::GoIssues, Screen::Issues, whole),
            Self::Board => return screen(Action::GoIssues, Screen::Issues, (" · 看板", " · the board")),
            Self::Projects => return screen(Action::GoProjects, Screen::Projects, whole),
            Self::Project => {
                return screen(Action::GoProjects, Screen::Projects, (" · 一个项目", " · one project"));
            }
            Self::Ledgers => return screen(Action::GoLedgers, Screen::Ledgers, whole),
            Self::Bulletins => return screen(Action::GoBulletins, Screen::Bulletins, whole),
            Self::Sync => return screen(Action::GoSync, Screen::Sync, whole),
            Self::Search => lang.pick("查找时", "While searching"),
            Self::Form => lang.pick("填表时", "In a form"),
            Self::Picker => lang.pick("选择时", "While choosing"),
            Self::Reading => lang.pick("阅读时", "While reading"),
            Self::Question => lang.pick("询问时", "When asked"),
            Self::Conflict => lang.pick("冲突", "A conflict"),
        };
        told.to_owned()
    }
}

const SCREENS: [Place; 12] = [
    Place::Today,
    Place::Matrix,
    Place::Sheet,
    Place::Residents,
    Place::Visits,
    Place::Issues,
    Place::Board,
    Place::Projects,
    Place::Project,
    Place::Ledgers,
    Place::Bulletins,
    Place::Sync,
];
