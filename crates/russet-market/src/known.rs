//! What of a market was known by a day, as fingerprints: whether two markets tell the same story up to
//! then is seen without having both.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::facts::{Action, FundLine, SecurityVersion};
use crate::folder::TableRow;
use crate::identity::SecurityId;
use crate::market::Market;
use crate::prices::PriceTable;

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

/// What was known by a session, one digest a table; of closes those of the session's year, since the files of
/// earlier years are told by their names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint(BTreeMap<String, Digest>);

/// The days on which something of a table was learnt, each with everything known by then.
type Learnt = Vec<(Date, Digest)>;

/// Another line that an action names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) line: SecurityId,
    pub(crate) known_at: Date,
    pub(crate) ex_date: Date,
}

/// The facts of a market by the day on which each was known.
#[derive(Debug)]
pub struct Known<'market> {
    market: &'market Market,
    tables: Vec<(&'static str, Learnt)>,
    /// Of the tables with many rows, what was known by some sessions, as the market's folder keeps it.
    kept: Option<Vec<KnownRow>>,
    has_accounts: bool,
    named: Vec<Named>,
    /// Those of the last year, which most is asked of.
    closes: OnceLock<Learnt>,
    /// Of each description, all but the last session so described.
    descriptions: Vec<Digest>,
}

/// What of a table with many rows was known by one of the last sessions: kept beside the tables, so that a
/// build that adds a day need not read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRow {
    /// The table.
    pub table: String,
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

crate::table!(
    KnownRow,
    "known",
    [text("table"), day("session"), long("first"), long("second"), long("third"), long("fourth")]
);

/// Sessions at the end of a market that runs are expected to go on from.
const KEPT_SESSIONS: usize = 64;

/// What stands in the place of a table for closes.
const CLOSES: &str = "prices";

impl KnownRow {
    fn new(table: &str, session: Date, digest: Digest) -> KnownRow {
        let Digest([first, second, third, fourth]) = digest;
        KnownRow { table: table.to_owned(), session, first, second, third, fourth }
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
        for (table, learnt) in long_tables(market) {
            let of_table = kept
                .iter()
                .map(|(session, _)| KnownRow::new(table, *session, known_by(&learnt, *session)));
            rows.extend(of_table);
        }
        rows
    }
}

