//! A simulated market beside what was measured on US listed companies, 2021–2024.

mod determinism;
mod events;
mod identity;
mod measured;
mod panel;
mod returns;
mod sizes;
