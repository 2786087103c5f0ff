//! A review of one base: who is scored anew, who keeps what, and in what words.

use std::collections::BTreeMap;

use russet_market::{Factor, IssuerId, MarketView};

use super::base::{Scored, points_of, within};
use super::growth_value::composites;
use super::member::Member;
use super::volatility::Volatility;
use super::{StyleOccasion, StyleScore, StyleScores, stability};
use crate::methodology::StyleRules;

/// A review: its rules, what was before, and when it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Review<'a> {
    pub(super) rules: &'a StyleRules,
    pub(super) previous: &'a StyleScores,
    pub(super) occasion: StyleOccasion,
}

/// The two sides of a company, the high one first, and what tells of them.
struct Sides {
    high: Factor,
    low: Factor,
    words: String,
}

impl Review<'_> {
    /// The score that a company had in the same base.
    fn before(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        let before = self.previous.get(&member.company.issuer);
        before.filter(|score| score.base == member.company.base)
    }

    /// The whole score that a company keeps, because this review spares it.
    fn spared(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        self.before(member).filter(|_| self.occasion.exempts_members)
    }

    /// The score whose stability a company keeps, because only some reviews look at it.
    fn calm_before(&self, member: &Member<'_, '_>) -> Option<&StyleScore> {
        let anew =
            self.rules.stability.as_ref().is_some_and(|rules| {
                rules.review_months.contains(&self.occasion.effective.month())
            });
        self.before(member).filter(|_| self.occasion.exempts_members || !anew)
    }

    /// Whether any of these companies needs its stability scored.
    pub(super) fn scores_stability(&self, members: &[Member<'_, '_>]) -> bool {
        self.rules.stability.is_some()
            && members.iter().any(|member| self.calm_before(member).is_none())
    }

    /// Scores the companies of a base, sorted by issuer.
    pub(super) fn score(
        &self,
        view: &MarketView<'_>,
        members: &[Member<'_, '_>],
        volatility: &BTreeMap<IssuerId, Volatility>,
    ) -> StyleScores {
        let composites = self.composites(view, members);
        let values = self.values(members, &composites);
        let calm = self.calm(view, members, volatility);
        let mut scores = StyleScores::new();
        for (((member, scored), value), calm) in
            members.iter().zip(&composites).zip(values).zip(calm)
        {
            let score = match self.spared(member) {
                Some(before) => kept(before),
                None => StyleScore {
                    base: member.company.base.to_owned(),
                    composite: Some(scored.score),
                    value: value.high,
                    growth: value.low,
                    defensive: calm.high,
                    dynamic: calm.low,
                    reason: format!("{}. {}.", value.words, calm.words),
                },
            };
            scores.insert(member.company.issuer, score);
        }
        scores
    }

    /// The composites that hold: those of before, where the band keeps them.
    fn composites(&self, view: &MarketView<'_>, members: &[Member<'_, '_>]) -> Vec<Scored> {
        let rules = &self.rules.growth_value;
        let mut composites = composites(view, rules, members, self.occasion.day);
        for (scored, member) in composites.iter_mut().zip(members) {
            let Some(old) = self.before(member).and_then(|before| before.composite) else {
                continue;
            };
            let (fresh, band) = (scored.score, rules.band_percent);
            let words = match within(old, fresh, band) {
                true => {
                    scored.score = old;
                    format!("{old:.4} before, which the band of {}% keeps", band.to_f64())
                }
                false => format!("{old:.4} before, outside the band of {}%", band.to_f64()),
            };
            scored.words = format!("{}; {fresh:.4} now and {words}", scored.words);
        }
        composites
    }

    /// Value and growth of every company. A spared company counts with the score it keeps, if it has
    /// one, in the quartile points of those that are new.
    fn values(&self, members: &[Member<'_, '_>], composites: &[Scored]) -> Vec<Sides> {
        let counted = composites.iter().zip(members).map(|(scored, member)| {
            self.spared(member).map_or(Some(scored.score), |before| before.composite)
        });
        let points = points_of(counted, members);
        let one = |(scored, member): (&Scored, &Member<'_, '_>)| {
            let (high, low) = match &points {
                Some(points) => points.sides(scored.score, self.rules),
                None => (Factor::nearest(0.5), Factor::nearest(0.5)),
            };
            let words = format!(
                "Value score {:.4} in {}: {}; {} value",
                scored.score,
                member.company.base,
                scored.words,
                percent(high)
            );
            Sides { high, low, words }
        };
        composites.iter().zip(members).map(one).collect()
    }

    /// The stability of every company: scored, kept, or, in a family that does not score it, none.
    fn calm(
        &self,
        view: &MarketView<'_>,
        members: &[Member<'_, '_>],
        volatility: &BTreeMap<IssuerId, Volatility>,
    ) -> Vec<Sides> {
        let rules = self.rules.stability.as_ref().filter(|_| self.scores_stability(members));
        let fresh = rules.map_or_else(Vec::new, |rules| {
            stability::scores(view, rules, members, (self.occasion.day, volatility))
        });
        let points = points_of(fresh.iter().map(|scored| Some(scored.score)), members);
        let one = |(place, member): (usize, &Member<'_, '_>)| match (
            self.calm_before(member),
            fresh.get(place).zip(points),
        ) {
            (Some(before), _) => Sides {
                high: before.defensive,
                low: before.dynamic,
                words: format!("Stability as before; {} defensive", percent(before.defensive)),
            },
            (None, Some((scored, points))) => {
                let (high, low) = points.sides(scored.score, self.rules);
                let (score, words) = (scored.score, &scored.words);
                let words =
                    format!("Stability score {score:.4}: {words}; {} defensive", percent(high));
                Sides { high, low, words }
            }
            (None, None) => Sides {
                high: Factor::ZERO,
                low: Factor::ONE,
                words: "Stability is not scored; all dynamic".to_owned(),
            },
        };
        members.iter().enumerate().map(|(place, member)| one((place, member))).collect()
    }
}

/// A score that this review does not look at.
fn kept(before: &StyleScore) -> StyleScore {
    let reason = format!(
        "This review scores additions and movers only: {} value and {} defensive in {} as before.",
        percent(before.value),
        percent(before.defensive),
        before.base
    );
    StyleScore { reason, ..before.clone() }
}

/// A side in percent, for sentences.
pub(super) fn percent(side: Factor) -> String {
    format!("{:.2}%", side.to_f64() * 100.0)
}
