//! Loss of power: a commit must not reach the disk before the files that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::build::{BUILD, market, ok};
use super::places::{Places, Rooms};
use super::shim::{Call, Shim};

/// Follows the calls of a command, and says what was not synced when the commit was renamed into its
/// place, and what not when the command ended.
fn unsynced(
    calls: &[Call],
    is_commit: impl Fn(&Path) -> bool,
) -> (BTreeSet<PathBuf>, BTreeSet<PathBuf>) {
    let (mut files, mut folders) = (BTreeMap::<PathBuf, bool>::new(), BTreeSet::new());
    let (mut at_commit, mut committed) = (BTreeSet::new(), false);
    let folder_of = |path: &Path| path.parent().unwrap().to_owned();
    for call in calls.iter().filter(|call| call.succeeded) {
        let path = &call.path;
        match (call.name.as_str(), &call.other) {
            ("create" | "write" | "truncate", _) => drop(files.insert(path.clone(), true)),
            ("sync", _) => {
                files.insert(path.clone(), false);
                folders.remove(path);
            }
            ("mkdir", _) => drop(folders.insert(folder_of(path))),
            ("unlink", _) => drop(files.remove(path)),
            ("rename" | "link", Some(to)) => {
                let dirty = files.get(path).copied().unwrap_or(false);
                if is_commit(to) {
                    committed = true;
                    at_commit.extend(dirty.then(|| path.clone()));
                    let waiting = files.iter().filter(|(file, dirty)| **dirty && *file != path);
                    at_commit.extend(waiting.map(|(file, _)| file.clone()));
                    at_commit.extend(folders.iter().cloned());
                }
                if call.name == "rename" {
                    files.remove(path);
                }
                files.insert(to.clone(), dirty);
                folders.insert(folder_of(to));
            }
            _ => {}
        }
    }
    assert!(committed, "no commit among {calls:?}");
    (at_commit, folders)
}

/// Runs a command, which must succeed, and compares what it synced with what it committed. The target is
/// the folder that the commit changes.
fn assert_in_order(
    shim: &Shim,
    rooms: &Rooms,
    places: &Places,
    line: &str,
    target: &str,
    commit: &str,
) {
    let log = rooms.file("log");
    let command = shim.under(&places.folders(), &places.words(line));
    let calls = Shim::calls(command, &log);
    std::fs::remove_file(log).unwrap();
    let target = places.run.join(target);
    let (at_commit, at_end) = unsynced(&calls, |path| path.ends_with(commit));
    // Locks hold no bytes, and stamps that are lost or torn only cost the next writer time; the folder in which
    // the commit gets its name is synced after it.
    let is_dispensable = |path: &Path| {
        path.extension().is_some_and(|ending| ending == "lock") || path.ends_with("stamps.json")
    };
    let waits = |path: &Path| path == target || path == places.run;
    let early: Vec<_> =
        at_commit.iter().filter(|path| !is_dispensable(path) && !waits(path)).collect();
    assert!(early.is_empty(), "`{line}` commits before it syncs: {early:?}");
    let late: Vec<_> = at_end.iter().filter(|path| waits(path)).collect();
    assert!(late.is_empty(), "`{line}` ends before it syncs the new names in: {late:?}");
}

#[test]
fn a_market_is_synced_before_its_commit_and_the_commit_before_the_end() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let places = rooms.places("simulated");
    let line = "simulate --market {market} --companies 5 --years 1 --seed 3";
    assert_in_order(shim, &rooms, &places, line, "market", "market/market.json");
}

#[test]
fn a_run_is_synced_before_its_commit_and_the_commit_before_the_end() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let places = market(&rooms);
    for line in [format!("{BUILD} --to 2025-07-01"), BUILD.to_owned()] {
        assert_in_order(shim, &rooms, &places, &line, "run", "run/manifest.json");
    }
}

#[test]
fn a_delivery_is_synced_before_it_gets_its_name() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let places = market(&rooms);
    ok(&places, BUILD);
    let line = "files --run {run} --on 2025-07-02 --index PRICE30 --to {files}";
    assert_in_order(shim, &rooms, &places, line, "files", "files");
}
