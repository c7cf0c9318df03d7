//! Who else raised the same thing: each of them is owed an answer (domain.md E1).

use super::{
    field::{Kind, Search, Tag},
    id::RecordId,
    input, issues,
    issues::steps,
    row::Row,
    step_kinds::StepKind,
};

crate::ledger! {
    /// A person besides the first who raised an issue. Who was first stands on
    /// the issue itself; whoever it is, also without a name, is owed an answer.
    "voices" ("反映人", "Voices") Entry;
    NAME = 16 "name" ("姓名", "Name") Kind::Text => automatic().personal().search(Search::Name).column(10)
        .purpose("给本人回音", "answering the person");
    ISSUE = 17 "issue" ("事项", "Issue") Kind::Ref("issues".to_owned()) => automatic().required();
    RESIDENT = 18 "resident" ("居民", "Resident") Kind::Ref("residents".to_owned()) => automatic();
    PHONE = 19 "phone" ("电话", "Phone") Kind::Phone => automatic().personal().search(Search::Tail)
        .purpose("给本人回音、回访", "answering and calling back");
    ANONYMOUS = 20 "anonymous" ("匿名", "Anonymous") Kind::Bool => automatic();
    AT = 21 "at" ("时间", "When") Kind::Instant => automatic().column(16);
    CHANNEL = 22 "channel" ("来件形式", "Channel") issues::channels() => automatic();
    WORDS = 23 "words" ("原话", "Their words") Kind::LongText => automatic();
}

/// Whether somebody who asked anonymously can be reached; made on reading, and stored nowhere.
pub const REACHABLE: Tag = 0x3FF2;

/// Since when an issue is from whom it is from, where that was written later
/// than the issue; made on reading, and stored nowhere.
pub const NAMED_AT: Tag = 0x3FF3;

/// Somebody who raised an issue, and whether he has been answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The record that tells of him: the issue for who raised it first.
    pub id: RecordId,
    /// The issue that he raised.
    pub issue: RecordId,
    /// What he is called; empty where nobody knows.
    pub name: String,
    /// The resident, where it is one.
    pub resident: Option<RecordId>,
    /// Whether only a public notice can reach him.
    pub anonymous: bool,
    /// Whether a way to reach him is known; always, but for the anonymous.
    pub reachable: bool,
    /// Since when it is him: what was answered before was answered to another.
    pub named: Option<jiff::Timestamp>,
    /// Whether somebody has answered since the last reopening.
    pub answered: bool,
}

impl Voice {
    /// Who raised an issue first.
    pub fn first(issue: &Row) -> Self {
        let anonymous = issue.is(issues::issues::ANONYMOUS);
        Self::read(issue, issue.id, issues::issues::FROM, issues::issues::RESIDENT, anonymous)
    }

    /// Who raised it besides.
    pub fn further(voice: &Row) -> Self {
        let issue = voice.reference(ISSUE).unwrap_or(voice.id);
        Self::read(voice, issue, NAME, RESIDENT, voice.is(ANONYMOUS))
    }

    fn read(row: &Row, issue: RecordId, name: Tag, resident: Tag, anonymous: bool) -> Self {
        let phone =
            if row.id.ledger() == super::id::LedgerTag::of(ID) { PHONE } else { issues::issues::PHONE };
        let known = row.is(REACHABLE) || row.reference(resident).is_some() || !row.text(phone).is_empty();
        let name = if anonymous { "" } else { row.text(name) };
        Self {
            id: row.id,
            issue,
            name: name.to_owned(),
            resident: row.reference(resident),
            anonymous,
            reachable: !anonymous || known,
            named: row.instant(NAMED_AT),
            answered: false,
        }
    }

    /// Whether nothing but a notice in public can reach him.
    pub(super) fn is_nameless(&self) -> bool {
        self.anonymous || (self.name.is_empty() && self.resident.is_none())
    }

    /// Whether he was answered, and in writing where he can be reached (信访工作条例 23).
    pub fn is_told_in_writing(&self, replies: &[&Row]) -> bool {
        let in_writing = |reply: &&Row| reply.text(steps::WAY) == "written" && self.is_answered_by(reply);
        self.answered && (self.is_nameless() || replies.iter().any(in_writing))
    }

    /// Whether a reply was to him: it names him; or it names nobody and is on
    /// the issue that he raised; or it was published, and nothing else reaches him.
    /// Whoever left no name and no way to reach him is answered in public, or by
    /// a message that is left for him (domain.md §4.2 rule 6).
    pub fn is_answered_by(&self, reply: &Row) -> bool {
        let named = reply.all(steps::VOICES);
        let meant = reply.references(steps::VOICES).any(|id| id == self.id)
            || (named.is_empty() && reply.reference(steps::ISSUE).is_none_or(|issue| issue == self.id));
        let earlier = self.named.is_some_and(|since| reply.created < since);
        (meant && self.is_reached_by(reply) && !earlier)
            || (self.is_nameless() && reply.text(steps::WAY) == issues::PUBLIC)
    }

    /// Whether the way of a reply can reach him.
    pub fn is_reached_by(&self, reply: &Row) -> bool {
        self.reachable || [issues::PUBLIC, issues::MESSAGE].contains(&reply.text(steps::WAY))
    }
}

/// Whether a row is a reply that says something.
pub fn is_reply(step: &Row) -> bool {
    step.text(steps::KIND) == StepKind::Reply.key() && input::says_something(step.text(steps::TEXT))
}
