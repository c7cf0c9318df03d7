//! Which commit an undo or a redo takes back.

use super::commit::Cause;

/// The commits that undo can take back, the one that comes first first, given
/// the own commits from the newest to the oldest as `(seq, cause)`.
pub fn undo_targets(newest_first: impl IntoIterator<Item = (u64, Cause)>) -> impl Iterator<Item = u64> {
    let mut taken_back = std::collections::BTreeSet::new();
    newest_first.into_iter().filter_map(move |(seq, cause)| match cause {
        Cause::Undo(_) | Cause::Act | Cause::Redo(_) if taken_back.remove(&seq) => None,
        Cause::Undo(target) => {
            taken_back.insert(target);
            None
        }
        Cause::Act | Cause::Redo(_) => Some(seq),
        Cause::Housekeeping => None,
    })
}

/// The undo that redo takes back: the newest one, if no action came after it.
pub fn redo_target(newest_first: impl IntoIterator<Item = (u64, Cause)>) -> Option<u64> {
    let mut redone = std::collections::BTreeSet::new();
    for (seq, cause) in newest_first {
        match cause {
            Cause::Undo(_) if redone.remove(&seq) => {}
            Cause::Undo(_) => return Some(seq),
            Cause::Redo(undo) => {
                redone.insert(undo);
            }
            Cause::Act if redone.is_empty() => return None,
            Cause::Act | Cause::Housekeeping => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(causes: &[Cause]) -> Vec<(u64, Cause)> {
        causes.iter().enumerate().map(|(at, cause)| (at as u64 + 1, *cause)).rev().collect()
    }

    #[test]
    fn undo_walks_back_over_what_was_taken_back() {
        use Cause::{Act, Housekeeping, Redo, Undo};
        for (causes, undo, redo) in [
            (vec![], None, None),
            (vec![Housekeeping], None, None),
            (vec![Act, Act], Some(2), None),
            (vec![Act, Act, Undo(2)], Some(1), Some(3)),
            (vec![Act, Act, Undo(2), Undo(1)], None, Some(4)),
            (vec![Act, Act, Undo(2), Undo(1), Redo(4)], Some(5), Some(3)),
            (vec![Act, Act, Undo(2), Undo(1), Redo(4), Redo(3)], Some(6), None),
            (vec![Act, Act, Undo(2), Act], Some(4), None),
            (vec![Act, Act, Undo(2), Redo(3), Undo(4)], Some(1), Some(5)),
        ] {
            assert_eq!(undo_targets(story(&causes)).next(), undo, "undo {causes:?}");
            assert_eq!(redo_target(story(&causes)), redo, "redo {causes:?}");
        }
        let passed_over = story(&[Act, Act, Act, Undo(2), Act, Housekeeping]);
        assert_eq!(undo_targets(passed_over).collect::<Vec<_>>(), [5, 3, 1]);
    }
}
