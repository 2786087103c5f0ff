//! The decisions of an index on its parent's securities.
//!
//! They are recorded where they change something, or where the buffer decides against the rank: a family of fifty
//! indexes would otherwise record each member fifty times at every review.

use std::sync::Arc;

use jiff::civil::Date;

use super::{ParentSecurity, SubIndexChoice};
use crate::decision::{Decision, OccasionKind, ScreenResults, Verdict};
use crate::methodology::IndexRule;

/// The decisions on securities that enter or leave an index after the close of a day, stay by its retention rank,
/// or wait outside although they rank within its number of places. Securities that have not traded yet are left
/// out.
pub fn sub_index_decisions(
    rule: &IndexRule,
    day: Date,
    securities: &[ParentSecurity<'_>],
    choices: &[SubIndexChoice],
) -> Vec<Decision> {
    let id: Arc<str> = rule.id.as_str().into();
    let screens = ScreenResults::new([]);
    let of_belonging = |belongs: bool| if belongs { Arc::clone(&id) } else { Arc::default() };
    let recorded = securities
        .iter()
        .zip(choices)
        .filter(|(security, choice)| security.is_held != choice.belongs || choice.by_buffer);
    let decision = |(security, choice): (&ParentSecurity<'_>, &SubIndexChoice)| {
        let (version, (close, close_date)) = (security.version, security.close?);
        let (rank, companies_ranked) = choice.rank.unzip();
        let verdict = match (choice.belongs, choice.rank) {
            (true, _) => Verdict::Member,
            (false, Some(_)) => Verdict::RankedOut,
            (false, None) => Verdict::Refused,
        };
        Some(Decision {
            occasion: OccasionKind::IndexSelection,
            rank_day: day,
            effective_after_close: day,
            index_id: Some(Arc::clone(&id)),
            security_id: version.security_id,
            issuer_id: version.issuer_id,
            ticker: version.ticker.clone(),
            name: version.name.as_str().into(),
            kind: version.kind,
            mic: version.mic,
            close,
            close_date,
            shares_outstanding: security.shares,
            shares_basis: None,
            shares_source: None,
            shares_since: None,
            register: None,
            overrides: None,
            company_market_cap: None,
            rank,
            companies_ranked,
            cumulative_percent: None,
            indexes_before: of_belonging(security.is_held),
            indexes_after: of_belonging(choice.belongs),
            verdict,
            rule: choice.rule,
            screens: screens.clone(),
            evidence: choice.evidence.clone(),
            breakpoint: None,
            retaining_breakpoint: None,
            committee: None,
        })
    };
    recorded.filter_map(decision).collect()
}
