//! One index on its way through time: what its shares are made of, its returns.

use std::collections::BTreeSet;

use russet_market::{Money, SecurityId};

use super::by_id::ById;
use crate::ledger::Makeup;
use crate::rates::Rates;
use crate::returns::Returns;

/// An index and everything that goes with it.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// What index shares are made of, where they follow a company's own.
    pub(super) makeups: ById<SecurityId, Makeup>,
    pub(super) returns: Option<Returns>,
    /// What it was worth at the last published close, before anything changed after it.
    pub(super) closing: Option<Money>,
    /// Lines that enter with the rebalance of the day.
    pub(super) entering: BTreeSet<SecurityId>,
    /// What changed since its constituents were written down.
    pub(super) changed: BTreeSet<SecurityId>,
    /// The rates that its values are made with.
    pub(super) rates: Rates,
}

impl State {
    pub(super) fn new(rates: Rates) -> State {
        State {
            makeups: ById::default(),
            returns: None,
            closing: None,
            entering: BTreeSet::new(),
            changed: BTreeSet::new(),
            rates,
        }
    }
}
