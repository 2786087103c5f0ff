//! Rules that are easily got wrong, each as a file of `scenarios/`: a small market, a methodology, and
//! what must come of them.
//!
//! `RUSSET_REGENERATE=1 cargo test -p russet-calc --test scenarios` writes the answers anew; the
//! reader of the change says whether they are right.

mod scenario;

use std::path::{Path, PathBuf};

use scenario::{Scenario, answers, difference};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// The scenario files by name, with their texts.
fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "txt") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// What is wrong with a file; nothing when all its answers stand.
fn complaints(name: &str, text: &str, regenerate: bool) -> Vec<String> {
    let found = Scenario::parse(name, text)
        .and_then(|scenario| Ok((answers(&scenario, &folder())?, scenario)));
    let (found, scenario) = match found {
        Ok(found) => found,
        Err(fault) => return vec![fault.to_string()],
    };
    if regenerate {
        let written = scenario.with_answers(&found);
        if written != text {
            std::fs::write(folder().join(name), written).unwrap();
        }
        return Vec::new();
    }
    let wrong =
        scenario.questions.iter().zip(&found).filter(|(asked, found)| asked.expected != **found);
    wrong
        .map(|(question, found)| {
            let lines = difference(&question.expected, found).join("\n");
            let asked = question.asked.words.join(" ");
            format!("{name}:{}: {asked}\n{lines}", question.asked.line)
        })
        .collect()
}

#[test]
fn every_scenario_has_the_answers_that_are_written_in_it() {
    let regenerate = std::env::var_os("RUSSET_REGENERATE").is_some();
    let wrong: Vec<String> =
        files().iter().flat_map(|(name, text)| complaints(name, text, regenerate)).collect();
    assert!(
        wrong.is_empty(),
        "{}\n\n(RUSSET_REGENERATE=1 writes the answers anew)",
        wrong.join("\n\n")
    );
}

#[test]
fn every_scenario_says_what_goes_wrong_and_where_its_rule_was_read() {
    for (name, text) in files() {
        let scenario = Scenario::parse(&name, &text).unwrap();
        let comment = scenario.comment();
        assert!(comment.len() >= 3, "{name} begins with a comment of a few lines");
        let last = comment.last().unwrap();
        assert!(last.starts_with(" Read in: "), "{name}: the comment ends with `# Read in: …`");
        assert!(!scenario.questions.is_empty(), "{name} asks nothing");
    }
}
