//! Two commands on one folder at the same time: the result is that of one after the other.
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
