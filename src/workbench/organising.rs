//! The tree of units and who is posted where, in lines that every face shows
//! (domain.md A5–A7).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        natural,
        organisation::{self, postings, units},
        phases::Period,
        recusal::plain_name,
        roster::neighbourhoods,
        row::Row,
        rules::Refusal,
        wording::{Lang, Wording},
    },
    say,
};

/// The ledger of which enterprise stands by which neighbourhood.
const PAIRINGS: &str = "pairings";

/// That one fact is entered once.
const ENTERED_ONCE: Wording = Wording::new(
    "这家企业那段时间已登记挂在这个小组（挂点配对或挂点），一处登记、处处取用，不用再登",
    "the enterprise is entered as standing by this neighbourhood in that time already: once is enough",
);

/// A neighbourhood with who is posted there, and how far it was walked.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The neighbourhood.
    pub place: Row,
    /// The names of those who are posted there today.
    pub posted: Vec<String>,
    /// The enterprises that are.
    pub enterprises: Vec<String>,
    /// Its households.
    pub households: usize,
    /// Those of them that were visited.
    pub visited: usize,
}

impl Workbench {
    /// The neighbourhoods that stand, as people count them: by the number on
    /// the card, else by the number in the name.
    pub fn places(&self) -> Result<Vec<Row>, Error> {
        let mut places = self.standing(neighbourhoods::ID)?;
        places.sort_by_cached_key(|row| (natural::place_key(row), row.id));
        Ok(places)
    }

    /// Every neighbourhood with who is posted there today.
    pub fn posts(&self) -> Result<Vec<Post>, Error> {
        let coverage = self.coverage(Period::default())?;
        let today = self.today();
        let mut told = Vec::new();
        for place in self.places()? {
            let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
            told.push(Post {
                posted: walked.posted.iter().map(|id| self.name_of(*id)).collect(),
                enterprises: self.enterprises_by(place.id, |period| period.contains(today), None)?,
                households: walked.households,
                visited: walked.visited,
                place,
            });
        }
        Ok(told)
    }

    /// The enterprises that stand by a neighbourhood, each once: of the pairings,
    /// which are where that is entered (domain.md F7), and of postings that named
    /// one in words. One record may be left out.
    fn enterprises_by(
        &self,
        place: RecordId,
        wanted: impl Fn(Period) -> bool,
        but: Option<RecordId>,
    ) -> Result<Vec<String>, Error> {
        let mut names: Vec<String> = Vec::new();
        let mut add = |name: String| {
            let plain = plain_name(&name);
            if !plain.is_empty() && !names.iter().any(|known| plain_name(known) == plain) {
                names.push(name);
            }
        };
        for row in self.counted(PAIRINGS)?.iter().filter(|row| Some(row.id) != but) {
            let (paired, at, period) = self.pairing(row)?;
            if at == Some(place) && wanted(period) {
                paired.into_iter().for_each(&mut add);
            }
        }
        for row in self.standing(postings::ID)?.iter().filter(|row| Some(row.id) != but) {
            if row.reference(postings::NEIGHBOURHOOD) == Some(place) && wanted(organisation::period_of(row)) {
                add(row.text(postings::ENTERPRISE).to_owned());
            }
        }
        Ok(names)
    }

    /// The unit of the directory that a text means, as it is written there; none
    /// where none is meant: a matter may be passed on to any unit (domain.md A9).
    pub fn unit_called(&self, text: &str) -> Result<Option<String>, Error> {
        let plain = plain_name(text);
        let units = self.standing(units::ID)?;
        let found =
            units.iter().find(|unit| !plain.is_empty() && plain_name(unit.text(units::NAME)) == plain);
        Ok(found.map(|unit| unit.text(units::NAME).to_owned()))
    }

    /// Whom a pairing pairs with which neighbourhood, and for how long.
    fn pairing(&self, row: &Row) -> Result<(Option<String>, Option<RecordId>, Period), Error> {
        let ledger = self.ledger(PAIRINGS)?;
        let tag = |key: &str| ledger.field_by_key(key).map(|field| field.tag);
        let refers = |key: &str| tag(key).and_then(|tag| row.reference(tag));
        let day = |key: &str| tag(key).and_then(|tag| row.date(tag));
        let period = Period { from: day("from"), to: day("to") };
        Ok((refers("enterprise").map(|id| self.name_of(id)), refers("neighbourhood"), period))
    }

    /// Judges that an enterprise is entered once as standing by a neighbourhood (domain.md A4, H7).
    pub(super) fn judge_pairings(&self, draft: &Draft) -> Result<(), Error> {
        let pairs = [LedgerTag::of(PAIRINGS), LedgerTag::of(postings::ID)];
        for id in draft.created.iter().copied().filter(|id| pairs.contains(&id.ledger())) {
            let row = self.row_with(id, draft)?;
            let (name, place, period) = if id.ledger() == LedgerTag::of(PAIRINGS) {
                self.pairing(&row)?
            } else {
                let name = Some(row.text(postings::ENTERPRISE).to_owned());
                (name, row.reference(postings::NEIGHBOURHOOD), organisation::period_of(&row))
            };
            let (Some(name), Some(place), true) = (name, place, row.stands()) else { continue };
            let plain = plain_name(&name);
            let known = self.enterprises_by(place, |other| other.meets(period), Some(id))?;
            if !plain.is_empty() && known.iter().any(|other| plain_name(other) == plain) {
                return Err(Refusal::Said(ENTERED_ONCE).into());
            }
        }
        Ok(())
    }

    /// The tree of units with their duties, then the neighbourhoods with who is
    /// posted there.
    pub fn organisation_lines(&self, lang: Lang) -> Result<Vec<String>, Error> {
        let rows = self.standing(units::ID)?;
        let mut lines: Vec<String> = Vec::new();
        for (depth, row) in organisation::tree(&rows) {
            let duties = row.text(units::DUTIES).lines().next().unwrap_or_default();
            let line = format!("{}{}  {duties}", "  ".repeat(depth), row.text(units::NAME));
            lines.push(line.trim_end().to_owned());
        }
        let none = lang.pick("还没有", "none yet");
        for post in self.posts()? {
            let name = post.place.text(neighbourhoods::NAME);
            let told = |names: &[String]| {
                if names.is_empty() { none.to_owned() } else { names.join(lang.pick("、", ", ")) }
            };
            let (posted, firms) = (told(&post.posted), told(&post.enterprises));
            let (walked, all) = (post.visited, post.households);
            lines.push(say!(
                lang,
                "{name}  驻点 {posted}  企业 {firms}  已走 {walked}/{all} 户",
                "{name}  posted {posted}  enterprises {firms}  walked {walked} of {all}"
            ));
        }
        Ok(lines)
    }
}
