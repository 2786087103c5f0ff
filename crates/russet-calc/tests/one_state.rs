//! One state: what an index is worth is summed in `src/state/`, and its divisor moves there, so that history, pro
//! formas, carried corrections and checkpoints cannot disagree. The source is read for anything that does either
//! elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The only place for all of it.
const STATE: &str = "russet-calc/src/state/";

/// The crates that could do it.
const CRATES: [&str; 3] = ["russet-calc", "russet-core", "russet"];

/// Something that only the state does, how it is written, and what else is written so: the file, how often, and why
/// it is no value of an index.
struct Rule {
    what: &'static str,
    words: &'static [&'static str],
    allowed: &'static [(&'static str, usize, &'static str)],
}

const RULES: [Rule; 4] = [
    Rule {
        what: "a price times shares",
        words: &[
            ".times(",
            "Price::times",
            "closes.value(",
            "closes().value(",
            "shares *",
            "shares.to_f64() *",
            "* shares",
        ],
        allowed: &[
            ("russet-calc/src/compare/baskets.rs", 1, "a fund's quantity of a share count"),
            ("russet-calc/src/compare/prices.rs", 2, "the return of a fund's list, in floats"),
            ("russet-calc/src/history/actions/adjusted_terms.rs", 1, "units"),
            ("russet-calc/src/history/actions/claims.rs", 1, "a dividend"),
            ("russet-calc/src/history/actions/day_terms.rs", 3, "units"),
            ("russet-calc/src/history/actions/offering.rs", 1, "what an offering sells"),
            ("russet-calc/src/history/actions/share_plans.rs", 3, "index shares times a ratio"),
            ("russet-calc/src/history/journal/recorder/events.rs", 1, "a trade of one security"),
            ("russet-calc/src/history/pro_forma/trial.rs", 1, "one constituent of a pro forma"),
            ("russet-calc/src/history/rebalancing.rs", 1, "a weight, against its limits"),
            ("russet-calc/src/history/styles.rs", 2, "a company's capitalization"),
            ("russet-calc/src/history/sub_indexes.rs", 1, "a security's value to rank by"),
            (
                "russet-calc/src/history/weights.rs",
                2,
                "values of securities to be spread by weight",
            ),
            ("russet-calc/src/replay.rs", 1, "a dividend, in the second witness"),
            ("russet-calc/src/sweep/figures.rs", 1, "a trade of one security"),
            ("russet-calc/src/turnover.rs", 1, "a trade of one security"),
        ],
    },
    Rule {
        what: "a sum of money",
        words: &[".plus(", "Money::sum(", "Valuation::"],
        allowed: &[
            ("russet-calc/src/history/styles.rs", 2, "a company's capitalization"),
            ("russet-calc/src/history/weights.rs", 1, "the value to be spread by weight"),
            ("russet-calc/src/replay.rs", 1, "the second witness"),
            ("russet-calc/src/run/composition.rs", 1, "the weights of a finished run"),
        ],
    },
    Rule {
        what: "a move of a divisor",
        words: &[".chained(", "Divisor::", ".absorb(", ".set_divisor("],
        allowed: &[
            ("russet-calc/src/bases.rs", 1, "a published level from another base"),
            ("russet-calc/src/replay.rs", 1, "the second witness"),
            ("russet-calc/src/run/composition.rs", 1, "the opening of a finished run"),
        ],
    },
    Rule {
        what: "a value over a divisor",
        words: &[".at(", ".grown("],
        allowed: &[
            ("russet-calc/src/bases.rs", 1, "a published level from another base"),
            ("russet-calc/src/history/actions/share_plans.rs", 1, "index shares of an acquirer"),
            ("russet-calc/src/replay.rs", 1, "the second witness"),
        ],
    },
];

/// How prices and shares are taken apart; a file that does both could multiply them as integers.
const INTEGERS: [&str; 2] = ["nanos()", "micros()"];

