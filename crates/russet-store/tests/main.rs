//! The tests of folders and tables.
//!
//! One binary: a file of tests is a module of this list.

mod notes;
mod table;
