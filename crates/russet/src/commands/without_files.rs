//! A market rebuilt from the copies of its imported files, without some of them.

use std::collections::BTreeSet;

use anyhow::bail;
use russet_import::rebuild;
use russet_market::folder::MarketSnapshot;
use russet_market::market::Source;
use russet_market::{Market, MarketFolder};

/// The market as it would be had some files never been imported.
pub fn without_files(
    folder: &MarketFolder,
    market: Market,
    files: &[Source],
) -> anyhow::Result<Market> {
    let snapshot = folder.snapshot()?;
    let is_left = |source: &&Source| !files.iter().any(|file| file.is_of(source));
    let left: Vec<Source> = market.sources.iter().filter(is_left).cloned().collect();
    let (whole, _) = rebuild(&market, &market.sources, |source| snapshot.raw_file(source))?;
    check_complete(&snapshot, &whole)?;
    drop(whole);
    let (rebuilt, reports) = rebuild(&market, &left, |source| snapshot.raw_file(source))?;
    let refused: u64 = reports.iter().map(|report| report.rows_refused).sum();
    let rows = market.prices.len() as i64 - rebuilt.prices.len() as i64;
    say!(
        "rebuilt from {} files: {rows} closes fewer, {} securities fewer, {refused} rows refused",
        left.len(),
        securities(&market) as i64 - securities(&rebuilt) as i64,
    );
    Ok(rebuilt)
}

/// Refuses to replace a market that is more than what its imported files make: a simulated one, into
/// which files were imported.
pub fn check_complete(snapshot: &MarketSnapshot, rebuilt: &Market) -> anyhow::Result<()> {
    let prices = snapshot.price_files()?;
    let closes: usize = prices.iter().map(|(_, file)| file.rows).sum();
    if closes != rebuilt.prices.len() {
        bail!(
            "{} has {closes} closes, and its imported files make {}: it cannot be rebuilt from them (hint: restore it from a copy, or go back with `russet market undo`)",
            snapshot.folder().display(),
            rebuilt.prices.len()
        );
    }
    Ok(())
}

fn securities(market: &Market) -> usize {
    let ids: BTreeSet<_> = market.securities.iter().map(|version| version.security_id).collect();
    ids.len()
}
