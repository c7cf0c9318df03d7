//! The one table of keys: footer, help and command palette derive from it.

mod place;

use super::key::Key;
use crate::domain::wording::Wording;

pub(super) use place::Place;

/// What a hand can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Action {
    Help,
    Palette,
    Leave,
    GoToday,
    GoChecklists,
    GoResidents,
    GoVisits,
    GoIssues,
    GoLedgers,
    GoProjects,
    GoBulletins,
    GoSync,
    Undo,
    Redo,
    Open,
    Agree,
    Back,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Find,
    NextPart,
    PreviousPart,
    Tick,
    EditItem,
    AddItem,
    RetireItem,
    NewNeighbourhood,
    NewResident,
    EditResident,
    NewHousehold,
    Visit,
    NewTask,
    WriteDiary,
    PreviousMonth,
    NextMonth,
    RaiseIssue,
    Unmask,
    DeleteResident,
    Register,
    Accept,
    Assign,
    Reply,
    Resolve,
    Transfer,
    Callback,
    Reopen,
    Extend,
    EditIssue,
    Procedure,
    Merge,
    AddVoice,
    Analyse,
    NextFilter,
    PreviousFilter,
    NextKind,
    PreviousKind,
    NewProject,
    EditProject,
    Milestone,
    ProjectResult,
    NewFund,
    Receipt,
    Spending,
    Disclose,
    NewBulletin,
    EditBulletin,
    ReviewBulletin,
    SignBulletin,
    ArchiveBulletin,
    PrintBulletin,
    Export,
    Import,
    Invite,
    Backup,
    Doctor,
    NewMember,
    NewRecord,
    EditRecord,
    StrikeRecord,
    ExportRecords,
    SortRecords,
    NewLedger,
    NewField,
    HideLedger,
    WriteOther,
    NextField,
    PreviousField,
    Advance,
    Submit,
    Newline,
    PreviousChoice,
    NextChoice,
    LeaveForm,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) action: Action,
    pub(super) keys: &'static [Key],
    pub(super) places: &'static [Place],
    /// Its name, in a word or two.
    pub(super) name: Wording,
    /// What it does, in a line.
    pub(super) help: Wording,
}

const fn row(
    action: Action,
    keys: &'static [Key],
    places: &'static [Place],
    name: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Binding {
    Binding { action, keys, places, name: Wording::new(name.0, name.1), help: Wording::new(help.0, help.1) }
}

use Key::{BackTab, Char, Ctrl, Down, End, Enter, Esc, F, Go, Home, Left, PageDown, PageUp, Right, Tab, Up};

const LISTS: &[Place] = &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Conflict];

