//! Share counts, from reported company caps over closes.
//!
//! A feed's cap is price times a count, so the count comes back exactly but for rounding. It lags
//! splits by many sessions, and now and then is ten times too large for a day.
//!
//! Of a company with further, unlisted classes a feed counts the whole company at one time and the
//! listed class at another. A line that calls itself a class and loses a part of its shares overnight,
//! or wins a large one, has not bought them back or sold them: the larger count is the company's,
//! the smaller one the class's.

use russet_market::{Action, Ratio, ShareBasis, ShareCount, Shares};

use super::DERIVED;
use super::series::{Series, SessionRow};

/// A market's tables hold counts of 18 digits, six of them behind the point.
const MOST_SHARES: u64 = 1_000_000_000_000;

/// Counts that differ by no more, relative, are one count in the feed's rounding.
const ROUNDING: f64 = 0.000_001;
/// A change up to this, relative, is taken at once.
const SANE_CHANGE: f64 = 0.10;
/// A larger one must stay for this many sessions with a cap.
const SESSIONS_TO_STAY: u32 = 3;
/// A change by up to this factor, either way, comes from a merger or an offering. Beyond it, a feed
/// most often began to count something else: other classes, other terms, another company.
const MOST_TIMES: f64 = 3.0;
/// On a security with this many sessions of counts behind it, which is past the corrections that follow a
/// listing or a merger, such a change must stay for as many again: half a year.
const SEASONED: u32 = 126;
/// A rise beyond this, relative, on a seasoned line of one class is no offering: the feed went over to
/// the whole company.
const OTHER_CLASSES: f64 = 0.30;
/// A count that comes back within this many sessions had not been left.
const PASSING: u32 = 21;
/// For this many sessions before and after a split the feed may count on its other terms.
const LONGEST_LEAD: u32 = 30;
const LONGEST_LAG: u32 = 252;
/// Counts whose logarithms differ by less are on the same side of a split.
const SAME_SIDE: f64 = 0.30;

/// The count of a line as it goes along.
struct Count {
    /// What the feed counts.
    accepted: u64,
    /// The other of the two counts, the company's or the class's, once both are known.
    other: Option<f64>,
    /// Sessions with a reported count so far, under this symbol.
    sessions: u32,
    /// A large change that waits: the count, and for how many sessions it stayed.
    waiting: Option<(u64, u32)>,
    /// The count that the last large change left, and in which session.
    left: Option<(u64, u32)>,
    /// Counts on the terms before past splits, and the session of each split.
    old_terms: Vec<(f64, u32)>,
}

/// The counts of one line, each effective and known on the session that proved it.
pub(super) fn find(series: &Series<'_>, splits: &[&Action]) -> Vec<ShareCount> {
    let mut counts = Vec::new();
    let mut splits = splits.iter().peekable();
    let mut state: Option<Count> = None;
    let mut ticker = None;
    for now in series.rows() {
        let mut changed = false;
        while let Some(split) = splits.next_if(|split| split.ex_date <= now.date) {
            if let (Some(count), Some(ratio)) = (&mut state, split.ratio) {
                changed |= count.split(ratio, now.session);
            }
        }
        let version = series.version(now.date);
        let renamed = ticker.replace(version.map(|version| &version.ticker));
        if let Some(reported) = reported(&now) {
            match &mut state {
                Some(count) => {
                    if renamed.is_some_and(|before| before != version.map(|now| &now.ticker)) {
                        count.sessions = 0;
                    }
                    let of_class = version.is_some_and(|version| version.share_class.is_some());
                    changed |= count.take(reported, &now, of_class);
                }
                None => {
                    state = Some(Count::first(reported));
                    changed = true;
                }
            }
        }
        let Some(count) = state.as_ref().filter(|_| changed) else { continue };
        let (company, class) = count.of_company_and_class();
        let row = |shares: u64, basis: ShareBasis| {
            Some(ShareCount {
                security_id: series.security,
                effective_date: now.date,
                shares_outstanding: Shares::whole(shares).ok().filter(|_| shares < MOST_SHARES)?,
                basis,
                free_float: None,
                known_at: now.date,
                source: DERIVED.to_owned(),
            })
        };
        counts.extend(row(company, ShareBasis::Company));
        counts.extend(class.and_then(|class| row(class, ShareBasis::Class)));
    }
    counts
}

