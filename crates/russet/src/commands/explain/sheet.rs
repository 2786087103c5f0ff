//! The decisions about a security as a sheet.

use russet_rules::{Decision, Methodology};

use crate::output::{Kind, Sheet, Value};

pub(super) fn sheet(family: &Methodology, decisions: &[Decision]) -> Sheet {
    let mut sheet = Sheet::new([
        ("occasion", Kind::Text),
        ("rank_day", Kind::Date),
        ("effective", Kind::Date),
        ("index", Kind::Text),
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("close", Kind::Decimal),
        ("close_date", Kind::Date),
        ("shares", Kind::Decimal),
        ("shares_source", Kind::Text),
        ("register", Kind::Text),
        ("overrides", Kind::Text),
        ("company_cap", Kind::Decimal),
        ("rank", Kind::Whole),
        ("cumulative_percent", Kind::Float),
        ("previous", Kind::Text),
        ("indexes", Kind::Text),
        ("rule", Kind::Text),
        ("reference", Kind::Text),
        ("reason", Kind::Text),
        ("screens", Kind::Text),
    ]);
    for row in decisions {
        sheet.row([
            Value::Text(row.occasion.as_str().to_owned()),
            Value::Date(row.rank_day),
            Value::Date(row.effective_after_close),
            row.index_id.as_ref().map_or(Value::Missing, |id| Value::Text(id.to_string())),
            Value::Text(row.ticker.to_string()),
            Value::Text(row.name.to_string()),
            Value::Decimal(row.close.to_string()),
            Value::Date(row.close_date),
            row.shares_outstanding
                .map_or(Value::Missing, |shares| Value::Decimal(shares.to_string())),
            row.shares_words().map_or(Value::Missing, Value::Text),
            row.register.as_ref().map_or(Value::Missing, |entry| Value::Text(entry.words())),
            row.overrides.as_ref().map_or(Value::Missing, |words| Value::Text(words.to_string())),
            row.company_market_cap.map_or(Value::Missing, |cap| Value::Decimal(cap.published(2))),
            row.rank.map_or(Value::Missing, |rank| Value::Whole(i64::from(rank))),
            row.cumulative_percent.map_or(Value::Missing, |percent| Value::Float(percent, 4)),
            Value::Text(row.indexes_before.to_string()),
            Value::Text(row.indexes_after.to_string()),
            Value::Text(row.rule.to_string()),
            Value::Text(row.reference(family).to_owned()),
            Value::Text(row.reason(family)),
            Value::Text(row.screens.to_string()),
        ]);
    }
    sheet
}
