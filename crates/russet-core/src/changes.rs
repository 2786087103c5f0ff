//! What changed in an index between two days, and how much of it was traded.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::run::RateRow;
use russet_calc::turnover::{self, Change, Movement, Turnover};
use russet_calc::{Cause, Constituent, LedgerEntry, LevelRow, Run as Tables};
use russet_market::{Factor, Price, SecurityId, Shares, Ticker};
use russet_store::table::{Table, to_batch};
use serde::{Deserialize, Serialize};

use crate::batch::{pick, rows};
use crate::error::Kind;
use crate::{Error, Run};

/// What a change of an index means to its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// A security enters.
    Add,
    /// A security enters from another index of the family.
    MoveIn,
    /// A security leaves.
    Delete,
    /// A security leaves for another index of the family.
    MoveOut,
    /// It stays with other index shares.
    Shares,
    /// Its price is on new terms and its shares may be: a split, a special dividend.
    Terms,
    /// It has a new symbol or name.
    Rename,
}

impl ChangeKind {
    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            ChangeKind::Add => "add",
            ChangeKind::MoveIn => "move in",
            ChangeKind::Delete => "delete",
            ChangeKind::MoveOut => "move out",
            ChangeKind::Shares => "shares",
            ChangeKind::Terms => "terms",
            ChangeKind::Rename => "rename",
        }
    }
}

russet_store::word_columns!(ChangeKind: "");

/// One change of one security in an index.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "changes", key = "index_id, after_close, security_id, cause", order = "after_close")]
pub struct ChangeRow {
    /// The index.
    pub index_id: String,
    /// The session after whose close the change holds.
    pub after_close: Date,
    /// What it means to a holder of the index: `add`, `move_in`, `delete`, `move_out`, `shares`, `terms`, `rename`.
    pub change: ChangeKind,
    /// The cause of the change.
    pub cause: Cause,
    /// The security.
    pub security_id: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// Its name as the run has it last; none where the run has no row of it any more.
    pub name: Option<String>,
    /// The index of the family that it leaves for this one.
    pub index_id_from: Option<String>,
    /// The index of the family that it enters from this one.
    pub index_id_to: Option<String>,
    /// Its index shares before; zero when it enters.
    pub index_shares_before: Shares,
    /// Its index shares after; zero when it leaves.
    pub index_shares_after: Shares,
    /// The price used: the close, on the change's new terms where it has some.
    pub price_after: Option<Price>,
    /// Its free float before, where index shares follow a company's own.
    pub free_float_before: Option<Factor>,
    /// Its free float after.
    pub free_float_after: Option<Factor>,
    /// Its capping factor before.
    pub cap_factor_before: Option<Factor>,
    /// Its capping factor after.
    pub cap_factor_after: Option<Factor>,
    /// Further details, such as the terms of an action or the old symbol.
    pub note: String,
}

impl ChangeRow {
    fn new(index: &str, change: Change, name: Option<&String>) -> ChangeRow {
        let (kind, index_id_from, index_id_to) = match change.movement {
            Movement::Add { from: None } => (ChangeKind::Add, None, None),
            Movement::Add { from } => (ChangeKind::MoveIn, from, None),
            Movement::Delete { to: None } => (ChangeKind::Delete, None, None),
            Movement::Delete { to } => (ChangeKind::MoveOut, None, to),
            Movement::Shares => (ChangeKind::Shares, None, None),
            Movement::Terms => (ChangeKind::Terms, None, None),
            Movement::Rename => (ChangeKind::Rename, None, None),
        };
        ChangeRow {
            index_id: index.to_owned(),
            after_close: change.after_close,
            change: kind,
            cause: change.cause,
            security_id: change.security,
            ticker: change.ticker,
            name: name.cloned(),
            index_id_from,
            index_id_to,
            index_shares_before: change.shares_before,
            index_shares_after: change.shares_after,
            price_after: change.price,
            free_float_before: change.float_before,
            free_float_after: change.float_after,
            cap_factor_before: change.cap_before,
            cap_factor_after: change.cap_after,
            note: change.note,
        }
    }
}

