//! A field, declared once: codec, form, list column, import, export, masking,
//! search and `minqing ledgers` all read this row.

use super::wording::Wording;

/// The number under which a field's values are stored, for ever.
pub type Tag = u16;

/// The first tag a field may have; those below belong to the log.
pub const FIRST_FIELD_TAG: Tag = 16;

/// What a field holds, and so how it is typed, checked and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A person's name (domain.md §5: 2–20 characters, one middle dot).
    Name,
    /// A telephone number.
    Phone,
    /// A citizen's identity number (GB 11643-1999).
    IdNumber,
    /// A whole number.
    Int,
    /// An amount of money, in fen (see [`super::money`]).
    Money,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A day of the lunar year (see [`super::lunar`]).
    Lunar,
    /// A moment.
    Instant,
    /// One of a closed list.
    Choice(Vec<Choice>),
    /// A record of the ledger with this id.
    Ref(String),
}

/// One of a field's possible answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The key that is stored and that JSON shows.
    pub key: String,
    /// What people read.
    pub title: Wording,
    /// Whether it is out of use: what was answered so stays readable, and it is not offered any more.
    pub retired: bool,
}

impl Choice {
    /// One that is offered.
    pub fn new(key: String, title: Wording) -> Self {
        Self { key, title, retired: false }
    }
}

/// How a field is found by typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Search {
    /// Not searched.
    #[default]
    None,
    /// By characters, pinyin and initials.
    Name,
    /// By characters.
    Text,
    /// By its end, as the last digits of a phone.
    Tail,
}

/// How carefully a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Privacy {
    /// About the work.
    #[default]
    Open,
    /// About a person: phones and the like are masked until asked for.
    Personal,
    /// Sensitive personal information (个保法 28): hidden until asked for.
    Sensitive,
}

impl Privacy {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
        }
    }
}

/// The declaration of a field.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "a declaration: each is told by a word of its own in TOML")]
pub struct Field {
    /// The stored number.
    pub tag: Tag,
    /// The name in JSON and on the command line.
    pub key: String,
    /// The title on screen.
    pub title: Wording,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is a set of values, merged element by element.
    pub many: bool,
    /// Whether a record cannot do without.
    pub required: bool,
    /// How it is found.
    pub search: Search,
    /// How it is shown.
    pub privacy: Privacy,
    /// Whether a text in it that tells of illness, disability or allowances is
    /// hidden like what is sensitive (domain.md §4.1, 个保法 28).
    pub guarded: bool,
    /// Its width in lists, in terminal cells; none: only on the card.
    pub column: Option<u16>,
    /// Whether people fill it in; otherwise the program does.
    pub in_form: bool,
    /// Column names under which sheets bring it.
    pub import: Vec<String>,
    /// What it is needed for; told wherever fields are listed (个保法 6: a clear
    /// purpose). None: the work itself, as its title says.
    pub purpose: Option<Wording>,
    /// The purpose that the person must have consented to (a key of
    /// [`super::consent::Purpose`]): without a consent that stands it is
    /// neither filled in nor shown.
    pub consent: Option<String>,
}

impl Field {
    /// A plain field: optional, open, not searched, on the card and in the form.
    pub fn new(tag: Tag, key: &str, zh: &'static str, en: &'static str, kind: Kind) -> Self {
        Self {
            tag,
            key: key.to_owned(),
            title: Wording::new(zh, en),
            kind,
            many: false,
            required: false,
            search: Search::None,
            privacy: Privacy::Open,
            guarded: false,
            column: None,
            in_form: true,
            import: Vec::new(),
            purpose: None,
            consent: None,
        }
    }

    /// Makes it one that a record cannot do without.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes it a set.
    #[must_use]
    pub fn many(mut self) -> Self {
        self.many = true;
        self
    }

    /// Says how it is found.
    #[must_use]
    pub fn search(mut self, search: Search) -> Self {
        self.search = search;
        self
    }

    /// Makes it personal.
    #[must_use]
    pub fn personal(mut self) -> Self {
        self.privacy = Privacy::Personal;
        self
    }

    /// Makes it sensitive.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.privacy = Privacy::Sensitive;
        self
    }

    /// Hides what it tells of illness, disability or allowances.
    #[must_use]
    pub fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    /// Shows it in lists, this many cells wide.
    #[must_use]
    pub fn column(mut self, cells: u16) -> Self {
        self.column = Some(cells);
        self
    }

    /// Keeps it out of forms: the program fills it.
    #[must_use]
    pub fn automatic(mut self) -> Self {
        self.in_form = false;
        self
    }

    /// Names the sheet columns that bring it, besides its title.
    #[must_use]
    pub fn import(mut self, names: &[&str]) -> Self {
        self.import = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Says what it is needed for.
    #[must_use]
    pub fn purpose(mut self, zh: &'static str, en: &'static str) -> Self {
        self.purpose = Some(Wording::new(zh, en));
        self
    }

    /// Makes it one that needs the person's consent to this purpose.
    #[must_use]
    pub fn consent(mut self, purpose: &str) -> Self {
        self.consent = Some(purpose.to_owned());
        self
    }

    /// The choice with this key, where the field is one of a closed list.
    pub fn choice(&self, key: &str) -> Option<&Choice> {
        match &self.kind {
            Kind::Choice(choices) => choices.iter().find(|choice| choice.key == key),
            Kind::Text
            | Kind::LongText
            | Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Bool
            | Kind::Date
            | Kind::Lunar
            | Kind::Instant
            | Kind::Ref(_) => None,
        }
    }
}

impl Kind {
    /// A closed list from `(key, zh, en)` triples.
    pub fn choices(rows: &[(&str, &'static str, &'static str)]) -> Self {
        Self::Choice(
            rows.iter().map(|(key, zh, en)| Choice::new((*key).to_owned(), Wording::new(zh, en))).collect(),
        )
    }

    /// The type's word in `minqing ledgers`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Int => "int",
            Self::Money => "money",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Lunar => "lunar",
            Self::Instant => "instant",
            Self::Choice(_) => "choice",
            Self::Ref(_) => "ref",
        }
    }
}
