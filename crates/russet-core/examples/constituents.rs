//! Prints the constituents of an index by weight, and how much of the index the largest ones are together.
//!
//! ```sh
//! cargo run -p russet-core --example constituents
//! ```

use std::error::Error;
use std::io::Write;
use std::path::Path;

use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Market, Methodology, Simulation, WeightedConstituent, rows};

fn main() -> Result<(), Box<dyn Error>> {
    constituents(tempfile::tempdir()?.path(), &mut std::io::stdout().lock())
}

/// Writes to `out`, with the market and its runs in a folder.
pub fn constituents(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let plan =
        Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
    let market = Market::simulate(folder.join("market"), &plan)?;
    let rules = Methodology::parse("small.toml", include_str!("small.toml"))?;
    let run = market.build(&rules, folder.join("run"), &BuildOptions::new())?.run;

    let day = date(2026, 12, 31);
    let mut together = 0.0;
    writeln!(out, "LARGE20 at the close of {day}")?;
    writeln!(out, "symbol  weight  together  market value")?;
    for one in rows::<WeightedConstituent>(&run.constituents("LARGE20", day)?)? {
        together += one.weight;
        writeln!(
            out,
            "{:<6}  {:>5.2}%  {:>7.2}%  ${:>9.1}bn",
            one.ticker.to_string(),
            one.weight * 100.0,
            together * 100.0,
            one.market_cap.to_f64() / 1e9,
        )?;
    }
    Ok(())
}
