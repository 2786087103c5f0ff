//! Bad input: a clear error or a counted refusal with its place, never a panic, and never half a market.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{bytes_below, fails, ok, run, words};
use tempfile::TempDir;

const HEADER: &str = "date,ticker,exchange,name,close,volume";
const GOOD: &str =
    "2024-06-27,IBM,NYSE,International Business Machines Corporation Common Stock,170.85,100
2024-06-28,IBM,NYSE,International Business Machines Corporation Common Stock,172.95,200";

/// A market of two good closes, and a place for files beside it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let file = desk.file("good.csv", &format!("{HEADER}\n{GOOD}\n"));
        ok("import prices {file} --market {market}", &desk.paths(&file, &desk.market()));
        desk
    }

    fn market(&self) -> PathBuf {
        self.folder.path().join("market")
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn paths<'a>(&self, file: &'a Path, market: &'a Path) -> [(&'static str, &'a Path); 2] {
        [("file", file), ("market", market)]
    }

    /// A whole file that is refused: the error says every part, the market keeps every byte, and a
    /// market that was not there still is not.
    fn refuses_file(&self, what: &str, file: &Path, parts: &[&str]) {
        let before = bytes_below(&self.market());
        let new = self.folder.path().join("new");
        for market in [&self.market(), &new] {
            let line = format!("import {what} {{file}} --market {{market}}");
            let error = fails(&line, &self.paths(file, market));
            assert_says(&error, parts);
            assert!(error.contains(&file.display().to_string()), "{error}");
            let (_, reason) = error.trim_end().rsplit_once(": ").unwrap();
            assert_eq!(error.matches(reason).count(), 1, "said twice: {error}");
        }
        assert!(bytes_below(&self.market()) == before, "the market changed");
        assert!(!new.exists(), "half a market stays behind");
    }

    /// A row that is refused: told with its place and counted, the good row beside it taken;
    /// `--strict` takes neither.
    fn refuses_row(&self, row: &str, parts: &[&str]) {
        let good = "2024-06-26,IBM,NYSE,,170.00,300";
        let file = self.file("rows.csv", &format!("{HEADER}\n{good}\n{row}\n"));
        let refused = row.lines().count();
        let before = bytes_below(&self.market());
        let new = self.folder.path().join("new");
        for market in [&self.market(), &new] {
            let line = "import prices {file} --market {market} --strict";
            let error = fails(line, &self.paths(&file, market));
            assert_says(&error, parts);
            assert_says(&error, &["--strict takes all or nothing: the market is as it was"]);
        }
        assert!(bytes_below(&self.market()) == before, "--strict changed the market");
        assert!(!new.exists(), "--strict leaves a market behind");
        let said = ok("import prices {file} --market {market}", &self.paths(&file, &new));
        assert_says(&said.err, parts);
        assert_says(
            &said.err,
            &["refused: rows.csv", &format!("taken 1, known already 0, refused {refused}")],
        );
        let check = ok("market check --market {market}", &[("market", &new)]).out;
        assert_says(
            &check,
            &["1 closes over 1 sessions", &format!("{refused} rows refused at import")],
        );
        fs::remove_dir_all(new).unwrap();
    }
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no '{part}' in: {text}");
    }
}

#[test]
fn a_file_that_cannot_be_what_it_should_is_refused_whole() {
    let desk = Desk::new();
    let empty = desk.file("empty.csv", "");
    desk.refuses_file("prices", &empty, &["the file is empty", "hint: "]);
    let header = desk.file("header.csv", "day,sym,px\n2024-06-28,IBM,1\n");
    let parts = ["line 1", "no column ticker, close; found day, sym, px", "hint: ", "--columns"];
    desk.refuses_file("prices", &header, &parts);
    let json = "[\n{\"symbol\": \"IBM\", \"lastsale\": \"$172.95\"},\n{\"symbol\": \"GE\", \"la";
    let cut = desk.file("nyse_2024-06-26.json", json);
    desk.refuses_file("screener", &cut, &["line 3, column", "broken JSON", "hint: "]);
    let dateless = desk.file("nyse.json", "[{\"symbol\": \"IBM\", \"lastsale\": \"$1\"}]");
    desk.refuses_file("screener", &dateless, &["does not say its session", "hint: give --date"]);
    desk.refuses_file("prices", &desk.folder.path().join("nowhere.csv"), &["No such file"]);
    desk.refuses_file("prices", desk.folder.path(), &["cannot read", "directory"]);
}

