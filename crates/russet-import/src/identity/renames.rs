//! Lines that go on under another symbol.
//!
//! A line that stopped and a new one that starts within a few sessions are one security when the
//! new one's reported change leads exactly to the old one's last close, and the company is the same
//! by name or by its number of shares. Two candidates as good as each other are no evidence.

use std::collections::BTreeMap;

use russet_market::SecurityKind;

use super::lines::{Line, Profile, RENAME_GAP, previous_close};
use super::name::similar;
use crate::sightings::Sighting;

/// Company share counts that differ by no more are the same: a feed rounds them.
const SAME_SHARES: f64 = 0.005;
/// Half of the last decimal of a reported change, in percent.
const CHANGE_ROUNDING: f64 = 0.000_5;
/// Half of the last decimal of a feed's adjusted previous close, in dollars.
const PRICE_ROUNDING: f64 = 0.000_06;

/// How good the evidence is, best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    SameShares,
    SimilarName,
    SameName,
    SameNameAndShares,
}

/// The line that each newcomer continues, by the newcomer's place in the session.
pub(super) fn find(
    profiles: &[Profile],
    lines: &[Line],
    rows: &[Sighting],
    newcomers: &[usize],
    now: u32,
) -> BTreeMap<usize, u32> {
    let stopped: Vec<u32> = (0..lines.len() as u32)
        .filter(|line| {
            let last_seen = lines[*line as usize].last_seen;
            last_seen < now && now - last_seen <= RENAME_GAP
        })
        .collect();
    let mut pairs: Vec<(Evidence, usize, u32)> = Vec::new();
    for place in newcomers {
        for line in &stopped {
            if let Some(evidence) = evidence(profiles, &lines[*line as usize], &rows[*place]) {
                pairs.push((evidence, *place, *line));
            }
        }
    }
    let best = |same: &dyn Fn(&(Evidence, usize, u32)) -> bool| {
        let top = pairs.iter().filter(|pair| same(pair)).map(|pair| pair.0).max();
        let mut tops = pairs.iter().filter(|pair| same(pair) && Some(pair.0) == top);
        tops.next().filter(|_| tops.next().is_none())
    };
    let mut joins = BTreeMap::new();
    for pair in &pairs {
        let (_, place, line) = *pair;
        if best(&|other| other.1 == place) == Some(pair)
            && best(&|other| other.2 == line) == Some(pair)
        {
            joins.insert(place, line);
        }
    }
    joins
}

fn evidence(profiles: &[Profile], line: &Line, row: &Sighting) -> Option<Evidence> {
    let old = &profiles[line.profile as usize];
    let new = &profiles[row.description as usize];
    if !kinds_agree(old, new) {
        return None;
    }
    let exact_price = price_continues(line, row);
    let adjacent = row.session == line.last_session + 1;
    let same_shares = shares_continue(line, row);
    // Flat prices near ten dollars and round share counts are what blank-cheque companies share.
    let telling_shares = same_shares && new.kind != SecurityKind::BlankCheque;
    let same_name = !new.stem.is_empty() && old.stem == new.stem;
    match (exact_price, same_name) {
        (true, true) if same_shares => Some(Evidence::SameNameAndShares),
        (true, true) => Some(Evidence::SameName),
        (true, false) if similar(&old.stem, &new.stem) => Some(Evidence::SimilarName),
        (true, false) if telling_shares => Some(Evidence::SameShares),
        // The feed missed a session between: its close cannot be checked.
        (false, true) if !adjacent && telling_shares && new.is_share() => {
            Some(Evidence::SameNameAndShares)
        }
        _ => None,
    }
}

/// Whether two descriptions may be of one line: shares of one class, or the very same bond,
/// warrant or preferred series.
fn kinds_agree(old: &Profile, new: &Profile) -> bool {
    if old.is_share() && new.is_share() {
        let (one, other) = (&old.share_class, &new.share_class);
        return one.is_none() || other.is_none() || one == other;
    }
    // The series of a company differ in a word or a figure only.
    old.kind == new.kind && !new.words.is_empty() && old.words == new.words
}

/// Whether the close before, as the new row's change implies it, is the old line's last close.
fn price_continues(line: &Line, row: &Sighting) -> bool {
    let (Some(last), Some(previous), Some(change)) =
        (line.close, previous_close(row), row.change_percent)
    else {
        return false;
    };
    let rounding = previous * (CHANGE_ROUNDING / 100.0) / (1.0 + change / 100.0) + PRICE_ROUNDING;
    (last.to_f64() - previous).abs() <= rounding
}

/// Whether both lines report the same number of company shares.
fn shares_continue(line: &Line, row: &Sighting) -> bool {
    let (Some(old_cap), Some(old_close)) = (line.cap_cents, line.close) else { return false };
    let (Some(new_cap), Some(new_close)) = (row.cap_cents, row.close) else { return false };
    let old = old_cap as f64 / old_close.to_f64();
    let new = new_cap as f64 / new_close.to_f64();
    (new / old - 1.0).abs() <= SAME_SHARES
}
