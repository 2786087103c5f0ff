//! What an action does to the indexes that hold its security: new closes, new index shares, new share inputs.

use russet_market::{NumberError, Price, Ratio, SecurityId, Shares};

use super::outcome::Outcome;
use crate::state::{SecurityShares, Units, Untraded};

/// What an action does, worked out from facts alone. Nothing has changed yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AdjustedTerms {
    pub(crate) closes: Vec<CloseTerms>,
    pub(crate) shares: ByBasis,
    /// What a share of the close before becomes.
    pub(crate) units: Option<Units>,
    /// Share counts and free floats that replace those on record.
    pub(crate) inputs: Vec<SecurityShares>,
    pub(crate) roster: Vec<RosterChange>,
    /// Whether it is paid as a dividend that total return takes in.
    pub(crate) pays_dividend: bool,
    pub(crate) outcome: Outcome,
}

/// The close of a security on the terms of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CloseTerms {
    pub(crate) security: SecurityId,
    /// The close on the terms before, where the last close is on the new ones already.
    pub(crate) before: Option<Price>,
    pub(crate) after: Price,
}

/// What becomes of index shares, by what an index's shares are based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByBasis {
    pub(crate) own: ShareTerms,
    pub(crate) one: ShareTerms,
    pub(crate) weight: ShareTerms,
}

/// What index shares are based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The company's own shares.
    Own,
    /// One share of each security.
    One,
    /// A weight at the last rebalance.
    Weight,
}

impl ByBasis {
    pub(crate) const fn all(terms: ShareTerms) -> ByBasis {
        ByBasis { own: terms, one: terms, weight: terms }
    }

    /// Only index shares that follow the company's own do anything.
    pub(crate) const fn own(terms: ShareTerms) -> ByBasis {
        ByBasis { own: terms, ..ByBasis::all(ShareTerms::Unchanged) }
    }

    pub(crate) const fn of(&self, basis: Basis) -> ShareTerms {
        match basis {
            Basis::Own => self.own,
            Basis::One => self.one,
            Basis::Weight => self.weight,
        }
    }
}

/// What becomes of the index shares of a security.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShareTerms {
    /// They stay; the divisor absorbs what the close lost or gained.
    Unchanged,
    /// Shares times a ratio.
    Times(Ratio, DivisorRule),
    /// Another security enters with the shares times a ratio.
    Beside(Exchange),
    /// The security leaves, and another gets its shares times a ratio.
    Into(Exchange),
    /// The security leaves.
    Out,
    /// They follow the new share inputs.
    FromInputs,
}

/// Shares of another security for those of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) other: SecurityId,
    pub(crate) ratio: Ratio,
    /// Whether the other one enters an index that does not hold it.
    pub(crate) enters: bool,
    pub(crate) divisor: DivisorRule,
}

impl Exchange {
    /// Where an index holds one share of each security: the part of a share of the close before that its shares of
    /// the other security are.
    ///
    /// # Errors
    /// [`NumberError`] when a ratio or a count leaves its range.
    pub(crate) fn part_of_old(
        &self,
        shares: Option<Shares>,
        units: Option<Ratio>,
    ) -> Result<Option<Shares>, NumberError> {
        let units = units.map_or(Ok(self.ratio), |held| held.times(self.ratio))?;
        shares.map(|shares| in_old_units(shares, Some(units))).transpose()
    }
}

/// Shares in the units of the close before.
pub(crate) fn in_old_units(shares: Shares, units: Option<Ratio>) -> Result<Shares, NumberError> {
    units.map_or(Ok(shares), |units| shares.split(units.inverse()))
}

/// What the divisor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DivisorRule {
    /// It absorbs the difference in value.
    Absorbs,
    /// Value only goes from one place to another, so it stays as it is.
    Stays,
}

/// A change of who belongs to the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RosterChange {
    /// The security leaves every index.
    Remove,
    /// A security came of the action and has not traded yet.
    Untraded(SecurityId, Untraded),
    /// A child belongs where its parent does until the next review.
    Child(SecurityId),
    /// Another security takes the place of this one.
    Succeed(SecurityId),
    Suspend,
    Resume,
}

impl AdjustedTerms {
    /// Terms that change nothing yet.
    pub(crate) fn none() -> AdjustedTerms {
        AdjustedTerms {
            closes: Vec::new(),
            shares: ByBasis::all(ShareTerms::Unchanged),
            units: None,
            inputs: Vec::new(),
            roster: Vec::new(),
            pays_dividend: false,
            outcome: Outcome::applied(),
        }
    }

    /// A dividend: the closes stay, total return takes it in.
    pub(crate) fn dividend(outcome: Outcome) -> AdjustedTerms {
        AdjustedTerms { pays_dividend: true, outcome, ..AdjustedTerms::none() }
    }

    /// The security that takes the place of another and is valued at its close, since it has none of its own.
    pub(crate) fn valued_successor(&self) -> Option<Exchange> {
        let ShareTerms::Into(exchange) = self.shares.own else { return None };
        let is_valued = self.closes.iter().any(|close| close.security == exchange.other);
        is_valued.then_some(exchange)
    }

    /// A close on new terms, and nothing else.
    pub(crate) fn close(security: SecurityId, after: Price) -> AdjustedTerms {
        let close = CloseTerms { security, before: None, after };
        AdjustedTerms { closes: vec![close], ..AdjustedTerms::none() }
    }

    /// The security leaves every index.
    pub(crate) fn removal() -> AdjustedTerms {
        AdjustedTerms {
            shares: ByBasis::all(ShareTerms::Out),
            roster: vec![RosterChange::Remove],
            ..AdjustedTerms::none()
        }
    }
}
