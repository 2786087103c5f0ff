//! The levels file of a session: a row an index.

use jiff::civil::Date;
use russet_calc::Run;

use super::exact;
use crate::output::{Kind, Sheet, Value};

pub(super) fn sheet(run: &Run, day: Date) -> Sheet {
    let decimals = run.manifest.decimals;
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("name", Kind::Text),
        ("date", Kind::Date),
        ("currency", Kind::Text),
        ("price_return", Kind::Exact(decimals as u8)),
        ("net_return", Kind::Exact(decimals as u8)),
        ("total_return", Kind::Exact(decimals as u8)),
        ("divisor", Kind::Exact(18)),
        ("constituents", Kind::Whole),
        ("market_cap", Kind::Exact(15)),
    ]);
    for index in &run.manifest.indexes {
        for row in run.levels_of(&index.id).filter(|row| row.date == day) {
            sheet.row([
                Value::Text(index.id.clone()),
                Value::Text(index.name.clone()),
                Value::Date(row.date),
                Value::Text(index.currency.to_string()),
                exact(row.price_return.published(decimals)),
                exact(row.net_return.published(decimals)),
                exact(row.total_return.published(decimals)),
                exact(row.divisor),
                Value::Whole(i64::from(row.constituents)),
                exact(row.market_cap),
            ]);
        }
    }
    sheet
}
