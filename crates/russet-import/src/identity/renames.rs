//! Lines that go on under another symbol.
//!
//! A line that stopped and a new one that starts within a few sessions are one security when two of
//! three things go on: the price, the company's number of shares, and the name. A feed gives a new
//! symbol its reported change late, and carries the old count of shares over to the last digit: so
//! an equal count says more than the price. Two candidates as good as each other are no evidence.

use std::collections::BTreeMap;

use russet_market::{Price, SecurityKind};

use super::lines::{Line, Profile, RENAME_GAP, previous_close};
use super::name::similar;
use crate::sightings::Sighting;

/// Company share counts whose logarithms differ by no more are one count, rounded.
const SAME_SHARES: f64 = 0.000_1;
/// Company share counts of one company, a few days and an offering apart.
const LIKE_SHARES: f64 = 0.2;
/// Logarithms of closes of one line on neighboring sessions differ by no more.
const LIKE_PRICE: f64 = 0.35;
/// The close that a change refers to may differ so much from the last one seen.
const LIKE_CLOSE: f64 = 0.02;
/// So large a fall or rise is no session's move, but may be a spin-off's.
const SPIN_OFF: f64 = 1.2;
/// How far, relative, a company's value may be from what the reported change makes of it.
const SAME_VALUE: f64 = 0.01;
/// Half of the last decimal of a reported change, in percent.
const CHANGE_ROUNDING: f64 = 0.000_5;
/// Half of the last decimal of a feed's adjusted previous close, in dollars.
const PRICE_ROUNDING: f64 = 0.000_06;

/// How good the evidence is, best last.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Evidence {
    /// The same name at about the price, with no count to compare.
    NameAlone,
    /// A similar name and a company's value that goes on, at another number of shares.
    NameAndValue,
    /// The very count of shares, at another price.
    SharesAlone,
    /// A similar name, about the price and about the count; the less they differ the better.
    AboutAll(Nearness),
    /// The very count of shares, about the price.
    SharesAndPrice,
    /// The reported change leads to the very last close.
    VeryPrice { shares: bool, name: bool },
    /// The same name and the very last close, or the very count.
    SameName { shares: bool },
}

/// The less two lines differ, the greater.
type Nearness = f64;

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
        let top = pairs.iter().filter(|pair| same(pair)).map(|pair| pair.0).reduce(better);
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

fn better(one: Evidence, other: Evidence) -> Evidence {
    if other > one { other } else { one }
}

fn evidence(profiles: &[Profile], line: &Line, row: &Sighting) -> Option<Evidence> {
    let old = &profiles[line.profile as usize];
    let new = &profiles[row.description as usize];
    if !kinds_agree(old, new) {
        return None;
    }
    let same_name = !new.stem.is_empty() && old.stem == new.stem;
    let like_name = same_name || similar(&old.stem, &new.stem);
    let blank = |profile: &Profile| profile.kind == SecurityKind::BlankCheck;
    // New blank checks begin with the price and the round counts of many others; and one that
    // bought a company goes on where the reported change, if there is one, says it does.
    let telling = new.is_share() && !blank(new) && !(blank(old) && price_contradicts(line, row));
    let prices = line.close.zip(row.close).map(|(old, new)| apart(old.to_f64(), new.to_f64()));
    let shares = shares(line.cap_cents, line.close)
        .zip(self::shares(row.cap_cents, row.close))
        .map(|(old, new)| apart(old, new));
    let like_price = prices.is_some_and(|apart| apart <= LIKE_PRICE);
    let same_shares = shares.is_some_and(|apart| apart <= SAME_SHARES);
    let like_shares = shares.is_some_and(|apart| apart <= LIKE_SHARES);
    let nearness = -prices.unwrap_or(0.0) - shares.unwrap_or(0.0);
    if price_continues(line, row) {
        return match () {
            () if same_name => Some(Evidence::SameName { shares: same_shares }),
            () if like_name || like_shares && telling => {
                Some(Evidence::VeryPrice { shares: same_shares, name: like_name })
            }
            () => None,
        };
    }
    match () {
        () if !new.is_share() => None,
        () if same_name && same_shares => Some(Evidence::SameName { shares: true }),
        () if same_shares && like_price && telling => Some(Evidence::SharesAndPrice),
        () if like_name && like_shares && like_price => Some(Evidence::AboutAll(nearness)),
        () if same_shares && telling && prices.is_some_and(|apart| apart <= SPIN_OFF) => {
            Some(Evidence::SharesAlone)
        }
        () if like_name && value_continues(line, row) => Some(Evidence::NameAndValue),
        () if same_name && shares.is_none() && like_price => Some(Evidence::NameAlone),
        () => None,
    }
}

/// Whether two descriptions may be of one line: shares of one class in one currency, or the very same
/// bond, warrant or preferred series.
fn kinds_agree(old: &Profile, new: &Profile) -> bool {
    if old.abroad != new.abroad {
        return false;
    }
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

/// Whether the reported change leads to another close than the old line's.
fn price_contradicts(line: &Line, row: &Sighting) -> bool {
    let (Some(last), Some(previous)) = (line.close, previous_close(row)) else { return false };
    row.change_percent != Some(0.0) && apart(last.to_f64(), previous) > LIKE_CLOSE
}

/// Whether the company's value went the way of the reported change: so it does in a reverse split.
fn value_continues(line: &Line, row: &Sighting) -> bool {
    let (Some(old), Some(new), Some(change)) = (line.cap_cents, row.cap_cents, row.change_percent)
    else {
        return false;
    };
    let expected = old as f64 * (1.0 + change / 100.0);
    change != 0.0 && (new as f64 / expected - 1.0).abs() <= SAME_VALUE
}

/// The company's shares, in those of the line.
fn shares(cap_cents: Option<u64>, close: Option<Price>) -> Option<f64> {
    Some(cap_cents? as f64 / close?.to_f64())
}

/// The distance of two amounts as a logarithm.
fn apart(one: f64, other: f64) -> f64 {
    libm::log(one / other).abs()
}