/// What changed in an index between two days.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Changes {
    /// The changes in order of time: the columns of [`ChangeRow`].
    pub table: RecordBatch,
    /// What was traded, over the index's value at the second day's close; none where the index had no level by then.
    pub turnover: Option<Turnover>,
}

impl Run {
    /// What changed in an index after the close of one day, up to and including the close of another: adds, deletes,
    /// moves within the family, share changes, new terms, renames, and the turnover.
    ///
    /// # Errors
    /// [`Error::is_unknown_index`]; [`Error::is_invalid_argument`] where the first day does not come before the
    /// second.
    ///
    /// ```
    /// # use russet_core::{BuildOptions, Market, Methodology, Simulation};
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 1, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// # let run = market.build(&rules, parent.path().join("run"), &BuildOptions::new())?.run;
    /// use russet_core::jiff::civil::date;
    /// use russet_core::{ChangeKind, ChangeRow, rows};
    /// let changes = run.changes("SMALL40", date(2025, 9, 18), date(2025, 9, 19))?;
    /// let rows = rows::<ChangeRow>(&changes.table)?;
    /// let entered = |row: &&ChangeRow| [ChangeKind::Add, ChangeKind::MoveIn].contains(&row.change);
    /// let turnover = changes.turnover.unwrap();
    /// assert_eq!(rows.iter().filter(entered).count(), turnover.adds);
    /// assert!(turnover.adds > 0 && turnover.part_of_value.unwrap() < 0.5);
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn changes(&self, index: &str, after: Date, until: Date) -> Result<Changes, Error> {
        if after >= until {
            return Err(Error::new(Kind::DaysReversed { after, until }));
        }
        let index = self.index(index)?.id.clone();
        let run = self.changed_between(&index, after, until)?;
        let changes = turnover::changes(&run.events, &index, after, until);
        let value = run.levels_of(&index).last().map(|row| row.market_cap);
        let turnover = value.map(|value| run.turnover(&index, &changes, value));
        let mut names: BTreeMap<SecurityId, &String> = BTreeMap::new();
        for row in &run.constituents {
            names.insert(row.security_id, &row.name);
        }
        let row = |change: Change| {
            let name = names.get(&change.security).copied();
            ChangeRow::new(&index, change, name)
        };
        let rows: Vec<ChangeRow> = changes.into_iter().map(row).collect();
        Ok(Changes { table: to_batch(&rows)?, turnover })
    }

    /// The tables of the run as far as changes between two days and their turnover need them.
    fn changed_between(&self, index: &str, after: Date, until: Date) -> Result<Tables, Error> {
        let snapshot = self.snapshot();
        // The last level or rate before a day may be one of the year before.
        let year_before = Date::new(after.year().saturating_sub(1), 1, 1).unwrap_or(Date::MIN);
        let since = year_before..=until;
        let events = pick::<LedgerEntry>(&snapshot.batches::<LedgerEntry>(&since)?, |rows| {
            rows.not_before("after_close", after)?.not_after("after_close", until)
        })?;
        let levels = pick::<LevelRow>(&snapshot.batches::<LevelRow>(&since)?, |rows| {
            rows.equal("index_id", index)?.not_after("date", until)
        })?;
        let mut constituents: Vec<Constituent> = Vec::new();
        for batch in snapshot.batches::<Constituent>(&(year_before..=Date::MAX))? {
            constituents.extend(rows::<Constituent>(&batch)?);
        }
        constituents.sort_by_key(|row| row.first_session);
        Ok(Tables {
            events: rows(&events)?,
            levels: rows(&levels)?,
            constituents,
            rates: snapshot.table_of_years::<RateRow>(year_before.year()..=until.year())?,
            ..self.no_tables()
        })
    }
}
