//! The workspace's own keys, read when the program opens.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::{
    domain::wording::{Lang, Wording},
    say,
    tui::keys::{KeyMap, LARGEST},
};

/// Reads the keys of a workspace; with a mistake in them the keys are the usual
/// ones, and what is wrong is told.
pub(super) fn of_workspace(home: &Path) -> (KeyMap, Option<Wording>) {
    match read_keys(&home.join("config").join("keys.toml")) {
        Ok(keys) => (keys.unwrap_or_default(), None),
        Err(told) => (KeyMap::default(), Some(told)),
    }
}

/// Reads a key map; `None` where there is no such file.
pub(in crate::tui) fn read_keys(file: &Path) -> Result<Option<KeyMap>, Wording> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // One byte more tells that it is longer.
        let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
        File::open(file)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        // What is no UTF-8 is no key either.
        Ok(bytes) => {
            KeyMap::read(&String::from_utf8_lossy(&bytes)).map(Some).map_err(|mistake| mistake.wording())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let told = |lang: Lang| {
                say!(
                    lang,
                    "config/keys.toml 读不出（{error}），现在是默认的键；看看文件的权限",
                    "config/keys.toml cannot be read ({error}), the keys are the usual ones; look at its permissions"
                )
            };
            Err(Wording::owned(told(Lang::Zh), told(Lang::En)))
        }
    }
}
