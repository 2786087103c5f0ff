//! A finished engine to a run.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::check::{DoubtfulSession, doubtful_sessions};
use russet_market::{Currency, MarketView};

use super::engine::Engine;
use crate::run::{IndexStart, Manifest, RateRow, Run};

/// The run of an engine that has seen its last session.
pub(super) fn run_of(engine: Engine<'_, '_>) -> Run {
    let missing = missing_sessions(&engine);
    let doubtful = doubts_of(&engine);
    let mut notes = engine.notes;
    if !missing.is_empty() {
        let days: Vec<String> = missing.iter().map(Date::to_string).collect();
        notes.push(format!("Sessions without any price in the market: {}.", days.join(", ")));
    }
    notes.extend(carried_rates(engine.view, &engine.recorder.rates));
    let indexes = engine
        .family
        .indexes
        .iter()
        .map(|rule| {
            let first = engine.recorder.levels.iter().find(|row| row.index == rule.id);
            let rebased = first.is_some_and(|row| row.date > rule.base_date.0);
            IndexStart {
                id: rule.id.clone(),
                name: rule.name.clone(),
                start: first.map(|row| row.date),
                level: rule.base_value,
                currency: rule.currency.unwrap_or(engine.family.currency),
                local_currency: rule.local_currency,
                note: match rebased {
                    true => format!(
                        "the base of {} is {}, before this run begins: the run's first session takes its value",
                        rule.base_value, rule.base_date
                    ),
                    false => String::new(),
                },
            }
        })
        .collect();
    let manifest = Manifest {
        format: crate::run::FORMAT.to_owned(),
        version: crate::run::FORMAT_VERSION,
        russet: env!("CARGO_PKG_VERSION").to_owned(),
        methodology: format!("{} {}", engine.family.name, engine.family.version),
        methodology_hash: blake3::hash(engine.plan.methodology_text.as_bytes())
            .to_hex()
            .to_string(),
        from: engine.from,
        to: engine.to,
        decimals: engine.family.publication.decimals,
        returns: engine.family.returns.convention,
        indexes,
        notes,
        doubtful_sessions: doubtful,
        inputs: engine.plan.inputs,
        outputs: Vec::new(),
    };
    Run {
        manifest,
        methodology_text: engine.plan.methodology_text,
        decisions: engine.decisions,
        events: engine.recorder.events,
        constituents: engine.recorder.constituents,
        levels: engine.recorder.levels,
        closes: engine.recorder.closes,
        dividends: engine.recorder.dividends,
        rates: engine.recorder.rates,
        pro_forma: engine.recorder.pro_forma,
        actions: engine.recorder.actions,
    }
}

/// A note of each currency whose rates were carried from earlier days than those of some sessions.
fn carried_rates(view: &MarketView<'_>, rates: &[RateRow]) -> Vec<String> {
    let mut carried: BTreeMap<(Currency, Currency), (usize, Date, Date)> = BTreeMap::new();
    for row in rates {
        let dated = view.dated_rate(row.from, row.into, row.date);
        let Some((_, of)) = dated.filter(|(_, of)| *of < row.date) else { continue };
        let (count, oldest, day) = carried.entry((row.from, row.into)).or_insert((0, of, row.date));
        *count += 1;
        if (row.date - of).get_days() > (*day - *oldest).get_days() {
            (*oldest, *day) = (of, row.date);
        }
    }
    let words = |((from, into), (count, oldest, day))| {
        format!(
            "Sessions with a rate of {from} in {into} carried from an earlier day: {count}; the oldest is of {oldest}, for {day}."
        )
    };
    carried.into_iter().map(words).collect()
}

/// Sessions of the calendar that the market has no price for.
fn missing_sessions(engine: &Engine<'_, '_>) -> Vec<Date> {
    // Both days were looked up in this calendar before the first session was built.
    let sessions =
        engine.family.sessions().sessions_between(engine.from, engine.to).unwrap_or_default();
    let has_prices = |day: &Date| !engine.view.sessions_between(*day, *day).is_empty();
    sessions.iter().filter(|day| !has_prices(day)).copied().collect()
}

/// The doubtful sessions of the run, as a market that ends with the run tells them.
fn doubts_of(engine: &Engine<'_, '_>) -> Vec<DoubtfulSession> {
    let mut doubtful = doubtful_sessions(engine.view.market());
    doubtful.retain(|doubt| doubt.date >= engine.from && doubt.known_at <= engine.to);
    doubtful
}
