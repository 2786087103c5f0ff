//! What of a market was known by a day, as fingerprints: whether two markets tell the same story up to
//! then is seen without having both.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::facts::{Action, FundLine, SecurityVersion};
use crate::folder::TableRow;
use crate::identity::SecurityId;
use crate::market::Market;

/// Rows hashed by one thread at a time.
const CHUNK: usize = 4_096;

/// The sum of the BLAKE3 hashes of rows, lane by lane: what order rows come in does not matter, and a
/// later row is added to what is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Digest([u64; 4]);

impl Digest {
    fn of(row: &impl Serialize, buffer: &mut Vec<u8>) -> Digest {
        buffer.clear();
        // Rows are plain structs, which cannot fail to be written into memory.
        let written = postcard::to_extend(row, std::mem::take(buffer));
        *buffer = written.unwrap_or_default();
        let hash = blake3::hash(buffer);
        let mut lanes = [0; 4];
        for (lane, bytes) in lanes.iter_mut().zip(hash.as_bytes().chunks_exact(8)) {
            *lane = bytes.iter().rev().fold(0, |lane, byte| lane << 8 | u64::from(*byte));
        }
        Digest(lanes)
    }

    fn plus(self, other: Digest) -> Digest {
        let mut sum = self;
        sum.0.iter_mut().zip(other.0).for_each(|(lane, other)| *lane = lane.wrapping_add(other));
        sum
    }
}

/// What was known by a day, one digest a table.
///
/// Closes are not part of it: price files are compared by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint(BTreeMap<String, Digest>);

/// The facts of a market by the day on which each was known.
#[derive(Debug)]
pub struct Known<'market> {
    market: &'market Market,
    /// By table, the days on which something was learnt, each with everything known by then.
    tables: Vec<(&'static str, Vec<(Date, Digest)>)>,
}

impl<'market> Known<'market> {
    /// Hashes every row of a market in canonical order.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, Known, Market, SecurityId};
    /// let (mut market, day, next) = (Market::default(), date(2024, 6, 27), date(2024, 6, 28));
    /// let before = Known::of(&market).by(day, next);
    /// market.actions.push(Action::new(next, SecurityId(0), ActionKind::Suspension, "mine"));
    /// let known = Known::of(&market);
    /// assert_eq!(known.by(day, next), before);
    /// assert_ne!(known.by(next, date(2024, 7, 1)), before);
    /// ```
    pub fn of(market: &'market Market) -> Known<'market> {
        let of_register = Date::MIN;
        let lists = lists_by_first_sight(&market.fund_lines);
        let tables = vec![
            table(&market.shares, |row| row.known_at),
            table(&market.fundamentals, |row| row.known_at),
            table(&market.actions, |row| row.known_at),
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
        ];
        Known { market, tables }
    }

    /// What was known by the end of a session, before which the actions of the next one are applied.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Known, Market};
    /// let market = Market::default();
    /// let known = Known::of(&market);
    /// let days = [date(2024, 6, 28), date(2024, 7, 1), date(2024, 7, 2)];
    /// assert_eq!(known.by(days[0], days[1]), known.by(days[1], days[2]));
    /// ```
    pub fn by(&self, day: Date, next: Date) -> Fingerprint {
        let digests = self.tables.iter().map(|(table, days)| {
            let known = days.partition_point(|(learnt, _)| *learnt <= day);
            let digest = known.checked_sub(1).map_or(Digest::default(), |place| days[place].1);
            ((*table).to_owned(), digest)
        });
        let mut digests: BTreeMap<String, Digest> = digests.collect();
        let described = self.described_by(day, next);
        digests.insert("filer_links".to_owned(), self.links_by(day, &described));
        digests.insert(SecurityVersion::TABLE.to_owned(), self.descriptions_by(day, described));
        let told = ("has accounts", !self.market.fundamentals.is_empty());
        digests.insert("accounts".to_owned(), Digest::of(&told, &mut Vec::new()));
        Fingerprint(digests)
    }

    /// The securities that were described, or named by an action that was applied, by a day.
    fn described_by(&self, day: Date, next: Date) -> BTreeSet<SecurityId> {
        let versions = self.market.securities.iter().filter(|version| version.known_at <= day);
        let mut described: BTreeSet<_> = versions.map(|version| version.security).collect();
        let known = |action: &&Action| action.known_at <= day && action.ex_date <= next;
        described
            .extend(self.market.actions.iter().filter(known).filter_map(|action| action.other));
        described
    }

    /// Descriptions, as far as they had been seen. The first one of a line names it before it trades,
    /// whenever it was known.
    fn descriptions_by(&self, day: Date, described: BTreeSet<SecurityId>) -> Digest {
        let (mut sum, mut buffer) = (Digest::default(), Vec::new());
        let mut add = |what: &str, version: &SecurityVersion| {
            let seen = SecurityVersion { to: version.to.min(day), ..version.clone() };
            sum = sum.plus(Digest::of(&(what, seen), &mut buffer));
        };
        let mut last = None;
        for version in &self.market.securities {
            if last != Some(version.security) && described.contains(&version.security) {
                add("first", version);
            }
            if version.known_at <= day {
                add("known", version);
            }
            last = Some(version.security);
        }
        let currencies: BTreeSet<_> =
            self.market.securities.iter().map(|version| version.mic.currency()).collect();
        sum.plus(Digest::of(&currencies, &mut buffer))
    }

    /// Links to the register; the first one of a line is used before its day too.
    fn links_by(&self, day: Date, described: &BTreeSet<SecurityId>) -> Digest {
        let (mut sum, mut buffer, mut last) = (Digest::default(), Vec::new(), None);
        for link in &self.market.filer_links {
            let is_first = last != Some(link.security) && described.contains(&link.security);
            if is_first || link.from <= day {
                sum = sum.plus(Digest::of(&(is_first, link), &mut buffer));
            }
            last = Some(link.security);
        }
        sum
    }
}

/// A table's rows summed up by the day on which they were known.
fn table<R: TableRow + Sync>(
    rows: &[R],
    known_at: impl Fn(&R) -> Date + Sync,
) -> (&'static str, Vec<(Date, Digest)>) {
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
