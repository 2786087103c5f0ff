//! What an index asks of its parent's securities.

use std::sync::Arc;

use russet_market::SecurityVersion;

use super::ParentSecurity;
use crate::decision::{Evidence, Finding, FurtherEvidence};
use crate::methodology::Only;

/// What `only` compares: what it is called, the accepted values, and the security's.
fn compared<'a>(
    only: &'a Only,
    version: &'a SecurityVersion,
) -> impl Iterator<Item = (&'static str, &'a [String], Option<&'a str>)> {
    let texts = [
        ("sector", &only.sectors, &version.sector),
        ("industry", &only.industries, &version.industry),
        ("country", &only.countries, &version.country),
    ];
    let texts = texts.into_iter().filter(|(_, accepted, _)| !accepted.is_empty());
    texts.map(|(name, accepted, value)| (name, accepted.as_slice(), value.as_deref()))
}

/// Why a security does not fit; none where it does.
pub(super) fn misfit(only: &Only, security: &ParentSecurity<'_>) -> Option<Evidence> {
    let version = security.version;
    let outside = compared(only, version).find(|(_, accepted, value)| {
        value.is_none_or(|value| !accepted.iter().any(|one| one == value))
    });
    let evidence =
        |name, value: Option<&str>| named(Evidence::of(Finding::OutsideIndex), name, value);
    if let Some((name, _, value)) = outside {
        return Some(evidence(name, value));
    }
    if !only.exchanges.is_empty() && !only.exchanges.contains(&version.mic) {
        return Some(evidence("exchange", Some(version.mic.code())));
    }
    security.excluded_by.map(|fund| Evidence::of(Finding::HeldByFund).text(fund))
}

/// By what a security fits: the first thing that the index asks.
pub(super) fn fit(only: &Only, security: &ParentSecurity<'_>) -> Evidence {
    let version = security.version;
    let by_exchange = || {
        let asked = !only.exchanges.is_empty();
        asked.then(|| ("exchange", Some(version.mic.code())))
    };
    let by_text = compared(only, version).next().map(|(name, _, value)| (name, value));
    let evidence = Evidence::of(Finding::FitsIndex);
    match by_text.or_else(by_exchange) {
        Some((name, value)) => named(evidence, name, value),
        None => evidence,
    }
}

/// The value that was compared, and what it is called.
pub(super) fn named(evidence: Evidence, name: &str, value: Option<&str>) -> Evidence {
    let further = FurtherEvidence { note: Some(name.into()), ..FurtherEvidence::default() };
    Evidence { text: value.map(Arc::from), ..evidence }.further(further)
}
