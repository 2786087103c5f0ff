//! What if the family was reconstituted once a year and not twice? Builds both and compares them.
//!
//! ```sh
//! cargo run -p russet-core --example what_if
//! ```

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;
use std::path::Path;

use russet_core::jiff::civil::date;
use russet_core::{
    BuildOptions, Market, Methodology, Run, Simulation, Ticker, WeightedConstituent, rows,
};

fn main() -> Result<(), Box<dyn Error>> {
    what_if(tempfile::tempdir()?.path(), &mut std::io::stdout().lock())
}

/// Writes to `out`, with the market and its runs in a folder.
pub fn what_if(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let plan =
        Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
    let market = Market::simulate(folder.join("market"), &plan)?;
    let twice = Methodology::parse("small.toml", include_str!("small.toml"))?;
    let once = twice.with("reviews.1.months", "[3]")?;

    let (first, last) = (date(2025, 3, 21), date(2026, 12, 31));
    let mut held = Vec::new();
    for (name, rules) in [("twice", &twice), ("once", &once)] {
        let run = market.build(rules, folder.join(name), &BuildOptions::new())?.run;
        let level = run.level("SMALL40", last)?;
        let turnover = run.changes("SMALL40", first, last)?.turnover.ok_or("no level")?;
        writeln!(
            out,
            "{name:>5} a year: total return {}, {} in and {} out",
            level.total_return.published(2),
            turnover.adds,
            turnover.deletes,
        )?;
        held.push(symbols(&run)?);
    }
    let only = |one: &BTreeSet<Ticker>, other: &BTreeSet<Ticker>| {
        one.difference(other).map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    writeln!(out, "only with two reviews a year: {}", only(&held[0], &held[1]))?;
    writeln!(out, "only with one: {}", only(&held[1], &held[0]))?;
    Ok(())
}

/// The symbols of the constituents at the end.
fn symbols(run: &Run) -> Result<BTreeSet<Ticker>, Box<dyn Error>> {
    let all = rows::<WeightedConstituent>(&run.constituents("SMALL40", *run.days().end())?)?;
    Ok(all.into_iter().map(|one| one.ticker).collect())
}
