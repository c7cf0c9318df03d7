//! Ledgers of the group's own, and what is done to records of any.

use super::Performer;
use crate::{
    domain::{
        declared::{guess, key_of, read, write},
        field::{Choice, Field, Kind, Privacy, Search},
        id::RecordId,
        ledger::{Ledger, Nature, Source},
        wording::{Lang, Wording},
    },
    say,
    tui::event::{Answer, Done, LedgerWork, Pairs, Work},
    workbench::{Error, draft::Draft},
};

/// The width of a column that a form asks for.
const COLUMN: u16 = 14;

/// Text fields at the beginning of a new ledger that its list shows.
const SHOWN: usize = 3;

impl Performer {
    /// Works on a ledger, or on records of any.
    pub(super) fn on_ledger(
        &mut self,
        work: LedgerWork,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        Ok(Some(match work {
            LedgerWork::Remove(id) => {
                let told = self.ask_to_remove(id)?;
                tell(told);
                return Ok(None);
            }
            LedgerWork::Strike(id, reason) => self.strike(id, &reason)?,
            LedgerWork::Hide(ledger, hidden) => self.hide(&ledger, hidden)?,
            LedgerWork::Follow(about, ledger, pairs) => {
                Done { record: Some(about), ..self.create(&ledger, &pairs)? }
            }
            LedgerWork::Erase(id, reason, also) => self.erase(id, &reason, &also, tell)?,
            LedgerWork::TakeSheet(order) => {
                let answer = self.take_sheet(&order, tell).unwrap_or_else(Answer::Refused);
                tell(Answer::Fresh(Box::new(self.snapshot()?)));
                tell(answer);
                return Ok(None);
            }
            LedgerWork::Clear(records, reason) => self.clear(&records, &reason, tell)?,
            LedgerWork::Due => {
                tell(Answer::Due(self.due()?));
                return Ok(None);
            }
            LedgerWork::View(view) => {
                let told = self.view(view)?;
                tell(told);
                return Ok(None);
            }
            LedgerWork::Filled(work, pairs) => return self.filled(&work, &pairs, tell),
        }))
    }

    /// Does what a form was filled in for.
    fn filled(
        &mut self,
        work: &Work,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        let answer = match work {
            Work::NewLedger => self.new_ledger(pairs)?,
            Work::NewField(ledger) => return self.new_field(ledger, pairs).map(Some),
            Work::EditField(ledger, key) => return self.edit_field(ledger, key, pairs).map(Some),
            Work::Empty(id) => return self.empty_into(*id, pairs).map(Some),
            Work::ExportPerson(id) => return self.export_person(*id, pairs).map(Some),
            Work::ErasePerson(id) => self.ask_to_erase(*id, pairs, tell)?,
            Work::Draw => return self.draw(pairs).map(Some),
            Work::Raise(finding, kind) => return self.raise(*finding, kind, pairs).map(Some),
            Work::Period(ledger) => return self.set_period(ledger, pairs).map(Some),
            Work::Export(ledger, picked) => match self.export_ledger(ledger, picked, pairs, tell) {
                Ok(done) => return Ok(Some(done)),
                Err(trouble) => Answer::Refused(trouble),
            },
            Work::StrikeAll(ids) => return self.strike_all(ids, pairs).map(Some),
            Work::AssignAll(issues) => return self.assign_all(issues, pairs).map(Some),
            Work::PrintIssues(issues) => return self.print_issues(issues, pairs).map(Some),
            Work::Offer => return self.offer(pairs).map(Some),
            Work::Laptop(what, peer) => return self.laptop(*what, peer, pairs).map(Some),
            Work::JudgeTopic => return self.judge_topic(pairs).map(Some),
            Work::Clear => self.ask_to_clear(pairs)?,
            Work::Facts => self.facts(pairs)?,
            Work::Report(_) => self.report(pairs)?,
            Work::Apart(what) => self.apart(*what, pairs)?,
            Work::Sheet => self.plan_sheet(pairs, tell).unwrap_or_else(Answer::Refused),
            Work::Columns(order) => self.try_sheet(order, pairs, tell).unwrap_or_else(Answer::Refused),
        };
        // What was looked at is in a log now.
        tell(Answer::Fresh(Box::new(self.snapshot()?)));
        tell(answer);
        Ok(None)
    }

