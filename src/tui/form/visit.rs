//! What the form of a visit asks for besides its fields, and what it tells
//! (domain.md B4, B5, H5).

use super::{Answer, Entry, Form, Purpose, build::own};
use crate::{
    domain::{
        calendar, calling,
        field::{Choice, Kind},
        id::RecordId,
        issues::issues,
        plan::tasks,
        roster::residents,
        rules,
        value::Value,
        visits,
        wording::{Lang, Wording},
    },
    say,
    tui::snapshot::Snapshot,
};

/// What was asked for, an issue a line.
pub(in crate::tui) const RAISED: &str = "raised";
/// The item of a checklist that something was learnt for.
pub(in crate::tui) const ITEM: &str = "check_item";
/// What was learnt.
pub(in crate::tui) const LEARNT: &str = "check_learnt";
/// The next step on it.
pub(in crate::tui) const NEXT: &str = "check_next";

impl Form {
    /// Asks for issues and evidence in the same form, and takes the category
    /// from the list, where the person is on it.
    pub(super) fn also_of_visit(&mut self, data: &Snapshot, about: Option<RecordId>, lang: Lang) {
        let choices = data.checklists.iter().flat_map(|sheet| {
            sheet.items.iter().map(|item| {
                let zh = format!("{}：{}", sheet.list.title(Lang::Zh), item.title.zh);
                let en = format!("{}: {}", sheet.list.title(Lang::En), item.title.en);
                Choice::new(format!("{}/{}", sheet.list.key(), item.id), Wording::owned(zh, en))
            })
        });
        let hint = lang.pick("一行一件，登记为要答复的事项", "one a line; each becomes an issue");
        let more = [
            Entry::new(own(RAISED, "提出的诉求", "Asked for", Kind::LongText)).hinted(hint.to_owned()),
            Entry::new(own(ITEM, "三清项目", "Checklist item", Kind::Choice(choices.collect()))),
            Entry::new(own(LEARNT, "三清线索", "What was learnt", Kind::LongText)),
            Entry::new(own(NEXT, "线索下一步", "Next step on it", Kind::Text)),
        ];
        self.entries.extend(more);
        // What they advise is owed an answer too: that is told before it is written.
        if let Some(advice) = self.entries.iter_mut().find(|entry| entry.field.tag == visits::ADVICE) {
            lang.pick("登记为一件建议，要答复", "becomes an issue of its own").clone_into(&mut advice.hint);
        }
        let home = about.and_then(|id| data.roster.resident(id)?.reference(residents::HOUSEHOLD));
        let called = data.field.coverage.called.iter();
        let own = called.filter(|called| Some(called.who) == about || home == Some(called.who));
        // What worked is asked of those it worked for; of others, where the visit is put right.
        if !own.clone().any(|called| called.category == visits::VisitCategory::Exemplar) {
            let of_exemplars = [visits::EXPERIENCE, visits::TAKES_ALONG];
            self.entries.retain(|entry| !of_exemplars.contains(&entry.field.tag));
        }
        let first = own.filter(|called| called.visited.is_none()).map(|called| called.category).next();
        if let Some(category) = first {
            self.set(visits::CATEGORY, true, &[Value::Choice(category.key().to_owned())], lang);
        }
    }

    /// Puts a household in, and goes to what was said: the rest is known.
    pub(in crate::tui) fn of_called(&mut self, data: &Snapshot, who: RecordId, category: &str, lang: Lang) {
        if data.roster.household(who).is_some() {
            self.set(visits::HOUSEHOLD, true, &[Value::Ref(who)], lang);
        }
        self.set(visits::CATEGORY, true, &[Value::Choice(category.to_owned())], lang);
        if let Some(words) = self.entries.iter().position(|entry| entry.field.tag == visits::WORDS) {
            self.focus = words;
        }
    }

