//! A killed import leaves the market before it or the market after it, a killed build the run before it
//! or the run after it, and a lock keeps writers apart.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::commit::{committed, leftovers};
use crate::support::{self, bytes_below, fails, feed, ok, small_family, words};
use jiff::civil::date;
use russet_market::{Market, MarketFolder};
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
    assert!(committed(&market) == committed(&after));
    assert_eq!(leftovers(&market), Vec::<PathBuf>::new());
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
    assert!(committed(&market) == committed(&whole));
    assert_eq!(leftovers(&market), Vec::<PathBuf>::new());
}

#[test]
fn a_second_writer_waits_with_a_message_or_is_refused() {
    let bench = Bench::new(10);
    let market = bench.at("market");
    fs::create_dir(&market).unwrap();
    let lock = File::create(market.join("market.writer.lock")).unwrap();
    lock.lock().unwrap();
    let paths = [("file", bench.old.as_path()), ("market", market.as_path())];
    let error = fails("import prices {file} --market {market} --no-wait", &paths);
    assert!(error.contains("is being written by another process (hint:"), "{error}");
    assert_eq!(bytes_below(&market).len(), 1, "it wrote while the other one did");
    let mut waiting = Command::new(assert_cmd::cargo::cargo_bin!("russet"))
        .args(["import", "prices"])
        .arg(&bench.old)
        .arg("--market")
        .arg(&market)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(waiting.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("waiting for another process that is writing into it"), "{line}");
    assert!(waiting.try_wait().unwrap().is_none() && !market.join("market.json").exists());
    lock.unlock().unwrap();
    // What else it says would find no reader.
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(waiting.wait().unwrap().success(), "{rest}");
    assert!(!read(&market).prices.is_empty());
}

#[test]
fn a_writer_that_made_nothing_takes_its_folder_away_and_who_waited_makes_it_again() {
    let bench = Bench::new(10);
    let (market, bad) = (bench.at("market"), bench.at("bad.csv"));
    fs::write(&bad, "no,such,columns\n1,2,3\n").unwrap();
    let paths = [("file", bad.as_path()), ("market", market.as_path())];
    fails("import prices {file} --market {market}", &paths);
    assert!(!market.exists(), "a failed first import leaves a folder");
    bench.import(&bench.old, &market);
}

#[test]
fn a_reader_does_not_wait_for_a_writer() {
    let bench = Bench::new(10);
    let market = bench.at("market");
    bench.import(&bench.old, &market);
    let lock = File::open(market.join("market.writer.lock")).unwrap();
    lock.lock().unwrap();
    ok("market check --market {market}", &[("market", &market)]);
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
    let (old, new) = (committed(&before), committed(&after));
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
    assert!(committed(&run) == new);
    assert_eq!(leftovers(&run), Vec::<PathBuf>::new());
}