/// The closes of a session's year up to it: each session with all before it.
fn closes_until(prices: &PriceTable, session: Date) -> Learnt {
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
fn long_tables(market: &Market) -> Vec<(&'static str, Learnt)> {
    vec![
        table(&market.shares, |row| row.known_at),
        table(&market.fundamentals, |row| row.known_at),
        table(&market.actions, |row| row.known_at),
    ]
}

/// The tables whose rows are few.
fn short_tables(market: &Market) -> Vec<(&'static str, Learnt)> {
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

fn known_by(learnt: &Learnt, day: Date) -> Digest {
    let known = learnt.partition_point(|(learnt, _)| *learnt <= day);
    known.checked_sub(1).map_or(Digest::default(), |place| learnt[place].1)
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
        let tables = [long_tables(market), short_tables(market)].concat();
        let has_accounts = !market.fundamentals.is_empty();
        let descriptions = descriptions(market);
        let named = market.actions.iter().filter_map(|action| {
            let Action { known_at, ex_date, other, .. } = *action;
            Some(Named { line: other?, known_at, ex_date })
        });
        let named = named.collect();
        let closes = OnceLock::new();
        Known { market, tables, kept: None, has_accounts, named, closes, descriptions }
    }

    /// The same of a market without its long tables, from what its folder keeps of them.
    pub(crate) fn beside(
        market: &'market Market,
        (kept, has_accounts, named): (Vec<KnownRow>, bool, Vec<Named>),
    ) -> Known<'market> {
        let tables = short_tables(market);
        let descriptions = descriptions(market);
        let closes = OnceLock::new();
        Known { market, tables, kept: Some(kept), has_accounts, named, closes, descriptions }
    }

    /// What was known by the end of a session, before which the actions of the next one are applied;
    /// nothing where that is not kept.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Known, Market};
    /// let market = Market::default();
    /// let known = Known::of(&market);
    /// let days = [date(2024, 6, 28), date(2024, 7, 1), date(2024, 7, 2)];
    /// assert_eq!(known.by(days[0], days[1]), known.by(days[1], days[2]));
    /// ```
    pub fn by(&self, session: Date, next: Date) -> Option<Fingerprint> {
        let mut digests: BTreeMap<String, Digest> = BTreeMap::new();
        for (table, learnt) in &self.tables {
            digests.insert((*table).to_owned(), known_by(learnt, session));
        }
        if let Some(kept) = &self.kept {
            for row in kept.iter().filter(|row| row.session == session) {
                let digest = Digest([row.first, row.second, row.third, row.fourth]);
                digests.insert(row.table.clone(), digest);
            }
            let long = long_tables(self.market);
            let mut asked = long.iter().map(|(table, _)| *table).chain([CLOSES]);
            if !asked.all(|table| digests.contains_key(table)) {
                return None;
            }
        } else {
            let closes = self.closes.get_or_init(|| {
                let last = self.market.prices.sessions().last();
                last.map_or_else(Vec::new, |(last, _)| closes_until(&self.market.prices, *last))
            });
            let found = closes.binary_search_by_key(&session, |(session, _)| *session);
            let closes = match found {
                Ok(place) => closes[place].1,
                Err(_) => known_by(&closes_until(&self.market.prices, session), session),
            };
            digests.insert(CLOSES.to_owned(), closes);
        }
        let described = self.described_by(session, next);
        digests.insert("filer_links".to_owned(), self.links_by(session, &described));
        let described = self.descriptions_by(session, &described);
        digests.insert(SecurityVersion::TABLE.to_owned(), described);
        let told = ("has accounts", self.has_accounts);
        digests.insert("accounts".to_owned(), Digest::of(&told, &mut Vec::new()));
        Some(Fingerprint(digests))
    }

    /// Whether each security was described, or named by an action that was applied, by a session.
    fn described_by(&self, session: Date, next: Date) -> Vec<bool> {
        let mut described = Vec::new();
        let mut add = |security: SecurityId| {
            let place = security.0 as usize;
            if described.len() <= place {
                described.resize(place + 1, false);
            }
            described[place] = true;
        };
        let versions = self.market.securities.iter().filter(|version| version.known_at <= session);
        versions.for_each(|version| add(version.security));
        let applied = |named: &&Named| named.known_at <= session && named.ex_date <= next;
        self.named.iter().filter(applied).for_each(|named| add(named.line));
        described
    }

    /// Descriptions, as far as they had been seen. The first one of a line names it before it trades,
    /// whenever it was known.
    fn descriptions_by(&self, session: Date, described: &[bool]) -> Digest {
        let (mut sum, mut buffer) = (Digest::default(), Vec::new());
        let mut last = None;
        for (version, digest) in self.market.securities.iter().zip(&self.descriptions) {
            let is_first = last != Some(version.security)
                && described.get(version.security.0 as usize) == Some(&true);
            if is_first || version.known_at <= session {
                let seen = (is_first, digest, packed(version.to.min(session)));
                sum = sum.plus(Digest::of(&seen, &mut buffer));
            }
            last = Some(version.security);
        }
        let currencies: BTreeSet<_> =
            self.market.securities.iter().map(|version| version.mic.currency()).collect();
        sum.plus(Digest::of(&currencies, &mut buffer))
    }

    /// Links to the register; the first one of a line is used before its day too.
    fn links_by(&self, session: Date, described: &[bool]) -> Digest {
        let (mut sum, mut buffer, mut last) = (Digest::default(), Vec::new(), None);
        for link in &self.market.filer_links {
            let is_first = last != Some(link.security)
                && described.get(link.security.0 as usize) == Some(&true);
            if is_first || link.from <= session {
                sum = sum.plus(Digest::of(&(is_first, link), &mut buffer));
            }
            last = Some(link.security);
        }
        sum
    }
}

/// Each description but for the last session so described.
fn descriptions(market: &Market) -> Vec<Digest> {
    let chunks = market.securities.par_chunks(CHUNK).map(|versions| {
        let mut buffer = Vec::new();
        let digest = |version: &SecurityVersion| {
            let days = (packed(version.from), packed(version.known_at), version.ipo_year);
            let words = (&version.ticker, &version.name, &version.share_class, &version.country);
            let industry = (&version.sector, &version.industry);
            let what = (version.security, version.issuer, version.mic, version.kind);
            Digest::of(&(what, words, industry, days), &mut buffer)
        };
        versions.iter().map(digest).collect::<Vec<_>>()
    });
    chunks.collect::<Vec<_>>().concat()
}

/// A day as a small number.
fn packed(day: Date) -> i32 {
    i32::from(day.year()) << 9 | i32::from(day.month()) << 5 | i32::from(day.day())
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
