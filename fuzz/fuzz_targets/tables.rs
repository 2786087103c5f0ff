//! Tables that users bring, as CSV: the first byte chooses the import.
#![no_main]

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{imports, input, panics, seeds};

fuzz_target!(init: seeds::plant(seeds::tables), |data: &[u8]| {
    let Some((import, bytes)) = input::choose(&imports::TABLES, data) else { return };
    panics::escape_none(|| imports::check(*import, &input::file("table.csv", bytes)));
});
