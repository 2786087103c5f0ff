//! An index's value is summed in one place, so that history, pro formas, carried corrections and checkpoints
//! cannot disagree on it: the source is read for other products of prices and shares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that sums `price × shares` to the value of an index.
const STATE: &str = "basket.rs";

/// Products of prices and shares that are no value of an index: the file, how many, and what they are.
const ALLOWED: [(&str, usize, &str); 6] = [
    ("history/actions/money.rs", 1, "a dividend times the shares that get it"),
    ("history/actions/new_shares.rs", 1, "an offering, against the family's threshold"),
    ("replay.rs", 2, "the second witness, which shares nothing with the state"),
    ("run/composition.rs", 1, "the weights of a finished run"),
    ("sweep/figures.rs", 1, "what a variant traded"),
    ("turnover.rs", 1, "what a change traded"),
];

/// How a product of a price and shares is written.
const PRODUCTS: [&str; 2] = [".times(", "Price::times"];

/// The Rust files below a folder, but for those of tests, with their texts.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            sources.extend(self::sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            sources.push((path, text));
        }
    }
    sources
}

/// The lines of a file that multiply a price by shares, before its tests and outside comments.
fn products(text: &str) -> Vec<(usize, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    lines
        .filter(|(_, line)| !line.starts_with("//"))
        .filter(|(_, line)| PRODUCTS.iter().any(|product| line.contains(product)))
        .collect()
}

#[test]
fn only_the_state_of_an_index_sums_its_value() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, usize> =
        ALLOWED.iter().map(|(file, count, _)| (*file, *count)).collect();
    let (mut wrong, mut found) = (Vec::new(), BTreeMap::new());
    for (path, text) in sources(&root) {
        let file = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let products = products(&text);
        found.insert(file.clone(), products.len());
        let may =
            if file == STATE { usize::MAX } else { allowed.get(&*file).copied().unwrap_or(0) };
        if products.len() > may {
            let lines = products.iter().map(|(line, text)| format!("  src/{file}:{line}: {text}"));
            wrong.extend(lines);
        }
    }
    assert!(
        wrong.is_empty(),
        "prices are multiplied by shares outside src/{STATE}:\n{}\n\
         (hint: ask the state for the value, or say in ALLOWED why this is none)",
        wrong.join("\n")
    );
    for (file, count, what) in ALLOWED {
        assert_eq!(
            found.get(file),
            Some(&count),
            "ALLOWED says {count} products in {file}: {what}"
        );
    }
    assert!(found.get(STATE).is_some_and(|count| *count > 0), "src/{STATE} sums nothing");
}
