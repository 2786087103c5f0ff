//! The share counts of companies' securities on a day, found once for all variants that ask on the same day.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId};

use crate::share_counts::{AdjustedCount, own_shares};

type Own<'market> = Result<Vec<Option<AdjustedCount<'market>>>, NumberError>;

/// What was found of a company, by the first of its securities, and for which securities.
type OfCompanies<'market> = Arc<Vec<OnceLock<(Vec<SecurityId>, Own<'market>)>>>;

/// By day and the day by which counts were known.
#[derive(Debug, Default)]
pub(crate) struct ShareCountCache<'market> {
    days: Mutex<BTreeMap<(Date, Date), OfCompanies<'market>>>,
}

impl<'market> ShareCountCache<'market> {
    pub(crate) fn on(
        &self,
        view: &MarketView<'market>,
        days: (Date, Date),
    ) -> OfCompanies<'market> {
        let none = || (0..view.securities().len()).map(|_| OnceLock::new()).collect();
        let mut known = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(days).or_insert_with(|| Arc::new(none())))
    }
}

/// The share counts of securities on a day, from counts known by a day.
#[derive(Debug)]
pub struct ShareCountsOn<'market> {
    pub(crate) view: MarketView<'market>,
    pub(crate) days: (Date, Date),
    /// What variants have found already.
    pub(crate) shared: Option<OfCompanies<'market>>,
}

impl<'market> ShareCountsOn<'market> {
    /// The day.
    pub const fn day(&self) -> Date {
        self.days.0
    }

    /// The shares of each of a company's securities, which has others too ([`own_shares`]).
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub fn of(
        &self,
        securities: &[SecurityId],
        all_securities: &[SecurityId],
    ) -> Result<Cow<'_, [Option<AdjustedCount<'market>>]>, NumberError> {
        let (day, known_by) = self.days;
        let find = || own_shares(&self.view, securities, all_securities, day, known_by);
        let first = securities.first().map_or(0, |first| first.0 as usize);
        let place = self.shared.as_ref().and_then(|of_day| of_day.get(first));
        // Another variant may hold other securities of the company than the first one did.
        match place.map(|place| place.get_or_init(|| (securities.to_vec(), find()))) {
            Some((of, found)) if of == securities => {
                found.as_deref().map(Cow::Borrowed).map_err(Clone::clone)
            }
            _ => find().map(Cow::Owned),
        }
    }
}
