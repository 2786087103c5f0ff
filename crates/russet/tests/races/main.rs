//! Two commands at the same time over one folder: each does what it would do alone, before the other one
//! or after it.
//!
//! One command is held at each of its file system calls while the other one runs.

mod builds;
mod imports;
#[path = "../faults/places.rs"]
#[allow(dead_code, reason = "races need one disk")]
mod places;
mod race;
mod readers;
#[path = "../faults/shim.rs"]
#[allow(dead_code, reason = "calls are held here, and neither fail nor kill")]
mod shim;
#[path = "../faults/state.rs"]
#[allow(dead_code, reason = "leftovers are looked for among the faults")]
mod state;
#[path = "../support/mod.rs"]
mod support;
