//! The end of the journal, where it grows.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::frame::{HEADER_LEN, Header};
use crate::store::error::{Result, StoreError};
use crate::store::files;

/// The segment being written.
#[derive(Debug)]
pub struct Tail {
    file: File,
    path: PathBuf,
    /// Ends what is acknowledged: everything beyond never happened.
    end: u64,
    /// Set when unacknowledged bytes could not be taken back.
    refusing: bool,
    /// Stands for the room left on the disk, to let it run out.
    #[cfg(test)]
    pub(super) room: Option<u64>,
    /// Stands for a disk that does not even take bytes back.
    #[cfg(test)]
    pub(super) stuck: bool,
}

impl Tail {
    /// Makes a new segment with nothing but its header.
    ///
    /// The caller brings the folder to the disk.
    pub fn create(path: &Path, header: &Header) -> Result<Self> {
        let fail = |error| StoreError::io(path, error);
        let mut options = File::options();
        let options = files::owner_only(options.read(true).write(true).create_new(true));
        let mut file = options.open(path).map_err(fail)?;
        file.write_all(&header.to_bytes()).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        Ok(Self::new(file, path, HEADER_LEN))
    }

    /// Goes on with a segment that is whole up to `end`.
    ///
    /// A batch whose writer was killed may be whole without having reached
    /// the disk; it is about to be believed, so it is brought there.
    pub fn reopen(path: &Path, end: u64) -> Result<Self> {
        let fail = |error| StoreError::io(path, error);
        let file = File::options().read(true).write(true).open(path).map_err(fail)?;
        file.sync_all().map_err(fail)?;
        Ok(Self::new(file, path, end))
    }

    fn new(file: File, path: &Path, end: u64) -> Self {
        Self {
            file,
            path: path.to_path_buf(),
            end,
            refusing: false,
            #[cfg(test)]
            room: None,
            #[cfg(test)]
            stuck: false,
        }
    }

    /// Gives the offset behind everything acknowledged.
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// Refuses once bytes could not be taken back.
    pub fn ready(&self) -> Result<()> {
        if self.refusing {
            let error = io::Error::other("an earlier failure could not be taken back");
            return Err(StoreError::io(&self.path, error));
        }
        Ok(())
    }

    /// Writes unacknowledged bytes at `offset`.
    pub fn write(&mut self, offset: u64, bytes: &[u8]) -> Result<()> {
        let written = self.try_write(offset, bytes);
        written.map_err(|error| StoreError::io(&self.path, error))
    }

    fn try_write(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        #[cfg(test)]
        if let Some(room) = &mut self.room {
            let fits = bytes.len().min(usize::try_from(*room).unwrap());
            self.file.write_all(&bytes[..fits])?;
            *room -= fits as u64;
            if fits < bytes.len() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            return Ok(());
        }
        self.file.write_all(bytes)
    }

    /// Brings everything up to `end` to the disk: from now on it is acknowledged.
    pub fn acknowledge(&mut self, end: u64) -> Result<()> {
        self.file.sync_data().map_err(|error| StoreError::io(&self.path, error))?;
        self.end = end;
        Ok(())
    }

    /// Takes back what was written since the last acknowledgement.
    pub fn take_back(&mut self) {
        let result = self.file.set_len(self.end).and_then(|()| self.file.sync_data());
        self.refusing |= result.is_err();
        #[cfg(test)]
        if self.stuck {
            self.refusing = true;
        }
    }
}

/// Cuts a finished segment off at `offset`, durably.
pub fn cut(path: &Path, offset: u64) -> Result<()> {
    let fail = |error| StoreError::io(path, error);
    let file = File::options().write(true).open(path).map_err(fail)?;
    file.set_len(offset).map_err(fail)?;
    file.sync_all().map_err(fail)
}
