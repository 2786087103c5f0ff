//! What looking at the rules of index families takes.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::output::Format;

#[derive(Args)]
pub struct MethodologyArguments {
    #[command(subcommand)]
    pub what: MethodologyWhat,
}

#[derive(Subcommand)]
pub enum MethodologyWhat {
    /// Name the methodologies that are built in
    List(ListArguments),
    /// Say whether methodologies can be read and hold together
    Check(CheckMethodologyArguments),
    /// Print the rules as they stood on a day, each with its source
    Show(ShowMethodologyArguments),
    /// Print the JSON schema of methodology files, for editors and other programs
    Schema,
}

#[derive(Args)]
pub struct ListArguments {
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct CheckMethodologyArguments {
    /// The methodologies: names, or paths of TOML files
    #[arg(required = true, value_name = "NAME|FILE")]
    pub methodologies: Vec<String>,
}

#[derive(Args)]
pub struct ShowMethodologyArguments {
    /// The methodology: a name, or the path of a TOML file
    #[arg(value_name = "NAME|FILE")]
    pub methodology: String,
    /// The day (default: today)
    #[arg(long)]
    pub on: Option<Date>,
    /// This index alone
    #[arg(long)]
    pub index: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
