//! Which files were whole when this machine last looked, judged by what the file system says of them.
//!
//! A stamp spares a writer the hashing of files that it keeps without reading them. It is the file's length,
//! its times of modification and status change, its inode and device: a copy has another inode, and no
//! program can set the time of a status change, so a stamp never holds for a file that was written since.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::StoredFile;
use crate::atomic::Staged;

const FILE: &str = "stamps.json";

/// A file changed this lately may change again without its times telling, which tick more coarsely.
const TICK_MILLIS: i128 = 20;

/// Whether a file in a folder is that of its stamps.
pub(crate) fn is_ours(name: &str) -> bool {
    name == FILE
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    hash: String,
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    inode: u64,
    device: u64,
}

impl Stamp {
    #[cfg(unix)]
    fn of(path: &Path, hash: &str) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        let found = fs::metadata(path).ok()?;
        Some(Stamp {
            hash: hash.to_owned(),
            bytes: found.len(),
            modified: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
            inode: found.ino(),
            device: found.dev(),
        })
    }

    /// Whether a later change of the file would show.
    fn is_settled(&self) -> bool {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let changed = i128::from(self.changed.0) * 1_000 + i128::from(self.changed.1) / 1_000_000;
        changed + TICK_MILLIS < now as i128
    }

    /// Where the system tells no inode, every file is hashed.
    #[cfg(not(unix))]
    fn of(_path: &Path, _hash: &str) -> Option<Stamp> {
        None
    }
}

/// The stamps of a folder's files.
#[derive(Debug, Default)]
pub(crate) struct Stamps(BTreeMap<String, Stamp>);

impl Stamps {
    pub(crate) fn read(folder: &Path) -> Stamps {
        let text = fs::read(folder.join(FILE)).unwrap_or_default();
        Stamps(serde_json::from_slice(&text).unwrap_or_default())
    }

    /// Whether a file is whole: by its stamp, else by its hash.
    pub(crate) fn is_intact(&mut self, folder: &Path, file: &StoredFile) -> bool {
        let now = Stamp::of(&folder.join(&file.file), &file.hash);
        if now.is_some() && self.0.get(&file.file) == now.as_ref() {
            return true;
        }
        let intact = file.is_intact(folder);
        match now.filter(|_| intact) {
            Some(stamp) => self.0.insert(file.file.clone(), stamp),
            None => self.0.remove(&file.file),
        };
        intact
    }

    /// Takes note of a file whose bytes were just written or hashed.
    pub(crate) fn note(&mut self, folder: &Path, file: &StoredFile) {
        if let Some(stamp) = Stamp::of(&folder.join(&file.file), &file.hash) {
            self.0.insert(file.file.clone(), stamp);
        }
    }

    /// Keeps the stamps of some files; where they cannot be written, the next writer hashes.
    pub(crate) fn write(&mut self, folder: &Path, files: &[&StoredFile]) {
        let named: BTreeMap<&str, &str> =
            files.iter().map(|file| (file.file.as_str(), file.hash.as_str())).collect();
        self.0.retain(|file, stamp| {
            named.get(file.as_str()) == Some(&stamp.hash.as_str())
                && stamp.is_settled()
                && Stamp::of(&folder.join(file), &stamp.hash).as_ref() == Some(stamp)
        });
        if let Ok(text) = serde_json::to_vec(&self.0)
            && let Ok(staged) = Staged::write(folder, &text)
        {
            let _ = staged.rename(&folder.join(FILE));
        }
    }
}
