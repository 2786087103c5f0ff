//! Damage to each file of a market.

use std::path::{Path, PathBuf};

use russet_market::MarketFolder;
use tempfile::TempDir;

use super::damage::{Case, cases};
use super::sweep::errors_or_the_same;
use crate::support::{bytes_below, rich};

/// A folder in memory, where there is one: thousands of files are written.
pub fn room() -> TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory).unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

fn market(room: &TempDir) -> PathBuf {
    let market = room.path().join("market");
    rich::market(&market, room.path());
    market
}

fn is_manifest(case: &Case) -> bool {
    case.path.extension().is_some_and(|ending| ending == "json")
}

fn damage(wanted: impl Fn(&Case) -> bool) {
    let room = room();
    let market = market(&room);
    let mut cases = cases(&bytes_below(&market));
    cases.retain(|case| wanted(case));
    errors_or_the_same(&market, &cases, |folder| {
        let snapshot = MarketFolder::at(folder).snapshot().map_err(|error| error.to_string())?;
        let market = snapshot.read().map_err(|error| error.to_string())?;
        let doubts = snapshot.doubtful_sessions().map_err(|error| error.to_string())?;
        Ok((market, doubts))
    });
}

#[test]
fn damaged_tables_of_a_market_are_errors_or_change_nothing() {
    damage(|case| !is_manifest(case));
}

#[test]
fn a_damaged_manifest_of_a_market_is_an_error_or_changes_nothing() {
    damage(is_manifest);
}
