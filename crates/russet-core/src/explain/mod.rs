//! Why a security is or is not in an index on a day.

mod explanation;
mod moneys;

use std::fmt;

use jiff::civil::Date;
use russet_calc::Run as Tables;
use russet_market::{Calendar, SecurityId, Shares, Ticker};
use russet_rules::{Decision, Methodology as Rules};

use crate::error::Kind;
use crate::{Error, Run};

/// Why a security is or is not in an index on a day: a text for people (its `Display`), and the facts it is made of.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Explanation {
    /// The security.
    pub security_id: SecurityId,
    /// The day.
    pub day: Date,
    /// The indexes that hold it on that day.
    pub indexes: Vec<String>,
    /// Its index shares in the first of them.
    pub index_shares: Option<Shares>,
    /// Every decision about it up to that day, the oldest first. Some may take effect only later.
    pub decisions: Vec<Decision>,
    text: String,
}

impl Explanation {
    /// Explains where a security of a run in memory is on a day, by the methodology that the run was built by.
    pub fn from_run(
        (run, rules): (&Tables, &Rules),
        security: SecurityId,
        day: Date,
    ) -> Explanation {
        let session = session_of(rules.sessions(), day);
        let rows = run.constituents.iter().filter(|row| {
            row.security_id == security && (row.first_session..=row.last_session).contains(&session)
        });
        let held: Vec<_> = rows.collect();
        let holds = |id: &&str| held.iter().any(|row| row.index_id == *id);
        Explanation {
            security_id: security,
            day,
            indexes: run.index_ids().filter(holds).map(str::to_owned).collect(),
            index_shares: held.first().map(|row| row.index_shares),
            decisions: decisions_of(run, security, day).into_iter().cloned().collect(),
            text: explanation::explanation((run, rules), security, day),
        }
    }

    /// The decision about its place in the family that is in force on the day; none where no earlier one was made.
    pub fn decision(&self) -> Option<&Decision> {
        let is_of_family = |row: &&Decision| row.index_id.is_none();
        self.decisions.iter().filter(is_of_family).rfind(|row| row.effective_after_close < self.day)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Run {
    /// Why the security that went by a symbol on a day is or is not in an index: where it is, the decision that put it
    /// there with the rule and its source, the facts that were used, and what has happened since.
    ///
    /// # Errors
    /// [`Error::is_unknown_security`] where nothing was decided about such a symbol up to the day,
    /// [`Error::is_outside_run`] where the day is after the run, [`Error::is_invalid_argument`] where the text cannot
    /// be a symbol.
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
    /// let day = date(2025, 12, 31);
    /// let largest = rows::<WeightedConstituent>(&run.constituents("LARGE20", day)?)?.remove(0);
    ///
    /// let explanation = run.explain(&largest.ticker.to_string(), day)?;
    /// assert_eq!(explanation.indexes, ["ALL60", "LARGE20"]);
    /// let text = explanation.to_string();
    /// assert!(text.contains("On 2025-12-31: in ALL60, LARGE20, with "), "{text}");
    /// assert!(text.contains("Reconstitution effective 2025-09-19 (rank day 2025-08-29)"), "{text}");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn explain(&self, ticker: &str, day: Date) -> Result<Explanation, Error> {
        let symbol =
            Ticker::new(ticker).ok_or_else(|| Error::new(Kind::NoSymbol(ticker.to_owned())))?;
        let (from, to) = self.days().into_inner();
        let methodology = self.methodology()?;
        let calendar = methodology.rules().sessions();
        if session_of(calendar, day) > calendar.next_session(to)? {
            return Err(Error::new(Kind::BehindRun { day, from, to }));
        }
        let run = self.snapshot().read_without_closes()?;
        let security = holder_of(&run, &symbol, day)
            .ok_or_else(|| Error::new(Kind::NoDecision { ticker: symbol.to_string(), day }))?;
        Ok(Explanation::from_run((&run, methodology.rules()), security, day))
    }
}

/// The security that went by a symbol on a day: as a constituent then, or as last decided about.
fn holder_of(run: &Tables, ticker: &Ticker, day: Date) -> Option<SecurityId> {
    let key = ticker.key();
    let held =
        run.constituents.iter().filter(|row| row.first_session <= day && row.ticker.key() == key);
    let newest_held = held
        .max_by_key(|row| (row.last_session.min(day), row.first_session))
        .map(|row| (row.last_session, row.security_id));
    let decided = run.decisions.iter().filter(|row| row.rank_day <= day && row.ticker.key() == key);
    let newest_decided =
        decided.max_by_key(|row| row.rank_day).map(|row| (row.rank_day, row.security_id));
    newest_held.max(newest_decided).map(|(_, security)| security)
}

/// The session whose constituents hold on a day: on a weekend those of the session that follows.
fn session_of(calendar: &Calendar, day: Date) -> Date {
    calendar.session_on_or_after(day).unwrap_or(day)
}

fn decisions_of(run: &Tables, security: SecurityId, day: Date) -> Vec<&Decision> {
    let known = |row: &&Decision| row.security_id == security && row.rank_day <= day;
    run.decisions.iter().filter(known).collect()
}
