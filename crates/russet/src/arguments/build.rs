//! What building families takes.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{KeepArguments, MarketPlace, WaitArguments};

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
