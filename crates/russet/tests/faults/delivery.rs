//! Faults during `files`: the old delivery or the new one remains, complete.

use super::build::{BUILD, market, ok};
use super::places::{Places, Rooms};
use super::scene::Scene;
use super::shim::Shim;
use super::state::Target;

const FILES: &str = "files --run {run} --on 2025-07-02 --index PRICE30 --to {files}";

fn run(rooms: &Rooms) -> Places {
    let start = market(rooms);
    ok(&start, BUILD);
    start
}

#[test]
fn a_delivery_is_complete_or_absent() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = run(&rooms);
    let (line, target) = (FILES, Target::Delivery);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}

#[test]
fn a_delivery_replaces_an_older_one_completely_or_not_at_all() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = run(&rooms);
    ok(&start, "files --run {run} --on 2025-07-02 --index PRICE30 --to {files} --format parquet");
    let (line, target) = (FILES, Target::Delivery);
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 60 }.disturb();
}
