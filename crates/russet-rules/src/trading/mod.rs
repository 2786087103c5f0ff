//! What securities traded between two sessions.
//!
//! Years of sessions are asked for again and again, by each rank day: whole blocks of them are added up
//! once, and sums over nearly the same sessions are moved on. The sums are of integers, so that neither
//! changes a result.

mod summed;

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use russet_market::{MarketView, PriceRow, SecurityId};

use summed::Summed;
pub(crate) use summed::{Traded, Volume};

const SESSIONS_OF_A_BLOCK: usize = 64;

/// How many of the last sums are kept to be moved on: a rank day asks for up to a year, some months, and a
/// ranking window.
const KEPT: usize = 16;

/// Sums of each security within some sessions, by security id.
pub(crate) type Sums<T> = Arc<Vec<T>>;

/// The sums over blocks of a market's sessions, of the securities that traded, each made when it is first asked
/// for, and the last sums that were asked for.
#[derive(Debug)]
pub(crate) struct Windows<T> {
    blocks: Vec<OnceLock<Vec<(SecurityId, T)>>>,
    last: Mutex<VecDeque<(Range<usize>, Sums<T>)>>,
}

/// What securities traded, by value and by shares.
#[derive(Debug)]
pub(crate) struct Trading {
    pub(crate) values: Windows<Traded>,
    pub(crate) volumes: Windows<Volume>,
}

impl Trading {
    pub(crate) fn of(view: &MarketView<'_>) -> Trading {
        Trading { values: Windows::of(view), volumes: Windows::of(view) }
    }
}

impl<T: Summed> Windows<T> {
    fn of(view: &MarketView<'_>) -> Windows<T> {
        let count = view.sessions().len() / SESSIONS_OF_A_BLOCK;
        Windows { blocks: (0..count).map(|_| OnceLock::new()).collect(), last: Mutex::default() }
    }

    /// The sums of each security in a range of the market's sessions, by security id.
    pub(crate) fn within(&self, view: &MarketView<'_>, sessions: Range<usize>) -> Sums<T> {
        let near = self.near(&sessions);
        if let Some((of, sums)) = &near
            && *of == sessions
        {
            return Arc::clone(sums);
        }
        let moved = near.and_then(|(of, sums)| moved(view, (of, &sums), &sessions));
        let sums = Arc::new(moved.unwrap_or_else(|| self.whole(view, sessions.clone())));
        if sums.iter().all(T::is_exact) {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            last.push_back((sessions, Arc::clone(&sums)));
            if last.len() > KEPT {
                last.pop_front();
            }
        }
        sums
    }

    /// The kept sums that are nearest, if it is less work to move them than to add up again.
    fn near(&self, sessions: &Range<usize>) -> Option<(Range<usize>, Sums<T>)> {
        let first = sessions.start.next_multiple_of(SESSIONS_OF_A_BLOCK);
        let again = match first < sessions.end {
            true => first - sessions.start + sessions.end % SESSIONS_OF_A_BLOCK,
            false => sessions.len(),
        };
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let near = last.iter().min_by_key(|(of, _)| moves(of, sessions))?;
        (moves(&near.0, sessions) <= again).then(|| near.clone())
    }

    /// The sums of whole blocks, and of what lies before and after them.
    fn whole(&self, view: &MarketView<'_>, sessions: Range<usize>) -> Vec<T> {
        let first = sessions.start.div_ceil(SESSIONS_OF_A_BLOCK);
        let last = sessions.end / SESSIONS_OF_A_BLOCK;
        if first >= last {
            return added_up(view, sessions);
        }
        let mut sums: Vec<T> = added_up(view, sessions.start..first * SESSIONS_OF_A_BLOCK);
        for number in first..last {
            let start = number * SESSIONS_OF_A_BLOCK;
            let of_traded = || traded(added_up(view, start..start + SESSIONS_OF_A_BLOCK));
            for (security, traded) in self.blocks[number].get_or_init(of_traded) {
                sums[security.0 as usize].join(*traded);
            }
        }
        add_up(view, last * SESSIONS_OF_A_BLOCK..sessions.end, &mut sums);
        sums
    }
}

/// The sessions in one range and not in the other.
fn moves(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.start.abs_diff(other.start) + one.end.abs_diff(other.end)
}

