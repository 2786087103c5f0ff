//! Several actions of one security on one day: all terms are in shares of the close before.

use std::borrow::Cow;

use russet_market::{Action, ActionKind, NumberError};

use crate::state::Units;

/// An action in the units that other actions of its day have led to.
///
/// One share of the close before has become `held` shares by then, in units of which `split` make one old unit. What
/// is paid or given for a share held is spread over `held` shares; what is bought or sold by the share changes units
/// alone.
pub(super) fn in_units<'a>(
    action: &'a Action,
    units: Option<Units>,
) -> Result<Cow<'a, Action>, NumberError> {
    let Some(Units { split, held }) = units else { return Ok(Cow::Borrowed(action)) };
    let mut now = action.clone();
    match action.kind {
        ActionKind::SpecialDividend | ActionKind::CapitalRepayment => {
            now.cash = action.cash.map(|cash| cash.split(held)).transpose()?;
        }
        ActionKind::SpinOff => {
            let spread = |ratio: russet_market::Ratio| ratio.times(held.inverse());
            now.ratio = action.ratio.map(spread).transpose()?;
        }
        ActionKind::Rights | ActionKind::BuyBack => {
            let spread = |ratio: russet_market::Ratio| ratio.times(split)?.times(held.inverse());
            now.ratio = action.ratio.map(spread).transpose()?;
            now.cash = action.cash.map(|cash| cash.split(split)).transpose()?;
        }
        ActionKind::Conversion => {
            let spread = |ratio: russet_market::Ratio| ratio.times(split.inverse());
            now.ratio = action.ratio.map(spread).transpose()?;
        }
        ActionKind::PrimaryOffering | ActionKind::SecondaryOffering => {
            now.shares_sold = action.shares_sold.map(|sold| sold.split(split)).transpose()?;
            now.cash = action.cash.map(|cash| cash.split(split)).transpose()?;
        }
        // A dividend is of the shares held before; splits follow each other; the rest takes a part of all shares.
        ActionKind::OrdinaryDividend
        | ActionKind::StockDividend
        | ActionKind::Split
        | ActionKind::Tender
        | ActionKind::Merger
        | ActionKind::Suspension
        | ActionKind::Resumption
        | ActionKind::Bankruptcy
        | ActionKind::Delisting => return Ok(Cow::Borrowed(action)),
    }
    Ok(Cow::Owned(now))
}
