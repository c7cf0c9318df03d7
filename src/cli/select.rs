//! Which records a command speaks of, as every face asks for them; and what a question without
//! an answer comes to on the command line.

pub(super) use crate::exchange::select::{Found, Question, field, keyed, ledger, scope_of, select};

use super::failure::{Failure, USAGE};
use crate::{domain::wording::Lang, exchange::select::Unselected};

impl From<Unselected> for Failure {
    fn from(error: Unselected) -> Self {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| format!("--where {}", error.sentence(lang)));
        match error {
            Unselected::Condition { .. } => Self::new(USAGE, zh, en),
            Unselected::Work(error) => error.into(),
        }
    }
}
