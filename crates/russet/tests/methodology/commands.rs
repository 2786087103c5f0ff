//! `russet methodology list`, `check`, `show` and `schema`.

use std::fs;

use russet_rules::Methodology;
use serde_json::Value;

use super::assert_is_made;
use crate::support::{column, fails, ok, rows, run};

#[test]
fn every_methodology_that_is_listed_can_be_checked_and_shown() {
    let listed = column(&ok("methodology list --format csv", &[]).out, "name");
    assert_eq!(listed, Methodology::built_in_names().collect::<Vec<_>>());
    let said = ok(&format!("methodology check {}", listed.join(" ")), &[]);
    assert_eq!(said.out.lines().count(), listed.len());
    for (line, name) in said.out.lines().zip(&listed) {
        assert!(line.starts_with(&format!("{name}: fine: family {name}")), "{line}");
        let page = ok(&format!("methodology show {name} --on 2024-07-01"), &[]).out;
        let family = Methodology::built_in(name).unwrap();
        assert!(page.starts_with(&family.title), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
        for index in &family.indexes {
            assert!(page.contains(&format!("\n  {}", index.id)), "no {}: {page}", index.id);
        }
        for screen in &family.eligibility.order {
            assert!(page.contains(&format!(". {}", screen.name())), "no {}: {page}", screen.name());
        }
    }
}

/// A value that changed is shown as it stood, with the source of that time.
#[test]
fn a_page_tells_the_rules_of_its_day() {
    let on =
        |day: &str| ok(&format!("methodology show russell-us --on {day} --format csv"), &[]).out;
    let rule = |page: &str, name: &str| {
        let found = rows(page).into_iter().find(|row| row["name"].ends_with(name));
        found.map(|row| row["rule"].clone()).unwrap()
    };
    let (early, late) = (on("2020-05-07"), on("2020-05-08"));
    assert!(rule(&early, "secondary_class").contains("USD 140,000 (since 1978-01-01"), "{early}");
    assert!(rule(&late, "secondary_class").contains("USD 130,000 (since 2020-05-08"), "{late}");
    assert!(rule(&on("2017-08-31"), "votes").contains("no value yet"));
    // On its effective day the next members hold from the next session on.
    let (day, after) = (on("2024-06-28"), on("2024-06-29"));
    assert!(rule(&day, "next review").starts_with("after the close of 2024-06-28"));
    assert!(rule(&after, "last review").starts_with("after the close of 2024-06-28"));
    assert!(rule(&after, "next review").starts_with("after the close of 2025-06-27"));
}

#[test]
fn one_index_is_shown_with_its_caps_and_the_sources_in_full() {
    let line = "methodology show russell-us --index R1000V --on 2026-01-15";
    let page = ok(line, &[]).out;
    assert!(!page.contains("R2000V"), "{page}");
    for part in
        ["Cap: no company above 22.5%", "R1000V weights", "probability of value", "\nSources\n"]
    {
        assert!(page.contains(part), "no '{part}': {page}");
    }
    let json: Value = serde_json::from_str(&ok(&format!("{line} --format json"), &[]).out).unwrap();
    let sources = json.as_array().unwrap().iter().filter(|row| row["section"] == "Sources");
    assert!(sources.map(|row| &row["name"]).any(|name| name == "STYCAP"));
    let error = fails("methodology show russell-us --index R2OOO", &[]);
    assert!(error.contains("russell-us has no index 'R2OOO' (hint: it has R3000E"), "{error}");
}

/// Every file is checked, whatever the others are; one that is not fine fails the command.
#[test]
fn a_check_of_several_files_tells_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, "rules = \"russel-us\"").unwrap();
    let words = ["methodology", "check", "nowhere.toml", "world", file.to_str().unwrap(), "moon"];
    let said = run(words);
    assert_eq!(said.code, 1);
    assert_eq!(said.out.lines().count(), 1);
    assert!(said.out.starts_with("world: fine: "), "{}", said.out);
    assert_eq!(said.err.matches("error: ").count(), 3, "{}", said.err);
    for part in ["nowhere.toml", "mine.toml, line 1: rules", "no methodology named 'moon'"] {
        assert!(said.err.contains(part), "no '{part}': {}", said.err);
    }
}

#[test]
fn the_schema_of_the_docs_is_the_one_that_is_printed() {
    assert_is_made("docs/methodology.schema.json", &ok("methodology schema", &[]).out);
}