/// The table. The footer shows a place's rows in this order.
#[rustfmt::skip]
pub(super) static KEYS: &[Binding] = &[
    row(Action::Open, &[Enter], &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Conflict],
        ("确定", "Open"), ("打开选中的一行；选定（选择时 Tab 也行）", "Open what is selected; take it (Tab too while choosing)")),
    row(Action::Agree, &[Enter, Char('y')], &[Place::Question],
        ("同意", "Agree"), ("同意，做下去", "Agree, go on")),
    row(Action::Back, &[Esc], &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Question, Place::Conflict],
        ("返回", "Back"), ("回到上一步；不同意", "Go back; decline")),

    row(Action::Tick, &[Char(' ')], &[Place::Sheet],
        ("改状态", "Tick"), ("未摸清、正在摸、已摸清 依次切换", "Open, working, clear, in turn")),
    row(Action::EditItem, &[Char('e')], &[Place::Sheet],
        ("填依据", "Basis"), ("填依据、复核日期、责任人、下一步", "Basis, re-check, owner, next step")),
    row(Action::AddItem, &[Char('n'), Ctrl('n')], &[Place::Sheet],
        ("加项目", "Add item"), ("给这张清单加一个项目", "Add an item to this list")),
    row(Action::RetireItem, &[Char('d')], &[Place::Sheet],
        ("停用", "Retire"), ("停用选中的项目，已登记的留着", "Retire the item; what was ticked is kept")),
    row(Action::NewNeighbourhood, &[Char('n'), Ctrl('n')], &[Place::Matrix],
        ("新建小组", "New neighbourhood"), ("新建一个居民小组", "Begin a neighbourhood")),

    row(Action::NewResident, &[Char('n'), Ctrl('n')], &[Place::Residents],
        ("新居民", "New"), ("新建居民卡片", "Begin a resident's card")),
    row(Action::EditResident, &[Char('e')], &[Place::Residents],
        ("修改", "Edit"), ("修改选中的居民", "Edit the selected resident")),
    row(Action::Visit, &[Char('v')], &[Place::Residents, Place::Visits],
        ("记走访", "Visit"), ("记一次走访", "Enter a visit")),
    row(Action::NewTask, &[Char('p')], &[Place::Visits],
        ("排计划", "Plan"), ("排一项任务或一次走访", "Plan a task or a visit")),
    row(Action::WriteDiary, &[Char('d')], &[Place::Visits],
        ("写日记", "Diary"), ("写民情日记，别人看不到，除非给组长看", "Write your diary; nobody else sees it unless open to the lead")),
    row(Action::PreviousMonth, &[Char('[')], &[Place::Visits],
        ("上月", "Month before"), ("看上个月", "Show the month before")),
    row(Action::NextMonth, &[Char(']')], &[Place::Visits],
        ("下月", "Next month"), ("看下个月", "Show the next month")),
    row(Action::RaiseIssue, &[Char('i')], &[Place::Residents],
        ("提事项", "Issue"), ("替这位居民登记一件事项", "Register an issue for this resident")),
    row(Action::NewHousehold, &[Char('h')], &[Place::Residents],
        ("新户", "Household"), ("新建一户", "Begin a household")),
    row(Action::DeleteResident, &[Char('d')], &[Place::Residents],
        ("删除", "Delete"), ("删除选中居民的卡片，可撤销", "Delete the selected card; undo brings it back")),

    row(Action::Register, &[Char('n'), Ctrl('n')], &[Place::Issues, Place::Today],
        ("登记", "Register"), ("登记一件事项", "Register an issue")),
    row(Action::Accept, &[Char('a')], &[Place::Issues, Place::Today],
        ("受理", "Accept"), ("受理，落实责任人", "Accept it and say who is responsible")),
    row(Action::Reply, &[Char('r')], &[Place::Issues, Place::Today],
        ("答复", "Reply"), ("给反映人回音", "Answer the person who asked")),
    row(Action::Resolve, &[Char('o')], &[Place::Issues, Place::Today],
        ("结果", "Result"), ("登记办理结果", "Record the result")),
    row(Action::Procedure, &[Char('f')], &[Place::Issues],
        ("步骤", "Steps"), ("这类事项自己的步骤：调解、查实、告知、整改通知……", "The steps of this kind: mediate, find, inform, notice …")),
    row(Action::Transfer, &[Char('t')], &[Place::Issues],
        ("转办", "Transfer"), ("转给别的单位，原期限不变", "Pass it on; the deadline stays")),
    row(Action::Assign, &[Char('s')], &[Place::Issues],
        ("交办", "Assign"), ("交给一位组员", "Give it to a member")),
    row(Action::Callback, &[Char('b')], &[Place::Issues],
        ("回访", "Call back"), ("办结后回访本人", "Ask the person after the result")),
    row(Action::Reopen, &[Char('p')], &[Place::Issues],
        ("重开", "Reopen"), ("办结后又出问题，重新办", "Take it up again after its result")),
    row(Action::Extend, &[Char('x')], &[Place::Issues],
        ("延期", "Extend"), ("经批准延长期限", "Extend the deadline, with approval")),
    row(Action::EditIssue, &[Char('e')], &[Place::Issues],
        ("修改", "Edit"), ("修改选中的事项", "Edit the selected issue")),
    row(Action::Unmask, &[Char('m')], &[Place::Residents, Place::Issues, Place::Ledgers],
        ("看全号", "Unmask"), ("写明理由后显示完整电话、证件号", "Show full numbers, for a reason that is recorded")),
    row(Action::AddVoice, &[Char('w')], &[Place::Issues],
        ("加反映人", "Add a voice"), ("又有一位反映同一件事", "Somebody else raised the same thing")),
    row(Action::Merge, &[Char('h')], &[Place::Issues],
        ("并单", "Merge"), ("并入另一件；每位反映人都还要回音", "Let it go on in another; everybody is still owed an answer")),
    row(Action::Analyse, &[Char('y')], &[Place::Issues],
        ("分析单", "Analysis"), ("拟解决什么、谁办、何时；只分析事", "What, by whom, by when; the matter, not people")),

    row(Action::NewRecord, &[Char('n'), Ctrl('n')], &[Place::Ledgers],
        ("登记", "New"), ("在选中的台账里登记一条", "Enter a record in the selected ledger")),
    row(Action::EditRecord, &[Char('e')], &[Place::Ledgers],
        ("修改", "Edit"), ("修改选中的记录", "Edit the selected record")),
    row(Action::StrikeRecord, &[Char('d')], &[Place::Ledgers],
        ("划去", "Strike out"), ("记录写明理由后划去，卡片删除，可撤销", "Strike an entry out with a reason, delete a card; undo brings it back")),
    row(Action::SortRecords, &[Char('s')], &[Place::Ledgers],
        ("排序", "Sort"), ("按下一列排序，再按换方向", "Sort by the next column, then the other way")),
    row(Action::ExportRecords, &[Char('x')], &[Place::Ledgers],
        ("导出", "Export"), ("把这本台账导出成表格，号码遮盖", "Write the ledger out as a sheet, numbers masked")),
    row(Action::NewField, &[Char('f')], &[Place::Ledgers],
        ("加一栏", "Field"), ("给这本台账加自己的一栏", "Add a field of your own to this ledger")),
    row(Action::NewLedger, &[Char('a')], &[Place::Ledgers],
        ("加台账", "Ledger"), ("另加一本自己的台账", "Add a ledger of your own")),
    row(Action::HideLedger, &[Char('h')], &[Place::Ledgers],
        ("收起", "Put away"), ("收起这本台账，或取出来；记录都留着", "Put the ledger away, or bring it out; its records stay")),

    row(Action::NewProject, &[Char('n'), Ctrl('n')], &[Place::Projects],
        ("新项目", "New"), ("登记一个帮扶项目", "Begin a help project")),
    row(Action::Milestone, &[Char('m')], &[Place::Projects],
        ("里程碑", "Stage"), ("登记做到哪一步、计划哪天", "A stage, and its planned day")),
    row(Action::ProjectResult, &[Char('o')], &[Place::Projects],
        ("结果", "Result"), ("验收办成，或办不了已说明", "Accepted, or cannot be done and explained")),
    row(Action::NewFund, &[Char('f')], &[Place::Projects],
        ("资金来源", "Source"), ("自筹、企业、财政或其他，先写依据", "Residents, enterprise, fiscal or other, and what it rests on")),
    row(Action::Receipt, &[Char('r')], &[Place::Projects],
        ("到账", "Receipt"), ("登记一笔到账，可匿名", "Money that came; the giver may stay unnamed")),
    row(Action::Spending, &[Char('s')], &[Place::Projects],
        ("支出", "Spend"), ("登记一张支出凭证", "A voucher")),
    row(Action::Disclose, &[Char('p')], &[Place::Projects],
        ("公示", "Publish"), ("写出公示单，记下公示了哪些", "Write the sheet for the notice board")),
    row(Action::EditProject, &[Char('e')], &[Place::Projects],
        ("修改", "Edit"), ("修改选中的项目", "Edit the selected project")),

    row(Action::NewBulletin, &[Char('n'), Ctrl('n')], &[Place::Bulletins],
        ("新编一期", "New"), ("由已登记的内容成稿，分五段", "Draft one from what is written down, in five sections")),
    row(Action::EditBulletin, &[Char('e')], &[Place::Bulletins],
        ("修改", "Edit"), ("修改选中的简报", "Edit the selected bulletin")),
    row(Action::ReviewBulletin, &[Char('r')], &[Place::Bulletins],
        ("审核", "Review"), ("审核别人写的一期", "Review what another member wrote")),
    row(Action::SignBulletin, &[Char('s')], &[Place::Bulletins],
        ("签发", "Sign"), ("由组长签发并编号", "Sign and number it, as a lead")),
    row(Action::ArchiveBulletin, &[Char('a')], &[Place::Bulletins],
        ("归档", "Archive"), ("签发以后归档", "Archive what is signed")),
    row(Action::PrintBulletin, &[Char('x')], &[Place::Bulletins],
        ("导出", "Write out"), ("写成 .docx 或 .txt", "As .docx or .txt")),

    row(Action::Export, &[Char('x')], &[Place::Sync],
        ("导出", "Export"), ("导出同步包给别的电脑", "Write a bundle for other laptops")),
    row(Action::Import, &[Char('i')], &[Place::Sync],
        ("导入", "Import"), ("导入同步包，先看预览", "Take a bundle in, after a preview")),
    row(Action::Invite, &[Char('v')], &[Place::Sync],
        ("邀请", "Invite"), ("写邀请文件，让新电脑加入", "Write an invitation for a new laptop")),
    row(Action::Backup, &[Char('b')], &[Place::Sync],
        ("备份", "Back up"), ("马上备份一次", "Back up now")),
    row(Action::Doctor, &[Char('d')], &[Place::Sync],
        ("体检", "Doctor"), ("检查全部数据是否完好", "Check that all data is whole")),
    row(Action::NewMember, &[Char('n'), Ctrl('n')], &[Place::Sync],
        ("新组员", "New member"), ("登记一位组员", "Add a member of the group")),
    row(Action::WriteOther, &[Char('e')], &[Place::Conflict],
        ("另写", "Write another"), ("两个都不对，另写一个", "Neither is right: write another")),

    row(Action::Find, &[Char('/'), Ctrl('f')], &[Place::Residents, Place::Issues, Place::Ledgers],
        ("查找", "Find"), ("边打边找：汉字、拼音、首字母、住址、号码尾数", "Search as you type: characters, pinyin, initials, numbers")),
    row(Action::NextPart, &[Right, Tab], &[Place::Matrix, Place::Visits, Place::Ledgers],
        ("换栏", "Next part"), ("下一栏：清单、筛选", "The next list or filter")),
    row(Action::PreviousPart, &[Left, BackTab], &[Place::Matrix, Place::Visits, Place::Ledgers],
        ("前一栏", "Part before"), ("前一栏：清单、筛选", "The list or filter before")),
    row(Action::NextFilter, &[Right], &[Place::Issues],
        ("换栏", "Next part"), ("下一栏：未了结、全部、已办结", "The next filter: open, all, closed")),
    row(Action::PreviousFilter, &[Left], &[Place::Issues],
        ("前一栏", "Part before"), ("前一栏：未了结、全部、已办结", "The filter before")),
    row(Action::NextKind, &[Tab], &[Place::Issues],
        ("换类", "Next kind"), ("下一类：诉求、纠纷、隐患……", "The next kind: requests, disputes, hazards …")),
    row(Action::PreviousKind, &[BackTab], &[Place::Issues],
        ("前一类", "Kind before"), ("前一类事项", "The kind before")),

    row(Action::NextField, &[Tab, Down], &[Place::Form],
        ("下一栏", "Next"), ("到下一栏", "To the next field")),
    row(Action::PreviousField, &[BackTab, Up], &[Place::Form],
        ("上一栏", "Previous"), ("到上一栏", "To the field before")),
    row(Action::Advance, &[Enter], &[Place::Form],
        ("下一栏/末栏提交", "Next, last one submits"), ("到下一栏；在最后一栏提交", "To the next field; submits on the last")),
    row(Action::Submit, &[Ctrl('s')], &[Place::Form],
        ("提交", "Submit"), ("提交整张表", "Submit the form")),
    row(Action::LeaveForm, &[Esc], &[Place::Form],
        ("放下", "Leave"), ("先放下，填了的留作草稿", "Leave it; what was filled in stays as a draft")),
    row(Action::PreviousChoice, &[Left], &[Place::Form],
        ("前一项", "Choice before"), ("选前一项", "The choice before")),
    row(Action::NextChoice, &[Right], &[Place::Form],
        ("换一项", "Next choice"), ("选下一项；空格也行", "The next choice; Space does too")),
    row(Action::Newline, &[Ctrl('j')], &[Place::Form],
        ("换行", "New line"), ("长文字里换行", "A new line in long text")),
    row(Action::Palette, &[Char(':'), Ctrl('p')], &[Place::Screens],
        ("命令", "Commands"), ("按名字或拼音找任何操作", "Find any action by its name")),
    row(Action::Help, &[Char('?'), F(1)], &[Place::Always],
        ("帮助", "Help"), ("这里有哪些键", "The keys that work here")),
    row(Action::Undo, &[Char('u'), Ctrl('z')], &[Place::Screens],
        ("撤销", "Undo"), ("撤销自己最后一次操作", "Take the last own action back")),
    row(Action::Redo, &[Ctrl('r')], &[Place::Screens],
        ("重做", "Redo"), ("重做刚撤销的", "Do again what was undone")),
    row(Action::Up, &[Up, Char('k')], LISTS, ("上移", "Up"), ("上一行", "The row above")),
    row(Action::Down, &[Down, Char('j')], LISTS, ("下移", "Down"), ("下一行", "The row below")),
    row(Action::PageUp, &[PageUp], LISTS, ("上翻页", "Page up"), ("上一页", "The page above")),
    row(Action::PageDown, &[PageDown], LISTS, ("下翻页", "Page down"), ("下一页", "The page below")),
    row(Action::First, &[Home], &[Place::Screens, Place::Reading], ("最前", "First"), ("到第一行", "To the first row")),
    row(Action::Last, &[End], &[Place::Screens, Place::Reading], ("最后", "Last"), ("到最后一行", "To the last row")),
    row(Action::GoToday, &[F(2), Go('t')], &[Place::Screens], ("今日", "Today"), ("今天该回谁的话", "Who must be answered today")),
    row(Action::GoChecklists, &[F(3), Go('c')], &[Place::Screens], ("三清", "Checklists"), ("哪里还没摸清", "What is not clear yet, and where")),
    row(Action::GoResidents, &[F(4), Go('r')], &[Place::Screens], ("居民", "Residents"), ("这一户什么情况", "How this household is")),
    row(Action::GoVisits, &[F(5), Go('v')], &[Place::Screens], ("走访", "Visits"), ("还有谁没走到", "Who was not reached yet")),
    row(Action::GoIssues, &[F(6), Go('i')], &[Place::Screens], ("事项", "Issues"), ("谁还没得到答复", "Who has not been answered")),
    row(Action::GoProjects, &[F(7), Go('p')], &[Place::Screens], ("帮扶", "Help"), ("办成了什么", "What has been done")),
    row(Action::GoLedgers, &[F(8), Go('l')], &[Place::Screens], ("台账", "Ledgers"), ("其余各本台账", "All other ledgers")),
    row(Action::GoBulletins, &[F(9), Go('b')], &[Place::Screens], ("简报", "Bulletins"), ("怎么向上、向群众说", "What to tell those above and the people")),
    row(Action::GoSync, &[F(10), Go('s')], &[Place::Screens], ("同步", "Sync"), ("谁手里缺什么", "Who lacks what")),
    row(Action::Leave, &[Ctrl('q'), Ctrl('c'), Char('q')], &[Place::Always],
        ("离开", "Leave"), ("离开程序；有没保存的表单先问", "Leave; asks first where a form is not saved")),
];

