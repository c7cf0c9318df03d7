//! What was found, on the screen: how many of each kind, then one row each.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
    widgets::Clear,
};

use crate::{
    domain::{
        checklists,
        field::Field,
        id::{LedgerTag, RecordId},
        issues::issues,
        ledger::Ledger,
        naming, privacy,
        roster::{households, residents},
        row::Row,
        wording::Lang,
    },
    say, search,
    tui::{
        cells::{self, cut, width},
        finder::{Finder, Item, Target, rows},
        keys::{Action, Place},
        model::Model,
        paint, sheet,
        snapshot::Snapshot,
        theme::Theme,
    },
};

/// How many cells stand before what was found in a text that is too long.
const BEFORE: usize = 8;

/// A longer text has no readings looked at: it is found by what it contains.
const SHORT: usize = 40;

/// Draws the search over the whole body.
pub(in crate::tui) fn view(model: &Model, finder: &Finder, area: Rect, frame: &mut Frame) {
    let lang = model.lang;
    frame.render_widget(Clear, area);
    let row = |y: usize| Rect {
        y: area.y.saturating_add(cells::cells(y)),
        height: u16::from(y < usize::from(area.height)),
        ..area
    };
    let lead = sheet::finder_lead(model, finder);
    let (left, wide) = (width(&lead), usize::from(area.width));
    let laid = finder.editor.lay(wide.saturating_sub(left + 2), false);
    let typed = laid.rows.first().cloned().unwrap_or_default();
    paint::line(&Line::raw(format!("{lead}{typed}")), row(0), frame);
    let x = area.x.saturating_add(cells::cells(left + laid.column));
    frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y));
    let query = finder.editor.text();
    let counted = counts(&model.data, &finder.counts, lang);
    paint::line(&Line::styled(cut(&format!(" {counted}"), wide), Theme::strong()), row(1), frame);
    if finder.found.is_empty() {
        let told = &model.told(empty(model, query.trim().is_empty()));
        let rest = Rect { y: row(3).y, height: area.height.saturating_sub(3), ..area };
        paint::lines(paint::wrapped(told, wide.saturating_sub(4)), 0, paint::inset(rest, 2), frame);
        return;
    }
    let room = sheet::finder_rows(finder, area);
    let top = finder.top.first(finder.at, finder.found.len(), room);
    let after = finder.found.len().saturating_sub(top + room);
    if finder.found.len() > room {
        let told = if after > 0 {
            say!(lang, "   还有 {after} 行", "   {after} more rows")
        } else {
            say!(lang, "   上面还有 {top} 行", "   {top} more rows above")
        };
        paint::line(&Line::styled(told, Theme::faint()), row(2 + room), frame);
    }
    let rows = Rect { y: row(2).y, height: area.height.saturating_sub(2).min(cells::cells(room)), ..area };
    rows::view(model, finder, None, rows, frame);
}

/// `居民 3 · 事项 2`, and what is not read yet.
fn counts(data: &Snapshot, counts: &[(String, usize)], lang: Lang) -> String {
    let title = |id: &str| data.catalog.get(id).map_or("", |ledger| ledger.title.get(lang)).to_owned();
    let mut told: Vec<String> = counts.iter().map(|(id, count)| format!("{} {count}", title(id))).collect();
    if data.is_outline {
        told.push(lang.pick("正在读台账…", "reading the ledgers …").to_owned());
    } else if data.books_index.is_none() {
        told.push(lang.pick("正在读其余台账…", "reading the other ledgers …").to_owned());
    }
    told.join(" · ")
}

/// What stands where nothing is found.
fn empty(model: &Model, all: bool) -> &'static str {
    let lang = model.lang;
    if all {
        lang.pick(
            "打几个字就找：姓名、拼音（zhangsan、zs）、住址、电话尾数、事项编号、写过的话。居民、事项、走访、项目、简报和各本台账一起找；⟦open⟧ 到它那里去，⟦back⟧ 回到原处。",
            "Type a few letters: names, pinyin (zhangsan, zs), addresses, ends of phone numbers, issue numbers, what was written. Residents, issues, visits, projects, bulletins and all ledgers are searched; ⟦open⟧ goes there, ⟦back⟧ back to where you were.",
        )
    } else if model.data.is_outline || model.data.books_index.is_none() {
        lang.pick("还没有找到；有的台账还在读。", "Nothing found yet; some ledgers are still being read.")
    } else {
        lang.pick(
            "哪本台账里都没有。少打几个字再试，⟦back⟧ 回到原处。",
            "In none of the ledgers. Try fewer letters; ⟦back⟧ goes back.",
        )
    }
}

/// A row of what was found, in which what was typed is seen.
pub(in crate::tui) fn told(model: &Model, target: Target, finder: &Finder, query: &str) -> Item {
    match target {
        Target::Record(id) => record(&model.data, id, query, model.lang),
        Target::More(tag) => more(model, tag, finder),
        Target::Action(_)
        | Target::Sight(_)
        | Target::Choice(_)
        | Target::Step(_)
        | Target::Field(_)
        | Target::Form(_)
        | Target::Book(_)
        | Target::Bundle(_)
        | Target::InBook
        | Target::NewPlace => Item::new(target, ""),
    }
}

/// That there are more of a kind, and where.
fn more(model: &Model, tag: LedgerTag, finder: &Finder) -> Item {
    let lang = model.lang;
    let is_of = |id: RecordId| id.ledger() == tag;
    let shown = finder.found.iter().filter(|item| matches!(item.target, Target::Record(id) if is_of(id)));
    let total = finder.counts.iter().find(|(id, _)| LedgerTag::of(id) == tag).map_or(0, |(_, total)| *total);
    let (left, at) = (total.saturating_sub(shown.count()), goes_to(model, place(tag)));
    let label = if tag == LedgerTag::of(checklists::ID) {
        say!(lang, "还有 {left} 条，多打几个字就少些", "{left} more: type more to narrow them down")
    } else {
        say!(lang, "还有 {left} 条，到 {at} 全列出来", "{left} more: all of them on {at}")
    };
    Item::new(Target::More(tag), label)
}

