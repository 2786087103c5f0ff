//! How commands meet damage: readers refuse it, a build repairs a run, and nothing is built from a damaged
//! market.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::damage::Damage;
use super::market::room;
use super::run::{BUILD, market_and_run};
use super::sweep::put;
use crate::support::commit::committed;
use crate::support::{self, Said, bytes_below};

type Files = BTreeMap<PathBuf, Vec<u8>>;
/// Checks one damaged file: its new bytes, or none where it was removed.
type Case<'a> = dyn Fn(&Folders, &Path, Option<Vec<u8>>) -> Result<(), String> + Sync + 'a;

/// A market and a run, as bytes to put into a room of each worker.
struct Whole {
    market: Files,
    run: Files,
    /// What of them is the current commit: earlier versions are not what these commands read.
    of_market: Files,
    of_run: Files,
}

impl Whole {
    fn new() -> Whole {
        let room = room();
        let (market, run) = market_and_run(&room);
        Whole {
            market: bytes_below(&market),
            run: bytes_below(&run),
            of_market: committed(&market),
            of_run: committed(&run),
        }
    }

    /// Damages each file in a few ways, side by side, with a market and a run put into a room first.
    fn each(&self, files: &Files, case: &Case<'_>) {
        let mut cases = Vec::new();
        for (path, bytes) in files.iter().filter(|(_, bytes)| !bytes.is_empty()) {
            let (byte, at) = (bytes.len() / 2, bytes.len() / 3);
            let damages = [Damage::Flip { byte, bit: 2 }, Damage::Cut { at }];
            cases.extend(damages.map(|damage| (path, damage.of(bytes), format!("{damage:?}"))));
            cases.push((path, None, "it is gone".to_owned()));
        }
        let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let worker = || {
            let room = room();
            let folders =
                Folders { market: room.path().join("market"), run: room.path().join("run") };
            while let Some((path, damaged, what)) = cases.get(next.fetch_add(1, Ordering::Relaxed))
            {
                for (folder, files) in [(&folders.market, &self.market), (&folders.run, &self.run)]
                {
                    let _ = fs::remove_dir_all(folder);
                    put(folder, files);
                }
                if let Err(wrong) = case(&folders, path, damaged.clone()) {
                    failures.lock().unwrap().push(format!("{}: {what}: {wrong}", path.display()));
                }
            }
        };
        thread::scope(|scope| {
            let workers = thread::available_parallelism().map_or(1, usize::from);
            (0..workers).for_each(|_| drop(scope.spawn(worker)));
        });
        let mut failures = failures.into_inner().unwrap();
        failures.sort();
        let (failed, all) = (failures.len(), cases.len());
        assert!(failures.is_empty(), "{failed} of {all} damaged files:\n{}", failures.join("\n"));
    }
}

struct Folders {
    market: PathBuf,
    run: PathBuf,
}

impl Folders {
    fn run(&self, line: &str) -> Said {
        let paths: [(&str, &Path); 2] = [("market", &self.market), ("run", &self.run)];
        support::run(support::words(line, &paths))
    }
}

fn write(path: &Path, damaged: Option<Vec<u8>>) {
    // A price file of a run may be a link to the market's.
    fs::remove_file(path).unwrap();
    if let Some(bytes) = damaged {
        fs::write(path, bytes).unwrap();
    }
}

