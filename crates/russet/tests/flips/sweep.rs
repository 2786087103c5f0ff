//! Reads a folder in this process after each of many kinds of damage.

use std::any::Any;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::MEMORY;
use super::damage::Case;
use crate::support::bytes_below;

/// The most memory that a read may take, in megabytes.
const MOST_MEMORY: f32 = 512.0;
/// Failures that are shown.
const SHOWN: usize = 12;

/// Damages the files of a folder case by case; each read must fail or give the same data.
pub fn errors_or_the_same<T: PartialEq + Sync>(
    folder: &Path,
    cases: &[Case],
    read: impl Fn(&Path) -> Result<T, String> + Sync,
) {
    let (files, expected) = (bytes_below(folder), read(folder).unwrap());
    let (next, failures) =
        (AtomicUsize::new(0), Mutex::new(BTreeMap::<String, Vec<String>>::new()));
    let worker = || {
        let copy = tempfile::tempdir_in(folder.parent().unwrap()).unwrap();
        put(copy.path(), &files);
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            if std::env::var_os("RUSSET_FLIPS").is_some() {
                // The last line names the flip that ends the process.
                eprintln!("{case}");
            }
            if let Err(what) = try_case(copy.path(), &files, case, &read, &expected) {
                failures.lock().unwrap().entry(what).or_default().push(case.to_string());
            }
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        (0..workers).for_each(|_| drop(scope.spawn(worker)));
    });
    let failures = failures.into_inner().unwrap();
    let failed: usize = failures.values().map(Vec::len).sum();
    let told: Vec<String> = failures.iter().map(|(what, cases)| sample(what, cases)).collect();
    let shown = told[..told.len().min(SHOWN)].join("\n");
    assert!(failures.is_empty(), "{failed} of {} kinds of damage:\n{shown}", cases.len());
    eprintln!("{} kinds of damage to {} files", cases.len(), files.len());
}

/// What is wrong, how often, and cases spread over all of them.
fn sample(what: &str, cases: &[String]) -> String {
    let step = cases.len().div_ceil(8);
    let some: Vec<_> = cases.iter().step_by(step).map(String::as_str).collect();
    format!("{what}, {} times, such as\n    {}", cases.len(), some.join("\n    "))
}

pub fn put(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn try_case<T: PartialEq>(
    folder: &Path,
    files: &BTreeMap<PathBuf, Vec<u8>>,
    case: &Case,
    read: &impl Fn(&Path) -> Result<T, String>,
    expected: &T,
) -> Result<(), String> {
    let bytes = &files[&case.path];
    let Some(damaged) = case.damage.of(bytes) else { return Ok(()) };
    let path = folder.join(&case.path);
    fs::write(&path, damaged).unwrap();
    let read = catch_unwind(AssertUnwindSafe(|| read(folder)));
    fs::write(&path, bytes).unwrap();
    let memory = MEMORY.peak_usage_as_mb();
    if memory > MOST_MEMORY {
        MEMORY.reset_peak_usage();
        return Err(format!("it takes more than {MOST_MEMORY} MB"));
    }
    match read {
        Ok(Ok(found)) if found != *expected => Err("other data is read".to_owned()),
        Ok(_) => Ok(()),
        Err(panic) => Err(format!("it panics: {}", words_of(&*panic))),
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words").to_owned()
}
