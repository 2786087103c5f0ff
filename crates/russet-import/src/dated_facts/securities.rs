//! Which security a symbol meant on a date.

use std::collections::HashMap;

use jiff::civil::Date;
use russet_market::{Calendar, Market, SecurityId, Ticker};

use crate::files::Cell;

/// Sessions after a symbol was last seen for which it still means the same line: feeds miss days.
const STILL_MEANT: i64 = 20;

/// The dated holders of each symbol.
pub(super) struct Symbols {
    holders: HashMap<String, Vec<(Date, Date, SecurityId)>>,
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
        Symbols { holders, first: market.securities.iter().map(|version| version.from).min() }
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

    /// Whether a date lies before all that the market knows.
    pub(super) fn is_before_all(&self, date: Date) -> bool {
        self.first.is_none_or(|first| date < first)
    }
}
