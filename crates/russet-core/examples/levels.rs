//! Builds a small family and prints the levels of one of its indexes as CSV.
//!
//! ```sh
//! cargo run -p russet-core --example levels
//! ```

use std::error::Error;
use std::io::Write;
use std::path::Path;

use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, LevelRow, Market, Methodology, Simulation, rows};

fn main() -> Result<(), Box<dyn Error>> {
    levels(tempfile::tempdir()?.path(), &mut std::io::stdout().lock())
}

/// Writes to `out`, with the market and its runs in a folder.
pub fn levels(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let plan =
        Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
    let market = Market::simulate(folder.join("market"), &plan)?;
    let rules = Methodology::parse("small.toml", include_str!("small.toml"))?;
    let run = market.build(&rules, folder.join("run"), &BuildOptions::new())?.run;

    writeln!(out, "date,price_return,net_return,total_return,constituents")?;
    for row in rows::<LevelRow>(&run.levels("SMALL40", ..)?)? {
        let levels = [row.price_return, row.net_return, row.total_return];
        let [price, net, total] = levels.map(|level| level.published(2));
        writeln!(out, "{},{price},{net},{total},{}", row.date, row.constituents)?;
    }
    Ok(())
}
