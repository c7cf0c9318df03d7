//! Everything the screen is drawn from.

use std::{collections::VecDeque, sync::Arc};

use super::{
    appearance,
    event::{Answer, Effect, Far},
    finder::Finder,
    form::{Form, Purpose},
    keys::Place,
    lists::Arrangement,
    lock::Lock,
    meanwhile::Waiting,
    narrowing::{self, Narrowed},
    recorder::Recorder,
    screens::{
        bulletins, checklists, issues, ledgers, pane, projects, residents, sync, today, top::Tops, visits,
    },
    snapshot::{Dispute, Snapshot},
    theme::Theme,
    unfinished,
};
use crate::{
    domain::{
        field::Tag,
        id::RecordId,
        wording::{Lang, Wording},
    },
    workbench::sync::Preview,
};

/// The least terminal that everything fits into.
pub(super) const LEAST: (u16, u16) = (80, 24);

/// From this width on, lists and what is selected stand side by side.
pub(super) const WIDE: u16 = 100;

/// The screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// F2.
    Today,
    /// F3.
    Checklists,
    /// F4.
    Residents,
    /// F5.
    Visits,
    /// F6.
    Issues,
    /// F8.
    Ledgers,
    /// F7.
    Projects,
    /// F9.
    Bulletins,
    /// F10.
    Sync,
}

impl Screen {
    /// All of them, in the order of the tabs.
    pub(super) const ALL: [Self; 9] = [
        Self::Today,
        Self::Checklists,
        Self::Residents,
        Self::Visits,
        Self::Issues,
        Self::Projects,
        Self::Ledgers,
        Self::Bulletins,
        Self::Sync,
    ];
}

/// What lies over a screen.
#[derive(Debug, Clone)]
pub(super) enum Popup {
    /// A form.
    Form(Box<Form>),
    /// The command palette, or a list of records for the form below.
    Finder(Box<Finder>),
    /// The keys, or what somebody has to be told at length.
    Reading { title: String, lines: Vec<String>, top: usize },
    /// Something that is done only when it is agreed to.
    Question { sentence: String, effect: Effect },
    /// What a bundle would change.
    Preview { preview: Box<Preview>, passphrase: Option<String> },
    /// A conflict with the candidate that is selected.
    Conflict { dispute: Box<Dispute>, at: usize },
}

/// Work that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Busy {
    pub(super) what: String,
    /// The form that it was asked for by, by its number.
    pub(super) form: Option<u64>,
    /// How far long work is.
    pub(super) far: Option<Far>,
    /// Whether it was told to end.
    pub(super) ending: bool,
    /// What waits for its turn, and the form that it was asked for by.
    pub(super) next: VecDeque<(String, Option<u64>)>,
}

impl Busy {
    /// Begins with something.
    pub(super) fn new(what: String, form: Option<u64>) -> Self {
        Self { what, form, far: None, ending: false, next: VecDeque::new() }
    }

    /// What comes after it.
    pub(super) fn after(mut self) -> Option<Self> {
        let (what, form) = self.next.pop_front()?;
        Some(Self { next: self.next, ..Self::new(what, form) })
    }
}

/// What came of long work. It is told of in the lower rule until somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) is_read: bool,
}

/// The state of the terminal face.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug)]
pub(super) struct Model {
    pub(super) lang: Lang,
    /// Whether colours may be used at all.
    pub(super) colour: bool,
    pub(super) theme: Theme,
    pub(super) size: (u16, u16),
    pub(super) data: Snapshot,
    /// How lists are arranged, as was chosen last.
    pub(super) arrangement: Arrangement,
    /// The screen whose rule between two panes the mouse holds.
    pub(super) grasped: Option<Screen>,
    pub(super) screen: Screen,
    pub(super) popups: Vec<Popup>,
    /// Forms that were not finished.
    pub(super) unfinished: unfinished::State,
    /// What is shown while the screen is locked.
    pub(super) lock: Option<Lock>,
    /// What a locked screen says of the passphrase of a demonstration.
    pub(super) passphrase: Option<Wording>,
    /// The last events, for the report of a bug.
    pub(super) recorder: Recorder,
    /// What was just done; shown until the next key.
    pub(super) notice: Option<String>,
    /// What came of the long work that ended last.
    pub(super) outcome: Option<Outcome>,
    pub(super) busy: Option<Busy>,
    /// Answers that wait until nothing is typed.
    pub(super) held: VecDeque<Answer>,
    /// Whether the question on top came late: Enter, pressed for something else, does not agree to it.
    pub(super) late: bool,
    /// How many forms were submitted: each has a number.
    pub(super) sendings: u64,
    /// The form whose answer is taken now.
    pub(super) answering: Option<u64>,
    /// What was pressed while a form is being written.
    pub(super) waiting: Waiting,
    /// Whether the figures of the month were asked for.
    pub(super) counting: bool,
    /// Whether what the ledgers are searched by was asked for.
    pub(super) indexing: bool,
    /// Whether `g` was pressed and a letter is to follow.
    pub(super) going: bool,
    /// Whether a key meant nothing, and none has worked since.
    pub(super) unheard: bool,
    /// The row selected on F2.
    pub(super) today: usize,
    pub(super) checklists: checklists::State,
    pub(super) residents: residents::State,
    pub(super) visits: visits::State,
    pub(super) issues: issues::State,
    pub(super) ledgers: ledgers::State,
    pub(super) projects: projects::State,
    /// The row selected on F9.
    pub(super) bulletins: usize,
    /// The row selected on F10.
    pub(super) sync: usize,
    /// The bundles of the folder that is asked about.
    pub(super) stick: sync::stick::Stick,
    /// Where the lists begin of which only the selected row is held here.
    pub(super) tops: Tops,
    /// What is typed to narrow them.
    pub(super) narrowed: Narrowed,
    /// How far what stands beside a list was read.
    pub(super) pane: pane::Read,
    /// A record whose numbers are shown in full, with those numbers.
    pub(super) unmasked: Option<(RecordId, Vec<(Tag, String)>)>,
}

