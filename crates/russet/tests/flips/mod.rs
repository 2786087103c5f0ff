//! A changed bit anywhere in a market or a run causes an error or no change: never other data, a panic, or
//! unlimited memory. A damaged run is repaired by building it.

mod damage;
mod market;
mod repair;
mod run;
mod sweep;

use peak_alloc::PeakAlloc;

/// Tells how much memory a read takes at most.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
