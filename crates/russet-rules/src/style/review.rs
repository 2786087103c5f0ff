//! A review of one base: who is scored again, who keeps what, and in what words.

use std::sync::Arc;

use russet_market::Factor;

use super::base::{Scored, points_of, within};
use super::evidence::{BandEvidence, StabilityEvidence, StyleEvidence, ValueEvidence};
use super::growth_value::{Fundamentals, composites};
use super::member::Member;
use super::stability::Indicators;
use super::{StyleOccasion, StyleScore, StyleScores, stability};
use crate::methodology::StyleRules;

/// A review: its rules, what was before, and when it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Review<'a> {
    pub(super) rules: &'a StyleRules,
    pub(super) previous: &'a StyleScores,
    pub(super) occasion: StyleOccasion,
}

/// The two sides of a company, the high one first, and their evidence.
struct Sides {
    high: Factor,
    low: Factor,
}

impl Review<'_> {
    /// The score that a company had in the same base.
    fn before(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        let before = self.previous.get(&member.company.issuer);
        before.filter(|score| score.base == member.company.base)
    }

    /// The whole score that a company keeps, because it is exempt at this review.
    fn exempt(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        self.before(member).filter(|_| self.occasion.exempts_members)
    }

    /// The score whose stability a company keeps, because only some reviews look at it.
    fn calm_before(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        let is_due =
            self.rules.stability.as_ref().is_some_and(|rules| {
                rules.review_months.contains(&self.occasion.effective.month())
            });
        self.before(member).filter(|_| self.occasion.exempts_members || !is_due)
    }

    /// Whether any of these companies needs its stability scored.
    pub(super) fn scores_stability(&self, members: &[Member<'_, '_>]) -> bool {
        self.rules.stability.is_some()
            && members.iter().any(|member| self.calm_before(member).is_none())
    }

    /// Scores the companies of a base, sorted by issuer.
    pub(super) fn score(
        &self,
        members: &[Member<'_, '_>],
        fundamentals: &[Arc<Fundamentals>],
        indicators: Option<&[Arc<Indicators>]>,
    ) -> StyleScores {
        let composites = self.composites(members, fundamentals);
        let values = self.values(members, &composites);
        let calm = self.calm(members, indicators);
        let mut scores = StyleScores::new();
        for (((member, scored), value), (calm, stability)) in
            members.iter().zip(composites).zip(values).zip(calm)
        {
            let score = match self.exempt(member) {
                Some(before) => StyleScore { evidence: StyleEvidence::AsBefore, ..before.clone() },
                None => StyleScore {
                    base: member.company.base.to_owned(),
                    composite: Some(scored.score),
                    value: value.high,
                    growth: value.low,
                    defensive: calm.high,
                    dynamic: calm.low,
                    evidence: StyleEvidence::Scored { value: scored.evidence, stability },
                },
            };
            scores.insert(member.company.issuer, score);
        }
        scores
    }

    /// The composites that count: those within the band of the one before stay as it was.
    fn composites(
        &self,
        members: &[Member<'_, '_>],
        fundamentals: &[Arc<Fundamentals>],
    ) -> Vec<Scored<ValueEvidence>> {
        let rules = &self.rules.growth_value;
        let banded = |(scored, member): (Scored<_>, &Member<'_, '_>)| {
            let (now, width) = (scored.score, rules.band_percent);
            let before = self.before(member).and_then(|before| before.composite);
            let band = before.map(|before| {
                let (percent, kept) = (width.to_f64(), within(before, now, width));
                BandEvidence { now, before, percent, kept }
            });
            let score = band.filter(|band| band.kept).map_or(now, |band| band.before);
            Scored { score, evidence: ValueEvidence { variables: scored.evidence, band } }
        };
        composites(rules, members, fundamentals).into_iter().zip(members).map(banded).collect()
    }

    fn values(
        &self,
        members: &[Member<'_, '_>],
        composites: &[Scored<ValueEvidence>],
    ) -> Vec<Sides> {
        let counted = composites.iter().zip(members).map(|(scored, member)| {
            self.exempt(member).map_or(Some(scored.score), |before| before.composite)
        });
        let points = points_of(counted, members);
        let one = |scored: &Scored<ValueEvidence>| match &points {
            Some(points) => Sides::from(points.sides(scored.score, self.rules)),
            None => Sides::from((Factor::nearest(0.5), Factor::nearest(0.5))),
        };
        composites.iter().map(one).collect()
    }

    /// The sides of stability: those of an earlier review where this one does not score it.
    fn calm(
        &self,
        members: &[Member<'_, '_>],
        indicators: Option<&[Arc<Indicators>]>,
    ) -> Vec<(Sides, StabilityEvidence)> {
        let rules = self.rules.stability.as_ref().filter(|_| self.scores_stability(members));
        let scored = rules.zip(indicators);
        let fresh = scored
            .map_or_else(Vec::new, |(rules, indicators)| stability::scores(rules, indicators));
        let points = points_of(fresh.iter().map(|scored| Some(scored.score)), members);
        let one = |(place, member): (usize, &Member<'_, '_>)| match (
            self.calm_before(member),
            fresh.get(place).zip(points),
        ) {
            (Some(before), _) => {
                (Sides::from((before.defensive, before.dynamic)), StabilityEvidence::AsBefore)
            }
            (None, Some((scored, points))) => {
                let sides = points.sides(scored.score, self.rules);
                (Sides::from(sides), scored.evidence.clone())
            }
            (None, None) => {
                (Sides::from((Factor::ZERO, Factor::ONE)), StabilityEvidence::NotScored)
            }
        };
        members.iter().enumerate().map(one).collect()
    }
}

impl From<(Factor, Factor)> for Sides {
    fn from((high, low): (Factor, Factor)) -> Sides {
        Sides { high, low }
    }
}

/// A side in percent, for sentences.
pub(super) fn percent(side: Factor) -> String {
    format!("{:.2}%", side.to_f64() * 100.0)
}
