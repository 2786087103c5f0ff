//! `russet changes`: what changed in an index between two days.

use std::collections::BTreeMap;

use anyhow::ensure;
use jiff::civil::Date;
use russet_calc::Run;
use russet_calc::turnover::{self, Change, Movement};
use russet_market::{Factor, Money, SecurityId};

use super::levels::known_index;
use crate::arguments::ChangesArguments;
use crate::output::{Kind, Sheet, Value};

pub fn run(arguments: &ChangesArguments) -> anyhow::Result<()> {
    let [after, until] = arguments.between[..] else {
        anyhow::bail!("--between takes two dates");
    };
    ensure!(after < until, "--between {after} {until}: the first day must come before the second");
    let run = arguments.run.place.snapshot()?.read_between(after, until)?;
    known_index(&run.manifest, &arguments.index)?;
    let changes = turnover::changes(&run.events, &arguments.index, after, until);
    tell(&run, &arguments.index, &changes, until);
    sheet(&run, &changes).print(arguments.run.format)
}

/// The value of an index at the last close up to a day.
pub fn index_value(run: &Run, index: &str, day: Date) -> Option<Money> {
    run.levels_of(index).take_while(|row| row.date <= day).last().map(|row| row.market_cap)
}

fn tell(run: &Run, index: &str, changes: &[Change], until: Date) {
    let count = |wanted: fn(&Movement) -> bool| {
        changes.iter().filter(|change| wanted(&change.movement)).count()
    };
    say!(
        "{index}: {} enter ({} from another index), {} leave ({} to another index), {} share changes, {} on new terms, {} renames",
        count(|movement| matches!(movement, Movement::Add { .. })),
        count(|movement| matches!(movement, Movement::Add { from: Some(_) })),
        count(|movement| matches!(movement, Movement::Delete { .. })),
        count(|movement| matches!(movement, Movement::Delete { to: Some(_) })),
        count(|movement| matches!(movement, Movement::Shares)),
        count(|movement| matches!(movement, Movement::Terms)),
        count(|movement| matches!(movement, Movement::Rename)),
    );
    if let Some(value) = index_value(run, index, until) {
        let turnover = run.turnover(index, changes, value);
        let of_value = turnover.part_of_value.map_or_else(
            || "an unknown part of its value (a price or a rate of exchange is unknown)".to_owned(),
            |part| format!("{:.2}% of its value", part * 100.0),
        );
        say!("{index}: turnover {} stocks, {of_value}", turnover.stocks);
    }
}

fn sheet(run: &Run, changes: &[Change]) -> Sheet {
    let mut names: BTreeMap<SecurityId, &str> = BTreeMap::new();
    for row in &run.constituents {
        names.insert(row.security_id, &row.name);
    }
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
        let (word, other) = match &change.movement {
            Movement::Add { from: Some(id) } => ("move in", Some(id)),
            Movement::Add { from: None } => ("add", None),
            Movement::Delete { to: Some(id) } => ("move out", Some(id)),
            Movement::Delete { to: None } => ("delete", None),
            Movement::Shares => ("shares", None),
            Movement::Terms => ("terms", None),
            Movement::Rename => ("rename", None),
        };
        sheet.row([
            Value::Date(change.after_close),
            Value::Text(word.to_owned()),
            Value::Text(change.ticker.to_string()),
            names
                .get(&change.security)
                .map_or(Value::Missing, |name| Value::Text((*name).to_owned())),
            other.map_or(Value::Missing, |id| Value::Text(id.clone())),
            Value::Text(change.cause.words().to_owned()),
            Value::Decimal(change.shares_before.to_string()),
            Value::Decimal(change.shares_after.to_string()),
            change.price.map_or(Value::Missing, |price| Value::Decimal(price.to_string())),
            factor(change.float_before),
            factor(change.float_after),
            factor(change.cap_before),
            factor(change.cap_after),
            Value::Text(change.note.clone()),
        ]);
    }
    sheet
}

fn factor(factor: Option<Factor>) -> Value {
    factor.map_or(Value::Missing, |factor| Value::Decimal(factor.to_string()))
}
