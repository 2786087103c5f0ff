//! Screens of what a line is described as: market, kind, nationality.

use crate::methodology::{ExchangeRule, KindRule, NationalityRule};
use crate::reason::country_words;
use crate::snapshot::Line;

pub(super) fn exchange(rule: &ExchangeRule, line: &Line<'_>) -> Option<String> {
    let mic = line.version.mic;
    (!rule.accepted.contains(&mic))
        .then(|| format!("Listed on {}, which is not an eligible exchange.", mic.name()))
}

pub(super) fn kind(rule: &KindRule, line: &Line<'_>, is_listed: bool) -> Option<String> {
    let kind = line.version.kind;
    let accepted =
        rule.accepted.contains(&kind) || (is_listed && rule.accepted_when_listed.contains(&kind));
    (!accepted).then(|| {
        format!(
            "'{}' is a {}, which is not an eligible security type.",
            line.version.name,
            kind.words()
        )
    })
}

/// Where a company is at home, as far as its listing tells (R46 5.3 to 5.5).
pub(super) fn nationality(rule: &NationalityRule, line: &Line<'_>) -> Option<String> {
    let name = line.version.name.to_lowercase();
    let found_in =
        |words: &[String]| words.iter().find(|word| name.contains(word.as_str())).cloned();
    if let Some(word) = found_in(&rule.always_foreign_wording) {
        return Some(format!("Its line is worded '{word}', as those of foreign companies are."));
    }
    let in_brackets = |country: &&String| name.contains(&format!("({})", country.to_lowercase()));
    let named = rule.named_in_brackets.iter().find(in_brackets);
    let Some(country) = named.or(line.version.country.as_ref()) else {
        if found_in(&rule.home_wording).is_some() {
            return None;
        }
        return found_in(&rule.foreign_wording).map(|word| {
            format!(
                "The listing names no country, and words the line '{word}', as foreign companies do."
            )
        });
    };
    let at_home = rule.home.contains(country) || rule.assigned_home.contains(country);
    (!at_home).then(|| {
        let evidence = match named {
            Some(_) => "the name says so",
            None => "the listing says so, and nothing speaks against it",
        };
        format!("Assigned to {}: {evidence}.", country_words(country))
    })
}
