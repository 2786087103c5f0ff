//! What a continued build finds to differ from the levels that the run in its folder has published.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_market::{MarketView, Price, SecurityId, Ticker};
use russet_rules::Methodology;
use russet_rules::restatement::{self, Ruling, Treatment};
use russet_store::table::Table;

use super::{
    Constituent, CorrectionRecord, DividendRow, LevelRow, Manifest, RestatementRow, RunError,
    RunSnapshot, differences, with_correction,
};

use crate::history::BuildPlan;

/// How many corrected inputs a cause names.
const NAMED: usize = 3;

/// Why a difference cannot be carried under any policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NeverCarried {
    /// The methodology is another one: its rules changed, not the data.
    RulesChanged,
    /// The market no longer has a session, an index's basket or a security that was published.
    PastIsGone,
    /// The run ends before its last published session.
    EndsEarlier,
}

impl NeverCarried {
    /// What of a plan keeps the corrections of a run from being carried.
    pub(super) fn of(old: &Manifest, plan: &BuildPlan) -> Option<NeverCarried> {
        if !is_methodology_of(old, plan) {
            return Some(NeverCarried::RulesChanged);
        }
        let ends_earlier = plan.to.is_some_and(|to| to < old.to);
        ends_earlier.then_some(NeverCarried::EndsEarlier)
    }
}

/// A correction of the data of published sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// How it is treated, and what was corrected.
    pub record: CorrectionRecord,
    /// How many published levels the corrected data move.
    pub levels: usize,
    /// The first session of them.
    pub first: Date,
    /// The last one.
    pub last: Date,
    /// The restatement rows of the run with it.
    pub(super) rows: Vec<RestatementRow>,
}

impl RunSnapshot {
    /// What new parts of a run differ in from the published run in the folder, and how the methodology treats
    /// that; nothing where no published level differs. With a reason not to carry it, it is restated.
    pub(super) fn correction(
        &self,
        (view, family): (&MarketView<'_>, &Methodology),
        (old, new): (&Manifest, &[TableFile]),
        after: Option<Date>,
        never_carried: Option<NeverCarried>,
    ) -> Result<Option<Correction>, RunError> {
        let (published, recomputed) = self.only_in_one::<LevelRow>(old, new)?;
        let differing = differences(&published, &recomputed);
        let sessions_back = |day| view.sessions_between(day, old.to).len();
        let policy = family.restatement.as_ref();
        let ruling = restatement::rule(policy, &differing, old.to, sessions_back);
        let Some(Ruling { mut treatment, mut reason }) = ruling else { return Ok(None) };
        match never_carried {
            Some(NeverCarried::RulesChanged) => {
                treatment = Treatment::Restated;
                reason = "a change of rules restates whatever it moves".to_owned();
            }
            Some(why) if treatment == Treatment::Carried => {
                treatment = Treatment::Restated;
                reason.push_str(match why {
                    NeverCarried::EndsEarlier => {
                        "; it is restated, as the run now ends before its last published session"
                    }
                    _ => "; it is restated, as the market no longer has what was published",
                });
            }
            _ => {}
        }
        let changed = match never_carried {
            Some(NeverCarried::RulesChanged) => "the methodology was edited".to_owned(),
            _ => self.corrected_inputs(view, (old, new), after)?,
        };
        let record = CorrectionRecord {
            treatment,
            cause: format!("{changed}; {reason}"),
            found_after: old.to,
        };
        let dates = || differing.iter().map(|difference| difference.date);
        let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return Ok(None) };
        let rows = with_correction(self.restatements()?, &differing, &record);
        Ok(Some(Correction { record, levels: differing.len(), first, last, rows }))
    }

    /// The restatements of the run, in order of sessions.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its table is damaged.
    pub fn restatements(&self) -> Result<Vec<RestatementRow>, RunError> {
        self.table()
    }

