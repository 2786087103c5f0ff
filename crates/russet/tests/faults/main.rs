//! Whatever file system call fails, and wherever a process is killed: what was there before is there, or
//! what should be there after; the command says what went wrong; and the next one leaves nothing behind.

mod build;
mod delivery;
mod import;
mod order;
mod places;
mod scene;
mod shim;
mod simulate;
mod state;
#[path = "../support/mod.rs"]
mod support;
