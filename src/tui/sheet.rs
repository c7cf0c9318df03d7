//! Popups on the screen: full ones take the body, small ones its lower rows.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
    widgets::Clear,
};

use super::{
    cells::{self, fit},
    everywhere,
    finder::{Finder, Source, headed, rows, written_on},
    form::{self, Answer, visit},
    model::{Model, Popup},
    paint,
    snapshot::Dispute,
    theme::Theme,
};
use crate::{
    domain::{
        id::RecordId,
        issues::issues,
        wording::{Lang, counted},
    },
    say,
    workbench::{notices::notices, reach::Hole, sync::Preview},
};

/// Rows of a list to choose from.
const FINDER: u16 = 11;

/// The lower rows of the body.
pub(super) fn area(body: Rect, rows: u16) -> Rect {
    let height = rows.min(body.height);
    Rect { y: body.bottom() - height, height, ..body }
}

/// Where a list to choose from stands; what searches everything takes the body, and so
/// does a list to walk through.
pub(super) fn finder_area(finder: &Finder, body: Rect) -> Rect {
    if takes_body(finder) { body } else { area(body, FINDER) }
}

fn takes_body(finder: &Finder) -> bool {
    matches!(finder.source, Source::Everywhere | Source::Records(..) | Source::Bundles(_))
}

/// Whether a popup takes the whole body, so that nothing below it shows.
pub(super) fn is_full(popup: &Popup) -> bool {
    match popup {
        Popup::Form(_) | Popup::Reading { .. } | Popup::Preview { .. } | Popup::Conflict { .. } => true,
        Popup::Finder(finder) => takes_body(finder),
        Popup::Question { .. } => false,
    }
}

/// The cells that the text of a popup has in a terminal of a width.
pub(super) fn room(width: usize) -> usize {
    width.saturating_sub(4)
}

/// Draws a popup.
pub(super) fn view(model: &Model, popup: &Popup, body: Rect, frame: &mut Frame) {
    let lang = model.lang;
    let room = room(usize::from(body.width));
    match popup {
        Popup::Form(form) => {
            frame.render_widget(Clear, body);
            form::view(form, &model.data, model.theme, lang, body, frame);
            if matches!(model.popups.last(), Some(Popup::Form(_))) {
                let laid = form::lay_out(form, &model.data, model.theme, lang, body);
                form::tell_more(&laid, lang, body, frame);
            }
        }
        Popup::Finder(finder) if finder.source == Source::Everywhere => {
            everywhere::view(model, finder, body, frame);
        }
        Popup::Finder(finder) => view_finder(model, finder, finder_area(finder, body), frame),
        Popup::Reading { title, lines, top } => {
            frame.render_widget(Clear, body);
            paint::lines(vec![Line::styled(format!(" {title}"), Theme::strong())], 0, body, frame);
            let below = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
            let told = |line: &String| {
                let is_rule = paint::is_rule(line);
                if is_rule { vec![paint::printed(line)] } else { paint::wrapped(&model.told(line), room) }
            };
            let lines = lines.iter().flat_map(told).collect();
            paint::lines_told(lines, *top, lang, paint::inset(below, 1), frame);
        }
        Popup::Question { sentence, .. } => {
            let lines = paint::wrapped(&model.told(sentence), room);
            let area = area(body, cells::cells(lines.len() + 3));
            frame.render_widget(Clear, area);
            paint::rule(area, frame);
            let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
            paint::lines(lines, 0, paint::inset(inner, 2), frame);
        }
        Popup::Preview { preview, .. } => {
            frame.render_widget(Clear, body);
            paint::lines(preview_lines(model, preview, room), 0, paint::inset(body, 1), frame);
        }
        Popup::Conflict { dispute, at } => {
            frame.render_widget(Clear, body);
            let lines = conflict_lines(model, dispute, *at, room);
            paint::lines(lines, 0, paint::inset(body, 1), frame);
        }
    }
}

/// Whether rows of the list on top are ticked, several of them, for the field below.
pub(super) fn is_ticked(model: &Model) -> bool {
    matches!(model.popups.last(), Some(Popup::Finder(_))) && ticked(model).is_some()
}

