//! Real files beside the checkout, a market made of them, and commands over it.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

use super::words;

/// Where the data is; one line on stderr where it is not.
pub fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/market-data");
    if !path.is_dir() {
        eprintln!("skipped: there is no market data at {}", path.display());
        return None;
    }
    Some(path)
}

/// The binary that the environment names, such as a release build, or else the one under test.
pub fn russet() -> Command {
    std::env::var_os("RUSSET_BINARY").map_or_else(super::russet, Command::new)
}

/// Files of the data, a market and a run made of them, and commands over these.
pub struct Bench {
    pub data: PathBuf,
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new(data: PathBuf) -> Bench {
        Bench { data, folder: tempfile::tempdir().unwrap() }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a line in which `{data}`, `{market}` and `{run}` stand for paths; gives stdout and stderr.
    pub fn ok(&self, line: &str) -> (String, String) {
        let (market, run) = (self.at("market"), self.at("run"));
        let paths: [(&str, &Path); 3] = [("data", &self.data), ("market", &market), ("run", &run)];
        let output = russet().args(words(line, &paths)).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(output.status.success(), "`russet {line}` fails: {err}");
        (out, err)
    }

    pub fn json(&self, line: &str) -> Vec<Value> {
        serde_json::from_str(&self.ok(&format!("{line} --format json")).0).unwrap()
    }

    /// Imports, and gives what was said of it.
    pub fn import(&self, what: &str, files: &[String]) -> String {
        self.ok(&format!("import {what} {} --market {{market}}", files.join(" "))).1
    }

    /// Files below a folder of the data, by the end of their names.
    pub fn files(&self, folder: &str, end: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.data.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = names
            .filter(|name| name.ends_with(end))
            .map(|name| format!("{{data}}/{folder}/{name}"))
            .collect();
        files.sort();
        assert!(!files.is_empty(), "no files in {folder}");
        files
    }

    /// How `explain` tells of a decision on the day after it takes effect.
    pub fn explained(&self, ticker: &str, day: jiff::civil::Date) -> String {
        self.ok(&format!("explain --run {{run}} {ticker} --on {day}")).0
    }
}
