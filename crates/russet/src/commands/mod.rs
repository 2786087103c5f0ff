//! One command a file.

mod approval;
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
mod repair;
pub mod restatements;
pub mod run;
mod settings;
pub mod simulate;
pub mod sweep;
pub mod validate;
pub mod verify;
mod versions;
mod withdraw;
mod without_files;
