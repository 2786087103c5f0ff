//! What a feed's reported changes say about the closes before.
//!
//! A change leads back to the close before, unless that close was put on other terms: then it leads to
//! the adjusted one.

use std::collections::HashSet;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use russet_market::SecurityKind;

use super::series::{SeriesTable, SessionRow};
use crate::sightings::sessions;

/// Half of the last decimal of an adjusted previous close, in dollars.
pub(super) const PRICE_ROUNDING: f64 = 0.005_1;
/// What the rounding of a change of three decimals adds, relative.
pub(super) const CHANGE_ROUNDING: f64 = 0.000_02;
/// On a session where so large a part of all lines disagrees with the closes before, the feed
/// repeated or missed a session: its changes do not lead to the closes before.
const UNSETTLED: f64 = 0.03;
/// Closes that disagree by more than rounding and ordinary dividends.
const DISAGREES: f64 = 0.01;
/// A handful of lines tells nothing about the feed.
const LEAST_LINES: u32 = 100;
/// Lines that a thread takes at once, so that few tables of sessions are added up.
const LINES_AT_ONCE: usize = 512;

/// How many lines a session has, and how many disagree with the close before.
#[derive(Clone, Copy, Default)]
struct Agreement {
    lines: u32,
    disagree: u32,
}

/// The sessions whose changes do not lead to the closes before.
pub(super) fn unsettled_sessions(table: &SeriesTable<'_>) -> HashSet<u32> {
    let none = || vec![Agreement::default(); sessions().len()];
    let agreement = (0..table.len())
        .into_par_iter()
        .with_min_len(LINES_AT_ONCE)
        .fold(none, |mut agreement, number| {
            let mut before: Option<SessionRow> = None;
            for now in table.series(number).rows() {
                if let Some(factor) = before.and_then(|last| factor_next_session(&last, &now)) {
                    let session = &mut agreement[now.session as usize];
                    session.lines += 1;
                    session.disagree += u32::from((factor - 1.0).abs() > DISAGREES);
                }
                before = Some(now);
            }
            agreement
        })
        .reduce(none, |mut sum, part| {
            for (session, counted) in sum.iter_mut().zip(part) {
                session.lines += counted.lines;
                session.disagree += counted.disagree;
            }
            sum
        });
    let unsettled = |counted: &Agreement| {
        counted.lines >= LEAST_LINES
            && f64::from(counted.disagree) > UNSETTLED * f64::from(counted.lines)
    };
    (0..).zip(&agreement).filter(|(_, counted)| unsettled(counted)).map(|(day, _)| day).collect()
}

/// The close before over the close before as the change implies it.
pub(super) fn factor(last: &SessionRow, now: &SessionRow) -> Option<f64> {
    let growth = 1.0 + now.change_percent? / 100.0;
    // A row that a feed repeats has yesterday's close beside another change.
    (growth > 0.0 && last.close != now.close)
        .then(|| last.close.to_f64() * growth / now.close.to_f64())
}

/// The same, where no session lies between.
pub(super) fn factor_next_session(last: &SessionRow, now: &SessionRow) -> Option<f64> {
    factor(last, now).filter(|_| now.session - last.session == 1)
}

/// Warrants, rights, units, bonds and preferred shares neither split nor spin off.
pub(super) fn changes_terms(kind: SecurityKind) -> bool {
    matches!(
        kind,
        SecurityKind::Common
            | SecurityKind::BlankCheck
            | SecurityKind::DepositaryReceipt
            | SecurityKind::Fund
            | SecurityKind::Partnership
            | SecurityKind::LimitedLiabilityCompany
            | SecurityKind::RoyaltyTrust
    )
}
