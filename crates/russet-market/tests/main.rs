//! The tests of markets on disk and of what `check` finds in them.
//!
//! One binary: a file of tests is a module of this list.

mod action_versions;
mod check;
mod folder;
mod layouts;
