//! Moving about, searching, forms, and what works alike on every screen.

use super::{Action, Binding, Place, Shown, row};
use crate::tui::{
    able, appearance,
    event::Effect,
    everywhere,
    key::Key::{
        BackTab, Char, Ctrl, CtrlDown, CtrlUp, Down, End, Enter, Esc, F, Go, Home, Left, PageDown, PageUp,
        Right, Tab, Up,
    },
    language, leaving, lists, lock,
    model::Screen,
    popups,
    screens::{issues, menu::menu, pane},
    tabs::name,
    unfinished,
    update::{back, find, go, move_by, open, page, turn},
};

const LISTS: &[Place] = &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Conflict];

/// Where a list has columns.
const LISTED: &[Place] = &[Place::Residents, Place::Issues, Place::Projects, Place::Ledgers];

/// Where two panes stand side by side.
const PARTED: &[Place] = &[Place::Residents, Place::Visits, Place::Issues, Place::Projects, Place::Ledgers];

/// Where what is selected is told of beside the list.
const BESIDE: &[Place] = &[Place::Residents, Place::Visits, Place::Issues, Place::Projects, Place::Bulletins];

/// What stands first in every footer.
#[rustfmt::skip]
pub(super) const FIRST: &[Binding] = &[
    row(Action::Open, &[Enter], &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Conflict],
        ("确定", "Open"), ("打开选中的一行；选定（选择时 Tab 也行）", "Open what is selected; take it (Tab too while choosing)"))
        .needs(able::open).asks(open).shown(Shown::Footer),
    row(Action::Agree, &[Enter, Char('y')], &[Place::Question],
        ("同意", "Agree"), ("同意，做下去", "Agree, go on"))
        .shown(Shown::Footer),
    row(Action::Back, &[Esc], &[Place::Screens, Place::Search, Place::Picker, Place::Reading, Place::Question, Place::Conflict],
        ("返回", "Back"), ("回到上一步；不同意", "Go back; decline"))
        .needs(able::back).does(back).shown(Shown::Footer),
];

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::Find, &[Char('/')], &[Place::Residents, Place::Issues, Place::Board, Place::Ledgers, Place::Today, Place::Matrix, Place::Sheet, Place::Visits, Place::Projects, Place::Project, Place::Bulletins, Place::Sync],
        ("查找", "Find"), ("在这一屏的列表里边打边找：汉字、拼音、首字母、住址、号码尾数", "Narrow this list as you type: characters, pinyin, initials, numbers"))
        .does(find).shown(Shown::Palette),
    row(Action::FindEverywhere, &[Ctrl('f')], &[Place::Always],
        ("到处找", "Find anywhere"), ("居民、事项、走访、项目、简报和各本台账一起找", "Residents, issues, visits, projects, bulletins and all ledgers at once"))
        .does(everywhere::open).shown(Shown::Palette),
    row(Action::NextPart, &[Right, Tab], &[Place::Matrix, Place::Visits, Place::Ledgers],
        ("换栏", "Next part"), ("下一栏：清单、筛选", "The next list or filter"))
        .needs(able::turn).does(|m| turn(m, true)).shown(Shown::Footer),
    row(Action::PreviousPart, &[Left, BackTab], &[Place::Matrix, Place::Visits, Place::Ledgers],
        ("前一栏", "Part before"), ("前一栏：清单、筛选", "The list or filter before"))
        .does(|m| turn(m, false)).shown(Shown::Nowhere),
    row(Action::NextFilter, &[Right], &[Place::Issues],
        ("换栏", "Next part"), ("下一栏：未了结、全部、已办结", "The next filter: open, all, closed"))
        .does(|m| issues::turn(m, true)).shown(Shown::Footer),
    row(Action::PreviousFilter, &[Left], &[Place::Issues],
        ("前一栏", "Part before"), ("前一栏：未了结、全部、已办结", "The filter before"))
        .does(|m| issues::turn(m, false)).shown(Shown::Nowhere),
    row(Action::NextColumn, &[Right], &[Place::Board],
        ("换栏", "Next column"), ("下一栏：登记、受理、转办、答复、结果、回访", "The next column"))
        .does(|m| issues::board::turn(m, true)).shown(Shown::Footer),
    row(Action::PreviousColumn, &[Left], &[Place::Board],
        ("前一栏", "Column before"), ("前一栏", "The column before"))
        .does(|m| issues::board::turn(m, false)).shown(Shown::Nowhere),
    row(Action::NextKind, &[Tab], &[Place::Issues, Place::Board],
        ("换类", "Next kind"), ("下一类：诉求、纠纷、隐患……", "The next kind: requests, disputes, hazards …"))
        .does(|m| issues::turn_kind(m, true)).shown(Shown::Footer),
    row(Action::PreviousKind, &[BackTab], &[Place::Issues, Place::Board],
        ("前一类", "Kind before"), ("前一类事项", "The kind before"))
        .does(|m| issues::turn_kind(m, false)).shown(Shown::Nowhere),
    row(Action::NextField, &[Tab, Down], &[Place::Form],
        ("下一栏", "Next"), ("到下一栏", "To the next field"))
        .shown(Shown::Footer),
    row(Action::PreviousField, &[BackTab, Up], &[Place::Form],
        ("上一栏", "Previous"), ("到上一栏", "To the field before"))
        .shown(Shown::Nowhere),
    row(Action::Advance, &[Enter], &[Place::Form],
        ("下一栏/末栏提交", "Next, last one submits"), ("到下一栏；在最后一栏提交", "To the next field; submits on the last"))
        .needs(able::advance).shown(Shown::Footer),
    row(Action::Submit, &[Ctrl('s')], &[Place::Form],
        ("提交", "Submit"), ("提交整张表", "Submit the form"))
        .shown(Shown::Footer),
    row(Action::LeaveForm, &[Esc], &[Place::Form],
        ("放下", "Leave"), ("先放下，填了的留作草稿", "Leave it; what was filled in stays as a draft"))
        .shown(Shown::Footer),
    row(Action::Discard, &[Ctrl('d')], &[Place::Form, Place::Picker],
        ("丢弃", "Throw away"), ("丢弃这张没写完的表，先问一声", "Throw this unfinished form away, after a question"))
        .shown(Shown::Nowhere),
    row(Action::PreviousChoice, &[Left], &[Place::Form],
        ("前一项", "Choice before"), ("选前一项", "The choice before"))
        .shown(Shown::Nowhere),
    row(Action::NextChoice, &[Right], &[Place::Form],
        ("换一项", "Next choice"), ("选下一项；空格也行", "The next choice; Space does too"))
        .needs(able::next_choice).shown(Shown::Footer),
    row(Action::Newline, &[Ctrl('j')], &[Place::Form],
        ("换行", "New line"), ("长文字里换行", "A new line in long text"))
        .needs(able::newline).shown(Shown::Footer),
    row(Action::Palette, &[Char(':'), Ctrl('p')], &[Place::Screens, Place::Reading],
        ("命令", "Commands"), ("按名字或拼音找任何操作", "Find any action by its name"))
        .needs(able::palette).asks(popups::palette).shown(Shown::Nowhere),
    row(Action::Menu, &[Ctrl('o'), F(11)], &[Place::Screens],
        ("操作", "Actions"), ("这里能办的，挑一样办", "What can be done here, to choose from"))
        .does(menu).shown(Shown::Nowhere),
    row(Action::Drafts, &[], &[Place::Screens],
        ("草稿", "Drafts"), ("没写完的表单：接着填或丢弃", "Forms that were left unfinished: go on, or throw away"))
        .does(unfinished::list).shown(Shown::Palette),
    row(Action::ShowOutcome, &[Ctrl('t')], &[Place::Screens],
        ("看结果", "Outcome"), ("刚做完的导入、体检：做成了什么、哪些没收", "The import or check that ended last: what came of it, what was left"))
        .needs(|m| able::when(m.outcome.is_some())).does(popups::outcome).shown(Shown::Palette),
    row(Action::Lock, &[F(12)], &[Place::Always],
        ("锁屏", "Lock"), ("锁上屏幕，输口令才打开", "Lock the screen; the passphrase opens it"))
        .asks(lock::lock).shown(Shown::Palette),
    row(Action::LockAfter, &[], &[Place::Screens],
        ("自动锁屏", "Lock by itself"), ("几分钟不动就锁屏", "After how many minutes without a key"))
        .does(lock::open_after).shown(Shown::Palette),
    row(Action::Appearance, &[], &[Place::Screens],
        ("外观", "Appearance"), ("主题颜色、边框线条、歧义宽度；改了马上看得到", "Theme, borders, the width of ambiguous characters; seen at once"))
        .does(appearance::open).shown(Shown::Palette),
    row(Action::NextTheme, &[], &[Place::Screens],
        ("换主题", "Next theme"), ("换下一个主题：浅色、深色、高对比、无色", "The next theme: light, dark, high contrast, none"))
        .asks(appearance::turn).shown(Shown::Palette),
    row(Action::ArrangeList, &[Char('=')], LISTED,
        ("排序和列", "Sort and columns"), ("按哪一列排、显示哪些列，记住；点列名也能排", "What this list is sorted by and shows, kept; a click on a title sorts too"))
        .needs(lists::able_arrange).does(lists::open).shown(Shown::Palette),
    row(Action::WidenList, &[Char('>')], PARTED,
        ("左边宽一点", "Wider left"), ("左边一栏宽一点，记住；也可以拖分隔线", "The left pane wider, kept; the rule can be dragged too"))
        .needs(lists::able_split).asks(|m| lists::step(m, true)).shown(Shown::Palette),
    row(Action::NarrowList, &[Char('<')], PARTED,
        ("左边窄一点", "Narrower left"), ("左边一栏窄一点，记住；也可以拖分隔线", "The left pane narrower, kept; the rule can be dragged too"))
        .needs(lists::able_split).asks(|m| lists::step(m, false)).shown(Shown::Palette),
    row(Action::PaneDown, &[CtrlDown], BESIDE,
        ("右栏往下", "Pane down"), ("右边一栏往下看；滚轮在右栏上也行", "Further down in the right pane; the wheel over it does too"))
        .needs(|m| pane::able(m, true)).does(|m| pane::step(m, true)).shown(Shown::Palette),
    row(Action::PaneUp, &[CtrlUp], BESIDE,
        ("右栏往上", "Pane up"), ("右边一栏往上看", "Back up in the right pane"))
        .needs(|m| pane::able(m, false)).does(|m| pane::step(m, false)).shown(Shown::Palette),
    row(Action::Language, &[], &[Place::Screens],
        ("语言 English", "Language 中文"), ("界面换成英文，并记住", "The screen in Chinese, from now on"))
        .asks(language::switch).shown(Shown::Palette),
    row(Action::SaveEvents, &[], &[Place::Screens],
        ("保存操作记录", "Save the last events"), ("程序出了毛病时存下最近按过的键交给维护的人，不含内容", "For the report of a bug: the last keys without contents"))
        .does(popups::open_save_events).shown(Shown::Palette),
    row(Action::Passphrase, &[], &[Place::Screens],
        ("换口令", "Change passphrase"), ("改台账的口令（密码）", "Another passphrase for the workspace"))
        .does(lock::open_passphrase).shown(Shown::Palette),
    row(Action::Help, &[Char('?'), F(1)], &[Place::Always],
        ("帮助", "Help"), ("这里有哪些键，怎么改键", "The keys that work here, and how to change them"))
        .does(popups::help).shown(Shown::Palette),
    row(Action::Undo, &[Char('u'), Ctrl('z')], &[Place::Screens],
        ("撤销", "Undo"), ("撤销自己最后一次操作", "Take the last own action back"))
        .asks(|_| vec![Effect::Undo { agreed: None }]).shown(Shown::Palette),
    row(Action::Redo, &[Ctrl('r')], &[Place::Screens],
        ("重做", "Redo"), ("重做刚撤销的", "Do again what was undone"))
        .asks(|_| vec![Effect::Redo]).shown(Shown::Palette),
    row(Action::Up, &[Up, Char('k')], LISTS, ("上移", "Up"), ("上一行", "The row above"))
        .asks(|m| move_by(m, -1)).shown(Shown::Nowhere),
    row(Action::Down, &[Down, Char('j')], LISTS, ("下移", "Down"), ("下一行", "The row below"))
        .asks(|m| move_by(m, 1)).shown(Shown::Nowhere),
    row(Action::PageUp, &[PageUp], LISTS, ("上翻页", "Page up"), ("上一页", "The page above"))
        .asks(|m| move_by(m, -page(m))).shown(Shown::Nowhere),
    row(Action::PageDown, &[PageDown], LISTS, ("下翻页", "Page down"), ("下一页", "The page below"))
        .asks(|m| move_by(m, page(m))).shown(Shown::Nowhere),
    row(Action::First, &[Home], &[Place::Screens, Place::Reading], ("最前", "First"), ("到第一行", "To the first row"))
        .asks(|m| move_by(m, isize::MIN / 2)).shown(Shown::Nowhere),
    row(Action::Last, &[End], &[Place::Screens, Place::Reading], ("最后", "Last"), ("到最后一行", "To the last row"))
        .asks(|m| move_by(m, isize::MAX / 2)).shown(Shown::Nowhere),
    row(Action::GoToday, &[F(2), Go('t')], &[Place::Screens], name(Screen::Today), ("今天该回谁的话", "Who must be answered today"))
        .does(|m| go(m, Screen::Today)).shown(Shown::Palette),
    row(Action::GoChecklists, &[F(3), Go('c')], &[Place::Screens], name(Screen::Checklists), ("哪里还没摸清", "What is not clear yet, and where"))
        .does(|m| go(m, Screen::Checklists)).shown(Shown::Palette),
    row(Action::GoResidents, &[F(4), Go('r')], &[Place::Screens], name(Screen::Residents), ("这一户什么情况", "How this household is"))
        .does(|m| go(m, Screen::Residents)).shown(Shown::Palette),
    row(Action::GoVisits, &[F(5), Go('v')], &[Place::Screens], name(Screen::Visits), ("还有谁没走到", "Who was not reached yet"))
        .does(|m| go(m, Screen::Visits)).shown(Shown::Palette),
    row(Action::GoIssues, &[F(6), Go('i')], &[Place::Screens], name(Screen::Issues), ("谁还没得到答复", "Who has not been answered"))
        .does(|m| go(m, Screen::Issues)).shown(Shown::Palette),
    row(Action::GoProjects, &[F(7), Go('p')], &[Place::Screens], name(Screen::Projects), ("办成了什么", "What has been done"))
        .does(|m| go(m, Screen::Projects)).shown(Shown::Palette),
    row(Action::GoLedgers, &[F(8), Go('l')], &[Place::Screens], name(Screen::Ledgers), ("其余各本台账", "All other ledgers"))
        .does(|m| go(m, Screen::Ledgers)).shown(Shown::Palette),
    row(Action::GoBulletins, &[F(9), Go('b')], &[Place::Screens], name(Screen::Bulletins), ("怎么向上、向群众说", "What to tell those above and the people"))
        .does(|m| go(m, Screen::Bulletins)).shown(Shown::Palette),
    row(Action::GoSync, &[F(10), Go('s')], &[Place::Screens], name(Screen::Sync), ("谁手里缺什么", "Who lacks what"))
        .does(|m| go(m, Screen::Sync)).shown(Shown::Palette),
    row(Action::Leave, &[Ctrl('q'), Ctrl('c'), Char('q')], &[Place::Always],
        ("离开", "Leave"), ("离开程序；有没保存的表单先问", "Leave; asks first where a form is not saved"))
        .asks(leaving::leave).shown(Shown::Palette),
];
