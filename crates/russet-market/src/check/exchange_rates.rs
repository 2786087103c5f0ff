//! Rates of exchange: jumps, contradictions, currencies without any, sessions with old ones.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally, counted};
use crate::currency::Currency;
use crate::facts::{Action, FxRate};
use crate::market::Market;

/// A rate jumps when it is this many times the one before, or less than one part in this many.
const JUMP: f64 = 1.5;
/// A pair and its inverse contradict each other when their product is further from one.
const APART: f64 = 0.01;
/// A rate is stale after this many days: longer than a weekend extended by the longest holidays.
const OLD_DAYS: i32 = 7;

pub(super) fn findings(
    market: &Market,
    lines: &Lines<'_>,
    sessions: &[(Date, Range<usize>)],
) -> Vec<Finding> {
    let (mut jumps, mut apart, mut early) = (Tally::default(), Tally::default(), Tally::default());
    let mut last: BTreeMap<(Currency, Currency), &FxRate> = BTreeMap::new();
    for row in &market.fx {
        let label = || format!("{}/{} {}", row.currency_from, row.currency_to, row.date);
        let rate = rate_of(row);
        if let Some(inverse) =
            last.get(&(row.currency_to, row.currency_from)).filter(|one| one.date == row.date)
        {
            let off = (rate * rate_of(inverse) - 1.0).abs();
            if off > APART {
                apart.weigh(off, || {
                    format!("{}: {} one way, {} the other", label(), row.rate, inverse.rate)
                });
            }
        }
        if let Some(before) = last.insert((row.currency_from, row.currency_to), row) {
            let times = rate / rate_of(before);
            if !(1.0 / JUMP..=JUMP).contains(&times) {
                jumps.weigh(libm::log(times).abs(), || {
                    format!("{}: {} after {}", label(), row.rate, before.rate)
                });
            }
        }
        if row.known_at < row.date {
            early.note(|| format!("{}: known {}", label(), row.known_at));
        }
    }
    let (topic, noun) = ("rates of exchange", ("rate of exchange", "rates of exchange"));
    let jumps_rest = "more than half above the one before, or less than two thirds of it";
    let apart_rest = "at odds with that of the other way round on the same day";
    [
        without_rates(market, lines),
        old_rates(market, sessions),
        jumps.finding(FindingKind::Odd, topic, noun, jumps_rest),
        apart.finding(FindingKind::Impossible, topic, noun, apart_rest),
        early.finding(FindingKind::Impossible, topic, noun, "known before the day itself"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Currencies of lines and of money paid that no rate leads to or from, unless all is in one.
fn without_rates(market: &Market, lines: &Lines<'_>) -> Option<Finding> {
    let mut used: BTreeMap<Currency, (usize, String)> = BTreeMap::new();
    let mut note = |currency: Currency, example: &dyn Fn() -> String| {
        used.entry(currency).or_insert_with(|| (0, example())).0 += 1;
    };
    for (_, version) in lines.iter() {
        note(version.mic.currency(), &|| version.ticker.to_string());
    }
    for action in Action::last_versions(&market.actions) {
        if let Some(currency) = action.cash_currency {
            note(currency, &|| super::actions::label(action, lines));
        }
    }
    let rated: BTreeSet<Currency> =
        market.fx.iter().flat_map(|row| [row.currency_from, row.currency_to]).collect();
    let mut tally = Tally::default();
    let several = used.len() > 1;
    // Whatever has rates has them against another; the dollar of a market of its own needs none.
    let lacking = used.iter().filter(|(currency, _)| {
        several && !rated.contains(currency) && **currency != Currency::USD
    });
    for (currency, (uses, first)) in lacking {
        tally.weigh(*uses as f64, || {
            format!("{currency}: {}, such as {first}", counted(*uses, "use", "uses"))
        });
    }
    let noun = ("currency", "currencies");
    let rest = "of lines or payments without any rate of exchange";
    tally.finding(FindingKind::Missing, "rates of exchange", noun, rest)
}

/// Sessions on which the newest rate of a currency that lines trade in is old, or there is none yet. A
/// run carries rates as it carries closes, so nothing else would tell.
fn old_rates(market: &Market, sessions: &[(Date, Range<usize>)]) -> Option<Finding> {
    let mut since: BTreeMap<Currency, Date> = BTreeMap::new();
    for version in &market.securities {
        let first = since.entry(version.mic.currency()).or_insert(version.first_session);
        *first = version.first_session.min(*first);
    }
    let mut days: BTreeMap<Currency, Vec<Date>> = BTreeMap::new();
    for row in &market.fx {
        for currency in [row.currency_from, row.currency_to] {
            let days = days.entry(currency).or_default();
            if days.last() != Some(&row.date) {
                days.push(row.date);
            }
        }
    }
    let mut tally = Tally::default();
    let several = since.len() > 1;
    for (currency, first) in since.into_iter().filter(|_| several) {
        // The dollar's rates are those of the others; a currency without any is reported by itself.
        let Some(days) = days.get(&currency).filter(|_| currency != Currency::USD) else {
            continue;
        };
        let start = sessions.partition_point(|(session, _)| *session < first);
        for (session, _) in &sessions[start..] {
            let known = days.partition_point(|day| day <= session);
            let Some(newest) = known.checked_sub(1).map(|place| days[place]) else {
                tally.weigh(f64::INFINITY, || format!("{currency} {session}: none yet"));
                continue;
            };
            let age = (*session - newest).get_days();
            if age > OLD_DAYS {
                tally.weigh(f64::from(age), || {
                    format!("{currency} {session}: that of {newest}, {age} days before")
                });
            }
        }
    }
    let noun = ("session of a currency", "sessions of a currency");
    let rest = "without a rate of exchange of the week before";
    tally.finding(FindingKind::Missing, "rates of exchange", noun, rest)
}

fn rate_of(row: &FxRate) -> f64 {
    row.rate.picos() as f64 / crate::numbers::ExchangeRate::ONE.picos() as f64
}
