//! What an index takes from its parent.

use super::selection::largest;
use super::words::{amount_words, thousands};
use crate::decision::{Decision, Finding, Verdict};
use crate::methodology::{IndexRule, Methodology};

/// Why an index takes a security from its parent, or does not.
pub(super) fn chosen(decision: &Decision, family: &Methodology) -> String {
    let index = decision.index_id.as_deref().and_then(|id| family.index(id));
    let Some(index) = index else { return changed(decision, "") };
    let parent = index.parent.as_deref().unwrap_or_default();
    let evidence = &decision.evidence;
    let text = evidence.text.as_deref();
    let name = evidence.note().map_or("", |note| &**note);
    let why = match evidence.finding {
        Finding::FitsIndex => match text {
            Some(text) => {
                format!("Its {name} is '{text}', one that {} takes from {parent}.", index.id)
            }
            None => format!("{} takes it from {parent}: no other index's fund holds it.", index.id),
        },
        Finding::OutsideIndex => match text {
            Some(text) => {
                format!("Its {name} is '{text}', none that {} takes from {parent}.", index.id)
            }
            None => format!("Its {name} is unknown, and {} asks for one.", index.id),
        },
        Finding::HeldByFund => format!(
            "{} holds its company, and {} leaves out what that fund holds.",
            text.unwrap_or_default(),
            index.id
        ),
        Finding::LeftParent => format!("{parent} does not hold it any more."),
        Finding::Unknown => format!("The value of its company in {parent} is unknown."),
        _ => by_rank(decision, (index, parent), family),
    };
    format!("{why} {}", changed(decision, &index.id))
}

/// How large its company is in the parent, and what that means for an index of the largest.
fn by_rank(
    decision: &Decision,
    (index, parent): (&IndexRule, &str),
    family: &Methodology,
) -> String {
    let evidence = &decision.evidence;
    let currency = family.index(parent).and_then(|parent| parent.currency);
    let group = match (evidence.note(), &evidence.text) {
        (Some(name), Some(text)) => format!(" of the {name} '{text}'"),
        (Some(name), None) => format!(" without a {name}"),
        (None, _) => String::new(),
    };
    let words =
        index.largest.as_ref().map_or_else(String::new, |rule| largest(decision, rule.buffer(), 0));
    format!(
        "In {parent} its company is worth {}, rank {} of {} companies{group}. {words}",
        amount_words(evidence.measured.unwrap_or(0.0), currency.unwrap_or(family.currency)),
        thousands(u64::from(decision.rank.unwrap_or(0))),
        thousands(u64::from(decision.companies_ranked.unwrap_or(0))),
    )
}

/// What changes for the security.
fn changed(decision: &Decision, id: &str) -> String {
    match (decision.indexes_before.is_empty(), decision.verdict) {
        (true, Verdict::Member) => format!("Enters {id}."),
        (false, Verdict::Member) => format!("Stays in {id}."),
        (false, _) => format!("Leaves {id}."),
        (true, _) => format!("Stays out of {id}."),
    }
}
