//! Methodologies as a person meets them: the commands, the schema, the guide, and every mistake.

mod commands;
mod guide;
mod keys;
mod mistakes;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Holds a file of the project against what it is made from; with `RUSSET_REGENERATE=1` it is made anew.
fn assert_is_made(path: &str, made: &str) {
    let place = project(path);
    if std::env::var_os("RUSSET_REGENERATE").is_some() {
        fs::write(&place, made).unwrap();
    }
    let found = fs::read_to_string(&place).unwrap_or_default();
    assert!(found == made, "{path} is out of date: run this test with RUSSET_REGENERATE=1");
}