/// The action of a key in a place.
pub(super) fn lookup(place: Place, key: Key) -> Option<Action> {
    let key = if place.takes_text() { key } else { key.half_width() };
    if place.takes_text() && matches!(key, Char(_) | Go(_)) {
        return None;
    }
    KEYS.iter().find(|row| row.works_in(place) && row.keys.contains(&key)).map(|row| row.action)
}

/// The row of an action.
pub(super) fn binding(action: Action) -> Option<&'static Binding> {
    KEYS.iter().find(|row| row.action == action)
}

impl Binding {
    /// Whether the row's keys work in a place.
    pub(super) fn works_in(&self, place: Place) -> bool {
        self.places.iter().any(|own| {
            *own == place || *own == Place::Always || (*own == Place::Screens && place.is_screen())
        })
    }

    /// The key that a place shows: the first one that works there.
    pub(super) fn key_in(&self, place: Place) -> Option<Key> {
        self.keys.iter().copied().find(|key| !(place.takes_text() && matches!(key, Char(_) | Go(_))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in Place::ALL {
            let mut taken: HashMap<Key, Action> = HashMap::new();
            for binding in KEYS.iter().filter(|binding| binding.works_in(place)) {
                for key in binding.keys.iter().filter(|key| !place.takes_text() || !matches!(key, Char(_))) {
                    let before = taken.insert(*key, binding.action);
                    assert_eq!(before, None, "{} in {place:?}", key.name());
                }
            }
        }
    }

    #[test]
    fn every_action_has_one_row_with_both_languages() {
        for (at, binding) in KEYS.iter().enumerate() {
            assert_eq!(KEYS.iter().position(|other| other.action == binding.action), Some(at));
            assert!(!binding.keys.is_empty() && !binding.places.is_empty());
            for wording in [&binding.name, &binding.help] {
                assert!(!wording.zh.is_empty() && !wording.en.is_empty());
            }
        }
        // The number of the last variant counts them all.
        assert_eq!(KEYS.len(), Action::LeaveForm as usize + 1);
    }

    #[test]
    fn digits_do_nothing_that_could_hurt_and_letters_have_another_way() {
        for binding in KEYS {
            assert!(!binding.keys.iter().any(|key| matches!(key, Char('0'..='9'))), "{:?}", binding.action);
        }
        let palette = binding(Action::Palette).unwrap();
        assert!(palette.keys.contains(&Ctrl('p')), "the palette reaches every action without a letter");
    }
}
