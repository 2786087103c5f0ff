//! Rules that are easily got wrong, each as a file of `scenarios/`: a small market, a methodology, and
//! what must come of them.
//!
//! `RUSSET_REGENERATE=1 cargo test -p russet-calc --test all scenarios::` rewrites the answers; whoever
//! reviews the change says whether they are right.

use std::path::{Path, PathBuf};

use crate::scenario::{Scenario, answers, difference};

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

/// Whoever writes a scenario by hand is told the file, the line and what would be right.
#[test]
fn a_fault_names_the_file_the_line_and_what_would_be_right() {
    let given = "family given\n\nlines\n  line  shares\n  AAA   100\n\ncloses\n  date        AAA\n  \
                 2024-03-15  10\n\ncommittee\n  2024-03-15 FLOAT enters AAA\n\n";
    for (more, complaint) in [
        ("dividends\n  AAA\n", "new.txt:14: 'dividends' is nothing to give (hint: family, run,"),
        ("actions\n  2024-03-18 BBB split 2/1\n", "new.txt:15: no line is named 'BBB'"),
        ("actions\n  2024-03-18 AAA splits 2/1\n", "new.txt:15: 'splits' is no action"),
        ("actions\n  2024-03-18 AAA split at 2\n", "new.txt:15: ratio: no new shares for old ones"),
        ("actions\n  2024-03-18 AAA split 2/1 by 3\n", "new.txt:15: 'by' says nothing here"),
        (
            "shares\n  from line count\n",
            "new.txt:15: shares has no column 'count' (hint: from, line,",
        ),
        ("shares\n  from line shares\n  2024-03-18 AAA\n", "new.txt:16: 2 cells for 3 columns"),
        ("floats\n  from line float\n  2024-03-18 AAA all\n", "new.txt:16: 'all' is not a value"),
        (
            "---- member FLOAT 2024-03-15\n",
            "new.txt:14: nobody can answer 'member' (hint: members,",
        ),
        ("---- levels FLAOT\n", "new.txt:14: the family has no index 'FLAOT'"),
        ("run 2024-03-18\n---- levels FLOAT\n", "new.txt:15: there is no run: the range is empty"),
    ] {
        let found = complaints("new.txt", &format!("{given}{more}"), false);
        assert!(found.iter().any(|found| found.starts_with(complaint)), "{more}{found:?}");
    }
}

#[test]
fn a_difference_shows_what_was_expected_and_what_was_found() {
    let lines = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(difference(&lines("a b c"), &lines("a x c d")), ["  a", "- b", "+ x", "  c", "+ d"]);
}
