//! `minqing demo`: a throwaway workspace with believable data.
//!
//! Everybody in it is invented (`assets/demo/names.toml`). The same seed and
//! the same day give the same content; the keys are drawn anew each time.

mod dice;
mod names;
mod place;
mod people;
mod matters;
mod lists;
mod rounds;
mod ticks;
mod around;
mod tables;
mod stories;
mod checked;
mod bulletins;
mod colleague;
mod day;

use std::path::Path;

use clap::Args;
use zeroize::Zeroizing;

use self::{around::Around, colleague::Colleague, dice::Dice, names::Names, people::People, place::Place};
use super::{
    face::{Face, closing},
    failure::{Answer, FAILED, Failure},
    passphrase, ui,
};
use crate::{
    domain::{standing::Status, team, value::Value, wording::Wording},
    say,
    tui::Start,
    workbench::{
        Cost, Error, Workbench,
        bench::Founding,
        draft::Draft,
        progress::{self, Progress, Stage},
    },
};

/// How many residents there are, unless told.
const RESIDENTS: u32 = 900;

/// 演示：一本用完即弃的台账，内容全是编的 · A throwaway workspace with believable, invented data
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing demo
  minqing demo --residents 3000 --seed 7 --keep
  minqing demo --no-ui --json --home ./demo

口令是 demo。没有终端或用 --no-ui 时，把同样的一天用文字走一遍。
The passphrase is demo. Without a terminal, or with --no-ui, the same day is told in words.")]
pub(super) struct Order {
    /// 居民人数，每户约三人 · How many residents, about three a household
    #[arg(long, value_name = "N", default_value_t = RESIDENTS, value_parser = clap::value_parser!(u32).range(20..=60_000))]
    residents: u32,
    /// 种子；同一天同一种子，内容相同 · The same seed gives the same content on the same day
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// 不打开界面 · Do not open the screen
    #[arg(long)]
    no_ui: bool,
    /// 结束后不删临时文件夹；用了 --home 的从不删 · Leave the temporary folder; one named by --home always stays
    #[arg(long)]
    keep: bool,
}

/// Makes or reopens it, then opens the screen or tells the day.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let given = face.given_passphrase()?;
    run_in(face, order, place::find(face)?, given)
}

/// Shows one in a folder of its own, whatever folder was named for a workspace.
pub(super) fn look(face: &Face) -> Answer {
    let order = Order { residents: RESIDENTS, seed: 1, no_ui: false, keep: false };
    run_in(face, &order, place::apart()?, None)
}

fn run_in(face: &Face, order: &Order, place: Place, given: Option<Zeroizing<String>>) -> Answer {
    let home = place.home();
    let bench = match &place {
        Place::New(_) | Place::Own(_) => {
            face.note(face.lang.pick("正在准备演示…", "preparing the demonstration..."));
            match make(face, order, home, given) {
                Ok(bench) => bench,
                Err(failure) => {
                    place.abandon();
                    return Err(failure);
                }
            }
        }
        Place::Former(_) => reopen(face, home)?,
    };
    let (zh, en) = place::passphrase_told(home);
    let at = home.display();
    // The Windows command prompt knows no single quotes.
    let quote = if cfg!(windows) { '"' } else { '\'' };
    if matches!(place, Place::Own(_)) && !order.keep {
        face.note(say!(
            face.lang,
            "演示台账在 {at}，{zh}，结束后删除；要留下请加 --keep 或 --home DIR",
            "the demonstration lies in {at}, {en}; it is removed at the end unless --keep or --home DIR is given"
        ));
    } else {
        face.note(say!(
            face.lang,
            "演示台账在 {at}，{zh}；再打开：minqing --home {quote}{at}{quote}",
            "the demonstration lies in {at}, {en}; open it again with: minqing --home {quote}{at}{quote}"
        ));
    }
    let answer = if order.no_ui || face.json || !face.at_terminal() {
        closing(bench, |bench| day::tell(face, bench, order))
    } else {
        ui::show_from(face, bench, Start { passphrase: Some(Wording::new(zh, en)), ..Start::default() })
    };
    tidy(face, place, order.keep || answer.is_err());
    answer
}

/// Removes the folder that this run has made for itself, unless it is to stay.
fn tidy(face: &Face, place: Place, stays: bool) {
    if stays {
        return place.leave();
    }
    let at = place.home().display().to_string();
    match place.remove() {
        Ok(true) => {
            face.note(say!(face.lang, "演示台账已删除：{at}", "the demonstration was removed: {at}"));
        }
        Ok(false) => {}
        Err(_) => face.note(say!(
            face.lang,
            "演示台账没有删干净，可以自己删掉：{at}",
            "the demonstration could not be removed; delete it yourself: {at}"
        )),
    }
}

