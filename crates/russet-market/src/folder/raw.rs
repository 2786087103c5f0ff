//! Copies of the imported files, from which the market can be rebuilt.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use russet_store::StoreError;

use super::{MarketSnapshot, TableFile, Update};
use crate::market::Source;

/// The subfolder, and what the manifest calls its files.
pub(super) const FOLDER: &str = "raw";
pub(super) const TABLE: &str = FOLDER;

/// Letters of a file's name that its copy keeps.
const NAME_LENGTH: usize = 60;

/// What became of the copy of an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawCopy {
    /// The market has it.
    Kept,
    /// The file changed while it was imported, so there is nothing to copy.
    Changed,
}

impl Update {
    /// Copies an imported file into the folder; the next commit of a market that has the source names
    /// the copy.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the file cannot be read or copied.
    pub fn keep_raw(&mut self, source: &Source, path: &Path) -> Result<RawCopy, StoreError> {
        let hashes = BTreeSet::from([source.hash.clone()]);
        if self.raw_files(&hashes).first().is_some_and(|copy| self.writer.is_intact(copy)) {
            return Ok(RawCopy::Kept);
        }
        let (stem, extension) = stored_name(&source.name);
        let copied = self.writer.put_copy(TABLE, (&stem, &extension), path, &source.hash)?;
        Ok(match copied {
            Some(file) => {
                self.new_raw.push(file);
                RawCopy::Kept
            }
            None => RawCopy::Changed,
        })
    }

    /// The copies of the files with these hashes, in the order of their names.
    pub(super) fn raw_files(&self, hashes: &BTreeSet<String>) -> Vec<TableFile> {
        let current = self.writer.current().into_iter().flat_map(|manifest| &manifest.files);
        let is_wanted = |file: &&TableFile| file.table == TABLE && hashes.contains(&file.hash);
        let mut files: Vec<TableFile> =
            current.chain(&self.new_raw).filter(is_wanted).cloned().collect();
        files.sort_by(|one, other| one.file.cmp(&other.file));
        files.dedup();
        files
    }
}

impl MarketSnapshot {
    /// The path of the copy of an imported file; none where the market keeps none.
    pub fn raw_file(&self, source: &Source) -> Option<PathBuf> {
        let is_copy = |file: &&TableFile| file.table == TABLE && file.hash == source.hash;
        let file = self.files().iter().find(is_copy)?;
        Some(self.folder().join(&file.file))
    }
}

/// A name that every file system takes, and its ending.
fn stored_name(name: &str) -> (String, String) {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let plain = |text: &str| -> String {
        let letters = text.chars().take(NAME_LENGTH);
        letters.map(|letter| if is_plain(letter) { letter } else { '_' }).collect()
    };
    let extension = match extension.is_empty() {
        true => "bin".to_owned(),
        false => plain(extension).to_lowercase(),
    };
    (format!("{FOLDER}/{}", plain(stem)), extension)
}
