//! Characters with their readings, each kept once and named by a number.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use super::fold;
use super::reading::{self, Role, Sound};

/// The number of a glyph in its [`GlyphTable`].
pub(super) type GlyphId = u32;

/// Stands between two fields; nothing a user types matches it.
pub(super) const GAP: GlyphId = 0;

/// The characters that have readings, by their roles.
type Known = HashMap<(char, Role), Arc<Glyph>>;

/// A character in a role, and everything that may be typed for it.
pub(super) struct Glyph {
    ch: char,
    sound: Sound,
    /// A dot or a dash inside a name, which need not be typed.
    pub(super) silent: bool,
    /// What it can answer for, as a set of [`GlyphTable::letter`]s.
    letters: u64,
    /// With which of them that may begin.
    initials: u64,
}

impl Glyph {
    fn new(ch: char, sound: Sound) -> Self {
        let readings = || sound.usual.iter().chain(&sound.others);
        let set = |set: u64, ch| set | GlyphTable::letter(ch);
        let letters = readings().flat_map(|reading| reading.chars()).chain([ch]).fold(0, set);
        let initials = readings().filter_map(|reading| reading.chars().next()).chain([ch]).fold(0, set);
        Self { ch, silent: !ch.is_alphanumeric(), letters, initials, sound }
    }

    /// A character in a role, of which the readings are looked up once for all texts.
    fn known(ch: char, role: Role) -> Arc<Self> {
        static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&(ch, role)).cloned();
        known.unwrap_or_else(|| {
            let glyph = Arc::new(Self::new(ch, Sound::of(ch, role)));
            // There are only so many characters that have readings; of others there may be any.
            if !glyph.sound.usual.is_empty() {
                let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
                known.insert((ch, role), Arc::clone(&glyph));
            }
            glyph
        })
    }

    /// Tells which places of `word` are reached when this glyph answers for
    /// what is typed from place `at` on: a set of bits, one for each place.
    ///
    /// A glyph answers for itself and for any beginning of a reading, which
    /// makes initials of one letter and of two.
    pub(super) fn reach(&self, word: &[char], at: usize, readings: Allowed) -> u64 {
        let Some(typed) = word.get(at..) else { return 0 };
        let Some(first) = typed.first() else { return 0 };
        let mut places = u64::from(fold::plain(*first) == self.ch) << 1;
        if first.is_ascii_lowercase() {
            let others = match readings {
                Allowed::Usual => &[][..],
                Allowed::All => &self.sound.others,
            };
            for reading in self.sound.usual.iter().chain(others) {
                places |= (1 << (agreeing(reading, typed, readings) + 1)) - 2;
            }
        }
        places << at
    }
}

/// How many characters at the beginning of a reading are those that were typed. A `u` is typed
/// for `ü` too; who types `ü` means it, and finds what is said with `u` behind that.
fn agreeing(reading: &str, typed: &[char], readings: Allowed) -> usize {
    let mut before = ' ';
    let same = |(said, typed): &(char, &char)| {
        let fits = match (*said, **typed) {
            ('ü', 'u') => true,
            // What is written ju, qu, xu and yu is said with ü.
            ('u', 'ü') => readings == Allowed::All || matches!(before, 'j' | 'q' | 'x' | 'y'),
            (said, typed) => said == typed,
        };
        before = *said;
        fits
    };
    reading.chars().zip(typed).take_while(same).count()
}

/// Which readings a match may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Allowed {
    /// Only what people say.
    Usual,
    /// Every reading of the character.
    All,
}

/// All glyphs in use. A community has some thousands, however many people.
#[derive(Clone)]
pub(super) struct GlyphTable {
    glyphs: Vec<Arc<Glyph>>,
    ids: HashMap<(char, Role), GlyphId>,
}

impl GlyphTable {
    pub(super) fn new() -> Self {
        let sound = Sound { usual: Vec::new(), others: Vec::new() };
        let gap = Glyph { ch: '\0', sound, silent: false, letters: 0, initials: 0 };
        Self { glyphs: vec![Arc::new(gap)], ids: HashMap::new() }
    }

    /// Turns folded characters into glyphs.
    pub(super) fn spell<'t>(&'t mut self, chars: &'t [char]) -> impl Iterator<Item = GlyphId> + 't {
        let roles = reading::roles(chars);
        chars.iter().zip(roles).map(|(ch, role)| self.id(*ch, role))
    }

    /// Turns a text into glyphs, at most `limit` of them.
    pub(super) fn spell_text(&mut self, text: &str, limit: usize) -> Vec<GlyphId> {
        let chars: Vec<char> = fold::fold(text).take(limit).collect();
        self.spell(&chars).collect()
    }

    pub(super) fn get(&self, id: GlyphId) -> Option<&Glyph> {
        self.glyphs.get(usize::try_from(id).ok()?).map(|glyph| &**glyph)
    }

    /// The letters a glyph can answer for, as a set of [`GlyphTable::letter`]s.
    pub(super) fn letters(&self, id: GlyphId) -> u64 {
        self.get(id).map_or(0, |glyph| glyph.letters)
    }

    /// The letters with which what a glyph answers for may begin, as the same set.
    pub(super) fn initials(&self, id: GlyphId) -> u64 {
        self.get(id).map_or(0, |glyph| glyph.initials)
    }

    /// The bit of one typed character: each letter has its own, which it shares with nothing;
    /// other characters may share one.
    pub(super) fn letter(ch: char) -> u64 {
        const LETTERS: u32 = 26;
        match fold::plain(ch) {
            ch @ 'a'..='z' => 1 << (u32::from(ch) - u32::from('a')),
            ch => 1 << (LETTERS + u32::from(ch) % (u64::BITS - LETTERS)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.iter().map(|glyph| &**glyph)
    }

    fn id(&mut self, ch: char, role: Role) -> GlyphId {
        let glyphs = &mut self.glyphs;
        *self.ids.entry((ch, role)).or_insert_with(|| {
            let id = GlyphId::try_from(glyphs.len()).unwrap_or(GAP);
            glyphs.push(Glyph::known(ch, role));
            id
        })
    }
}
