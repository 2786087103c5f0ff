//! Holds ARCHITECTURE.md against the manifests and the source: who may import whom, the path of one price, and the
//! files it names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The crate names between backticks in a cell of a Markdown table.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// The rows of the Markdown table under a line of headings, cell by cell.
fn table<'text>(text: &'text str, headings: &str) -> Vec<Vec<&'text str>> {
    let start = text.find(headings).unwrap_or_else(|| panic!("no table {headings}"));
    let rows = text[start..].lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split('|').collect()).collect()
}

/// What the table of rooms allows, crate by crate.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = architecture();
    let rows = table(&text, "| crate | its one job | may import |");
    let all: BTreeSet<String> = rows.iter().flat_map(|row| names(row[0])).collect();
    rows.iter()
        .map(|row| {
            let own = names(row[0]).into_iter().next().expect("a crate in the first column");
            let may = match row[2].contains("all of them") {
                true => all.iter().filter(|name| **name != own).cloned().collect(),
                false => names(row[2]),
            };
            (own, may)
        })
        .collect()
}

/// What the manifests say, crate by crate; what only tests need is left out.
fn imported() -> BTreeMap<String, BTreeSet<String>> {
    let mut imported = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let manifest = entry.unwrap().path().join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        let rooms = dependencies.into_iter().flat_map(|table| table.keys());
        let rooms = rooms.filter(|key| key.starts_with("russet")).cloned().collect();
        imported.insert(name, rooms);
    }
    imported
}

#[test]
fn every_crate_is_a_room_and_imports_only_what_it_may() {
    let (allowed, imported) = (allowed(), imported());
    let crates: Vec<&String> = imported.keys().collect();
    assert_eq!(allowed.keys().collect::<Vec<_>>(), crates, "the table of rooms and crates/ differ");
    for (name, rooms) in &imported {
        let more: Vec<&String> = rooms.difference(&allowed[name]).collect();
        assert!(more.is_empty(), "{name} imports {more:?}, which ARCHITECTURE.md does not allow");
    }
}

#[test]
fn every_crate_but_the_binary_is_imported_by_another() {
    let imported = imported();
    let used: BTreeSet<&String> = imported.values().flatten().collect();
    let unused: Vec<&String> = imported.keys().filter(|name| !used.contains(name)).collect();
    assert_eq!(unused, ["russet"]);
}

/// Every file and folder of tests is a module of its crate's one test binary; else it would never run.
#[test]
fn every_file_of_tests_is_in_the_binary_of_its_crate() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let tests = entry.unwrap().path().join("tests");
        let Ok(main) = fs::read_to_string(tests.join("main.rs")) else { continue };
        for entry in fs::read_dir(&tests).unwrap() {
            let path = entry.unwrap().path();
            let is_file = path.extension().is_some_and(|kind| kind == "rs");
            let name = path.file_stem().unwrap().to_str().unwrap();
            if name != "main" && (is_file || path.join("mod.rs").exists()) {
                let line = format!("mod {name};");
                let listed = main.lines().any(|of_main| of_main == line);
                assert!(listed, "{}: main.rs lacks `{line}`", path.display());
            }
        }
    }
}

#[test]
fn nothing_is_imported_in_a_circle() {
    let imported = imported();
    let mut settled: BTreeSet<String> = BTreeSet::new();
    while settled.len() < imported.len() {
        let next = imported.iter().find(|(name, rooms)| {
            !settled.contains(*name) && rooms.iter().all(|room| settled.contains(room))
        });
        let (name, _) = next.expect("a crate that only needs settled ones: there is a circle");
        settled.insert(name.clone());
    }
}

/// Whether a file declares a function, as one of a type where the name says so.
fn declares(text: &str, function: &str) -> bool {
    let (of, name) = function.rsplit_once("::").unwrap_or(("", function));
    let is_word_before = |at: usize| text[..at].ends_with(|before: char| before.is_alphanumeric());
    let is_declared = |word: &str, ends: &[char]| {
        text.match_indices(word)
            .any(|(at, _)| !is_word_before(at) && text[at + word.len()..].starts_with(ends))
    };
    let has_impl = text.lines().any(|line| {
        let of_type = line.starts_with("impl") && line.ends_with('{') && !line.contains(" for ");
        of_type && line.split([' ', '<', '>', '{']).any(|word| word == of)
    });
    is_declared(&format!("fn {name}"), &['(', '<']) && (of.is_empty() || has_impl)
}

#[test]
fn each_function_on_the_path_of_one_price_is_where_the_table_says() {
    let text = architecture();
    let rows = table(&text, "| function | where | what it does |");
    assert_eq!(rows.len(), 5, "the path of one price has five functions");
    for row in rows {
        let (functions, files) = (names(row[0]), names(row[1]));
        let (Some(function), Some(file)) = (functions.first(), files.first()) else {
            panic!("a row without a function or a file: {row:?}");
        };
        let source = fs::read_to_string(root().join("crates").join(file))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(declares(&source, function), "{file} declares no {function}");
    }
}

#[test]
fn every_source_file_that_the_architecture_names_exists() {
    let mut sources = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        files_below(&entry.unwrap().path(), &mut sources);
    }
    let text = architecture();
    let named: BTreeSet<String> = names(&text).into_iter().filter(|name| is_source(name)).collect();
    assert!(named.len() > 10, "{named:?}");
    let has = |name: &String| sources.iter().any(|path| path.ends_with(name));
    let gone: Vec<&String> = named.iter().filter(|name| !has(name)).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names {gone:?}, which do not exist");
}

fn is_source(name: &str) -> bool {
    name.ends_with(".rs") && !name.contains(' ')
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files_below(&path, files),
            false => files.push(path),
        }
    }
}