/// Opens a former demonstration as it is.
fn reopen(face: &Face, home: &Path) -> Result<Workbench, Failure> {
    let passphrase = face.passphrase()?;
    Ok(Workbench::open(home, &passphrase, face.clock, &mut |_| {})?.0)
}

/// Makes a new one; the marker file comes last, when it is whole.
fn make(
    face: &Face,
    order: &Order,
    home: &Path,
    given: Option<Zeroizing<String>>,
) -> Result<Workbench, Failure> {
    let names = Names::read()?;
    let mut dice = Dice::new(order.seed);
    let own = given.is_some();
    let passphrase = given.unwrap_or_else(|| Zeroizing::new(passphrase::OF_DEMONSTRATION.to_owned()));
    let lead = names.adult(&mut dice, face.clock.today());
    let founding = Founding {
        group: names.group.zh.clone(),
        community: names.community.zh.clone(),
        member: lead.name,
        letter: "A".to_owned(),
    };
    let mut bench = Workbench::create(home, &founding, &passphrase, Cost::quick(), face.clock)?;
    let bar = face.bar("准备演示", "preparing the demonstration");
    match fill(&mut bench, order, &names, &mut dice, &mut |progress| bar.hear(progress)) {
        Ok(()) => bar.end(),
        Err(failure) => {
            bench.close()?;
            return Err(failure);
        }
    }
    let word = if own { place::OWN } else { passphrase::OF_DEMONSTRATION };
    place::mark(home, word)?;
    Ok(bench)
}

/// How many parts the content is written in.
const PARTS: u64 = 10;

/// Writes the content, part by part; `progress` hears of each and may end it.
fn fill(
    bench: &mut Workbench,
    order: &Order,
    names: &Names,
    dice: &mut Dice,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Failure> {
    let members = members(bench, names, dice)?;
    let people = People::settle(bench, names, dice, &members, order.residents, progress)?;
    let mut part = |done| progress::step(progress, Stage::Inventing, done, Some(PARTS)).map_err(Error::from);
    part(0)?;
    let open = matters::register(bench, names, dice, &members, &people)?;
    let listed = lists::put_on(bench, dice, &people)?;
    part(1)?;
    rounds::walk(bench, names, dice, &members, &listed, &open)?;
    part(2)?;
    ticks::tick(bench, dice, &members, &people)?;
    let around = Around { names, members: &members, people: &people, open: &open, listed: &listed };
    part(3)?;
    tables::write(bench, dice, &around, tables::LEDGERS)?;
    part(4)?;
    stories::tell(bench, dice, &around)?;
    part(5)?;
    tables::write(bench, dice, &around, tables::WORK)?;
    part(6)?;
    checked::draw(bench, &people)?;
    let drafts = bulletins::draft(bench)?;
    part(7)?;
    let colleague = Colleague::join(bench, &members)?.at_home(bench, dice, &around, &drafts)?;
    part(8)?;
    bulletins::sign(bench, &drafts)?;
    checked::agree(bench)?;
    part(9)?;
    colleague.go_out(bench, dice, &around)
}

/// The members of the group; the first is the lead, who sits at this laptop.
fn members(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
) -> Result<Vec<crate::domain::id::RecordId>, Error> {
    const UNITS: [&str; 4] = ["区政务服务中心", "区城市管理局", "区民政局", "区自然资源局"];
    let mut draft = Draft::new();
    let mut members = vec![bench.member()];
    for unit in UNITS {
        let person = names.adult(dice, bench.today());
        let id = bench.begin_record(&mut draft, team::members::ID, None)?;
        draft.set(id, team::members::NAME, Value::text(person.name));
        draft.set(id, team::members::ROLE, Some(Value::Choice("worker".to_owned())));
        draft.set(id, team::members::UNIT, Value::text(unit));
        draft.set(id, team::members::PHONE, Value::text(dice.phone()));
        members.push(id);
    }
    bench.commit(draft)?;
    Ok(members)
}

/// A failure of the data that the program brings: it cannot happen in a release.
fn unreadable(what: &str) -> Failure {
    Failure::new(
        FAILED,
        format!("演示数据读不出来：{what}"),
        format!("the demonstration's data is unreadable: {what}"),
    )
}

/// How an issue of the demonstration stands when the day begins.
#[derive(Debug, Clone, Copy)]
struct Plot {
    status: Status,
    overdue: bool,
}

#[cfg(test)]
mod tests;
