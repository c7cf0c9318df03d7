//! What issues are about, and what the group says of it (domain.md E1, C2).

use super::{bench::Workbench, error::Error};
use crate::domain::{classes, issues::issues, row::Row};

impl Workbench {
    /// The classes to choose from: the program's, and what the group says of them.
    pub fn classes(&self) -> Result<Vec<classes::Class>, Error> {
        Ok(classes::offered(&self.rows(classes::ID)?))
    }

    /// The class of an issue that is none of those to choose from: sheets from
    /// elsewhere bring their own, and it is kept, but counted by itself.
    pub fn unlisted_class(&self, issue: &Row) -> Result<Option<String>, Error> {
        let class = issue.text(issues::CATEGORY).trim();
        if class.is_empty() || self.classes()?.iter().any(|known| known.title.zh == class) {
            return Ok(None);
        }
        Ok(Some(class.to_owned()))
    }
}
