//! What was learned of each table, day by day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use russet_store::table::Table;

use super::digest::{CHUNK, Digest, packed};
use crate::facts::FundLine;
use crate::market::{Market, Role, market_tables};
use crate::prices::PriceTable;

/// The days on which something of a table was learned, each with everything known by then.
pub(super) type Learned = Vec<(Date, Digest)>;

/// What stands in the place of a table for closes.
pub(super) const CLOSES: &str = "prices";

/// The closes of a session's year up to it: each session with all before it.
pub(super) fn closes_until(prices: &PriceTable, session: Date) -> Learned {
    let digests: Vec<Digest> = prices
        .of_year_until(session)
        .par_iter()
        .map(|(session, rows)| {
            let mut bytes = Vec::new();
            prices.write_down(rows.clone(), &mut bytes);
            Digest::of(&(packed(*session), bytes), &mut Vec::new())
        })
        .collect();
    let mut known = Digest::default();
    let sessions = prices.of_year_until(session).iter().zip(digests);
    let summed = sessions.map(|((session, _), digest)| {
        known = known.plus(digest);
        (*session, known)
    });
    summed.collect()
}

/// The tables of some roles, each with what was known of it day by day.
pub(super) fn tables(market: &Market, wanted: fn(Role) -> bool) -> Vec<(&'static str, Learned)> {
    let lists = lists_by_first_sight(&market.fund_lines);
    let mut tables = Vec::new();
    macro_rules! learn {
        // A list is read as a whole, so a line that is learned later changes it.
        (List $rows:expr) => {
            table($rows, |row| lists[&(row.fund.as_str(), row.as_of)])
        };
        // What is not dated is used whenever it was read.
        ($role:ident $rows:expr) => {
            table($rows, |row| row.known_at().unwrap_or(Date::MIN))
        };
    }
    macro_rules! learn_all {
        ($($(#[$doc:meta])* $role:ident $field:ident: $row:ty;)+) => {
            $(if wanted(Role::$role) {
                tables.push(learn!($role &market.$field));
            })+
        };
    }
    market_tables!(learn_all);
    tables
}

/// The tables whose rows are many.
pub(super) fn long_tables(market: &Market) -> Vec<(&'static str, Learned)> {
    tables(market, |role| role == Role::Long)
}

/// The tables whose rows are few.
pub(super) fn short_tables(market: &Market) -> Vec<(&'static str, Learned)> {
    tables(market, |role| matches!(role, Role::Short | Role::List))
}

pub(super) fn known_by(learned: &Learned, day: Date) -> Digest {
    let known = learned.partition_point(|(learned, _)| *learned <= day);
    known.checked_sub(1).map_or(Digest::default(), |place| learned[place].1)
}

/// A table's rows summed up by the day on which they were known.
fn table<R: Table + serde::Serialize + Sync>(
    rows: &[R],
    known_at: impl Fn(&R) -> Date + Sync,
) -> (&'static str, Learned) {
    let chunks = rows.par_chunks(CHUNK).map(|rows| {
        let (mut days, mut buffer) = (BTreeMap::new(), Vec::new());
        for row in rows {
            let sum: &mut Digest = days.entry(known_at(row)).or_default();
            *sum = sum.plus(Digest::of(row, &mut buffer));
        }
        days
    });
    let days = chunks.reduce(BTreeMap::new, |mut days: BTreeMap<Date, Digest>, more| {
        for (day, digest) in more {
            let sum = days.entry(day).or_default();
            *sum = sum.plus(digest);
        }
        days
    });
    let mut known = Digest::default();
    let summed = days.into_iter().map(|(day, digest)| {
        known = known.plus(digest);
        (day, known)
    });
    (R::NAME, summed.collect())
}

/// The first day on which anything of a fund's list was public.
fn lists_by_first_sight(lines: &[FundLine]) -> BTreeMap<(&str, Date), Date> {
    let mut lists = BTreeMap::new();
    for line in lines {
        let seen = lists.entry((line.fund.as_str(), line.as_of)).or_insert(line.known_at);
        *seen = line.known_at.min(*seen);
    }
    lists
}
