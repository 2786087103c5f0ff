//! Explains why a company is where it is: one that a band kept on its side of a breakpoint.
//!
//! ```sh
//! cargo run -p russet-core --example explain
//! ```

use std::error::Error;
use std::io::Write;
use std::path::Path;

use russet_core::arrow_array::cast::AsArray;
use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Decision, Market, Methodology, Simulation, rows};

fn main() -> Result<(), Box<dyn Error>> {
    explain(tempfile::tempdir()?.path(), &mut std::io::stdout().lock())
}

/// Writes to `out`, with the market and its runs in a folder.
pub fn explain(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let plan =
        Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
    let market = Market::simulate(folder.join("market"), &plan)?;
    let rules = Methodology::parse("small.toml", include_str!("small.toml"))?;
    let run = market.build(&rules, folder.join("run"), &BuildOptions::new())?.run;

    // Columns are enough to find a row; one row is then easier to read as a struct.
    let decisions = run.decisions(..)?;
    let rule = decisions.column_by_name("rule").ok_or("decisions have no rule")?;
    let rule = rule.as_string::<i32>();
    let kept = (0..decisions.num_rows()).find(|row| rule.value(*row) == "band");
    let kept = kept.ok_or("no band kept a company on its side")?;
    let decision = rows::<Decision>(&decisions.slice(kept, 1))?.remove(0);

    let next_day = decision.effective_after_close.tomorrow()?;
    write!(out, "{}", run.explain(&decision.ticker.to_string(), next_day)?)?;
    Ok(())
}
