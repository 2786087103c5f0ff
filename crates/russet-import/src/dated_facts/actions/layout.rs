//! The columns of each file of actions, and the cells of a row by their names.

use russet_market::ActionKind;

use super::super::cells::Wrong;
use crate::files::{Cell, Column, Row};

const TICKER: Column = Column::needed("ticker", &["symbol"]);
const EX_DATE: Column = Column::needed("ex_date", &["date"]);
const RATIO: Column = Column::optional("ratio", &[]);
const NEW: Column = Column::optional("new", &["ratioNew", "new_shares"]);
const OLD: Column = Column::optional("old", &["ratioOld", "old_shares"]);
const CURRENCY: Column = Column::optional("currency", &[]);
const SEQUENCE: Column = Column::optional("sequence", &[]);
const KNOWN_AT: Column = Column::optional("known_at", &["announced"]);
const SOURCE: Column = Column::optional("source", &[]);

/// A kind of file: its columns, and what a row is that does not say it.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) format: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) usual: ActionKind,
    /// Whether its rows are dividends alone.
    pub(super) dividends: bool,
}

pub(super) const ACTIONS: Layout = Layout {
    format: "actions",
    columns: &[
        TICKER,
        EX_DATE,
        Column::needed("kind", &["action", "type"]),
        SEQUENCE,
        RATIO,
        NEW,
        OLD,
        Column::optional("cash", &["amount", "price", "dividend"]),
        CURRENCY,
        Column::optional("other", &["other_ticker", "child", "acquirer"]),
        Column::optional("shares", &["shares_sold"]),
        Column::optional("effective", &["effective_date"]),
        Column::optional("new_ticker", &["new_symbol"]),
        Column::optional("new_name", &[]),
        KNOWN_AT,
        SOURCE,
    ],
    usual: ActionKind::Split,
    dividends: false,
};

pub(super) const SPLITS: Layout = Layout {
    format: "splits",
    columns: &[TICKER, EX_DATE, RATIO, NEW, OLD, KNOWN_AT, SOURCE],
    usual: ActionKind::Split,
    dividends: false,
};

pub(super) const DIVIDENDS: Layout = Layout {
    format: "dividends",
    columns: &[
        TICKER,
        EX_DATE,
        Column::needed("amount", &["cash", "dividend"]),
        Column::optional("kind", &["type"]),
        SEQUENCE,
        CURRENCY,
        KNOWN_AT,
        SOURCE,
    ],
    usual: ActionKind::OrdinaryDividend,
    dividends: true,
};

/// The cells of a row by the names of their columns.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) layout: Layout,
    pub(super) row: &'a Row<'a>,
}

impl<'a> Cells<'a> {
    /// The place of a column, which another layout may have under another name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let is = |column: &Column| column.name == name || column.others.contains(&name);
        self.layout.columns.iter().position(is)
    }

    /// A cell, missing where these files have no such column.
    pub(super) fn cell(&self, name: &str) -> Cell<'a> {
        self.place(name).map_or(Cell::Missing, |place| self.row.cells[place])
    }

    /// What is wrong with a cell.
    pub(super) fn wrong(&self, name: &str, reason: impl Into<String>) -> Wrong {
        (self.place(name).unwrap_or_default(), reason.into())
    }
}
