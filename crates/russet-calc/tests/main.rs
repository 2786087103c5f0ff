//! The tests of histories, levels and runs, and what they share.
//!
//! One binary: a file of tests is a module of this list.

mod by_hand;
mod carried;
mod composition;
mod continued;
mod decades;
mod decisions;
mod golden;
mod law;
mod lists;
mod naive;
mod oracle;
mod point_in_time;
mod run_folder;
mod scenario;
mod scenarios;
mod start;
mod support;
mod world;
