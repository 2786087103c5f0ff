//! Instructions of the kernel, counted and not timed: a fold that stops being vector code fails here.
//!
//! Valgrind has no AVX-512, so the AVX2 code is counted: 4,500 products in eight lanes.

// What the macros make has no documentation.
#![allow(missing_docs)]

use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use russet_blocks::dot;
use std::hint::black_box;

const COLUMNS: u32 = 4_500;

/// A scalar fold takes four instructions and more a column.
const MOST_INSTRUCTIONS: u64 = 2 * COLUMNS as u64;

fn session() -> (Vec<u32>, Vec<u32>) {
    ((0..COLUMNS).collect(), (0..COLUMNS).rev().collect())
}

#[library_benchmark]
#[bench::session(session())]
fn one_session((ticks, shares): (Vec<u32>, Vec<u32>)) -> u64 {
    black_box(dot(black_box(&ticks), black_box(&shares)))
}

library_benchmark_group!(name = kernels, benchmarks = one_session);

main!(
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, MOST_INSTRUCTIONS)])),
    library_benchmark_groups = kernels
);
