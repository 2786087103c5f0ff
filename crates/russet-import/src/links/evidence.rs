//! The companies that one description may be of, and what speaks for each.

use jiff::civil::Date;
use russet_market::{Cik, FilerTicker, SecurityVersion};

use super::names::{Agreement, Name};
use super::register::{Register, days_between};

/// Days by which the register's sight of a symbol and the symbol's days in the market may lie apart
/// where the names are alike; where they are the same, no distance is too long.
const NEAR_DAYS: i32 = 60;

/// A company that a description may be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) cik: Cik,
    pub(super) agreement: Agreement,
    /// Days between the symbol's rows and the description, none where they meet.
    pub(super) gap: i32,
    /// Days that the symbol's rows and the description share.
    pub(super) shared_days: i32,
    /// The first and last day on which the register has the company so.
    pub(super) seen: (Date, Date),
    /// What speaks for it, in words.
    pub(super) words: String,
}

/// The companies of a description: by its symbol and name, else by a CUSIP and name, else by its name
/// alone.
pub(super) fn candidates(register: &Register<'_>, version: &SecurityVersion) -> Vec<Candidate> {
    let name = Name::of(&version.name);
    let days = (version.first_session, version.last_session);
    let key = version.ticker.key();
    let found = by_symbol(register, register.symbol(&key), &name, days);
    if !found.is_empty() {
        return found;
    }
    let cusips = register.other_symbols(&key, days);
    let by_cusip = cusips.into_iter().find_map(|(cusip, symbol)| {
        let found = by_symbol(register, register.symbol(symbol), &name, days);
        let [only] = &found[..] else { return None };
        Some(Candidate { words: format!("CUSIP {cusip} of {}", only.words), ..only.clone() })
    });
    if let Some(candidate) = by_cusip {
        return vec![candidate];
    }
    let known_then = |row: &&FilerTicker| gap(row, days) <= NEAR_DAYS;
    if register.symbol(&key).iter().any(known_then) {
        return Vec::new();
    }
    let only = register.only_company(&name, days);
    let alone = only.map(|cik| Candidate {
        cik,
        agreement: Agreement::Same,
        gap: 0,
        shared_days: 0,
        seen: days,
        words: "the name alone, which no other company of the register has".to_owned(),
    });
    alone.into_iter().collect()
}

/// The companies of a symbol's rows whose names agree, each once.
fn by_symbol(
    register: &Register<'_>,
    rows: &[&FilerTicker],
    name: &Name,
    days: (Date, Date),
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for row in rows {
        let agreement = register.agreement(row.cik, name, days);
        let gap = gap(row, days);
        let enough = if gap <= NEAR_DAYS { Agreement::Like } else { Agreement::Same };
        if agreement < enough {
            continue;
        }
        let shared_days =
            days_between(days.0.max(row.first_seen), days.1.min(row.last_seen)).max(-1) + 1;
        let seen = (row.first_seen, row.last_seen);
        match found.iter_mut().find(|known| known.cik == row.cik) {
            Some(known) => {
                known.gap = known.gap.min(gap);
                known.shared_days += shared_days;
                known.seen = (known.seen.0.min(seen.0), known.seen.1.max(seen.1));
                known.agreement = known.agreement.max(agreement);
            }
            None => found.push(Candidate {
                cik: row.cik,
                agreement,
                gap,
                shared_days,
                seen,
                words: row.ticker.to_string(),
            }),
        }
    }
    // A company seen with the symbol meanwhile is better evidence than one seen before or after, and
    // one seen shortly before or after is better than one seen long ago.
    let nearest = found.iter().map(|one| one.gap).min().unwrap_or(0);
    found.retain(|one| one.gap == nearest);
    for one in &mut found {
        let like = if one.agreement == Agreement::Same { "name" } else { "a like name" };
        let (from, to) = one.seen;
        let when = if from == to { from.to_string() } else { format!("{from} to {to}") };
        one.words = format!("symbol {} of {when} and {like}", one.words);
    }
    found.sort_by_key(|one| (one.seen, one.cik));
    found
}

/// Days between a row and some days, none where they meet.
fn gap(row: &FilerTicker, (from, to): (Date, Date)) -> i32 {
    days_between(to, row.first_seen).max(days_between(row.last_seen, from)).max(0)
}
