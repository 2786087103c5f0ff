//! A market made again from the copies of the files that were imported into it.
//!
//! The files are imported in the order in which they were, command by command, each under the name and
//! folder and with the options that it had then. Securities keep the ids that they have in the market
//! that is replaced. People's withdrawals and changes that wait are taken over, but for those of securities
//! that are gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use russet_market::market::Source;
use russet_market::{Market, SecurityId};

use crate::error::ImportError;
use crate::recorded::{RecordedOptions, import};
use crate::report::ImportReport;
use crate::withdraw::apply;

/// Why a market cannot be rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// Of some imported files the market has no copy, or does not know how they were imported.
    #[error(
        "the market cannot be rebuilt without {} (hint: import {} again, with the same options: the market then keeps a copy)",
        .files.join(", "),
        these(.files)
    )]
    NoCopy {
        /// The files.
        files: Vec<String>,
    },
    /// A copy is damaged.
    #[error("the market's copy of {file} is damaged (hint: import the file again)")]
    DamagedCopy {
        /// The file.
        file: String,
    },
    /// A copy could not be presented or imported.
    #[error(transparent)]
    Import(#[from] ImportError),
}

fn these(files: &[String]) -> &'static str {
    match files.len() {
        1 => "this file",
        _ => "these files",
    }
}

/// Imports the files of some sources again.
///
/// `copy_of` gives the path of the copy of a file. Gives the market and what each import reported.
///
/// # Errors
/// [`RebuildError`] where a copy is missing or damaged, or cannot be imported.
///
/// ```
/// use russet_market::{Market, market::Source};
/// let sources = [Source::new("prices", "closes.csv", "af13")];
/// let error = russet_import::rebuild(&Market::default(), &sources, |_| None).unwrap_err();
/// assert!(error.to_string().contains("import this file again"));
/// ```
pub fn rebuild(
    earlier: &Market,
    sources: &[Source],
    copy_of: impl Fn(&Source) -> Option<PathBuf>,
) -> Result<(Market, Vec<ImportReport>), RebuildError> {
    let mut files: Vec<RawFile<'_>> = Vec::new();
    let mut missing = Vec::new();
    for source in sources {
        match RawFile::of(source, &copy_of) {
            Some(file) => files.push(file),
            None => missing.push(source.name.clone()),
        }
    }
    if !missing.is_empty() {
        missing.sort();
        return Err(RebuildError::NoCopy { files: missing });
    }
    files.sort_by_key(|file| (file.number, file.source));
    let mut market = Market::default();
    let mut reports = Vec::new();
    for files in files.chunk_by(|one, other| one.number == other.number) {
        // They name securities by the ids of the earlier market, which an import must not give away.
        market.withdrawals.clone_from(&earlier.withdrawals);
        market.pending.clone_from(&earlier.pending);
        let (next, report) = import_again(market, files)?;
        market = next;
        market.adopt_ids(earlier);
        reports.push(report);
    }
    let described: BTreeSet<SecurityId> =
        market.securities.iter().map(|version| version.security_id).collect();
    let is_left = |security: &SecurityId| described.contains(security);
    market.withdrawals.clone_from(&earlier.withdrawals);
    market.withdrawals.retain(|row| is_left(&row.security_id));
    market.pending.clone_from(&earlier.pending);
    market.pending.retain(|row| row.security_id.as_ref().is_none_or(is_left));
    market.canonical();
    // A security had its final id only after the import that brought it.
    Ok((apply(market), reports))
}

/// The copy of an imported file with what is known of its import.
struct RawFile<'a> {
    source: &'a Source,
    number: u32,
    place: &'a str,
    options: RecordedOptions,
    copy: PathBuf,
}

impl<'a> RawFile<'a> {
    fn of(source: &'a Source, copy_of: impl Fn(&Source) -> Option<PathBuf>) -> Option<RawFile<'a>> {
        Some(RawFile {
            source,
            number: source.import_number?,
            place: source.place.as_deref()?,
            options: RecordedOptions::read(source)?,
            copy: copy_of(source)?,
        })
    }

    /// Presents the copy under its original name and folder, in a folder of its own.
    fn present(&self, folder: &Path) -> Result<PathBuf, ImportError> {
        let path = folder.join(self.place);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| ImportError::io(parent, error))?;
        if fs::hard_link(&self.copy, &path).is_err() {
            fs::copy(&self.copy, &path).map_err(|error| ImportError::io(&self.copy, error))?;
        }
        Ok(path)
    }
}

/// Imports the files of one command again, and records them as they were recorded.
fn import_again(
    market: Market,
    files: &[RawFile<'_>],
) -> Result<(Market, ImportReport), RebuildError> {
    let Some(first) = files.first() else { return Ok((market, ImportReport::default())) };
    let folder = tempfile::tempdir().map_err(|error| ImportError::io(&first.copy, error))?;
    let mut paths = Vec::new();
    for (number, file) in files.iter().enumerate() {
        paths.push(file.present(&folder.path().join(number.to_string()))?);
    }
    let unreadable = || RebuildError::NoCopy { files: vec![first.source.name.clone()] };
    let options = first.options.options(&|_| {}).ok_or_else(unreadable)?;
    let (mut market, report) = import(&first.source.format, market, &paths, &options)?;
    for file in files {
        let is_it = |source: &&mut Source| source.is_of(file.source);
        let Some(source) = market.sources.iter_mut().find(is_it) else {
            return Err(RebuildError::DamagedCopy { file: file.source.name.clone() });
        };
        source.clone_from(file.source);
    }
    Ok((market, report))
}
