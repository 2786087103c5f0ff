//! The levels of a run again, from its ledger, its closes, dividends and rates alone: what an auditor
//! does, and a second way to the same bits.

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::civil::Date;
use russet_market::{Divisor, Money, NumberError, Price, SecurityId, Shares};

use crate::events::{Cause, LedgerEntry};
use crate::run::{
    CloseTable, Constituent, DividendRow, IndexStart, LevelRow, Manifest, RateRow, Run, RunError,
    RunSnapshot, rate_on,
};
use crate::state::Valuation;
use crate::state::returns::{DividendPoints, Returns};
use crate::trading::TradingCurrencies;

/// A level that the ledger does not give again.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What the run says.
    pub said: LevelRow,
    /// What its ledger gives.
    pub found: Option<LevelRow>,
}

/// What came of replaying a run from its folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audit {
    /// How many levels were replayed.
    pub levels: usize,
    /// From how many entries of the ledger.
    pub entries: usize,
    /// The levels that came out otherwise.
    pub differences: Vec<Difference>,
}

/// Every level of a run that its own ledger, closes, dividends and rates do not give to the last bit.
///
/// # Errors
/// [`NumberError`] when a value leaves its range, or a rate is missing.
pub fn differences(run: &Run) -> Result<Vec<Difference>, NumberError> {
    let mut currencies = TradingCurrencies::default();
    currencies.learn(&run.constituents);
    let mut replay = Replay::new(&run.manifest, currencies);
    replay.read(Chapter {
        levels: &run.levels,
        events: &run.events,
        closes: &run.closes,
        dividends: &run.dividends,
        rates: &run.rates,
    })?;
    Ok(replay.found())
}

/// The same of a run in its folder, read year by year.
///
/// # Errors
/// [`RunError`] when a file is missing or damaged, a value leaves its range, or a rate is missing.
pub fn audit(folder: &RunSnapshot) -> Result<Audit, RunError> {
    let manifest = folder.manifest();
    let mut currencies = TradingCurrencies::default();
    folder.each_part(|rows: Vec<Constituent>| currencies.learn(&rows))?;
    let mut replay = Replay::new(manifest, currencies);
    let mut audit = Audit::default();
    for year in manifest.years() {
        let levels: Vec<LevelRow> = folder.table_of_years(year..=year)?;
        let events: Vec<LedgerEntry> = folder.table_of_years(year..=year)?;
        audit.levels += levels.len();
        audit.entries += events.len();
        replay.read(Chapter {
            levels: &levels,
            events: &events,
            closes: &folder.closes_of_years(year..=year)?,
            dividends: &folder.table_of_years(year..=year)?,
            rates: &folder.table_of_years(year..=year)?,
        })?;
    }
    audit.differences = replay.found();
    Ok(audit)
}

/// What a run says of some sessions that follow each other.
struct Chapter<'run> {
    levels: &'run [LevelRow],
    events: &'run [LedgerEntry],
    closes: &'run CloseTable,
    dividends: &'run [DividendRow],
    rates: &'run [RateRow],
}

/// A run on its way through time once more.
struct Replay<'run> {
    manifest: &'run Manifest,
    places: HashMap<&'run str, usize>,
    books: Vec<Book<'run>>,
    currencies: TradingCurrencies,
    rates: Vec<RateRow>,
    /// Each with the place of its index.
    differences: Vec<(usize, Difference)>,
}

impl<'run> Replay<'run> {
    fn new(manifest: &'run Manifest, mut currencies: TradingCurrencies) -> Replay<'run> {
        currencies.settle();
        let ids = manifest.indexes.iter().enumerate();
        Replay {
            manifest,
            places: ids.map(|(place, index)| (index.id.as_str(), place)).collect(),
            books: manifest.indexes.iter().map(Book::new).collect(),
            currencies,
            rates: Vec::new(),
            differences: Vec::new(),
        }
    }

    /// Replays some more sessions.
    fn read(&mut self, chapter: Chapter<'_>) -> Result<(), NumberError> {
        self.rates.extend_from_slice(chapter.rates);
        let mut ledgers: Vec<VecDeque<&LedgerEntry>> = vec![VecDeque::new(); self.books.len()];
        for entry in chapter.events {
            if let Some(place) = self.places.get(entry.index_id.as_str()) {
                ledgers[*place].push_back(entry);
            }
        }
        for of_session in chapter.levels.chunk_by(|a, b| a.date == b.date) {
            let session = of_session[0].date;
            let prices = Prices::of(chapter.closes, session);
            for said in of_session {
                let Some(place) = self.places.get(said.index_id.as_str()).copied() else {
                    continue;
                };
                let (book, ledger) = (&mut self.books[place], &mut ledgers[place]);
                // The first basket is of the session itself, every other change of a close before it.
                let starts = book.returns.is_none();
                while let Some(entry) = ledger.pop_front_if(|entry| {
                    entry.after_close < session || starts && entry.cause == Cause::Start
                }) {
                    book.take(entry);
                }
                let facts = Facts {
                    manifest: self.manifest,
                    prices: &prices,
                    currencies: &self.currencies,
                    rates: &self.rates,
                    dividends: chapter.dividends,
                };
                let found = book.level(session, &facts)?;
                if found.as_ref() != Some(said) {
                    self.differences.push((place, Difference { said: said.clone(), found }));
                }
            }
        }
        // What is left holds from the session after the last one of the chapter.
        for (book, ledger) in self.books.iter_mut().zip(ledgers) {
            ledger.into_iter().for_each(|entry| book.take(entry));
        }
        Ok(())
    }

    /// The differences, index by index.
    fn found(mut self) -> Vec<Difference> {
        self.differences.sort_by_key(|(place, difference)| (*place, difference.said.date));
        self.differences.into_iter().map(|(_, difference)| difference).collect()
    }
}

/// The closes that count on a session, by security.
struct Prices(Vec<Option<Price>>);

impl Prices {
    fn of(closes: &CloseTable, session: Date) -> Prices {
        let mut prices = Vec::new();
        for (security, close, _) in closes.each_on(session) {
            let place = security.0 as usize;
            prices.resize(prices.len().max(place + 1), None);
            prices[place] = Some(close);
        }
        Prices(prices)
    }