/// What was taken already into the field below the list, where it takes several.
fn ticked(model: &Model) -> Option<&[RecordId]> {
    let below = model.popups.len().checked_sub(2)?;
    let Some(Popup::Form(form)) = model.popups.get(below) else { return None };
    let entry = form.focused().filter(|entry| entry.field.many)?;
    if let Answer::Refs(ids) = &entry.answer { Some(ids) } else { None }
}

/// How many rows of a list are seen; one is left for how many are not.
pub(super) fn finder_rows(finder: &Finder, area: Rect) -> usize {
    let room = usize::from(area.height).saturating_sub(2);
    if finder.found.len() > room { room.saturating_sub(1) } else { room }
}

/// The rows of the body that what is typed and the first row of a list stand at, where
/// the list begins at this one.
pub(super) fn finder_head(finder: &Finder, top: usize) -> (usize, usize) {
    // A list over a screen has a rule above it, that of everything its counts below.
    if finder.source == Source::Everywhere { (top, top + 2) } else { (top + 1, top + 2) }
}

/// What stands before what is typed.
pub(super) fn finder_lead(model: &Model, finder: &Finder) -> String {
    let lang = model.lang;
    let steps;
    let title = match &finder.source {
        Source::Actions(_) => lang.pick("命令", "Command"),
        Source::Everywhere => lang.pick("到处找", "Find anywhere"),
        Source::Choices(_) => lang.pick("选一项", "Choose"),
        Source::Steps(issue) => {
            let number = model.data.name(*issue);
            steps = say!(lang, "{number} 步骤", "{number}, step");
            &steps
        }
        Source::Doings(_) => lang.pick("办理", "Go on"),
        Source::Books => lang.pick("查台账", "Ledger"),
        Source::Records(..) => lang.pick("查找", "Find"),
        Source::Links(_) => lang.pick("连上哪一条", "Link to"),
        Source::Linked(_) => lang.pick("关联的", "Linked"),
        Source::Fields(_) => lang.pick("改哪一栏", "Which field"),
        Source::Forms(_) => lang.pick("没写完的", "Not finished"),
        Source::Bundles(_) => lang.pick("细看哪一个", "Look into"),
        Source::Ledger(ledger) => {
            let any = lang.pick("选一条记录", "Record");
            model.data.catalog.get(ledger).map_or(any, |ledger| ledger.title.get(lang))
        }
    };
    format!(" {title}: ")
}

/// Whether the form below asks for what was not raised before, too.
fn asks_for_new(model: &Model) -> bool {
    let asks = |form: &form::Form| form.entries.iter().any(|entry| entry.field.key == visit::RAISED);
    model.popups.iter().any(|popup| matches!(popup, Popup::Form(form) if asks(form)))
}

