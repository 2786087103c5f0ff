//! How lines are described and counted on a day, kept until they may be otherwise: rank days follow each other
//! faster than counts do.

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId, SecurityVersion, ShareBasis};

use crate::share_counts::{Counted, count_of};

/// What is told of a line on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'market> {
    /// From the day it was looked up on to before another one.
    days: (Date, Date),
    pub(crate) version: Option<&'market SecurityVersion>,
    /// The shares of its whole company.
    pub(crate) company_shares: Option<Counted<'market>>,
    /// The shares of its own class.
    pub(crate) class_shares: Option<Counted<'market>>,
}

/// The last answers, by line.
#[derive(Debug, Default)]
pub(crate) struct LastTold<'market>(Mutex<Vec<Option<Told<'market>>>>);

impl<'market> LastTold<'market> {
    /// What is told of some lines on a day, in their order.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub(crate) fn on(
        &self,
        view: &MarketView<'market>,
        lines: impl Iterator<Item = SecurityId>,
        day: Date,
    ) -> Result<Vec<Told<'market>>, NumberError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.resize(view.securities().len(), None);
        let told = lines.map(|line| {
            let place = &mut last[line.0 as usize];
            if let Some(told) = place
                && (told.days.0..told.days.1).contains(&day)
            {
                return Ok(*told);
            }
            Ok(*place.insert(look_up(view, line, day)?))
        });
        told.collect()
    }
}

fn look_up<'market>(
    view: &MarketView<'market>,
    line: SecurityId,
    day: Date,
) -> Result<Told<'market>, NumberError> {
    Ok(Told {
        days: (day, view.told_until(line, day)),
        version: view.version(line, day),
        company_shares: count_of(view, line, ShareBasis::Company, day, day)?,
        class_shares: count_of(view, line, ShareBasis::Class, day, day)?,
    })
}
