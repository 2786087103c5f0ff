//! A reconstitution: every security of a market screened, companies ranked, places given, reasons kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use crate::RulesError;
use crate::decision::{
    DecidingRule, Decision, Evidence, Finding, OccasionKind, SizeBreakpoint, Verdict,
};
use crate::inference::Absence;
use crate::membership::{Members, SizeMembership};
use crate::methodology::{Methodology, Reconstitution};
use crate::placement::{Placement, Ranking};
use crate::research::Research;
use crate::screening::{Screening, ScreeningResult};
use crate::screens::RuleFinding;
use crate::selection::Review;
use crate::snapshot::{ListedSecurity, Snapshot, patience};

/// What a rank day decided.
#[derive(Debug, Clone)]
pub struct ReviewOutcome {
    /// Every security considered.
    pub decisions: Vec<Decision>,
    /// The companies that belong, with their eligible securities.
    pub placed: Vec<PlacedCompany>,
    /// The ranking that placed them.
    pub ranking: Ranking,
}

/// A company that belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCompany {
    /// The company.
    pub issuer: IssuerId,
    /// Its segment between the breakpoints.
    pub segment: usize,
    /// Its eligible securities; the first gives the price.
    pub securities: Vec<SecurityId>,
    /// Whether it stays by a buffer only, ranked beyond the number of places.
    pub is_beyond_count: bool,
}

/// When a decision is made and holds, and what for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion {
    pub(crate) kind: OccasionKind,
    pub(crate) rank_day: Date,
    pub(crate) effective: Date,
}

/// Decides a reconstitution from what was known at the end of its rank day: by the breakpoints of the family, or
/// by its selection, whose companies all stand in segment 0. Companies that lists left
/// out without a known reason ([`crate::inference`]) are refused.
///
/// # Errors
/// [`RulesError`] when the market has no prices on the rank day, or a sum goes out of range.
pub fn reconstitute(
    family: &Methodology,
    research: &Research<'_>,
    reconstitution: &Reconstitution,
    members: &Members,
    absent: &BTreeMap<IssuerId, Absence>,
) -> Result<ReviewOutcome, RulesError> {
    let occasion = Occasion {
        kind: OccasionKind::Reconstitution,
        rank_day: reconstitution.rank_day.0,
        effective: reconstitution.effective.0,
    };
    let snapshot = snapshot_of(family, research, occasion)?;
    let number = |source| RulesError::Number { day: occasion.rank_day, source };
    let exempts_from_votes = reconstitution.exempts_members_from_votes;
    let records = research.records();
    let screening = Screening::of(family, research, &snapshot, members);
    let screening = Screening { absent, exempts_from_votes, records, ..screening };
    let screened = screening.all(|_| true).map_err(number)?;
    let caps: Vec<_> = screened.ranked.iter().filter_map(|company| company.cap).collect();
    let ranking = Ranking::new(&caps, &family.breakpoints).map_err(number)?;
    let (mut decisions, placed) = match &family.selection {
        Some(selection) => {
            let (view, ranking, screening) = (research.view(), &ranking, &screening);
            Review { view, selection, occasion, ranking, screening }
                .choose(screened)
                .map_err(number)?
        }
        None => between_breakpoints(&screening, &ranking, &screened, occasion),
    };
    decisions.sort_by_cached_key(|decision| decision.security_id);
    Ok(ReviewOutcome { decisions, placed, ranking })
}

