//! The files of a run's folder by their names: which are its own, and which a manifest names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use russet_market::folder::{TableFile, TableRow};
use russet_rules::Decision;

use super::folder::{FORMAT, FORMAT_VERSION, MANIFEST};
use super::{
    ActionRow, CloseTable, Constituent, DividendRow, LevelRow, Manifest, ProFormaRow, RateRow,
    RestatementRow, Span, checkpoints, prices,
};
use crate::ledger::LedgerEntry;

/// The tables of a run in the order of its manifest, each a folder.
pub(super) const TABLES: [&str; 11] = [
    Decision::TABLE,
    LedgerEntry::TABLE,
    Constituent::TABLE,
    LevelRow::TABLE,
    CloseTable::TABLE,
    prices::TABLE,
    DividendRow::TABLE,
    RateRow::TABLE,
    ProFormaRow::TABLE,
    ActionRow::TABLE,
    RestatementRow::TABLE,
];

/// Every folder of a run.
pub(super) const FOLDERS: [&str; 12] = {
    let mut folders = [checkpoints::FOLDER; 12];
    let mut place = 0;
    while place < TABLES.len() {
        folders[place] = TABLES[place];
        place += 1;
    }
    folders
};

/// Digits of a hash in a file's name.
pub(super) const HASH_DIGITS: usize = 16;
pub(super) const STAGED: &str = "staged-";

/// The part of a table that a file is.
pub(super) fn span_of(file: &TableFile) -> Option<Span> {
    let (_, name) = file.file.split_once('/')?;
    name.rsplit_once('-')?.0.parse().ok()
}

/// The file that keeps a run's methodology.
pub(super) fn methodology_file(run: &Manifest) -> String {
    methodology_named(&run.methodology_hash)
}

fn methodology_named(hash: &str) -> String {
    format!("methodology-{}.toml", hash.get(..HASH_DIGITS).unwrap_or(hash))
}

/// The files that the manifest of a folder names, whatever its version, and itself.
pub(super) fn named(folder: &Path) -> BTreeSet<PathBuf> {
    let run = manifest(folder);
    let hash = run["methodology_hash"].as_str().unwrap_or_default();
    let mut names = vec![MANIFEST.to_owned(), methodology_named(hash)];
    names.extend((run["version"] != FORMAT_VERSION).then(|| "methodology.toml".to_owned()));
    let outputs = run["outputs"].as_array().into_iter().flatten();
    let checkpoints = run["checkpoints"].as_array().into_iter().flatten();
    let files = outputs.chain(checkpoints);
    names.extend(files.filter_map(|file| file["file"].as_str().map(str::to_owned)));
    names.into_iter().map(|name| folder.join(name)).collect()
}

fn manifest(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The files of a folder.
pub(super) fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file())
}

/// Whether everything in a folder is a run's, whole or killed while it was written, so that another
/// run may take its place.
pub(super) fn holds_only_a_run(folder: &Path) -> bool {
    if folder.join(MANIFEST).exists() && manifest(folder)["format"] != FORMAT {
        return false;
    }
    let ours = |path: &Path| match path.is_dir() {
        true => FOLDERS.contains(&name(path).as_str()) && files(path).all(|path| is_part(&path)),
        false => is_ours(path),
    };
    fs::read_dir(folder)
        .is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| ours(&entry.path()))))
}

/// Whether a file beside the tables' folders is a run's; earlier layouts had the tables there.
pub(super) fn is_ours(path: &Path) -> bool {
    let name = name(path);
    name == MANIFEST
        || name.starts_with(STAGED)
        || name.starts_with("methodology") && name.ends_with(".toml")
        || name.strip_suffix(".parquet").is_some_and(|table| TABLES.contains(&table))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file is named by its content.
pub(super) fn is_part(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == HASH_DIGITS
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        && path
            .extension()
            .is_some_and(|ending| ending == "parquet" || ending == checkpoints::ENDING)
}
