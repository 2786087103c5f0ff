//! What companies hand out beside ordinary dividends, from changes that a feed adjusts for it.
//!
//! An exchange puts the last close on new terms before it reports a change: NYSE and its sister for
//! special dividends and for companies spun off, Nasdaq for every dividend. What the close before is
//! above the one that the change leads back to has left the company: an index takes it off the price.
//! Where a new line starts that very session, and its own change leads back to a price of which a whole
//! part is what has left, it was spun off; unless that price is the last close of a line that has just
//! stopped, and the new line only goes on with it under another symbol. On Nasdaq the first change of a
//! line that is offered to the public leads back to the price of the offering, so it proves nothing there.
//!
//! A fall that the feed does not adjust proves nothing: some line falls as far on most days.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::{Action, ActionKind, Mic, Price, Ratio, SecurityId};

use super::DERIVED;
use super::changes::{CHANGE_ROUNDING, PRICE_ROUNDING, changes_terms, factor_next_session};
use super::series::{Series, SeriesTable, SessionRow};

/// Nasdaq's changes are adjusted for ordinary dividends too, which are seldom so large a part of the
/// price.
const BEYOND_ORDINARY: f64 = 0.10;
/// Shares held for one of a company spun off, at most.
const MOST_HELD: u32 = 10;
/// How far, relative, a price may be from another one that it continues.
const SAME_PRICE: f64 = 0.003;

/// Money or value that left a line before a session.
struct Left {
    session: u32,
    amount: f64,
    /// How far rounding moves the amount.
    tolerance: f64,
    mic: Mic,
    action: Action,
}

/// The first session of a line, and the price that its first change leads back to.
struct Debut {
    security: SecurityId,
    session: u32,
    mic: Mic,
    price: f64,
}

/// What one line shows.
struct Shown {
    left: Vec<Left>,
    debut: Option<Debut>,
    /// Sessions without a close after one with it, and that close.
    stops: Vec<(u32, f64)>,
}

/// Every distribution that changes prove, each known on its own ex-date; not where splits are.
pub(super) fn find(
    table: &SeriesTable<'_>,
    unsettled: &HashSet<u32>,
    splits: &[Action],
) -> Vec<Action> {
    let splits: BTreeSet<(SecurityId, Date)> =
        splits.iter().map(|split| (split.security_id, split.ex_date)).collect();
    let shown: Vec<Shown> = (0..table.len())
        .into_par_iter()
        .map(|number| {
            let series = table.series(number);
            Shown {
                left: left(&series, unsettled, &splits),
                debut: debut(&series),
                stops: stops(&series),
            }
        })
        .collect();
    let mut debuts: BTreeMap<u32, Vec<&Debut>> = BTreeMap::new();
    for debut in shown.iter().filter_map(|line| line.debut.as_ref()) {
        debuts.entry(debut.session).or_default().push(debut);
    }
    for (session, close) in shown.iter().flat_map(|line| &line.stops) {
        if let Some(of_day) = debuts.get_mut(session) {
            of_day.retain(|debut| (close / debut.price - 1.0).abs() > SAME_PRICE);
        }
    }
    shown
        .iter()
        .flat_map(|line| &line.left)
        .filter_map(|left| {
            let of_day = debuts.get(&left.session).map_or(&[][..], Vec::as_slice);
            spun_off(left, of_day)
                .or_else(|| Some(Action { cash: Some(price(left.amount)?), ..left.action.clone() }))
        })
        .collect()
}

fn left(
    series: &Series<'_>,
    unsettled: &HashSet<u32>,
    splits: &BTreeSet<(SecurityId, Date)>,
) -> Vec<Left> {
    let mut found = Vec::new();
    let mut before: Option<SessionRow> = None;
    for now in series.rows() {
        let last = before.replace(now);
        let Some((last, factor)) = last.and_then(|last| {
            let factor = factor_next_session(&last, &now)?;
            Some((last, factor))
        }) else {
            continue;
        };
        let close = last.close.to_f64();
        let amount = close - close / factor;
        let tolerance = PRICE_ROUNDING + close * CHANGE_ROUNDING;
        if amount <= 2.0 * tolerance
            || unsettled.contains(&now.session)
            || splits.contains(&(series.security, now.date))
        {
            continue;
        }
        let Some(version) = series.version(now.date) else { continue };
        let least = match version.mic {
            Mic::Xnys | Mic::Xase => 0.0,
            _ => BEYOND_ORDINARY,
        };
        if changes_terms(version.kind) && amount > least * close {
            let kind = ActionKind::SpecialDividend;
            let action = Action::new(now.date, series.security, kind, DERIVED);
            found.push(Left { session: now.session, amount, tolerance, mic: version.mic, action });
        }
    }
    found
}

fn debut(series: &Series<'_>) -> Option<Debut> {
    let first = series.rows().next()?;
    let version = series.version(first.date).filter(|version| changes_terms(version.kind))?;
    let growth = 1.0 + first.change_percent? / 100.0;
    (growth > 0.0).then(|| Debut {
        security: series.security,
        session: first.session,
        mic: version.mic,
        price: first.close.to_f64() / growth,
    })
}

fn stops(series: &Series<'_>) -> Vec<(u32, f64)> {
    let mut stops = Vec::new();
    let mut before: Option<SessionRow> = None;
    for now in series.rows() {
        if let Some(last) = before.replace(now)
            && now.session > last.session + 1
        {
            stops.push((last.session + 1, last.close.to_f64()));
        }
    }
    stops.extend(before.map(|last| (last.session + 1, last.close.to_f64())));
    stops
}

/// The spin-off that explains what left a line: of one new line on its own exchange, and no other.
fn spun_off(left: &Left, debuts: &[&Debut]) -> Option<Action> {
    let mut found = None;
    for debut in debuts {
        let held = (debut.price / left.amount).round();
        // Where a share more or less for one is within rounding, the amount tells nothing.
        let told = left.amount / (held + 1.0) > 4.0 * left.tolerance;
        if debut.mic != left.mic
            || debut.mic == Mic::Xnas
            || !told
            || debut.security == left.action.security_id
            || !(1.0..=f64::from(MOST_HELD)).contains(&held)
            || (debut.price / held - left.amount).abs() > left.tolerance
        {
            continue;
        }
        let action = Action {
            kind: ActionKind::SpinOff,
            ratio: Ratio::new(1, held as u64).ok(),
            cash: price(debut.price),
            other_security_id: Some(debut.security),
            ..left.action.clone()
        };
        if found.replace(action).is_some() {
            return None;
        }
    }
    found
}

/// An amount in dollars, to a tenth of a cent: changes tell no more.
fn price(amount: f64) -> Option<Price> {
    Price::from_f64((amount * 1_000.0).round() / 1_000.0).ok()
}
