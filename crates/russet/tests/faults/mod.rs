//! Whichever file system call fails, and wherever a process is killed, a folder holds its old state or its new
//! one. The command reports what went wrong, and the next command leaves no leftovers.

mod build;
mod delivery;
mod import;
mod order;
pub(crate) mod places;
mod scene;
pub(crate) mod shim;
mod simulate;
pub(crate) mod state;
