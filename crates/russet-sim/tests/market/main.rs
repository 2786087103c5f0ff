//! A simulated market beside what was measured on US listed companies, 2021–2024.

// No result rests on the last bits of what tests work out.
#![allow(clippy::disallowed_methods)]

mod accounts;
mod actions;
mod conservation;
mod determinism;
mod events;
mod identity;
mod international;
mod measured;
mod panel;
mod returns;
mod sizes;
