//! Where the folders of a case are: in memory, or on two disks.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{bytes_below, words};

/// The parent folders of a market and of a run; often the same folder.
#[derive(Clone)]
pub struct Places {
    pub market: PathBuf,
    pub run: PathBuf,
}

impl Places {
    /// The words of a line with `{market}`, `{run}`, `{files}`, `{old}` and `{new}` as paths.
    pub fn words(&self, line: &str) -> Vec<String> {
        let (market, run) = (self.market.join("market"), self.run.join("run"));
        let (files, old, new) =
            (self.run.join("files"), self.market.join("old.csv"), self.market.join("new.csv"));
        let paths: [(&str, &Path); 5] =
            [("market", &market), ("run", &run), ("files", &files), ("old", &old), ("new", &new)];
        words(line, &paths)
    }

    /// The folders without repetition.
    pub fn folders(&self) -> Vec<&Path> {
        let mut folders = vec![self.market.as_path(), self.run.as_path()];
        folders.dedup();
        folders
    }

    /// Puts copies of everything here into other folders.
    pub fn copy_to(&self, other: &Places) {
        for (from, to) in self.folders().into_iter().zip(other.folders()) {
            copy(from, to);
        }
    }
}

/// Replaces a folder with a copy of another one.
pub fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for (path, bytes) in bytes_below(from) {
        fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
        fs::write(to.join(path), bytes).unwrap();
    }
}

/// Rooms in which cases have their places.
pub struct Rooms {
    market: TempDir,
    run: Option<TempDir>,
}

impl Rooms {
    /// One room, in memory where possible: syncs are fast there.
    pub fn one() -> Rooms {
        let memory = Path::new("/dev/shm");
        let market = match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        Rooms { market, run: None }
    }

    /// Rooms on two file systems, or one line on stderr where there is only one.
    pub fn two() -> Option<Rooms> {
        let (one, other) = (Rooms::one().market, tempfile::tempdir().unwrap());
        let disk = |room: &TempDir| fs::metadata(room.path()).unwrap().dev();
        if disk(&one) == disk(&other) {
            eprintln!("skipped: there is only one file system");
            return None;
        }
        Some(Rooms { market: one, run: Some(other) })
    }

    /// Empty places by a name.
    pub fn places(&self, name: &str) -> Places {
        let run = self.run.as_ref().unwrap_or(&self.market);
        let places = Places { market: self.market.path().join(name), run: run.path().join(name) };
        places.folders().iter().for_each(|folder| fs::create_dir_all(folder).unwrap());
        places
    }

    /// A file outside of all places.
    pub fn file(&self, name: &str) -> PathBuf {
        self.market.path().join(name)
    }
}
