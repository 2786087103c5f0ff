//! A file named by its content, as a manifest names it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{StoreError, version};

/// Digits of the hash in a file's name.
const HASH_DIGITS: usize = 16;

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// The table it belongs to.
    pub table: String,
    /// Its path inside the folder, with `/` between folders.
    pub file: String,
    /// How many rows it has; zero where it is no table.
    pub rows: usize,
    /// Its length in bytes; none in manifests of layouts that did not record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

impl StoredFile {
    /// The entry of some bytes, which decide the file's name.
    ///
    /// ```
    /// let file = russet_store::StoredFile::named("levels", "levels/2024", "parquet", 3, b"rows");
    /// assert_eq!(file.file, "levels/2024-33978d32b54a0715.parquet");
    /// ```
    pub fn named(
        table: &str,
        stem: &str,
        extension: &str,
        rows: usize,
        bytes: &[u8],
    ) -> StoredFile {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let file = StoredFile::with_hash(table, (stem, extension), bytes.len() as u64, hash);
        StoredFile { rows, ..file }
    }

    /// The entry of a file without rows, by its length and the hash of its bytes.
    pub(crate) fn with_hash(
        table: &str,
        (stem, extension): (&str, &str),
        bytes: u64,
        hash: String,
    ) -> StoredFile {
        let file = format!("{stem}-{}.{extension}", &hash[..HASH_DIGITS]);
        StoredFile { table: table.to_owned(), file, rows: 0, bytes: Some(bytes), hash }
    }

    /// Does something with the file where it lies in a folder: in its place, or among the files that only
    /// earlier versions name. A writer may move it in between, so its place is tried once more.
    pub(crate) fn where_it_lies<T>(
        &self,
        folder: &Path,
        mut work: impl FnMut(&Path) -> io::Result<T>,
    ) -> io::Result<T> {
        let path = folder.join(&self.file);
        let mut done = work(&path);
        for place in [&self.retired_path(folder), &path] {
            if done.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
                done = work(place);
            }
        }
        done
    }

    /// Where the file lies once only earlier versions name it, out of the way of whoever reads all files of a
    /// table.
    pub(crate) fn retired_path(&self, folder: &Path) -> PathBuf {
        folder.join(version::FOLDER).join(&self.file)
    }

    /// The bytes of the file in a folder, once their hash is that of the manifest.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are others, [`StoreError::Io`] when they cannot be read.
    pub fn read(&self, folder: &Path, hint: &'static str) -> Result<Vec<u8>, StoreError> {
        let path = folder.join(&self.file);
        let bytes = match self.where_it_lies(folder, |path| fs::read(path)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let reason = "it is missing".to_owned();
                return Err(StoreError::Damaged { path, reason, hint });
            }
            Err(error) => return Err(StoreError::io("read", &path, error)),
        };
        match self.difference(&bytes) {
            None => Ok(bytes),
            Some(reason) => Err(StoreError::Damaged { path, reason, hint }),
        }
    }

    /// Whether the file in a folder has the bytes that the manifest names.
    pub fn is_intact(&self, folder: &Path) -> bool {
        fs::read(folder.join(&self.file)).is_ok_and(|bytes| self.difference(&bytes).is_none())
    }

    /// Checks a copy of the file that lies under another name; errors speak of `path`.
    pub(crate) fn check(
        &self,
        copy: &Path,
        path: &Path,
        hint: &'static str,
    ) -> Result<(), StoreError> {
        let bytes = fs::read(copy).map_err(|error| StoreError::io("read", path, error))?;
        match self.difference(&bytes) {
            None => Ok(()),
            Some(reason) => Err(StoreError::Damaged { path: path.to_owned(), reason, hint }),
        }
    }

    /// How bytes differ from those that the manifest names.
    fn difference(&self, bytes: &[u8]) -> Option<String> {
        let length = bytes.len() as u64;
        if let Some(expected) = self.bytes.filter(|expected| *expected != length) {
            return Some(format!("it has {length} bytes instead of {expected}"));
        }
        let is_same = blake3::hash(bytes).to_hex().as_str() == self.hash;
        (!is_same).then(|| "its bytes have another hash".to_owned())
    }

    /// Whether the path stays inside the folder.
    pub(crate) fn is_inside(&self) -> bool {
        let path = Path::new(&self.file);
        let mut parts = path.components();
        parts.all(|part| matches!(part, Component::Normal(_))) && !self.file.is_empty()
    }
}

/// Whether a file is named by its content: a stem, a hyphen, sixteen digits, an ending.
pub(crate) fn is_content_named(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    !extension.is_empty()
        && hash.len() == HASH_DIGITS
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_moves_while_it_is_looked_for_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let file = StoredFile::named("levels", "levels", "parquet", 0, b"rows");
        let (place, retired) = (folder.path().join(&file.file), file.retired_path(folder.path()));
        fs::create_dir_all(retired.parent().unwrap()).unwrap();
        for (from, to) in [(&place, &retired), (&retired, &place)] {
            fs::write(from, "rows").unwrap();
            let mut moves = [Some((from, to))].into_iter();
            let found = file.where_it_lies(folder.path(), |path| {
                if let Some((from, to)) = moves.next().flatten() {
                    fs::rename(from, to).unwrap();
                }
                fs::read(path)
            });
            assert_eq!(found.unwrap(), b"rows");
        }
    }
}
