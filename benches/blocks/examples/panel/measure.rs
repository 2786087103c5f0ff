//! Russet's own figures on the panel, one line of JSON each; levels are written for the peers.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;
use russet_blocks::{Cache, Closes, Key, Plan, Values};
use russet_market::folder::{PriceColumns, scan_prices};
use russet_market::{Divisor, Level, MarketFolder};

use crate::shape::{BANDS, DAYS, Tables};

pub fn measure(folder: &Path, repeats: usize) -> Result<(), Box<dyn Error>> {
    let market = MarketFolder::at(folder.join("market")).snapshot()?;
    let schedule = Tables::read(folder)?.with_twins()?;
    let closes = Closes::of_market(&market, Vec::new())?;
    let plan = Plan::new(&schedule)?;
    eprintln!("{} blocks, {} atoms, {} columns", plan.blocks(), plan.atoms(), plan.columns());

    report("russet decode", repeats, || {
        let sums = scan_prices(&market, PriceColumns::default(), |rows: &mut usize, slice| {
            *rows += black_box(slice).days.len();
        })?;
        black_box(sums);
        Ok(())
    })?;
    report("russet levels, no cache", repeats, || {
        black_box(levels(&plan.values(&closes)?)?);
        Ok(())
    })?;
    let built = Cache::open_or_build(&market, &schedule, &closes)?;
    let expected = levels(&plan.values(&closes)?)?;
    if levels(&built.values()?)? != expected {
        return Err("the cache gives other levels than the price files".into());
    }
    let key = Key::of(&market, &schedule, &closes);
    report("russet levels, cache", repeats * 3, || {
        black_box(levels(&Cache::open(&market, &key)?.values()?)?);
        Ok(())
    })?;
    report("russet values, cache open", repeats * 3, || {
        black_box(built.values()?);
        Ok(())
    })?;
    report("russet memory read", repeats * 3, || {
        let words: &[u64] = bytemuck::cast_slice(built.tick_bytes());
        let sums = words
            .par_chunks(1 << 17)
            .map(|words| words.iter().fold(0, |sum: u64, word| sum.wrapping_add(*word)));
        black_box(sums.reduce(|| 0, u64::wrapping_add));
        Ok(())
    })?;
    let final_levels: Vec<String> = expected.iter().map(Level::to_string).collect();
    fs::write(folder.join("final_levels.txt"), final_levels.join("\n"))?;
    Ok(())
}

/// The last level of each index: chained through the value of each new basket at the close before it.
fn levels(values: &Values) -> Result<[Level; BANDS.len()], Box<dyn Error>> {
    let mut levels = [Level::from_attos(0)?; BANDS.len()];
    for (index, level) in levels.iter_mut().enumerate() {
        let mut divisor = Divisor::at_base(values.of(index, 0), "1000".parse()?)?;
        for session in 0..DAYS {
            let value = values.of(index, session);
            *level = value.at(divisor)?;
            let opening = values.of(index + BANDS.len(), session);
            if session + 1 < DAYS && opening != value {
                divisor = divisor.chained(value, opening)?;
            }
        }
    }
    Ok(levels)
}

fn report(
    work: &str,
    repeats: usize,
    mut run: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    run()?;
    let mut seconds = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let start = Instant::now();
        run()?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    println!(r#"{{"work": "{work}", "seconds": {:.6}}}"#, seconds[repeats / 2]);
    Ok(())
}
