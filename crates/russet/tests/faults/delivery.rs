//! Faults of `files`: the files of a session before or after, none missing, none too many.

use crate::build::{BUILD, market, ok};
use crate::places::{Places, Rooms};
use crate::scene::Scene;
use crate::shim::Shim;
use crate::state::Target;

const FILES: &str = "files --run {run} --on 2025-07-02 --index PRICE30 --to {files}";

fn run(rooms: &Rooms) -> Places {
    let start = market(rooms);
    ok(&start, BUILD);
    start
}

#[test]
fn files_of_a_session_are_all_there_or_none() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = run(&rooms);
    let (line, target) = (FILES, Target::Delivery);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}

#[test]
fn files_of_a_session_take_the_place_of_older_ones_all_or_none() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = run(&rooms);
    ok(&start, "files --run {run} --on 2025-07-02 --index PRICE30 --to {files} --format parquet");
    let (line, target) = (FILES, Target::Delivery);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}
