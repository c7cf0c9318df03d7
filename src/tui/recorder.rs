//! The last events, for the report of a bug: which keys, and where; never what was typed.
//!
//! Of a text only its shape is noted: a character of Chinese, a letter, a digit,
//! a blank, another sign; of a paste how long it was. So a developer can do the
//! same again (`minqing replay`) and learns nothing about anybody.

mod script;

use std::collections::VecDeque;

use super::{
    event::Event,
    key::Key,
    model::{Model, Popup},
};
use crate::domain::wording::Lang;

pub(super) use script::Script;

/// The most events that are kept.
pub(super) const MOST: usize = 500;

/// What the first line of a report says; a later version counts on.
const FORMAT: &str = "minqing-events 1";

/// What sort of character was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Of Chinese, or of any writing but Latin.
    Character,
    /// A Latin letter.
    Letter,
    /// A digit.
    Digit,
    /// A blank.
    Blank,
    /// Any other sign.
    Sign,
}

impl Shape {
    /// Every shape with the word that stands for it, and what is typed in its place.
    const ALL: [(Self, &str, char); 5] = [
        (Self::Character, "字", '字'),
        (Self::Letter, "a", 'a'),
        (Self::Digit, "0", '0'),
        (Self::Blank, "blank", ' '),
        (Self::Sign, ".", '.'),
    ];

    fn of(c: char) -> Self {
        if c.is_whitespace() {
            Self::Blank
        } else if c.is_numeric() {
            Self::Digit
        } else if c.is_ascii_alphabetic() {
            Self::Letter
        } else if c.is_alphanumeric() {
            Self::Character
        } else {
            Self::Sign
        }
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or("", |(_, word, _)| word)
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == word).map(|(shape, ..)| *shape)
    }

    /// A character of this shape.
    pub(super) fn sample(self) -> char {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or(' ', |(.., c)| *c)
    }
}

/// What happened, without contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A key that is no text.
    Key(Key),
    /// A character of a text.
    Typed(Shape),
    /// A row of a list that tells of nobody, by its place among all of them.
    Picked(usize),
    /// So many characters at once.
    Pasted(usize),
    /// A click at a column and row.
    Click(u16, u16),
    /// The rule between two panes is drawn to a column and row.
    Drag(u16, u16),
    /// It is let go.
    Release,
    /// The wheel, over a column and row.
    Wheel(isize, (u16, u16)),
    /// Another size of the terminal.
    Resize(u16, u16),
    /// A pause after typing.
    Paused,
    /// So long a pause that the screen locks.
    Idle,
    /// The keyboard is gone.
    Gone,
}

/// An event, and where it happened.
#[derive(Debug, Clone)]
struct Noted {
    place: String,
    lang: Lang,
    what: What,
}

/// The last events.
#[derive(Debug)]
pub(super) struct Recorder {
    noted: VecDeque<Noted>,
    /// How many were dropped to make room.
    dropped: u64,
    /// The terminal's size before the first of them.
    size: (u16, u16),
}

impl Recorder {
    /// Nothing happened yet, in a terminal of this size.
    pub(super) fn new(size: (u16, u16)) -> Self {
        Self { noted: VecDeque::new(), dropped: 0, size }
    }

    fn push(&mut self, noted: Noted) {
        if self.noted.len() == MOST
            && let Some(first) = self.noted.pop_front()
        {
            self.dropped += 1;
            if let What::Resize(width, height) = first.what {
                self.size = (width, height);
            }
        }
        self.noted.push_back(noted);
    }

