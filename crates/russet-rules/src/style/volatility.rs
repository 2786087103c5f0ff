//! How much a line's price moves from week to week and from month to month.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use russet_market::{MarketView, Price, SecurityId};

use crate::methodology::StabilityRules;
use crate::statistics::deviation;

/// The standard deviations of a line's returns; none where a return is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Volatility {
    pub(super) weekly: Option<f64>,
    pub(super) monthly: Option<f64>,
}

/// The last close of each line up to a day, and the market's last session up to it.
#[derive(Debug, Clone)]
struct Mark {
    session: Option<Date>,
    closes: Vec<Option<(Date, Price)>>,
}

/// The volatilities of lines on a day, in their order: of price returns adjusted for splits, between
/// days that lie whole weeks and whole months before it. A line that did not trade keeps its last
/// close; a period in which the market has no session at all has no return.
pub(super) fn volatilities(
    view: &MarketView<'_>,
    rules: &StabilityRules,
    lines: &[SecurityId],
    day: Date,
) -> Vec<Volatility> {
    let days = |count: u32, span: &dyn Fn(i64) -> Span| -> Vec<Date> {
        (0..=count).rev().map(|back| day.saturating_sub(span(i64::from(back)))).collect()
    };
    let weeks = days(rules.weeks, &|back| Span::new().weeks(back));
    let months = days(rules.months, &|back| Span::new().months(back));
    let marks = marks(view, lines, weeks.iter().chain(&months).copied().collect(), day);
    let of = |(place, line): (usize, &SecurityId)| {
        let measured = |days: &[Date]| {
            let one = |pair: &[Date]| one_return(view, *line, place, (&marks, pair), day);
            let returns: Option<Vec<f64>> = days.windows(2).map(one).collect();
            deviation(&returns?)
        };
        Volatility { weekly: measured(&weeks), monthly: measured(&months) }
    };
    lines.iter().enumerate().map(of).collect()
}

fn marks(
    view: &MarketView<'_>,
    lines: &[SecurityId],
    mut days: Vec<Date>,
    day: Date,
) -> BTreeMap<Date, Mark> {
    days.sort();
    days.dedup();
    let mut places = vec![None; view.securities().len()];
    for (place, line) in lines.iter().enumerate() {
        if let Some(slot) = places.get_mut(line.0 as usize) {
            *slot = Some(place);
        }
    }
    // The month before the first day shows what was last paid when it began.
    let first = days.first().copied().unwrap_or(day);
    let mut sessions =
        view.sessions_between(first.saturating_sub(Span::new().months(1)), day).iter().peekable();
    let mut mark = Mark { session: None, closes: vec![None; lines.len()] };
    let mut marks = BTreeMap::new();
    for end in days {
        while let Some((session, rows)) = sessions.next_if(|(session, _)| *session <= end) {
            mark.session = Some(*session);
            for (security, close) in view.market().prices.closes(rows.clone()) {
                if let Some(Some(place)) = places.get(security.0 as usize) {
                    mark.closes[*place] = Some((*session, close));
                }
            }
        }
        marks.insert(end, mark.clone());
    }
    marks
}

fn one_return(
    view: &MarketView<'_>,
    line: SecurityId,
    place: usize,
    (marks, pair): (&BTreeMap<Date, Mark>, &[Date]),
    day: Date,
) -> Option<f64> {
    let (from, to) = (marks.get(&pair[0])?, marks.get(&pair[1])?);
    let ((from_day, from_close), (to_day, to_close)) = (from.closes[place]?, to.closes[place]?);
    let splits = view.splits(line, from_day, to_day).filter(|split| split.known_at <= day);
    let shares =
        splits.filter_map(|split| split.ratio).map(|ratio| ratio.to_f64()).product::<f64>();
    (from.session < to.session)
        .then(|| to_close.to_f64() * shares / from_close.to_f64() - 1.0)
        .filter(|change| change.is_finite())
}
