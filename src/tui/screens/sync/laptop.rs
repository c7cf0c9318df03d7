//! The laptops of F10: what each lacks and since when, and what is wrong with it.

use super::Target;
use crate::{
    domain::wording::{Lang, counted},
    say,
    tui::{
        cells::{self, fit, one_line, width},
        rooms::longest,
        screens::listing::Told,
        snapshot::Snapshot,
    },
    workbench::{Membership, notices, peers::Laptop, reach},
};

/// The most cells of a name: six characters.
const NAME: usize = 12;

/// The most cells of what a laptop lacks, so that some remarks are seen beside it.
const LACKS: usize = 60;

/// Their rows, below what the columns are; where a row has no room for all of
/// it, remarks stand right behind what is lacking.
pub(super) fn rows(data: &Snapshot, lang: Lang, room: usize) -> Vec<Told<Target>> {
    let titles = [("代号", "Letter"), ("使用人", "Used by"), ("改动", "Changes"), ("还缺", "Lacks")]
        .map(|(zh, en)| lang.pick(zh, en).to_owned());
    let cells: Vec<[String; 4]> = data.laptops.iter().map(|laptop| cells_of(data, laptop, lang)).collect();
    let most = [usize::MAX, NAME, usize::MAX, LACKS];
    let mut wide = [0; 4];
    for row in cells.iter().chain([&titles]) {
        for ((wide, most), text) in wide.iter_mut().zip(most).zip(row) {
            *wide = width(text).min(most).max(*wide);
        }
    }
    // What two laptops compare stands last beside one's own.
    let digest_of = |laptop: &Laptop| laptop.own.then(|| digest(data, lang));
    let remarks: Vec<Vec<String>> = data.laptops.iter().map(|laptop| remarks(data, laptop, lang)).collect();
    let all = data.laptops.iter().zip(&remarks);
    let longest = longest(all.map(|(laptop, told)| {
        let own = digest_of(laptop);
        told.iter().map(String::as_str).chain(own.as_deref()).collect::<Vec<_>>().join("  ")
    }));
    // No row loses a remark for the blanks that stand behind what a longer one lacks.
    let is_roomy = wide.iter().map(|wide| wide + 2).sum::<usize>() + longest < room;
    // The mark, and the columns before.
    let left = room.saturating_sub(2 + wide.iter().take(3).map(|wide| wide + 2).sum::<usize>());
    let shortened = |laptop: &Laptop, row: &[String; 4]| {
        let mut row = row.clone();
        if let [_, _, _, lacks] = &mut row
            && width(lacks) > left
        {
            *lacks = one_line(&laptop.lack.told_within(left, width, data.now, lang));
        }
        row
    };
    let line = |[letter, name, commits, lacks]: &[String; 4]| {
        let [first, second, third, last] = wide;
        let lacks = if is_roomy { fit(lacks, last) } else { lacks.clone() };
        format!(" {}  {}  {}  {lacks}", fit(letter, first), fit(name, second), fit(commits, third))
    };
    let mut rows = vec![Told::heading(line(&titles).trim_end().to_owned())];
    rows.extend(data.laptops.iter().zip(&cells).zip(remarks).map(|((laptop, row), told)| {
        let mut text = line(&shortened(laptop, row));
        for remark in told {
            // What is wrong shows that it goes on; when it was heard of stands below the list.
            let fits = width(&text) + 2 + width(&remark) < room;
            if fits || remark.starts_with('!') {
                text.extend(["  ", &remark]);
            }
        }
        if let Some(digest) = digest_of(laptop).filter(|told| width(&text) + 2 + width(told) < room) {
            text.extend(["  ", &digest]);
        }
        Told::leading(text.trim_end().to_owned(), Target::Laptop(laptop.peer))
    }));
    rows
}

