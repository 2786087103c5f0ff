//! Methodologies: TOML, alone and on top of a built-in one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{panics, seeds};
use russet_rules::Methodology;

const BUILT_IN: [&str; 4] = ["price30", "large500", "us-equal", "us-sectors"];

fn texts() -> Vec<Vec<u8>> {
    let built_in = BUILT_IN.iter().filter_map(|name| Methodology::built_in_text(name));
    let layer = "rules = \"price30\"\nname = \"other\"\n\n[selection]\ncount = 10\n";
    built_in.map(|text| text.as_bytes().to_vec()).chain([layer.into()]).collect()
}

fuzz_target!(init: seeds::plant(texts), |data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    panics::escape_none(|| {
        let Ok(rules) = Methodology::parse("fuzzed", text) else { return };
        // What is accepted once is accepted again, and is the same.
        let again = Methodology::parse("fuzzed", text).expect("the same text");
        assert_eq!(format!("{rules:?}"), format!("{again:?}"));
    });
});
