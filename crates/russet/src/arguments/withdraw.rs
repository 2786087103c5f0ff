//! What taking back and approving changes of a market takes.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use jiff::civil::Date;
use russet_market::folder::ApproveBy;
use russet_market::{ActionKind, Ticker};

use super::{KeepArguments, WaitArguments};
use crate::output::Format;

#[derive(Args)]
#[command(group = ArgGroup::new("what").required(true))]
pub struct WithdrawArguments {
    /// The imported file, by its name or the first digits of its hash: the market is rebuilt without it
    #[arg(group = "what")]
    pub file: Option<String>,
    /// The corporate action of the security with this symbol
    #[arg(long, group = "what", value_name = "TICKER", value_parser = ticker, requires = "ex_date")]
    pub action: Option<Ticker>,
    /// The share count of the security with this symbol
    #[arg(long, group = "what", value_name = "TICKER", value_parser = ticker, requires = "effective")]
    pub shares: Option<Ticker>,
    /// The action's ex-date
    #[arg(long, value_name = "DATE", requires = "action")]
    pub ex_date: Option<Date>,
    /// The kind of the action, where several go ex on that date
    #[arg(long, value_parser = kind, requires = "action")]
    pub kind: Option<ActionKind>,
    /// The sequence of the action, where several of that kind go ex on that date
    #[arg(long, value_name = "NUMBER", requires = "action")]
    pub sequence: Option<u16>,
    /// The first session that the share count holds for
    #[arg(long, value_name = "DATE", requires = "shares")]
    pub effective: Option<Date>,
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    /// Why, for the record
    #[arg(long)]
    pub why: String,
    #[command(flatten)]
    pub who: WhoArguments,
    #[command(flatten)]
    pub wait: WaitArguments,
}

/// Who makes a change.
#[derive(Args)]
pub struct WhoArguments {
    /// Who does it [default: RUSSET_USER, else the user's name]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

#[derive(Args)]
pub struct PendingArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct ApproveArguments {
    /// The changes, as `russet market pending` lists them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[command(flatten)]
    pub who: WhoArguments,
    #[command(flatten)]
    pub wait: WaitArguments,
}

#[derive(Args)]
pub struct RejectArguments {
    /// The change, as `russet market pending` lists it
    pub id: String,
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    /// Why, for the record
    #[arg(long)]
    pub why: String,
    #[command(flatten)]
    pub who: WhoArguments,
    #[command(flatten)]
    pub wait: WaitArguments,
}

#[derive(Args)]
pub struct SettingsArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[command(flatten)]
    pub keep: KeepArguments,
    /// How many people it takes to override an input or to withdraw a fact
    #[arg(long, value_enum)]
    pub approve_by: Option<People>,
    #[command(flatten)]
    pub wait: WaitArguments,
}

/// How many people a change takes.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// It counts at once
    One,
    /// It waits until a second person approves it
    Two,
}

impl People {
    pub fn setting(self) -> ApproveBy {
        match self {
            People::One => ApproveBy::One,
            People::Two => ApproveBy::Two,
        }
    }
}

fn ticker(text: &str) -> Result<Ticker, String> {
    Ticker::new(text).ok_or_else(|| "not a trading symbol".to_owned())
}

fn kind(text: &str) -> Result<ActionKind, String> {
    ActionKind::from_word(text).ok_or_else(|| {
        let known = ActionKind::ALL.map(ActionKind::word).join(", ");
        format!("no kind of action (hint: {known})")
    })
}
