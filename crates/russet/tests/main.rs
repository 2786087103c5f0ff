//! The tests of the binary, and what they share.
//!
//! One binary: a file of tests is a module of this list.

// No result rests on the last bits of what tests work out.
#![allow(clippy::disallowed_methods)]

mod absurd_actions;
mod architecture;
mod bad_input;
mod bad_questions;
mod broken_streams;
mod contributing;
mod demo;
mod families;
mod faults;
mod fidelity;
mod files;
mod flips;
mod golden_book;
mod help;
mod hostile_input;
mod hostile_names;
mod killed;
mod methodology;
mod races;
mod real_market;
mod restatements;
mod same_bytes;
mod support;
mod sweep;
mod tables;
mod take_back;
mod validate;
mod walk;
mod world;