/// The company's shares as cap over close, in shares of this line.
fn reported(now: &SessionRow) -> Option<u64> {
    let dollars = now.cap_cents? as f64 / 100.0;
    let count = (dollars / now.close.to_f64()).round();
    (1.0..9.0e12).contains(&count).then_some(count as u64)
}

impl Count {
    fn first(accepted: u64) -> Count {
        let other = None;
        Count { accepted, other, sessions: 1, waiting: None, left: None, old_terms: Vec::new() }
    }

    /// The shares of the whole company, and of the listed class where they are counted separately.
    fn of_company_and_class(&self) -> (u64, Option<u64>) {
        match self.other.map(|other| other.round().max(1.0) as u64) {
            Some(other) => (self.accepted.max(other), Some(self.accepted.min(other))),
            None => (self.accepted, None),
        }
    }

    /// Accepts a count of the same shares as before. A class goes along with its company; a company
    /// does not with its class, which grows as unlisted shares are exchanged for listed ones.
    fn accept(&mut self, reported: u64) {
        let (before, now) = (self.accepted as f64, reported as f64);
        self.other = self.other.map(|other| match other < before {
            true => other * now / before,
            false => other.max(now),
        });
        self.accepted = reported;
    }

    /// Goes over to the terms of a split, before the feed does; whether the count changed.
    fn split(&mut self, ratio: Ratio, session: u32) -> bool {
        let factor = ratio.to_f64();
        self.waiting = None;
        // A feed may count the new shares before they trade: then the change was taken already.
        if let Some((left, changed)) = self.left.take()
            && session - changed <= LONGEST_LEAD
            && apart(self.accepted as f64, left as f64 * factor) < SAME_SIDE
        {
            self.old_terms.push((left as f64, session));
            return false;
        }
        self.old_terms.push((self.accepted as f64, session));
        self.other = self.other.map(|other| other * factor);
        self.accepted = (self.accepted as f64 * factor).round().max(1.0) as u64;
        true
    }

    /// Takes in a reported count; whether it changed the accepted one.
    fn take(&mut self, reported: u64, now: &SessionRow, of_class: bool) -> bool {
        self.sessions += 1;
        // A cap in whole dollars leaves a cheap share's count open by more than one share.
        let rounding = (1.0 / now.close.to_f64()).max(1.0).max(reported as f64 * ROUNDING);
        if (reported as f64 - self.accepted as f64).abs() <= rounding {
            self.waiting = None;
            return false;
        }
        let change = relative(reported, self.accepted);
        if change <= SANE_CHANGE {
            self.waiting = None;
            self.accept(reported);
            return true;
        }
        if self.on_old_terms(reported, now.session) {
            return false;
        }
        let stayed = match self.waiting {
            Some((count, stayed)) if relative(reported, count) <= SANE_CHANGE => stayed + 1,
            _ => 1,
        };
        self.waiting = Some((reported, stayed));
        let strange = apart(reported as f64, self.accepted as f64) > libm::log(MOST_TIMES);
        let to_stay = if strange && self.sessions > SEASONED { SEASONED } else { SESSIONS_TO_STAY };
        if stayed < to_stay {
            return false;
        }
        let came_back = self.left.is_some_and(|(left, session)| {
            now.session - session <= PASSING && relative(reported, left) <= SANE_CHANGE
        });
        let rise = reported as f64 / self.accepted as f64 - 1.0;
        let seasoned = self.sessions > SEASONED;
        self.left = Some((self.accepted, now.session));
        self.waiting = None;
        if came_back {
            self.other = None;
            self.accepted = reported;
        } else if of_class && (rise < 0.0 || seasoned && rise > OTHER_CLASSES) {
            self.other = Some(self.accepted as f64);
            self.accepted = reported;
        } else {
            self.accept(reported);
        }
        true
    }

    /// Whether a reported count is one of before a split, give or take an issue of shares.
    fn on_old_terms(&mut self, reported: u64, session: u32) -> bool {
        self.old_terms.retain(|(_, split)| session - split <= LONGEST_LAG);
        let to_new = apart(reported as f64, self.accepted as f64);
        self.old_terms.iter().any(|(old, _)| {
            let to_old = apart(reported as f64, *old);
            to_old < SAME_SIDE && to_old < to_new
        })
    }
}

/// The distance of two counts as a logarithm, so that twice and half are alike.
fn apart(one: f64, other: f64) -> f64 {
    libm::log(one / other).abs()
}

fn relative(one: u64, other: u64) -> f64 {
    (one as f64 / other as f64 - 1.0).abs()
}
