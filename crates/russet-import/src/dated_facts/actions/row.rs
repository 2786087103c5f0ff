//! A row of a file as an action, or as a change of symbol or name.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, Currency, Market, Price, SecurityId};

use super::kinds::{self, RowKind};
use super::layout::{Cells, Layout};
use super::renames::Rename;
use super::terms;
use crate::dated_facts::Outcome;
use crate::dated_facts::cells::{Wrong, known_at, session};
use crate::dated_facts::securities::Symbols;
use crate::files::{Row, SourceFile};

/// Sessions after the ex-date within which a line that is new then may have its first close.
const FIRST_CLOSE: i64 = 30;
/// Sessions before the ex-date among which the close is looked up that money is held against.
const SESSIONS_BEFORE: usize = 20;

/// What a row says.
#[derive(Debug, Clone)]
pub(super) enum Said {
    Action(Supplied),
    Rename(Rename),
}

/// A row as an action, and its sequence where the row says one.
#[derive(Debug, Clone)]
pub(super) struct Supplied {
    pub(super) action: Action,
    pub(super) sequence: Option<u16>,
}

/// What rows are read against.
pub(super) struct Reader<'a> {
    pub(super) layout: Layout,
    pub(super) symbols: &'a Symbols,
    pub(super) market: &'a Market,
    pub(super) today: Date,
}

impl Reader<'_> {
    pub(super) fn read(&self, file: &SourceFile, row: &Row<'_>) -> Result<Outcome<Said>, Wrong> {
        let cells = Cells { layout: self.layout, row };
        let place = |name: &str| cells.place(name).unwrap_or_default();
        let (ticker, ex_place) = (cells.cell("ticker"), place("ex_date"));
        let ex_date = session(row, ex_place, self.symbols.calendar(ticker))?;
        if self.symbols.is_before_all(ex_date) {
            return Ok(Outcome::Aside("before all that the market knows"));
        }
        let known_at = known_at(row, place("known_at"), (ex_place, ex_date), self.today)?;
        let named = self.symbols.named(ticker, (ex_date, ex_date));
        let security = || named.map_err(|reason| cells.wrong("ticker", reason));
        let source = cells.cell("source").words().map(str::trim).unwrap_or(&file.name);
        match kinds::of(&cells)? {
            RowKind::Action(kind) => {
                let plain = Action::new(ex_date, security()?, kind, source);
                let action = self.terms(&cells, Action { known_at, ..plain })?;
                let sequence = sequence(&cells)?;
                Ok(Outcome::Fact(Said::Action(Supplied { action, sequence })))
            }
            RowKind::Rename => {
                let held = self.symbols.named_before(ticker, ex_date);
                let security = held.map_or_else(security, Ok)?;
                let rename = Rename::read(&cells, security, (ex_date, known_at), self.today)?;
                Ok(Outcome::Fact(Said::Rename(rename)))
            }
        }
    }

    /// The terms that a row gives, if they make sense.
    fn terms(&self, cells: &Cells<'_>, plain: Action) -> Result<Action, Wrong> {
        let at = |name: &'static str| move |reason: String| cells.wrong(name, reason);
        let effective = match cells.cell("effective").date().map_err(at("effective"))? {
            Some(day) => {
                let calendar = self.symbols.calendar(cells.cell("ticker"));
                let session = calendar.session_on_or_after(day);
                Some(session.map_err(|error| cells.wrong("effective", error.to_string()))?)
            }
            None => None,
        };
        let action = Action {
            ratio: terms::of(cells, plain.kind)?,
            cash: cells.cell("cash").price().map_err(at("cash"))?,
            cash_currency: self.currency(cells, plain.security_id)?,
            other_security_id: self.other(cells, &plain)?,
            shares_sold: cells.cell("shares").shares().map_err(at("shares"))?,
            effective_date: effective,
            ..plain
        };
        let at_close = || action.fault_at(self.close_before(&action)?);
        match action.fault().or_else(at_close) {
            Some(fault) => Err(cells.wrong(fault.column, fault.reason)),
            None => Ok(action),
        }
    }

    /// The last close of the line in the sessions before an action, if it has one.
    fn close_before(&self, action: &Action) -> Option<Price> {
        let prices = &self.market.prices;
        let before = prices.sessions().partition_point(|(session, _)| *session < action.ex_date);
        let mut recent = prices.sessions()[..before].iter().rev().take(SESSIONS_BEFORE);
        let place =
            recent.find_map(|(_, rows)| prices.position_of(action.security_id, rows.clone()));
        place.and_then(|place| prices.get(place)).map(|row| row.close)
    }

    /// The currency of the money, unless it is what the line trades in anyway.
    fn currency(&self, cells: &Cells<'_>, security: SecurityId) -> Result<Option<Currency>, Wrong> {
        let Some(text) = cells.cell("currency").words() else { return Ok(None) };
        let currency: Currency = text.parse().map_err(|reason| cells.wrong("currency", reason))?;
        let securities = &self.market.securities;
        let place = securities.partition_point(|version| version.security_id < security);
        let own = securities.get(place).filter(|version| version.security_id == security);
        Ok(Some(currency).filter(|one| own.is_none_or(|own| own.mic.currency() != *one)))
    }

    /// The other line: who takes over has traded by then, what is spun off or converted to may have
    /// its first close some sessions later.
    fn other(&self, cells: &Cells<'_>, action: &Action) -> Result<Option<SecurityId>, Wrong> {
        let cell = cells.cell("other");
        if cell.words().is_none() {
            return Ok(None);
        }
        let new = matches!(action.kind, ActionKind::SpinOff | ActionKind::Conversion);
        let calendar = self.symbols.calendar(cell);
        let last = calendar.offset(action.ex_date, FIRST_CLOSE).ok().filter(|_| new);
        let named = self.symbols.named(cell, (action.ex_date, last.unwrap_or(action.ex_date)));
        named.map(Some).map_err(|reason| cells.wrong("other", reason))
    }
}

/// The number of an action among those of its kind, security and ex-date, where a row says it.
fn sequence(cells: &Cells<'_>) -> Result<Option<u16>, Wrong> {
    let none = || cells.wrong("sequence", format!("not a number from 0 to {}", u16::MAX));
    let number = cells.cell("sequence").number().map_err(|_| none())?;
    let whole =
        |number: f64| number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number);
    number.map(|number| Some(number as u16).filter(|_| whole(number)).ok_or_else(none)).transpose()
}
