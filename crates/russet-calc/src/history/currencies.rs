//! The currencies of a market, and their rates on a session.

use jiff::civil::Date;
use russet_market::{Currency, MarketView};

use crate::state::rates::Rates;

/// The currencies that securities of a market trade in, each with its place.
#[derive(Debug, Clone)]
pub(super) struct Currencies {
    all: Vec<Currency>,
}

impl Currencies {
    pub(super) fn of(view: &MarketView<'_>) -> Currencies {
        let mut all: Vec<Currency> =
            view.descriptions().iter().map(|version| version.mic.currency()).collect();
        all.sort();
        all.dedup();
        Currencies { all }
    }

    /// Every one of them.
    pub(super) fn all(&self) -> impl Iterator<Item = Currency> + '_ {
        self.all.iter().copied()
    }

    /// The place of a currency. More than 255 would be more than the world has.
    pub(super) fn place(&self, currency: Currency) -> u8 {
        self.all.binary_search(&currency).map_or(0, |place| place as u8)
    }

    /// What each is worth in another on a session, as far as it is known.
    pub(super) fn rates(&self, view: &MarketView<'_>, into: Currency, session: Date) -> Rates {
        let rate = |from: Currency| (from, view.rate(from, into, session));
        Rates::new(into, self.all().map(rate).collect())
    }
}
