//! Companies that came to market between two reconstitutions (R46 6.8).
//!
//! They are not members, so no band applies: the dollar breakpoints of the last reconstitution,
//! moved by the return of the whole family since, place them. A family that is not cut by rank takes
//! those that its selection would take.

use jiff::civil::Date;
use russet_market::{IssuerId, Level, Money, NumberError};

use crate::RulesError;
use crate::decision::{DecidingRule, Decision, Evidence, Finding, OccasionKind, Verdict};
use crate::membership::Members;
use crate::methodology::{ListingCycle, Method, Methodology, NewListings};
use crate::placement::Ranking;
use crate::reconstitution::{Occasion, PlacedCompany, record, snapshot_of};
use crate::research::Research;
use crate::screening::Screening;
use crate::screens::RuleFinding;
use crate::selection::Newcomers;
use crate::snapshot::ListedSecurity;

/// The breakpoints of a reconstitution, moved with the market.
///
/// `adjusted = breakpoint × level now ÷ level then`, exact but for one rounding to 1e-15 dollars.
///
/// ```
/// use russet_rules::new_listings::BreakpointAdjustment;
/// let rolled = BreakpointAdjustment { then: "1000".parse()?, now: "1020.5".parse()? };
/// assert_eq!(rolled.adjust("1800000000".parse()?)?.to_string(), "1836900000");
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakpointAdjustment {
    /// The level of the whole family when the breakpoints took effect.
    pub then: Level,
    /// Its level on the rank day.
    pub now: Level,
}

impl BreakpointAdjustment {
    /// A capitalization of then in terms of now.
    ///
    /// # Errors
    /// [`NumberError`] when the level then was zero or the result is out of range.
    pub fn adjust(self, cap: Money) -> Result<Money, NumberError> {
        cap.moved(self.then, self.now)
    }
}

/// What has come about since the last rank day.
#[derive(Debug, Clone, Copy)]
pub struct ListingWindow<'ranking> {
    /// That rank day: companies that listed after it are new.
    pub listed_after: Date,
    /// The ranking of the last reconstitution.
    pub ranking: &'ranking Ranking,
    /// What moves its breakpoints.
    pub rolled: BreakpointAdjustment,
}

/// Decides which companies that listed since the last rank day, up to the cycle's rank day, enter.
///
/// Where all eligible companies belong, those enter too that only became eligible since; of the largest,
/// those ranked to `entry_rank` enter, and nobody leaves for them; a committee's candidates are recorded.
///
/// # Errors
/// [`RulesError`] when the market has no prices on the rank day, or a sum goes out of range.
pub fn add_new_listings(
    family: &Methodology,
    research: &Research<'_>,
    cycle: ListingCycle,
    members: &Members,
    since: ListingWindow<'_>,
) -> Result<(Vec<Decision>, Vec<PlacedCompany>), RulesError> {
    let ListingWindow { listed_after, ranking: last, rolled } = since;
    let (rank_day, effective) = (cycle.rank_day, cycle.effective);
    let occasion = Occasion { kind: OccasionKind::NewListings, rank_day, effective };
    let number = |source| RulesError::Number { day: cycle.rank_day, source };
    let snapshot = snapshot_of(family, research, occasion)?;
    let first_seen = |issuer| research.market_facts().company_first_seen(issuer, cycle.rank_day);
    let is_new = |issuer: IssuerId| {
        first_seen(issuer).is_some_and(|seen| seen > listed_after) && !members.contains_key(&issuer)
    };
    let records = research.records();
    let screening = Screening { records, ..Screening::of(family, research, &snapshot, members) };
    if let Some(selection) = &family.selection {
        let considered = |security: &ListedSecurity<'_>| {
            selection.method == Method::Largest || !members.contains_key(&security.issuer)
        };
        let screened = screening.all(considered).map_err(number)?;
        let newcomers = Newcomers { screening: &screening, selection, occasion, is_new: &is_new };
        return Ok(newcomers.enter(screened));
    }
    let considered = |security: &ListedSecurity<'_>| is_new(security.issuer);
    let screened = screening.all(considered).map_err(number)?;
    let least = last.smallest.map(|cap| rolled.adjust(cap)).transpose().map_err(number)?;
    let mut breakpoints = Vec::with_capacity(last.breakpoints.len());
    for breakpoint in &last.breakpoints {
        breakpoints
            .push(breakpoint.market_cap.map(|cap| rolled.adjust(cap)).transpose().map_err(number)?);
    }
    let mut decisions = screened.refusal_decisions(&screening, occasion);
    let mut placed = Vec::new();
    let offering = family.offering.as_ref();
    for company in &screened.ranked {
        let Some(cap) = company.cap else { continue };
        let offered = offering.is_none_or(|rule| {
            company.securities.iter().any(|security| snapshot.was_offered(security, rule))
        });
        let large_enough = least.is_some_and(|least| cap > least);
        // A breakpoint without a market capitalization lies below every company that was ranked.
        let segment = breakpoints
            .iter()
            .position(|breakpoint| breakpoint.is_none_or(|breakpoint| cap >= breakpoint));
        let segment = segment.unwrap_or(breakpoints.len().saturating_sub(1));
        for (security, answers) in company.answered().filter(|_| records) {
            let first = first_seen(company.issuer).unwrap_or_else(|| snapshot.first_seen(security));
            let (rule, evidence) = match offered {
                true => {
                    let threshold = least.map(Money::to_f64);
                    let found = Evidence::of(Finding::FirstSize).measured(cap.to_f64());
                    (DecidingRule::NewListing, Evidence { threshold, ..found }.date(first))
                }
                false => (DecidingRule::Offering, Evidence::of(Finding::NoOffering).date(first)),
            };
            let ruling = RuleFinding { rule, evidence, answers };
            let mut decision = record(&screening, occasion, security, ruling);
            decision.company_market_cap = Some(cap);
            if offered && large_enough {
                decision.verdict = Verdict::Member;
                decision.indexes_after = screening.ids.in_segment(segment);
            } else if offered {
                decision.verdict = Verdict::RankedOut;
            }
            decisions.push(decision);
        }
        if large_enough && offered {
            let securities = company.securities.iter().map(|security| security.id).collect();
            placed.push(PlacedCompany {
                issuer: company.issuer,
                segment,
                securities,
                is_beyond_count: false,
            });
        }
    }
    decisions.sort_by_cached_key(|decision| decision.security_id);
    Ok((decisions, placed))
}

/// Where the rule that new listings follow was read, of those that take effect on a day.
pub(crate) fn reference_of(family: &Methodology, effective: Date) -> &str {
    let holds = |rule: &&NewListings| {
        rule.from.0 <= effective && rule.until.is_none_or(|until| effective <= until.0)
    };
    let of_rule = || family.new_listings.iter().find(holds).map(|rule| &rule.source);
    let of_offering = family.offering.as_ref().map(|rule| &rule.reference);
    of_offering.or_else(of_rule).map_or("", String::as_str)
}
