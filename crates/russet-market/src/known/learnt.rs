//! What was learnt of each table, day by day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::digest::{CHUNK, Digest, packed};
use crate::facts::FundLine;
use crate::folder::TableRow;
use crate::market::Market;
use crate::prices::PriceTable;

/// The days on which something of a table was learnt, each with everything known by then.
pub(super) type Learnt = Vec<(Date, Digest)>;

/// What stands in the place of a table for closes.
pub(super) const CLOSES: &str = "prices";

/// The closes of a session's year up to it: each session with all before it.
pub(super) fn closes_until(prices: &PriceTable, session: Date) -> Learnt {
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

/// The tables whose rows are many.
pub(super) fn long_tables(market: &Market) -> Vec<(&'static str, Learnt)> {
    vec![
        table(&market.shares, |row| row.known_at),
        table(&market.fundamentals, |row| row.known_at),
        table(&market.actions, |row| row.known_at),
    ]
}

/// The tables whose rows are few.
pub(super) fn short_tables(market: &Market) -> Vec<(&'static str, Learnt)> {
    let of_register = Date::MIN;
    let lists = lists_by_first_sight(&market.fund_lines);
    vec![
        table(&market.free_floats, |row| row.known_at),
        table(&market.class_votes, |row| row.known_at),
        table(&market.geography, |row| row.known_at),
        table(&market.fx, |row| row.known_at),
        table(&market.committee_decisions, |row| row.known_at),
        table(&market.corrections, |row| row.known_at),
        // A list is read as a whole, so a line that is learnt later changes it.
        table(&market.fund_lines, |row| lists[&(row.fund.as_str(), row.as_of)]),
        // The register is used whenever it was read.
        table(&market.filers, |_| of_register),
        table(&market.filer_tickers, |_| of_register),
        table(&market.filer_names, |_| of_register),
        table(&market.cusips, |_| of_register),
    ]
}

pub(super) fn known_by(learnt: &Learnt, day: Date) -> Digest {
    let known = learnt.partition_point(|(learnt, _)| *learnt <= day);
    known.checked_sub(1).map_or(Digest::default(), |place| learnt[place].1)
}

/// A table's rows summed up by the day on which they were known.
fn table<R: TableRow + Sync>(
    rows: &[R],
    known_at: impl Fn(&R) -> Date + Sync,
) -> (&'static str, Learnt) {
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
    (R::TABLE, summed.collect())
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
