//! The constituents of an index, on a day with their weights, and over time.

use std::ops::RangeBounds;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::run::{RateRow, Weighted};
use russet_calc::{Constituent, Run as Tables};
use russet_market::{Currency, Factor, Money, NumberError, Price, SecurityId, Shares, Ticker};
use russet_store::table::{Table, to_batch};

use crate::batch::{days, pick, rows};
use crate::error::Kind;
use crate::{Error, Run};

/// A constituent of an index on a session, with its price, market value and weight.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "weighted_constituents", key = "index_id, date, security_id")]
pub struct WeightedConstituent {
    /// The index.
    pub index_id: String,
    /// The session.
    pub date: Date,
    /// The security.
    pub security_id: SecurityId,
    /// Its symbol.
    pub ticker: Ticker,
    /// Its name.
    pub name: String,
    /// Its industry sector as its source words it.
    pub sector: Option<String>,
    /// The country of its company, as its source words it.
    pub country: Option<String>,
    /// The currency it trades in.
    pub currency: Currency,
    /// Its part of the index's market value.
    #[column(unit = "part of 1")]
    pub weight: f64,
    /// Its index shares.
    pub index_shares: Shares,
    /// Its last close.
    pub price: Price,
    /// The session of that close; earlier than `date` where the close is carried.
    pub price_date: Date,
    /// Its market value in the index, in the index's currency.
    pub market_cap: Money,
    /// The shares outstanding that its index shares follow, where they do.
    pub shares_outstanding: Option<Shares>,
    /// The part of those shares that counts.
    pub free_float: Factor,
    /// Where that part comes from.
    pub free_float_source: String,
    /// Since when it holds; none where nothing is known.
    pub free_float_since: Option<Date>,
    /// Its probability of the index's side of a style; 1 elsewhere.
    pub style_probability: Factor,
    /// Its capping factor: 1 where no cap holds.
    pub cap_factor: Factor,
}

impl WeightedConstituent {
    /// The constituents of an index on a session of a run in memory, the largest first; none where the run has no such
    /// index or session.
    ///
    /// # Errors
    /// [`Error`] where the run lacks a rate of exchange.
    pub fn from_run(
        run: &Tables,
        index: &str,
        day: Date,
    ) -> Result<Vec<WeightedConstituent>, NumberError> {
        let weighted = run.weighted(index, day)?.into_iter();
        Ok(weighted.map(|weighted| WeightedConstituent::new(weighted, day)).collect())
    }

    fn new(weighted: Weighted, date: Date) -> WeightedConstituent {
        let Weighted { constituent, price, price_date, market_cap, weight } = weighted;
        let Constituent { index_id, security_id, ticker, name, sector, country, currency, .. } =
            constituent;
        WeightedConstituent {
            index_id,
            date,
            security_id,
            ticker,
            name,
            sector,
            country,
            currency,
            weight,
            index_shares: constituent.index_shares,
            price,
            price_date,
            market_cap,
            shares_outstanding: constituent.shares_outstanding,
            free_float: constituent.free_float,
            free_float_source: constituent.free_float_source,
            free_float_since: constituent.free_float_since,
            style_probability: constituent.style_probability,
            cap_factor: constituent.cap_factor,
        }
    }
}

impl Run {
    /// The constituents of an index on a session with their weights, the largest first: the columns of
    /// [`WeightedConstituent`].
    ///
    /// The session after the run's last one has constituents too: those that its opening counts, at the last closes.
    ///
    /// # Errors
    /// [`Error::is_unknown_index`]; [`Error::is_outside_run`] where the day is no session, or the index has no
    /// constituents on it.
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use russet_core::jiff::civil::date;
    /// use russet_core::{WeightedConstituent, rows};
    /// let all = rows::<WeightedConstituent>(&run.constituents("LARGE20", date(2025, 12, 31))?)?;
    /// assert!(all.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
    /// let together: f64 = all.iter().map(|one| one.weight).sum();
    /// assert!((together - 1.0).abs() < 1e-12);
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn constituents(&self, index: &str, day: Date) -> Result<RecordBatch, Error> {
        let index = self.index(index)?.id.clone();
        self.check_session(day)?;
        let weighted = WeightedConstituent::from_run(&self.held_on(&index, day)?, &index, day)?;
        if weighted.is_empty() {
            let (from, to) = self.days().into_inner();
            return Err(Error::new(Kind::NoConstituents { index, day, from, to }));
        }
        Ok(to_batch(&weighted)?)
    }

    /// The constituents of an index over a range of days: a row for each stretch of sessions on which a security was
    /// held with the same index shares. The columns are those of the table `constituents` and of [`Constituent`].
    ///
    /// # Errors
    /// [`Error::is_unknown_index`].
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use std::collections::BTreeSet;
    /// use russet_core::jiff::civil::date;
    /// use russet_core::{Constituent, rows};
    /// // Who was held at any time in the second quarter, although the index has twenty companies?
    /// let quarter = date(2025, 4, 1)..=date(2025, 6, 30);
    /// let held = rows::<Constituent>(&run.constituent_history("LARGE20", quarter)?)?;
    /// let securities: BTreeSet<_> = held.iter().map(|row| row.security_id).collect();
    /// assert!(securities.len() >= 20);
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn constituent_history(
        &self,
        index: &str,
        range: impl RangeBounds<Date>,
    ) -> Result<RecordBatch, Error> {
        let index = &self.index(index)?.id;
        let days = days(&range);
        // What is held on past the range is in the parts after it.
        let batches = self.snapshot().batches::<Constituent>(&(*days.start()..=Date::MAX))?;
        pick::<Constituent>(&batches, |rows| {
            rows.equal("index_id", index)?
                .not_before("last_session", *days.start())?
                .not_after("first_session", *days.end())
        })
    }

    /// The tables of the run as far as the weights of a day need them.
    fn held_on(&self, index: &str, day: Date) -> Result<Tables, Error> {
        let snapshot = self.snapshot();
        let constituents = rows(&self.constituent_history(index, day..=day)?)?;
        // The last close before a day may be one of the year before.
        let year = day.year();
        let closes = snapshot.closes_of_years(year.saturating_sub(1)..=year)?;
        let rates = snapshot.table_of_years::<RateRow>(year.saturating_sub(1)..=year)?;
        Ok(Tables { constituents, closes, rates, ..self.no_tables() })
    }

    /// The run without any row.
    pub(crate) fn no_tables(&self) -> Tables {
        Tables::without_rows(self.manifest().clone(), String::new())
    }
}
