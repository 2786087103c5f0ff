//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use russet_import::ColumnNames;
use russet_market::Mic;
use russet_rules::methodology::Variation;

use crate::output::{FileFormat, Format};

/// An open equity-index engine: rules, decisions, exact levels, and a reason for every number.
#[derive(Parser)]
#[command(version, about, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Simulate a market, build the whole family, show levels, a reconstitution and a reason
    Demo(DemoArguments),
    /// Take files into a market
    Import(ImportArguments),
    /// Look after a market
    Market(MarketArguments),
    /// Make a market that never was
    Simulate(SimulateArguments),
    /// Look at the rules of index families: built in ones, or your own
    Methodology(MethodologyArguments),
    /// Decide memberships and compute every index of a family
    Build(BuildArguments),
    /// Compare variants of a methodology over one market: return, risk, turnover, capacity
    Sweep(SweepArguments),
    /// Print the levels of an index
    Levels(LevelsArguments),
    /// Print who is in an index on a day, with weights
    Constituents(ConstituentsArguments),
    /// Print what changed between two days: adds, deletes, moves, share changes
    Changes(ChangesArguments),
    /// Write what an index provider delivers for a session: closings, openings, pro formas, actions
    Files(DeliveryArguments),
    /// Tell why a security is in, or not
    Explain(ExplainArguments),
    /// Compare a run with what others published
    Validate(ValidateArguments),
    /// Check a run against its own hashes, and its levels against its own ledger
    Verify(RunArguments),
}

#[derive(Args)]
pub struct DemoArguments {
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Keep the market and the run in this new folder (default: nothing is kept)
    #[arg(long)]
    pub keep: Option<PathBuf>,
}

#[derive(Args)]
pub struct ImportArguments {
    #[command(subcommand)]
    pub what: ImportWhat,
}

#[derive(Subcommand)]
pub enum ImportWhat {
    /// Nasdaq screener snapshots: JSON, CSV, or one long Parquet table
    Screener(FilesArguments),
    /// iShares fund holdings CSV: real index shares, and truth to compare with
    Holdings(FilesArguments),
    /// Dated membership lists, CSV or Parquet: fund,as_of,ticker and optionally weight
    Members(FilesArguments),
    /// Levels of outside indexes, named after the file: date,close and optionally suspect
    Levels(FilesArguments),
    /// Closes: date,ticker,close and optionally volume,change,market_cap,name,exchange,country,sector,industry
    Prices(FilesArguments),
    /// Companies as SEC's EDGAR describes them: submissions JSON or zip, company_tickers_exchange.json, or long tables
    Sec(FilesArguments),
    /// Share counts: ticker,effective,shares and optionally free_float,basis
    Shares(FilesArguments),
    /// Corporate actions: ex_date,ticker,kind and, as the kind needs, ratio,cash,currency,other,shares,effective,new_ticker,new_name,known_at,source
    Actions(FilesArguments),
    /// Splits: date,symbol,ratioNew,ratioOld, or ex_date,ticker,ratio
    Splits(FilesArguments),
    /// Dividends: ticker,ex_date,amount and optionally kind,currency,known_at,source
    Dividends(FilesArguments),
    /// Values from companies' accounts: ticker,measure,period_end,value,known_at and optionally source
    Fundamentals(FilesArguments),
    /// Rates of exchange: date,from,to,rate or date,pair,rate and optionally known_at,source
    Fx(FilesArguments),
    /// Decisions of an index's committee: index,effective,ticker,action,who,why and optionally known_at,source
    Decisions(FilesArguments),
    /// Free floats: ticker,effective,free_float_percent and optionally known_at,source
    Float(FilesArguments),
    /// Votes, a row a class: ticker,effective,class,shares,votes_per_share,free_float_percent and optionally known_at,source
    Votes(FilesArguments),
    /// Assets and revenue by country: ticker,fiscal_year_end,measure,area,percent and optionally area_kind,countries,known_at,source
    Geography(FilesArguments),
    /// Your own word in the place of an input: ticker,field,value,who,why,evidence,from and optionally until,known_at
    Overrides(FilesArguments),
}