impl Model {
    /// The state after opening.
    pub(super) fn new(data: Snapshot, lang: Lang, colour: bool, size: (u16, u16)) -> Self {
        let theme = data.looks.theme(&data.looks.chosen, colour);
        let arrangement = Arrangement::clone(&data.arrangement);
        let mut model = Self {
            lang,
            colour,
            theme,
            size,
            data,
            arrangement,
            grasped: None,
            screen: Screen::Today,
            popups: Vec::new(),
            unfinished: unfinished::State::default(),
            lock: None,
            passphrase: None,
            recorder: Recorder::new(size),
            notice: None,
            outcome: None,
            busy: None,
            held: VecDeque::new(),
            late: false,
            sendings: 0,
            answering: None,
            waiting: Waiting::default(),
            counting: false,
            indexing: false,
            going: false,
            unheard: false,
            today: 0,
            checklists: checklists::State::default(),
            residents: residents::State::default(),
            visits: visits::State::default(),
            issues: issues::State::default(),
            ledgers: ledgers::State::default(),
            projects: projects::State::default(),
            bulletins: 0,
            sync: 0,
            stick: sync::stick::Stick::default(),
            tops: Tops::default(),
            narrowed: Narrowed::default(),
            pane: pane::Read::default(),
            unmasked: None,
        };
        model.sort_out();
        issues::begin(&mut model);
        let keys = model.data.keys_trouble.as_ref().map(|told| told.get(lang).to_owned());
        let told: Vec<String> = keys.into_iter().chain(appearance::troubles(&model, lang)).collect();
        model.notice = (!told.is_empty()).then(|| told.join(lang.pick("；", "; ")));
        model
    }

    /// Takes new data. What of a record was erased since the last time stays
    /// neither on the screen nor in forms that were put down. Answers what was shown before.
    pub(super) fn renew(&mut self, mut data: Snapshot) -> Snapshot {
        let selected = sync::selected(self);
        let swept = std::mem::take(&mut data.swept);
        let before = std::mem::replace(&mut self.data, data);
        (self.counting, self.indexing) = (false, false);
        self.data.begun = before.begun;
        // The list was asked for; it is shown until it is asked for again.
        self.data.due = Arc::clone(&before.due);
        let lost: Vec<RecordId> =
            self.data.erased.keys().copied().filter(|id| self.data.has_lost_of(*id, &before)).collect();
        let is_lost = |id: RecordId| lost.contains(&id);
        let mut dropped = unfinished::drop_erased(self, &swept, &|form| form.records().any(is_lost));
        let over = self.popups.iter().position(|popup| match popup {
            Popup::Conflict { dispute, .. } => is_lost(dispute.conflict.record),
            Popup::Finder(finder) => finder.told().any(is_lost),
            Popup::Form(_) | Popup::Reading { .. } | Popup::Question { .. } | Popup::Preview { .. } => false,
        });
        if let Some(at) = over {
            self.popups.truncate(at);
            dropped = true;
        }
        self.unmasked = self.unmasked.take().filter(|(id, _)| !is_lost(*id));
        if !lost.is_empty() {
            // Rows of a sheet tell of people.
            self.outcome = None;
        }
        if dropped {
            let told = self.lang.pick(
                "没填完的表单里有按要求删除的人，已一并删去",
                "forms about somebody who was erased on request were dropped",
            );
            self.notice = Some(told.to_owned());
        }
        self.sort_out();
        sync::stay_on(self, selected.as_ref());
        before
    }

