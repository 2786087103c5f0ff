//! Readers beside writers: an answer of the market or of the run before or after, whole and in time.

use crate::builds::{BUILD, IMPORT, market};
use crate::imports::ok;
use crate::places::{Places, Rooms};
use crate::race::{BESIDE, Ended, Finish, Race};
use crate::shim::Shim;
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

/// Holds a reader beside a writer, and a writer beside a reader.
fn read_and_write(start: &dyn Fn(&Rooms) -> Places, reader: &str, writer: &str) {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = start(&rooms);
    let expected = answers(&rooms, &start, reader, writer);
    Race { shim, rooms: &rooms, start: &start, held: reader, beside: writer, moment: BESIDE }
        .run(&|finish| judge(finish, (&finish.held, &finish.beside), &expected));
    Race { shim, rooms: &rooms, start: &start, held: writer, beside: reader, moment: BESIDE }
        .run(&|finish| judge(finish, (&finish.beside, &finish.held), &expected));
}

/// A run of all sessions but the last two.
fn run(rooms: &Rooms) -> Places {
    let start = market(rooms);
    ok(&start, &[BUILD, IMPORT]);
    start
}

#[test]
fn a_check_beside_an_import_is_of_the_market_before_or_after() {
    read_and_write(&market, CHECK, IMPORT);
}

#[test]
fn levels_beside_a_build_are_those_before_or_after() {
    read_and_write(&run, LEVELS, BUILD);
}

#[test]
fn a_run_verifies_beside_a_build() {
    read_and_write(&run, VERIFY, BUILD);
}

#[test]
fn a_run_replaced_by_another_family_verifies_beside_its_build() {
    read_and_write(&run, VERIFY, "build --market {market} --methodology large500 --run {run}");
}
