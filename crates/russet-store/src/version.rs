//! The versions of a folder: who committed what when, each with its manifest.
//!
//! ```text
//! versions/000012.json   one file a commit, sealed, written before the manifest takes its place
//! ```
//!
//! The manifest decides which version is the current one: an entry that a killed writer left without its
//! manifest is ignored, and replaced by the next commit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::manifest::{Manifest, Sealed, sealed, unsealed};
use crate::{StoreError, StoredFile};

/// The subfolder of versions.
pub(crate) const FOLDER: &str = "versions";

/// Who makes a commit, when, with which command, and what a reader of the log should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The time of the commit.
    pub when: Timestamp,
    /// The user.
    pub who: String,
    /// The command line, or what stands for it.
    pub command: String,
    /// Reasons, approvals.
    pub notes: Vec<String>,
}

impl Origin {
    /// This process: its user, its command line, now.
    pub fn of_process() -> Origin {
        let user = ["RUSSET_USER", "USER", "LOGNAME", "USERNAME"];
        let who = user.into_iter().find_map(|name| std::env::var(name).ok());
        let mut words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
        let program = words.next().unwrap_or_default();
        let program = Path::new(&program).file_stem().map(|name| name.to_string_lossy());
        let program = program.unwrap_or_default().into_owned();
        Origin {
            when: Timestamp::now(),
            who: who.filter(|who| !who.is_empty()).unwrap_or_else(|| "unknown".to_owned()),
            command: std::iter::once(program).chain(words).collect::<Vec<_>>().join(" "),
            notes: Vec::new(),
        }
    }

    /// What was there before a log was kept.
    fn unrecorded() -> Origin {
        Origin {
            when: Timestamp::UNIX_EPOCH,
            who: "unknown".to_owned(),
            command: "not recorded".to_owned(),
            notes: Vec::new(),
        }
    }
}

/// How many versions stay readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// This many of the newest, the current one among them.
    Last(u32),
    /// Every one.
    All,
}

impl Default for Keep {
    /// A trading week and two more.
    fn default() -> Keep {
        Keep::Last(7)
    }
}

/// What a commit changed in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChange {
    /// The table.
    pub table: String,
    /// Its rows before.
    pub rows_before: usize,
    /// Its rows after.
    pub rows_after: usize,
    /// Its files that came.
    pub files_added: usize,
    /// Its files that went.
    pub files_removed: usize,
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version<M> {
    /// Its number, from 1.
    pub number: u32,
    /// Who made it, when and how.
    pub origin: Origin,
    /// What it changed.
    pub changes: Vec<TableChange>,
    /// The seal of the manifest.
    pub manifest_seal: String,
    /// The manifest.
    pub manifest: M,
}

/// The versions of a folder that can be read, in order.
pub(crate) struct Log<M> {
    folder: PathBuf,
    pub(crate) versions: Vec<Version<M>>,
}

impl<M: Manifest> Log<M> {
    /// Reads the log up to the current version: what stands behind it never became current.
    pub(crate) fn read(folder: &Path, current: Option<&Sealed<M>>) -> Log<M> {
        let mut versions: Vec<Version<M>> = files(folder)
            .into_iter()
            .filter_map(|(number, path)| read_version(&path).filter(|read| read.number == number))
            .collect();
        let is_current = |version: &Version<M>| {
            current.is_some_and(|current| current.seal == version.manifest_seal)
        };
        let end = versions.iter().rposition(is_current).map_or(0, |last| last + 1);
        if end > 0 || current.is_none() {
            versions.truncate(end);
        }
        Log { folder: folder.to_owned(), versions }
    }

