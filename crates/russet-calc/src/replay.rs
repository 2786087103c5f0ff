//! The levels of a run again, from its ledger, its closes, dividends and rates alone: what an auditor
//! does, and a second way to the same bits.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{
    Currency, Divisor, ExchangeRate, Money, NumberError, Price, SecurityId, Shares,
};

use crate::ledger::{Cause, LedgerEntry};
use crate::returns::{Dividends, Returns};
use crate::run::{Constituent, IndexStart, LevelRow, Run};

/// A level that the ledger does not give again.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What the run says.
    pub said: LevelRow,
    /// What its ledger gives.
    pub found: Option<LevelRow>,
}

/// Every level of a run that its own ledger, closes, dividends and rates do not give to the last bit.
///
/// # Errors
/// [`NumberError`] when a value leaves its range, or a rate is missing.
///
/// ```
/// # fn audit(run: &russet_calc::Run) -> Result<bool, russet_market::NumberError> {
/// Ok(russet_calc::replay::differences(run)?.is_empty())
/// # }
/// ```
pub fn differences(run: &Run) -> Result<Vec<Difference>, NumberError> {
    let mut currencies: BTreeMap<SecurityId, Vec<&Constituent>> = BTreeMap::new();
    for row in &run.constituents {
        currencies.entry(row.security).or_default().push(row);
    }
    let mut differences = Vec::new();
    for index in &run.manifest.indexes {
        let found = levels(run, &currencies, index)?;
        for said in run.levels_of(&index.id) {
            let again = found.get(&said.date);
            if again != Some(said) {
                differences.push(Difference { said: said.clone(), found: again.cloned() });
            }
        }
    }
    Ok(differences)
}

/// The levels of one index, by session.
fn levels(
    run: &Run,
    currencies: &BTreeMap<SecurityId, Vec<&Constituent>>,
    index: &IndexStart,
) -> Result<BTreeMap<Date, LevelRow>, NumberError> {
    let of_index = |entry: &&LedgerEntry| entry.index == index.id;
    let mut ledger = run.events.iter().filter(of_index).peekable();
    let mut book = Book { run, index, currencies, held: BTreeMap::new(), divisor: None };
    let mut levels = BTreeMap::new();
    let mut returns: Option<Returns> = None;
    let mut before: Option<Date> = None;
    for said in run.levels_of(&index.id) {
        let session = said.date;
        // The first basket is of the session itself, every other change of a close before it.
        let starts = returns.is_none();
        while let Some(entry) = ledger
            .next_if(|entry| entry.after_close < session || starts && entry.cause == Cause::Start)
        {
            book.take(entry);
        }
        let Some(divisor) = book.divisor else { continue };
        let rates_of = if index.local_currency { before.unwrap_or(session) } else { session };
        let closes = run.closes.on(session);
        let level = book.value(&closes, (session, rates_of))?.at(divisor)?;
        let now = match returns {
            Some(last) => {
                let paid = book.dividends(session)?;
                last.after(level, paid, divisor, run.manifest.returns)?
            }
            None => Returns::at(level),
        };
        let market_cap = book.value(&closes, (session, rates_of))?;
        let constituents = book.held.len() as u32;
        levels.insert(
            session,
            LevelRow {
                index: index.id.clone(),
                date: session,
                price_return: level,
                net_return: now.net,
                total_return: now.gross,
                divisor,
                constituents,
                market_cap,
            },
        );
        if index.local_currency {
            let now = book.value(&closes, (session, session))?;
            book.divisor = Some(divisor.chained(market_cap, now)?);
        }
        returns = Some(now);
        before = Some(session);
    }
    Ok(levels)
}

/// What an index holds while its ledger is read.
struct Book<'run> {
    run: &'run Run,
    index: &'run IndexStart,
    /// What is told of each line, with the currency that it trades in from one day to another.
    currencies: &'run BTreeMap<SecurityId, Vec<&'run Constituent>>,
    held: BTreeMap<SecurityId, Shares>,
    divisor: Option<Divisor>,
}

impl Book<'_> {
    fn take(&mut self, entry: &LedgerEntry) {
        match entry.shares_after == Shares::ZERO {
            true => self.held.remove(&entry.security),
            false => self.held.insert(entry.security, entry.shares_after),
        };
        self.divisor = Some(entry.divisor_after);
    }

    /// The value of what is held at the closes of a session, at the rates of that or an earlier one.
    fn value(
        &self,
        closes: &BTreeMap<SecurityId, (Price, Date)>,
        (session, rates_of): (Date, Date),
    ) -> Result<Money, NumberError> {
        let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
        for (security, shares) in &self.held {
            let Some((price, _)) = closes.get(security) else { continue };
            let sum = sums.entry(self.currency(*security, session)).or_default();
            *sum = sum.plus(price.times(*shares))?;
        }
        let mut value = Money::ZERO;
        for (currency, sum) in sums {
            value = value.plus(sum.converted(self.rate(currency, rates_of)?)?)?;
        }
        Ok(value)
    }

    fn currency(&self, security: SecurityId, session: Date) -> Currency {
        let rows = self.currencies.get(&security).map_or(&[][..], Vec::as_slice);
        let holds = |row: &&&Constituent| row.from <= session && row.to >= session;
        rows.iter().find(holds).map_or(self.index.currency, |row| row.currency)
    }

    fn rate(&self, from: Currency, day: Date) -> Result<ExchangeRate, NumberError> {
        self.run.rate((from, self.index.currency), day)
    }

    /// The dividends of a session.
    fn dividends(&self, session: Date) -> Result<Dividends, NumberError> {
        let rows = &self.run.dividends;
        let start = rows.partition_point(|row| row.date < session);
        let mut sum = Dividends::default();
        for row in rows[start..].iter().take_while(|row| row.date == session) {
            if row.index == self.index.id {
                let rate = self.rate(row.currency, session)?;
                let gross = row.cash.times(row.shares).converted(rate)?;
                sum.gross = sum.gross.plus(gross)?;
                sum.net = sum.net.plus(gross.scaled(row.kept)?)?;
            }
        }
        Ok(sum)
    }
}