/// Every security that was screened, and the companies between the family's breakpoints.
fn between_breakpoints<'market>(
    screening: &Screening<'_, 'market>,
    ranking: &Ranking,
    screened: &ScreeningResult<'_, 'market>,
    occasion: Occasion,
) -> (Vec<Decision>, Vec<PlacedCompany>) {
    let Screening { family, members, records, ids, .. } = *screening;
    let banding = family.banding.as_ref();
    let protected_segments = banding
        .and_then(|banding| family.index(&banding.protects_members_of))
        .map(|index| family.segments(index));
    let breakpoints: Vec<Arc<SizeBreakpoint>> = ranking
        .breakpoints
        .iter()
        .map(|breakpoint| Arc::new(breakpoint.size_breakpoint()))
        .collect();
    let mut decisions = screened.refusal_decisions(screening, occasion);
    let mut placed = Vec::new();
    for (position, company) in screened.ranked.iter().enumerate() {
        let rank = position as u32 + 1;
        let membership = members.get(&company.issuer).copied();
        let protected = membership.filter(|membership| {
            protected_segments
                .is_some_and(|(first, last)| first <= membership.first && membership.last <= last)
        });
        let place = ranking.place(rank, protected, banding);
        let verdict = verdict_of(family, place);
        let crossed = membership.and_then(|membership| ranking.crossed(place, membership));
        let by_band = crossed.is_none() && place.retaining_breakpoint.is_some();
        // A company that moves is compared with the breakpoint it crossed, any other with the nearest one.
        let breakpoint = crossed.or_else(|| ranking.nearest(rank, place).filter(|_| !by_band));
        let breakpoint_at = |position: usize| Arc::clone(&breakpoints[position]);
        for (security, answers) in company.answered().filter(|_| records) {
            let rule = if by_band { DecidingRule::Band } else { DecidingRule::Rank };
            let evidence = Evidence::of(Finding::SizePlace);
            decisions.push(Decision {
                company_market_cap: company.cap,
                rank: Some(rank),
                companies_ranked: Some(ranking.cumulative.len() as u32),
                cumulative_percent: ranking.percent_at(rank),
                verdict,
                indexes_after: ids.in_segment(place.segment),
                breakpoint: breakpoint.map(breakpoint_at),
                retaining_breakpoint: place.retaining_breakpoint.map(breakpoint_at),
                ..record(screening, occasion, security, RuleFinding { rule, evidence, answers })
            });
        }
        if verdict == Verdict::Member {
            placed.push(PlacedCompany {
                issuer: company.issuer,
                segment: place.segment,
                securities: company.securities.iter().map(|security| security.id).collect(),
                is_beyond_count: false,
            });
        }
    }
    (decisions, placed)
}

fn verdict_of(family: &Methodology, place: Placement) -> Verdict {
    match place.segment < family.segment_count() {
        true => Verdict::Member,
        false => Verdict::RankedOut,
    }
}

pub(crate) fn snapshot_of<'market>(
    family: &Methodology,
    research: &Research<'market>,
    occasion: Occasion,
) -> Result<Arc<Snapshot<'market>>, RulesError> {
    let day = occasion.rank_day;
    // A rank day that the source misses is seen by the closes before it, as stale as any may be.
    let patience = i64::from(patience(family));
    let calendar = family.sessions();
    let oldest = calendar.offset(calendar.session_on_or_before(day)?, -patience)?;
    if research.view().sessions_between(oldest, day).is_empty() {
        return Err(RulesError::NoPrices { day });
    }
    research
        .snapshot(family, (day, occasion.effective))
        .map_err(|source| RulesError::Number { day, source })
}

/// The decision that a ruling refuses a security, with the security's facts.
pub(crate) fn record<'market>(
    screening: &Screening<'_, 'market>,
    occasion: Occasion,
    security: &ListedSecurity<'market>,
    ruling: RuleFinding,
) -> Decision {
    let Screening { family, snapshot, members, ids, .. } = *screening;
    let membership = members.get(&security.issuer);
    let (count, shares_basis) = security.count().unzip();
    Decision {
        occasion: occasion.kind,
        rank_day: occasion.rank_day,
        effective_after_close: occasion.effective,
        index_id: None,
        security_id: security.id,
        issuer_id: security.issuer,
        ticker: security.version.ticker.clone(),
        name: Arc::clone(&security.name),
        kind: security.kind,
        mic: security.version.mic,
        close: security.close,
        close_date: security.close_date,
        shares_outstanding: count.map(|count| count.shares),
        shares_basis,
        shares_source: security.shares_source.clone(),
        shares_since: count.map(|count| count.since),
        register: snapshot.register_entry(security),
        overrides: snapshot.company(security).override_words().map(Arc::from),
        company_market_cap: None,
        rank: None,
        companies_ranked: None,
        cumulative_percent: None,
        indexes_before: membership.map_or_else(Arc::default, |membership| ids.get(*membership)),
        indexes_after: Arc::default(),
        verdict: Verdict::Refused,
        rule: ruling.rule,
        screens: snapshot.results(ruling.answers, &family.eligibility.order),
        evidence: ruling.evidence,
        breakpoint: None,
        retaining_breakpoint: None,
        committee: None,
    }
}

/// The members that placed companies make. A company that a fund's list vouched for before stays
/// vouched for.
pub fn members_of(placed: &[PlacedCompany], before: &Members) -> Members {
    let membership = |company: &PlacedCompany| SizeMembership {
        is_on_fund_list: before
            .get(&company.issuer)
            .is_some_and(|membership| membership.is_on_fund_list),
        is_beyond_count: company.is_beyond_count,
        ..SizeMembership::in_segment(company.segment)
    };
    placed.iter().map(|company| (company.issuer, membership(company))).collect()
}
