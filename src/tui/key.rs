//! Keys, whatever terminal or input method they come from.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::domain::wording::Lang;

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A character.
    Char(char),
    /// A character with Ctrl, in lower case.
    Ctrl(char),
    /// A character after `g`.
    Go(char),
    /// A function key.
    F(u8),
    /// Enter.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up with Ctrl.
    CtrlUp,
    /// Arrow down with Ctrl.
    CtrlDown,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
}

impl Key {
    /// Reads what the terminal reports; `None` for releases and keys without a meaning here.
    pub(super) fn read(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        if let KeyCode::Char(c) = event.code {
            return match (ctrl, alt) {
                (true, false) => Some(Self::Ctrl(c.to_ascii_lowercase())),
                // AltGr is both of them in some terminals.
                (false, false) | (true, true) => Some(Self::Char(c)),
                (false, true) => None,
            };
        }
        if let KeyCode::F(n) = event.code {
            return Some(Self::F(n));
        }
        if event.code == KeyCode::Enter && (alt || ctrl) {
            return Some(Self::Ctrl('j'));
        }
        if event.code == KeyCode::Tab && event.modifiers.contains(KeyModifiers::SHIFT) {
            return Some(Self::BackTab);
        }
        let held = HELD.iter().filter(|_| ctrl);
        held.chain(&PLAIN).find(|(_, _, known)| *known == event.code).map(|(key, ..)| *key)
    }

