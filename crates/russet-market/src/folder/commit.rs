//! Files beside the old ones, then one rename: the whole change or none of it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::{CACHE, FORMAT_VERSION, FolderError, LOCK, MANIFEST, TableFile, WRITER_LOCK};
use crate::market::Source;

const STAGED: &str = "staged-";

/// Whether a name in a folder without a manifest is what a killed writer may have left.
pub(super) fn is_ours(name: &str) -> bool {
    [LOCK, WRITER_LOCK, "prices", CACHE].contains(&name)
        || name.starts_with(STAGED)
        || is_content_named(name)
}

fn is_content_named(name: &str) -> bool {
    let stem = name.strip_suffix(".parquet").and_then(|stem| stem.rsplit_once('-'));
    stem.is_some_and(|(_, hash)| {
        hash.len() == HASH_DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

const HASH_DIGITS: usize = 16;

/// One hash of all price files of a commit, as long as one in a file's name.
pub(super) fn prices_hash(files: &[TableFile]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files.iter().filter(|file| file.table == super::price_file::TABLE) {
        hasher.update(file.hash.as_bytes());
    }
    hasher.finalize().to_hex()[..HASH_DIGITS].to_owned()
}

/// The files of a commit to come.
pub(super) struct Staging {
    folder: PathBuf,
    files: Vec<TableFile>,
    written: Vec<TableFile>,
}

impl Staging {
    pub(super) fn new(folder: &Path) -> Result<Staging, FolderError> {
        let prices = folder.join("prices");
        fs::create_dir_all(&prices).map_err(|error| FolderError::io("create", &prices, error))?;
        Ok(Staging { folder: folder.to_owned(), files: Vec::new(), written: Vec::new() })
    }

    /// Adds a file named by its content; a file of that name already holds these bytes.
    pub(super) fn add(
        &mut self,
        table: &str,
        stem: &str,
        rows: usize,
        bytes: &[u8],
    ) -> Result<(), FolderError> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let file = format!("{stem}-{}.parquet", &hash[..HASH_DIGITS]);
        let entry = TableFile { table: table.to_owned(), file, rows, hash };
        let path = self.folder.join(&entry.file);
        if !path.is_file() {
            self.replace(&path, bytes)?;
            self.written.push(entry.clone());
        }
        self.files.push(entry);
        Ok(())
    }

    /// Makes the staged files the market, and says which of them are new.
    pub(super) fn commit(self, sources: Vec<Source>) -> Result<Vec<TableFile>, FolderError> {
        let manifest = Manifest {
            format: "russet market".to_owned(),
            version: FORMAT_VERSION,
            files: self.files.clone(),
            sources,
        };
        let path = self.folder.join(MANIFEST);
        let mut text = serde_json::to_string_pretty(&manifest).map_err(|error| {
            FolderError::Manifest { path: path.clone(), reason: error.to_string() }
        })?;
        text.push('\n');
        if fs::read_to_string(&path).is_ok_and(|current| current == text) {
            return Ok(self.written);
        }
        sync_folder(&self.folder.join("prices"))?;
        self.replace(&path, text.as_bytes())?;
        sync_folder(&self.folder)?;
        self.sweep();
        Ok(self.written)
    }

    /// Writes beside, syncs, renames.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
        let staged = self.folder.join(format!("{STAGED}{}", std::process::id()));
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&staged)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&staged, path)
        };
        write().map_err(|error| {
            // What failed is reported; the leftover is only in the way.
            let _ = fs::remove_file(&staged);
            FolderError::io("write", path, error)
        })
    }

    /// Removes files that the new commit does not name. A file that cannot be removed now harms
    /// nobody and is swept by the next commit.
    fn sweep(&self) {
        let kept: BTreeSet<PathBuf> =
            self.files.iter().map(|file| self.folder.join(&file.file)).collect();
        for folder in [self.folder.clone(), self.folder.join("prices")] {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let superfluous = name.starts_with(STAGED)
                    || (is_content_named(&name) && !kept.contains(&entry.path()));
                if superfluous {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
        // What was computed from other closes is of no use any more.
        let prices = prices_hash(&self.files);
        for entry in fs::read_dir(self.folder.join(CACHE)).into_iter().flatten().flatten() {
            if !entry.file_name().to_string_lossy().contains(&prices) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn sync_folder(path: &Path) -> Result<(), FolderError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| FolderError::io("sync", path, error))
}
