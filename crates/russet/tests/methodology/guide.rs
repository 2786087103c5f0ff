//! The guide: every text in it is fine, its tables are the schema's, and its first index can be built.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use russet_rules::Methodology;

use super::schema::misfits;
use super::{assert_is_made, keys, project};
use crate::support::{column, ok, rows};

const GUIDE: &str = "docs/methodology.md";
const BEGIN: &str = "<!-- generated from the schema: begin -->\n";
const END: &str = "<!-- generated from the schema: end -->\n";

fn guide() -> String {
    fs::read_to_string(project(GUIDE)).unwrap()
}

/// The TOML of the guide, block by block.
fn blocks() -> Vec<String> {
    let text = guide();
    let parts = text.split("```toml\n").skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

/// A block as a whole file: one that is only a part stands on the rules of a family that takes it.
fn whole(block: &str) -> String {
    match block.contains("format_version") {
        true => block.to_owned(),
        false => {
            let named = block.lines().next().and_then(|line| line.strip_prefix("# on "));
            let rules = named.unwrap_or("russell-us");
            format!("rules = \"{rules}\"\nname = \"mine\"\ntitle = \"Mine\"\n\n{block}")
        }
    }
}

#[test]
fn every_text_of_the_guide_is_fine() {
    assert!(blocks().len() >= 13, "the guide has lost its examples");
    for block in blocks() {
        let text = whole(&block);
        if let Err(error) = Methodology::parse("guide.toml", &text) {
            panic!("{error}\n{text}");
        }
        assert_eq!(misfits(&text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_tables_of_keys_are_the_schemas() {
    let text = guide();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    assert_is_made(GUIDE, &format!("{before}{BEGIN}{}\n{END}{after}", keys::tables()));
}

/// The first text: at most a hundred companies, at each rebalancing equal by industry and capped.
#[test]
fn the_first_index_of_the_guide_can_be_built() {
    let first = blocks().remove(0);
    assert!(first.lines().count() < 40, "the first text is to be short");
    let folder = tempfile::tempdir().unwrap();
    let [market, run, file] = ["market", "run", "my100.toml"].map(|name| folder.path().join(name));
    fs::write(&file, first).unwrap();
    let paths = [("market", market.as_path()), ("run", run.as_path()), ("file", file.as_path())];
    assert!(ok("methodology check {file}", &paths).out.contains(": fine: family my100"));
    assert!(ok("methodology show {file} --index MY100", &paths).out.contains("\n  MY100  "));
    ok("simulate --market {market} --companies 1600 --years 2 --seed 3", &paths);
    ok("build --market {market} --methodology {file} --run {run}", &paths);
    let levels = ok("levels --run {run} --index MY100 --format csv", &paths).out;
    let levels: Vec<f64> =
        column(&levels, "price_return").iter().map(|level| level.parse().unwrap()).collect();
    assert_eq!(levels[0], 1000.0);
    assert!(levels.len() > 370 && levels.iter().all(|level| *level > 100.0));
    let held = |index: &str, day: &str| {
        rows(
            &ok(
                &format!("constituents --run {{run}} --index {index} --on {day} --format csv"),
                &paths,
            )
            .out,
        )
    };
    for (rebalancing, next) in [("2025-09-19", "2025-09-22"), ("2026-03-20", "2026-03-23")] {
        let mut closes: BTreeMap<String, f64> = BTreeMap::new();
        for row in held("R2000", rebalancing) {
            closes.insert(row["security"].clone(), row["price"].parse().unwrap());
        }
        let mine = held("MY100", next);
        assert!(mine.len() <= 100 && mine.len() > 80, "{} companies", mine.len());
        let value = |row: &BTreeMap<String, String>| {
            closes[&row["security"]] * row["index_shares"].parse::<f64>().unwrap()
        };
        let sum: f64 = mine.iter().map(value).sum();
        // Companies that are not at their cap weigh alike within an industry, so weights are few.
        let weights: BTreeSet<i64> =
            mine.iter().map(|row| (value(row) / sum * 1e7).round() as i64).collect();
        assert!(weights.iter().all(|weight| *weight <= 200_001), "above the cap: {weights:?}");
        assert!(weights.len() < mine.len() / 2, "not equal by industry: {weights:?}");
        assert!(mine.iter().all(|row| closes.contains_key(&row["security"])));
    }
}
