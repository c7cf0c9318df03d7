//! What a hand can ask for; what each is called, where it works and what it does stands in its row.

/// Declares the actions, each with its id: what `keys.toml` and the palette call it, for ever.
macro_rules! actions {
    ($($name:ident = $id:literal,)*) => {
        /// What a hand can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(in crate::tui) enum Action {
            $($name,)*
        }

        impl Action {
            /// All of them.
            pub(in crate::tui) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its id, in English and stable.
            pub(in crate::tui) fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

actions! {
    Help = "help",
    Palette = "palette",
    Menu = "menu",
    Leave = "leave",
    GoToday = "go-today",
    GoChecklists = "go-checklists",
    GoResidents = "go-residents",
    GoVisits = "go-visits",
    GoIssues = "go-issues",
    GoLedgers = "go-ledgers",
    GoProjects = "go-projects",
    GoBulletins = "go-bulletins",
    GoSync = "go-sync",
    FindEverywhere = "find-everywhere",
    Undo = "undo",
    Redo = "redo",
    Open = "open",
    Agree = "agree",
    Back = "back",
    Up = "up",
    Down = "down",
    PageUp = "page-up",
    PageDown = "page-down",
    First = "first",
    Last = "last",
    PaneUp = "pane-up",
    PaneDown = "pane-down",
    Find = "find",
    NextPart = "next-part",
    PreviousPart = "previous-part",
    Tick = "tick",
    OpenLinks = "open-links",
    EditItem = "edit-item",
    AddItem = "add-item",
    RetireItem = "retire-item",
    NewNeighbourhood = "new-neighbourhood",
    EditNeighbourhood = "edit-neighbourhood",
    DeleteNeighbourhood = "delete-neighbourhood",
    NewResident = "new-resident",
    EditResident = "edit-resident",
    NewHousehold = "new-household",
    Visit = "visit",
    NewVisit = "new-visit",
    NewTask = "new-task",
    WriteDiary = "write-diary",
    PreviousMonth = "previous-month",
    NextMonth = "next-month",
    RaiseIssue = "raise-issue",
    Unmask = "unmask",
    DeleteResident = "delete-resident",
    Register = "register",
    Accept = "accept",
    Assign = "assign",
    Reply = "reply",
    Resolve = "resolve",
    Transfer = "transfer",
    Callback = "callback",
    Reopen = "reopen",
    Extend = "extend",
    EditIssue = "edit-issue",
    Procedure = "procedure",
    Merge = "merge",
    AddVoice = "add-voice",
    Analyse = "analyse",
    NextFilter = "next-filter",
    PreviousFilter = "previous-filter",
    NextKind = "next-kind",
    PreviousKind = "previous-kind",
    ToggleBoard = "toggle-board",
    NextColumn = "next-column",
    PreviousColumn = "previous-column",
    Mark = "mark",
    PrintIssues = "print-issues",
    TickStage = "tick-stage",
    EditPart = "edit-part",
    StrikePart = "strike-part",
    NewProject = "new-project",
    EditProject = "edit-project",
    Milestone = "milestone",
    ProjectResult = "project-result",
    NewFund = "new-fund",
    Receipt = "receipt",
    Spending = "spending",
    Disclose = "disclose",
    OfferPeople = "offer-people",
    NewBulletin = "new-bulletin",
    EditBulletin = "edit-bulletin",
    ReviewBulletin = "review-bulletin",
    SignBulletin = "sign-bulletin",
    ArchiveBulletin = "archive-bulletin",
    PrintBulletin = "print-bulletin",
    Export = "export",
    Import = "import",
    InspectBundle = "inspect-bundle",
    ImportSheet = "import-sheet",
    Invite = "invite",
    ConfirmLaptop = "confirm-laptop",
    RenameLaptop = "rename-laptop",
    RevokeLaptop = "revoke-laptop",
    Backup = "backup",
    Doctor = "doctor",
    NewMember = "new-member",
    NewRecord = "new-record",
    EditRecord = "edit-record",
    StrikeRecord = "strike-record",
    ExportSheet = "export-sheet",
    ExportRecords = "export-records",
    SortRecords = "sort-records",
    ArrangeList = "arrange-list",
    WidenList = "wider-list",
    NarrowList = "narrower-list",
    NewLedger = "new-ledger",
    NewField = "new-field",
    HideLedger = "hide-ledger",
    Proceed = "proceed",
    EditFields = "edit-fields",
    SwitchOver = "switch-over",
    TickSwitch = "tick-switch",
    FinishTask = "finish-task",
    ShowUnits = "show-units",
    DrawSample = "draw-sample",
    Criticise = "criticise",
    NoticeFinding = "notice-finding",
    StateFinding = "state-finding",
    ReportFinding = "report-finding",
    RecheckFinding = "recheck-finding",
    RaiseSupervision = "raise-supervision",
    RaiseRectification = "raise-rectification",
    DecideHonour = "decide-honour",
    PublishHonour = "publish-honour",
    GrantHonour = "grant-honour",
    WithdrawHonour = "withdraw-honour",
    FactSheet = "fact-sheet",
    ConsentAgain = "consent-again",
    WithdrawConsent = "withdraw-consent",
    ShowNotice = "show-notice",
    ShowAssessment = "show-assessment",
    ShowDue = "show-due",
    ClearDue = "clear-due",
    SetPeriod = "set-period",
    ShowLost = "show-lost",
    EnterApart = "enter-apart",
    ListApart = "list-apart",
    ShowApart = "show-apart",
    KeepApart = "keep-apart",
    HandApart = "hand-apart",
    AnswerApart = "answer-apart",
    ResultApart = "result-apart",
    AskConsent = "ask-consent",
    ExportPerson = "export-person",
    ErasePerson = "erase-person",
    ShowHistory = "show-history",
    ShowSoon = "show-soon",
    ShowCalled = "show-called",
    ShowContentions = "show-contentions",
    ShowHandbook = "show-handbook",
    ShowOversight = "show-oversight",
    Report = "report",
    JudgeTopic = "judge-topic",
    TellNotice = "tell-notice",
    KeepBoth = "keep-both",
    WriteOther = "write-other",
    NextField = "next-field",
    PreviousField = "previous-field",
    Advance = "advance",
    Submit = "submit",
    Newline = "newline",
    PreviousChoice = "previous-choice",
    NextChoice = "next-choice",
    Drafts = "drafts",
    ShowOutcome = "show-outcome",
    Lock = "lock",
    LockAfter = "lock-after",
    Appearance = "appearance",
    NextTheme = "next-theme",
    Language = "language",
    SaveEvents = "save-events",
    Passphrase = "passphrase",
    Discard = "discard",
    LeaveForm = "leave-form",
}

/// What takes something away, decides, or leaves: a digit never does (screens.md), not even
/// where somebody wants it to, because digits slip in from the input method's list of candidates.
const HURTING: [Action; 21] = [
    Action::Leave,
    Action::Undo,
    Action::Redo,
    Action::Agree,
    Action::Tick,
    Action::TickStage,
    Action::StrikePart,
    Action::RetireItem,
    Action::DeleteNeighbourhood,
    Action::DeleteResident,
    Action::ErasePerson,
    Action::Merge,
    Action::StrikeRecord,
    Action::HideLedger,
    Action::ClearDue,
    Action::WithdrawHonour,
    Action::WithdrawConsent,
    Action::Discard,
    Action::Submit,
    Action::HandApart,
    Action::RevokeLaptop,
];

/// Without these nobody finds the way: each keeps a key that is no letter.
const NEEDED: [Action; 13] = [
    Action::Help,
    Action::Palette,
    Action::Menu,
    Action::Leave,
    Action::Open,
    Action::Agree,
    Action::Back,
    Action::Up,
    Action::Down,
    Action::NextField,
    Action::PreviousField,
    Action::Submit,
    Action::LeaveForm,
];

/// Their keys belong to typing itself, where the editor and the fields take them.
const TYPING: [Action; 3] = [Action::Newline, Action::PreviousChoice, Action::NextChoice];

impl Action {
    /// The action of an id.
    pub(in crate::tui) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// Whether it takes something away, decides, or leaves.
    pub(in crate::tui) fn hurts(self) -> bool {
        HURTING.contains(&self)
    }

    /// Whether it must keep a key that is no letter.
    pub(in crate::tui) fn is_needed(self) -> bool {
        NEEDED.contains(&self)
    }

    /// Whether its keys stay as they are.
    pub(in crate::tui) fn is_fixed(self) -> bool {
        TYPING.contains(&self)
    }
}