/// Sums over some sessions, moved on to others; nothing where they grow too large on the way.
fn moved<T: Summed>(
    view: &MarketView<'_>,
    (of, sums): (Range<usize>, &[T]),
    to: &Range<usize>,
) -> Option<Vec<T>> {
    let mut sums = sums.to_vec();
    // What comes in goes first, so that no sum ever falls below nothing.
    add_up(view, to.start..of.start.max(to.start), &mut sums);
    add_up(view, of.end..to.end.max(of.end), &mut sums);
    if !sums.iter().all(T::is_exact) {
        return None;
    }
    let leaving = [of.start..to.start.max(of.start), to.end..of.end.max(to.end)];
    for (_, rows) in leaving.into_iter().flat_map(|sessions| &view.sessions()[sessions]) {
        for (security, close, volume) in view.market().prices.trades(rows.clone()) {
            if let Some(sum) = sums.get_mut(security.0 as usize) {
                sum.take_out(close, volume);
            }
        }
    }
    Some(sums)
}

fn added_up<T: Summed>(view: &MarketView<'_>, sessions: Range<usize>) -> Vec<T> {
    let mut sums = vec![T::default(); view.securities().len()];
    add_up(view, sessions, &mut sums);
    sums
}

/// The sums of securities that traded at all.
fn traded<T: Summed>(sums: Vec<T>) -> Vec<(SecurityId, T)> {
    let securities = (0..).map(SecurityId).zip(sums);
    securities.filter(|(_, sum)| *sum != T::default()).collect()
}

fn add_up<T: Summed>(view: &MarketView<'_>, sessions: Range<usize>, sums: &mut [T]) {
    for (_, rows) in &view.sessions()[sessions] {
        for (security, close, volume) in view.market().prices.trades(rows.clone()) {
            if let Some(sum) = sums.get_mut(security.0 as usize) {
                sum.add(close, volume);
            }
        }
    }
}

/// The rows of one security in a range of the market's sessions, in order of time.
pub(crate) fn rows_of<'a>(
    view: &'a MarketView<'_>,
    security: SecurityId,
    sessions: Range<usize>,
) -> impl DoubleEndedIterator<Item = PriceRow> + 'a {
    let prices = &view.market().prices;
    view.sessions()[sessions]
        .iter()
        .filter_map(move |(_, rows)| prices.get(prices.position_of(security, rows.clone())?))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;
    use russet_market::{Market, Price};

    use super::*;
    use crate::test_security::described;

    const SESSIONS: usize = 300;

    /// Three securities, of which one misses every third session and one has volumes that no sum can hold.
    fn market() -> Market {
        let day = |number: usize| date(2020, 1, 1).saturating_add((number as i64).days());
        let mut market = Market::default();
        for security in 0..3 {
            let days = (day(0), day(SESSIONS), day(0));
            market.securities.push(described(security, &format!("T{security}"), days));
        }
        for number in 0..SESSIONS {
            for security in (0..3_u32).filter(|security| *security != 1 || number % 3 > 0) {
                let volume = if security == 2 { u64::MAX / 100 } else { 100 + number as u64 };
                market.prices.push(PriceRow {
                    date: day(number),
                    security_id: SecurityId(security),
                    close: Price::from_nanos(1_000_000_000 + number as i64).unwrap(),
                    volume: Some(volume),
                    reported_change_percent: None,
                    reported_cap_cents: None,
                });
            }
        }
        market.canonical();
        market
    }

    proptest! {
        /// Whatever was asked for before, sums are those of the sessions one by one.
        #[test]
        fn moved_sums_are_those_that_are_added_up(
            ranges in prop::collection::vec((0..SESSIONS, 0..SESSIONS), 1..40),
        ) {
            let market = market();
            let view = MarketView::new(&market);
            let trading = Trading::of(&view);
            for (one, other) in ranges {
                let sessions = one.min(other)..one.max(other);
                let values = trading.values.within(&view, sessions.clone());
                prop_assert_eq!(&*values, &added_up(&view, sessions.clone()));
                let volumes = trading.volumes.within(&view, sessions.clone());
                prop_assert_eq!(&*volumes, &added_up(&view, sessions));
            }
        }
    }
}
