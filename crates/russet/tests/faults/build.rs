//! Faults during builds: the old run or the new one remains, on the market's disk and on another.

use jiff::civil::date;

use super::places::{Places, Rooms};
use super::scene::Scene;
use super::shim::Shim;
use super::state::Target;
use crate::support::{self, feed};

pub const BUILD: &str = "build --market {market} --methodology price30 --run {run} --replace";

/// A market in which the family starts a few sessions before the end.
pub fn market(rooms: &Rooms) -> Places {
    let start = rooms.places("start");
    let rows = feed::rows(30, date(2025, 4, 21), date(2025, 7, 3));
    std::fs::write(start.market.join("old.csv"), feed::file(&rows)).unwrap();
    ok(&start, "import prices {old} --market {market}");
    start
}

/// Runs a command that must succeed.
pub fn ok(start: &Places, line: &str) {
    let said = support::run(start.words(line));
    assert_eq!(said.code, 0, "`{line}`: {}", said.err);
}

#[test]
fn a_first_build_leaves_no_run_or_the_whole_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    let (line, target) = (BUILD, Target::Run);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 100 }.disturb();
}

#[test]
fn a_continued_build_leaves_the_old_run_or_the_new_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    ok(&start, &format!("{BUILD} --to 2025-07-01"));
    let (line, target) = (BUILD, Target::Run);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 120 }.disturb();
}

#[test]
fn a_build_on_another_disk_leaves_no_run_or_the_whole_one() {
    let Some((shim, rooms)) = Shim::get().zip(Rooms::two()) else { return };
    let start = market(&rooms);
    let (line, target) = (BUILD, Target::Run);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}

#[test]
fn a_continued_build_on_another_disk_leaves_the_old_run_or_the_new_one() {
    let Some((shim, rooms)) = Shim::get().zip(Rooms::two()) else { return };
    let start = market(&rooms);
    ok(&start, &format!("{BUILD} --to 2025-07-01"));
    let (line, target) = (BUILD, Target::Run);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}
