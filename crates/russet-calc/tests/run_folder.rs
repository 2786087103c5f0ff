//! A run on disk: it comes back, equal runs make equal bytes, and nothing of anybody else is harmed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{self, Recipe, contents, try_run};
use jiff::civil::{Date, date};
use russet_calc::run::{BuildOptions, LevelsOnly};
use russet_calc::{
    BuildError, BuildPlan, Cause, LevelRow, Manifest, Run, RunError, RunFolder, build, build_into,
    replay,
};
use russet_market::folder::TableFile;
use russet_market::{Market, MarketFolder, MarketView};
use russet_rules::Methodology;
use russet_store::StoreError;

const TABLES: [&str; 9] = [
    "decisions",
    "events",
    "constituents",
    "levels",
    "closes",
    "dividends",
    "rates",
    "pro_forma",
    "actions",
];

/// Half a year: long enough for every table to have rows.
fn a_run() -> Run {
    try_run(&Recipe::of(21).market(), None, Some(date(2021, 12, 31))).unwrap()
}

/// A run without the files that only a build has the means to continue.
fn without_checkpoints(folder: &Path) -> (Manifest, BTreeMap<String, Vec<u8>>) {
    let mut files = contents(folder);
    files.retain(|file, _| !file.starts_with("checkpoints/") && file != "manifest.json");
    let mut manifest = RunFolder::at(folder).manifest().unwrap();
    manifest.checkpoints.clear();
    (manifest, files)
}

#[test]
fn a_run_comes_back_as_it_was_with_a_hash_for_every_table() {
    let parent = tempfile::tempdir().unwrap();
    let folder = RunFolder::at(parent.path().join("run"));
    let mut expected = a_run();
    expected.manifest.outputs = folder.write(expected.clone(), None).unwrap().outputs;
    assert_eq!(folder.read().unwrap(), expected);
    assert_eq!(folder.manifest().unwrap(), expected.manifest);
    assert_eq!(folder.table::<LevelRow>().unwrap(), expected.levels);
    let rows = TABLES.map(|table| expected.manifest.rows_of(table));
    let lengths = [
        expected.decisions.len(),
        expected.events.len(),
        expected.constituents.len(),
        expected.levels.len(),
        expected.closes.len(),
        expected.dividends.len(),
        expected.rates.len(),
        expected.pro_forma.len(),
        expected.actions.len(),
    ];
    assert_eq!(rows, lengths);
    assert!(lengths[..5].iter().all(|length| *length > 0));
    for file in &expected.manifest.outputs {
        let bytes = fs::read(parent.path().join("run").join(&file.file)).unwrap();
        assert_eq!(blake3::hash(&bytes).to_hex().to_string(), file.hash, "{}", file.file);
    }
}

#[test]
fn equal_runs_make_equal_bytes_in_a_new_folder_and_over_an_old_one() {
    let parent = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| parent.path().join(name));
    RunFolder::at(&first).write(a_run(), None).unwrap();
    let shorter = try_run(&Recipe::of(21).market(), None, Some(date(2021, 8, 2))).unwrap();
    RunFolder::at(&second).write(shorter, None).unwrap();
    assert_ne!(contents(&first), contents(&second));
    RunFolder::at(&second).write(a_run(), None).unwrap();
    assert_eq!(contents(&first), contents(&second));
    for table in TABLES {
        let parts = contents(&first.join(table));
        assert!(!parts.is_empty(), "{table}");
    }
    let left: Vec<_> = fs::read_dir(parent.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing stays beside the runs");
}

#[test]
fn an_empty_folder_becomes_a_run() {
    let parent = tempfile::tempdir().unwrap();
    let folder = RunFolder::at(parent.path().join("run"));
    fs::create_dir(parent.path().join("run")).unwrap();
    folder.write(a_run(), None).unwrap();
    assert!(folder.read().is_ok());
}

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("papers");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("thesis.doc"), "mine").unwrap();
    let error = RunFolder::at(&path).write(a_run(), None).unwrap_err();
    assert!(matches!(error, RunError::Store(StoreError::Occupied { .. })), "{error}");
    assert!(error.to_string().contains("hint"), "{error}");
    assert_eq!(contents(&path), BTreeMap::from([("thesis.doc".to_owned(), b"mine".to_vec())]));
}

