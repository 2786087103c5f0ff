//! A changed bit anywhere in a market or a run is an error, or changes nothing: never other data, never a
//! panic, never memory without end. What can be made again is made again.

mod damage;
mod market;
mod repair;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod sweep;

use peak_alloc::PeakAlloc;

/// Tells how much memory a read takes at most.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
