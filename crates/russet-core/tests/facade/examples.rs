//! The examples run, and print what they promise.

use std::error::Error;
use std::path::Path;

#[path = "../../examples/constituents.rs"]
#[allow(dead_code, reason = "an example has a main function")]
mod constituents;
#[path = "../../examples/explain.rs"]
#[allow(dead_code, reason = "an example has a main function")]
mod explain;
#[path = "../../examples/levels.rs"]
#[allow(dead_code, reason = "an example has a main function")]
mod levels;
#[path = "../../examples/sweep.rs"]
#[allow(dead_code, reason = "an example has a main function")]
mod sweep;
#[path = "../../examples/what_if.rs"]
#[allow(dead_code, reason = "an example has a main function")]
mod what_if;

type Example = fn(&Path, &mut Vec<u8>) -> Result<(), Box<dyn Error>>;

fn printed(example: Example) -> Vec<String> {
    let (folder, mut out) = (tempfile::tempdir().unwrap(), Vec::new());
    example(folder.path(), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn levels_are_csv_that_begins_with_the_base_value() {
    let lines = printed(levels::levels);
    assert_eq!(lines[0], "date,price_return,net_return,total_return,constituents");
    assert!(lines[1].starts_with("2025-03-21,1000.00,1000.00,1000.00,"), "{}", lines[1]);
    assert!(lines.last().unwrap().starts_with("2026-12-31,"));
    assert!(lines.len() > 400 && lines.iter().all(|line| line.split(',').count() == 5));
}

#[test]
fn constituents_add_up_to_the_whole_index() {
    let lines = printed(constituents::constituents);
    assert_eq!(lines[0], "LARGE20 at the close of 2026-12-31");
    let last = lines.last().unwrap();
    assert!(lines.len() > 20 && last.contains(" 100.00% "), "{last}");
}

#[test]
fn the_explanation_is_of_a_company_that_a_band_kept() {
    let text = printed(explain::explain).join("\n");
    for part in ["On 20", "Reconstitution effective 20", "rule 'band' (MINE)", "Facts: close $"] {
        assert!(text.contains(part), "no '{part}' in {text}");
    }
}

#[test]
fn the_what_if_compares_one_review_a_year_with_two() {
    let lines = printed(what_if::what_if);
    assert!(lines[0].starts_with("twice a year: total return "), "{}", lines[0]);
    assert!(lines[1].starts_with(" once a year: total return "), "{}", lines[1]);
    assert_ne!(lines[0][6..], lines[1][6..], "the number of reviews makes a difference");
    assert_eq!(lines.len(), 4);
}

#[test]
fn the_sweep_has_a_row_for_each_width() {
    let lines = printed(sweep::sweep);
    let widths: Vec<&str> =
        lines[1..].iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(widths, ["0", "1", "2.5", "5", "10"]);
    assert!(lines[1..].iter().all(|line| line.split_whitespace().count() == 4), "{lines:?}");
}
