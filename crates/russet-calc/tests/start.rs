//! Where a run begins: what is refused and how, and what base every index takes.

use crate::support::{Recipe, family_text, parse, plan, run, try_run};
use jiff::civil::{Date, date};
use russet_calc::{BuildError, Run, build};
use russet_market::{Calendar, Market, MarketView};

const SEED: u64 = 1;
/// The effective day of the first reconstitution that the market of the seed can rank.
const FIRST: Date = date(2021, 6, 25);

fn first_level<'run>(run: &'run Run, index: &str) -> (Date, &'run russet_calc::LevelRow) {
    let row = run.levels_of(index).next().expect("the index has levels");
    (row.date, row)
}

#[test]
fn a_market_without_prices_is_refused_with_a_hint() {
    let error = try_run(&Market::default(), None, None).unwrap_err();
    assert_eq!(error, BuildError::NoPrices);
    assert!(error.to_string().contains("hint"), "{error}");
}

#[test]
fn a_range_that_ends_before_it_begins_is_refused() {
    let market = Recipe::of(SEED).market();
    let (from, to) = (date(2023, 1, 3), date(2022, 12, 30));
    let error = try_run(&market, Some(from), Some(to)).unwrap_err();
    assert_eq!(error, BuildError::EmptyRange { from, to });
    assert!(error.to_string().contains("2023-01-03"), "{error}");
}

#[test]
fn a_first_day_after_the_markets_last_is_refused() {
    let market = Recipe::of(SEED).market();
    let error = try_run(&market, Some(date(2024, 3, 1)), None).unwrap_err();
    assert!(matches!(error, BuildError::EmptyRange { .. }), "{error}");
}

#[test]
fn a_first_day_before_any_reconstitution_is_refused_and_the_hint_works() {
    let market = Recipe::of(SEED).market();
    let early = Calendar::nyse().previous_session(FIRST).unwrap();
    let error = try_run(&market, Some(early), None).unwrap_err();
    assert!(matches!(error, BuildError::NoMembers { .. }), "{error}");
    let message = error.to_string();
    let hint = format!("hint: the earliest --from is {FIRST}");
    assert!(message.contains(&hint), "{message}");
    let hinted = try_run(&market, Some(FIRST), Some(date(2021, 9, 30))).unwrap();
    assert_eq!(first_level(&hinted, "R2000").0, FIRST);
}

#[test]
fn a_market_that_ends_before_a_reconstitution_takes_effect_is_refused_with_a_hint() {
    let market = Recipe::of(SEED).market();
    let error = try_run(&market, None, Some(date(2021, 6, 1))).unwrap_err();
    assert!(matches!(error, BuildError::NoMembers { .. }), "{error}");
    assert!(error.to_string().contains("hint"), "{error}");
}

#[test]
fn without_a_first_day_every_index_starts_at_its_base_on_the_first_reconstitution() {
    let run = run(&Recipe::of(SEED).market());
    let family = parse(&family_text());
    assert_eq!(run.manifest.from, FIRST);
    for rule in &family.indexes {
        let (day, row) = first_level(&run, &rule.id);
        assert_eq!((day, row.price_return), (FIRST, rule.base_value), "{}", rule.id);
        let start = run.manifest.indexes.iter().find(|start| start.id == rule.id).unwrap();
        assert_eq!((start.start, start.level), (Some(FIRST), rule.base_value));
        assert!(start.note.contains("before this run begins"), "{}", start.note);
    }
}

#[test]
fn an_index_whose_base_day_lies_inside_the_run_starts_there() {
    let market = Recipe::of(SEED).market();
    let base = date(2022, 3, 1);
    let shipped = family_text();
    let text = shipped.replacen("base_date = \"2001-12-31\"", "base_date = \"2022-03-01\"", 1);
    assert_ne!(text, shipped, "the Top 50's base day stands in the shipped file");
    let changed =
        build(&MarketView::new(&market), &parse(&text), plan(&text, None, None), &|_, _| {})
            .unwrap();
    let (day, row) = first_level(&changed, "RTOP50");
    assert_eq!((day, row.price_return), (base, "1000".parse().unwrap()));
    let start = changed.manifest.indexes.iter().find(|start| start.id == "RTOP50").unwrap();
    assert_eq!((start.start, start.note.as_str()), (Some(base), ""));
    // The same members move as in a run where it started long before.
    let long = run(&market);
    assert_same_returns(&long, &changed, "RTOP50");
    let others = |run: &Run| -> Vec<_> {
        run.levels.iter().filter(|row| row.index_id != "RTOP50").cloned().collect()
    };
    assert_eq!(others(&long), others(&changed), "no other index takes notice");
}

#[test]
fn a_later_first_day_starts_at_the_base_and_has_the_returns_of_the_longer_run() {
    let market = Recipe::of(SEED).market();
    let from = date(2021, 10, 1);
    let (long, late) = (run(&market), try_run(&market, Some(from), None).unwrap());
    assert_eq!(late.manifest.from, from);
    for rule in &parse(&family_text()).indexes {
        let (day, row) = first_level(&late, &rule.id);
        assert_eq!((day, row.price_return), (from, rule.base_value), "{}", rule.id);
        assert_same_returns(&long, &late, &rule.id);
    }
    assert!(late.events.iter().all(|event| event.after_close >= from));
    assert!(late.constituents.iter().all(|row| row.first_session >= from));
}

#[test]
fn a_first_day_that_is_no_session_starts_on_the_next_one() {
    let market = Recipe::of(SEED).market();
    let (saturday, monday) = (date(2021, 10, 2), date(2021, 10, 4));
    let run = try_run(&market, Some(saturday), Some(date(2021, 10, 29))).unwrap();
    assert_eq!(first_level(&run, "R2000").0, monday);
}

#[test]
fn a_last_day_ends_the_levels_and_its_constituents_are_known_for_the_next_opening() {
    let market = Recipe::of(SEED).market();
    let to = date(2022, 2, 1);
    let run = try_run(&market, None, Some(to)).unwrap();
    assert_eq!(run.levels.last().unwrap().date, to);
    assert_eq!(run.constituents.iter().map(|row| row.last_session).max(), Some(date(2022, 2, 2)));
    assert_eq!(run.manifest.to, to);
}

/// The shorter run's levels are those of the longer one, times one factor, to 16 digits.
fn assert_same_returns(long: &Run, short: &Run, index: &str) {
    let first = short.levels_of(index).next().unwrap();
    let mut compared = 0;
    let mut scale = None;
    for row in long.levels_of(index).filter(|row| row.date >= first.date) {
        let other = short.levels_of(index).nth(compared).unwrap();
        assert_eq!((other.date, other.constituents), (row.date, row.constituents), "{index}");
        let ratio = other.price_return.to_f64() / row.price_return.to_f64();
        let expected = *scale.get_or_insert(ratio);
        assert!((ratio / expected - 1.0).abs() < 1e-14, "{index} on {}", row.date);
        compared += 1;
    }
    assert_eq!(compared, short.levels_of(index).count());
    assert!(compared > 100);
}
