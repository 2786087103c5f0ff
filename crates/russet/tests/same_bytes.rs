//! Equal facts make equal bytes, whatever the order, the files and the threads they come by.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::commit::committed;
use crate::support::{feed, ok, russet, small_family, tables_of, words};
use jiff::civil::date;
use tempfile::TempDir;

/// The same rows as files of several kinds, and markets made of them.
struct Bench {
    folder: TempDir,
    rows: Vec<String>,
}

impl Bench {
    fn new() -> Bench {
        let rows = feed::rows(260, date(2025, 3, 3), date(2025, 7, 3));
        Bench { folder: tempfile::tempdir().unwrap(), rows }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file<'row>(&self, name: &str, rows: impl IntoIterator<Item = &'row String>) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, feed::file(rows)).unwrap();
        path
    }

    /// Imports files with so many threads.
    fn import(&self, market: &str, files: &[PathBuf], threads: u32) -> PathBuf {
        let market = self.at(market);
        let import = russet()
            .args(["import", "prices"])
            .args(files)
            .arg("--market")
            .arg(&market)
            .env("RAYON_NUM_THREADS", threads.to_string())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&import.stderr);
        assert!(import.status.success() && told.contains(", refused 0"), "{told}");
        market
    }

    /// Builds the small family with so many threads.
    fn build(&self, market: &Path, run: &str, threads: u32) -> PathBuf {
        let (family, run) = (self.at("small.toml"), self.at(run));
        fs::write(&family, small_family()).unwrap();
        let line = "build --market {market} --methodology {family} --run {run}";
        let paths = [("market", market), ("family", &family), ("run", &run)];
        let threads = threads.to_string();
        let built = russet().args(words(line, &paths)).env("RAYON_NUM_THREADS", threads).output();
        let built = built.unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        run
    }
}

#[test]
fn the_order_of_rows_the_number_of_files_and_of_threads_do_not_matter() {
    let bench = Bench::new();
    let whole = bench.file("whole.csv", &bench.rows);
    let first = bench.import("first", std::slice::from_ref(&whole), 1);
    let expected = tables_of(&first);
    assert!(expected.len() > 3 && expected.keys().any(|path| path.starts_with("prices")));

    let threaded = bench.import("threaded", &[whole], 2);
    assert!(tables_of(&threaded) == expected, "two threads make another market");

    let mixed = feed::shuffled(&bench.rows);
    let shuffled = bench.file("shuffled.csv", mixed.iter().copied());
    let shuffled = bench.import("shuffled", &[shuffled], 2);
    assert!(tables_of(&shuffled) == expected, "shuffled rows make another market");

    let parts: Vec<PathBuf> = (0..3)
        .map(|part| {
            let rows = mixed.iter().copied().skip(part).step_by(3);
            bench.file(&format!("part-{}.csv", 3 - part), rows)
        })
        .collect();
    let split = bench.import("split", &parts, 2);
    assert!(tables_of(&split) == expected, "three files make another market");

    // What is built of the market of another order is the same to the last byte.
    let run = committed(&bench.build(&first, "run", 1));
    assert!(committed(&bench.build(&first, "run-threads", 2)) == run, "two threads, another run");
    assert!(committed(&bench.build(&split, "run-split", 2)) == run, "three files, another run");
}

#[test]
fn sessions_that_come_in_one_by_one_make_the_market_that_comes_in_at_once() {
    let bench = Bench::new();
    let (early, late) = bench.rows.split_at(260 * 60);
    let (early, late) = (bench.file("early.csv", early), bench.file("late.csv", late));
    let whole = bench.import("whole", &[early.clone(), late.clone()], 2);
    bench.import("steps", &[early], 2);
    let steps = bench.import("steps", &[late], 2);
    assert!(tables_of(&steps) == tables_of(&whole), "two imports make another market");
}

#[test]
fn the_same_file_again_changes_nothing() {
    let bench = Bench::new();
    let file = bench.file("whole.csv", &bench.rows[..260 * 5]);
    let market = bench.import("market", std::slice::from_ref(&file), 2);
    let before = committed(&market);
    let again =
        ok("import prices {file} --market {market}", &[("file", &file), ("market", &market)]);
    assert!(again.err.contains("whole.csv went in before: skipped"), "{}", again.err);
    assert!(again.err.contains(": nothing new"), "{}", again.err);
    assert!(committed(&market) == before, "importing twice changed the market");

    let tables = tables_of(&market);
    // The same rows under other bytes are known too; only the list of sources grows.
    let copy = bench.file("copy.csv", bench.rows[..260 * 5].iter().rev());
    let copied =
        ok("import prices {file} --market {market}", &[("file", &copy), ("market", &market)]);
    assert!(copied.err.contains("taken 0, known already 1300, refused 0"), "{}", copied.err);
    assert!(copied.err.contains(": nothing new"), "{}", copied.err);
    assert!(tables_of(&market) == tables, "known rows changed a table");
}