/// Other software calls its files `manifest.json` too.
#[test]
fn a_folder_with_a_manifest_of_something_else_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("extension");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("manifest.json"), "{\"name\": \"a browser extension\"}").unwrap();
    fs::write(path.join("background.js"), "mine").unwrap();
    let before = contents(&path);
    let refused = RunFolder::at(&path).write(a_run(), None);
    assert!(matches!(refused, Err(RunError::Store(StoreError::Occupied { .. }))), "{refused:?}");
    assert_eq!(contents(&path), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    fs::write(&path, "mine").unwrap();
    let error = RunFolder::at(&path).write(a_run(), None).unwrap_err();
    assert!(matches!(error, RunError::Store(StoreError::Occupied { .. })), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[test]
fn a_folder_that_is_no_run_says_how_to_make_one() {
    let parent = tempfile::tempdir().unwrap();
    for path in [parent.path().to_owned(), parent.path().join("nowhere")] {
        let error = RunFolder::at(&path).read().unwrap_err();
        assert!(matches!(error, RunError::Store(StoreError::Missing { .. })), "{error}");
        assert!(error.to_string().contains("russet build"), "{error}");
    }
}

#[test]
fn a_damaged_cut_missing_or_swapped_table_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    let folder = RunFolder::at(&path);
    let outputs = folder.write(a_run(), None).unwrap().outputs;
    for (position, output) in outputs.iter().enumerate() {
        let file = path.join(&output.file);
        let bytes = fs::read(&file).unwrap();
        let others = outputs[position..].iter().chain(&outputs);
        let neighbor = &others.into_iter().find(|file| file.table != output.table).unwrap().file;
        let damages = [
            b"no parquet".to_vec(),
            bytes[..bytes.len() / 2].to_vec(),
            fs::read(path.join(neighbor)).unwrap(),
        ];
        for damaged in damages {
            fs::write(&file, damaged).unwrap();
            let message = folder.read().unwrap_err().to_string();
            assert!(message.contains(&output.file), "{message}");
        }
        fs::remove_file(&file).unwrap();
        let message = folder.read().unwrap_err().to_string();
        assert!(message.contains(&output.file), "{message}");
        fs::write(&file, bytes).unwrap();
    }
    assert!(folder.read().is_ok(), "all is as it was");
}

#[test]
fn a_damaged_manifest_and_a_later_layout_are_refused() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    let folder = RunFolder::at(&path);
    folder.write(a_run(), None).unwrap();
    let manifest = path.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let later = text.replacen("\"version\": 7", "\"version\": 8", 1);
    assert_ne!(later, text);
    fs::write(&manifest, later).unwrap();
    for message in [
        folder.read().unwrap_err().to_string(),
        folder.table::<LevelRow>().unwrap_err().to_string(),
    ] {
        assert!(message.contains("layout version 8"), "{message}");
        assert!(message.contains("hint"), "{message}");
    }
    fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    let message = folder.read().unwrap_err().to_string();
    assert!(message.contains("manifest.json"), "{message}");
}

/// Years of which the last is cut short.
fn plan(inputs: Vec<TableFile>) -> BuildPlan {
    BuildPlan { inputs, ..support::plan(&support::family_text(), None, Some(date(2023, 3, 31))) }
}

fn family() -> Methodology {
    support::parse(&support::family_text())
}

/// Years written while the next one is made are those of a run that was made first.
#[test]
fn a_run_built_into_a_folder_is_the_run_written_into_it() {
    let parent = tempfile::tempdir().unwrap();
    let [streamed, written] = ["streamed", "written"].map(|name| parent.path().join(name));
    let (market, family) = (Recipe::of(21).market(), family());
    let view = MarketView::new(&market);
    let folder = RunFolder::at(&streamed);
    let options = BuildOptions::default();
    let plan_of = plan(Vec::new());
    let built = folder.build((None, &view), &family, plan_of, options, &|_, _| {}).unwrap();
    let manifest = built.manifest;
    let run = build(&view, &family, plan(Vec::new()), &|_, _| {}).unwrap();
    assert!(manifest.outputs.iter().any(|file| file.file.starts_with("levels/2023-")));
    RunFolder::at(&written).write(run, None).unwrap();
    assert!(contents(&streamed) == contents(&written));
}

