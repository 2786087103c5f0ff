//! A reconstitution: every line of a market screened, companies ranked, places given, reasons kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use crate::RulesError;
use crate::decision::{Decision, Verdict};
use crate::membership::{Members, Standing};
use crate::methodology::{Methodology, Reconstitution};
use crate::placement::{Place, Ranking};
use crate::reason;
use crate::research::Research;
use crate::screened::{Screened, Screening};
use crate::selection::Review;
use crate::snapshot::{Line, Snapshot, patience};

/// What a rank day decided.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Every security considered.
    pub decisions: Vec<Decision>,
    /// The companies that belong, with their eligible lines.
    pub placed: Vec<Placed>,
    /// The ranking that placed them.
    pub ranking: Ranking,
}

/// A company that belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The company.
    pub issuer: IssuerId,
    /// Its zone between the cuts.
    pub zone: usize,
    /// Its eligible lines; the first gives the price.
    pub lines: Vec<SecurityId>,
    /// Whether it stays by a buffer only, ranked beyond the number of places.
    pub spared: bool,
}

/// When a decision is made and holds, and what for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion {
    pub(crate) name: &'static str,
    pub(crate) rank_day: Date,
    pub(crate) effective: Date,
}

/// Decides a reconstitution from what was known at the end of its rank day: by the cuts of the family, or
/// by its selection, whose companies all stand in zone 0. Companies that lists left
/// out without a known reason ([`crate::inference`]) are refused with the words given.
///
/// # Errors
/// [`RulesError`] when the market has no prices on the rank day, or a sum goes out of range.
///
/// ```
/// use russet_market::{Market, MarketView};
/// use russet_rules::{Members, Methodology, Research, RulesError, reconstitute};
/// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
/// let view = MarketView::new(&market);
/// let research = Research::new(&view, &family).unwrap();
/// let row = &family.reconstitutions[0];
/// let (members, absent) = (Members::new(), Default::default());
/// let empty = reconstitute(&family, &research, row, &members, &absent);
/// assert!(matches!(empty, Err(RulesError::NoPrices { .. })));
/// ```
pub fn reconstitute(
    family: &Methodology,
    research: &Research<'_>,
    reconstitution: &Reconstitution,
    members: &Members,
    absent: &BTreeMap<IssuerId, String>,
) -> Result<Outcome, RulesError> {
    let occasion = Occasion {
        name: "reconstitution",
        rank_day: reconstitution.rank_day.0,
        effective: reconstitution.effective.0,
    };
    let snapshot = snapshot_of(family, research, occasion)?;
    let number = |source| RulesError::Number { day: occasion.rank_day, source };
    let spares_votes = reconstitution.exempts_members_from_votes;
    let (snapshot, tells) = (&*snapshot, research.records());
    let screening = Screening { family, snapshot, members, absent, spares_votes, tells };
    let screened = screening.all(|_| true).map_err(number)?;
    let caps: Vec<_> = screened.ranked.iter().filter_map(|company| company.cap).collect();
    let ranking = Ranking::new(&caps, &family.breaks).map_err(number)?;
    let (mut decisions, placed) = match &family.selection {
        Some(selection) => {
            let (view, ranking, screening) = (research.view(), &ranking, &screening);
            Review { view, selection, occasion, ranking, screening }
                .choose(screened)
                .map_err(number)?
        }
        None => between_cuts(&screening, &ranking, &screened, occasion),
    };
    decisions.sort_by_cached_key(|decision| decision.security_id);
    Ok(Outcome { decisions, placed, ranking })
}

/// Every line that was screened, and the companies between the family's cuts.
fn between_cuts<'market>(
    screening: &Screening<'_, 'market>,
    ranking: &Ranking,
    screened: &Screened<'_, 'market>,
    occasion: Occasion,
) -> (Vec<Decision>, Vec<Placed>) {
    let Screening { family, members, tells, .. } = *screening;
    let banding = family.banding.as_ref();
    let protected_zones = banding
        .and_then(|banding| family.index(&banding.protects_members_of))
        .map(|index| family.zones(index));
    let mut decisions = screened.refusal_decisions(screening, occasion);
    let mut placed = Vec::new();
    for (position, company) in screened.ranked.iter().enumerate() {
        let rank = position as u32 + 1;
        let standing = members.get(&company.issuer).copied();
        let protected = standing.filter(|standing| {
            protected_zones
                .is_some_and(|(first, last)| first <= standing.first && standing.last <= last)
        });
        let place = ranking.place(rank, protected, banding);
        let verdict = verdict_of(family, place);
        for line in company.lines.iter().filter(|_| tells) {
            let mut decision = record(screening, occasion, line);
            decision.company_market_cap = company.cap;
            decision.rank = Some(rank);
            decision.cumulative_percent = ranking.percent_at(rank);
            decision.verdict = verdict;
            decision.indexes_after = family.index_ids(Standing::in_zone(place.zone));
            reason::explain_place(&mut decision, family, ranking, place, standing);
            decisions.push(decision);
        }
        if verdict == Verdict::Member {
            placed.push(Placed {
                issuer: company.issuer,
                zone: place.zone,
                lines: company.lines.iter().map(|line| line.security).collect(),
                spared: false,
            });
        }
    }
    (decisions, placed)
}

fn verdict_of(family: &Methodology, place: Place) -> Verdict {
    match place.zone < family.zone_count() {
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

/// A decision with the facts of its line, still to be decided.
pub(crate) fn record<'market>(
    screening: &Screening<'_, 'market>,
    occasion: Occasion,
    line: &Line<'market>,
) -> Decision {
    let Screening { family, snapshot, members, .. } = *screening;
    let company = snapshot.company(line);
    let standing = members.get(&line.issuer);
    Decision {
        occasion: occasion.name.to_owned(),
        rank_day: occasion.rank_day,
        effective_after_close: occasion.effective,
        security_id: line.security,
        issuer_id: line.issuer,
        ticker: line.version.ticker.clone(),
        name: line.version.name.clone(),
        kind: line.kind,
        close: line.close,
        close_date: line.close_date,
        shares_outstanding: line.company_shares.or(line.class_shares).map(|count| count.shares),
        shares_source: line.shares_words(),
        register: company.register_words(),
        overrides: company.override_words(),
        company_market_cap: None,
        rank: None,
        cumulative_percent: None,
        indexes_before: standing.map_or(String::new(), |standing| family.index_ids(*standing)),
        indexes_after: String::new(),
        verdict: Verdict::Refused,
        rule: String::new(),
        reference: String::new(),
        reason: String::new(),
    }
}

/// The members that placed companies make. A company that a fund's list vouched for before stays
/// vouched for.
///
/// ```
/// use russet_rules::{Members, reconstitution::members_of};
/// assert!(members_of(&[], &Members::new()).is_empty());
/// ```
pub fn members_of(placed: &[Placed], before: &Members) -> Members {
    let standing = |company: &Placed| Standing {
        listed: before.get(&company.issuer).is_some_and(|standing| standing.listed),
        spared: company.spared,
        ..Standing::in_zone(company.zone)
    };
    placed.iter().map(|company| (company.issuer, standing(company))).collect()
}
