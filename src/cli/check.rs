//! `minqing check`: the three checklists.

use clap::{ArgGroup, Args};
use serde_json::{Value as Json, json};

use super::{
    add,
    face::Face,
    failure::{Answer, DONE, Failure, USAGE},
    record::{self, Sight},
    table::{self, Table},
};
use crate::{
    domain::{
        calendar,
        checklists::{self, CheckItem, CheckState, Checklist, Clarity},
        id::RecordId,
        input::BadValue,
        roster,
        row::Row,
        team,
        wording::Lang,
    },
    say,
    workbench::{
        Error, Workbench,
        checks::{self, Tick},
    },
};

/// 三清：看清单，登记某小组某项是否摸清 · The three checklists: see them, say how far an item is known
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("state").args(["clear", "working", "open"]), after_help = "\
例子 Examples:
  minqing check prosperity
  minqing check 群众关注热点 --at 三组
  minqing check harmony fire_hazards --at 三组
  minqing check harmony fire_hazards --at 三组 --working --owner 李强 --next \"周五复查\" --review 2026-12-01
  minqing check prosperity work_wishes --at 一组 --clear --basis \"入户问了 40 户\" --link A-17
  minqing check harmony --add 独居老人用气 --hint \"哪几户，谁上门看\"
  minqing check harmony --retire 独居老人用气")]
pub(super) struct Order {
    /// 清单：prosperity 富民思路、concerns 群众关注热点、harmony 和谐稳定动态 · The list
    #[arg(value_name = "LIST")]
    list: String,
    /// 项目；不写就列出全部 · The item; all are listed without one
    #[arg(value_name = "ITEM")]
    item: Option<String>,
    /// 居民小组 · The neighbourhood
    #[arg(long, value_name = "NEIGHBOURHOOD")]
    at: Option<String>,
    /// 已摸清 · It is clear
    #[arg(long)]
    clear: bool,
    /// 正在摸 · It is being worked on
    #[arg(long)]
    working: bool,
    /// 未摸清 · It is open
    #[arg(long)]
    open: bool,
    /// 依据 · What the judgement rests on
    #[arg(long, value_name = "TEXT")]
    basis: Option<String>,
    /// 关联的记录 · A record it is linked to
    #[arg(long, value_name = "ID")]
    link: Vec<String>,
    /// 不再关联的记录 · A record it is linked to no longer
    #[arg(long, value_name = "ID")]
    unlink: Vec<String>,
    /// 下次复核的日子 · When to look again
    #[arg(long, value_name = "DATE")]
    review: Option<String>,
    /// 责任人 · Who follows it up
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// 下一步 · The next step
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// 给清单加一个项目 · Add an item to the list
    #[arg(long, value_name = "TITLE", conflicts_with_all = ["item", "at", "retire"])]
    add: Option<String>,
    /// 新项目怎么摸 · How one finds out about the added item
    #[arg(long, value_name = "TEXT", requires = "add")]
    hint: Option<String>,
    /// 停用清单的一个项目，已登记的留着 · Retire an item; what was ticked is kept
    #[arg(long, value_name = "ITEM", conflicts_with_all = ["item", "at"])]
    retire: Option<String>,
}

impl Order {
    /// Whether nothing is said of the item, so that it is asked about.
    fn is_question(&self) -> bool {
        let said = [&self.basis, &self.review, &self.owner, &self.next].iter().any(|part| part.is_some());
        !(self.clear || self.working || self.open || said || !self.link.is_empty() || !self.unlink.is_empty())
    }
}

/// Lists or ticks.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let list = find_list(&order.list)?;
    if order.add.is_some() || order.retire.is_some() {
        return change(face, list, order);
    }
    let Some(item) = &order.item else { return show_list(face, list, order.at.as_deref()) };
    let Some(at) = &order.at else {
        return Err(Failure::new(
            USAGE,
            "请用 --at 指明居民小组，如 --at 三组",
            "say which neighbourhood with --at",
        ));
    };
    face.at_work(|bench| {
        let sheet = sheet_of(bench, list)?;
        let item = find_item(&sheet, item)?;
        let at = bench.find_in(roster::neighbourhoods::ID, at)?;
        if order.is_question() {
            return known(face, bench, &sheet, &item, at);
        }
        let tick = tick(bench, order)?;
        let id = bench.tick(sheet.list, &item.id, at, &tick)?;
        face.answer(&add::document(bench, id)?, id)?;
        Ok(DONE)
    })
}