fn view_finder(model: &Model, finder: &Finder, area: Rect, frame: &mut Frame) {
    let lang = model.lang;
    frame.render_widget(Clear, area);
    if area.height < 3 {
        return;
    }
    if let Source::Records(title, all) = &finder.source {
        let (found, all) = (finder.found.len(), all.len());
        let count = if found == all { all.to_string() } else { format!("{found} / {all}") };
        let line = cells::cut(&format!(" {}", headed(title, &count, lang)), usize::from(area.width));
        paint::line(&Line::styled(line, Theme::strong()), Rect { height: 1, ..area }, frame);
    } else {
        paint::rule(area, frame);
    }
    let lead = finder_lead(model, finder);
    let left = cells::width(&lead);
    let width = usize::from(area.width);
    let laid = finder.editor.lay(width.saturating_sub(left + 2), false);
    let typed = laid.rows.first().cloned().unwrap_or_default();
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    paint::line(&Line::raw(format!("{lead}{typed}")), row(1), frame);
    let x = area.x + cells::cells(left + laid.column);
    frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y + 1));
    if finder.found.is_empty() {
        let told = match &finder.source {
            Source::Actions(_) => lang.pick("没有这样的操作", "no such action").to_owned(),
            Source::Ledger(ledger) if typed.trim().is_empty() => {
                let place = written_on(ledger).title(lang);
                say!(
                    lang,
                    "还没有登记过，先在 {place} 登记；⟦back⟧ 返回",
                    "none yet: enter one on {place} first; ⟦back⟧ goes back"
                )
            }
            Source::Ledger(ledger) if ledger == issues::ID && asks_for_new(model) => lang
                .pick(
                    "没有找到；新提的写在“提出的诉求”一栏；⟦back⟧ 返回",
                    "nothing found; what is new goes into \"Asked for\"; ⟦back⟧ goes back",
                )
                .to_owned(),
            Source::Ledger(_)
            | Source::Everywhere
            | Source::Books
            | Source::Links(_)
            | Source::Linked(_)
            | Source::Records(..)
            | Source::Choices(_)
            | Source::Steps(_)
            | Source::Doings(_)
            | Source::Forms(_)
            | Source::Bundles(_)
            | Source::Fields(_) => {
                lang.pick("没有找到；⟦back⟧ 返回", "nothing found; ⟦back⟧ goes back").to_owned()
            }
        };
        paint::line(&Line::raw(format!("   {}", model.told(&told))), row(2), frame);
        return;
    }
    let ticks = ticked(model);
    let room = finder_rows(finder, area);
    let top = finder.top.first(finder.at, finder.found.len(), room);
    let (before, after) = (top, finder.found.len().saturating_sub(top + room));
    if before + after > 0 {
        let told = if after > 0 {
            say!(lang, "   还有 {after} 项", "   {after} more")
        } else {
            say!(lang, "   上面还有 {before} 项", "   {before} more above")
        };
        paint::line(&Line::styled(told, Theme::faint()), row(cells::cells(2 + room)), frame);
    }
    let height = cells::cells(room).min(area.height.saturating_sub(2));
    rows::view(model, finder, ticks, Rect { y: area.y + 2, height, ..area }, frame);
}

fn preview_lines(model: &Model, preview: &Preview, room: usize) -> Vec<Line<'static>> {
    let lang = model.lang;
    let (outer, plan) = (&preview.outer, &preview.plan);
    let name = preview.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let letter = cells::one_line(&outer.letter);
    let mut lines = vec![
        Line::styled(say!(lang, "导入预览：{name}", "Preview: {name}"), Theme::strong()),
        Line::raw(say!(lang, "来自电脑 {letter}", "from laptop {letter}")),
        Line::default(),
    ];
    let count = |zh: &'static str, en: &'static str, number: u64| {
        Line::raw(format!("  {} {number}", fit(lang.pick(zh, en), 24)))
    };
    let size = |set: usize| u64::try_from(set).unwrap_or(u64::MAX);
    lines.push(count("新增记录", "new records", size(plan.new.len())));
    lines.push(count("改动记录", "changed records", size(plan.changed.len())));
    lines.push(count("产生冲突", "come into conflict", size(plan.conflicts)));
    lines.push(count("按要求删除", "erased on request", size(plan.erased.len())));
    lines.push(count("这里已有的改动", "changes already here", plan.already_had));
    lines.push(count("要等别的包的改动", "changes that wait", plan.waiting));
    for gap in &plan.waiting_for {
        let whose = model.data.laptops.iter().find(|laptop| laptop.peer == gap.peer);
        let letter = match whose {
            Some(laptop) if !laptop.letter.is_empty() => cells::one_line(&laptop.letter),
            Some(_) | None => gap.peer.to_string().chars().take(8).collect(),
        };
        let hole = Hole { peer: gap.peer, letter, from: gap.from, to: gap.to }.told(lang);
        let told = say!(
            lang,
            "    等 {hole}：请向同事要同步包",
            "    waits for {hole}: ask colleagues for a bundle"
        );
        lines.extend(paint::wrapped(&told, room));
    }
    for notice in notices(plan, &model.data.laptops, lang) {
        lines.extend(paint::wrapped(&format!("  ! {}", cells::one_line(&notice)), room));
    }
    for clock in preview.clocks.iter().filter(|clock| clock.own || clock.peer == preview.outer.sender) {
        lines.extend(paint::wrapped(&format!("  ! {}", cells::one_line(&clock.sentence(lang))), room));
    }
    lines.push(Line::default());
    let (news, aside) = (plan.commits + plan.waiting, plan.aside.values().sum::<u64>());
    let told = if news == 0 {
        lang.pick("这里都有了；导入也不会改变什么。", "All of it is here already; importing changes nothing.")
            .to_owned()
    } else if news == aside {
        let changes = counted(aside, "change is", "changes are");
        say!(
            lang,
            "⟦agree⟧ 导入：{aside} 次改动收下来先放一边，等组长确认那台电脑。⟦back⟧ 不导入。",
            "⟦agree⟧ takes it in: {changes} kept aside until a lead confirms their laptop. ⟦back⟧ declines."
        )
    } else {
        lang.pick(
            "⟦agree⟧ 导入：全部进来，或者一点不进。⟦back⟧ 不导入。",
            "⟦agree⟧ takes it in, whole or not at all. ⟦back⟧ declines.",
        )
        .to_owned()
    };
    if news == 0 {
        lines.extend(
            held_aside(model, preview).iter().flat_map(|told| paint::wrapped(&model.told(told), room)),
        );
    }
    lines.extend(paint::wrapped(&model.told(&told), room));
    lines
}

