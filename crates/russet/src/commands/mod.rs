//! One command a file.

pub mod build;
pub mod changes;
pub mod constituents;
pub mod demo;
pub mod explain;
pub mod files;
pub mod import;
pub mod levels;
pub mod market;
pub mod methodology;
mod raw_files;
pub mod run;
pub mod simulate;
pub mod sweep;
pub mod validate;
pub mod verify;
mod versions;
