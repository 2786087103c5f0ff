//! Builds during imports and other builds: each run is that of a sequential build.

use jiff::civil::date;

use super::imports::ok;
use super::race::{A_MOMENT, Finish, Race};
use crate::faults::places::{Places, Rooms};
use crate::faults::shim::Shim;
use crate::faults::state::{State, Target};
use crate::support::feed;

pub const BUILD: &str = "build --market {market} --methodology price30 --run {run} --replace";
pub const IMPORT: &str = "import prices {new} --market {market}";
/// Another family into the same folder.
const OTHER: &str = "build --market {market} --methodology large500 --run {run} --replace";

/// A market in which the family starts, and a file of two more sessions.
pub fn market(rooms: &Rooms) -> Places {
    let companies = 12;
    let start = rooms.places("start");
    let rows = feed::rows(companies, date(2025, 5, 5), date(2025, 7, 3));
    let (old, new) = rows.split_at(rows.len() - 2 * companies as usize);
    std::fs::write(start.market.join("old.csv"), feed::file(old)).unwrap();
    std::fs::write(start.market.join("new.csv"), feed::file(new)).unwrap();
    ok(&start, &["import prices {old} --market {market}"]);
    start
}

/// The run after some commands, one after another.
pub fn run_after(rooms: &Rooms, start: &Places, lines: &[&str]) -> State {
    let places = rooms.places("sequence");
    start.copy_to(&places);
    ok(&places, lines);
    State::read(Target::Run, &places).unwrap()
}

/// Both must succeed, and the run must be one of some sequential builds: the same inputs, the same bytes.
fn one_of(finish: &Finish<'_>, runs: &[State]) -> Result<(), String> {
    finish.held.succeeded("the held command")?;
    finish.other.succeeded("the other command")?;
    let left = State::read(Target::Run, finish.places)?;
    match runs.contains(&left) {
        true => Ok(()),
        false => Err("the run is none of a build alone".to_owned()),
    }
}

/// A build and an import in a race, from a run that is there or not.
fn build_and_import(held: &str, other: &str, first: &[&str]) {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    ok(&start, first);
    let runs = [run_after(&rooms, &start, &[BUILD]), run_after(&rooms, &start, &[IMPORT, BUILD])];
    assert!(runs[0] != runs[1], "the import does not change the run");
    Race { shim, rooms: &rooms, start: &start, held, other, other_gets: A_MOMENT }
        .run(&|finish| one_of(finish, &runs));
}

#[test]
fn a_first_build_is_made_of_the_market_before_an_import_or_after_it() {
    build_and_import(BUILD, IMPORT, &[]);
    build_and_import(IMPORT, BUILD, &[]);
}

#[test]
fn a_continued_build_is_made_of_the_market_before_an_import_or_after_it() {
    let first = format!("{BUILD} --to 2025-06-27");
    build_and_import(BUILD, IMPORT, &[&first]);
    build_and_import(IMPORT, BUILD, &[&first]);
}

#[test]
fn two_builds_into_one_folder_leave_the_run_of_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    let runs = [run_after(&rooms, &start, &[BUILD])];
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: BUILD,
        other: BUILD,
        other_gets: A_MOMENT,
    };
    race.run(&|finish| one_of(finish, &runs));
}

#[test]
fn two_continued_builds_into_one_folder_leave_the_run_of_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    ok(&start, &[&format!("{BUILD} --to 2025-06-27")]);
    let runs = [run_after(&rooms, &start, &[BUILD])];
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: BUILD,
        other: BUILD,
        other_gets: A_MOMENT,
    };
    race.run(&|finish| one_of(finish, &runs));
}

#[test]
fn builds_of_two_families_into_one_folder_leave_the_run_of_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = market(&rooms);
    let runs = [run_after(&rooms, &start, &[BUILD]), run_after(&rooms, &start, &[OTHER])];
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: BUILD,
        other: OTHER,
        other_gets: A_MOMENT,
    };
    race.run(&|finish| one_of(finish, &runs));
}