/// What of a bundle that is here already still waits for a lead.
fn held_aside(model: &Model, preview: &Preview) -> Vec<String> {
    let lang = model.lang;
    let laptops = model.data.laptops.iter().filter(|laptop| laptop.aside > 0);
    let carried = laptops.filter(|it| preview.outer.ranges.iter().any(|range| range.peer == it.peer));
    let told = carried.map(|laptop| {
        let (letter, id, aside) = (cells::one_line(&laptop.letter), laptop.short_id(), laptop.aside);
        let changes = counted(aside, "change", "changes");
        say!(
            lang,
            "  ! 电脑 {letter} {id} 的 {aside} 次改动还放在一边，等组长确认：⟦go-sync⟧“确认电脑”",
            "  ! {changes} of laptop {letter} {id} still set aside; a lead confirms it: \"Confirm\" on ⟦go-sync⟧"
        )
    });
    told.collect()
}

fn conflict_lines(model: &Model, dispute: &Dispute, at: usize, room: usize) -> Vec<Line<'static>> {
    let lang = model.lang;
    let title = format!("{}  {}", dispute.record, dispute.field);
    let mut lines = vec![
        Line::styled(cells::cut(&title, room), Theme::strong()),
        Line::raw(model.told(intro(lang))),
        Line::default(),
    ];
    for (number, (value, whence)) in dispute.sides.iter().enumerate() {
        let here = number == at;
        let style = if here { model.theme.chosen() } else { Theme::plain() };
        let mark = if here { ">" } else { " " };
        for (row, part) in cells::wrap(value, room.saturating_sub(4)).into_iter().enumerate() {
            let lead = if row == 0 { format!("{mark} {}. ", number + 1) } else { "     ".to_owned() };
            lines.push(Line::styled(format!("{lead}{part}"), style));
        }
        lines.push(Line::raw(format!("     {whence}")));
        lines.push(Line::default());
    }
    lines
}

/// The candidate of a conflict that stands at a row of the popup.
pub(super) fn side_at(dispute: &Dispute, room: usize, y: usize) -> Option<usize> {
    // The title, the sentence below it, a blank row.
    let mut top = 3;
    dispute.sides.iter().position(|(value, _)| {
        let height = cells::wrap(value, room.saturating_sub(4)).len() + 2;
        let is_here = (top..top + height - 1).contains(&y);
        top += height;
        is_here
    })
}

fn intro(lang: Lang) -> &'static str {
    lang.pick(
        "各写各的，写时没看到对方的。⟦up⟧ ⟦down⟧ 选，⟦open⟧ 定下来；定了不能撤销。",
        "Written without seeing the other. ⟦up⟧ ⟦down⟧ choose, ⟦open⟧ settles it: no undo.",
    )
}
