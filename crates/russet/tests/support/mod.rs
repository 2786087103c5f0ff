//! What the tests of the binary share: how to call it, a small built market, and how to read answers.

pub mod bench;
pub mod commit;
pub mod feed;
pub mod rich;
pub mod tables_page;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use assert_cmd::Command;
use russet_calc::RunFolder;
use russet_rules::Methodology;
use tempfile::TempDir;

/// The binary under test, run by a user of a certain name on any machine.
pub fn russet() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("russet");
    command.env("RUSSET_USER", "tester");
    command
}

/// What a command said.
pub struct Said {
    pub code: i32,
    pub bytes: Vec<u8>,
    pub out: String,
    pub err: String,
}

/// Runs a command line; paths may stand among the words.
pub fn run<I: AsRef<std::ffi::OsStr>>(words: impl IntoIterator<Item = I>) -> Said {
    let output = russet().args(words).output().unwrap();
    Said {
        code: output.status.code().expect("no signal ends it"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        bytes: output.stdout,
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs a line of words set apart by spaces, with `{name}` standing for a path; it must succeed.
pub fn ok(line: &str, paths: &[(&str, &Path)]) -> Said {
    let said = run(words(line, paths));
    assert_eq!(said.code, 0, "`russet {line}` fails: {}", said.err);
    said
}

/// The same for a command that must fail with exit code 1 and say so on stderr alone.
pub fn fails(line: &str, paths: &[(&str, &Path)]) -> String {
    let said = run(words(line, paths));
    assert_eq!(said.code, 1, "`russet {line}` should fail: {}{}", said.out, said.err);
    assert_eq!(said.out, "", "a failure says nothing on stdout");
    assert!(said.err.contains("error: "), "{}", said.err);
    assert!(!said.err.contains("panicked"), "{}", said.err);
    said.err
}

/// The words of a line with paths put in.
pub fn words(line: &str, paths: &[(&str, &Path)]) -> Vec<String> {
    let put_in = |word: &str| {
        paths.iter().fold(word.to_owned(), |word, (name, path)| {
            word.replace(&format!("{{{name}}}"), &path.display().to_string())
        })
    };
    line.split_whitespace().map(put_in).collect()
}

/// The rows of a CSV answer, by column.
pub fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// One column of a CSV answer.
pub fn column(csv: &str, name: &str) -> Vec<String> {
    rows(csv).into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}

/// Every file below a folder with its bytes, by its path inside.
pub fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let inside = path.strip_prefix(folder).unwrap().to_owned();
                    found.insert(inside, fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

/// The tables of a market's or a run's current commit, but for which files went in.
pub fn tables_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = commit::committed(folder);
    let is_table = |path: &Path| path.extension().is_some_and(|ending| ending == "parquet");
    let is_import =
        |path: &Path| path.starts_with("raw") || path.to_string_lossy().starts_with("sources-");
    found.retain(|path, _| is_table(path) && !is_import(path));
    found
}

/// The built-in family with every rank divided, so that a market of some hundred companies fills it.
pub fn small_family() -> String {
    let text = Methodology::built_in_text("russell-us").unwrap();
    let smaller = |line: &str| {
        let (key, rank) = line.split_once(" = ")?;
        let rank = match (["rank", "above", "to"].contains(&key), rank) {
            (true, "50") => 10,
            (true, "200") => 20,
            (true, "500") => 50,
            (true, "1000") => 100,
            (true, "2000") => 200,
            (true, "3000") => 300,
            (true, "4000") => 400,
            _ => return None,
        };
        Some(format!("{key} = {rank}"))
    };
    text.lines().map(|line| smaller(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

/// A simulated market of two years and a run of the small family.
pub struct Built {
    folder: TempDir,
}

impl Built {
    fn new() -> Built {
        let built = Built { folder: tempfile::tempdir().unwrap() };
        fs::write(built.family(), small_family()).unwrap();
        let (market, run, family) = (built.market(), built.run(), built.family());
        let paths: [(&str, &Path); 3] = [("market", &market), ("run", &run), ("family", &family)];
        ok("simulate --market {market} --companies 450 --years 2 --seed 3", &paths);
        ok("build --market {market} --methodology {family} --run {run}", &paths);
        built
    }

    /// The one that the tests of a file share; gone when the last of them is done.
    pub fn shared() -> Arc<Built> {
        static SHARED: Mutex<Weak<Built>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let built = Arc::new(Built::new());
            *shared = Arc::downgrade(&built);
            built
        })
    }

    pub fn market(&self) -> PathBuf {
        self.folder.path().join("market")
    }

    pub fn run(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    /// The methodology of the run.
    pub fn rules(&self) -> Methodology {
        rules_of(&self.run())
    }

    pub fn family(&self) -> PathBuf {
        self.folder.path().join("small.toml")
    }

    /// Runs a command line in which `{market}`, `{run}` and `{family}` stand for the paths here.
    pub fn ok(&self, line: &str) -> Said {
        let (market, run, family) = (self.market(), self.run(), self.family());
        ok(line, &[("market", &market), ("run", &run), ("family", &family)])
    }

    /// The same for a command that must fail.
    pub fn fails(&self, line: &str) -> String {
        let (market, run, family) = (self.market(), self.run(), self.family());
        fails(line, &[("market", &market), ("run", &run), ("family", &family)])
    }

    /// The symbols of an index on a day.
    pub fn members(&self, index: &str, day: &str) -> Vec<String> {
        let line = format!("constituents --run {{run}} --index {index} --on {day} --format csv");
        column(&self.ok(&line).out, "ticker")
    }
}

/// The methodology that a run keeps.
pub fn rules_of(run: &Path) -> Methodology {
    let text = RunFolder::at(run).snapshot().unwrap().methodology_text().unwrap();
    Methodology::parse("methodology.toml", &text).unwrap()
}