    /// All of it as a file; `fault` is told before, where there was one.
    pub(super) fn report(&self, lang: Lang, fault: Option<&str>) -> String {
        let lang = self.noted.front().map_or(lang, |first| first.lang);
        let (width, height) = self.size;
        let mut lines = vec![
            FORMAT.to_owned(),
            format!("version {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS),
            format!("lang {}", lang.pick("zh-CN", "en")),
            format!("size {width} {height}"),
            format!("dropped {}", self.dropped),
        ];
        lines.extend(fault.into_iter().flat_map(str::lines).map(|line| format!("fault {line}")));
        lines.push("events".to_owned());
        lines.extend(self.noted.iter().map(|noted| format!("{} {}", noted.place, noted.what.words())));
        lines.join("\n") + "\n"
    }
}

/// Notes an event before it is taken in; what the worker tells holds contents and is left out.
pub(super) fn note(model: &mut Model, event: &Event) {
    let what = match event {
        Event::Key(key) => of_key(model, *key),
        Event::Paste(text) => What::Pasted(text.chars().count()),
        Event::Click(x, y) => What::Click(*x, *y),
        // Only what holds something says anything, and of its way only the end.
        Event::Drag(..) | Event::Release if model.grasped.is_none() => return,
        Event::Drag(x, y) => What::Drag(*x, *y),
        Event::Release => What::Release,
        Event::Wheel(rows, over) => What::Wheel(*rows, *over),
        Event::Resize(width, height) => What::Resize(*width, *height),
        Event::Paused => What::Paused,
        Event::Idle => What::Idle,
        Event::Gone => What::Gone,
        Event::Answer(_) | Event::Broken(_) => return,
    };
    let last = model.recorder.noted.back_mut();
    if matches!(what, What::Drag(..))
        && let Some(last) = last.filter(|last| matches!(last.what, What::Drag(..)))
    {
        last.what = what;
        return;
    }
    let noted = Noted { place: place(model), lang: model.lang, what };
    model.recorder.push(noted);
}

/// Where events go now.
pub(super) fn place(model: &Model) -> String {
    if model.lock.is_some() {
        return LOCKED.to_owned();
    }
    format!("{:?}/{:?}", model.screen, model.place())
}

/// Where they go while the screen is locked.
pub(super) const LOCKED: &str = "Locked";

/// A key by its name where it is no text: where text is taken, and where it means
/// nothing, a character is noted by its shape alone.
fn of_key(model: &Model, key: Key) -> What {
    let place = model.place();
    if key == Key::Enter
        && let Some(Popup::Finder(finder)) = model.popups.last()
        && let Some(at) = finder.place_in_all(&model.data, model.lang)
    {
        return What::Picked(at);
    }
    let Key::Char(c) = key else { return What::Key(key) };
    let half = key.half_width();
    let means = |key| model.data.keys.lookup(place, key).is_some();
    let is_key = model.lock.is_none()
        && !place.takes_text()
        && if let Key::Char(c) = half {
            c == 'g' || c.is_ascii() && (means(half) || model.going && means(Key::Go(c)))
        } else {
            false
        };
    if is_key { What::Key(half) } else { What::Typed(Shape::of(c)) }
}

impl What {
    fn words(self) -> String {
        match self {
            Self::Key(key) => format!("key {}", key.name()),
            Self::Typed(shape) => format!("typed {}", shape.word()),
            Self::Picked(at) => format!("picked {at}"),
            Self::Pasted(count) => format!("pasted {count}"),
            Self::Click(x, y) => format!("click {x} {y}"),
            Self::Drag(x, y) => format!("drag {x} {y}"),
            Self::Release => "release".to_owned(),
            Self::Wheel(rows, (x, y)) => format!("wheel {rows} {x} {y}"),
            Self::Resize(width, height) => format!("size {width} {height}"),
            Self::Paused => "paused".to_owned(),
            Self::Idle => "idle".to_owned(),
            Self::Gone => "gone".to_owned(),
        }
    }

    fn parse(words: &str) -> Option<Self> {
        let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
        let two = || rest.split_once(' ').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
        Some(match word {
            "key" => Self::Key(Key::parse(rest)?),
            "typed" => Self::Typed(Shape::parse(rest)?),
            "picked" => Self::Picked(rest.parse().ok()?),
            "pasted" => Self::Pasted(rest.parse().ok()?),
            "click" => two().map(|(x, y)| Self::Click(x, y))?,
            "drag" => two().map(|(x, y)| Self::Drag(x, y))?,
            "release" => Self::Release,
            "wheel" => {
                // Where it was turned is told since it matters.
                let mut parts = rest.split(' ');
                let rows = parts.next()?.parse().ok()?;
                let mut cell = || parts.next().map_or(Some(0), |cell| cell.parse().ok());
                Self::Wheel(rows, (cell()?, cell()?))
            }
            "size" => two().map(|(width, height)| Self::Resize(width, height))?,
            "paused" => Self::Paused,
            "idle" => Self::Idle,
            "gone" => Self::Gone,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_so_many_are_kept_and_the_size_before_them_is_known() {
        let mut recorder = Recorder::new((80, 24));
        let push = |recorder: &mut Recorder, what| {
            recorder.push(Noted { place: "Today/Today".into(), lang: Lang::Zh, what });
        };
        push(&mut recorder, What::Resize(120, 36));
        (0..MOST + 9).for_each(|_| push(&mut recorder, What::Key(Key::Down)));
        let report = recorder.report(Lang::Zh, None);
        assert_eq!(report.lines().filter(|line| *line == "Today/Today key Down").count(), MOST);
        assert!(report.contains("\nsize 120 36\n") && report.contains("\ndropped 10\n"), "{report}");
    }

    #[test]
    fn what_is_noted_reads_back() {
        let keys = [Key::Char(' '), Key::Ctrl('s'), Key::F(6), Key::BackTab, Key::Char('?')].map(What::Key);
        let shapes = Shape::ALL.map(|(shape, ..)| What::Typed(shape));
        let others = [
            What::Click(3, 4),
            What::Drag(5, 6),
            What::Release,
            What::Wheel(-3, (90, 7)),
            What::Resize(80, 24),
            What::Paused,
            What::Idle,
        ];
        for what in
            keys.into_iter().chain(shapes).chain(others).chain([What::Picked(5), What::Pasted(7), What::Gone])
        {
            assert_eq!(What::parse(&what.words()), Some(what));
        }
        for (shape, _, sample) in Shape::ALL {
            assert_eq!(Shape::of(sample), shape);
        }
        // As it was told before it mattered where the wheel is turned.
        assert_eq!(What::parse("wheel -3"), Some(What::Wheel(-3, (0, 0))));
        assert_eq!(What::parse("wheel -3 a b"), None);
    }
}
