//! F3, F4, F5: checklists, residents, visits.

use super::{Action, Binding, Place, Shown, row};
use crate::{
    domain::{
        consent::{consents, notices},
        diaries,
        issues::issues as issue_ledger,
        roster::{households, residents as resident_ledger},
        visits as visit_ledger,
    },
    tui::{
        able::when,
        event::{View, Work},
        key::Key::{Char, Ctrl},
        model::{Model, Screen},
        screens::{checklists, ledgers::following::show, residents, visits},
    },
};

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::Tick, &[Char(' ')], &[Place::Sheet],
        ("改状态", "Tick"), ("未摸清、正在摸、已摸清 依次切换", "Open, working, clear, in turn"))
        .asks(checklists::tick),
    row(Action::OpenLinks, &[Char('l')], &[Place::Sheet],
        ("看关联", "Linked"), ("到这一项关联的事项、走访、居民那里去", "Go to the issue, visit or person that the item is linked to"))
        .needs(checklists::links::able).does(checklists::links::open),
    row(Action::EditItem, &[Char('e')], &[Place::Sheet],
        ("填依据", "Basis"), ("填依据、关联、复核日期、责任人、下一步", "Basis, links, re-check, owner, next step"))
        .does(checklists::edit),
    row(Action::AddItem, &[Char('n'), Ctrl('n')], &[Place::Sheet],
        ("加项目", "Add item"), ("给这张清单加一个项目", "Add an item to this list"))
        .does(checklists::add_item),
    row(Action::RetireItem, &[Char('d')], &[Place::Sheet],
        ("停用", "Retire"), ("停用选中的项目，已登记的留着", "Retire the item; what was ticked is kept"))
        .needs(|m| when(checklists::has_items(m))).does(checklists::retire),
    row(Action::NewNeighbourhood, &[Char('n'), Ctrl('n')], &[Place::Matrix],
        ("新建小组", "New neighbourhood"), ("新建一个居民小组", "Begin a neighbourhood"))
        .does(checklists::create),
    row(Action::EditNeighbourhood, &[Char('e')], &[Place::Matrix],
        ("修改小组", "Edit"), ("修改选中的居民小组：小组长、驻点组员、次序", "Edit the selected neighbourhood: its leader, who is posted there, its place"))
        .needs(|m| when(checklists::has_places(m))).does(checklists::edit_place),
    row(Action::DeleteNeighbourhood, &[Char('d')], &[Place::Matrix],
        ("删除小组", "Delete"), ("删除选中的小组；还有居民、户、事项的先移到别的小组", "Delete the selected neighbourhood; what hangs on it is moved to another first"))
        .needs(|m| when(checklists::has_places(m))).asks(checklists::delete_place),
    row(Action::NewResident, &[Char('n'), Ctrl('n')], &[Place::Residents],
        ("新居民", "New"), ("新建居民卡片", "Begin a resident's card"))
        .does(|m| residents::create(m, resident_ledger::ID, false)),
    row(Action::EditResident, &[Char('e')], &[Place::Residents],
        ("修改", "Edit"), ("修改选中的居民、户，或卡片上选中的走访", "Edit the selected resident or household, or the visit selected on its card"))
        .needs(residents::able_edit).does(residents::edit),
    row(Action::Visit, &[Char('v')], &[Place::Residents, Place::Visits],
        ("记走访", "Visit"), ("记一次走访", "Enter a visit"))
        .does(begin_visit),
    row(Action::NewVisit, &[Ctrl('n'), Char('n')], &[Place::Visits],
        ("新走访", "New visit"), ("记一次走访：别的屏上 Ctrl-N 也是新建", "Enter a visit; Ctrl-N begins something new on the other screens too"))
        .does(begin_visit).shown(Shown::Nowhere),
    row(Action::NewTask, &[Char('p')], &[Place::Visits],
        ("排计划", "Plan"), ("排一项任务或一次走访", "Plan a task or a visit"))
        .does(visits::plan),
    row(Action::WriteDiary, &[Char('d')], &[Place::Visits],
        ("写日记", "Diary"), ("写民情日记，别人看不到，除非给组长看", "Write your diary; nobody else sees it unless open to the lead"))
        .does(|m| residents::create(m, diaries::ID, false)),
    row(Action::PreviousMonth, &[Char('[')], &[Place::Visits],
        ("上月", "Month before"), ("看上个月", "Show the month before"))
        .needs(|m| when(visits::shows_month(m))).does(|m| visits::turn_month(m, -1)),
    row(Action::NextMonth, &[Char(']')], &[Place::Visits],
        ("下月", "Next month"), ("看下个月", "Show the next month"))
        .needs(|m| when(visits::shows_month(m))).does(|m| visits::turn_month(m, 1)),
    row(Action::RaiseIssue, &[Char('i')], &[Place::Residents],
        ("提事项", "Issue"), ("替这位居民登记一件事项", "Register an issue for this resident"))
        .needs(|m| when(residents::selected(m).is_some())).does(|m| residents::create(m, issue_ledger::ID, true)),
    row(Action::AskConsent, &[Char('c')], &[Place::Residents],
        ("同意", "Consent"), ("记下这位居民对某个用途同意或不同意", "What this resident consents to, or does not"))
        .needs(|m| when(residents::selected(m).is_some())).does(|m| residents::create(m, consents::ID, true)),
    row(Action::TellNotice, &[Char('b')], &[Place::Residents],
        ("已告知", "Told"), ("记下已把告知单告诉这位居民", "This resident was told what is collected and why"))
        .needs(|m| when(residents::selected(m).is_some())).does(|m| residents::create(m, notices::ID, true)),
    row(Action::NewHousehold, &[Char('h')], &[Place::Residents],
        ("新户", "Household"), ("新建一户", "Begin a household"))
        .does(|m| residents::create(m, households::ID, false)),
    row(Action::DeleteResident, &[Char('d')], &[Place::Residents],
        ("删除", "Delete"), ("删除选中的卡片，划去选中的走访，可撤销", "Delete the selected card, strike the selected visit out; undo brings it back"))
        .needs(residents::able_delete).asks(residents::delete),
    row(Action::ExportPerson, &[Char('x')], &[Place::Residents],
        ("导出本人记录", "All that is held"), ("本人要看：把关于这位居民的全部记录写成文件，只交本人", "Asked for by the person: write all that is held on them to a file"))
        .needs(|m| when(residents::selected(m).is_some())).does(|m| residents::right(m, Work::ExportPerson)),
    row(Action::ErasePerson, &[], &[Place::Residents],
        ("按要求删除", "Erase on request"), ("本人要求删除：先看会删除什么；每台电脑上都删，不能撤销", "Asked for by the person: what goes is shown first; on every laptop, for good"))
        .needs(|m| when(residents::selected(m).is_some())).does(|m| residents::right(m, Work::ErasePerson)).shown(Shown::Palette),
    row(Action::ShowCalled, &[Char('l'), Ctrl('l')], &[Place::Visits],
        ("名单", "Names"), ("应访、已访（哪天）、未访的每一个人：选中的那一类，没选就全部", "Everybody due, seen (on which day) and not seen: of the selected category, or of all"))
        .does(visits::show_called),
    row(Action::ShowSoon, &[Char('s')], &[Place::Visits],
        ("一周可办", "Soon"), ("近期可办：七天内能办结的任务和事项", "Tasks and issues that can be finished within a week"))
        .asks(|_| show(View::Soon)),
];

/// Whom the row of F5 names, or the resident who is selected.
fn begin_visit(model: &mut Model) {
    if model.screen == Screen::Visits {
        visits::visit(model);
    } else {
        residents::create(model, visit_ledger::ID, true);
    }
}