    /// Makes the folder of the log.
    pub(crate) fn make_folder(&self) -> Result<(), StoreError> {
        let folder = self.folder.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| StoreError::io("create", &folder, error))
    }

    /// Whether the last version is the current one.
    fn records(&self, current: &Sealed<M>) -> bool {
        self.versions.last().is_some_and(|last| last.manifest_seal == current.seal)
    }

    /// Writes the version that is about to become current, behind the current one.
    pub(crate) fn append(
        &mut self,
        current: Option<&Sealed<M>>,
        next: &Sealed<M>,
        origin: Origin,
    ) -> Result<(), StoreError> {
        if let Some(current) = current.filter(|current| !self.records(current)) {
            self.write(&BTreeMap::new(), current, Origin::unrecorded())?;
        }
        let before = current.map(|current| by_table(&current.value)).unwrap_or_default();
        self.write(&before, next, origin)?;
        let last = self.versions.last().map_or(0, |version| version.number);
        for (number, path) in files(&self.folder) {
            if number > last {
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        before: &BTreeMap<&str, Vec<&StoredFile>>,
        manifest: &Sealed<M>,
        origin: Origin,
    ) -> Result<(), StoreError> {
        let version = Version {
            number: self.versions.last().map_or(0, |version| version.number) + 1,
            origin,
            changes: changes(before, &by_table(&manifest.value)),
            manifest_seal: manifest.seal.clone(),
            manifest: manifest.value.clone(),
        };
        let path = self.folder.join(FOLDER).join(format!("{:06}.json", version.number));
        let (text, _) = sealed(&version).map_err(|error| StoreError::Manifest {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        crate::replace(&path, text.as_bytes())?;
        self.versions.push(version);
        Ok(())
    }

    /// Forgets all versions but those to keep.
    pub(crate) fn prune(&mut self, keep: Keep) {
        let Keep::Last(count) = keep else { return };
        let gone = self.versions.len().saturating_sub(count.max(1) as usize);
        let first = self.versions.get(gone).map_or(0, |version| version.number);
        for (number, path) in files(&self.folder) {
            if number < first {
                let _ = fs::remove_file(path);
            }
        }
        self.versions.drain(..gone);
    }
}

/// The files of versions by their numbers, in order.
pub(crate) fn files(folder: &Path) -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir(folder.join(FOLDER)).into_iter().flatten().flatten();
    let numbered = entries.filter_map(|entry| {
        let name = entry.file_name();
        let number = name.to_str()?.strip_suffix(".json")?.parse().ok()?;
        Some((number, entry.path()))
    });
    let mut files: Vec<_> = numbered.collect();
    files.sort();
    files
}

/// A version that is whole and of this layout.
pub(crate) fn read_version<M: Manifest>(path: &Path) -> Option<Version<M>> {
    let (text, _) = unsealed(&fs::read_to_string(path).ok()?)?;
    serde_json::from_str(&text).ok()
}

fn by_table<M: Manifest>(manifest: &M) -> BTreeMap<&str, Vec<&StoredFile>> {
    let mut tables: BTreeMap<&str, Vec<&StoredFile>> = BTreeMap::new();
    for file in manifest.files() {
        tables.entry(&file.table).or_default().push(file);
    }
    tables
}

fn changes(
    before: &BTreeMap<&str, Vec<&StoredFile>>,
    after: &BTreeMap<&str, Vec<&StoredFile>>,
) -> Vec<TableChange> {
    let mut tables: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    tables.sort_unstable();
    tables.dedup();
    let none = Vec::new();
    let changed = tables.into_iter().filter_map(|table| {
        let [before, after] = [before, after].map(|files| files.get(table).unwrap_or(&none));
        let rows = |files: &[&StoredFile]| files.iter().map(|file| file.rows).sum();
        let only = |files: &[&StoredFile], others: &[&StoredFile]| {
            files.iter().filter(|file| !others.contains(file)).count()
        };
        let change = TableChange {
            table: table.to_owned(),
            rows_before: rows(before),
            rows_after: rows(after),
            files_added: only(after, before),
            files_removed: only(before, after),
        };
        (change.files_added + change.files_removed > 0).then_some(change)
    });
    changed.collect()
}
