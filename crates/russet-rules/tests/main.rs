//! The tests of decisions, weights and styles.
//!
//! One binary: a file of tests is a module of this list.

// No result rests on the last bits of what tests work out.
#![allow(clippy::disallowed_methods)]

mod free_float;
mod golden;
mod nationality;
mod rules;
mod style;
mod votes;
mod weighting;