/// The key that goes to a screen.
fn goes_to(model: &Model, action: Action) -> String {
    model.data.keys.told(&format!("⟦{}⟧", action.id()), Place::Screens, model.lang)
}

/// The screen with the whole list: what goes there.
fn place(tag: LedgerTag) -> Action {
    if tag == LedgerTag::of(residents::ID) {
        Action::GoResidents
    } else if tag == LedgerTag::of(issues::ID) {
        Action::GoIssues
    } else {
        Action::GoLedgers
    }
}

/// A record: what it is called, then what else a list shows of it. Where what was typed stands in
/// neither, the words of the record in which it does.
pub(super) fn record(data: &Snapshot, id: RecordId, query: &str, lang: Lang) -> Item {
    let blank = || Item::new(Target::Record(id), "");
    let Some(ledger) = data.catalog.of(id) else { return blank() };
    let row = data.known(id).or_else(|| data.checks.iter().find(|row| row.id == id));
    let Some(row) = row.or_else(|| data.visits.iter().find(|row| row.id == id)) else { return blank() };
    let item = if ledger.id == residents::ID {
        resident(data, row, lang)
    } else if ledger.id == issues::ID {
        issue(data, row, lang)
    } else {
        let own = naming::name(ledger, row, &|id| Some(data.name(id))).unwrap_or_default();
        columns(data, ledger, row, lang).fold(Item::new(Target::Record(id), own), Item::noted)
    };
    let seen = format!("{} {}", item.called(), item.told());
    let words = found_in(data, ledger, row, query, &seen, lang).unwrap_or_default();
    Item { words, ..item.of_kind(ledger.title.get(lang)) }
}

/// `王桂兰`, `三组  幸福路5号  138****2210`.
pub(in crate::tui) fn resident(data: &Snapshot, row: &Row, lang: Lang) -> Item {
    let house = row.reference(residents::HOUSEHOLD).and_then(|id| data.roster.household(id));
    let own = row.text(residents::ADDRESS);
    let address =
        if own.is_empty() { house.map_or("", |house| house.text(households::ADDRESS)) } else { own };
    let ledger = data.catalog.of(row.id);
    let phone = ledger.and_then(|ledger| ledger.field(residents::PHONE));
    let phone = phone.map(|field| data.shown(row, field, lang)).unwrap_or_default();
    let item = Item::new(Target::Record(row.id), row.text(residents::NAME));
    item.noted(data.named(row, residents::NEIGHBOURHOOD)).noted(address).noted(phone)
}

/// `A-17  三组路灯连续五天不亮`, `三组  张晓敏  超 2 天`.
pub(in crate::tui) fn issue(data: &Snapshot, row: &Row, lang: Lang) -> Item {
    let item = Item::new(Target::Record(row.id), row.text(issues::TITLE)).led(row.text(issues::NUMBER));
    let item = item.noted(data.named(row, issues::NEIGHBOURHOOD));
    let Some(case) = data.case(row.id) else { return item };
    let standing = &case.standing;
    let owner = standing.owner.map(|id| data.name(id)).unwrap_or_default();
    let due = if standing.is_closed() {
        standing.status.title(lang).to_owned()
    } else {
        standing.running.distance(data.today, lang)
    };
    item.noted(owner).noted(due)
}

/// What a list shows besides the name.
pub(in crate::tui) fn columns<'a>(
    data: &'a Snapshot,
    ledger: &'a Ledger,
    row: &'a Row,
    lang: Lang,
) -> impl Iterator<Item = String> + use<'a> {
    let named = ledger.name_field().map(|field| field.tag);
    let shown = ledger.fields.iter().filter(move |field| field.column.is_some() && Some(field.tag) != named);
    shown.map(move |field| data.shown(row, field, lang))
}

/// The words of a record in which what was typed stands, where the row does not show it already.
fn found_in(
    data: &Snapshot,
    ledger: &Ledger,
    row: &Row,
    query: &str,
    seen: &str,
    lang: Lang,
) -> Option<String> {
    let missing = query.split_whitespace().find(|word| search::highlight(seen, word).is_empty())?;
    let open = |field: &&Field| !privacy::is_masked(field);
    let mut texts = ledger.fields.iter().filter(open).map(|field| (field, data.shown(row, field, lang)));
    let wanted = search::normalize(missing);
    let fits = |text: &str| {
        let is_short = text.chars().count() <= SHORT;
        search::normalize(text).contains(&wanted) || is_short && !search::highlight(text, missing).is_empty()
    };
    let (field, text) = texts.find(|(_, text)| !text.is_empty() && fits(text))?;
    let title = field.title.get(lang);
    let text = around(&cells::one_line(&text), missing);
    Some(say!(lang, "{title}：{text}", "{title}: {text}"))
}

/// A text from a little before what was found in it.
fn around(text: &str, word: &str) -> String {
    let at = search::highlight(text, word).first().map_or(0, |range| range.start);
    let before = text.get(..at).unwrap_or_default();
    if width(before) <= BEFORE * 2 {
        return text.to_owned();
    }
    let mut kept: Vec<char> = before.chars().rev().take(BEFORE).collect();
    kept.reverse();
    format!("{}{}{}", cells::CUT, kept.into_iter().collect::<String>(), text.get(at..).unwrap_or_default())
}
