//! Who may read and who may write: one writer from its reading to its commit, readers at any time
//! but the commit itself.

use std::fs::{self, File};

use super::{FolderError, LOCK, MarketFolder, TableFile, WRITER_LOCK};
use crate::market::Market;

/// The right to change a market, from [`MarketFolder::update`]. Dropped without a commit, it leaves
/// the market as it was.
#[derive(Debug)]
pub struct Update<'folder> {
    folder: &'folder MarketFolder,
    writer: Option<File>,
}

impl Update<'_> {
    /// Replaces the market by a changed one, atomically; says which files are new.
    ///
    /// # Errors
    /// [`FolderError`] when the folder cannot be written, holds somebody else's files, or came into
    /// being meanwhile; the old market is then still there, whole.
    ///
    /// ```
    /// use russet_market::{FolderError, Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// let (one, other) = (folder.update()?.1, folder.update()?.1);
    /// one.commit(Market::default())?;
    /// assert!(matches!(other.commit(Market::default()), Err(FolderError::MadeMeanwhile { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn commit(self, market: Market) -> Result<Vec<TableFile>, FolderError> {
        let folder = self.folder;
        let _writer = match self.writer {
            Some(writer) => writer,
            None => {
                folder.refuse_foreign_files()?;
                let writer = folder.lock_writer()?;
                if folder.exists() {
                    return Err(FolderError::MadeMeanwhile { path: folder.path.clone() });
                }
                writer
            }
        };
        folder.replace(market)
    }
}

impl MarketFolder {
    /// Reads the market in order to change it: until the [`Update`] is committed or dropped, nobody
    /// else can. A market that does not exist yet is an empty one.
    ///
    /// # Errors
    /// [`FolderError::Busy`] while somebody else changes it, else as [`MarketFolder::read`].
    ///
    /// ```
    /// use russet_market::MarketFolder;
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// let (market, update) = folder.update()?;
    /// update.commit(market)?;
    /// assert!(folder.exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update(&self) -> Result<(Market, Update<'_>), FolderError> {
        match self.exists() {
            true => {
                let writer = Some(self.lock_writer()?);
                Ok((self.read()?, Update { folder: self, writer }))
            }
            // A folder is made only once there is something to put into it.
            false => Ok((Market::default(), Update { folder: self, writer: None })),
        }
    }

    /// Keeps other writers out; readers go on.
    pub(super) fn lock_writer(&self) -> Result<File, FolderError> {
        fs::create_dir_all(&self.path)
            .map_err(|error| FolderError::io("create", &self.path, error))?;
        let path = self.path.join(WRITER_LOCK);
        let file = File::create(&path).map_err(|error| FolderError::io("create", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(FolderError::Busy { path: self.path.clone() }),
            Err(fs::TryLockError::Error(error)) => Err(FolderError::io("lock", &path, error)),
        }
    }

    pub(super) fn lock(&self, how: fn(&File) -> std::io::Result<()>) -> Result<File, FolderError> {
        let path = self.path.join(LOCK);
        let file = File::create(&path).map_err(|error| FolderError::io("create", &path, error))?;
        how(&file).map_err(|error| FolderError::io("lock", &path, error))?;
        Ok(file)
    }

    /// A reader waits for a writer; a market without a lock file (a read-only copy) needs none.
    pub(super) fn lock_shared(&self) -> Result<Option<File>, FolderError> {
        let path = self.path.join(LOCK);
        let Ok(file) = File::open(&path) else { return Ok(None) };
        file.lock_shared().map_err(|error| FolderError::io("lock", &path, error))?;
        Ok(Some(file))
    }
}
