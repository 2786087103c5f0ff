//! The shipped rule of equal weights by sector and company, through the engine.

use std::collections::BTreeMap;

use super::support::{Line, WHOLE, family_text, held, market, members, run};
use jiff::civil::{Date, date};
use russet_calc::Run;
use russet_market::Market;
use russet_rules::Methodology;

const BEGINNING: Date = date(2023, 11, 1);
const END: Date = date(2024, 6, 28);
const CHOICE: &str = "[selection]\nmethod = \"all\"\nreference = \"X\"\n[[reviews]]\n\
    from = \"2023-01-01\"\nmonths = [12]\nday = { friday = 3 }\nrank = { days_before = 14 }\nsource = \"X\"\n";
/// After the review of December, and after the re-weighting of the third Friday of March.
const REVIEWED: Date = date(2023, 12, 18);
const REWEIGHTED: Date = date(2024, 3, 18);

const NAMES: [&str; 19] = [
    "A", "B", "C", "D", "E", "C2", "U", "U2", "U3", "U4", "U5", "U6", "AD", "AD2", "S4", "S5",
    "S6", "S7", "S8",
];

/// How the shipped family weighs, and when.
fn shipped_weighting() -> String {
    let text = Methodology::built_in_text("us-equal").unwrap();
    let start = text.find("[indexes.weighting]").unwrap();
    let end = text[start..].find("[[indexes]]").unwrap();
    text[start..start + end].to_owned()
}

fn text() -> String {
    let index = "[[indexes]]\nid = \"EQUAL\"\nname = \"Equal\"\nparent = \"ALL\"\n\
        base_date = \"2020-01-02\"\nbase_value = \"1000\"\nreference = \"X\"\n";
    family_text(CHOICE, &format!("{WHOLE}{index}{}", shipped_weighting()))
}

/// Nine sectors, with the prices and floats of the published example, and large companies beside them.
fn example(change: impl Fn(&str, Line) -> Line) -> Market {
    let close = |name: &str| match name {
        "A" => "23",
        "B" => "15",
        "C" => "48",
        "D" => "55",
        "E" => "19",
        "U" => "120",
        "AD" => "58",
        _ => "50",
    };
    let float = |name: &str| match name {
        "B" => 1_851_851_852,
        "C" => 72_337_963,
        "D" => 36_075_036,
        "E" => 73_099_415,
        "U" => 13_536_929,
        "AD" => 53_214_134,
        _ => 2_000_000_000,
    };
    let sector = |name: &str| match name {
        "A" | "B" => "First",
        "C" | "D" | "E" | "C2" => "Second",
        "U" | "U2" | "U3" | "U4" | "U5" | "U6" => "Third",
        "AD" | "AD2" => "Fourth",
        "S4" => "Fifth",
        "S5" => "Sixth",
        "S6" => "Seventh",
        "S7" => "Eighth",
        _ => "Ninth",
    };
    let line = |name: &str| {
        let line = Line::at(BEGINNING, close(name));
        change(name, Line { shares: float(name), sector: sector(name), ..line })
    };
    market(&NAMES.map(line), (BEGINNING, END))
}

fn names(run: &Run, day: Date) -> Vec<&'static str> {
    members(run, "EQUAL", day).into_iter().map(|number| NAMES[number as usize]).collect()
}

/// The weights in percent of the whole at some closes.
fn weights(run: &Run, day: Date, close: impl Fn(&str) -> f64) -> BTreeMap<&'static str, f64> {
    let held = held(run, "EQUAL", day);
    let value = |number: &u32| close(NAMES[*number as usize]) * held[number].to_f64();
    let sum: f64 = held.keys().map(value).sum();
    held.keys().map(|number| (NAMES[*number as usize], value(number) / sum * 100.0)).collect()
}

fn example_close(name: &str) -> f64 {
    match name {
        "A" => 23.0,
        "B" => 15.0,
        "C" => 48.0,
        _ => 50.0,
    }
}

#[test]
fn g9_what_a_fund_could_not_hold_is_dropped_and_sectors_weigh_alike() {
    let run = run(&example(|_, line| line), &text(), None);
    let dropped = ["D", "E", "U", "AD"];
    let kept: Vec<&str> = NAMES.into_iter().filter(|name| !dropped.contains(name)).collect();
    assert_eq!(names(&run, REVIEWED), kept);
    let weights = weights(&run, REVIEWED, example_close);
    let sector = 100.0 / 9.0;
    for (name, parts) in
        [("A", 2.0), ("B", 2.0), ("C", 2.0), ("U2", 5.0), ("AD2", 1.0), ("S8", 1.0)]
    {
        assert!((weights[name] - sector / parts).abs() < 1e-6, "{name}: {}", weights[name]);
    }
}

/// In March C costs 30: a fund would need 4,629,630 of its 72,337,963 shares, 6.4 percent. E costs 400,
/// and 347,222 of 73,099,415 can be had.
#[test]
fn every_quarter_asks_all_of_the_parent_again() {
    let march = date(2024, 3, 1);
    let market = example(|name, line| match name {
        "C" => line.then(march, "30"),
        "E" => line.then(march, "400"),
        _ => line,
    });
    let run = run(&market, &text(), None);
    assert_eq!(
        names(&run, date(2024, 3, 15)),
        names(&run, REVIEWED),
        "not before the third Friday"
    );
    let after = names(&run, REWEIGHTED);
    assert!(!after.contains(&"C") && after.contains(&"E"), "{after:?}");
    let close = |name: &str| if name == "E" { 400.0 } else { example_close(name) };
    let weights = weights(&run, REWEIGHTED, close);
    assert!((weights["E"] - 100.0 / 18.0).abs() < 1e-6);
    assert!((weights["C2"] - 100.0 / 18.0).abs() < 1e-6);
}
