//! What lines traded between two sessions.
//!
//! Years of sessions are asked for again and again, by each rank day: whole blocks of them are added up
//! once. The sums are of integers, so that no block changes a result.

use std::ops::Range;
use std::sync::OnceLock;

use russet_market::{MarketView, Price, PriceRow, SecurityId};

const SESSIONS_OF_A_BLOCK: usize = 64;

/// What a line traded.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traded {
    /// Nano-dollars, or billionths of the currency of its market.
    value: i128,
    /// Shares.
    pub(crate) volume: u64,
    /// Sessions with a close.
    pub(crate) sessions: u32,
}

impl Traded {
    fn trade(&mut self, close: Price, volume: u64) {
        let value = i128::from(close.nanos()) * i128::from(volume);
        self.join(Traded { value, volume, sessions: 1 });
    }

    fn join(&mut self, other: Traded) {
        self.value = self.value.saturating_add(other.value);
        self.volume = self.volume.saturating_add(other.volume);
        self.sessions += other.sessions;
    }

    /// The mean value traded a session, in the currency of its market.
    pub(crate) fn mean_value(&self) -> f64 {
        self.value as f64 / 1e9 / f64::from(self.sessions.max(1))
    }
}

/// The sums over blocks of a market's sessions, each made when it is first asked for.
#[derive(Debug)]
pub(crate) struct Trading {
    blocks: Vec<OnceLock<Vec<Traded>>>,
}

impl Trading {
    pub(crate) fn of(view: &MarketView<'_>) -> Trading {
        let count = view.sessions().len() / SESSIONS_OF_A_BLOCK;
        Trading { blocks: (0..count).map(|_| OnceLock::new()).collect() }
    }

    /// What each line traded in a range of the market's sessions, by security id.
    pub(crate) fn within(&self, view: &MarketView<'_>, sessions: Range<usize>) -> Vec<Traded> {
        let first = sessions.start.div_ceil(SESSIONS_OF_A_BLOCK);
        let last = sessions.end / SESSIONS_OF_A_BLOCK;
        if first >= last {
            return added_up(view, sessions);
        }
        let mut sums = added_up(view, sessions.start..first * SESSIONS_OF_A_BLOCK);
        for number in first..last {
            let start = number * SESSIONS_OF_A_BLOCK;
            let block = self.blocks[number]
                .get_or_init(|| added_up(view, start..start + SESSIONS_OF_A_BLOCK));
            sums.iter_mut().zip(block).for_each(|(sum, traded)| sum.join(*traded));
        }
        add_up(view, last * SESSIONS_OF_A_BLOCK..sessions.end, &mut sums);
        sums
    }
}

fn added_up(view: &MarketView<'_>, sessions: Range<usize>) -> Vec<Traded> {
    let mut sums = vec![Traded::default(); view.securities().len()];
    add_up(view, sessions, &mut sums);
    sums
}

fn add_up(view: &MarketView<'_>, sessions: Range<usize>, sums: &mut [Traded]) {
    for (_, rows) in &view.sessions()[sessions] {
        for (security, close, volume) in view.market().prices.trades(rows.clone()) {
            if let Some(sum) = sums.get_mut(security.0 as usize) {
                sum.trade(close, volume);
            }
        }
    }
}

/// The rows of one line in a range of the market's sessions, in order of time.
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
