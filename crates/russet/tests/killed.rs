//! A killed import leaves the market before it or the market after it, a killed build the run before it
//! or the run after it, and a lock keeps writers apart.

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::civil::date;
use russet_market::{Market, MarketFolder};
use support::{bytes_below, fails, feed, ok, small_family, words};
use tempfile::TempDir;

/// How many imports are killed at moments spread over the time that one takes, and how many as soon
/// as they are seen to write: at the first file, the second, and so on.
const TIMED: u32 = 8;
const SEEN: u32 = 4;

struct Bench {
    folder: TempDir,
    /// What the market has first, and what comes in.
    old: PathBuf,
    new: PathBuf,
}

impl Bench {
    fn new(companies: u32) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let rows = feed::rows(companies, date(2024, 11, 1), date(2025, 4, 30));
        let (old, new) = rows.split_at(20 * companies as usize);
        let file = |name: &str, rows: &[String]| {
            let path = folder.path().join(name);
            fs::write(&path, feed::file(rows)).unwrap();
            path
        };
        let (old, new) = (file("old.csv", old), file("new.csv", new));
        Bench { folder, old, new }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&self, file: &Path, market: &Path) {
        ok("import prices {file} --market {market}", &[("file", file), ("market", market)]);
    }

    fn spawn(&self, market: &Path) -> Child {
        Command::new(assert_cmd::cargo::cargo_bin!("russet"))
            .args(["import", "prices"])
            .arg(&self.new)
            .arg("--market")
            .arg(market)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for (path, bytes) in bytes_below(from) {
        fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
        fs::write(to.join(path), bytes).unwrap();
    }
}

/// Waits until a folder has so many files; an import that ends before is as good.
fn wait_for_files(folder: &Path, files: usize) {
    let patience = Instant::now();
    let count = |folder: PathBuf| fs::read_dir(folder).map_or(0, Iterator::count);
    // The folder of prices is itself an entry.
    while count(folder.to_owned()) + count(folder.join("prices")) < files + 1 {
        if patience.elapsed() > Duration::from_secs(10) {
            break;
        }
        std::thread::sleep(Duration::from_micros(100));
    }
}

fn read(market: &Path) -> Market {
    MarketFolder::at(market).read().unwrap()
}

#[test]
fn an_import_killed_at_any_moment_leaves_the_old_market_or_the_new_one() {
    let bench = Bench::new(100);
    let (before, after, market) = (bench.at("before"), bench.at("after"), bench.at("market"));
    bench.import(&bench.old, &before);
    copy(&before, &after);
    let started = Instant::now();
    bench.import(&bench.new, &after);
    let takes = started.elapsed();
    let (old, new) = (read(&before), read(&after));
    assert_ne!(old, new);

    let files = bytes_below(&before).len();
    let mut cut_short = 0;
    for attempt in 0..TIMED + SEEN {
        copy(&before, &market);
        let mut child = bench.spawn(&market);
        match attempt.checked_sub(TIMED) {
            None => std::thread::sleep(takes.mul_f64(f64::from(attempt) / f64::from(TIMED))),
            Some(written) => wait_for_files(&market, files + 1 + written as usize),
        }
        child.kill().unwrap();
        cut_short += u32::from(!child.wait().unwrap().success());
        let left = read(&market);
        assert!(left == old || left == new, "attempt {attempt} left neither the old nor the new");
        ok("market check --market {market}", &[("market", &market)]);
    }
    assert!(cut_short > 0, "every import ended before it was killed");
    bench.import(&bench.new, &market);
    assert!(bytes_below(&market) == bytes_below(&after), "a leftover of a killed import stays");
}

#[test]
fn a_killed_first_import_is_no_market_and_the_next_one_makes_it() {
    let bench = Bench::new(60);
    let (whole, market) = (bench.at("whole"), bench.at("market"));
    bench.import(&bench.new, &whole);
    let mut child = bench.spawn(&market);
    wait_for_files(&market, 1);
    child.kill().unwrap();
    if !child.wait().unwrap().success() && !market.join("market.json").exists() {
        let error = fails("market check --market {market}", &[("market", &market)]);
        assert!(error.contains("is no market folder"), "{error}");
    }
    bench.import(&bench.new, &market);
    assert!(bytes_below(&market) == bytes_below(&whole), "a leftover of a killed import stays");
}

#[test]
fn a_second_writer_is_told_that_another_one_writes() {
    let bench = Bench::new(10);
    let market = bench.at("market");
    fs::create_dir(&market).unwrap();
    let lock = File::create(market.join("market.writer.lock")).unwrap();
    lock.lock().unwrap();
    let paths = [("file", bench.old.as_path()), ("market", market.as_path())];
    let error = fails("import prices {file} --market {market}", &paths);
    assert!(error.contains("is being written by another process (hint: wait"), "{error}");
    assert_eq!(bytes_below(&market).len(), 1, "it wrote beside the other one");
    lock.unlock().unwrap();
    bench.import(&bench.old, &market);
}

#[test]
fn a_reader_waits_until_the_writer_is_done() {
    let bench = Bench::new(10);
    let market = bench.at("market");
    bench.import(&bench.old, &market);
    let lock = File::open(market.join("market.lock")).unwrap();
    lock.lock().unwrap();
    let mut reader = Command::new(assert_cmd::cargo::cargo_bin!("russet"))
        .args(["market", "check", "--market"])
        .arg(&market)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(reader.try_wait().unwrap().is_none(), "it read while another process wrote");
    lock.unlock().unwrap();
    assert!(reader.wait().unwrap().success());
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_run_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (file, family, market) = (at("rows.csv"), at("small.toml"), at("market"));
    let rows = feed::rows(260, date(2025, 3, 3), date(2025, 7, 3));
    fs::write(&file, feed::file(&rows)).unwrap();
    fs::write(&family, small_family()).unwrap();
    ok("import prices {file} --market {market}", &[("file", &file), ("market", &market)]);
    let build = |run: &Path, more: &str| {
        let line =
            format!("build --market {{market}} --methodology {{family}} --run {{run}}{more}");
        words(&line, &[("market", &market), ("family", &family), ("run", run)])
    };
    let [before, after, run] = ["before", "after", "run"].map(at);
    let built = |run: &Path, more: &str| {
        let told = support::russet().args(build(run, more)).output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    };
    built(&before, " --to 2025-07-01");
    let started = Instant::now();
    built(&after, "");
    let takes = started.elapsed();
    let (old, new) = (bytes_below(&before), bytes_below(&after));
    assert_ne!(old, new);
    for attempt in 0..TIMED {
        copy(&before, &run);
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("russet"))
            .args(build(&run, ""))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(takes.mul_f64(f64::from(attempt + 1) / f64::from(TIMED)));
        child.kill().unwrap();
        child.wait().unwrap();
        ok("verify --run {run}", &[("run", &run)]);
        let manifest = fs::read(run.join("manifest.json")).unwrap();
        let of = |run: &BTreeMap<PathBuf, Vec<u8>>| run[Path::new("manifest.json")].clone();
        assert!(manifest == of(&old) || manifest == of(&new), "attempt {attempt}");
    }
    built(&run, "");
    assert!(bytes_below(&run) == new, "a leftover of a killed build stays");
}
