//! Snapshots of the screener: JSON and CSV.
#![no_main]

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{imports, input, panics, seeds};
use russet_import::import_screener;

const NAMES: [&str; 2] = ["nasdaq_2025-05-16.json", "nasdaq_2025-05-16.csv"];

fuzz_target!(init: seeds::plant(seeds::screener), |data: &[u8]| {
    let Some((name, bytes)) = input::choose(&NAMES, data) else { return };
    panics::escape_none(|| imports::check(import_screener, &input::file(name, bytes)));
});
