//! The passphrase, and the locked screen.

use super::Performer;
use crate::{
    tui::event::{Answer, Done, Trouble},
    workbench::{
        Error,
        passphrase::{LONGEST_LOCK, Rewrapped, too_short},
    },
};

impl Performer {
    /// Says whether a passphrase opens the locked screen.
    pub(super) fn unlock(&self, passphrase: &str, tell: &mut dyn FnMut(Answer)) {
        tell(Answer::Unlocked(self.bench.accepts(passphrase).unwrap_or(false)));
    }

    /// Changes the passphrase.
    pub(super) fn change_passphrase(
        &mut self,
        [old, new, again]: &[String; 3],
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Answer, Error> {
        let lang = self.lang;
        let refused = |field: &str, sentence: &str| {
            Ok(Answer::Refused(Trouble {
                field: Some(field.to_owned()),
                sentence: sentence.to_owned(),
                wants_passphrase: None,
            }))
        };
        if new != again {
            return refused("again", lang.pick("两遍新口令不一样", "the two differ"));
        }
        if !self.bench.accepts(old)? {
            return refused(
                "old",
                lang.pick("现在的口令不对，没有换", "that is not the passphrase; nothing was changed"),
            );
        }
        if old != new
            && let Some(short) = too_short(new, lang)
        {
            return refused("new", &short);
        }
        let mut hearing = self.hearing(tell);
        let rewrapped = self.bench.change_passphrase_telling(new, &mut |it| hearing.hear(it))?;
        let sentence = rewrapped.sentence(lang);
        match rewrapped {
            Rewrapped::Done { .. } => Ok(Answer::Done(Done { sentence, record: None })),
            Rewrapped::Same => refused("new", &sentence),
            Rewrapped::Failed { .. } => refused("", &sentence),
        }
    }

    /// Says after how long the screen locks.
    pub(super) fn set_lock_after(&mut self, minutes: &str) -> Result<Done, Error> {
        let lang = self.lang;
        let minutes = minutes.trim().parse().unwrap_or(LONGEST_LOCK);
        self.bench.set_lock_after(minutes)?;
        let sentence = if minutes == 0 {
            lang.pick("不自动锁屏；离开时按 ⟦lock⟧", "the screen does not lock by itself; ⟦lock⟧ locks it")
                .to_owned()
        } else {
            let minutes = minutes.min(LONGEST_LOCK);
            crate::say!(
                lang,
                "{minutes} 分钟不动就锁屏；⟦lock⟧ 马上锁",
                "locks after {minutes} min; ⟦lock⟧ locks at once"
            )
        };
        Ok(Done { sentence, record: None })
    }
}