#[test]
fn a_close_that_is_no_price_is_refused_with_its_line_column_and_value() {
    let desk = Desk::new();
    for (close, reason) in [
        ("0", "a price of 0 is outside"),
        ("-5", "a price of -5 is outside"),
        ("NaN", "'NaN' is not a decimal number"),
        ("1000000000000", "is outside"),
        ("1e12", "'1e12' is not a decimal number"),
        ("twelve", "'twelve' is not a decimal number"),
    ] {
        let row = format!("2024-06-28,GE,NYSE,GE Common Stock,{close},100");
        desk.refuses_row(&row, &["rows.csv", "line 3", "close", close, reason]);
    }
}

#[test]
fn a_day_that_can_have_no_close_is_refused() {
    let desk = Desk::new();
    for (day, reason) in [
        ("2024-06-29", "2024-06-29 is not a session: Saturday"),
        ("2024-06-19", "2024-06-19 is not a session: Juneteenth"),
        ("2077-01-04", "2077-01-04 lies in the future"),
        ("yesterday", "'yesterday' is not a date"),
    ] {
        let row = format!("{day},GE,NYSE,GE Common Stock,100,100");
        desk.refuses_row(&row, &["rows.csv", "line 3", "date", day, reason]);
    }
}

#[test]
fn rows_that_disagree_are_all_refused() {
    let desk = Desk::new();
    let rows = "2024-06-28,GE,NYSE,GE Common Stock,100.5,100
2024-06-28,GE,NYSE,GE Common Stock,101.5,100";
    let reason = "GE on 2024-06-28: other rows of this symbol and session have another close";
    desk.refuses_row(rows, &["line 3", "line 4", "100.5", "101.5", reason]);
    let file = desk.file("late.csv", &format!("{HEADER}\n2024-06-28,IBM,NYSE,,172.96,1\n"));
    let said = ok("import prices {file} --market {market}", &desk.paths(&file, &desk.market()));
    assert_says(&said.err, &["line 2", "172.96", "the market has a close of 172.95", "refused 1"]);
}

#[test]
fn a_folder_that_is_no_market_or_no_run_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.txt"), "precious").unwrap();
    let file = folder.path().join("good.csv");
    fs::write(&file, format!("{HEADER}\n{GOOD}\n")).unwrap();
    let before = bytes_below(folder.path());
    let paths = [("here", folder.path()), ("file", file.as_path())];
    for line in ["market check --market {here}", "build --market {here} --run {here}/run"] {
        let error = fails(line, &paths);
        assert_says(
            &error,
            &["is no market folder: it has no market.json", "hint: `russet import"],
        );
    }
    for line in ["import prices {file} --market {here}", "simulate --market {here} --years 1"] {
        let error = fails(line, &paths);
        assert_says(&error, &["holds files that are not part of a market, such as", "hint: "]);
    }
    for line in [
        "levels --run {here} --index R2000",
        "constituents --run {here} --index R2000",
        "changes --run {here} --index R2000 --between 2024-06-27 2024-06-28",
        "explain --run {here} IBM",
        "validate levels --run {here} --index R2000 --against {file}",
        "validate members --run {here} --index R2000 --against {file}",
    ] {
        let error = fails(line, &paths);
        assert_says(&error, &["is no run folder: it has no manifest.json", "hint: `russet build"]);
    }
    assert!(bytes_below(folder.path()) == before, "somebody else's folder changed");
}

#[test]
fn a_mistaken_command_line_ends_with_two_and_says_what_would_be_right() {
    let cases: BTreeMap<&str, &str> = BTreeMap::from([
        ("levels --run here --index R2000 --from 28.06.2024", "--from"),
        ("import prices file --market here --exchange MOON", "XNYS"),
        ("import prices file --market here --columns close", "close=last_sale"),
        ("simulate --market here --years 0", "1..=48"),
    ]);
    for (line, part) in cases {
        let said = run(words(line, &[]));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{line}");
        assert_says(&said.err, &["error: invalid value", part]);
    }
}