/// The market's price files become part of the run, which needs the market no more.
#[test]
fn a_run_beside_its_market_keeps_the_closes_that_differ_and_is_whole_without_it() {
    let parent = tempfile::tempdir().unwrap();
    let [market_path, streamed, written] =
        ["market", "streamed", "written"].map(|name| parent.path().join(name));
    let family = family();
    let kept = MarketFolder::at(&market_path);
    kept.write(Recipe::of(21).market()).unwrap();
    let snapshot = kept.snapshot().unwrap();
    let (market, inputs) = (snapshot.read().unwrap(), snapshot.facts());
    let view = MarketView::new(&market);
    let folder = RunFolder::at(&streamed);
    let (options, plan_of) = (BuildOptions::default(), plan(inputs.clone()));
    let built =
        folder.build((Some(&snapshot), &view), &family, plan_of, options, &|_, _| {}).unwrap();
    let manifest = built.manifest;
    let run = build(&view, &family, plan(inputs), &|_, _| {}).unwrap();
    RunFolder::at(&written).write(run.clone(), Some(&snapshot)).unwrap();
    assert!(!manifest.checkpoints.is_empty());
    assert!(without_checkpoints(&streamed) == without_checkpoints(&written));
    fs::remove_dir_all(&market_path).unwrap();

    assert!(manifest.rows_of("closes") * 10 < run.closes.len(), "most closes are the market's");
    let read = folder.read().unwrap();
    assert_eq!(read.levels, run.levels);
    let mut days: Vec<Date> = run.levels.iter().map(|row| row.date).collect();
    days.dedup();
    for day in days {
        let (whole, own) = (read.closes.on(day), run.closes.on(day));
        assert!(own.iter().all(|(line, close)| whole.get(line) == Some(close)), "{day}");
    }
    let after = run.manifest.to.tomorrow().unwrap();
    assert_eq!(read.closes.on(after), read.closes.on(run.manifest.to));
    for run in [
        &read,
        &folder.snapshot().unwrap().read_between(date(2022, 6, 1), date(2022, 7, 29)).unwrap(),
    ] {
        let weights = run.weighted("R2000", date(2022, 7, 1)).unwrap();
        assert!(!weights.is_empty());
        assert_eq!(weights, read.weighted("R2000", date(2022, 7, 1)).unwrap());
    }
    let audit = replay::audit(&folder.snapshot().unwrap()).unwrap();
    assert_eq!((audit.levels, audit.entries), (run.levels.len(), run.events.len()));
    assert_eq!(audit.differences, []);
}

/// A killed writer leaves files that no manifest names; a build that fails leaves the old run.
#[test]
fn what_no_manifest_names_is_swept_and_a_failed_build_leaves_the_old_run() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    fs::create_dir_all(path.join("levels")).unwrap();
    fs::write(path.join("levels/2021-0123456789abcdef.parquet"), "of a killed build").unwrap();
    fs::write(path.join("staged-7"), "of a killed build").unwrap();
    let folder = RunFolder::at(&path);
    assert!(matches!(folder.read(), Err(RunError::Store(StoreError::Missing { .. }))));
    folder.write(a_run(), None).unwrap();
    let whole = contents(&path);
    assert!(!whole.contains_key("staged-7"));
    assert!(!whole.contains_key("levels/2021-0123456789abcdef.parquet"));
    let nothing = Market::default();
    let (view, options) = (MarketView::new(&nothing), BuildOptions::default());
    let failed = folder.build((None, &view), &family(), plan(Vec::new()), options, &|_, _| {});
    assert!(matches!(failed, Err(RunError::Build(BuildError::NoPrices))));
    assert_eq!(contents(&path), whole);
}

/// Levels and turnover alone are those of the whole run.
#[test]
fn levels_alone_are_the_levels_of_the_run_and_trades_those_of_its_ledger() {
    let (market, family) = (Recipe::of(21).market(), family());
    let view = MarketView::new(&market);
    let mut sink = LevelsOnly::default();
    build_into(&view, &family, plan(Vec::new()), &mut sink, &|_, _| {}).unwrap();
    let run = build(&view, &family, plan(Vec::new()), &|_, _| {}).unwrap();
    assert_eq!(sink.levels, run.levels);
    for index in run.index_ids() {
        let mut expected = 0.0;
        for entry in run.events.iter().filter(|entry| {
            entry.index_id == index
                && entry.cause != Cause::Start
                && entry.after_close.year() == 2022
                && entry.price_after == entry.price_before
        }) {
            let shares =
                (entry.index_shares_after.to_f64() - entry.index_shares_before.to_f64()).abs();
            let price = entry.price_after.map_or(0.0, |price| price.to_f64());
            expected += shares * price / 2.0 / entry.index_market_cap_before.to_f64();
        }
        let found = sink.turnover(index, 2022);
        assert!((found - expected).abs() < 1e-9, "{index}: {found}, not {expected}");
    }
    assert!(sink.turnover("R2000", 2022) > 0.0);
}

#[test]
fn a_run_of_an_earlier_layout_says_how_to_build_it_again() {
    for layout in [5, 6] {
        let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/fixtures/run-layout-{layout}"));
        let message = RunFolder::at(&fixture).read().unwrap_err().to_string();
        assert!(message.contains(&format!("layout version {layout}")), "{message}");
        let command = format!("russet build … --run {}", fixture.display());
        assert!(message.contains(&command), "{message}");
    }
}