fn tick(bench: &Workbench, order: &Order) -> Result<Tick, Failure> {
    let state = match (order.clear, order.working, order.open) {
        (true, _, _) => Some(CheckState::Clear),
        (_, true, _) => Some(CheckState::Working),
        (_, _, true) => Some(CheckState::Open),
        (false, false, false) => None,
    };
    let find = |named: &[String]| -> Result<Vec<RecordId>, Error> {
        named.iter().map(|link| bench.find(link)).collect()
    };
    let (links, unlinks) = (find(&order.link)?, find(&order.unlink)?);
    let owner = order.owner.as_deref().map(|name| bench.find_in(team::members::ID, name)).transpose()?;
    let review = match order.review.as_deref() {
        None => None,
        Some(text) => Some(calendar::read_day(text, bench.today()).ok_or_else(|| Error::Value {
            field: "--review".to_owned(),
            why: BadValue::NotADate(text.to_owned()),
        })?),
    };
    Ok(Tick { state, basis: order.basis.clone(), links, unlinks, review, owner, next: order.next.clone() })
}

/// Adds an item to a list, or retires one.
fn change(face: &Face, list: Clarity, order: &Order) -> Answer {
    face.at_work(|bench| {
        let id = match (&order.add, &order.retire) {
            (Some(title), _) => bench.add_item(list, title, order.hint.as_deref().unwrap_or_default())?,
            (None, Some(item)) => {
                let key = key_of(bench, list, item)?;
                bench.retire_item(list, &key)?
            }
            (None, None) => return Ok(DONE),
        };
        face.answer(&add::document(bench, id)?, id)?;
        Ok(DONE)
    })
}

/// The key of the item that people name so.
pub(super) fn key_of(bench: &Workbench, list: Clarity, name: &str) -> Result<String, Failure> {
    Ok(find_item(&sheet_of(bench, list)?, name)?.id)
}

fn sheet_of(bench: &Workbench, list: Clarity) -> Result<Checklist, Error> {
    let found = bench.checklists()?.into_iter().find(|sheet| sheet.list == list);
    found.ok_or_else(|| Error::NoItem(list.key().to_owned()))
}

/// Tells how far an item is known at a neighbourhood, and writes nothing.
fn known(face: &Face, bench: &Workbench, sheet: &Checklist, item: &CheckItem, place: RecordId) -> Answer {
    let row = bench.row(checklists::check_id(sheet.list, &item.id, place))?.filter(Row::stands);
    let state = row.as_ref().map_or(CheckState::Open, checks::state);
    let shortfall = row.as_ref().and_then(|row| checklists::shortfall(row, face.lang));
    let told = row.as_ref().map(|row| record::lines(bench, row, face.lang, Sight::Masked)).transpose()?;
    let mut document = match &row {
        Some(row) => record::document(bench, row, Sight::Masked)?,
        None => serde_json::Map::new(),
    };
    for (key, value) in [
        ("item", json!(item.id)),
        ("list", json!(sheet.list.key())),
        ("neighbourhood", json!(place.to_string())),
        ("state", json!(state.key())),
    ] {
        document.insert(key.to_owned(), value);
    }
    let (title, name) = (item.title.get(face.lang), bench.name_of(place));
    let state = state_title(state, face.lang);
    let mut lines =
        vec![table::plain(&say!(face.lang, "{name} · {title}：{state}", "{name} · {title}: {state}"))];
    lines.extend(shortfall.map(|why| format!("! {why}")));
    match told {
        Some(told) => lines.extend(told),
        None => lines.push(item.hint.get(face.lang).to_owned()),
    }
    face.answer(&Json::Object(document), lines.join("\n"))?;
    Ok(DONE)
}

/// Lists the items; at a neighbourhood, with how far they count as known there.
fn show_list(face: &Face, list: Clarity, at: Option<&str>) -> Answer {
    if at.is_none() && !face.has_workspace() {
        // What the program brings can be read without a workspace.
        let shipped = checklists::checklists().into_iter().find(|sheet| sheet.list == list);
        if let Some(sheet) = shipped {
            show(face, &sheet, None)?;
        }
        return Ok(DONE);
    }
    face.at_work(|bench| {
        let sheet = sheet_of(bench, list)?;
        let Some(at) = at else {
            show(face, &sheet, None)?;
            return Ok(DONE);
        };
        let place = bench.find_in(roster::neighbourhoods::ID, at)?;
        let mut states = Vec::new();
        for item in &sheet.items {
            let row = bench.row(checklists::check_id(sheet.list, &item.id, place))?;
            states.push(row.filter(Row::stands).map_or(CheckState::Open, |row| checklists::counted(&row)));
        }
        show(face, &sheet, Some(&states))?;
        Ok(DONE)
    })
}

