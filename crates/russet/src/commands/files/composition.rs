//! The closing file of a session and the opening file of the next one: same columns, a row a line.

use russet_calc::run::Composition;

use super::{date, exact, perhaps, words};
use crate::output::{Kind, Sheet, Value};

pub(super) fn sheet(index: &str, composition: &Composition<'_>, decimals: u32) -> Sheet {
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("date", Kind::Date),
        ("level_date", Kind::Date),
        ("security", Kind::Whole),
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("country", Kind::Text),
        ("currency", Kind::Text),
        ("sector", Kind::Text),
        ("shares_outstanding", Kind::Exact(6)),
        ("free_float", Kind::Exact(12)),
        ("style_probability", Kind::Exact(12)),
        ("cap_factor", Kind::Exact(12)),
        ("index_shares", Kind::Exact(6)),
        ("price", Kind::Exact(9)),
        ("price_date", Kind::Date),
        ("market_cap", Kind::Exact(15)),
        ("weight", Kind::Float),
        ("index_market_cap", Kind::Exact(15)),
        ("divisor", Kind::Exact(18)),
        ("price_return", Kind::Exact(decimals as u8)),
        ("net_return", Kind::Exact(decimals as u8)),
        ("total_return", Kind::Exact(decimals as u8)),
    ]);
    let level = composition.level;
    for line in &composition.constituents {
        let row = &line.constituent;
        sheet.row([
            Value::Text(index.to_owned()),
            Value::Date(composition.session),
            Value::Date(level.date),
            Value::Whole(i64::from(row.security_id.0)),
            Value::Text(row.ticker.to_string()),
            Value::Text(row.name.clone()),
            words(row.country.as_ref()),
            Value::Text(row.currency.to_string()),
            words(row.sector.as_ref()),
            perhaps(row.shares_outstanding),
            exact(row.free_float),
            exact(row.style_probability),
            exact(row.cap_factor),
            exact(row.index_shares),
            perhaps(line.price.map(|(price, _)| price)),
            date(line.price.map(|(_, session)| session)),
            exact(line.market_cap),
            Value::Float(line.weight, 8),
            exact(composition.market_cap),
            exact(composition.divisor),
            exact(level.price_return.published(decimals)),
            exact(level.net_return.published(decimals)),
            exact(level.total_return.published(decimals)),
        ]);
    }
    sheet
}
