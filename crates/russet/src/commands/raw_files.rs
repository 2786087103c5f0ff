//! Copies of imported files in the market, from which `russet market withdraw` and `russet market check
//! --repair` rebuild it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use russet_market::folder::{RawCopy, Update};
use russet_market::market::Source;

use crate::arguments::FilesArguments;

/// Copies the files that an import took into the market, and says which ones it does not keep.
pub fn keep(
    update: &mut Update,
    (format, sources): (&str, &[Source]),
    arguments: &FilesArguments,
) -> anyhow::Result<()> {
    if arguments.no_raw {
        return Ok(());
    }
    let most = arguments.keep_raw_up_to;
    let newest = sources.iter().filter_map(|source| source.import_number).max();
    for source in sources.iter().filter(|source| source.format == format) {
        let why_not = match candidates(&arguments.files, source, most)? {
            Candidates::TooLarge(bytes) => {
                format!("it has {bytes} bytes, more than {most} (hint: --keep-raw-up-to)")
            }
            Candidates::Paths(paths) if paths.is_empty() => continue,
            Candidates::Paths(paths) => match keep_one(update, source, &paths)? {
                true => continue,
                false => "it changed while it was imported".to_owned(),
            },
        };
        if source.import_number != newest {
            // An earlier file of the same name, which this command did not import.
            continue;
        }
        say!(
            "note: the market keeps no copy of {}, so it cannot be rebuilt from it: {why_not}",
            source.name
        );
    }
    Ok(())
}

fn keep_one(update: &mut Update, source: &Source, paths: &[&Path]) -> anyhow::Result<bool> {
    for path in paths {
        if update.keep_raw(source, path)? == RawCopy::Kept {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The files that may be the one of a source.
enum Candidates<'a> {
    Paths(Vec<&'a Path>),
    /// The smallest of them has this many bytes.
    TooLarge(u64),
}

fn candidates<'a>(
    files: &'a [PathBuf],
    source: &Source,
    most: u64,
) -> anyhow::Result<Candidates<'a>> {
    let (mut paths, mut smallest) = (Vec::new(), u64::MAX);
    let is_named = |path: &&PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy() == source.name.as_str())
    };
    for path in files.iter().filter(is_named) {
        let found = fs::metadata(path);
        let bytes = found.with_context(|| format!("cannot read {}", path.display()))?.len();
        smallest = smallest.min(bytes);
        if bytes <= most {
            paths.push(path.as_path());
        }
    }
    Ok(match paths.is_empty() && smallest < u64::MAX {
        true => Candidates::TooLarge(smallest),
        false => Candidates::Paths(paths),
    })
}