fn show(face: &Face, sheet: &Checklist, states: Option<&[CheckState]>) -> Result<(), Failure> {
    let lang = face.lang;
    if face.json {
        let item = |(at, item): (usize, &CheckItem)| {
            let mut json = json!({
                "id": item.id, "item": item.id, "list": sheet.list.key(), "title": item.title.get(lang), "hint": item.hint.get(lang),
            });
            if let (Some(state), Some(map)) = (states.and_then(|states| states.get(at)), json.as_object_mut())
            {
                map.insert("state".to_owned(), json!(state.key()));
            }
            json
        };
        let items: Vec<Json> = sheet.items.iter().enumerate().map(item).collect();
        return face.document(&json!({ "total": items.len(), "items": items }));
    }
    face.out(table(sheet, states, lang).text(face.is_colored()))
}

/// The items; how far they are known stands beside them where a neighbourhood was named.
fn table(sheet: &Checklist, states: Option<&[CheckState]>, lang: Lang) -> Table {
    let state_column = states.map(|_| lang.pick("状态", "state"));
    let header = ["id", lang.pick("项目", "item")].into_iter().chain(state_column);
    let mut table = Table::new(header.chain([lang.pick("怎么摸", "how")]));
    for (at, item) in sheet.items.iter().enumerate() {
        let state = states.map(|states| states.get(at).map_or("", |state| state_title(*state, lang)));
        let cells = [&item.id, item.title.get(lang)].into_iter().chain(state);
        table.push(cells.chain([item.hint.get(lang)]).map(str::to_owned));
    }
    table
}

fn state_title(state: CheckState, lang: Lang) -> &'static str {
    match state {
        CheckState::Open => lang.pick("未摸清", "open"),
        CheckState::Working => lang.pick("正在摸", "working"),
        CheckState::Clear => lang.pick("已摸清", "clear"),
    }
}

fn find_list(name: &str) -> Result<Clarity, Failure> {
    let lower = name.trim().to_lowercase();
    let called = |list: Clarity| {
        list.key() == lower
            || list.title(Lang::Zh) == name.trim()
            || list.title(Lang::En).to_lowercase() == lower
    };
    Clarity::ALL.into_iter().find(|list| called(*list)).ok_or_else(|| {
        Failure::new(
            USAGE,
            format!(
                "没有“{name}”这张清单；可选 prosperity 富民思路、concerns 群众关注热点、harmony 和谐稳定动态"
            ),
            format!("no list \"{name}\"; take prosperity, concerns or harmony"),
        )
    })
}

fn find_item(sheet: &Checklist, name: &str) -> Result<CheckItem, Failure> {
    let lower = name.trim().to_lowercase();
    let called = |item: &&CheckItem| {
        item.id == lower || item.title.zh == name.trim() || item.title.en.to_lowercase() == lower
    };
    Ok(sheet.items.iter().find(called).cloned().ok_or_else(|| Error::NoItem(name.to_owned()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str) -> Checklist {
        let list = find_list(name).unwrap();
        checklists::checklists().into_iter().find(|sheet| sheet.list == list).unwrap()
    }

    #[test]
    fn the_column_of_states_stands_only_where_there_are_states() {
        let sheet = sheet("harmony");
        let text = |states: Option<&[CheckState]>| table(&sheet, states, Lang::Zh).text(false);
        assert!(!text(None).contains("状态"));
        let all = vec![CheckState::Working; sheet.items.len()];
        assert!(text(Some(&all)).contains("状态") && text(Some(&all)).contains("正在摸"));
    }

    #[test]
    fn lists_and_items_are_found_by_key_and_by_title() {
        assert_eq!(sheet("harmony").list, Clarity::Harmony);
        let sheet = sheet("群众关注热点");
        assert_eq!(sheet.list, Clarity::Concerns);
        assert_eq!(find_list("x").unwrap_err().code, USAGE);
        let item = &sheet.items[0];
        assert_eq!(find_item(&sheet, &item.title.zh).unwrap().id, item.id);
        assert_eq!(find_item(&sheet, "nothing").unwrap_err().code, 1);
    }
}
