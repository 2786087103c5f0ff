//! A folder of notes: the smallest kind of folder that the store can keep, and what its readers and writers
//! rely on.

mod damage;
mod sharing;
mod versions;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use russet_store::{Keep, Manifest, Origin, Snapshot, StoreError, StoredFile, Wait, Writer};
use serde::{Deserialize, Serialize};

/// Notes by page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    format: String,
    version: u32,
    keep: Keep,
    files: Vec<StoredFile>,
}

impl Manifest for Notes {
    const NAME: &'static str = "notes";
    const FORMAT: &'static str = "test notes";
    const FILE: &'static str = "notes.json";
    const LAYOUT: u32 = 1;
    const FOLDERS: &'static [&'static str] = &["pages"];
    const REMEDY: &'static str = "write them again";

    fn upgrade(_: &Path) -> String {
        "write them again".to_owned()
    }

    fn made_by(_folder: &Path) -> String {
        "a pen makes them".to_owned()
    }

    fn files(&self) -> Vec<&StoredFile> {
        self.files.iter().collect()
    }

    fn keep(&self) -> Keep {
        self.keep
    }
}

/// Who commits, at no particular time.
pub fn origin(who: &str) -> Origin {
    let (when, command) = (Timestamp::UNIX_EPOCH, "a test".to_owned());
    Origin { when, who: who.to_owned(), command, notes: Vec::new() }
}

/// Replaces the notes of a folder by these pages.
pub fn write(folder: &Path, pages: &[&str], keep: Keep) -> Result<bool, StoreError> {
    let mut writer = Writer::<Notes>::begin(folder, Wait::quietly())?;
    let mut files = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let stem = format!("pages/{number}");
        files.push(writer.put("pages", &stem, "txt", 1, page.as_bytes())?);
    }
    writer.commit(&notes(files, keep), origin("me"))
}

/// A manifest of some files.
pub fn notes(files: Vec<StoredFile>, keep: Keep) -> Notes {
    Notes { format: Notes::FORMAT.to_owned(), version: Notes::LAYOUT, keep, files }
}

/// The pages of a snapshot.
pub fn pages(snapshot: &Snapshot<Notes>) -> Result<Vec<String>, StoreError> {
    let files = &snapshot.manifest().files;
    files.iter().map(|file| Ok(String::from_utf8(snapshot.read(file)?).unwrap())).collect()
}

/// The pages of the current commit.
pub fn read(folder: &Path) -> Result<Vec<String>, StoreError> {
    pages(&Snapshot::open(folder)?)
}

/// Every file below a folder with its bytes.
pub fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(everything(&path)),
            false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    found
}
