//! A line of F2: who must be answered, with as much besides as the width allows.

use crate::{
    domain::{deadlines::Stage, wording::Lang},
    say,
    tui::{
        cells::{cut, fit, width},
        rooms::{Wish, longest, share},
        screens::issues,
        snapshot::Snapshot,
    },
    workbench::agenda::{Item, Section},
};

/// What a wide screen tells of a line besides; of an issue, where it is about one. Nobody
/// chooses among them or sorts by them as on F4, F6, F7 and F8: the lines are no table with
/// titles but sentences of several kinds, and who must be answered first stands first for
/// everybody, whatever somebody would like better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Further {
    /// Who is responsible.
    Owner,
    /// The day it is for.
    Day,
    /// How far it has come.
    Status,
}

impl Further {
    /// All of them, in the order in which they come.
    const ALL: [Self; 3] = [Self::Owner, Self::Day, Self::Status];

    /// How many cells it takes.
    fn cells(self) -> usize {
        match self {
            Self::Owner => 17,
            Self::Day | Self::Status => 13,
        }
    }

    /// How many come where a title with what follows has so many cells and keeps some.
    fn come(mut left: usize, kept: usize) -> usize {
        let fits = |further: &&Self| {
            let fits = left > kept + further.cells();
            left = left.saturating_sub(further.cells() + 1);
            fits
        };
        Self::ALL.iter().take_while(fits).count()
    }

    /// What it tells.
    fn told(self, data: &Snapshot, item: &Item, lang: Lang) -> String {
        let case = || item.record.and_then(|id| data.case(id));
        match self {
            Self::Day => {
                let day = item.day;
                say!(lang, "到 {day}", "by {day}")
            }
            Self::Status => case().map_or("", |case| case.standing.status.title(lang)).to_owned(),
            Self::Owner => {
                let owner = case().map(|case| issues::owners(data, case)).unwrap_or_default();
                if owner.is_empty() { owner } else { say!(lang, "责任人 {owner}", "owner {owner}") }
            }
        }
    }
}

/// From how many cells on a line is told with more.
const WIDE: usize = 110;

/// The cells that a title keeps before something further comes.
const KEPT: usize = 34;

/// The cells of the columns of a line: where it is, the number with the title, who asked, and
/// why it is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells {
    place: usize,
    titled: usize,
    who: usize,
    reason: usize,
    /// How much further is told.
    further: usize,
}

impl Cells {
    /// Shares a room out among what the lines say.
    pub(super) fn of(data: &Snapshot, lang: Lang, room: usize) -> Self {
        let listed = Section::ALL.into_iter().filter_map(|section| data.section(section));
        let items = listed.flat_map(|section| &section.first).filter_map(|at| data.agenda.items.get(*at));
        let items: Vec<&Item> = items.collect();
        let wide = room >= WIDE;
        // The longest words that tell why have 25 cells: 乱建抢种查处移送 and how far it is.
        let (place, who, (usual, most)) = (8, 10, if wide { (36, 36) } else { (21, 25) });
        // Between them stand two marks, and a blank each.
        let room = room.saturating_sub(6);
        let longest_title =
            longest(items.iter().map(|item| format!("{}{}", lead(item), item.title.get(lang))));
        let of_place = Wish::cells(place, longest(items.iter().map(|item| &item.place)));
        let of_who = Wish::cells(who, longest(items.iter().map(|item| item.who.get(lang))));
        let longest_reason = longest(items.iter().map(|item| least(item, lang, most)));
        let reason = longest_reason.clamp(usual, most);
        let of_reason = Wish::cells(reason, longest_reason);
        // Nothing is cut for what comes further.
        let left = room.saturating_sub(LEAD + of_place.uncut() + of_who.uncut() + of_reason.uncut());
        let kept = KEPT.max(longest_title.saturating_sub(LEAD));
        let further = if wide { Further::come(left, kept) } else { 0 };
        let room = room.saturating_sub(Further::ALL.iter().take(further).map(|own| own.cells() + 1).sum());
        // What is to be answered comes first: it keeps its cells while it fills them.
        let titled = room.saturating_sub(place + who + reason).max(LEAD + 8);
        let wishes = [of_place, Wish::rest(titled, longest_title), of_who, of_reason];
        let cells = share(room, &wishes);
        let of = |at: usize| cells.get(at).copied().unwrap_or(0);
        Self { place: of(0), titled: of(1), who: of(2), reason: of(3), further }
    }