    /// Strikes an entry out.
    fn strike(&mut self, id: RecordId, reason: &str) -> Result<Done, Error> {
        let name = self.bench.name_of(id);
        let mut draft = Draft::new();
        draft.strike(id, reason.trim());
        self.bench.commit(draft)?;
        let sentence =
            say!(self.lang, "已划去 {name}，⟦undo⟧ 撤销", "{name} is struck out; ⟦undo⟧ takes it back");
        Ok(Done { sentence, record: None })
    }

    /// Puts a ledger away, or brings it out.
    fn hide(&mut self, ledger: &str, hidden: bool) -> Result<Done, Error> {
        self.bench.hide_ledger(ledger, hidden)?;
        let title = self.bench.ledger(ledger)?.title.get(self.lang);
        let sentence = if hidden {
            say!(self.lang, "“{title}”已收起，记录都在", "\"{title}\" is put away; its records stay")
        } else {
            say!(self.lang, "“{title}”已取出", "\"{title}\" is out again")
        };
        Ok(Done { sentence, record: None })
    }

    /// Takes a field of the group's own out of use, or back into it.
    fn retire(&mut self, ledger: &str, key: &str, retired: bool) -> Result<Done, Error> {
        self.bench.retire_field(ledger, key, retired)?;
        let declared = self.bench.ledger(ledger)?;
        let field = declared.fields.iter().chain(&declared.retired).find(|field| field.key == key);
        let name = field.map_or(key, |field| field.title.get(self.lang));
        let sentence = if retired {
            say!(
                self.lang,
                "“{name}”一栏已停用，填过的内容还在",
                "\"{name}\" is out of use; what it holds stays"
            )
        } else {
            say!(self.lang, "“{name}”一栏已恢复", "\"{name}\" is in use again")
        };
        Ok(Done { sentence, record: None })
    }

    /// Changes a field of the group's own.
    fn edit_field(&mut self, ledger: &str, key: &str, pairs: &Pairs) -> Result<Done, Error> {
        let declared = self.bench.ledger(ledger)?;
        let known = declared.fields.iter().chain(&declared.retired).find(|field| field.key == key).cloned();
        let Some(known) = known else {
            return Err(Error::NoField { ledger: ledger.to_owned(), field: key.to_owned() });
        };
        let was_used = declared.fields.iter().any(|field| field.key == key);
        let mut field = known.clone();
        let title = text(pairs, "title").trim();
        if title != field.title.get(Lang::Zh) {
            field.title = both(title);
        }
        let kind = text(pairs, "kind");
        if !kind.is_empty() && kind != field.kind.key() {
            field.kind = read::kind(kind, None).unwrap_or(Kind::Text);
        }
        if let Kind::Choice(choices) = &mut field.kind {
            choose(choices, &listed(text(pairs, "choices")));
        }
        field.many = text(pairs, "many") == "yes";
        field.required = text(pairs, "required") == "yes";
        field.privacy = privacy(text(pairs, "privacy"));
        let width = field.column.unwrap_or(COLUMN);
        field.column = Some(width).filter(|_| text(pairs, "column") == "yes");
        if !write::is_same(&known, &field) || known.title != field.title {
            self.bench.declare_field(ledger, &field)?;
        }
        let used = text(pairs, "used") == "yes";
        if used != was_used {
            return self.retire(ledger, key, !used);
        }
        let name = field.title.get(self.lang);
        let sentence = say!(self.lang, "“{name}”一栏已修改", "the field \"{name}\" is changed");
        Ok(Done { sentence, record: None })
    }

