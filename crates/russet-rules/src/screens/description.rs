//! Screens of what a line is described as: its market and its kind.

use russet_market::{FilerOn, SecurityKind};

use super::{Circumstances, Reason};
use crate::methodology::{ExchangeRule, KindRule, RegisteredKind};
use crate::snapshot::{Line, Snapshot};

pub(super) fn exchange(
    rule: &ExchangeRule,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let mic = line.version.mic;
    (!rule.accepted.contains(&mic)).then(|| {
        known.tell(|| format!("Listed on {}, which is not an eligible exchange.", mic.name()))
    })
}

pub(super) fn kind<'family, 'market>(
    rule: &'family KindRule,
    snapshot: &Snapshot<'market>,
    line: &Line<'market>,
    known: Circumstances,
) -> Option<Reason<'family>> {
    let accepted = |kind: &SecurityKind| {
        rule.accepted.contains(kind)
            || (known.is_listed && rule.accepted_when_listed.contains(kind))
    };
    let of_listing = || {
        let (name, kind) = (&line.version.name, line.kind.words());
        format!("'{name}' is a {kind}, which is not an eligible security type.")
    };
    let company = snapshot.company(line);
    match company.corrected_kind() {
        Some((kind, found)) => {
            let by_user = || format!("A {}, says {}: {}.", kind.words(), found.who, found.why);
            return (!accepted(&kind)).then(|| (known.tell(by_user), None));
        }
        None if !accepted(&line.kind) => return Some((known.tell(of_listing), None)),
        None => {}
    }
    let found = company.filer()?;
    let registered = rule.registered.iter().find(|registered| fits(registered, line, found))?;
    (!accepted(&registered.kind)).then(|| {
        let words = || {
            let seen = if found.seen_later { ", the nearest known entry" } else { "" };
            let sic = match found.filer.sic {
                Some(sic) => format!("industrial classification {sic:04}"),
                None => "no industrial classification".to_owned(),
            };
            let entity_type = found.filer.entity_type.as_deref();
            format!(
                "The register of {}{seen} has {} as {} company with {sic}: a {}, which is not an \
                 eligible security type.",
                found.filer.first_seen,
                found.filer.name,
                entity_type.map_or("a".to_owned(), |word| format!("an {word}")),
                registered.kind.words()
            )
        };
        (known.tell(words), Some(registered.reference.as_str()))
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
        && !registered.excluded_words.iter().any(|word| named.contains(word.as_str()))
}