    /// Those of a title.
    pub(super) fn title(self, item: &Item) -> usize {
        self.titled.saturating_sub(width(&lead(item)))
    }
}

/// `! A-17  三组  路灯不亮  王桂兰  一般 超 2 天`.
pub(super) fn line(data: &Snapshot, item: &Item, lang: Lang, cells: Cells) -> String {
    let mark = if item.stage == Stage::Overdue { "!" } else { " " };
    let place = fit(&item.place, cells.place);
    let title = fit(item.title.get(lang), cells.title(item));
    // The year of a day goes without saying, where the reason is too long with it.
    let whole = item.reason.get(lang);
    let told = if width(whole) > cells.reason { without_year(item, whole) } else { whole.to_owned() };
    let (who, reason) = (fit(item.who.get(lang), cells.who), short(&told, cells.reason));
    let further = Further::ALL.iter().take(cells.further);
    let further: String = further.map(|own| fit(&own.told(data, item, lang), own.cells()) + " ").collect();
    format!("{mark} {}{place} {title} {who} {further}{reason}", lead(item))
}

/// What a line says, by which it is found.
pub(super) fn said(item: &Item, lang: Lang) -> String {
    let parts =
        [&*item.number, &*item.place, item.title.get(lang), item.who.get(lang), item.reason.get(lang)];
    parts.join(" ")
}

/// The cells of a number, with the blank behind it.
const LEAD: usize = 8;

/// The number; what has none (a greeting, a re-check) begins with its place.
fn lead(item: &Item) -> String {
    if item.number.is_empty() { String::new() } else { fit(&item.number, LEAD - 1) + " " }
}

fn without_year(item: &Item, told: &str) -> String {
    told.replacen(&format!("{}-", item.day.year()), "", 1)
}

/// What a reason has to say at the least where it does not fit into so many cells.
fn least(item: &Item, lang: Lang, room: usize) -> String {
    let whole = item.reason.get(lang);
    if width(whole) <= room { whole.to_owned() } else { bare(&without_year(item, whole)).to_owned() }
}

/// Without what stands in brackets.
fn bare(reason: &str) -> &str {
    reason.split(['（', '(']).next().unwrap_or(reason).trim_end()
}

/// What is left, or was, in whole hours: a moment more than it says.
fn without_minutes(told: &str) -> String {
    for (hours, minutes) in [("小时", "分"), ("h", "min")] {
        if let Some((before, rest)) = told.split_once(&format!(" {hours} "))
            && let Some((number, behind)) = rest.split_once(&format!(" {minutes}"))
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return format!("{before} {hours}{behind}");
        }
    }
    told.to_owned()
}

/// The least cells in which a reason still says something before the time.
const LEAST_WHY: usize = 6;

/// A reason in so many cells; where it is too long, without what stands in brackets,
/// then with less before the time that is left, which stands last. Below the list it
/// is whole.
fn short(reason: &str, room: usize) -> String {
    let told = if width(reason) > room { bare(reason) } else { reason };
    let whole_hours = without_minutes(told);
    let told = if width(told) > room { whole_hours.as_str() } else { told };
    if width(told) <= room {
        return fit(told, room);
    }
    let begins = |(at, _): &(usize, &str)| {
        let rest = told.split_at(*at).1.trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit()) || TIMES.iter().any(|word| rest.starts_with(word))
    };
    let Some((at, _)) = told.match_indices(' ').find(begins) else { return fit(told, room) };
    let (why, time) = told.split_at(at);
    let left = room.saturating_sub(width(time));
    if left < LEAST_WHY {
        fit(time.trim_start(), room)
    } else {
        fit(&format!("{}{time}", cut(why, left)), room)
    }
}

/// What the time begins with that is left or past.
const TIMES: [&str; 4] = ["剩 ", "超 ", "今天", "today"];

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn where_there_is_little_room_the_minutes_go_before_what_is_pressing() {
        assert_eq!(short("紧急危险 剩 1 小时 24 分", 21), "紧急危险 剩 1 小时   ");
        assert_eq!(short("紧急危险 剩 1 小时 24 分", 24), "紧急危险 剩 1 小时 24 分");
        assert_eq!(short("紧急危险 超 20 小时 5 分 有争议", 26), "紧急危险 超 20 小时 有争议");
        assert_eq!(short("danger 12 h 24 min left", 21), "danger 12 h left     ");
        assert_eq!(short("紧急危险 剩 24 分", 17), "紧急危险 剩 24 分");
        assert_eq!(short("first contact 3 d left", 14), "3 d left      ");
    }
}
