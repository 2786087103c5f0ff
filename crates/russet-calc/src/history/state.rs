//! One index on its way through time: its basket, what its shares are made of, its returns.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{Level, Money, NumberError, SecurityId};

use crate::closes::Closes;
use crate::index::Index;
use crate::ledger::Makeup;
use crate::rates::Rates;
use crate::returns::Returns;

/// An index and everything that goes with it.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) index: Index,
    /// What index shares are made of, where they follow a company's own.
    pub(super) makeups: BTreeMap<SecurityId, Makeup>,
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
            index: Index::default(),
            makeups: BTreeMap::new(),
            returns: None,
            closing: None,
            entering: BTreeSet::new(),
            changed: BTreeSet::new(),
            rates,
        }
    }

    pub(super) fn value(&self, closes: &Closes) -> Result<Money, NumberError> {
        self.index.value(closes, &self.rates)
    }

    pub(super) fn level(&self, closes: &Closes) -> Result<Option<Level>, NumberError> {
        self.index.level(closes, &self.rates)
    }

    pub(super) fn holds(&self, security: SecurityId) -> bool {
        self.index.basket().shares(security).is_some()
    }

    /// The lines it holds.
    pub(super) fn lines(&self) -> BTreeSet<SecurityId> {
        self.index.basket().iter().map(|(security, _)| security).collect()
    }
}
