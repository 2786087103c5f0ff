//! One file replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::{StoreError, platform};

/// What the names of files begin with that have no name of their own yet.
pub(crate) const STAGED: &str = "staged-";

/// Bytes of a copied file in memory at a time.
const COPIED_AT_ONCE: usize = 1 << 18;

/// Replaces a file atomically and durably: written beside it, synced, renamed, its folder synced.
///
/// # Errors
/// [`StoreError::Io`] when any step fails; the file is then what it was.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("levels.csv");
/// russet_store::replace(&file, b"date,level\n")?;
/// assert_eq!(std::fs::read(&file)?, b"date,level\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let staged = Staged::write(folder, bytes)?;
    staged.sync()?;
    staged.rename(path)?;
    sync_folder(folder)
}

/// Puts a folder whose files are synced in the place of another, in one step where the system can exchange
/// two names; the other one is removed. Both must lie in the same folder.
///
/// # Errors
/// [`StoreError::Io`]; the old folder is then still there.
///
/// ```
/// let parent = tempfile::tempdir()?;
/// let [staged, folder] = ["staged", "delivery"].map(|name| parent.path().join(name));
/// std::fs::create_dir(&folder)?;
/// std::fs::create_dir(&staged)?;
/// std::fs::write(staged.join("levels.csv"), "date,level\n")?;
/// russet_store::replace_folder(&staged, &folder)?;
/// assert!(folder.join("levels.csv").exists() && !staged.exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn replace_folder(staged: &Path, folder: &Path) -> Result<(), StoreError> {
    let fail = |source| StoreError::io("write", folder, source);
    sync_folder(staged)?;
    if !folder.exists() {
        fs::rename(staged, folder).map_err(fail)?;
        return sync_parent(folder);
    }
    platform::exchange(staged, folder).map_err(fail)?;
    sync_parent(folder)?;
    fs::remove_dir_all(staged).map_err(|source| StoreError::io("remove", staged, source))
}

/// A file that has no name of its own yet; dropped without one, it is removed.
pub(crate) struct Staged {
    path: PathBuf,
}

impl Staged {
    fn in_folder(folder: &Path) -> Staged {
        Staged { path: folder.join(format!("{STAGED}{}", std::process::id())) }
    }

    /// Writes a new file.
    pub(crate) fn write(folder: &Path, bytes: &[u8]) -> Result<Staged, StoreError> {
        let staged = Staged::in_folder(folder);
        // What a killed process of the same number left may be a link to another file.
        let _ = fs::remove_file(&staged.path);
        let written = File::create_new(&staged.path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| StoreError::io("write", &staged.path, error))?;
        Ok(staged)
    }

    /// Links another file, or copies it where file systems differ. Whether it was copied.
    pub(crate) fn link_or_copy(folder: &Path, from: &Path) -> io::Result<(Staged, bool)> {
        let staged = Staged::in_folder(folder);
        let _ = fs::remove_file(&staged.path);
        let copied = match fs::hard_link(from, &staged.path) {
            Ok(()) => false,
            Err(_) => {
                fs::copy(from, &staged.path)?;
                true
            }
        };
        Ok((staged, copied))
    }

    /// Copies another file; gives the length and BLAKE3 hash of the bytes that were copied.
    pub(crate) fn copy(folder: &Path, from: &Path) -> Result<(Staged, u64, String), StoreError> {
        let staged = Staged::in_folder(folder);
        let _ = fs::remove_file(&staged.path);
        let mut source = File::open(from).map_err(|error| StoreError::io("read", from, error))?;
        let write = |error| StoreError::io("write", &staged.path, error);
        let mut target = File::create_new(&staged.path).map_err(write)?;
        let (mut hasher, mut buffer, mut length) =
            (blake3::Hasher::new(), vec![0; COPIED_AT_ONCE], 0);
        loop {
            let read = source.read(&mut buffer);
            let read = read.map_err(|error| StoreError::io("read", from, error))?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
            target.write_all(&buffer[..read]).map_err(write)?;
            length += read as u64;
        }
        let hash = hasher.finalize().to_hex().to_string();
        Ok((staged, length, hash))
    }

    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        sync_file(&self.path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name.
    pub(crate) fn rename(self, path: &Path) -> Result<(), StoreError> {
        fs::rename(&self.path, path).map_err(|error| StoreError::io("write", path, error))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Gone already where it was renamed; a leftover is swept by the next writer.
        let _ = fs::remove_file(&self.path);
    }
}

pub(crate) fn sync_file(path: &Path) -> Result<(), StoreError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::io("sync", path, error))
}

pub(crate) fn sync_parent(path: &Path) -> Result<(), StoreError> {
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    platform::sync_folder(folder).map_err(|error| StoreError::io("sync", folder, error))
}
