//! What building families takes, and comparing variants of one.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use russet_rules::methodology::Variation;

use super::{KeepArguments, MarketPlace, WaitArguments};
use crate::output::Format;

#[derive(Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub place: MarketPlace,
    /// The methodology: a name, or the path of a TOML file; several with a comma between, each built
    /// into a folder of its own name in the run folder; those that only add indexes to the same rules are
    /// built as one, into a folder named as the rules
    #[arg(long, default_value = "russell-us", value_delimiter = ',')]
    pub methodology: Vec<String>,
    /// The first session (default: the first reconstitution that the market can rank)
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session (default: the market's last)
    #[arg(long)]
    pub to: Option<Date>,
    /// Learn from funds' lists published before each rank day which companies fail or pass screens that
    /// no fact shows
    #[arg(long)]
    pub infer_from_lists: bool,
    /// Do not estimate free floats from funds' quantities
    #[arg(long)]
    pub without_float_estimates: bool,
    /// Begin with the first session, even where a run in the folder could be continued
    #[arg(long)]
    pub rebuild: bool,
    /// Replace the run of another methodology
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub keep: KeepArguments,
    #[command(flatten)]
    pub wait: WaitArguments,
    /// The run folder to make, to continue, or to replace; of several families, the folder of their run folders
    #[arg(long)]
    pub run: PathBuf,
}

#[derive(Args)]
pub struct SweepArguments {
    #[command(flatten)]
    pub place: MarketPlace,
    /// The methodology: a name, or the path of a TOML file
    #[arg(long, default_value = "russell-us")]
    pub methodology: String,
    /// A value of the methodology and what to try in its place; several options make every combination.
    /// A row of a list is named by its id, day or rank, or its number: breaks.1000.half_width_percent=1,5
    #[arg(long, value_name = "PATH=V1,V2", value_parser = variations)]
    pub vary: Vec<Variations>,
    /// The indexes (default: the family's first)
    #[arg(long, value_delimiter = ',', value_name = "ID,ID")]
    pub indexes: Vec<String>,
    /// The first session (default: the first reconstitution that the market can rank)
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session (default: the market's last)
    #[arg(long)]
    pub to: Option<Date>,
    /// Capacity: the part of a session's usual value that a fund may trade, in percent
    #[arg(long, default_value_t = 10.0, value_parser = percentage)]
    pub participation: f64,
    /// Capacity: the sessions over which a reconstitution is traded
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=250))]
    pub days: u32,
    /// Capacity: the part of the value of those trades that must get done, in percent
    #[arg(long, default_value_t = 90.0, value_parser = percentage)]
    pub done: f64,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What to try in the place of one value.
#[derive(Clone)]
pub struct Variations(pub Vec<Variation>);

fn variations(text: &str) -> Result<Variations, String> {
    Variation::all(text).map(Variations)
}

fn percentage(text: &str) -> Result<f64, String> {
    let read = text.trim_end_matches('%').parse::<f64>().ok();
    read.filter(|percent| *percent > 0.0 && *percent <= 100.0)
        .ok_or_else(|| "not above 0 and up to 100 (hint: write 10 for a tenth)".to_owned())
}
