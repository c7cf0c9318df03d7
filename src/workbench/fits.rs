//! Which openings and which wishes for work have a preference in common
//! (domain.md F8): told, never decided.
//!
//! Nothing is added up, and whoever meets more stands no higher: the order is
//! that in which people came. A referral is written by a member, who says why.

use super::{bench::Workbench, error::Error};
use crate::{
    domain::{
        id::RecordId,
        row::Row,
        value::Value,
        wording::{Lang, Wording},
    },
    say,
};

const JOBS: &str = "jobs";
pub(super) const WISHES: &str = "job_wishes";

/// The ledgers whose records can meet.
pub const LEDGERS: [&str; 2] = [JOBS, WISHES];

impl Workbench {
    /// For an opening the wishes that meet one of its preferences, for a wish
    /// the openings; nothing for other records, and nothing that is over. Which
    /// preference it is tells of somebody's health and means, and is not told.
    pub fn fits(&self, id: RecordId) -> Result<Vec<RecordId>, Error> {
        let (own, others) = match self.ledger_of(id)?.id.as_str() {
            JOBS => (JOBS, WISHES),
            WISHES => (WISHES, JOBS),
            _ => return Ok(Vec::new()),
        };
        let row = self.existing(id)?;
        if !self.is_still_wanted(own, &row)? {
            return Ok(Vec::new());
        }
        let asked = self.preferences(own, &row)?;
        let mut fits = Vec::new();
        for other in self.standing(others)? {
            let meets = self.preferences(others, &other)?.iter().any(|one| asked.contains(one));
            if meets && self.is_still_wanted(others, &other)? {
                fits.push(other.place());
            }
        }
        fits.sort_unstable();
        Ok(fits.into_iter().map(|(_, _, fit)| fit).collect())
    }

    /// The same in a sentence; none where there is nothing to tell.
    pub fn told_fits(&self, id: RecordId) -> Result<Option<Wording>, Error> {
        let fits = self.fits(id)?;
        if fits.is_empty() {
            return Ok(None);
        }
        let told = |lang: Lang| {
            let all = fits.iter().map(|id| self.name_of(*id)).collect::<Vec<_>>().join(lang.pick("；", "; "));
            say!(
                lang,
                "优先条件相符的（推荐不推荐由人定）：{all}",
                "with a preference in common (whether to refer is for people to say): {all}"
            )
        };
        Ok(Some(Wording::owned(told(Lang::Zh), told(Lang::En))))
    }

    fn preferences(&self, ledger: &str, row: &Row) -> Result<Vec<Value>, Error> {
        let field = self.ledger(ledger)?.field_by_key("priority");
        Ok(field.map(|field| row.all(field.tag).to_vec()).unwrap_or_default())
    }

    /// Whether it has not been closed, and its last day is not over.
    pub(super) fn is_still_wanted(&self, ledger: &str, row: &Row) -> Result<bool, Error> {
        let ledger = self.ledger(ledger)?;
        let day = |key: &str| ledger.field_by_key(key).and_then(|field| row.date(field.tag));
        let today = self.today();
        Ok(row.stands() && day("closed_on").is_none() && day("open_until").is_none_or(|last| last >= today))
    }
}