/// One of them in full, in lines of a width.
pub(super) fn detail(data: &Snapshot, laptop: &Laptop, lang: Lang, width: usize) -> Vec<String> {
    let [letter, name, commits, _] = cells_of(data, laptop, lang);
    let (id, changes) = (laptop.short_id(), counted(laptop.commits, "change", "changes"));
    let mut first = vec![format!("{letter} {name} {id}"), say!(lang, "{commits} 次改动", "{changes}")];
    if laptop.own {
        first.push(lang.pick("这台", "this one").to_owned());
        let (digest, alike) =
            (digest(data, lang), lang.pick("两台一样，内容就一样", "alike on two, so is all they hold"));
        first.push(say!(lang, "{digest}（{alike}）", "{digest} ({alike})"));
    }
    first.extend(standing(laptop, lang));
    first.extend(heard(data, laptop, lang));
    let mut lines = cells::hang(" ", &one_line(&first.join(lang.pick("，", ", "))), width);
    if !laptop.own {
        let lacks = if laptop.lacks == 0 {
            lang.pick("这里有的，它都有", "it has all that is here").to_owned()
        } else {
            laptop.lack.told_whole(data.now, lang)
        };
        lines.extend(cells::hang(" ", &one_line(&lacks), width));
    }
    let mut wrong = doubts(data, laptop, lang);
    if let Some(clock) = laptop.clock.as_ref().filter(|clock| !clock.own) {
        wrong.push(clock.sentence(lang));
    }
    if laptop.is_alike(&data.laptops) {
        wrong.push(notices::alike(&id, lang));
    }
    lines.extend(wrong.iter().flat_map(|told| cells::hang(" ! ", &one_line(told), width)));
    lines
}

/// How many signs of the digest are told, as `status` tells them.
const DIGEST: usize = 16;

/// What two laptops compare to know that they hold the same; the worker made it.
fn digest(data: &Snapshot, lang: Lang) -> String {
    let digest: String = data.status.digest.chars().take(DIGEST).collect();
    say!(lang, "校验 {digest}", "digest {digest}")
}

/// Its letter, who uses it, how many commits it wrote and what it lacks.
fn cells_of(data: &Snapshot, laptop: &Laptop, lang: Lang) -> [String; 4] {
    let name = laptop.member.map(|id| data.name(id)).or_else(|| laptop.called.clone()).unwrap_or_default();
    let lacks = if laptop.own {
        lang.pick("这台", "this one").to_owned()
    } else if laptop.lacks == 0 {
        lang.pick("不缺", "nothing").to_owned()
    } else {
        laptop.lack.told(data.now, lang)
    };
    let letter = laptop.name_among(&data.laptops);
    [one_line(&letter), one_line(&name), laptop.commits.to_string(), one_line(&lacks)]
}

fn remarks(data: &Snapshot, laptop: &Laptop, lang: Lang) -> Vec<String> {
    let mut told: Vec<String> = standing(laptop, lang).into_iter().collect();
    let clock = laptop.clock.as_ref().map(|clock| one_line(&clock.remark(lang)));
    let wrong = doubts(data, laptop, lang).into_iter().chain(clock);
    told.extend(wrong.map(|wrong| format!("! {wrong}")));
    told.extend(heard(data, laptop, lang));
    told
}

/// What a lead says it is.
fn standing(laptop: &Laptop, lang: Lang) -> Option<String> {
    match laptop.membership {
        None => Some(lang.pick("等组长确认", "waits for a lead").to_owned()),
        Some(Membership::Lead) => Some(lang.pick("组长电脑", "lead").to_owned()),
        Some(Membership::Member) => None,
        Some(Membership::Revoked { after, .. }) => {
            Some(say!(lang, "已停用，算到第 {after} 次", "revoked after change {after}"))
        }
    }
}

fn heard(data: &Snapshot, laptop: &Laptop, lang: Lang) -> Option<String> {
    let day = reach::told_day(laptop.heard?, data.now, lang);
    Some(say!(lang, "{day}有消息", "heard {day}"))
}

/// What is not in order, but for its clock.
fn doubts(data: &Snapshot, laptop: &Laptop, lang: Lang) -> Vec<String> {
    let mut told = Vec::new();
    if laptop.aside > 0 {
        let aside = laptop.aside;
        let changes = counted(aside, "change", "changes");
        told.push(say!(lang, "{aside} 次改动先放一边", "{changes} set aside"));
    }
    let late = data.erasures.iter().filter(|erasure| erasure.missing.contains(&laptop.peer)).count();
    if late > 0 {
        let erasures = counted(late, "erasure", "erasures");
        told.push(say!(lang, "{late} 项删除还没到", "{erasures} not there yet"));
    }
    if laptop.copied > 0 {
        told.push(notices::copied(laptop, lang));
    }
    told
}