    /// Which closes, dividends and constituents were corrected, in a sentence.
    fn corrected_inputs(
        &self,
        view: &MarketView<'_>,
        (old, new): (&Manifest, &[TableFile]),
        after: Option<Date>,
    ) -> Result<String, RunError> {
        let mut inputs = self.corrected_closes(view, old, after)?;
        let (published, recomputed) = self.only_in_one::<DividendRow>(old, new)?;
        let cash = |rows: &[DividendRow]| -> BTreeMap<(Date, SecurityId), Price> {
            let until = rows.iter().filter(|row| row.date <= old.to);
            until.map(|row| ((row.date, row.security_id), row.cash)).collect()
        };
        let (published, recomputed) = (cash(&published), cash(&recomputed));
        let days: BTreeSet<_> = published.keys().chain(recomputed.keys()).copied().collect();
        for (day, security) in days {
            let of = |rows: &BTreeMap<_, Price>| rows.get(&(day, security)).copied();
            if of(&published) != of(&recomputed) {
                let (was, is) = (amount(of(&published)), amount(of(&recomputed)));
                let ticker = ticker(view, security, day);
                inputs.push(format!("dividend of {ticker} on {day} was {was} and is {is}"));
            }
        }
        let (published, recomputed) = self.only_in_one::<Constituent>(old, new)?;
        let counts = |rows: &[Constituent]| -> BTreeMap<SecurityId, BTreeSet<_>> {
            let mut counts: BTreeMap<SecurityId, BTreeSet<_>> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.first_session <= old.to) {
                let of_security = counts.entry(row.security_id).or_default();
                of_security.insert((
                    row.shares_outstanding.map(|count| count.to_string()),
                    row.first_session,
                ));
            }
            counts
        };
        let (published, recomputed) = (counts(&published), counts(&recomputed));
        for (security, was) in &published {
            let Some(is) = recomputed.get(security) else { continue };
            let one = |rows: &BTreeSet<(Option<String>, Date)>, others: &BTreeSet<_>| {
                rows.difference(others).next().and_then(|(count, _)| count.clone())
            };
            if let (Some(was), Some(is)) = (one(was, is), one(is, was))
                && was != is
            {
                let ticker = ticker(view, *security, old.to);
                inputs.push(format!("shares of {ticker} were {was} and are {is}"));
            }
        }
        let more = inputs.len().saturating_sub(NAMED);
        inputs.truncate(NAMED);
        if more > 0 {
            inputs.push(format!("and {more} more"));
        }
        Ok(match inputs.is_empty() {
            true => "facts other than closes, dividends and share counts were corrected".to_owned(),
            false => inputs.join(", "),
        })
    }

    /// Closes of what the run held that the market now has differently.
    fn corrected_closes(
        &self,
        view: &MarketView<'_>,
        old: &Manifest,
        after: Option<Date>,
    ) -> Result<Vec<String>, RunError> {
        let first = after.map_or(i16::MIN, Date::year);
        let closes = self.closes_of_years(first..=i16::MAX)?;
        let constituents: Vec<Constituent> = self.table()?;
        let mut held: BTreeMap<SecurityId, (Date, Date)> = BTreeMap::new();
        for row in &constituents {
            let (from, to) =
                held.entry(row.security_id).or_insert((row.first_session, row.last_session));
            (*from, *to) = (row.first_session.min(*from), row.last_session.max(*to));
        }
        let mut found = Vec::new();
        let sessions = view.sessions().iter();
        let recomputed = |day: &Date| after.is_none_or(|after| *day > after) && *day <= old.to;
        for (day, rows) in sessions.filter(|(day, _)| recomputed(day)) {
            let was = closes.on(*day);
            for (security, is) in view.closes(rows.clone()) {
                let is_held =
                    held.get(&security).is_some_and(|(from, to)| from <= day && day <= to);
                let before = was.get(&security).filter(|(_, date)| date == day);
                // A security that was not held when the run began may have no close in it.
                if is_held
                    && was.contains_key(&security)
                    && before.map(|(close, _)| *close) != Some(is)
                {
                    let before = amount(before.map(|(close, _)| *close));
                    let ticker = ticker(view, security, *day);
                    found.push(format!("close of {ticker} on {day} was {before} and is {is}"));
                }
            }
        }
        Ok(found)
    }

    /// The rows of a table that only the run in the folder has, and those that only new parts have.
    fn only_in_one<R: Table>(
        &self,
        old: &Manifest,
        new: &[TableFile],
    ) -> Result<(Vec<R>, Vec<R>), RunError> {
        let of_table = |files: &[TableFile], others: &[TableFile]| -> Result<Vec<R>, RunError> {
            let mut rows = Vec::new();
            let only = files.iter().filter(|file| file.table == R::NAME && !others.contains(file));
            for file in only {
                rows.append(&mut self.part(file)?);
            }
            Ok(rows)
        };
        Ok((of_table(&old.outputs, new)?, of_table(new, &old.outputs)?))
    }
}

/// Whether a run was built by the methodology of a plan, to the letter.
pub(super) fn is_methodology_of(run: &Manifest, plan: &BuildPlan) -> bool {
    let hash = blake3::hash(plan.methodology_text.as_bytes()).to_hex();
    run.methodology_file.hash == hash.as_str()
}

fn ticker(view: &MarketView<'_>, security: SecurityId, day: Date) -> String {
    let version = view.version(security, day).or_else(|| view.first_version(security));
    let ticker: Option<&Ticker> = version.map(|version| &version.ticker);
    ticker.map_or_else(|| security.to_string(), Ticker::to_string)
}

fn amount(price: Option<Price>) -> String {
    price.map_or_else(|| "missing".to_owned(), |price| price.to_string())
}
