//! Caps that just hold and caps that cannot hold, in a build and in a sweep.

use super::support::{Line, WHOLE, family_text, market, run};
use jiff::civil::{Date, date};
use russet_calc::sweep::{CapacityRule, SweepPlan, Variant, sweep};
use russet_market::{Market, MarketView};
use russet_rules::Methodology;

const BEGINNING: Date = date(2023, 11, 1);
const END: Date = date(2024, 3, 28);
const CHOICE: &str = "[selection]\nmethod = \"all\"\nreference = \"X\"\n[[reviews]]\n\
    from = \"2023-01-01\"\nmonths = [12]\nday = { friday = 3 }\nrank = { days_before = 14 }\nsource = \"X\"\n";

fn four_companies() -> Market {
    let line = |close| Line::at(BEGINNING, close);
    market(&[line("60"), line("37.31"), line("12.07"), line("9.99")], (BEGINNING, END))
}

fn text(cap: &str) -> String {
    let caps =
        format!("[[indexes.weighting.caps]]\neach_percent = \"{cap}\"\nreference = \"the cap\"\n");
    family_text(CHOICE, &format!("{WHOLE}{caps}"))
}

/// Four companies at 25% weigh the same after each review, and nothing is noted.
#[test]
fn a_cap_of_one_over_the_number_of_companies_makes_equal_weights() {
    let run = run(&four_companies(), &text("25"), None);
    assert_eq!(run.manifest.notes, Vec::<String>::new());
    let weighted = run.weighted("ALL", date(2023, 12, 18)).unwrap();
    let weights: Vec<String> =
        weighted.iter().map(|row| format!("{:.6}", row.weight * 100.0)).collect();
    assert_eq!(weights, ["25.000000"; 4]);
}

/// A sweep says of which variants a cap could not hold, in the words of a build.
#[test]
fn a_sweep_tells_of_caps_that_cannot_hold_as_a_build_does() {
    let market = four_companies();
    let built = run(&market, &text("20"), None);
    let about: Vec<&String> =
        built.manifest.notes.iter().filter(|note| note.contains("is not capped")).collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(about[0].contains("the cap of 'the cap' cannot hold: 4 companies"), "{about:?}");
    let variant = |cap: &str| {
        let family = Methodology::parse("small.toml", &text(cap)).unwrap();
        Variant { name: cap.to_owned(), family }
    };
    let (from, to, capacity) = (None, None, CapacityRule::default());
    let plan = SweepPlan { indexes: vec!["ALL".to_owned()], from, to, capacity };
    let variants = [variant("25"), variant("20")];
    let swept = sweep(&MarketView::new(&market), &variants, &plan, &|_, _| {}).unwrap();
    assert_eq!(swept[0].notes, Vec::<String>::new());
    assert_eq!(swept[1].notes.iter().collect::<Vec<_>>(), about);
}
