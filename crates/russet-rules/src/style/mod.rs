//! Growth and value, defensive and dynamic: with what probability a company belongs to each side
//! (R46 8).
//!
//! The companies of a base index are scored against each other: [`score`]. A score from 0 to 1 becomes
//! a probability by the [`Quartiles`] of the base, and a company's shares split between the two sides
//! by it, so that the sides add up to the parent. A company has one score, whatever style index holds
//! it. One that is added between reviews takes its industry's: [`score_newcomers`].

mod accounts;
mod base;
mod evidence;
mod groups;
mod growth_value;
mod measures;
mod member;
mod newcomer;
mod percentile;
mod quartiles;
mod review;
mod stability;
mod variable;
mod volatility;

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Factor, IssuerId, MarketView, Money, SecurityId};
use serde::{Deserialize, Serialize};

use crate::methodology::{StyleRules, StyleSide};
use member::Member;
use review::Review;

pub use evidence::{
    BandEvidence, Group, StabilityEvidence, StyleEvidence, ValueEvidence, VariableEvidence,
};
pub use measures::StyleMeasures;
pub use newcomer::score_newcomers;
pub use quartiles::Quartiles;

/// With what probability a company belongs to the sides of its styles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StyleScore {
    /// The index whose companies it was scored among.
    pub base: String,
    /// The composite value score, from 0 (growth) to 1 (value); none where it was never scored.
    pub composite: Option<f64>,
    /// The part that is value.
    pub value: Factor,
    /// The part that is growth; with value exactly one.
    pub growth: Factor,
    /// The part that is defensive.
    pub defensive: Factor,
    /// The part that is dynamic; with defensive exactly one.
    pub dynamic: Factor,
    /// What went into it, what stood in for what was missing, and what was kept.
    pub evidence: StyleEvidence,
}

/// The scores of companies.
pub type StyleScores = BTreeMap<IssuerId, StyleScore>;

/// A company to be scored.
#[derive(Debug, Clone, Copy)]
pub struct StyleCompany<'a> {
    /// Its permanent id.
    pub issuer: IssuerId,
    /// Its eligible securities, first the one that gives the price.
    pub securities: &'a [SecurityId],
    /// All its securities: its accounts may stand under any of them.
    pub all_securities: &'a [SecurityId],
    /// Its total capitalization.
    pub company_cap: Money,
    /// What of it is available.
    pub float_cap: Money,
    /// The index whose companies it is scored among.
    pub base: &'a str,
}

/// When scores are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StyleOccasion {
    /// The rank day, whose facts decide.
    pub day: Date,
    /// The day after whose close the scores hold.
    pub effective: Date,
    /// Whether only additions and companies of another base than before are scored.
    pub exempts_members: bool,
}

impl StyleScore {
    /// The part that belongs to a side.
    pub fn of(&self, side: StyleSide) -> Factor {
        match side {
            StyleSide::Growth => self.growth,
            StyleSide::Value => self.value,
            StyleSide::Defensive => self.defensive,
            StyleSide::Dynamic => self.dynamic,
        }
    }
}

/// Scores companies, each once, against the others of its base. The order in which they are given does
/// not matter.
///
/// A company whose composite moved by no more than the band keeps the one it had in the same base; its
/// probability moves all the same when the quartile points do (R46 8.2). At a review that exempts
/// members, a company scored in the same base before keeps its whole score, and the others are measured
/// against the points of all (R72 App. F).
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{IssuerId, Market, MarketView, Money};
/// use russet_rules::style::{StyleCompany, StyleMeasures, StyleOccasion, StyleScores, score};
/// let rules = russet_rules::Methodology::built_in("russell-us").unwrap().style.unwrap();
/// let company = StyleCompany {
///     issuer: IssuerId(7),
///     securities: &[],
///     all_securities: &[],
///     company_cap: Money::ZERO,
///     float_cap: Money::ZERO,
///     base: "R2000",
/// };
/// let occasion = StyleOccasion {
///     day: date(2024, 4, 30),
///     effective: date(2024, 6, 28),
///     exempts_members: false,
/// };
/// let market = Market::default();
/// let view = MarketView::new(&market);
/// let measures = StyleMeasures::default();
/// let scores = score(&view, (&rules, &measures), &[company], &StyleScores::new(), occasion);
/// assert_eq!(scores[&IssuerId(7)].composite, Some(0.5));
/// ```
pub fn score(
    view: &MarketView<'_>,
    (rules, measures): (&StyleRules, &StyleMeasures),
    companies: &[StyleCompany<'_>],
    previous: &StyleScores,
    occasion: StyleOccasion,
) -> StyleScores {
    let review = Review { rules, previous, occasion };
    let mut members: Vec<Member<'_, '_>> =
        companies.iter().map(|company| Member::of(view, company, occasion.day)).collect();
    // Sums of floats depend on their order, so it is always the same.
    members.sort_by_key(|member| (member.company.base, member.company.issuer));
    let stability = (rules, review.scores_stability(&members));
    let measured: Vec<&StyleCompany<'_>> = members.iter().map(|member| member.company).collect();
    let measured = measures.of(view, stability, &measured, occasion.day);
    let mut start = 0;
    let bases = members.chunk_by(|a, b| a.company.base == b.company.base);
    let scores = bases.flat_map(|base| {
        let range = start..start + base.len();
        start = range.end;
        let indicators = measured.indicators.as_ref().map(|all| &all[range.clone()]);
        review.score(base, &measured.fundamentals[range], indicators)
    });
    scores.collect()
}
