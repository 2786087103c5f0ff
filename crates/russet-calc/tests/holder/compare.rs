//! A run against the funds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::{Constituent, Run};
use russet_market::{SecurityId, Ticker};

use super::day::Row;
use super::numbers::{decimal, of_level, of_price, of_shares, zero};

/// Levels and weights agree to a part in a billion.
const DECIMALS: u32 = 9;

/// Where a run's levels or baskets are not those of the funds, one sentence each.
pub fn breaches(run: &Run, rows: &[Row]) -> Vec<String> {
    let mut breaches = Vec::new();
    for row in rows {
        let (fund, date) = (&row.fund, row.date);
        let Some(level) = run.levels_of(fund).find(|level| level.date == date) else {
            breaches.push(format!("{date} {fund}: the run has no level"));
            continue;
        };
        let levels = [
            ("price return", level.price_return, &row.price),
            ("net return", level.net_return, &row.net),
            ("total return", level.total_return, &row.gross),
        ];
        for (name, said, expected) in levels {
            if !expected.is_near(&of_level(said), DECIMALS) {
                let said = said.published(9);
                breaches.push(format!("{date} {fund}: {name} {said} is not {}", expected.shown()));
            }
        }
        breaches.extend(basket_breaches(run, row));
    }
    breaches
}

fn basket_of<'run>(run: &'run Run, index: &str, date: Date) -> BTreeMap<SecurityId, &'run Constituent> {
    let rows = run.constituents.iter().filter(|row| {
        row.index_id == index && row.first_session <= date && row.last_session >= date
    });
    rows.map(|row| (row.security_id, row)).collect()
}

/// Lines that only one of both holds, and weights that differ.
fn basket_breaches(run: &Run, row: &Row) -> Vec<String> {
    let (fund, date) = (&row.fund, row.date);
    let held = basket_of(run, fund, date);
    let closes = run.closes.on(date);
    let worth = |line: &SecurityId| {
        let close = closes.get(line).map(|(close, _)| of_price(*close));
        close.map_or_else(zero, |close| close * of_shares(held[line].index_shares))
    };
    let total = held.keys().fold(zero(), |sum, line| sum + worth(line));
    let mut breaches = Vec::new();
    for (line, one) in &held {
        if !row.basket.contains_key(line) {
            breaches.push(format!("{date} {fund}: the run holds {}, the fund does not", one.ticker));
        }
    }
    for line in row.basket.keys() {
        let Some(one) = held.get(line) else {
            let name = name_of(run, *line);
            breaches.push(format!("{date} {fund}: the fund holds {name}, the run does not"));
            continue;
        };
        let (said, expected) = (worth(line) / &total, row.weights.get(line).cloned());
        let expected = expected.unwrap_or_else(zero);
        if (&said - &expected).abs() > decimal(1, DECIMALS) {
            let (name, said, expected) = (&one.ticker, said.shown(), expected.shown());
            breaches.push(format!("{date} {fund}: {name} weighs {said}, not {expected}"));
        }
    }
    breaches
}

fn name_of(run: &Run, line: SecurityId) -> String {
    let found = run.constituents.iter().find(|row| row.security_id == line);
    found.map_or_else(|| format!("line {}", line.0), |row| Ticker::to_string(&row.ticker))
}

/// Indexes that are parts of another one, in index shares and in value.
const PARTS: [(&str, [&str; 2]); 4] = [
    ("R3000", ["R1000", "R2000"]),
    ("R3000", ["R3000G", "R3000V"]),
    ("R1000", ["R1000G", "R1000V"]),
    ("R2000", ["R2000G", "R2000V"]),
];

/// Where two parts are not their whole: no line's index shares may differ by more than rounding.
pub fn parts_and_wholes(run: &Run) -> Vec<String> {
    let mut breaches = Vec::new();
    let dates: Vec<Date> = run.levels_of("R3000").map(|row| row.date).collect();
    for date in dates {
        for (whole, parts) in PARTS {
            let mut shares: BTreeMap<SecurityId, i64> = BTreeMap::new();
            for part in parts {
                for (line, row) in basket_of(run, part, date) {
                    *shares.entry(line).or_default() += row.index_shares.micros();
                }
            }
            let whole_basket = basket_of(run, whole, date);
            for (line, row) in &whole_basket {
                let of_parts = shares.remove(line).unwrap_or(0);
                if (row.index_shares.micros() - of_parts).abs() > 2 {
                    let (ticker, index_shares) = (&row.ticker, row.index_shares);
                    breaches.push(format!(
                        "{date} {whole} holds {index_shares} of {ticker}, its parts {}",
                        of_parts as f64 / 1e6
                    ));
                }
            }
            let extra = shares.keys().map(|line| name_of(run, *line));
            breaches.extend(extra.map(|line| format!("{date} {whole} lacks {line} of its parts")));
        }
    }
    breaches
}
