//! What is told of the clocks of an issue: each term with what it rests on, and
//! what else moved its last day or did not.

use jiff::Timestamp;

use super::Running;
use crate::domain::{
    calendar,
    deadlines::{Clock, Deadlines},
    standing::IssueKind,
    wording::{Lang, Wording, counted},
    workdays::Gap,
};

impl Running {
    /// What to tell of the clocks at `now`: each term with what it rests on, last
    /// days that are days off, years whose holidays are not entered, extensions.
    pub fn notes(&self, by: &Deadlines, now: Timestamp) -> Vec<Wording> {
        let mut notes = Vec::new();
        let running =
            self.contact.iter().chain(self.result.iter().filter(|_| !self.closed)).chain(&self.others);
        let mut gaps = Vec::new();
        for clock in running {
            let end = clock.at.map_or_else(|| clock.day.to_string(), calendar::minute);
            let told = |lang: Lang| {
                let is_own = self.set_to == Some(clock.day) && self.result.as_ref() == Some(clock);
                let own = lang.pick("限期已写明", "a day that was set").to_owned();
                let length = if is_own { own } else { clock.term.length(lang) };
                let title = clock.term.title();
                let (title, basis) = (title.get(lang), clock.term.basis.get(lang));
                crate::say!(
                    lang,
                    "{title} {length}，至 {end}。依据：{basis}",
                    "{title} {length}, to {end}; basis: {basis}"
                )
            };
            // One day may end two terms of one name.
            let told = Wording::owned(told(Lang::Zh), told(Lang::En));
            if notes.contains(&told) {
                continue;
            }
            notes.push(told);
            notes.extend(by.hint(clock));
            gaps.extend(by.gaps(clock, now));
        }
        gaps.sort_unstable();
        gaps.dedup();
        notes.extend(gaps.into_iter().map(Gap::wording));
        if self.leaves_hearings_out() && !self.closed {
            let day = self.result.as_ref().map_or(self.due, |clock| clock.day);
            let days = calendar::days_between(self.unheard.1, day);
            if let Some(since) = self.hearings.open_since() {
                notes.push(Wording::owned(
                    format!("听证自 {since} 起，还没登记结束：期间不计入时限，结束了请登记"),
                    format!("a hearing since {since}, its end is not recorded: the clock stands still; record its end"),
                ));
            } else if days > 0 {
                notes.push(Wording::owned(
                    format!("听证 {days} 天不计入时限"),
                    format!("{days} d of hearings are not counted"),
                ));
            }
        }
        notes.extend(self.formerly.iter().filter(|_| !self.closed).map(|(was, clock)| formerly(*was, clock)));
        let (given, often) =
            (self.extensions.len(), self.result.as_ref().map_or(0, |clock| clock.term.extensions));
        let due = self.due;
        for until in self.not_counted.iter().filter(|_| !self.closed) {
            notes.push(Wording::owned(
                format!("告知过本人延到 {until}，这次延期不算：以 {due} 为准，请再告知本人"),
                format!("the person was told of an extension to {until}, which does not count: {due} holds; tell him"),
            ));
        }
        if given > 0 && !self.closed {
            let times = counted(given, "time", "times");
            notes.push(Wording::owned(
                format!("已延期 {given} 次，最多 {often} 次"),
                format!("extended {times}, {often} at most"),
            ));
        }
        notes
    }
}

/// What to tell of an issue that was of another kind, whose result was due before.
fn formerly(was: IssueKind, clock: &Clock) -> Wording {
    let told = |lang: Lang| {
        let (was, length, day) = (was.title(lang), clock.term.length(lang), clock.day);
        crate::say!(
            lang,
            "曾登记为{was}（{length}，至 {day}），性质已改，时限按现在的性质算",
            "once recorded as {was} ({length}, to {day}); its kind was put right, and the terms are those of the kind it has now"
        )
    };
    Wording::owned(told(Lang::Zh), told(Lang::En))
}
