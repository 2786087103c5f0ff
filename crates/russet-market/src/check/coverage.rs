//! How much there is of everything.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::facts::{Action, ActionKind};
use crate::market::Market;

/// The dates and rows of one fund's lists, or of one index's levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The fund or the index.
    pub name: String,
    /// The first date.
    pub first: Date,
    /// The last date.
    pub last: Date,
    /// How many dates there are.
    pub dates: usize,
    /// How many rows there are.
    pub rows: usize,
}

/// How much a market holds of each kind of fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The first day with a close.
    pub first_session: Option<Date>,
    /// The last day with a close.
    pub last_session: Option<Date>,
    /// Days with closes.
    pub sessions: usize,
    /// Securities described.
    pub securities: usize,
    /// Companies they belong to.
    pub issuers: usize,
    /// Closes.
    pub price_rows: usize,
    /// Share counts.
    pub share_counts: usize,
    /// Corporate actions of each kind, whatever corrections they have.
    pub actions: BTreeMap<ActionKind, usize>,
    /// Values from companies' accounts.
    pub fundamentals: usize,
    /// Rates of exchange.
    pub exchange_rates: usize,
    /// Decisions of committees.
    pub committee_decisions: usize,
    /// Lists of each fund.
    pub fund_lists: Vec<Span>,
    /// Levels of each index.
    pub index_levels: Vec<Span>,
    /// Rows that imports refused.
    pub refused_rows: usize,
}

impl Coverage {
    /// What a market, in canonical order, holds.
    pub(super) fn of(market: &Market) -> Coverage {
        let sessions = market.prices.sessions();
        let mut securities: Vec<_> =
            market.securities.iter().map(|version| version.security_id).collect();
        securities.dedup();
        let mut issuers: Vec<_> =
            market.securities.iter().map(|version| version.issuer_id).collect();
        issuers.sort();
        issuers.dedup();
        let mut actions = BTreeMap::new();
        for action in Action::last_versions(&market.actions) {
            *actions.entry(action.kind).or_default() += 1;
        }
        Coverage {
            first_session: sessions.first().map(|(date, _)| *date),
            last_session: sessions.last().map(|(date, _)| *date),
            sessions: sessions.len(),
            securities: securities.len(),
            issuers: issuers.len(),
            price_rows: market.prices.len(),
            share_counts: market.shares.len(),
            actions,
            fundamentals: market.fundamentals.len(),
            exchange_rates: market.fx.len(),
            committee_decisions: market.committee_decisions.len(),
            fund_lists: spans(
                market.fund_lines.iter().map(|line| (line.fund.as_str(), line.as_of)),
            ),
            index_levels: spans(
                market.index_levels.iter().map(|level| (level.index_id.as_str(), level.date)),
            ),
            refused_rows: market.refusals.len(),
        }
    }
}

/// One span a name, of rows sorted by name and date.
fn spans<'row>(rows: impl Iterator<Item = (&'row str, Date)>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (name, date) in rows {
        match spans.last_mut() {
            Some(span) if span.name == name => {
                span.dates += usize::from(span.last != date);
                span.last = date;
                span.rows += 1;
            }
            _ => {
                let name = name.to_owned();
                spans.push(Span { name, first: date, last: date, dates: 1, rows: 1 });
            }
        }
    }
    spans
}
