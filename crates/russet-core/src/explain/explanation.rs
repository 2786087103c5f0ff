//! Where a security stands, the decision that put it there, and what happened since, as a text.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::Run;
use russet_market::{Currency, SecurityId};
use russet_rules::{Decision, Methodology};

use super::moneys::{currency_of, in_words};
use super::{decisions_of, session_of};

/// Where a security stands on a day, the decision that put it there, and what happened since.
pub fn explanation((run, family): (&Run, &Methodology), security: SecurityId, day: Date) -> String {
    let mut lines = Vec::new();
    let decisions = decisions_of(run, security, day);
    let session = session_of(family.sessions(), day);
    let currency = currency_of((run, family), security, &decisions);
    let held: Vec<_> = run
        .constituents
        .iter()
        .filter(|row| {
            row.security_id == security
                && row.first_session <= session
                && row.last_session >= session
        })
        .collect();
    let called = held.last().map(|row| (row.ticker.to_string(), row.name.clone()));
    let called = called
        .or_else(|| decisions.last().map(|row| (row.ticker.to_string(), row.name.to_string())));
    let (ticker, name) = called.unwrap_or_default();
    lines.push(format!("{ticker}  {name}"));
    let ids: Vec<&str> =
        run.index_ids().filter(|id| held.iter().any(|row| row.index_id == *id)).collect();
    lines.push(match held.first() {
        Some(row) => {
            format!("On {day}: in {}, with {} index shares.", ids.join(", "), row.index_shares)
        }
        None => format!("On {day}: in no index."),
    });
    lines.extend(held.first().map(|row| {
        let since = row.free_float_since.map_or_else(String::new, |day| format!(", since {day}"));
        let percent = row.free_float.to_f64() * 100.0;
        format!("Free float {percent:.2}% ({}{since}).", row.free_float_source)
    }));
    let (in_force, earlier) = in_force(&decisions, day);
    for decision in &in_force {
        lines.push(String::new());
        lines.extend(told(run, decision, family));
    }
    let in_force = in_force.iter().find(|row| row.index_id.is_none());
    lines.extend(since(
        run,
        (security, currency),
        in_force.map(|row| row.effective_after_close),
        day,
    ));
    let announced = decisions.iter().filter(|row| row.effective_after_close >= day);
    for decision in announced {
        lines.push(String::new());
        lines.push(format!(
            "Decided, and in force after the close of {}:",
            decision.effective_after_close
        ));
        lines.extend(told(run, decision, family));
    }
    if !earlier.is_empty() {
        lines.push(String::new());
        lines.push("Before:".to_owned());
        let line =
            |row: &&Decision| format!("  {}  {}", row.effective_after_close, row.reason(family));
        lines.extend(earlier.iter().rev().map(line));
    }
    lines.extend(legend(family, &lines));
    lines.join("\n") + "\n"
}

/// The decisions in force on a day, the latest about the family and then those of single indexes, and the earlier
/// ones.
fn in_force<'a>(decisions: &[&'a Decision], day: Date) -> (Vec<&'a Decision>, Vec<&'a Decision>) {
    let mut latest: BTreeMap<Option<&str>, &Decision> = BTreeMap::new();
    let effective = || decisions.iter().copied().filter(|row| row.effective_after_close < day);
    for decision in effective() {
        latest.insert(decision.index_id.as_deref(), decision);
    }
    let is_earlier = |row: &&Decision| {
        latest.get(&row.index_id.as_deref()).is_some_and(|last| last.rank_day > row.rank_day)
    };
    let earlier = effective().filter(is_earlier).collect();
    (latest.into_values().collect(), earlier)
}

/// What the short names of sources stand for, as far as a text uses them.
fn legend(family: &Methodology, lines: &[String]) -> Vec<String> {
    let used = |name: &str| lines.iter().any(|line| line.contains(name));
    let entries = family.sources.iter().filter(|(name, _)| used(name));
    let mut legend: Vec<String> =
        entries.map(|(name, title)| format!("  {name}: {title}")).collect();
    if !legend.is_empty() {
        legend.insert(0, "\nSources:".to_owned());
    }
    legend
}

fn told(run: &Run, decision: &Decision, family: &Methodology) -> Vec<String> {
    let occasion = decision.occasion.as_str().replace('_', " ");
    let mut lines = vec![
        format!(
            "{} effective {} (rank day {}), rule '{}' ({}):",
            capitalized(&occasion),
            decision.effective_after_close,
            decision.rank_day,
            decision.rule,
            decision.reference(family)
        ),
        format!("  {}", decision.reason(family)),
    ];
    let turning = decision.turning_sentence(run.decisions.iter(), family);
    lines.extend(turning.map(|sentence| format!("  {sentence}")));
    let close = in_words(decision.close, decision.currency());
    let mut facts = vec![format!("close {close} of {}", decision.close_date)];
    if let (Some(shares), Some(source)) = (decision.shares_outstanding, decision.shares_words()) {
        facts.push(format!("{shares} shares ({source})"));
    }
    if let Some(cap) = decision.company_market_cap {
        let cap = in_words(cap.published(0), family.currency);
        facts.push(format!("company capitalization {cap}"));
    }
    if let (Some(rank), Some(percent)) = (decision.rank, decision.cumulative_percent) {
        facts.push(format!("rank {rank}, cumulative share {percent:.2}%"));
    }
    facts.extend(decision.register.as_ref().map(|entry| format!("register: {}", entry.words())));
    facts.extend(decision.overrides.as_ref().map(|words| format!("override: {words}")));
    if !decision.indexes_before.is_empty() {
        facts.push(format!("before in {}", decision.indexes_before.replace(' ', ", ")));
    }
    lines.push(format!("  Facts: {}.", facts.join("; ")));
    lines
}

/// Ledger entries after a decision took effect, those of one index: the first that has any.
fn since(
    run: &Run,
    (security, currency): (SecurityId, Currency),
    after: Option<Date>,
    day: Date,
) -> Vec<String> {
    let of_security = || {
        run.events.iter().filter(move |entry| {
            entry.security_id == security
                && entry.after_close < day
                && after.is_none_or(|after| entry.after_close > after)
        })
    };
    let Some(index) = of_security().map(|entry| entry.index_id.as_str()).next() else {
        return Vec::new();
    };
    let mut lines = vec![String::new(), format!("Since then, in {index}:")];
    for entry in of_security().filter(|entry| entry.index_id == index) {
        let note = if entry.note.is_empty() { String::new() } else { format!(" ({})", entry.note) };
        lines.push(format!(
            "  {}  {}{note}: {} to {} index shares{}",
            entry.after_close,
            entry.cause.words(),
            entry.index_shares_before,
            entry.index_shares_after,
            entry
                .price_after
                .map_or_else(String::new, |price| format!(" at {}", in_words(price, currency)))
        ));
    }
    lines
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
