//! Which security a symbol meant on a date.

use std::collections::HashMap;

use jiff::civil::Date;
use russet_market::{Calendar, IssuerId, Market, Mic, SecurityId, SecurityVersion, Ticker};

use crate::files::Cell;

/// Sessions after a symbol was last seen for which it still means the same line: feeds miss days.
const STILL_MEANT: i64 = 20;

/// The dated holders of each symbol, and the companies of securities.
pub(super) struct Symbols {
    holders: HashMap<String, Vec<Holder>>,
    companies: HashMap<SecurityId, IssuerId>,
    first: Option<Date>,
}

/// Who held a symbol, when and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Holder {
    from: Date,
    to: Date,
    security: SecurityId,
    mic: Mic,
}

/// A symbol, and the exchange it is of where the cell says that: `BP@XLON`.
struct Symbol {
    ticker: Ticker,
    mic: Option<Mic>,
}

impl Symbols {
    pub(super) fn of(market: &Market) -> Symbols {
        let company =
            market.securities.iter().map(|version| (version.security_id, version.issuer_id));
        let mut symbols = Symbols {
            holders: HashMap::new(),
            companies: company.collect(),
            first: market.securities.iter().map(|version| version.first_session).min(),
        };
        market.securities.iter().for_each(|version| symbols.add(version));
        symbols.holders.values_mut().for_each(|dated| dated.sort());
        symbols
    }

    fn add(&mut self, version: &SecurityVersion) {
        let SecurityVersion {
            first_session: from,
            last_session: to,
            security_id: security,
            mic,
            ..
        } = *version;
        let dated = self.holders.entry(version.ticker.key()).or_default();
        dated.push(Holder { from, to, security, mic });
    }

    /// Lets a symbol mean a security from a day on, for rows that come after.
    pub(super) fn rename(&mut self, security: SecurityId, ticker: Option<&Ticker>, from: Date) {
        let own = self.holders.values().flatten().filter(|one| one.security == security);
        let (Some(ticker), Some(last)) = (ticker, own.max().copied()) else { return };
        let dated = self.holders.entry(ticker.key()).or_default();
        dated.push(Holder { from, to: last.to.max(from), ..last });
        dated.sort();
    }

    /// The security that a cell's symbol meant on the session before a day, where it meant one.
    pub(super) fn named_before(&self, cell: Cell<'_>, day: Date) -> Option<SecurityId> {
        let before = self.calendar(cell).previous_session(day).ok()?;
        self.security(cell, before).ok()
    }

    /// The security that a cell's symbol meant on a date, or why there is none.
    pub(super) fn security(&self, cell: Cell<'_>, date: Date) -> Result<SecurityId, String> {
        let symbol = Symbol::of(cell)?;
        let found = self.holder(&symbol, date)?;
        found.ok_or_else(|| format!("the market knows no security {} on {date}", symbol.ticker))
    }

    /// The security that a cell's symbol meant on the first day of a range, or else the first one
    /// that it came to mean until the last day: filings may be known before the first close.
    pub(super) fn named(
        &self,
        cell: Cell<'_>,
        (first, last): (Date, Date),
    ) -> Result<SecurityId, String> {
        let symbol = Symbol::of(cell)?;
        if let Some(found) = self.holder(&symbol, first)? {
            return Ok(found);
        }
        let later = self.dated(&symbol).find(|one| first < one.from && one.from <= last);
        later.map(|one| one.security).ok_or_else(|| {
            let from = self.dated(&symbol).map(|one| one.from).min();
            let traded = match from.zip(self.dated(&symbol).map(|one| one.to).max()) {
                Some((from, to)) => format!("its closes are from {from} to {to}"),
                None => "import its closes first".to_owned(),
            };
            let ticker = &symbol.ticker;
            format!("the market knows no security {ticker} on {first} (hint: {traded})")
        })
    }

    /// The days on which a cell's symbol may trade: every weekday where it is only known abroad.
    pub(super) fn calendar(&self, cell: Cell<'_>) -> &'static Calendar {
        let Ok(symbol) = Symbol::of(cell) else { return Calendar::nyse() };
        let known = self.dated(&symbol).next().is_some();
        match known && self.dated(&symbol).all(|one| one.mic.is_foreign()) {
            true => Calendar::weekdays(),
            false => Calendar::nyse(),
        }
    }

    /// The company of a security; a security that nothing describes stands for itself.
    pub(super) fn company(&self, security: SecurityId) -> (Option<IssuerId>, SecurityId) {
        match self.companies.get(&security) {
            Some(company) => (Some(*company), SecurityId::default()),
            None => (None, security),
        }
    }

    /// Whether a date lies before all that the market knows.
    pub(super) fn is_before_all(&self, date: Date) -> bool {
        self.first.is_none_or(|first| date < first)
    }

    /// The holders of a symbol by first day, those of the exchange alone that the cell names.
    fn dated(&self, symbol: &Symbol) -> impl DoubleEndedIterator<Item = &Holder> {
        let dated = self.holders.get(&symbol.ticker.key()).map_or(&[][..], Vec::as_slice);
        let mic = symbol.mic;
        dated.iter().filter(move |one| mic.is_none_or(|mic| same_country(mic, one.mic)))
    }

    /// The security that held a symbol on a date; more than one is an error.
    fn holder(&self, symbol: &Symbol, date: Date) -> Result<Option<SecurityId>, String> {
        let mut found: Vec<&Holder> = Vec::new();
        for one in self.dated(symbol).rev().filter(|one| one.from <= date) {
            if !found.iter().any(|other| same_country(other.mic, one.mic)) {
                found.push(one);
            }
        }
        let last = |one: &Holder| one.mic.calendar().offset(one.to, STILL_MEANT).unwrap_or(one.to);
        found.retain(|one| date <= last(one));
        match found[..] {
            [] => Ok(None),
            [one] => Ok(Some(one.security)),
            [one, other, ..] => Err(format!(
                "two lines have this symbol, in {} and in {} (hint: write {}@{})",
                other.mic.name(),
                one.mic.name(),
                symbol.ticker,
                one.mic.code()
            )),
        }
    }
}

impl Symbol {
    fn of(cell: Cell<'_>) -> Result<Symbol, String> {
        let none = || "not a trading symbol".to_owned();
        match cell.text().and_then(|text| text.split_once('@')) {
            None => Ok(Symbol { ticker: cell.ticker().ok_or_else(none)?, mic: None }),
            Some((ticker, exchange)) => {
                let mic = Mic::from_name(exchange);
                let mic = mic.ok_or_else(|| format!("'{exchange}' is not an exchange"))?;
                Ok(Symbol { ticker: Ticker::new(ticker).ok_or_else(none)?, mic: Some(mic) })
            }
        }
    }
}

/// Whether a symbol on two exchanges can be only one: those of the United States share theirs.
fn same_country(one: Mic, other: Mic) -> bool {
    one == other || !one.is_foreign() && !other.is_foreign()
}