    /// Adds a ledger of the group's own.
    fn new_ledger(&mut self, pairs: &Pairs) -> Result<Answer, Error> {
        let title = text(pairs, "title").trim().to_owned();
        let nature = if text(pairs, "nature") == "card" { Nature::Card } else { Nature::Entry };
        let fields =
            guess::fields(text(pairs, "fields")).into_iter().enumerate().map(|(at, (name, guess))| {
                let mut field = Field::new(0, &key_of(&name), "", "", guess.kind);
                field.title = both(&name);
                field.required = at == 0;
                field.privacy = guess.privacy;
                field.purpose = guess.purpose;
                field.search = match &field.kind {
                    Kind::Phone | Kind::IdNumber => Search::Tail,
                    Kind::Text | Kind::LongText | Kind::Name if at == 0 => Search::Name,
                    Kind::Text | Kind::LongText | Kind::Name => Search::Text,
                    Kind::Int
                    | Kind::Money
                    | Kind::Bool
                    | Kind::Date
                    | Kind::Lunar
                    | Kind::Instant
                    | Kind::Choice(_)
                    | Kind::Ref(_) => Search::None,
                };
                field.column = Some(COLUMN).filter(|_| at < SHOWN);
                field
            });
        let mut ledger = Ledger::new(&key_of(&title), both(&title), nature, fields.collect());
        ledger.source = Source::Own;
        ledger.group = Some(text(pairs, "group").trim().to_owned()).filter(|group| !group.is_empty());
        ledger.about = both(text(pairs, "about").trim());
        if self.bench.catalog().get(&ledger.id).is_some_and(|known| !known.hidden) {
            return Err(Error::Already(title));
        }
        self.bench.declare(&ledger)?;
        let sentence = say!(
            self.lang,
            "已添加台账“{title}”，按 ⟦new-record⟧ 登记第一条",
            "the ledger \"{title}\" is there; ⟦new-record⟧ enters the first record"
        );
        Ok(Answer::Begun(ledger.id, sentence))
    }

    /// Adds a field of the group's own to a ledger.
    fn new_field(&mut self, ledger: &str, pairs: &Pairs) -> Result<Done, Error> {
        let title = text(pairs, "title").trim().to_owned();
        let of = Some(text(pairs, "of").to_owned()).filter(|of| !of.is_empty());
        let mut kind = read::kind(text(pairs, "kind"), of).unwrap_or(Kind::Text);
        if let Kind::Choice(choices) = &mut kind {
            *choices = listed(text(pairs, "choices"))
                .iter()
                .map(|name| Choice::new(key_of(name), both(name)))
                .collect();
        }
        let mut field = Field::new(0, &key_of(&title), "", "", kind);
        field.title = both(&title);
        let declared = self.bench.ledger(ledger)?;
        if declared.fields.iter().chain(&declared.retired).any(|own| own.key == field.key) {
            return Err(Error::Already(title));
        }
        field.many = text(pairs, "many") == "yes";
        field.required = text(pairs, "required") == "yes";
        field.privacy = privacy(text(pairs, "privacy"));
        field.purpose = Some(text(pairs, "purpose")).filter(|it| !it.is_empty()).map(both);
        field.column = Some(COLUMN).filter(|_| text(pairs, "column") == "yes");
        self.bench.declare_field(ledger, &field)?;
        let sentence = say!(self.lang, "已加一栏“{title}”", "the field \"{title}\" is there");
        Ok(Done { sentence, record: None })
    }
}

fn privacy(word: &str) -> Privacy {
    match word {
        "personal" => Privacy::Personal,
        "sensitive" => Privacy::Sensitive,
        _ => Privacy::Open,
    }
}

/// Lets a field offer these choices: those that are new come after, and those
/// that are not named are offered no more. What was answered with them stays.
fn choose(choices: &mut Vec<Choice>, titles: &[String]) {
    for choice in choices.iter_mut() {
        choice.retired = !titles.iter().any(|title| *title == choice.title.zh);
    }
    let new = titles.iter().filter(|title| choices.iter().all(|choice| choice.title.zh != title.as_str()));
    let new: Vec<Choice> = new.map(|title| Choice::new(key_of(title), both(title))).collect();
    choices.extend(new);
}

/// The ledger that was chosen in a form, where it asks for one.
pub(super) fn chosen<'p>(pairs: &'p Pairs, ledger: &'p str) -> &'p str {
    Some(text(pairs, "ledger")).filter(|chosen| !chosen.is_empty()).unwrap_or(ledger)
}

/// What a form says in a field; empty where it says nothing.
pub(super) fn text<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(own, _)| own == key).map_or("", |(_, text)| text.as_str())
}

fn listed(text: &str) -> Vec<String> {
    let parts = text.split(['、', ',', '，', ';', '；', '\n']).map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

fn both(text: &str) -> Wording {
    Wording::owned(text.to_owned(), text.to_owned())
}