    /// Reads a key's name: `F6`, `Enter`, `Ctrl-R`, `n`, `Space`, `g t`; also as a
    /// Chinese screen writes it (`空格`), and in letters of full width.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let half = |c: char| if let Self::Char(c) = Self::Char(c).half_width() { c } else { c };
        let name: String = name.chars().map(half).collect();
        let lower = name.to_ascii_lowercase();
        let is_meant = |(key, known, _): &&(Self, &str, KeyCode)| {
            known.to_ascii_lowercase() == lower || key.shown(Lang::Zh).trim_end_matches(" 键") == name
        };
        if let Some((key, ..)) = HELD.iter().chain(&PLAIN).find(is_meant) {
            return Some(*key);
        }
        if lower == "space" || name == "空格" {
            return Some(Self::Char(' '));
        }
        if let Some(held) = lower.strip_prefix("ctrl-") {
            return single(held).map(Self::Ctrl);
        }
        if let Some(after) = name.strip_prefix("g ") {
            return single(after).map(Self::Go);
        }
        let function = lower.strip_prefix('f').and_then(|n| n.parse().ok());
        let function = function.filter(|n| FUNCTIONS.contains(n));
        function.map(Self::F).or_else(|| single(&name).map(Self::Char))
    }

    /// Whether it moves or deletes in a text that is typed.
    pub(super) fn edits(self) -> bool {
        match self {
            Self::Ctrl(c) => matches!(c, 'a' | 'e' | 'h' | 'j' | 'k' | 'u' | 'w'),
            Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::Home
            | Self::End
            | Self::Backspace
            | Self::Delete => true,
            Self::Char(_)
            | Self::Go(_)
            | Self::F(_)
            | Self::Enter
            | Self::Esc
            | Self::Tab
            | Self::BackTab
            | Self::CtrlUp
            | Self::CtrlDown
            | Self::PageUp
            | Self::PageDown => false,
        }
    }

    /// The key as a screen in this language names it. Where the keys of a
    /// keyboard carry words, those stay as they are printed on them.
    pub(super) fn shown(self, lang: Lang) -> String {
        let own = match self {
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Left => "←",
            Self::Right => "→",
            Self::CtrlUp => "Ctrl-↑",
            Self::CtrlDown => "Ctrl-↓",
            Self::PageUp => "上翻页",
            Self::PageDown => "下翻页",
            Self::Home => "Home 键",
            Self::End => "End 键",
            Self::Backspace => "退格",
            Self::Char(' ') => "空格",
            Self::Char(_)
            | Self::Ctrl(_)
            | Self::Go(_)
            | Self::F(_)
            | Self::Enter
            | Self::Esc
            | Self::Tab
            | Self::BackTab
            | Self::Delete => return self.name(),
        };
        match lang {
            Lang::Zh => own.to_owned(),
            Lang::En => self.name(),
        }
    }

    /// The key's name, as [`Key::parse`] reads it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
            Self::Go(c) => format!("g {c}"),
            Self::F(n) => format!("F{n}"),
            Self::Enter
            | Self::Esc
            | Self::Tab
            | Self::BackTab
            | Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::CtrlUp
            | Self::CtrlDown
            | Self::PageUp
            | Self::PageDown
            | Self::Home
            | Self::End
            | Self::Backspace
            | Self::Delete => HELD
                .iter()
                .chain(&PLAIN)
                .find(|(key, ..)| *key == self)
                .map_or("", |(_, name, _)| name)
                .to_owned(),
        }
    }

    /// The key that is meant where no text is typed: an input method gives
    /// letters and signs in full width, and `、`, `【`, `】`, `。`, `《` and `》` from the keys
    /// of `/`, `[`, `]`, `.`, `<` and `>`.
    pub(super) fn half_width(self) -> Self {
        let Self::Char(c) = self else { return self };
        Self::Char(match c {
            '\u{3000}' => ' ',
            '、' => '/',
            '【' => '[',
            '】' => ']',
            '。' => '.',
            '《' => '<',
            '》' => '>',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
    }
}

/// The function keys that terminals know.
const FUNCTIONS: std::ops::RangeInclusive<u8> = 1..=24;

const PLAIN: [(Key, &str, KeyCode); 14] = [
    (Key::Enter, "Enter", KeyCode::Enter),
    (Key::Esc, "Esc", KeyCode::Esc),
    (Key::Tab, "Tab", KeyCode::Tab),
    (Key::BackTab, "Shift-Tab", KeyCode::BackTab),
    (Key::Up, "Up", KeyCode::Up),
    (Key::Down, "Down", KeyCode::Down),
    (Key::Left, "Left", KeyCode::Left),
    (Key::Right, "Right", KeyCode::Right),
    (Key::PageUp, "PageUp", KeyCode::PageUp),
    (Key::PageDown, "PageDown", KeyCode::PageDown),
    (Key::Home, "Home", KeyCode::Home),
    (Key::End, "End", KeyCode::End),
    (Key::Backspace, "Backspace", KeyCode::Backspace),
    (Key::Delete, "Delete", KeyCode::Delete),
];

/// Keys that are told from others by Ctrl being held.
const HELD: [(Key, &str, KeyCode); 2] =
    [(Key::CtrlUp, "Ctrl-Up", KeyCode::Up), (Key::CtrlDown, "Ctrl-Down", KeyCode::Down)];

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for key in
            [Key::F(6), Key::Ctrl('r'), Key::Char('n'), Key::Char(' '), Key::Down, Key::BackTab, Key::CtrlUp]
        {
            assert_eq!(Key::parse(&key.name()), Some(key));
        }
        for (name, key) in [
            ("ctrl-s", Key::Ctrl('s')),
            ("ｃｔｒｌ－ｓ", Key::Ctrl('s')),
            ("F24", Key::F(24)),
            ("f", Key::Char('f')),
            ("N", Key::Char('N')),
            ("g t", Key::Go('t')),
            ("空格", Key::Char(' ')),
            ("上翻页", Key::PageUp),
            ("Ctrl-↓", Key::CtrlDown),
            ("ctrl-up", Key::CtrlUp),
        ] {
            assert_eq!(Key::parse(name), Some(key), "{name}");
        }
        for name in ["nothing", "", "f0", "f25", "f300", "ctrl-", "ctrl-ab", "g ab", "登记"] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }

    #[test]
    fn an_arrow_with_ctrl_held_is_a_key_of_its_own() {
        let read = |code, held| Key::read(KeyEvent::new(code, held));
        assert_eq!(read(KeyCode::Down, KeyModifiers::CONTROL), Some(Key::CtrlDown));
        assert_eq!(read(KeyCode::Up, KeyModifiers::CONTROL), Some(Key::CtrlUp));
        assert_eq!(read(KeyCode::Down, KeyModifiers::NONE), Some(Key::Down));
        assert_eq!(read(KeyCode::Down, KeyModifiers::SHIFT), Some(Key::Down));
    }

    #[test]
    fn chinese_screens_name_keys_in_chinese() {
        for (key, zh, en) in [
            (Key::Right, "→", "Right"),
            (Key::Char(' '), "空格", "Space"),
            (Key::PageUp, "上翻页", "PageUp"),
            (Key::Ctrl('s'), "Ctrl-S", "Ctrl-S"),
        ] {
            assert_eq!((key.shown(Lang::Zh).as_str(), key.shown(Lang::En).as_str()), (zh, en));
        }
    }

    #[test]
    fn letters_from_an_input_method_mean_the_same() {
        assert_eq!(Key::Char('ｎ').half_width(), Key::Char('n'));
        assert_eq!(Key::Char('？').half_width(), Key::Char('?'));
        assert_eq!(Key::Char('：').half_width(), Key::Char(':'));
        assert_eq!(Key::Char('／').half_width(), Key::Char('/'));
        assert_eq!(Key::Char('【').half_width(), Key::Char('['));
        assert_eq!(Key::Char('张').half_width(), Key::Char('张'));
    }
}
