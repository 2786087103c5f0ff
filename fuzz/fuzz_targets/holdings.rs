//! Holdings of a fund: CSV with titles and disclaimers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{imports, input, panics, seeds};
use russet_import::import_holdings;

fuzz_target!(init: seeds::plant(seeds::holdings), |data: &[u8]| {
    panics::escape_none(|| imports::check(import_holdings, &input::file("IWM_holdings.csv", data)));
});
