//! Damage to each file of a run.

use std::path::{Path, PathBuf};

use russet_calc::{RunFolder, replay};
use tempfile::TempDir;

use super::damage::{Case, cases};
use super::market::room;
use super::sweep::errors_or_the_same;
use crate::support::{bytes_below, ok, rich};

pub const BUILD: &str = "build --market {market} --methodology price30 --run {run}";

/// A market, and a run of it that was continued once.
pub fn market_and_run(room: &TempDir) -> (PathBuf, PathBuf) {
    let (market, run) = (room.path().join("market"), room.path().join("run"));
    rich::market(&market, room.path());
    let paths: [(&str, &Path); 2] = [("market", &market), ("run", &run)];
    ok(&format!("{BUILD} --to 2025-06-30"), &paths);
    ok(BUILD, &paths);
    (market, run)
}

fn is_manifest(case: &Case) -> bool {
    case.path.extension().is_some_and(|ending| ending == "json")
}

fn damage(wanted: impl Fn(&Case) -> bool) {
    let room = room();
    let (_, run) = market_and_run(&room);
    let mut cases = cases(&bytes_below(&run));
    cases.retain(|case| wanted(case));
    errors_or_the_same(&run, &cases, |folder| {
        let snapshot = RunFolder::at(folder).snapshot().map_err(|error| error.to_string())?;
        let run = snapshot.read().map_err(|error| error.to_string())?;
        let audit = replay::audit(&snapshot).map_err(|error| error.to_string())?;
        Ok((run, audit))
    });
}

#[test]
fn damaged_tables_of_a_run_are_errors_or_change_nothing() {
    damage(|case| !is_manifest(case));
}

#[test]
fn a_damaged_manifest_of_a_run_is_an_error_or_changes_nothing() {
    damage(is_manifest);
}
