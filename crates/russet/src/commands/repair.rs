//! `russet market check --repair`: missing and damaged files of a market, rebuilt.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;
use russet_import::{rebuild, relink};
use russet_market::folder::{BrokenFile, MarketSnapshot};
use russet_market::{FilerLink, Market, MarketFolder, table::Table};
use russet_store::Origin;

use super::without_files::check_complete;
use crate::arguments::WaitArguments;

/// Repairs what can be repaired; fails where something cannot, after it has said what.
pub fn run(path: &Path, wait: &WaitArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(path);
    if let Some(version) = folder.restore_manifest(wait.wait())? {
        say!("market.json: restored from version {version}");
    }
    let update = folder.update(wait.wait())?;
    let snapshot = folder.snapshot()?;
    let broken = snapshot.broken_files()?;
    if broken.is_empty() {
        say!("{}: every file matches the manifest", path.display());
        return Ok(());
    }
    let lost: Vec<String> = broken.iter().filter_map(why_lost).collect();
    if broken.iter().any(BrokenFile::is_record) {
        // Without the record of imports and withdrawals nothing else may be rebuilt.
        bail!("{}", message(path, &lost));
    }
    let mut market = snapshot.read_without(&broken)?;
    let (computed, facts): (Vec<BrokenFile>, Vec<BrokenFile>) =
        broken.iter().filter(|file| !file.is_raw()).cloned().partition(is_computed);
    if !facts.is_empty() {
        fill_in(&snapshot, &mut market, &facts).map_err(|error| {
            let files: Vec<&str> = facts.iter().map(|broken| broken.file.file.as_str()).collect();
            anyhow::anyhow!("{} cannot be rebuilt: {error}", files.join(", "))
        })?;
    }
    if computed.iter().any(|broken| broken.file.table == FilerLink::NAME) {
        market = relink(market);
    }
    let mut origin = Origin::of_process();
    let names: Vec<&str> = broken.iter().map(|broken| broken.file.file.as_str()).collect();
    origin.notes.push(format!("repaired {}", names.join(", ")));
    update.commit(market, origin)?;
    tell(&folder.snapshot()?, &facts, &computed);
    match lost.is_empty() {
        true => Ok(()),
        false => bail!("{}", message(path, &lost)),
    }
}

/// Whether a file follows from the others.
fn is_computed(broken: &BrokenFile) -> bool {
    broken.is_computed() || broken.file.table == FilerLink::NAME
}

/// Why a file cannot be rebuilt; nothing where it may be.
fn why_lost(broken: &BrokenFile) -> Option<String> {
    let why = match (broken.is_raw(), broken.is_record()) {
        (true, _) => "the copy of an imported file: import the file again",
        (_, true) => "the record of who did what: restore it from a copy of the market",
        _ => return None,
    };
    Some(format!("{} ({}; {why})", broken.file.file, broken.reason))
}

fn message(path: &Path, lost: &[String]) -> String {
    format!("{}: cannot be rebuilt: {}", path.display(), lost.join("; "))
}

/// Puts the rows of broken files back, from the copies of the imported files.
fn fill_in(
    snapshot: &MarketSnapshot,
    market: &mut Market,
    facts: &[BrokenFile],
) -> anyhow::Result<()> {
    if market.sources.is_empty() {
        bail!(
            "no file was imported into this market (hint: restore it from a copy, or generate it again with `russet simulate`)"
        );
    }
    let (rebuilt, _) = rebuild(market, &market.sources, |source| snapshot.raw_file(source))?;
    check_complete(snapshot, &rebuilt)?;
    Ok(snapshot.fill_in(market, rebuilt, facts)?)
}

/// Says of each file whether it is what it was.
fn tell(repaired: &MarketSnapshot, facts: &[BrokenFile], computed: &[BrokenFile]) {
    let now: BTreeMap<&str, usize> =
        repaired.files().iter().map(|file| (file.hash.as_str(), file.rows)).collect();
    for (files, from) in [(computed, "from the other tables"), (facts, "from imported files")] {
        for BrokenFile { file, reason } in files {
            let same = match now.contains_key(file.hash.as_str()) {
                true => "the same bytes".to_owned(),
                false => {
                    let of_table = repaired.files().iter().filter(|one| one.table == file.table);
                    let rows: usize = of_table.map(|one| one.rows).sum();
                    format!(
                        "other bytes: {} now has {rows} rows, the damaged file had {}",
                        file.table, file.rows
                    )
                }
            };
            say!("{}: {reason}; rebuilt {from}, {same}", file.file);
        }
    }
}