    /// Works out what lists show, after the data or a search changed.
    pub(super) fn sort_out(&mut self) {
        issues::sort_out(self);
        residents::sort_out(self);
        ledgers::sort_out(self);
        checklists::sort_out(self);
        visits::sort_out(self);
        projects::sort_out(self);
        // What their rows say has changed.
        self.narrowed.today.forget();
        self.narrowed.bulletins.forget();
        self.narrowed.sync.forget();
        today::sort_out(self);
        bulletins::sort_out(self);
        sync::sort_out(self);
    }

    /// Where a key goes now.
    pub(super) fn place(&self) -> Place {
        match self.popups.last() {
            Some(Popup::Form(_)) => Place::Form,
            Some(Popup::Finder(_)) => Place::Picker,
            Some(Popup::Reading { .. }) => Place::Reading,
            Some(Popup::Question { .. } | Popup::Preview { .. }) => Place::Question,
            Some(Popup::Conflict { .. }) => Place::Conflict,
            None if self.is_searching() => Place::Search,
            None => match self.screen {
                Screen::Today => Place::Today,
                Screen::Checklists if self.checklists.open => Place::Sheet,
                Screen::Checklists => Place::Matrix,
                Screen::Residents => Place::Residents,
                Screen::Visits => Place::Visits,
                Screen::Issues if self.issues.board && !self.issues.open => Place::Board,
                Screen::Issues => Place::Issues,
                Screen::Ledgers => Place::Ledgers,
                Screen::Projects if self.projects.open => Place::Project,
                Screen::Projects => Place::Projects,
                Screen::Bulletins => Place::Bulletins,
                Screen::Sync => Place::Sync,
            },
        }
    }

    /// Whether a search is being typed.
    pub(super) fn is_searching(&self) -> bool {
        narrowing::search(self).typing
    }

    /// Whether there is room for two panes.
    pub(super) fn is_wide(&self) -> bool {
        self.size.0 >= WIDE
    }

    /// Whether the terminal is too small to work in.
    pub(super) fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// Whether what is asked is to take in a bundle that holds nothing new.
    pub(super) fn is_nothing_new(&self) -> bool {
        match self.popups.last() {
            Some(Popup::Preview { preview, .. }) => preview.plan.commits + preview.plan.waiting == 0,
            Some(
                Popup::Form(_)
                | Popup::Finder(_)
                | Popup::Reading { .. }
                | Popup::Question { .. }
                | Popup::Conflict { .. },
            )
            | None => false,
        }
    }

    /// Opens a form, or the draft of it that was left.
    pub(super) fn open_form(&mut self, mut form: Form) {
        form.opened();
        let is_draft = |left: &Form| left.purpose == form.purpose && left.sent.is_none();
        let left = self.unfinished.left.iter().position(is_draft);
        let held = unfinished::take_held(self, &form.purpose);
        if left.is_some() || held.is_some() {
            let told = self.lang.pick(
                "接着上次没填完的；不要了按 ⟦discard⟧ 丢弃",
                "going on with the draft; ⟦discard⟧ throws it away",
            );
            self.notice = Some(told.to_owned());
        }
        if let Some(held) = &held {
            form.go_on_with(held, self.lang);
        }
        if let Some(at) = left {
            let fresh = std::mem::replace(&mut form, self.unfinished.left.remove(at));
            form.take_told(fresh);
        }
        form.suit(&self.data);
        self.popups.push(Popup::Form(Box::new(form)));
    }

    /// Keeps what was filled in of a form that is left. What was submitted is done all the same:
    /// it is kept until that is told.
    pub(super) fn leave_form(&mut self) {
        if let Some(Popup::Form(mut form)) = self.popups.pop() {
            self.forget_draft(&form.purpose);
            let told = if form.sent.is_some() {
                self.lang.pick(
                    "已放下，轮到它照样会办；没办成会告诉您，填了的还在",
                    "left: it is done in its turn; if that fails it is told, with what was filled in",
                )
            } else {
                self.lang.pick(
                    "已放下，填了的还在：再打开时接着填",
                    "left; what was filled in is still there when it is opened again",
                )
            };
            let (is_worth_keeping, is_sent) = (form.is_worth_keeping(), form.sent.is_some());
            if is_worth_keeping {
                form.drop_secrets();
                form.error = None;
                self.unfinished.left.push(*form);
            }
            if is_worth_keeping || is_sent {
                self.notice = Some(told.to_owned());
            }
        }
    }

    /// Drops the draft of a form that is done; not what was submitted since.
    pub(super) fn forget_draft(&mut self, purpose: &Purpose) {
        self.unfinished.left.retain(|left| left.purpose != *purpose || left.sent.is_some());
    }
}
