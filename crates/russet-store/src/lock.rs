//! Who may read and who may write: one writer at a time, readers always, and nothing swept under a
//! reader.
//!
//! | file | held | by |
//! |---|---|---|
//! | `NAME.writer.lock` | exclusively | a writer, from before it reads until its commit is done |
//! | `NAME.lock` | shared | a reader, as long as it may open files of its snapshot |
//! | `NAME.lock` | exclusively | a writer that sweeps; where a reader has it, the sweep is left to the next writer |
//!
//! The kernel gives locks up when a process ends, however it ends, so none is ever stale.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::{StoreError, platform};

/// What to do when another process is writing into the folder.
#[derive(Clone, Copy)]
pub enum Wait<'a> {
    /// Wait until it is done; first call this, once, with the folder.
    Until(&'a dyn Fn(&Path)),
    /// Give up with [`StoreError::Busy`].
    Never,
}

impl Wait<'_> {
    /// Wait without a word.
    pub fn quietly() -> Wait<'static> {
        Wait::Until(&|_| {})
    }
}

/// The right to write into a folder.
#[derive(Debug)]
pub(crate) struct WriterLock {
    path: PathBuf,
    _held: File,
}

impl WriterLock {
    /// Takes the lock of a folder, which is made where there is none.
    pub(crate) fn take(
        folder: &Path,
        name: &str,
        wait: Wait<'_>,
    ) -> Result<WriterLock, StoreError> {
        let path = folder.join(format!("{name}.writer.lock"));
        let mut waited = false;
        loop {
            match fs::create_dir_all(folder) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && is_in_flux(folder) => {
                    continue;
                }
                made => made.map_err(|error| StoreError::io("create", folder, error))?,
            }
            let file = match open(&path) {
                // A writer that made nothing took the folder away just now.
                Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    continue;
                }
                opened => opened?,
            };
            match (file.try_lock(), wait) {
                (Ok(()), _) => {}
                (Err(TryLockError::WouldBlock), Wait::Never) => {
                    return Err(StoreError::Busy { path: folder.to_owned() });
                }
                (Err(TryLockError::WouldBlock), Wait::Until(notify)) => {
                    if !waited {
                        notify(folder);
                        waited = true;
                    }
                    file.lock().map_err(|error| StoreError::io("lock", &path, error))?;
                }
                (Err(TryLockError::Error(error)), _) => {
                    return Err(StoreError::io("lock", &path, error));
                }
            }
            // A writer that made nothing removes its lock file: what was waited for may be gone.
            if platform::is_same_file(&file, &path) {
                return Ok(WriterLock { path, _held: file });
            }
        }
    }

    /// Removes the lock file of a folder in which nothing was made.
    pub(crate) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a folder came or went while it was looked at, rather than being something else.
fn is_in_flux(folder: &Path) -> bool {
    match fs::symlink_metadata(folder) {
        Ok(found) => found.is_dir(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

/// A reader's hold on the files of its snapshot; a read-only copy without a lock file needs none.
#[derive(Debug)]
pub(crate) struct ReaderLock {
    _held: Option<File>,
}

impl ReaderLock {
    pub(crate) fn take(folder: &Path, name: &str) -> Result<ReaderLock, StoreError> {
        let path = folder.join(format!("{name}.lock"));
        let Ok(file) = platform::no_links(OpenOptions::new().read(true)).open(&path) else {
            return Ok(ReaderLock { _held: None });
        };
        file.lock_shared().map_err(|error| StoreError::io("lock", &path, error))?;
        Ok(ReaderLock { _held: Some(file) })
    }
}

/// Makes the lock file of readers, so that those of the first commit find it.
pub(crate) fn make_reader_lock(folder: &Path, name: &str) -> Result<(), StoreError> {
    open(&folder.join(format!("{name}.lock"))).map(drop)
}

/// Does something while nobody reads; not at all where somebody does.
pub(crate) fn while_nobody_reads(folder: &Path, name: &str, work: impl FnOnce()) {
    let Ok(file) = open(&folder.join(format!("{name}.lock"))) else { return };
    if file.try_lock().is_ok() {
        work();
    }
}

/// Opens a lock file without emptying it or following a link.
fn open(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let opened = platform::no_links(&mut options).open(path);
    opened.map_err(|error| StoreError::io("open", path, error))
}
