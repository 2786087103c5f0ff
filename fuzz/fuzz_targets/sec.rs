//! Companies as the SEC describes them: JSON, tables, archives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{imports, input, panics, seeds};
use russet_import::import_sec;

const NAMES: [&str; 3] = ["submissions.json", "companies.csv", "submissions.zip"];

fuzz_target!(init: seeds::plant(seeds::sec), |data: &[u8]| {
    let Some((name, bytes)) = input::choose(&NAMES, data) else { return };
    panics::escape_none(|| imports::check(import_sec, &input::file(name, bytes)));
});
