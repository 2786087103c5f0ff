//! Why a company is foreign.

use super::words::country_words;
use crate::decision::{Decision, Finding};

pub(super) fn refusal(decision: &Decision) -> String {
    let evidence = &decision.evidence;
    let text = evidence.text.as_deref().unwrap_or_default();
    let country = country_words(text);
    match evidence.finding {
        Finding::Override => {
            let by = evidence.by().map_or("", |by| by);
            let why = evidence.note().map_or("", |note| note);
            format!("Assigned to {country} by {by}: {why}.")
        }
        Finding::Papers => {
            let because = evidence.note().map_or("", |note| note);
            format!("Assigned to {country}. {because}{}.", seen_words(decision))
        }
        Finding::ForeignWording => {
            format!("Its listing is worded '{text}', as those of foreign companies are.")
        }
        Finding::Wording => format!(
            "The listing names no country and is worded '{text}', as those of foreign companies are."
        ),
        Finding::Name => format!("Assigned to {country}: the name says so."),
        _ => format!("Assigned to {country}: the listing says so, and nothing contradicts it."),
    }
}

/// When the register was read.
fn seen_words(decision: &Decision) -> String {
    decision.register.as_ref().map_or_else(String::new, |entry| {
        let nearest = if entry.seen_later { ", the nearest known entry" } else { "" };
        format!(" (register of {}{nearest})", entry.first_seen)
    })
}
