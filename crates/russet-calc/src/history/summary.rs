//! A finished engine to a run.

use jiff::civil::Date;
use russet_market::check::DoubtfulSession;
use russet_store::{Keep, StoredFile};

use super::engine::Engine;
use super::journal::recorder::CarriedRates;
use crate::run::{IndexStart, Manifest};

/// The manifest of an engine that has seen its last session.
pub(super) fn manifest_of(engine: Engine<'_, '_>) -> Manifest {
    let missing = missing_sessions(&engine);
    let doubtful = doubts_of(&engine);
    let mut notes = engine.journal.notes;
    if !missing.is_empty() {
        let days: Vec<String> = missing.iter().map(Date::to_string).collect();
        notes.push(format!("Sessions without any price in the market: {}.", days.join(", ")));
    }
    notes.extend(carried_rates(engine.journal.recorder.carried()));
    let indexes = engine
        .family
        .indexes
        .iter()
        .map(|rule| {
            let first = engine.journal.recorder.start(&rule.id);
            let rebased = first.is_some_and(|first| first > rule.base_date.0);
            IndexStart {
                id: rule.id.clone(),
                name: rule.name.clone(),
                start: first,
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
    Manifest {
        format: crate::run::FORMAT.to_owned(),
        version: crate::run::FORMAT_VERSION,
        russet: env!("CARGO_PKG_VERSION").to_owned(),
        methodology: format!("{} {}", engine.family.name, engine.family.version),
        methodology_file: StoredFile::named(
            "methodology",
            "methodology",
            "toml",
            0,
            engine.scope.plan.methodology_text.as_bytes(),
        ),
        from: engine.scope.from,
        to: engine.scope.to,
        decimals: engine.family.publication.decimals,
        returns: engine.family.returns.convention,
        indexes,
        notes,
        doubtful_sessions: doubtful,
        carried: Vec::new(),
        inputs: engine.scope.plan.inputs.clone(),
        outputs: Vec::new(),
        checkpoints: Vec::new(),
        keep_versions: Keep::default(),
    }
}

/// A note of each currency whose rates were carried from earlier days than those of some sessions.
fn carried_rates(carried: &CarriedRates) -> Vec<String> {
    let carried = carried.iter().map(|(&(from, into), &(count, oldest, day))| {
        format!(
            "Sessions with a rate of {from} in {into} carried from an earlier day: {count}; the oldest is of {oldest}, for {day}."
        )
    });
    carried.collect()
}

/// Sessions of the calendar that the market has no price for.
fn missing_sessions(engine: &Engine<'_, '_>) -> Vec<Date> {
    // Both days were looked up in this calendar before the first session was built.
    let sessions = engine
        .family
        .sessions()
        .sessions_between(engine.scope.from, engine.scope.to)
        .unwrap_or_default();
    let has_prices = |day: &Date| !engine.view.sessions_between(*day, *day).is_empty();
    sessions.iter().filter(|day| !has_prices(day)).copied().collect()
}

/// The doubtful sessions of the run, as a market that ends with the run shows them.
fn doubts_of(engine: &Engine<'_, '_>) -> Vec<DoubtfulSession> {
    let mut doubtful = engine.view.doubtful_sessions().to_vec();
    doubtful.retain(|doubt| doubt.date >= engine.scope.from && doubt.known_at <= engine.scope.to);
    doubtful
}
