//! What a commit consists of, as its manifest names it.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{
    FORMAT_VERSION, FolderError, MANIFEST, MarketFolder, OLDEST_VERSION, commit, price_file,
};
use crate::market::Source;

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The table it belongs to.
    pub table: String,
    /// Its path inside the folder.
    pub file: String,
    /// How many rows it has.
    pub rows: usize,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

/// What a commit consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) files: Vec<TableFile>,
    pub(super) sources: Vec<Source>,
}

impl MarketFolder {
    /// The files of the current commit, for a run's manifest.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").files().is_err());
    /// ```
    pub fn files(&self) -> Result<Vec<TableFile>, FolderError> {
        Ok(self.manifest()?.files)
    }

    /// The price files of the current commit by year, in order.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").price_files().is_err());
    /// ```
    pub fn price_files(&self) -> Result<Vec<(i16, PathBuf)>, FolderError> {
        let files = self.files()?.into_iter().filter(|file| file.table == price_file::TABLE);
        files
            .map(|file| self.year_of(&file).map(|year| (year, self.path.join(&file.file))))
            .collect()
    }

    pub(super) fn year_of(&self, file: &TableFile) -> Result<i16, FolderError> {
        let name = file.file.strip_prefix("prices/").and_then(|name| name.rsplit_once('-'));
        name.and_then(|(year, _)| year.parse().ok()).ok_or_else(|| FolderError::Manifest {
            path: self.path.join(MANIFEST),
            reason: format!("{} names no year (hint: import again into a new folder)", file.file),
        })
    }

    /// One short hash of all closes: the same as long as the price files are.
    ///
    /// # Errors
    /// [`FolderError`] when there is no market.
    ///
    /// ```
    /// assert!(russet_market::MarketFolder::at("nowhere").prices_hash().is_err());
    /// ```
    pub fn prices_hash(&self) -> Result<String, FolderError> {
        Ok(commit::prices_hash(&self.files()?))
    }

    pub(super) fn manifest(&self) -> Result<Manifest, FolderError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(FolderError::NotAMarket { path: self.path.clone() });
            }
            Err(error) => return Err(FolderError::io("read", &path, error)),
        };
        let refuse = |reason: String| FolderError::Manifest { path: path.clone(), reason };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| refuse(format!("not a market manifest: {error}")))?;
        if !(OLDEST_VERSION..=FORMAT_VERSION).contains(&manifest.version) {
            return Err(refuse(format!(
                "written in layout version {}, this russet reads versions {OLDEST_VERSION} to {FORMAT_VERSION} (hint: import again into a new folder)",
                manifest.version
            )));
        }
        Ok(manifest)
    }
}