    fn get(&self, security: SecurityId) -> Option<Price> {
        self.0.get(security.0 as usize).copied().flatten()
    }
}

/// What a level is made of besides a book.
struct Facts<'run> {
    manifest: &'run Manifest,
    prices: &'run Prices,
    currencies: &'run TradingCurrencies,
    rates: &'run [RateRow],
    dividends: &'run [DividendRow],
}

/// What an index holds while its ledger is read.
struct Book<'run> {
    index: &'run IndexStart,
    held: BTreeMap<SecurityId, Shares>,
    divisor: Option<Divisor>,
    returns: Option<Returns>,
    /// The last session with a level.
    before: Option<Date>,
}

impl<'run> Book<'run> {
    fn new(index: &'run IndexStart) -> Book<'run> {
        Book { index, held: BTreeMap::new(), divisor: None, returns: None, before: None }
    }

    fn take(&mut self, entry: &LedgerEntry) {
        match entry.index_shares_after == Shares::ZERO {
            true => self.held.remove(&entry.security_id),
            false => self.held.insert(entry.security_id, entry.index_shares_after),
        };
        self.divisor = Some(entry.divisor_after);
    }

    /// The level of a session; none before anything is held.
    fn level(&mut self, session: Date, facts: &Facts<'_>) -> Result<Option<LevelRow>, NumberError> {
        let Some(divisor) = self.divisor else { return Ok(None) };
        let local = self.index.local_currency;
        let rates_of = self.before.filter(|_| local).unwrap_or(session);
        let market_cap = self.value(facts, (session, rates_of))?;
        let level = market_cap.at(divisor)?;
        let now = match self.returns {
            Some(last) => {
                let paid = self.dividends(facts, session)?;
                last.after(level, &paid, facts.manifest.returns)?
            }
            None => Returns::at(level),
        };
        if local {
            let now = self.value(facts, (session, session))?;
            self.divisor = Some(divisor.chained(market_cap, now)?);
        }
        self.returns = Some(now);
        self.before = Some(session);
        Ok(Some(LevelRow {
            index_id: self.index.id.clone(),
            date: session,
            price_return: level,
            net_return: now.net,
            total_return: now.gross,
            divisor,
            constituents: self.held.len() as u32,
            market_cap,
        }))
    }

    /// The value of what is held at the closes of a session, at the rates of that or an earlier one.
    fn value(
        &self,
        facts: &Facts<'_>,
        (session, rates_of): (Date, Date),
    ) -> Result<Money, NumberError> {
        let mut value = Valuation::default();
        for (security, shares) in &self.held {
            let Some(price) = facts.prices.get(*security) else { continue };
            let currency = facts.currencies.of(*security, session).unwrap_or(self.index.currency);
            value.add(currency, price, *shares)?;
        }
        value.total(|currency| rate_on(facts.rates, (currency, self.index.currency), rates_of))
    }

    /// The dividends of a session.
    fn dividends(&self, facts: &Facts<'_>, session: Date) -> Result<DividendPoints, NumberError> {
        let rows = facts.dividends;
        let start = rows.partition_point(|row| row.date < session);
        let mut sum = DividendPoints::default();
        for row in rows[start..].iter().take_while(|row| row.date == session) {
            if row.index_id == self.index.id {
                let rate = rate_on(facts.rates, (row.cash_currency, self.index.currency), session)?;
                let gross = row.cash.times(row.index_shares).converted(rate)?;
                let net = gross.scaled(row.net_factor)?;
                sum.add((gross, net), row.divisor, row.is_returned)?;
            }
        }
        Ok(sum)
    }
}
