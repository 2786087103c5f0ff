//! A run against the funds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::{Constituent, LevelRow, Run};
use russet_market::{SecurityId, Ticker};

use super::day::Row;
use super::numbers::of_level;

/// Levels agree to a part in a billion.
const DECIMALS: u32 = 9;
/// And weights to a billionth of the index.
const MOST_APART: f64 = 1e-9;

/// Where a run's levels or baskets are not those of the funds, one sentence each.
pub fn breaches<'run>(run: &'run Run, rows: &'run [Row]) -> Vec<String> {
    let mut breaches = Vec::new();
    let baskets = Baskets::of(run);
    let levels: BTreeMap<(&str, Date), &LevelRow> =
        run.levels.iter().map(|row| ((row.index_id.as_str(), row.date), row)).collect();
    for row in rows {
        let (fund, date) = (&row.fund, row.date);
        let Some(level) = levels.get(&(fund.as_str(), date)) else {
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
        breaches.extend(basket_breaches(run, &baskets, row));
    }
    breaches
}

/// The constituents of every index on every session.
struct Baskets<'run>(BTreeMap<(&'run str, Date), Basket<'run>>);

type Basket<'run> = BTreeMap<SecurityId, &'run Constituent>;

impl<'run> Baskets<'run> {
    fn of(run: &'run Run) -> Baskets<'run> {
        let mut baskets: BTreeMap<(&str, Date), Basket<'_>> = run
            .levels
            .iter()
            .map(|row| ((row.index_id.as_str(), row.date), Basket::new()))
            .collect();
        for row in &run.constituents {
            let of_row = (row.index_id.as_str(), row.first_session)
                ..=(row.index_id.as_str(), row.last_session);
            for (_, basket) in baskets.range_mut(of_row) {
                basket.insert(row.security_id, row);
            }
        }
        Baskets(baskets)
    }

    fn on(&self, index: &'run str, date: Date) -> &Basket<'run> {
        &self.0[&(index, date)]
    }
}

/// Lines that only one of both holds, and weights that differ.
fn basket_breaches<'run>(run: &'run Run, baskets: &Baskets<'run>, row: &'run Row) -> Vec<String> {
    let (fund, date) = (&row.fund, row.date);
    let held = baskets.on(fund, date);
    let closes = run.closes.on(date);
    let worth = |line: &SecurityId| {
        let close = closes.get(line).map_or(0, |(close, _)| close.nanos());
        close as f64 * held[line].index_shares.micros() as f64
    };
    let total: f64 = held.keys().map(worth).sum();
    let mut breaches = Vec::new();
    for (line, one) in held {
        if !row.basket.contains_key(line) {
            breaches
                .push(format!("{date} {fund}: the run holds {}, the fund does not", one.ticker));
        }
    }
    for line in row.basket.keys() {
        let Some(one) = held.get(line) else {
            let name = name_of(run, *line);
            breaches.push(format!("{date} {fund}: the fund holds {name}, the run does not"));
            continue;
        };
        let (said, expected) = (worth(line) / total, row.weights.get(line).copied());
        let expected = expected.unwrap_or(0.0);
        if (said - expected).abs() > MOST_APART {
            let name = &one.ticker;
            breaches.push(format!("{date} {fund}: {name} weighs {said:.12}, not {expected:.12}"));
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
    let (mut breaches, baskets) = (Vec::new(), Baskets::of(run));
    let dates: Vec<Date> = run.levels_of("R3000").map(|row| row.date).collect();
    for date in dates {
        for (whole, parts) in PARTS {
            let mut shares: BTreeMap<SecurityId, i64> = BTreeMap::new();
            for part in parts {
                for (line, row) in baskets.on(part, date) {
                    *shares.entry(*line).or_default() += row.index_shares.micros();
                }
            }
            for (line, row) in baskets.on(whole, date) {
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
