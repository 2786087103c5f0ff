//! What importing files into a market takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use russet_import::{ColumnNames, Limits};
use russet_market::Mic;

use super::WaitArguments;

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
    /// How large the files may be, such as line=4MiB,json-depth=100: line, columns, members, archive,
    /// member, json, json-values, json-depth, json-text, parquet-page, parquet-text, parquet-growth
    #[arg(long, default_value = "", hide_default_value = true)]
    pub limits: Limits,
    /// Refuse everything if any row is refused
    #[arg(long)]
    pub strict: bool,
    /// Keep no copies of the files in the market; it then cannot be rebuilt from them
    #[arg(long)]
    pub no_raw: bool,
    /// Keep copies of files up to this size, such as 500MB or 2GiB
    #[arg(long, value_name = "SIZE", default_value = "256MiB", value_parser = size, conflicts_with = "no_raw")]
    pub keep_raw_up_to: u64,
    #[command(flatten)]
    pub wait: WaitArguments,
}

/// A number of bytes, with or without a unit.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 8] = [
        ("", 1),
        ("b", 1),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
    ];
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = (text[..digits].parse::<u64>().ok(), text[digits..].trim().to_lowercase());
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
    let bytes = number.zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    bytes.ok_or_else(|| "not a size (hint: 500MB, 2GiB, or a number of bytes)".to_owned())
}

fn exchange(text: &str) -> Result<Mic, String> {
    Mic::from_name(text).ok_or_else(|| {
        let known: Vec<&str> = Mic::ALL.iter().map(|mic| mic.code()).collect();
        format!("no market of this name (hint: {})", known.join(", "))
    })
}
