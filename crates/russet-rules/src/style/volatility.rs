//! How much a security's price moves from week to week and from month to month.

use jiff::Span;
use jiff::civil::Date;
use russet_market::{MarketView, Price, SecurityId};

use crate::methodology::StabilityRules;
use crate::statistics::deviation;

/// The standard deviations of a security's returns; none where a return is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Volatility {
    pub(super) weekly: Option<f64>,
    pub(super) monthly: Option<f64>,
}

/// The last close of each security up to a day with the place of its session, and that of the market's last
/// session up to it.
#[derive(Debug, Clone)]
struct Mark {
    session: Option<usize>,
    closes: Vec<Option<(usize, Price)>>,
}

/// The volatilities of securities on a day, in their order: of price returns adjusted for splits, between
/// days that lie whole weeks and whole months before it. A security that did not trade keeps its last
/// close; a period in which the market has no session at all has no return.
pub(super) fn volatilities(
    view: &MarketView<'_>,
    rules: &StabilityRules,
    securities: &[SecurityId],
    day: Date,
) -> Vec<Volatility> {
    let days = |count: u32, span: &dyn Fn(i64) -> Span| -> Vec<Date> {
        (0..=count).rev().map(|back| day.saturating_sub(span(i64::from(back)))).collect()
    };
    let weeks = days(rules.weeks, &|back| Span::new().weeks(back));
    let months = days(rules.months, &|back| Span::new().months(back));
    let mut all: Vec<Date> = weeks.iter().chain(&months).copied().collect();
    all.sort();
    all.dedup();
    let marks = marks(view, securities, &all);
    let at = |days: &[Date]| -> Vec<&Mark> {
        days.iter().filter_map(|day| Some(&marks[all.binary_search(day).ok()?])).collect()
    };
    let (weeks, months) = (at(&weeks), at(&months));
    let of = |(place, security): (usize, &SecurityId)| {
        let splits: Vec<Split> = known_splits(view, *security, day).collect();
        let measured = |marks: &[&Mark]| {
            let one = |pair: &[&Mark]| one_return(view, &splits, place, (pair[0], pair[1]));
            let returns: Option<Vec<f64>> = marks.windows(2).map(one).collect();
            deviation(&returns?)
        };
        Volatility { weekly: measured(&weeks), monthly: measured(&months) }
    };
    securities.iter().enumerate().map(of).collect()
}

/// The ex-date of a split and what it makes of a share.
type Split = (Date, f64);

fn known_splits(
    view: &MarketView<'_>,
    security: SecurityId,
    day: Date,
) -> impl Iterator<Item = Split> {
    let splits = view.splits(security, (Date::MIN, day), day);
    splits.filter_map(|split| Some((split.ex_date, split.ratio?.to_f64())))
}

/// The closes at days in order of time. Of each security the sessions are looked at from its day backwards,
/// until it has a close or the day before is reached.
fn marks(view: &MarketView<'_>, securities: &[SecurityId], days: &[Date]) -> Vec<Mark> {
    let sessions = view.sessions();
    let after = |day: Date| sessions.partition_point(|(session, _)| *session <= day);
    let mut places = vec![None; view.securities().len()];
    for (place, security) in securities.iter().enumerate() {
        if let Some(slot) = places.get_mut(security.0 as usize) {
            *slot = Some(place);
        }
    }
    // The month before the first day shows what was last paid when it began.
    let first = days.first().map_or(Date::MIN, |day| day.saturating_sub(Span::new().months(1)));
    let mut start = sessions.partition_point(|(session, _)| *session < first);
    let mut before = Mark { session: None, closes: vec![None; securities.len()] };
    let mut marks: Vec<Mark> = Vec::with_capacity(days.len());
    for day in days {
        let end = after(*day).max(start);
        let mut mark = Mark { session: before.session, closes: vec![None; securities.len()] };
        if end > start {
            mark.session = Some(end - 1);
        }
        let mut left = securities.len();
        for number in (start..end).rev() {
            for (security, close) in view.market().prices.closes(sessions[number].1.clone()) {
                if let Some(Some(place)) = places.get(security.0 as usize)
                    && mark.closes[*place].is_none()
                {
                    mark.closes[*place] = Some((number, close));
                    left -= 1;
                }
            }
            if left == 0 {
                break;
            }
        }
        for (close, before) in mark.closes.iter_mut().zip(&before.closes) {
            *close = close.or(*before);
        }
        start = end;
        before = mark.clone();
        marks.push(mark);
    }
    marks
}

fn one_return(
    view: &MarketView<'_>,
    splits: &[Split],
    place: usize,
    (from, to): (&Mark, &Mark),
) -> Option<f64> {
    let ((from_session, from_close), (to_session, to_close)) =
        (from.closes[place]?, to.closes[place]?);
    let between = |split: &&Split| {
        view.sessions()[from_session].0 < split.0 && split.0 <= view.sessions()[to_session].0
    };
    let shares = splits.iter().filter(between).map(|(_, ratio)| ratio).product::<f64>();
    (from.session < to.session)
        .then(|| to_close.to_f64() * shares / from_close.to_f64() - 1.0)
        .filter(|change| change.is_finite())
}
