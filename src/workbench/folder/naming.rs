//! What the name of a file tells: a bundle, one that is being copied, or neither.

use crate::store::part;

/// The end of a bundle's name.
const SUFFIX: &str = ".mqb";

/// What copying and syncing programs put behind a name until the file is whole.
const UNFINISHED: [&str; 9] =
    [".partial", ".part", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".!sync", ".opdownload"];

/// What a name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A bundle.
    Bundle,
    /// A bundle under a temporary name.
    Temporary,
    /// Something else.
    Other,
}

impl Named {
    /// Reads a file's name.
    pub(super) fn of(name: &str) -> Self {
        // As this program names what it is writing.
        if part::is_named(name) {
            return Self::Temporary;
        }
        let name = name.to_lowercase();
        // What a Mac keeps beside a file on a stick.
        if name.starts_with("._") {
            return Self::Other;
        }
        let is_hidden = name.starts_with(['.', '~']);
        if name.ends_with(SUFFIX) {
            return if is_hidden { Self::Temporary } else { Self::Bundle };
        }
        let Some((_, after)) = name.rsplit_once(SUFFIX) else { return Self::Other };
        // rsync adds a dot and six letters or digits.
        let is_rsync = is_hidden && after.len() == 7 && after.starts_with('.');
        if UNFINISHED.contains(&after) || is_rsync { Self::Temporary } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_names_are_told_from_bundles_and_from_other_files() {
        for (name, is) in [
            ("minqing-B-1a2b3c4d-20261122-092000-17-00ff00ff.mqb", Named::Bundle),
            ("给B.MQB", Named::Bundle),
            ("b.sync-conflict-20261122-092000-ABCDEFG.mqb", Named::Bundle),
            ("b.mqb.partial", Named::Temporary),
            ("b.mqb.crdownload", Named::Temporary),
            (".minqing-x1Y2z3.partial", Named::Temporary),
            (".syncthing.b.mqb.tmp", Named::Temporary),
            ("~syncthing~b.mqb.tmp", Named::Temporary),
            (".~b.mqb", Named::Temporary),
            (".b.mqb.a1B2c3", Named::Temporary),
            ("._b.mqb", Named::Other),
            ("b.mqb.txt", Named::Other),
            ("b.mqb.zip", Named::Other),
            ("邀请.mqi", Named::Other),
            ("照片.jpg", Named::Other),
            ("", Named::Other),
        ] {
            assert_eq!(Named::of(name), is, "{name}");
        }
    }
}
