//! The tests of decisions, weights and styles.
//!
//! One binary: a file of tests is a module of this list.

mod free_float;
mod golden;
mod nationality;
mod rules;
mod style;
mod votes;
mod weighting;