/// Whether a command refuses with the name of a file and what to do.
fn refuses(said: &Said, path: &Path) -> Result<(), String> {
    let name = path.file_name().unwrap().to_string_lossy();
    let wanted = said.code == 1 && said.err.contains("error: ") && said.err.contains(&*name);
    match wanted && said.err.contains("hint: ") && !said.err.contains("panicked") {
        true => Ok(()),
        false => {
            Err(format!("no error of the file with a remedy: {} {}", said.code, said.err.trim()))
        }
    }
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// The files whose bytes a build determines: not its manifest, nor its history.
fn built(files: &Files) -> Files {
    let wanted = |path: &Path| ["parquet", "toml", "state"].iter().any(|one| ends_in(path, one));
    files
        .iter()
        .filter(|(path, _)| wanted(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

#[test]
fn a_build_repairs_a_damaged_run() {
    let whole = Whole::new();
    whole.each(&whole.of_run, &|folders, path, damaged| {
        write(&folders.run.join(path), damaged);
        let said = folders.run(BUILD);
        if ends_in(path, "json") && said.code != 0 {
            // A folder that does not look like a run is left unchanged.
            return refuses(&said, path);
        }
        if said.code != 0 {
            return Err(format!("the build fails: {}", said.err.trim()));
        }
        let verified = folders.run("verify --run {run}");
        if verified.code != 0 {
            return Err(format!("the repaired run does not verify: {}", verified.err.trim()));
        }
        match built(&committed(&folders.run)) == built(&whole.of_run) {
            true => Ok(()),
            false => Err("the repaired run has other bytes".to_owned()),
        }
    });
}

#[test]
fn readers_of_a_damaged_run_refuse_or_answer_as_before() {
    let whole = Whole::new();
    let room = room();
    let folders = Folders { market: room.path().join("market"), run: room.path().join("run") };
    put(&folders.run, &whole.run);
    let lines = [
        "levels --run {run} --index PRICE30 --format csv",
        "constituents --run {run} --index PRICE30 --format csv",
        "changes --run {run} --index PRICE30 --between 2025-06-23 2025-07-02 --format csv",
        "explain --run {run} QAF",
    ];
    let expected = lines.map(|line| folders.run(line).out);
    whole.each(&whole.of_run, &|folders, path, damaged| {
        write(&folders.run.join(path), damaged);
        for (line, expected) in lines.iter().zip(&expected) {
            let said = folders.run(line);
            match said.code {
                0 if said.out == *expected => {}
                0 => return Err(format!("`{line}` gives another answer")),
                1 if ends_in(path, "json") => {}
                _ => refuses(&said, path)?,
            }
        }
        // A run verifies without checkpoints only.
        match folders.run("verify --run {run}") {
            said if said.code == 0 && ends_in(path, "state") => Ok(()),
            said if said.code == 1 && ends_in(path, "json") => Ok(()),
            said => refuses(&said, path),
        }
    });
}

#[test]
fn nothing_is_built_from_a_damaged_market() {
    let whole = Whole::new();
    whole.each(&whole.of_market, &|folders, path, damaged| {
        fs::remove_dir_all(&folders.run).unwrap();
        write(&folders.market.join(path), damaged);
        let said = folders.run(BUILD);
        if said.code != 0 {
            return refuses(&said, path);
        }
        // A build need not read what it makes no use of.
        match built(&committed(&folders.run)) == built(&whole.of_run) {
            true => Ok(()),
            false => Err("another run is built from it".to_owned()),
        }
    });
}

#[test]
fn no_run_is_continued_with_a_damaged_market() {
    let whole = Whole::new();
    whole.each(&whole.of_market, &|folders, path, damaged| {
        fs::remove_dir_all(&folders.run).unwrap();
        let first = folders.run(&format!("{BUILD} --to 2025-06-30"));
        assert_eq!(first.code, 0, "{}", first.err);
        let before = bytes_below(&folders.run);
        write(&folders.market.join(path), damaged);
        let said = folders.run(BUILD);
        if said.code != 0 {
            return match bytes_below(&folders.run) == before {
                true => refuses(&said, path),
                false => Err("the run before it is gone".to_owned()),
            };
        }
        match built(&committed(&folders.run)) == built(&whole.of_run) {
            true => Ok(()),
            false => Err("another run is built from it".to_owned()),
        }
    });
}

#[test]
fn nothing_is_imported_into_a_damaged_market() {
    let whole = Whole::new();
    let (room, row) = (room(), "date,from,to,rate\n2025-05-13,EUR,USD,1.11\n");
    let file = room.path().join("rates.csv");
    fs::write(&file, row).unwrap();
    let line = format!("import fx {} --market {{market}}", file.display());
    // Copies of imported files are not read by an import; `market check --deep` finds what became of them.
    let mut files = whole.of_market.clone();
    files.retain(|path, _| !path.starts_with("raw"));
    whole.each(&files, &|folders, path, damaged| {
        write(&folders.market.join(path), damaged.clone());
        let before = bytes_below(&folders.market);
        let said = folders.run(&line);
        if said.code == 0 {
            // A derived table may be derived again.
            let checked = folders.run("market check --market {market}");
            let replaced = fs::read(folders.market.join(path)).ok() != damaged;
            return match checked.code == 0 && replaced {
                true => Ok(()),
                false => Err("it imports into what is damaged".to_owned()),
            };
        }
        match built(&bytes_below(&folders.market)) == built(&before) {
            true => refuses(&said, path),
            false => Err("it changes the damaged market".to_owned()),
        }
    });
}
