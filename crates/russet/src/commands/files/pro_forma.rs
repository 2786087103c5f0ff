//! The pro-forma file: an index as an announced reconstitution will leave it, line by line.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::Run;
use russet_calc::run::ProFormaRow;
use russet_market::{Money, Shares};

use super::{date, exact, perhaps, words};
use crate::output::{Kind, Sheet, Value};

pub(super) fn sheet(run: &Run, index: &str, day: Date) -> Sheet {
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("announced_on", Kind::Date),
        ("rank_day", Kind::Date),
        ("effective_after_close", Kind::Date),
        ("security", Kind::Whole),
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("currency", Kind::Text),
        ("change", Kind::Text),
        ("other_index", Kind::Text),
        ("shares_before", Kind::Exact(6)),
        ("shares_after", Kind::Exact(6)),
        ("shares_outstanding", Kind::Exact(6)),
        ("free_float", Kind::Exact(12)),
        ("style_probability", Kind::Exact(12)),
        ("cap_factor", Kind::Exact(12)),
        ("price", Kind::Exact(9)),
        ("price_date", Kind::Date),
        ("market_cap_before", Kind::Exact(15)),
        ("market_cap_after", Kind::Exact(15)),
        ("value_to_trade", Kind::Exact(15)),
        ("weight_before", Kind::Float),
        ("weight_after", Kind::Float),
        ("turnover", Kind::Float),
    ]);
    for rows in announced(run, index, day).into_values() {
        let total = |of: fn(&ProFormaRow) -> Money| -> f64 {
            rows.iter().map(|row| of(row).to_f64()).sum()
        };
        let (before, after) =
            (total(|row| row.market_cap_before), total(|row| row.market_cap_after));
        let turnover = turnover(&rows) / before;
        for row in rows {
            let (change, other) = change(row);
            let trade = row.market_cap_after.minus(row.market_cap_before).ok();
            sheet.row([
                Value::Text(index.to_owned()),
                Value::Date(row.announced_on),
                Value::Date(row.rank_day),
                Value::Date(row.effective_after_close),
                Value::Whole(i64::from(row.security_id.0)),
                Value::Text(row.ticker.to_string()),
                Value::Text(row.name.clone()),
                Value::Text(row.currency.to_string()),
                Value::Text(change.to_owned()),
                words(other),
                exact(row.index_shares_before),
                exact(row.index_shares_after),
                perhaps(row.shares_outstanding_after),
                perhaps(row.free_float_after),
                perhaps(row.style_probability_after),
                perhaps(row.cap_factor_after),
                perhaps(row.price),
                date(row.price_date),
                exact(row.market_cap_before),
                exact(row.market_cap_after),
                perhaps(trade),
                Value::Float(row.market_cap_before.to_f64() / before, 8),
                Value::Float(row.market_cap_after.to_f64() / after, 8),
                Value::Float(turnover, 6),
            ]);
        }
    }
    sheet
}

/// What was announced by a day and is still to come, by the day it takes effect: as announced last.
fn announced<'run>(
    run: &'run Run,
    index: &str,
    day: Date,
) -> BTreeMap<Date, Vec<&'run ProFormaRow>> {
    let known = |row: &&ProFormaRow| {
        row.index_id == index && row.announced_on <= day && row.effective_after_close > day
    };
    let mut by_effective: BTreeMap<Date, Vec<&ProFormaRow>> = BTreeMap::new();
    for row in run.pro_forma.iter().filter(known) {
        by_effective.entry(row.effective_after_close).or_default().push(row);
    }
    for rows in by_effective.values_mut() {
        let newest = rows.iter().map(|row| row.announced_on).max();
        rows.retain(|row| Some(row.announced_on) == newest);
        rows.sort_by(|a, b| {
            b.market_cap_after.cmp(&a.market_cap_after).then_with(|| a.ticker.cmp(&b.ticker))
        });
    }
    by_effective
}

fn change(row: &ProFormaRow) -> (&'static str, Option<&String>) {
    match (row.index_shares_before, row.index_shares_after) {
        (Shares::ZERO, _) if row.index_id_from.is_some() => ("move in", row.index_id_from.as_ref()),
        (Shares::ZERO, _) => ("add", None),
        (_, Shares::ZERO) if row.index_id_to.is_some() => ("move out", row.index_id_to.as_ref()),
        (_, Shares::ZERO) => ("delete", None),
        (before, after) if before != after => ("shares", None),
        _ => ("stay", None),
    }
}

/// The larger of the value that enters and the value that leaves, as turnovers are published.
fn turnover(rows: &[&ProFormaRow]) -> f64 {
    let entering = rows.iter().filter(|row| row.index_shares_before == Shares::ZERO);
    let leaving = rows.iter().filter(|row| row.index_shares_after == Shares::ZERO);
    let added: f64 = entering.map(|row| row.market_cap_after.to_f64()).sum();
    let deleted: f64 = leaving.map(|row| row.market_cap_before.to_f64()).sum();
    added.max(deleted)
}
