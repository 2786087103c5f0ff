//! What happens between reviews.

use russet_market::Currency;

use super::changes::changes;
use super::placement::ranks;
use super::reference::fast_entry_of;
use super::words::{amount_words, date_words, money, thousands};
use crate::decision::{DecidingRule, Decision, Finding, Verdict};
use crate::methodology::{Method, Methodology};

/// What a committee decided.
pub(super) fn decided(decision: &Decision) -> String {
    let text = |text: Option<&std::sync::Arc<str>>| text.map_or("", |text| &**text).to_owned();
    let (who, why) = (text(decision.evidence.by()), text(decision.evidence.note()));
    format!("{who} decided: {why}. {}", changes(decision))
}

/// A company that came to market since the last rank day.
pub(super) fn new_listing(decision: &Decision, family: &Methodology) -> String {
    match &family.selection {
        Some(selection) => match selection.method {
            Method::Largest => {
                let (ranks, words) = (ranks(decision, family.currency), newcomer(decision));
                format!("{ranks} {words} {}", changes(decision))
            }
            _ => format!("{} {}", newcomer(decision), changes(decision)),
        },
        None => by_size(decision, family.currency),
    }
}

/// What a family that is not cut by rank makes of a newcomer.
fn newcomer(decision: &Decision) -> &'static str {
    match (decision.evidence.finding, decision.verdict) {
        (Finding::New, Verdict::Candidate) => {
            "New to the market, and passes every test; a committee chooses."
        }
        (Finding::PassesNow, _) => "Passes every test now, and did not before.",
        (Finding::BelongsElsewhere, _) => "New to the market, and belongs to another index.",
        (Finding::RanksHighEnough, _) => {
            "New to the market, and ranks high enough to enter between reviews."
        }
        (Finding::WaitsForReview, _) => "New to the market, and waits for the next review.",
        _ => "New to the market, and passes every test.",
    }
}

/// What a family that is cut by rank makes of a newcomer.
fn by_size(decision: &Decision, currency: Currency) -> String {
    let first = decision.evidence.date.unwrap_or(decision.rank_day);
    if decision.rule == DecidingRule::Offering {
        return format!(
            "First traded on {}, without the volume of an offering on that day: it waits for the \
             next reconstitution.",
            date_words(first)
        );
    }
    let cap = decision.company_market_cap;
    let least = decision.evidence.threshold;
    let compared = format!(
        "First traded on {}; total capitalization of {} against the smallest member's \
         market-adjusted {}.",
        date_words(first),
        cap.map_or_else(String::new, |cap| money(cap, currency)),
        least.map_or_else(|| "unknown".to_owned(), |least| amount_words(least, currency)),
    );
    match decision.verdict {
        Verdict::Member => {
            format!("{compared} Enters {}.", decision.indexes_after.replace(' ', ", "))
        }
        _ => format!("{compared} Too small to enter."),
    }
}

/// A large newcomer that enters between reviews, or not.
pub(super) fn fast_entry(decision: &Decision, family: &Methodology) -> String {
    let words = |amount: f64| amount_words(amount, family.currency);
    let cap = decision.company_market_cap;
    let rule = fast_entry_of(decision, family);
    format!(
        "After {} sessions on the market it has a total capitalization of {}, against {} of the \
         member ranked {}. {}",
        decision.evidence.count.unwrap_or(0),
        cap.map_or_else(String::new, |cap| money(cap, family.currency)),
        decision.evidence.threshold.map_or_else(|| "none".to_owned(), words),
        rule.map_or(0, |rule| rule.as_large_as_member),
        changes(decision)
    )
}

/// A member that leaves between reviews.
pub(super) fn interim_deletion(decision: &Decision, family: &Methodology) -> String {
    let beyond = thousands(u64::from(decision.evidence.count.unwrap_or(0)));
    let ranks = ranks(decision, family.currency);
    format!("{ranks} A member beyond {beyond} leaves. {}", changes(decision))
}

/// Who takes the place of a leaver.
pub(super) fn replacement(decision: &Decision) -> String {
    format!(
        "A member left, and of those that do not belong it ranks highest, {} on {}. {}",
        thousands(u64::from(decision.rank.unwrap_or(0))),
        date_words(decision.rank_day),
        changes(decision)
    )
}
