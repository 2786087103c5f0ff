//! The share counts of companies' lines, found once for all variants that ask on the same day.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId};

use crate::share_counts::{Counted, own_shares};

type Own<'market> = Result<Vec<Option<Counted<'market>>>, NumberError>;

/// What was found of a company, by the first of its lines, and for which lines.
type OfCompanies<'market> = Arc<Vec<OnceLock<(Vec<SecurityId>, Own<'market>)>>>;

/// By day and the day by which counts were known.
#[derive(Debug, Default)]
pub(crate) struct CountedLines<'market> {
    days: Mutex<BTreeMap<(Date, Date), OfCompanies<'market>>>,
}

impl<'market> CountedLines<'market> {
    /// [`own_shares`], as far as no variant holds other lines of the company than the first one did.
    pub(crate) fn own_shares(
        &self,
        view: &MarketView<'market>,
        lines: &[SecurityId],
        all_lines: &[SecurityId],
        (day, known_by): (Date, Date),
    ) -> Own<'market> {
        let find = || own_shares(view, lines, all_lines, day, known_by);
        let of_day = {
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            let none = || (0..view.securities().len()).map(|_| OnceLock::new()).collect();
            Arc::clone(days.entry((day, known_by)).or_insert_with(|| Arc::new(none())))
        };
        let Some(place) = lines.first().and_then(|first| of_day.get(first.0 as usize)) else {
            return find();
        };
        match place.get_or_init(|| (lines.to_vec(), find())) {
            (of, found) if of == lines => found.clone(),
            _ => find(),
        }
    }
}
