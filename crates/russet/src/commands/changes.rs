//! `russet changes`: what changed in an index between two days.

use anyhow::ensure;
use clap::Args;
use jiff::civil::Date;
use russet_calc::Run;
use russet_core::{ChangeKind, ChangeRow, Turnover};
use russet_market::{Factor, Money};

use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

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

pub fn run(arguments: &ChangesArguments) -> anyhow::Result<()> {
    let [after, until] = arguments.between[..] else {
        anyhow::bail!("--between takes two dates");
    };
    ensure!(after < until, "--between {after} {until}: the first day must come before the second");
    let changes = arguments.run.place.open()?.changes(&arguments.index, after, until)?;
    let rows = russet_core::rows(&changes.table)?;
    tell(&arguments.index, &rows, changes.turnover);
    sheet(&rows).print(arguments.run.format)
}

/// The value of an index at the last close up to a day.
pub fn index_value(run: &Run, index: &str, day: Date) -> Option<Money> {
    run.levels_of(index).take_while(|row| row.date <= day).last().map(|row| row.market_cap)
}

fn tell(index: &str, changes: &[ChangeRow], turnover: Option<Turnover>) {
    let count = |wanted: &[ChangeKind]| {
        changes.iter().filter(|change| wanted.contains(&change.change)).count()
    };
    say!(
        "{index}: {} enter ({} from another index), {} leave ({} to another index), {} share changes, {} on new terms, {} renames",
        count(&[ChangeKind::Add, ChangeKind::MoveIn]),
        count(&[ChangeKind::MoveIn]),
        count(&[ChangeKind::Delete, ChangeKind::MoveOut]),
        count(&[ChangeKind::MoveOut]),
        count(&[ChangeKind::Shares]),
        count(&[ChangeKind::Terms]),
        count(&[ChangeKind::Rename]),
    );
    if let Some(turnover) = turnover {
        let of_value = turnover.part_of_value.map_or_else(
            || "an unknown part of its value (a price or a rate of exchange is unknown)".to_owned(),
            |part| format!("{:.2}% of its value", part * 100.0),
        );
        say!("{index}: turnover {} stocks, {of_value}", turnover.stocks);
    }
}

fn sheet(changes: &[ChangeRow]) -> Sheet {
    let mut sheet = Sheet::new([
        ("after_close", Kind::Date),
        ("change", Kind::Text),
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("other_index", Kind::Text),
        ("cause", Kind::Text),
        ("shares_before", Kind::Decimal),
        ("shares_after", Kind::Decimal),
        ("price", Kind::Decimal),
        ("float_before", Kind::Decimal),
        ("float_after", Kind::Decimal),
        ("cap_before", Kind::Decimal),
        ("cap_after", Kind::Decimal),
        ("note", Kind::Text),
    ]);
    for change in changes {
        let other = change.index_id_from.clone().or(change.index_id_to.clone());
        sheet.row([
            Value::Date(change.after_close),
            Value::Text(change.change.words().to_owned()),
            Value::Text(change.ticker.to_string()),
            change.name.clone().map_or(Value::Missing, Value::Text),
            other.map_or(Value::Missing, Value::Text),
            Value::Text(change.cause.words().to_owned()),
            Value::Decimal(change.index_shares_before.to_string()),
            Value::Decimal(change.index_shares_after.to_string()),
            change.price_after.map_or(Value::Missing, |price| Value::Decimal(price.to_string())),
            factor(change.free_float_before),
            factor(change.free_float_after),
            factor(change.cap_factor_before),
            factor(change.cap_factor_after),
            Value::Text(change.note.clone()),
        ]);
    }
    sheet
}

fn factor(factor: Option<Factor>) -> Value {
    factor.map_or(Value::Missing, |factor| Value::Decimal(factor.to_string()))
}
