//! The tests of histories, levels and runs, and what they share.
//!
//! One binary: a file of tests is a module of this list.

// No result rests on the last bits of what tests work out.
#![allow(clippy::disallowed_methods)]

mod by_hand;
mod by_session;
mod carried;
mod composition;
mod continued;
mod decades;
mod decisions;
mod driven;
mod golden;
mod holder;
mod law;
mod lists;
mod naive;
mod one_state;
mod oracle;
mod point_in_time;
mod random_market;
mod run_folder;
mod scenario;
mod scenarios;
mod self_financing;
mod start;
mod support;
mod world;
