//! The tracking error against the real index, split into what it is made of: members, shares and
//! float, prices. The truth takes the place of each in turn, and the variance of the daily gaps that
//! goes is that part's.

use jiff::civil::Date;
use russet_market::MarketView;
use russet_rules::{Methodology, RulesError};

use super::baskets::Baskets;
use super::levels::LevelComparison;
use super::prices::PriceWalk;
use super::shared_levels::DayGap;
use super::statistics::{tracking_error, variance};
use super::truth::{ListUse, Truth};
use crate::run::Run;

/// Fewer daily returns have no variance worth telling.
const SMALLEST: usize = 3;

/// The gaps of one daily return to the published one, in percentage points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetDay {
    /// The session.
    pub date: Date,
    /// The reconstitution whose basket it is of.
    pub reconstitution: Date,
    /// Whether it touches a doubtful session.
    pub doubtful: bool,
    /// Of the run.
    pub run: f64,
    /// Of the true members with the run's shares.
    pub members: f64,
    /// Of the true members with the true shares; none where no list gives them.
    pub shares: Option<f64>,
}

/// A part of the tracking error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who belongs.
    Membership,
    /// How many shares of each count.
    SharesAndFloat,
    /// What is left with true members and shares: prices, and what no list gives.
    PricesAndRest,
    /// What is left with true members, where no list gives the shares.
    AllButMembership,
}

impl Part {
    /// The part in words.
    pub const fn words(self) -> &'static str {
        match self {
            Part::Membership => "membership",
            Part::SharesAndFloat => "shares and float",
            Part::PricesAndRest => "prices and the rest",
            Part::AllButMembership => "all but membership",
        }
    }
}

/// One part of the tracking error over some of the daily returns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetRow {
    /// Whether the returns that touch a doubtful session are left out.
    pub without_doubtful: bool,
    /// The reconstitution whose basket the returns are of; none: all of them.
    pub reconstitution: Option<Date>,
    /// The part.
    pub part: Part,
    /// How many daily returns.
    pub returns: usize,
    /// Tracking error before the truth took the place of this part, in percent a year.
    pub before_percent: f64,
    /// And after.
    pub after_percent: f64,
    /// The part of the run's variance over these returns that goes with it, in percent; negative
    /// where the truth made the gaps larger.
    pub variance_percent: f64,
}

/// A tracking error and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorBudget {
    /// The daily returns whose true members a list gives.
    pub days: Vec<BudgetDay>,
    /// How many daily returns no list covers.
    pub uncovered: usize,
    /// The lists that were used.
    pub lists: Vec<ListUse>,
}

/// Splits the tracking error of a compared index by the lists of the fund that tracks it.
///
/// The view must be of the market that the run was made from: securities are known by their ids.
///
/// # Errors
/// [`RulesError`] when a count or a close leaves its range, or a day leaves the calendar.
pub fn error_budget(
    (run, index): (&Run, &str),
    compared: &LevelComparison,
    view: &MarketView<'_>,
    family: &Methodology,
    fund: &str,
) -> Result<ErrorBudget, RulesError> {
    let truth = Truth::new(view, family, fund)?;
    let first = compared.range.0;
    let baskets = Baskets::new(run, index, view, family);
    let baskets = baskets.map_err(|source| RulesError::Number { day: first, source })?;
    let mut walk = PriceWalk::new(view, family, index);
    let (mut days, mut member_lists, mut share_lists) = (Vec::new(), Vec::new(), Vec::new());
    let mut take = |day: &DayGap| {
        walk.walk_to(day.since)?;
        walk.mark();
        walk.walk_to(day.date)?;
        let place = truth.members_on(day.date);
        let (Some(place), Some(reconstitution)) = (place, truth.basket_of(day.date)) else {
            return Ok(());
        };
        let Some(list) = truth.list(place) else { return Ok(()) };
        let basket = baskets.with_members(list, (day.since, day.date))?;
        let Some(members) = walk.return_percent(&basket) else { return Ok(()) };
        member_lists.push(place);
        let told = truth.shares_on(day.date).and_then(|place| Some((place, truth.list(place)?)));
        let shares = told.and_then(|(place, list)| {
            let basket = baskets.with_shares(&basket, list, day.date)?;
            share_lists.push(place);
            walk.return_percent(&basket)
        });
        days.push(BudgetDay {
            date: day.date,
            reconstitution,
            doubtful: day.doubtful,
            run: day.gap_points,
            members: members - day.theirs_percent,
            shares: shares.map(|percent| percent - day.theirs_percent),
        });
        Ok(())
    };
    for day in &compared.days {
        take(day).map_err(|source| RulesError::Number { day: day.date, source })?;
    }
    let uncovered = compared.days.len() - days.len();
    Ok(ErrorBudget { uncovered, lists: truth.uses(&member_lists, &share_lists), days })
}

impl ErrorBudget {
    /// The parts over all returns and by reconstitution, with the doubtful ones and, where there are
    /// any, without them.
    ///
    /// Returns whose shares no list gives have two parts, the others three; where a period has both,
    /// membership covers all of its returns too.
    pub fn rows(&self) -> Vec<BudgetRow> {
        let mut rows = parts(&self.days, false);
        if self.days.iter().any(|day| day.doubtful) {
            let trusted: Vec<BudgetDay> =
                self.days.iter().filter(|day| !day.doubtful).copied().collect();
            rows.extend(parts(&trusted, true));
        }
        rows
    }
}

/// A part of the error, and the gap that is left once the truth replaces it.
type Stage = (Part, fn(&BudgetDay) -> f64);

/// One of the gaps of a day.
type GapOf = fn(&BudgetDay) -> f64;

fn parts(days: &[BudgetDay], without_doubtful: bool) -> Vec<BudgetRow> {
    let mut rows = Vec::new();
    let mut tell = |days: &[BudgetDay], reconstitution: Option<Date>| {
        let known: Vec<BudgetDay> =
            days.iter().filter(|day| day.shares.is_some()).copied().collect();
        let gaps = |days: &[BudgetDay], of: GapOf| -> Vec<f64> { days.iter().map(of).collect() };
        let mut split = |days: &[BudgetDay], steps: &[Stage]| {
            if days.len() < SMALLEST {
                return;
            }
            let mut before = gaps(days, |day| day.run);
            let whole = variance(&before);
            for (part, of) in steps {
                let after = gaps(days, *of);
                rows.push(BudgetRow {
                    without_doubtful,
                    reconstitution,
                    part: *part,
                    returns: days.len(),
                    before_percent: tracking_error(&before),
                    after_percent: tracking_error(&after),
                    variance_percent: 100.0 * (variance(&before) - variance(&after)) / whole,
                });
                before = after;
            }
        };
        split(
            &known,
            &[
                (Part::Membership, |day| day.members),
                (Part::SharesAndFloat, |day| day.shares.unwrap_or_default()),
                (Part::PricesAndRest, |_| 0.0),
            ],
        );
        if known.len() < days.len() {
            split(
                days,
                &[(Part::Membership, |day| day.members), (Part::AllButMembership, |_| 0.0)],
            );
        }
    };
    tell(days, None);
    for of_basket in days.chunk_by(|a, b| a.reconstitution == b.reconstitution) {
        tell(of_basket, of_basket.first().map(|day| day.reconstitution));
    }
    rows
}
