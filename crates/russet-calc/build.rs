//! Names the engine by the sources it is made of: a build goes on only from checkpoints of its own kind.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hasher = DefaultHasher::new();
    // Beside this crate in the workspace; a published crate has the others by their versions.
    for name in ["russet-store", "russet-market", "russet-rules", "russet-calc"] {
        let sources = here.join("..").join(name).join("src");
        println!("cargo::rerun-if-changed={}", sources.display());
        add(&sources, &mut hasher);
    }
    println!("cargo::rustc-env=RUSSET_ENGINE={:016x}", hasher.finish());
}

fn add(folder: &Path, hasher: &mut DefaultHasher) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        match fs::read(&path) {
            Ok(bytes) => hasher.write(&bytes),
            Err(_) => add(&path, hasher),
        }
    }
}
