//! Holds the table of additions in CONTRIBUTING.md against the source.

use std::fs;
use std::path::{Path, PathBuf};

/// The files that an addition of some kind touches, by one that is there.
struct Addition {
    name: String,
    examples: Vec<String>,
    count: usize,
    files: Vec<PathBuf>,
    /// The macros that hold a list, each with its file.
    lists: Vec<(String, PathBuf)>,
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn additions() -> Vec<Addition> {
    let text = fs::read_to_string(crates().join("../CONTRIBUTING.md")).unwrap();
    let start = text.find("| to add | as the example | files | which |").expect("the table");
    let rows = text[start..].lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let [name, examples, count, which] =
            row.trim_matches('|').split('|').collect::<Vec<_>>()[..]
        else {
            panic!("four cells: {row}");
        };
        let (mut files, mut lists, mut list) = (Vec::new(), Vec::new(), None);
        for word in code(which) {
            if word.ends_with(".rs") {
                let file = crates().join(word);
                lists.extend(list.take().map(|list| (list, file.clone())));
                files.push(file);
            } else {
                list = word.strip_suffix('!').map(str::to_owned);
            }
        }
        Addition {
            name: name.trim().to_owned(),
            examples: code(examples).map(plain).collect(),
            count: count.trim().parse().expect("a count of files"),
            files,
            lists,
        }
    })
    .collect()
}

/// A name in whatever case.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

#[test]
fn every_file_of_an_addition_exists_and_has_its_example() {
    for Addition { name, examples, files, .. } in additions() {
        for file in files {
            let text = fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{name}: {}: {error}", file.display()));
            let text = plain(&format!("{} {text}", file.file_stem().unwrap().display()));
            let has_one = examples.iter().any(|example| text.contains(example));
            assert!(has_one, "{name}: {} has none of {examples:?}", file.display());
        }
    }
}

#[test]
fn an_addition_touches_as_many_files_as_its_row_says() {
    for Addition { name, count, mut files, .. } in additions() {
        files.sort();
        files.dedup();
        assert_eq!(files.len(), count, "{name}");
    }
}

#[test]
fn each_list_is_where_its_row_says() {
    let lists: Vec<_> = additions().into_iter().flat_map(|addition| addition.lists).collect();
    assert_eq!(lists.len(), 5);
    for (list, file) in lists {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(&format!("macro_rules! {list} ")), "{}: {list}!", file.display());
    }
}
