//! The tree of units and who is posted where, in lines that every face shows
//! (domain.md A5–A7).

use super::{bench::Workbench, error::Error};
use crate::{
    domain::{
        natural,
        organisation::{self, postings, units},
        phases::Period,
        roster::neighbourhoods,
        row::Row,
        wording::Lang,
    },
    say,
};

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
        let postings = self.standing(postings::ID)?;
        let mut told = Vec::new();
        for place in self.places()? {
            let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
            let here = postings.iter().filter(|row| row.reference(postings::NEIGHBOURHOOD) == Some(place.id));
            let firms = here.filter(|row| organisation::period_of(row).contains(today));
            let firms = firms.map(|row| row.text(postings::ENTERPRISE)).filter(|name| !name.is_empty());
            told.push(Post {
                posted: walked.posted.iter().map(|id| self.name_of(*id)).collect(),
                enterprises: firms.map(str::to_owned).collect(),
                households: walked.households,
                visited: walked.visited,
                place,
            });
        }
        Ok(told)
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
        for post in self.posts()? {
            let name = post.place.text(neighbourhoods::NAME);
            let (posted, firms) = (post.posted.join("、"), post.enterprises.join("、"));
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