#[derive(Args)]
pub struct FilesArguments {
    /// The files
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The market folder; made if it does not exist
    #[arg(long)]
    pub market: PathBuf,
    /// The date of files that do not say it themselves (YYYY-MM-DD)
    #[arg(long)]
    pub date: Option<Date>,
    /// The exchange of files that do not say it themselves (NYSE, NASDAQ, AMEX, or a MIC such as XLON)
    #[arg(long, value_parser = exchange)]
    pub exchange: Option<Mic>,
    /// The fund of lists that do not say it themselves
    #[arg(long)]
    pub fund: Option<String>,
    /// The index of level files that are not named after it
    #[arg(long)]
    pub index: Option<String>,
    /// What the file calls its columns, such as date=trade_date,ticker=symbol,close=last_sale
    #[arg(long, default_value = "", hide_default_value = true)]
    pub columns: ColumnNames,
    /// Refuse everything if any row is refused
    #[arg(long)]
    pub strict: bool,
}

fn exchange(text: &str) -> Result<Mic, String> {
    Mic::from_name(text).ok_or_else(|| {
        let known: Vec<&str> = Mic::ALL.iter().map(|mic| mic.code()).collect();
        format!("no market of this name (hint: {})", known.join(", "))
    })
}

#[derive(Args)]
pub struct MarketArguments {
    #[command(subcommand)]
    pub what: MarketWhat,
}

#[derive(Subcommand)]
pub enum MarketWhat {
    /// List what is missing, odd or impossible
    Check(CheckArguments),
}

#[derive(Args)]
pub struct CheckArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct SimulateArguments {
    /// The market folder to make
    #[arg(long)]
    pub market: PathBuf,
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Companies of seven countries on their own exchanges, with their holidays, currencies and rates of
    /// exchange
    #[arg(long)]
    pub international: bool,
}

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

#[derive(Args)]
pub struct BuildArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
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
    pub anew: bool,
    /// The run folder to make, to continue, or to replace; of several families, the folder of their run folders
    #[arg(long)]
    pub run: PathBuf,
}

#[derive(Args)]
pub struct SweepArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
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

/// Where a run is and how to print.
#[derive(Args)]
pub struct RunArguments {
    /// The run folder
    #[arg(long)]
    pub run: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct LevelsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// Another series of the index by its name, from a base of its own: real_time or end_of_day
    #[arg(long)]
    pub base: Option<String>,
    /// The first session
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session
    #[arg(long)]
    pub to: Option<Date>,
}

#[derive(Args)]
pub struct ConstituentsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The session (default: the run's last)
    #[arg(long)]
    pub on: Option<Date>,
}

#[derive(Args)]
pub struct ChangesArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The two days: changes after the first one's close, up to and including the second one's
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], required = true)]
    pub between: Vec<Date>,
}

#[derive(Args)]
pub struct DeliveryArguments {
    /// The run folder
    #[arg(long)]
    pub run: PathBuf,
    /// The session
    #[arg(long)]
    pub on: Date,
    /// The indexes (default: all that have a level on that session)
    #[arg(long, num_args = 1.., value_name = "ID")]
    pub index: Vec<String>,
    /// The folder to make, or to replace when it holds the files of the same session
    #[arg(long)]
    pub to: PathBuf,
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    pub format: FileFormat,
}

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

#[derive(Args)]
pub struct ValidateArguments {
    #[command(subcommand)]
    pub what: ValidateWhat,
}

#[derive(Subcommand)]
pub enum ValidateWhat {
    /// Correlation, tracking error, return gap by year, worst days, with and without doubtful sessions
    Levels(LevelsAgainstArguments),
    /// Precision, recall, Jaccard, weight overlap, and the misses grouped by reason
    Members(MembersAgainstArguments),
}

#[derive(Args)]
pub struct LevelsAgainstArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The file of published levels to compare with
    #[arg(long)]
    pub against: PathBuf,
    /// Split the tracking error into membership, shares and float, and prices
    #[arg(long, requires = "market")]
    pub budget: bool,
    /// The market of the run, with the lists of the fund that tracks the index
    #[arg(long, requires = "budget")]
    pub market: Option<PathBuf>,
    /// The fund that tracks the index (default: the one that the methodology names)
    #[arg(long, requires = "budget")]
    pub fund: Option<String>,
}

#[derive(Args)]
pub struct MembersAgainstArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The file to compare with: a fund's holdings, or membership lists
    #[arg(long)]
    pub against: PathBuf,
    /// The fund, where the file holds lists of several or does not say it
    #[arg(long)]
    pub fund: Option<String>,
    /// Only this list, or the date of a list that does not say it
    #[arg(long)]
    pub on: Option<Date>,
    /// How many examples of each reason to print
    #[arg(long, default_value_t = 6)]
    pub examples: usize,
}
