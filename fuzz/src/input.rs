//! An input as a file, in memory where that is possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file with these bytes. Each process has a folder of its own, in which files are overwritten.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let parent = std::env::var_os("RUSSET_FUZZ_FOLDER").map_or(parent, PathBuf::from);
        let folder = parent.join(format!("russet-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for inputs");
        folder
    });
    let path = folder.join(name);
    fs::write(&path, bytes).expect("room for an input");
    path
}

/// The first byte of an input chooses among several things; the others are the bytes of a file.
pub fn choose<'a, T>(choices: &'a [T], data: &'a [u8]) -> Option<(&'a T, &'a [u8])> {
    let (first, rest) = data.split_first()?;
    Some((&choices[usize::from(*first) % choices.len()], rest))
}
