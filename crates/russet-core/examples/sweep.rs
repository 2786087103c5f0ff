//! How wide should the band around a breakpoint be? Return, risk and turnover with five widths.
//!
//! ```sh
//! cargo run -p russet-core --example sweep
//! ```

use std::error::Error;
use std::io::Write;
use std::path::Path;

use russet_core::jiff::civil::date;
use russet_core::{Market, Methodology, Simulation, SweepOptions, VariantFigures, rows};

fn main() -> Result<(), Box<dyn Error>> {
    sweep(tempfile::tempdir()?.path(), &mut std::io::stdout().lock())
}

/// Writes to `out`, with the market and its runs in a folder.
pub fn sweep(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let plan =
        Simulation { companies: 100, years: 4, from: date(2023, 1, 1), ..Simulation::default() };
    let market = Market::simulate(folder.join("market"), &plan)?;
    let rules = Methodology::parse("small.toml", include_str!("small.toml"))?;

    let widths = ["0", "1", "2.5", "5", "10"];
    let options =
        SweepOptions::new().vary("breakpoints.20.half_width_percent", widths).indexes(["SMALL40"]);
    writeln!(out, "half width  total return  volatility  turnover  (percent a year)")?;
    for row in rows::<VariantFigures>(&market.sweep(&rules, &options)?)?.iter().skip(1) {
        let width = row.variant.rsplit('=').next().unwrap_or_default();
        let figure = |value: Option<f64>| value.map_or("-".to_owned(), |one| format!("{one:.2}"));
        writeln!(
            out,
            "{width:>10}  {:>12}  {:>10}  {:>8}",
            figure(row.total_return_percent),
            figure(row.volatility_percent),
            figure(row.turnover_percent),
        )?;
    }
    Ok(())
}
