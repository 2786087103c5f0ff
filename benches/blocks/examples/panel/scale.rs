//! How time grows with indexes and with years: values from the panel's price files and from the cache.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use russet_blocks::{BlocksError, Cache, Closes, Key, Plan};
use russet_market::MarketFolder;

use crate::shape::{DAYS, Tables};

const YEAR: usize = 261;

pub fn scale(folder: &Path, repeats: usize) -> Result<(), Box<dyn Error>> {
    let market = MarketFolder::at(folder.join("market")).snapshot()?;
    let tables = Tables::read(folder)?;
    let by_indexes = [1, 2, 4, 10, 20, 50, 100, 200].map(|indexes| (indexes, DAYS));
    let by_years = [1, 2, 5, 10, 20, 30].map(|years| (4, years * YEAR));
    for (indexes, days) in by_indexes.into_iter().chain(by_years) {
        let schedule = tables.family(indexes, days)?;
        let closes = Closes::of_market(&market, Vec::new())?;
        let plan = Plan::new(&schedule)?;
        Cache::open_or_build(&market, &schedule, &closes)?;
        let key = Key::of(&market, &schedule, &closes);
        let no_cache =
            median(repeats, || plan.values(&closes).map(|values| drop(black_box(values))))?;
        let cache = median(repeats, || {
            Cache::open(&market, &key)?.values().map(|values| drop(black_box(values)))
        })?;
        println!(
            r#"{{"indexes": {indexes}, "years": {:.1}, "atoms_a_block": {:.1}, "no_cache_seconds": {no_cache:.6}, "cache_seconds": {cache:.6}}}"#,
            days as f64 / YEAR as f64,
            plan.atoms() as f64 / plan.blocks() as f64,
        );
    }
    Ok(())
}

fn median(
    repeats: usize,
    mut run: impl FnMut() -> Result<(), BlocksError>,
) -> Result<f64, BlocksError> {
    let mut seconds = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let start = Instant::now();
        run()?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds[repeats / 2])
}
