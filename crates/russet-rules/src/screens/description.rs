//! Screens of what a line is described as: its market and its kind.

use russet_market::{FilerOn, SecurityKind};

use crate::methodology::{ExchangeRule, KindRule, RegisteredKind};
use crate::snapshot::Line;

pub(super) fn exchange(rule: &ExchangeRule, line: &Line<'_>) -> Option<String> {
    let mic = line.version.mic;
    (!rule.accepted.contains(&mic))
        .then(|| format!("Listed on {}, which is not an eligible exchange.", mic.name()))
}

pub(super) fn kind(
    rule: &KindRule,
    line: &Line<'_>,
    is_listed: bool,
) -> Option<(String, Option<String>)> {
    let accepted = |kind: &SecurityKind| {
        rule.accepted.contains(kind) || (is_listed && rule.accepted_when_listed.contains(kind))
    };
    let kind = line.kind();
    if let Some((kind, found)) = line.company.corrected_kind {
        let words = format!("A {}, says {}: {}.", kind.words(), found.who, found.why);
        return (!accepted(&kind)).then_some((words, None));
    }
    if !accepted(&kind) {
        let name = &line.version.name;
        let words =
            format!("'{name}' is a {}, which is not an eligible security type.", kind.words());
        return Some((words, None));
    }
    let found = line.company.filer?;
    let registered = rule.registered.iter().find(|registered| fits(registered, line, found))?;
    (!accepted(&registered.kind)).then(|| {
        let seen = if found.seen_later { ", the nearest known entry" } else { "" };
        let sic = match found.filer.sic {
            Some(sic) => format!("industrial classification {sic:04}"),
            None => "no industrial classification".to_owned(),
        };
        let words = format!(
            "The register of {}{seen} has {} as {} company with {sic}: a {}, which is not an \
             eligible security type.",
            found.filer.first_seen,
            found.filer.name,
            found.filer.entity_type.as_deref().map_or("a".to_owned(), |word| format!("an {word}")),
            registered.kind.words()
        );
        (words, Some(registered.reference.clone()))
    })
}

fn fits(registered: &RegisteredKind, line: &Line<'_>, found: FilerOn<'_>) -> bool {
    let filer = found.filer;
    let named = format!(
        "{} {} {}",
        line.version.name,
        filer.name,
        line.version.industry.as_deref().unwrap_or_default()
    )
    .to_lowercase();
    let of_type =
        filer.entity_type.as_ref().is_some_and(|word| registered.entity_types.contains(word));
    (registered.sic.is_empty() || filer.sic.is_some_and(|sic| registered.sic.contains(&sic)))
        && (!registered.without_sic || filer.sic.is_none())
        && (registered.entity_types.is_empty() || of_type)
        && !registered.unless_worded.iter().any(|word| named.contains(word.as_str()))
}
