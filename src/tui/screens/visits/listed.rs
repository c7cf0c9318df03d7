//! Lists that F5 opens: visits of which nothing is told, and visits to people who are on no
//! list for what they were visited for.

use crate::{
    domain::{
        id::RecordId,
        row::Row,
        visits::{self, VisitCategory},
    },
    tui::{
        finder::{Finder, Item, Source, Target},
        model::{Model, Popup},
    },
};

/// Lists the visits of which nothing is told: each opens its form.
pub(super) fn wordless(model: &mut Model) {
    let data = &model.data;
    let rows = data.field.wordless.iter().filter_map(|id| data.visits.iter().find(|row| row.id == *id));
    let items: Vec<Item> = rows.map(|row| told(model, row)).collect();
    if let [one] = items.as_slice()
        && let Target::Record(id) = one.target
    {
        super::open_visit(model, id);
        return;
    }
    let title = model.lang.pick(
        "没写内容的走访，补了才算走到",
        "Visits of which nothing is told: they count once something is",
    );
    open(model, title.to_owned(), items);
}

/// Lists whoever was visited for something he is not on the list for: each opens his card.
pub(super) fn unlisted(model: &mut Model) {
    let (data, lang) = (&model.data, model.lang);
    let mut seen: Vec<(RecordId, VisitCategory)> = Vec::new();
    let mut items = Vec::new();
    for one in &data.field.unlisted {
        let key = (one.who, one.category);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let item = Item::new(Target::Record(one.who), data.name(one.who)).led(one.category.title(lang));
        items.push(item.noted(lang.pick("到卡片填“走访缘由”", "say why on the card")));
    }
    let title = lang.pick(
        "走访过、不在名单上的人；该列入的，到卡片上填“走访缘由”和依据",
        "Visited and on no list; whoever belongs there: say why on the card",
    );
    open(model, title.to_owned(), items);
}

fn open(model: &mut Model, title: String, items: Vec<Item>) {
    let finder = Finder::new(Source::Records(title, items), "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// `11-18  王桂兰  老党员  张晓敏`.
pub(super) fn told(model: &Model, visit: &Row) -> Item {
    let (data, lang) = (&model.data, model.lang);
    let day = visit.date(visits::DATE).map(|day| day.strftime("%m-%d").to_string()).unwrap_or_default();
    let who = visit.reference(visits::RESIDENT).or_else(|| visit.reference(visits::HOUSEHOLD));
    let who = who.map(|id| data.name(id)).unwrap_or_default();
    let categories = visit.all(visits::CATEGORY).iter();
    let categories = categories.filter_map(|value| VisitCategory::from_key(value.as_text()?));
    let categories: Vec<String> = categories.map(|category| category.title(lang)).collect();
    let said = if visits::is_empty(visit) { lang.pick("没写内容", "nothing told") } else { "" };
    let item = Item::new(Target::Record(visit.id), who).led(day).noted(categories.join("、"));
    item.noted(data.named(visit, visits::VISITORS)).noted(said)
}
