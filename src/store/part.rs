//! A file while it is being written.
//!
//! It lies beside its place under a name that tells whose it is, and takes its
//! place by a rename once it is on the disk: whoever looks sees the whole
//! file or none. As long as it is written the system's lock is on it. What a program that was
//! killed left behind is in nobody's hands: the next file that is written in
//! the same folder takes it away. What bears another name is never touched.

use std::{
    fs::{self, File},
    io,
    path::Path,
    thread,
};

use tempfile::{Builder, NamedTempFile};

use super::files;

const PREFIX: &str = ".minqing-";
/// The second is as files of a workspace were once named.
const SUFFIXES: [&str; 2] = [".partial", ".part"];

/// So many letters and digits stand between the two.
const CHANCE: usize = 6;

/// How often another name is taken where somebody removed the file at once.
const TRIES: u32 = 4;

/// Who may read the finished file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone, where the system has such permissions.
    Owner,
    /// Whoever the system lets: it is for colleagues, who may be other users of a shared folder.
    Others,
}

/// What is done where a file stands at the place already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is replaced.
    Replaced,
    /// It stays, and nothing is written.
    Kept,
}

/// An unfinished file; dropped, it is gone.
#[derive(Debug)]
pub struct Part {
    file: NamedTempFile,
}

impl Part {
    /// Begins a file that is to take its place at `path`, and takes away what
    /// was left unfinished in the same folder.
    pub fn beside(path: &Path, readers: Readers) -> io::Result<Self> {
        let folder = files::folder_of(path);
        sweep(folder);
        let mut tries = TRIES;
        loop {
            let file = named(readers).tempfile_in(folder)?;
            // Where the system knows no locks, nobody takes it away either.
            let _unsupported = file.as_file().lock();
            // Whoever swept the folder a moment ago may have had it first.
            if tries == 1 || file.path().exists() {
                return Ok(Self { file });
            }
            tries -= 1;
        }
    }

    /// Where to write.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// The same, for who wants it to himself.
    pub fn file_mut(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Brings it to the disk and puts it in its place; answers its size in bytes.
    pub fn finish(self, path: &Path, standing: Standing) -> io::Result<u64> {
        let mut file = self.file;
        file.as_file().sync_all()?;
        let bytes = file.as_file().metadata()?.len();
        let mut tries = files::TRIES;
        loop {
            let put = match standing {
                Standing::Replaced => file.persist(path),
                Standing::Kept => file.persist_noclobber(path),
            };
            match put {
                Ok(_file) => return Ok(bytes),
                Err(refused) if tries > 1 && files::is_held(&refused.error) => {
                    tries -= 1;
                    file = refused.file;
                    thread::sleep(files::APART);
                }
                Err(refused) => return Err(refused.error),
            }
        }
    }
}

/// Whether a file is one of these, by its name.
pub fn is_named(name: &str) -> bool {
    let chance = name
        .strip_prefix(PREFIX)
        .and_then(|rest| SUFFIXES.iter().find_map(|suffix| rest.strip_suffix(suffix)));
    chance.is_some_and(|chance| {
        chance.len() == CHANCE && chance.bytes().all(|letter| letter.is_ascii_alphanumeric())
    })
}

/// Takes away the unfinished files in a folder that nobody writes any more.
/// What cannot be taken away stays: it does no harm.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_named);
        // A link or a folder of that name is somebody else's.
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        if let Ok(file) = File::options().read(true).write(true).open(&path)
            && file.try_lock().is_ok()
        {
            let _stays = fs::remove_file(&path);
        }
    }
}

fn named(readers: Readers) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIXES[0]).rand_bytes(CHANCE);
    if readers == Readers::Others {
        let_others_read(&mut builder);
    }
    builder
}

/// Lets the umask say who may read the file.
#[cfg(unix)]
fn let_others_read(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

/// Elsewhere a file is for whom its folder is for.
#[cfg(not(unix))]
fn let_others_read(_builder: &mut Builder<'_, '_>) {}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn it_takes_its_place_whole_or_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("表.csv");
        let mut part = Part::beside(&path, Readers::Owner).unwrap();
        part.file_mut().write_all(b"first").unwrap();
        assert!(names(folder.path()).iter().all(|name| is_named(name)), "{:?}", names(folder.path()));
        assert_eq!(part.finish(&path, Standing::Kept).unwrap(), 5);
        drop(Part::beside(&path, Readers::Owner).unwrap());
        let again = Part::beside(&path, Readers::Others).unwrap();
        assert_eq!(again.finish(&path, Standing::Kept).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(
            (names(folder.path()), fs::read(&path).unwrap()),
            (vec!["表.csv".to_owned()], b"first".to_vec())
        );
        Part::beside(&path, Readers::Owner).unwrap().finish(&path, Standing::Replaced).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"");
    }

    #[test]
    fn what_was_left_goes_and_what_is_written_or_anybody_elses_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("包.mqb");
        let written = Part::beside(&path, Readers::Owner).unwrap();
        let theirs = [
            ".minqing-.partial",
            ".minqing-a1B2c.partial",
            ".minqing-a1B2c3.partial.txt",
            ".minqing-笔记一二三四.partial",
            "minqing-a1B2c3.partial",
            ".tmpa1B2c3",
            "包.mqb.partial",
        ];
        for name in theirs.iter().chain(&[".minqing-a1B2c3.partial", ".minqing-x9Y8z7.part"]) {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        fs::create_dir(folder.path().join(".minqing-folder.partial")).unwrap();
        let other = Part::beside(&path, Readers::Owner).unwrap();
        let mut left: Vec<String> = theirs.map(str::to_owned).to_vec();
        left.push(".minqing-folder.partial".to_owned());
        for part in [&written, &other] {
            left.push(part.file.path().file_name().unwrap().to_string_lossy().into_owned());
        }
        left.sort();
        assert_eq!(names(folder.path()), left);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_of_that_name_and_what_it_leads_to_stay() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("名单.txt");
        fs::write(&target, "名单").unwrap();
        let link = folder.path().join(".minqing-a1B2c3.partial");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        sweep(folder.path());
        assert!(link.is_symlink() && target.exists());
    }
}
