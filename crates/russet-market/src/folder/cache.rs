//! What is computed from closes and lies beside them.

use std::fs;
use std::path::{Path, PathBuf};

use super::{MarketSnapshot, TableFile, price_file};

const FOLDER: &str = "cache";

impl MarketSnapshot {
    /// Where computed files lie that a commit removes unless [`MarketSnapshot::prices_hash`] is part of
    /// their names.
    pub fn cache_folder(&self) -> PathBuf {
        self.folder().join(FOLDER)
    }
}

/// Removes what was computed from other closes than those of some files.
pub(super) fn sweep(market: &Path, files: &[TableFile]) {
    let prices = prices_hash(files);
    for entry in fs::read_dir(market.join(FOLDER)).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().contains(&prices) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Digits of the hash that names computed files.
const HASH_DIGITS: usize = 16;

/// One short hash of all price files of a commit.
pub(super) fn prices_hash(files: &[TableFile]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files.iter().filter(|file| file.table == price_file::TABLE) {
        hasher.update(file.hash.as_bytes());
    }
    hasher.finalize().to_hex()[..HASH_DIGITS].to_owned()
}
