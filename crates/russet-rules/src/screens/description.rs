//! Screens of what a security is described as: its market and its kind.

use russet_market::{FilerOn, SecurityKind};

use super::{ScreenAnswer, ScreenContext, overridden};
use crate::decision::{Evidence, Finding};
use crate::methodology::{ExchangeRule, KindRule, RegisteredKind};
use crate::snapshot::{ListedSecurity, Snapshot};

pub(super) fn exchange(rule: &ExchangeRule, security: &ListedSecurity<'_>) -> ScreenAnswer {
    let is_accepted = rule.accepted.contains(&security.version.mic);
    ScreenAnswer::failed_if(!is_accepted, || Evidence::of(Finding::Listing))
}

pub(super) fn kind<'market>(
    rule: &KindRule,
    snapshot: &Snapshot<'market>,
    security: &ListedSecurity<'market>,
    known: ScreenContext,
) -> ScreenAnswer {
    let accepted = |kind: &SecurityKind| {
        rule.accepted.contains(kind)
            || (known.is_listed && rule.accepted_when_listed.contains(kind))
    };
    let company = snapshot.company(security);
    match company.corrected_kind() {
        Some((kind, found)) => {
            return ScreenAnswer::failed_if(!accepted(&kind), || {
                overridden(snapshot, found).text(snapshot.shared(kind.words()))
            });
        }
        None if !accepted(&security.kind) => {
            return ScreenAnswer::Failed(Evidence::of(Finding::Listing));
        }
        None => {}
    }
    let Some(found) = company.filer() else { return ScreenAnswer::Passed };
    let mut registered = rule.registered.iter().zip(0..);
    let fitting = registered.find(|(registered, _)| fits(registered, security, found));
    let Some((registered, place)) = fitting else { return ScreenAnswer::Passed };
    ScreenAnswer::failed_if(!accepted(&registered.kind), || {
        let kind = snapshot.shared(registered.kind.words());
        Evidence::of(Finding::Register).text(kind).count(place)
    })
}

fn fits(registered: &RegisteredKind, security: &ListedSecurity<'_>, found: FilerOn<'_>) -> bool {
    let filer = found.filer;
    let named = format!(
        "{} {} {}",
        security.version.name,
        filer.name,
        security.version.industry.as_deref().unwrap_or_default()
    )
    .to_lowercase();
    let of_type =
        filer.entity_type.as_ref().is_some_and(|word| registered.entity_types.contains(word));
    (registered.sic.is_empty() || filer.sic.is_some_and(|sic| registered.sic.contains(&sic)))
        && (!registered.without_sic || filer.sic.is_none())
        && (registered.entity_types.is_empty() || of_type)
        && !registered.excluded_words.iter().any(|word| named.contains(word.as_str()))
}
