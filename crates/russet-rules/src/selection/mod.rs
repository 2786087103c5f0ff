//! Who of the eligible is chosen where ranks are not cut: all, the largest, or whom a committee chose.

mod by_committee;
mod by_rank;
mod interim;
mod newcomers;
mod sub_index;

use std::collections::BTreeMap;

use russet_market::{IssuerId, MarketView, Money, NumberError};

use crate::decision::{DecidingRule, Decision, Evidence, Finding, Verdict};
use crate::methodology::{Method, Selection};
use crate::placement::Ranking;
use crate::reconstitution::{Occasion, PlacedCompany, record};
use crate::screening::{Screening, ScreeningResult};
use crate::screens::RuleFinding;
use crate::snapshot::ListedSecurity;
use crate::snapshot::companies::Company;
use by_committee::RetainedSecurity;
pub use by_rank::{RankOutcome, choose_by_rank, largest};
pub use interim::InterimRules;
pub(crate) use newcomers::Newcomers;
pub use sub_index::{
    ParentSecurity, SubIndexChoice, choose_fitting, choose_from_parent, sub_index_decisions,
};

/// What a review decides by.
pub(crate) struct Review<'a, 'market> {
    pub(crate) view: &'a MarketView<'market>,
    pub(crate) selection: &'a Selection,
    pub(crate) occasion: Occasion,
    pub(crate) ranking: &'a Ranking,
    pub(crate) screening: &'a Screening<'a, 'market>,
}

/// A verdict on a company, by which rule, and what that found.
#[derive(Debug, Clone, Copy)]
struct Choice {
    verdict: Verdict,
    rule: DecidingRule,
    finding: Finding,
}

impl Choice {
    fn member(rule: DecidingRule, finding: Finding) -> Choice {
        Choice { verdict: Verdict::Member, rule, finding }
    }
}

impl<'a, 'market> Review<'a, 'market> {
    /// Every security that was screened, and the companies that belong.
    pub(crate) fn choose(
        &self,
        screened: ScreeningResult<'a, 'market>,
    ) -> Result<(Vec<Decision>, Vec<PlacedCompany>), NumberError> {
        match self.selection.method {
            Method::All | Method::Largest => {
                let mut decisions = screened.refusal_decisions(self.screening, self.occasion);
                let (ranked, placed) =
                    self.ranked(&screened, &BTreeMap::new(), &self.by_rule(&screened));
                decisions.extend(ranked);
                Ok((decisions, placed))
            }
            Method::Committee => self.by_committee(screened),
        }
    }

    /// All, or the largest.
    fn by_rule(&self, screened: &ScreeningResult<'_, '_>) -> Vec<Choice> {
        let rule = self.selection;
        if rule.method == Method::All {
            let all = |_| Choice::member(DecidingRule::All, Finding::PassesAll);
            return screened.ranked.iter().map(all).collect();
        }
        // One that a buffer retained before is retained again only within the places.
        let places = rule.count.map_or(0, u64::from) + u64::from(rule.skip);
        let is_spared = |(position, company): (usize, &Company<'_, '_>)| {
            let membership = self.screening.members.get(&company.issuer);
            let beyond = position as u64 >= places;
            membership.is_some_and(|membership| {
                !(rule.retained_once && membership.is_beyond_count && beyond)
            })
        };
        let members: Vec<bool> = screened.ranked.iter().enumerate().map(is_spared).collect();
        let ranked_out = |finding| {
            let (verdict, rule) = (Verdict::RankedOut, DecidingRule::Rank);
            Choice { verdict, rule, finding }
        };
        let choice = |chosen| match chosen {
            RankOutcome::Skipped => ranked_out(Finding::BelongsElsewhere),
            RankOutcome::ByRank => Choice::member(DecidingRule::Rank, Finding::AmongLargest),
            RankOutcome::Retained => Choice::member(DecidingRule::Buffer, Finding::WithinBuffer),
            RankOutcome::FillsVacancy => {
                Choice::member(DecidingRule::Vacancy, Finding::FillsVacancy)
            }
            RankOutcome::RankedOut => ranked_out(Finding::NoVacancy),
        };
        largest(rule, &members).into_iter().map(choice).collect()
    }

    /// The decisions of ranked companies, each with securities that stay besides its eligible ones.
    fn ranked(
        &self,
        screened: &ScreeningResult<'_, 'market>,
        retained: &BTreeMap<IssuerId, Vec<RetainedSecurity<'_, '_>>>,
        choices: &[Choice],
    ) -> (Vec<Decision>, Vec<PlacedCompany>) {
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for (position, (company, choice)) in screened.ranked.iter().zip(choices).enumerate() {
            let rank = position as u32 + 1;
            for (security, answers) in company.answered().filter(|_| self.screening.records) {
                let (rule, evidence) = (choice.rule, Evidence::of(choice.finding));
                let ruling = RuleFinding { rule, evidence, answers };
                decisions.push(Decision {
                    rank: Some(rank),
                    companies_ranked: Some(screened.ranked.len() as u32),
                    cumulative_percent: self.ranking.percent_at(rank),
                    ..self.decision(security, company.cap, (choice.verdict, ruling))
                });
            }
            if choice.verdict == Verdict::Member {
                let kept = retained.get(&company.issuer).map_or(&[][..], Vec::as_slice);
                let securities = company.securities.iter().map(|security| security.id);
                let securities =
                    securities.chain(kept.iter().map(|kept| kept.security.id)).collect();
                let places = self.selection.count.map(|count| count + self.selection.skip);
                let is_beyond_count = choice.rule == DecidingRule::Buffer
                    && places.is_some_and(|places| rank > places);
                placed.push(PlacedCompany {
                    issuer: company.issuer,
                    segment: 0,
                    securities,
                    is_beyond_count,
                });
            }
        }
        (decisions, placed)
    }

    fn decision(
        &self,
        security: &ListedSecurity<'market>,
        cap: Option<Money>,
        (verdict, ruling): (Verdict, RuleFinding),
    ) -> Decision {
        let mut decision = record(self.screening, self.occasion, security, ruling);
        decision.company_market_cap = cap;
        decision.verdict = verdict;
        if verdict == Verdict::Member {
            decision.indexes_after = self.screening.ids.in_segment(0);
        }
        decision
    }
}