/// The one file that does: it writes either into checkpoints.
const PACKED: &str = "russet-calc/src/packed.rs";

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files below a folder, but for those of tests and of the state, by their names below `crates/`.
fn sources(folder: &Path) -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(crates()).unwrap().to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            sources.extend(self::sources(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") && !name.starts_with(STATE) {
            sources.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    sources
}

/// The lines of code, before the tests of the file and outside comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// The lines of code with any of some words.
fn lines_with<'text>(text: &'text str, words: &[&str]) -> Vec<(usize, &'text str)> {
    code(text).filter(|(_, line)| words.iter().any(|word| line.contains(word))).collect()
}

/// Whether a file takes apart both prices and shares.
fn takes_both_apart(text: &str) -> bool {
    INTEGERS.iter().all(|word| !lines_with(text, &[word]).is_empty())
}

fn all_sources() -> BTreeMap<String, String> {
    CRATES.iter().flat_map(|name| sources(&crates().join(name).join("src"))).collect()
}

#[test]
fn only_the_state_sums_values_and_moves_divisors() {
    let sources = all_sources();
    let mut wrong = Vec::new();
    for Rule { what, words, allowed } in &RULES {
        for (file, text) in &sources {
            let found = lines_with(text, words);
            let known = allowed.iter().find(|(name, ..)| name == file);
            let may = known.map_or(0, |(_, count, _)| *count);
            if found.len() != may {
                let why = known.map_or("nothing allows it", |(_, _, why)| why);
                wrong.push(format!("{file}: {what} in {} lines, not {may} ({why}):", found.len()));
                let lines = found.iter().map(|(line, text)| format!("  {line}: {text}"));
                wrong.extend(lines);
            }
        }
        for (file, ..) in allowed.iter().filter(|(file, ..)| !sources.contains_key(*file)) {
            wrong.push(format!("{file}: {what} is allowed in a file that does not exist"));
        }
    }
    let apart = sources.iter().filter(|(_, text)| takes_both_apart(text)).map(|(file, _)| file);
    wrong.extend(
        apart
            .filter(|file| *file != PACKED)
            .map(|file| format!("{file}: prices and shares as integers, which it could multiply")),
    );
    assert!(
        wrong.is_empty(),
        "{}\n(hint: ask the state for the value, or say in one line why this is none)",
        wrong.join("\n")
    );
}

/// Every way to sum a value or to move a divisor that anyone has thought of is one that the test above sees.
#[test]
fn what_only_the_state_does_is_recognized_wherever_it_stands() {
    let sums = [
        "Money::sum(basket.iter().map(|(security, shares)| closes[security].times(shares)))?",
        "let value = basket.iter().fold(zero, |sum, (id, n)| sum.plus(Price::times(close(id), n)));",
        "let mut value = Valuation::default();",
        "value += price.to_f64() * shares.to_f64();",
        "value += shares * close;",
        "self.state.ledger.closes().value(security, shares, rates)?",
        "self.divisor = Some(divisor.chained(before, after)?);",
        "let divisor = Divisor::from_attos(value.femtos() * 1000 / level.attos())?;",
        "index.absorb(before, after)?;",
        "value.at(divisor)?",
        "level.grown(now, then)?",
    ];
    for line in sums {
        let caught = RULES.iter().any(|rule| !lines_with(line, rule.words).is_empty());
        assert!(caught, "nobody would see `{line}`");
    }
    assert!(takes_both_apart("i128::from(price.nanos())\n * i128::from(shares.micros())"));
    assert!(!takes_both_apart("price.nanos();\n// shares.micros()"));
}

/// The state itself is written with the same words, so a renamed one is noticed.
#[test]
fn the_state_is_written_in_the_words_that_are_read_for() {
    let folder = crates().join(STATE);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.is_file());
    let texts: Vec<String> = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    for word in
        [".times(", ".plus(", ".chained(", "Divisor::at_base(", ".absorb(", ".grown(", ".at("]
    {
        let found = texts.iter().any(|text| !lines_with(text, &[word]).is_empty());
        assert!(
            found,
            "the state does not say `{word}` any more: the rules above read for it in vain"
        );
    }
}
