//! What a market's folder keeps of what was known by its last sessions.

use jiff::ToSpan;
use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::learned::{CLOSES, closes_until, known_by, long_tables};
use crate::market::Market;

/// What of a table with many rows was known by one of the last sessions: kept beside the tables, so that a
/// build that adds a day need not read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "known", key = "table_name, session")]
pub struct KnownRow {
    /// The table.
    #[column(was = "table")]
    pub table_name: String,
    /// The session.
    pub session: Date,
    /// The first lane of the digest of its rows.
    pub first: u64,
    /// The second one.
    pub second: u64,
    /// The third one.
    pub third: u64,
    /// The fourth one.
    pub fourth: u64,
}

/// Sessions at the end of a market that runs are expected to go on from.
const KEPT_SESSIONS: usize = 64;

impl KnownRow {
    fn new(table: &str, session: Date, digest: Digest) -> KnownRow {
        let Digest([first, second, third, fourth]) = digest;
        KnownRow { table_name: table.to_owned(), session, first, second, third, fourth }
    }

    /// What is kept of a market in canonical order.
    pub(crate) fn of(market: &Market) -> Vec<KnownRow> {
        let sessions = market.prices.sessions();
        let kept = &sessions[sessions.len().saturating_sub(KEPT_SESSIONS)..];
        let [first, last] = [kept.first(), kept.last()]
            .map(|session| session.map_or(Date::MIN, |(session, _)| *session));
        let mut closes = closes_until(&market.prices, last);
        if first.year() < last.year() {
            let end = last.first_of_year().saturating_sub(1.day());
            closes = [closes_until(&market.prices, end), closes].concat();
        }
        closes.retain(|(session, _)| *session >= first);
        let closes = closes.into_iter().map(|(session, sum)| KnownRow::new(CLOSES, session, sum));
        let mut rows: Vec<KnownRow> = closes.collect();
        for (table, learned) in long_tables(market) {
            let of_table = kept
                .iter()
                .map(|(session, _)| KnownRow::new(table, *session, known_by(&learned, *session)));
            rows.extend(of_table);
        }
        rows
    }
}
