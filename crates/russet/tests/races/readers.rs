//! Readers during writes: an answer shows the state before or after the write, never a mixture.

use super::builds::{BUILD, IMPORT, market};
use super::imports::ok;
use super::race::{A_MOMENT, Ended, Finish, Race};
use crate::faults::places::{Places, Rooms};
use crate::faults::shim::Shim;
use crate::support;

const CHECK: &str = "market check --market {market} --format csv";
const LEVELS: &str = "levels --run {run} --index PRICE30 --format csv";
const VERIFY: &str = "verify --run {run}";

/// What a reader answers; the places of a case are called by the same name everywhere.
fn answer(ended: &str, places: &Places) -> String {
    let folders = places.folders();
    folders
        .iter()
        .fold(ended.to_owned(), |text, folder| text.replace(&*folder.to_string_lossy(), "."))
}

/// The answers before and after a writer alone.
fn answers(rooms: &Rooms, start: &Places, reader: &str, writer: &str) -> [String; 2] {
    let places = rooms.places("sequence");
    start.copy_to(&places);
    let ask = || {
        let said = support::run(places.words(reader));
        assert_eq!(said.code, 0, "`{reader}`: {}", said.err);
        answer(&said.out, &places)
    };
    let before = ask();
    ok(&places, &[writer]);
    [before, ask()]
}

fn judge(
    finish: &Finish<'_>,
    (reader, writer): (&Ended, &Ended),
    expected: &[String; 2],
) -> Result<(), String> {
    writer.succeeded("the writer")?;
    reader.succeeded("the reader")?;
    let said = answer(&reader.out, finish.places);
    match expected.contains(&said) {
        true => Ok(()),
        false => {
            Err(format!("the reader's answer is neither the one before nor the one after: {said}"))
        }
    }
}

/// Holds the reader while the writer runs, then the writer while the reader runs.
fn read_and_write(start: &dyn Fn(&Rooms) -> Places, reader: &str, writer: &str) {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = start(&rooms);
    let expected = answers(&rooms, &start, reader, writer);
    Race { shim, rooms: &rooms, start: &start, held: reader, other: writer, other_gets: A_MOMENT }
        .run(&|finish| judge(finish, (&finish.held, &finish.other), &expected));
    Race { shim, rooms: &rooms, start: &start, held: writer, other: reader, other_gets: A_MOMENT }
        .run(&|finish| judge(finish, (&finish.other, &finish.held), &expected));
}

/// A run of all sessions but the last two.
fn run(rooms: &Rooms) -> Places {
    let start = market(rooms);
    ok(&start, &[BUILD, IMPORT]);
    start
}

#[test]
fn a_check_during_an_import_shows_the_market_before_or_after() {
    read_and_write(&market, CHECK, IMPORT);
}

#[test]
fn levels_during_a_build_are_those_before_or_after() {
    read_and_write(&run, LEVELS, BUILD);
}

#[test]
fn a_run_verifies_during_a_build() {
    read_and_write(&run, VERIFY, BUILD);
}

#[test]
fn a_run_verifies_while_another_family_replaces_it() {
    read_and_write(
        &run,
        VERIFY,
        "build --market {market} --methodology large500 --run {run} --replace",
    );
}
