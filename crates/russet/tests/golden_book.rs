//! The golden book: every corporate action, worked by hand and by an oracle in plain Python, against the
//! real binary, day by day and to the last published decimal. To the oracle an index is a fund that finances
//! itself; it knows no divisor.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{ok, rows};
use tempfile::TempDir;

/// Differences that are shown.
const SHOWN: usize = 10;
/// What is published of a session.
const COLUMNS: [&str; 4] = ["price_return", "net_return", "total_return", "divisor"];
/// Families of the book: a name, and the line of the methodology that another takes the place of.
const FAMILIES: [(&str, Option<(&str, &str)>); 3] = [
    ("additive", None),
    ("ex_dividend", Some(("convention = \"additive\"", "convention = \"ex_dividend\""))),
    ("dropped", Some(("spin_off = \"kept\"", "spin_off = \"dropped\""))),
];

/// Published texts by index and session; an index is named after its family too.
type Levels = BTreeMap<(String, String), [String; 4]>;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Runs the oracle; what it prints.
fn oracle(argument: &Path) -> String {
    let output = Command::new("python3").arg("-B").arg(golden("oracle.py")).arg(argument).output();
    let output = output.unwrap_or_else(|error| {
        panic!("the oracle needs python3, 3.9 or later, on the path: {error}")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the oracle fails: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn published(row: &BTreeMap<String, String>) -> [String; 4] {
    COLUMNS.map(|column| row[column].clone())
}

/// What the oracle makes of the book.
fn expected() -> Levels {
    let of_row = |row: BTreeMap<String, String>| {
        ((row["index"].clone(), row["date"].clone()), published(&row))
    };
    rows(&oracle(&golden("book"))).into_iter().map(of_row).collect()
}

/// The closes as the importer reads them: one row a close.
fn long_form(wide: &str) -> String {
    let mut long = String::from("date,ticker,close\n");
    for row in rows(wide) {
        let closes = row.iter().filter(|(line, close)| *line != "date" && !close.is_empty());
        for (line, close) in closes {
            writeln!(long, "{},{line},{close}", row["date"]).unwrap();
        }
    }
    long
}

/// The rows of a file whose kind of action is the one or is not, under the same header.
fn rows_of_kind(text: &str, kind: &str, is: bool) -> String {
    let (header, rows) = text.split_once('\n').unwrap();
    let wanted = rows.lines().filter(|row| (row.split(',').nth(2) == Some(kind)) == is);
    std::iter::once(header).chain(wanted).map(|row| format!("{row}\n")).collect()
}

/// A market of the book's facts.
fn market(folder: &TempDir) -> PathBuf {
    let market = folder.path().join("market");
    let read = |name: &str| fs::read_to_string(golden("book").join(name)).unwrap();
    let (actions, dividend) = (read("actions.csv"), "ordinary_dividend");
    let files = [
        ("prices", long_form(&read("prices.csv"))),
        ("shares", read("shares.csv")),
        ("float", read("float.csv")),
        ("actions", rows_of_kind(&actions, dividend, false)),
        ("dividends", rows_of_kind(&actions, dividend, true)),
        ("decisions", read("decisions.csv")),
    ];
    for (what, text) in files {
        let file = folder.path().join(format!("{what}.csv"));
        fs::write(&file, text).unwrap();
        let line = format!("import {what} {{file}} --exchange NYSE --strict --market {{market}}");
        ok(&line, &[("file", &file), ("market", &market)]);
    }
    market
}

/// What the binary makes of the book: one run a family.
fn built(folder: &TempDir, expected: &Levels) -> Levels {
    let market = market(folder);
    let text = fs::read_to_string(golden("golden.toml")).unwrap();
    let mut levels = Levels::new();
    for (family, replaced) in FAMILIES {
        let text = match replaced {
            Some((old, new)) => {
                assert_eq!(text.matches(old).count(), 1, "the methodology says `{old}` once");
                text.replace(old, new)
            }
            None => text.clone(),
        };
        let (run, rules) = (folder.path().join(family), folder.path().join("golden.toml"));
        fs::write(&rules, text).unwrap();
        let paths: [(&str, &Path); 3] = [("market", &market), ("run", &run), ("rules", &rules)];
        ok("build --market {market} --methodology {rules} --run {run}", &paths);
        let mut ids: Vec<&str> =
            expected.keys().filter_map(|(id, _)| id.strip_prefix(family)).collect();
        ids.dedup();
        assert!(!ids.is_empty(), "the oracle knows no family {family}");
        for id in ids {
            let index = id.trim_start_matches('/');
            let said =
                ok(&format!("levels --run {{run}} --index {index} --format csv"), &paths).out;
            let of_row = |row: BTreeMap<String, String>| {
                ((format!("{family}/{index}"), row["date"].clone()), published(&row))
            };
            levels.extend(rows(&said).into_iter().map(of_row));
        }
    }
    levels
}

/// The actions whose ex-date, effective day or day of news a session is.
fn actions_of(day: &str) -> String {
    let text = fs::read_to_string(golden("book/actions.csv")).unwrap();
    let on_day = |line: &&str| line.split(',').any(|cell| cell == day);
    text.lines().filter(on_day).map(|line| format!("    {line}\n")).collect()
}

#[test]
fn the_oracle_meets_the_published_examples() {
    let said = oracle(Path::new("--self-test"));
    assert_eq!(said.trim(), "D1 to D9, D11, G5 to G7, F1 to F8 hold");
}

#[test]
fn the_book_has_every_kind_of_action() {
    let actions = rows(&fs::read_to_string(golden("book/actions.csv")).unwrap());
    for kind in russet_market::ActionKind::ALL {
        assert!(actions.iter().any(|row| row["kind"] == kind.word()), "none is a {}", kind.word());
    }
}

/// Every session, every index, every decimal: price, net and gross return, and the divisor.
#[test]
fn every_level_and_divisor_is_the_oracles() {
    let folder = tempfile::tempdir().unwrap();
    let expected = expected();
    let found = built(&folder, &expected);
    let mut differing: Vec<&(String, String)> = expected
        .keys()
        .chain(found.keys())
        .filter(|key| expected.get(*key) != found.get(*key))
        .collect();
    differing.sort_by_key(|(index, day)| (day, index));
    differing.dedup();
    let mut shown = String::new();
    for key in differing.iter().take(SHOWN) {
        let (index, day) = key;
        let (ours, theirs) = (found.get(*key), expected.get(*key));
        writeln!(shown, "{day} {index} {COLUMNS:?}").unwrap();
        writeln!(shown, "  russet {ours:?}\n  oracle {theirs:?}\n{}", actions_of(day)).unwrap();
    }
    let count = differing.len();
    assert_eq!(count, 0, "{count} of {} rows differ, the first of them:\n{shown}", expected.len());
    assert!(expected.len() > 6_000, "the book is too short to tell anything");
}
