//! What screens of size, trading and earnings measure of a line, where a methodology asks for it.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;
use russet_market::{FundamentalMeasure, IssuerId, MarketView, Money, NumberError, SecurityId};

use crate::free_float::FreeFloats;
use crate::funds::except_of;
use crate::methodology::{Eligibility, days_before};
use crate::research::Research;
use crate::snapshot::Line;
use crate::trading::{Sums, Traded, Trading};

/// The measures of a line on a day; what is not known, or not asked for, is none or empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// The first session in which any line of its company was seen, where the market began before.
    pub company_came_on: Option<Date>,
    /// What its shares in free float are worth in the family's currency: its own, or its company's
    /// where shares are only counted together.
    pub float_cap: Option<Money>,
    /// Value traded in a year, in the family's currency, of the line or of all its company's lines as
    /// the float is counted: at the mean of the sessions that it traded in.
    pub year_value: f64,
    /// Shares traded in each month up to the day, the newest first, as far back as the market goes.
    pub monthly_volumes: Vec<u64>,
    /// Mean value traded a session over the months that are asked for, in the family's currency: of the
    /// sessions that it traded in.
    pub daily_value: f64,
    /// A fund of another index that holds its company, and the day of the list that says so.
    pub held_by_fund: Option<(String, Date)>,
    /// Net income of the newest quarters that are not out of date, the newest first.
    pub net_income: Vec<f64>,
}

/// The sessions that a methodology's measures are taken over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Windows {
    year_sessions: Option<usize>,
    /// The day each month begins after, the newest first.
    month_starts: Vec<Date>,
    /// The day after which value traded a session is looked at.
    daily_start: Option<Date>,
}

/// What each line traded within those sessions, by security id; empty where it is not asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    year_sessions: usize,
    year: Sums,
    months: Vec<Sums>,
    daily: Sums,
}

impl Windows {
    pub(crate) fn of(rules: &Eligibility, day: Date, market_start: Date) -> Windows {
        let months = rules.monthly_volume.as_ref().map_or(0, |rule| rule.months);
        let start = |count: u32| day.saturating_sub(Span::new().months(i64::from(count)));
        // A month of which the market misses the beginning says too little.
        let whole = |start: &Date| *start >= market_start.saturating_sub(Span::new().days(1));
        Windows {
            year_sessions: rules.liquidity.as_ref().map(|rule| rule.sessions as usize),
            month_starts: (1..=months).map(start).take_while(whole).collect(),
            daily_start: rules.daily_value.as_ref().map(|rule| start(rule.months)),
        }
    }

    /// What each line traded in them, as far as they lie in the sessions of the ranking window.
    pub(crate) fn traded(
        &self,
        view: &MarketView<'_>,
        trading: &Trading,
        window: &Range<usize>,
    ) -> Measured {
        let after = |day: Date| {
            let place = view.sessions().partition_point(|(session, _)| *session <= day);
            place.clamp(window.start, window.end)
        };
        let since = |start: usize| trading.within(view, start..window.end);
        let mut end = window.end;
        let months = self.month_starts.iter().map(|start| {
            let month = after(*start)..end;
            end = month.start;
            trading.within(view, month)
        });
        Measured {
            months: months.collect(),
            year_sessions: self.year_sessions.unwrap_or(0),
            year: self.year_sessions.map_or_else(Sums::default, |count| {
                since(window.end.saturating_sub(count).max(window.start))
            }),
            daily: self.daily_start.map_or_else(Sums::default, |start| since(after(start))),
        }
    }
}

/// Measures lines, whose places among all securities are given.
pub(crate) fn measure(
    research: &Research<'_>,
    rules: &Eligibility,
    lines: &mut [Line<'_>],
    (places, measured): (&[usize], &Measured),
    (day, market_start): (Date, Date),
) -> Result<(), NumberError> {
    let view = research.view();
    let asks_float = rules.float_cap.is_some() || rules.liquidity.is_some();
    let elsewhere = rules.except_funds.as_ref().map(|rule| except_of(view, rule, day));
    let elsewhere = elsewhere.unwrap_or_default();
    let mut of_companies: BTreeMap<IssuerId, f64> = BTreeMap::new();
    for (line, place) in lines.iter_mut().zip(places) {
        let all_lines = research.lines_of(line.version.issuer);
        let first = all_lines.iter().filter_map(|other| view.first_seen(*other, day)).min();
        let rate = line.rate.map_or(0.0, |rate| rate.picos() as f64 / 1e12);
        let mean = |traded: &[Traded]| traded.get(*place).map_or(0.0, Traded::mean_value);
        line.measures = Measures {
            company_came_on: first.filter(|first| *first > market_start),
            float_cap: if asks_float { float_cap(line, research.floats(), day)? } else { None },
            year_value: mean(&measured.year) * measured.year_sessions as f64 * rate,
            monthly_volumes: measured.months.iter().map(|month| month[*place].volume).collect(),
            daily_value: mean(&measured.daily) * rate,
            held_by_fund: elsewhere.get(&line.version.issuer).cloned(),
            net_income: net_income(view, rules, all_lines, day),
        };
        if rules.liquidity.is_some() {
            *of_companies.entry(line.version.issuer).or_default() += line.measures.year_value;
        }
    }
    // Shares that are counted together are traded together.
    for line in lines.iter_mut().filter(|line| line.class_shares.is_none()) {
        if let Some(value) = of_companies.get(&line.version.issuer) {
            line.measures.year_value = *value;
        }
    }
    Ok(())
}

fn float_cap(
    line: &Line<'_>,
    floats: &FreeFloats<'_>,
    day: Date,
) -> Result<Option<Money>, NumberError> {
    let Some(count) = line.class_shares.or(line.company_shares) else { return Ok(None) };
    let float = floats.on(line.security(), Some(&count), day);
    line.worth(count.shares.scaled(float.factor))
}

fn net_income(
    view: &MarketView<'_>,
    rules: &Eligibility,
    all_lines: &[SecurityId],
    day: Date,
) -> Vec<f64> {
    let Some(rule) = &rules.earnings else { return Vec::new() };
    let (measure, count) = (FundamentalMeasure::NetIncome, rule.quarters as usize);
    let newest = view.newest_fundamentals(all_lines, measure, day, count);
    let oldest = days_before(day, rule.stale_after_days);
    match newest.first() {
        Some(quarter) if quarter.period_end > oldest => {
            newest.iter().map(|quarter| quarter.value).collect()
        }
        _ => Vec::new(),
    }
}
