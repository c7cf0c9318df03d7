//! Topics that were computed, with what people judge of them (domain.md C2, E4).

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    figures::{self, Hotspot},
    hot_topics::{self, judgement_id},
    id::{LedgerTag, RecordId},
    row::Row,
    value::Value,
};

/// A topic and its judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotTopic {
    /// What was counted.
    pub spot: Hotspot,
    /// What was judged of it; none where nobody has.
    pub judgement: Option<Row>,
}

impl Workbench {
    /// The topics of the matters registered from one day to another, the most matters first.
    pub fn hot_topics(&self, from: Date, to: Date) -> Result<Vec<HotTopic>, Error> {
        let spots = figures::hotspots(&self.facts_at(to)?, from, to);
        let judged = |spot: Hotspot| {
            let judgement = self.row(hot_topics::id_of(&spot))?.filter(hot_topics::is_judged);
            Ok(HotTopic { spot, judgement })
        };
        spots.into_iter().map(judged).collect()
    }

    /// Judges a topic: whether it is a hot one, and why. A judgement that there is changes.
    pub fn judge_hot_topic(
        &mut self,
        class: &str,
        neighbourhood: Option<RecordId>,
        month: Date,
        verdict: &str,
        why: &str,
    ) -> Result<RecordId, Error> {
        let (class, month) = (class.trim(), month.first_of_month());
        let id = judgement_id(class, neighbourhood, month);
        let mut draft = Draft::new();
        if !self.row(id)?.is_some_and(|row| row.stands()) {
            self.begin_anew(&mut draft, id)?;
            draft.set(id, hot_topics::CLASS, Value::text(class));
            draft.set(id, hot_topics::NEIGHBOURHOOD, neighbourhood.map(Value::Ref));
            draft.set(id, hot_topics::MONTH, Some(Value::Date(month)));
        }
        draft.set(id, hot_topics::VERDICT, Some(Value::Choice(verdict.to_owned())));
        draft.set(id, hot_topics::JUDGEMENT, Value::text(why.trim()));
        self.commit(draft)?;
        Ok(id)
    }

    /// Notes with each judgement how many matters there were.
    pub(super) fn complete_hot_topics(&self, draft: &mut Draft) -> Result<(), Error> {
        for id in judgements_in(draft) {
            if let Some((class, place, month)) = hot_topics::topic(&self.row_with(id, draft)?) {
                let matters = self.matters_of(&class, place, month)?;
                let matters = i64::try_from(matters).unwrap_or(i64::MAX);
                draft.set(id, hot_topics::MATTERS, Some(Value::Int(matters)));
            }
        }
        Ok(())
    }

    /// Judges judgements: each is of a topic that was counted, and says why.
    pub(super) fn judge_hot_topics(&self, draft: &Draft) -> Result<(), Error> {
        for id in judgements_in(draft) {
            let row = self.row_with(id, draft)?;
            if row.stands() {
                let mut matters = 0;
                if let Some((class, place, month)) = hot_topics::topic(&row) {
                    matters = self.matters_of(&class, place, month)?;
                }
                hot_topics::permit(&row, |_, _, _| matters > 0)?;
            }
        }
        Ok(())
    }

    fn matters_of(&self, class: &str, place: Option<RecordId>, month: Date) -> Result<usize, Error> {
        let spots = figures::hotspots(&self.facts_at(self.today())?, month, month.last_of_month());
        let own = spots.into_iter().find(|spot| spot.class == class && spot.neighbourhood == place);
        Ok(own.map_or(0, |spot| spot.matters))
    }
}

fn judgements_in(draft: &Draft) -> Vec<RecordId> {
    let tag = LedgerTag::of(hot_topics::ID);
    draft.records().into_iter().filter(|id| id.ledger() == tag).collect()
}
