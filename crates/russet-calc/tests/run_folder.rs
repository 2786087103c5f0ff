//! A run on disk: it comes back, equal runs make equal bytes, and nothing of anybody else is harmed.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use russet_calc::{LevelRow, Run, RunError, RunFolder};
use support::{Recipe, try_run};

/// Half a year: long enough for every table to have rows.
fn a_run() -> Run {
    try_run(&Recipe::of(21).market(), None, Some(date(2021, 12, 31))).unwrap()
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.insert(name, fs::read(&path).unwrap());
    }
    files
}

#[test]
fn a_run_comes_back_as_it_was_with_a_hash_for_every_table() {
    let parent = tempfile::tempdir().unwrap();
    let folder = RunFolder::at(parent.path().join("run"));
    let mut expected = a_run();
    expected.manifest.outputs = folder.write(expected.clone()).unwrap().outputs;
    assert_eq!(folder.read().unwrap(), expected);
    assert_eq!(folder.manifest().unwrap(), expected.manifest);
    assert_eq!(folder.table::<LevelRow>().unwrap(), expected.levels);
    let rows: Vec<usize> = expected.manifest.outputs.iter().map(|file| file.rows).collect();
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
    RunFolder::at(&first).write(a_run()).unwrap();
    let shorter = try_run(&Recipe::of(21).market(), None, Some(date(2021, 8, 2))).unwrap();
    RunFolder::at(&second).write(shorter).unwrap();
    assert_ne!(contents(&first), contents(&second));
    RunFolder::at(&second).write(a_run()).unwrap();
    assert_eq!(contents(&first), contents(&second));
    assert_eq!(contents(&first).len(), 11, "nine tables, the methodology, the manifest");
    let left: Vec<_> = fs::read_dir(parent.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing stays beside the runs");
}

#[test]
fn an_empty_folder_becomes_a_run() {
    let parent = tempfile::tempdir().unwrap();
    let folder = RunFolder::at(parent.path().join("run"));
    fs::create_dir(parent.path().join("run")).unwrap();
    folder.write(a_run()).unwrap();
    assert!(folder.read().is_ok());
}

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("papers");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("thesis.doc"), "mine").unwrap();
    let error = RunFolder::at(&path).write(a_run()).unwrap_err();
    assert!(matches!(error, RunError::Occupied { .. }), "{error}");
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
    let refused = RunFolder::at(&path).write(a_run());
    assert!(matches!(refused, Err(RunError::Occupied { .. })), "{refused:?}");
    assert_eq!(contents(&path), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    fs::write(&path, "mine").unwrap();
    let error = RunFolder::at(&path).write(a_run()).unwrap_err();
    assert!(matches!(error, RunError::Occupied { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[test]
fn a_folder_that_is_no_run_says_how_to_make_one() {
    let parent = tempfile::tempdir().unwrap();
    for path in [parent.path().to_owned(), parent.path().join("nowhere")] {
        let error = RunFolder::at(&path).read().unwrap_err();
        assert!(matches!(error, RunError::NotARun { .. }), "{error}");
        assert!(error.to_string().contains("russet build"), "{error}");
    }
}

#[test]
fn a_damaged_cut_missing_or_swapped_table_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("run");
    let folder = RunFolder::at(&path);
    let outputs = folder.write(a_run()).unwrap().outputs;
    for (position, output) in outputs.iter().enumerate() {
        let file = path.join(&output.file);
        let bytes = fs::read(&file).unwrap();
        let neighbour = &outputs[(position + 1) % outputs.len()].file;
        let damages = [
            b"no parquet".to_vec(),
            bytes[..bytes.len() / 2].to_vec(),
            fs::read(path.join(neighbour)).unwrap(),
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
    folder.write(a_run()).unwrap();
    let manifest = path.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let later = text.replacen("\"version\": 3", "\"version\": 4", 1);
    assert_ne!(later, text);
    fs::write(&manifest, later).unwrap();
    for message in [
        folder.read().unwrap_err().to_string(),
        folder.table::<LevelRow>().unwrap_err().to_string(),
    ] {
        assert!(message.contains("layout version 4"), "{message}");
        assert!(message.contains("hint"), "{message}");
    }
    fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    let message = folder.read().unwrap_err().to_string();
    assert!(message.contains("manifest.json"), "{message}");
}
