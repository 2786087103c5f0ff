//! Which security a symbol meant on a date.

use std::collections::HashMap;

use jiff::civil::Date;
use russet_market::{Calendar, IssuerId, Market, SecurityId, Ticker};

use crate::files::Cell;

/// Sessions after a symbol was last seen for which it still means the same line: feeds miss days.
const STILL_MEANT: i64 = 20;

/// The dated holders of each symbol, and the companies of securities.
pub(super) struct Symbols {
    holders: HashMap<String, Vec<(Date, Date, SecurityId)>>,
    companies: HashMap<SecurityId, IssuerId>,
    first: Option<Date>,
}

impl Symbols {
    pub(super) fn of(market: &Market) -> Symbols {
        let mut holders: HashMap<String, Vec<(Date, Date, SecurityId)>> = HashMap::new();
        for version in &market.securities {
            let holder = (version.from, version.to, version.security);
            holders.entry(version.ticker.key()).or_default().push(holder);
        }
        holders.values_mut().for_each(|dated| dated.sort());
        let first = market.securities.iter().map(|version| version.from).min();
        let company = market.securities.iter().map(|version| (version.security, version.issuer));
        Symbols { holders, companies: company.collect(), first }
    }

    /// The security that a cell's symbol meant on a date, or why there is none.
    pub(super) fn security(&self, cell: Cell<'_>, date: Date) -> Result<SecurityId, String> {
        let ticker = cell.text().and_then(Ticker::new);
        let ticker = ticker.ok_or_else(|| "not a trading symbol".to_owned())?;
        self.holder(&ticker, date)
            .ok_or_else(|| format!("the market knows no security {ticker} on {date}"))
    }

    /// The security that held a symbol on a date.
    fn holder(&self, ticker: &Ticker, date: Date) -> Option<SecurityId> {
        let dated = self.holders.get(&ticker.key())?;
        let (_, to, security) = dated.iter().rev().find(|(from, _, _)| *from <= date)?;
        let meant_until = Calendar::nyse().offset(*to, STILL_MEANT).unwrap_or(*to);
        (date <= meant_until).then_some(*security)
    }

    /// The security that a cell's symbol meant on the first day of a range, or else the first one
    /// that it came to mean until the last day: filings may be known before the first close.
    pub(super) fn named(
        &self,
        cell: Cell<'_>,
        (first, last): (Date, Date),
    ) -> Result<SecurityId, String> {
        let ticker = cell.text().and_then(Ticker::new);
        let ticker = ticker.ok_or_else(|| "not a trading symbol".to_owned())?;
        let later = || {
            let dated = self.holders.get(&ticker.key())?.iter();
            dated.clone().find(|(from, _, _)| first < *from && *from <= last)
        };
        let found = self.holder(&ticker, first).or_else(|| later().map(|(_, _, found)| *found));
        found.ok_or_else(|| {
            let dated = self.holders.get(&ticker.key()).into_iter().flatten();
            let from = dated.clone().map(|(from, _, _)| from).min();
            let traded = match from.zip(dated.map(|(_, to, _)| to).max()) {
                Some((from, to)) => format!("its closes are from {from} to {to}"),
                None => "import its closes first".to_owned(),
            };
            format!("the market knows no security {ticker} on {first} (hint: {traded})")
        })
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
}
