//! The kernel beside its naive peer: 4,500 ticks and whole shares, what one session reads.

// What the macros make has no documentation.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use russet_blocks::dot;
use std::hint::black_box;

const COLUMNS: u32 = 4_500;

fn kernels(criterion: &mut Criterion) {
    let ticks: Vec<u32> =
        (0..COLUMNS).map(|column| column.wrapping_mul(2_654_435_761) >> 12).collect();
    let shares: Vec<u32> = (0..COLUMNS).map(|column| column.wrapping_mul(40_503) >> 1).collect();
    let prices: Vec<i64> = ticks.iter().map(|tick| i64::from(*tick) * 10_000_000).collect();
    let micros: Vec<i64> = shares.iter().map(|shares| i64::from(*shares) * 1_000_000).collect();
    let mut group = criterion.benchmark_group("one session of 4,500 lines");
    group.throughput(Throughput::Elements(u64::from(COLUMNS)));
    group.bench_function("ticks and limbs", |bench| {
        bench.iter(|| dot(black_box(&ticks), black_box(&shares)));
    });
    group.bench_function("naive: nano-dollars × millionths in 128 bits", |bench| {
        bench.iter(|| {
            let products = black_box(&prices).iter().zip(black_box(&micros));
            products.map(|(price, shares)| i128::from(*price) * i128::from(*shares)).sum::<i128>()
        });
    });
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
