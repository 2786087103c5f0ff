//! `russet explain`: why a security is in, or not.

mod sheet;

use clap::Args;
use jiff::civil::Date;

use crate::arguments::RunArguments;
use crate::output::{Format, print_text};
use sheet::sheet;

#[derive(Args)]
pub struct ExplainArguments {
    /// The symbol
    pub ticker: String,
    #[command(flatten)]
    pub run: RunArguments,
    /// The day (default: the run's last session)
    #[arg(long)]
    pub on: Option<Date>,
}

pub fn run(arguments: &ExplainArguments) -> anyhow::Result<()> {
    let run = arguments.run.place.open()?;
    let day = arguments.on.unwrap_or(*run.days().end());
    let explanation = run.explain(&arguments.ticker, day)?;
    match arguments.run.format {
        Format::Table => print_text(&explanation.to_string()),
        other => sheet(run.methodology()?.rules(), &explanation.decisions).print(other),
    }
}