    /// Plans a visit to somebody on the list.
    pub(in crate::tui) fn plan_visit(&mut self, data: &Snapshot, who: RecordId, lang: Lang) {
        let name = data.name(who);
        let person = data.roster.resident(who);
        let home = data.roster.household(who).map(|row| row.id);
        let tag = if person.is_some() { tasks::RESIDENT } else { tasks::HOUSEHOLD };
        self.set(tag, person.is_some() || home.is_some(), &[Value::Ref(who)], lang);
        self.set(tasks::NAME, true, &[Value::Text(say!(lang, "走访 {name}", "visit {name}"))], lang);
    }

    /// Offers only those categories of a visit that are not refused for its
    /// resident: a petitioner is who has an open issue. Tells what is known of
    /// whom it is to: the last visit, the open issues and their last answers.
    pub(in crate::tui) fn suit(&mut self, data: &Snapshot) {
        self.tell_guesses(data.lang);
        if !matches!(&self.purpose, Purpose::Create(ledger, _) if ledger == visits::ID) {
            return;
        }
        let reference = |tag| {
            let entry = self.entries.iter().find(|entry| entry.field.tag == tag)?;
            if let Answer::Refs(ids) = &entry.answer { ids.first().copied() } else { None }
        };
        let (resident, home) = (reference(visits::RESIDENT), reference(visits::HOUSEHOLD));
        let mut own = resident.into_iter().flat_map(|id| data.asked_by(id));
        let has_open_issue = own.any(|case| !case.standing.is_closed());
        self.notes = notes(data, home, resident);
        let permitted = rules::permit_petitioner(has_open_issue).is_ok();
        let declared = data.catalog.get(visits::ID).and_then(|ledger| ledger.field(visits::CATEGORY));
        let Some(Kind::Choice(choices)) = declared.map(|field| &field.kind) else { return };
        let offered: Vec<Choice> =
            choices.iter().filter(|choice| permitted || choice.key != visits::PETITIONER).cloned().collect();
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.field.tag == visits::CATEGORY) {
            let chosen = entry.text();
            entry.answer = Answer::Choice(offered.iter().position(|choice| choice.key == chosen));
            entry.field.kind = Kind::Choice(offered);
        }
    }
}

/// The most notes that a form shows: it has to fit beside them.
const MOST: usize = 5;

/// What is good to know before a visit (domain.md B5, H5): hints, never a bar.
fn notes(data: &Snapshot, home: Option<RecordId>, resident: Option<RecordId>) -> Vec<String> {
    let lang = data.lang;
    let lived = resident.and_then(|id| data.roster.resident(id)?.reference(residents::HOUSEHOLD));
    let home = home.or(lived);
    let mut notes = Vec::new();
    let called = data.visits_to(home.into_iter().chain(resident));
    let near = called.iter().copied();
    if let Some(recent) = calling::recent(near, home, resident, data.today, data.field.revisit_days) {
        let visit = called.iter().find(|row| row.id == recent.visit);
        let who = visit.map(|row| data.named(row, visits::VISITORS)).unwrap_or_default();
        let (days, day) = (recent.days, recent.day.strftime("%m-%d").to_string());
        notes.push(match days {
            0 => say!(lang, "今天已有人走访这一户：{who}", "somebody was here today: {who}"),
            days => say!(
                lang,
                "{days} 天前（{day}）已有人走访这一户：{who}",
                "{days} d ago ({day}) somebody was here: {who}"
            ),
        });
    }
    let own = resident.into_iter().flat_map(|id| data.asked_by(id));
    for case in own.filter(|case| !case.standing.is_closed()) {
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let due = calendar::distance(case.standing.due, data.today, lang);
        notes.push(match case.last_answer() {
            Some((day, text)) => {
                let day = day.strftime("%m-%d").to_string();
                say!(
                    lang,
                    "{number} {title}（{due}）{day} 答复：{text}",
                    "{number} {title} ({due}), {day}: {text}"
                )
            }
            None => say!(
                lang,
                "{number} {title}（{due}）还没有答复",
                "{number} {title} ({due}), not answered yet"
            ),
        });
    }
    let left = notes.len().saturating_sub(MOST);
    notes.truncate(MOST);
    if left > 0 {
        notes.push(say!(lang, "还有 {left} 件，见 ⟦go-residents⟧", "{left} more on ⟦go-residents⟧"));
    }
    notes
}
