//! Who of the eligible is chosen where ranks are not cut: all, the largest, or whom a committee chose.

mod between;
mod by_committee;
mod by_rank;
mod newcomers;

use std::collections::BTreeMap;

use russet_market::{IssuerId, MarketView, Money, NumberError};

use crate::decision::{Decision, Verdict};
use crate::membership::Standing;
use crate::methodology::{Method, Selection};
use crate::placement::Ranking;
use crate::reason::{rank_words, standing_words, thousands};
use crate::reconstitution::{Occasion, Placed, record};
use crate::screened::{Screened, Screening};
use crate::snapshot::Line;
use crate::snapshot::companies::Company;
pub use between::Between;
use by_committee::Kept;
pub use by_rank::{Chosen, choose_by_rank, largest};
pub(crate) use newcomers::Newcomers;

/// What a review decides by.
pub(crate) struct Review<'a, 'market> {
    pub(crate) view: &'a MarketView<'market>,
    pub(crate) selection: &'a Selection,
    pub(crate) occasion: Occasion,
    pub(crate) ranking: &'a Ranking,
    pub(crate) screening: &'a Screening<'a, 'market>,
}

/// A verdict on a company, the rule and where it was read, and what is to be said beside its rank and
/// what changes for it.
struct Choice<'a> {
    verdict: Verdict,
    rule: &'static str,
    reference: &'a str,
    words: String,
}

impl<'a, 'market> Review<'a, 'market> {
    /// Every line that was screened, and the companies that belong.
    pub(crate) fn choose(
        &self,
        screened: Screened<'a, 'market>,
    ) -> Result<(Vec<Decision>, Vec<Placed>), NumberError> {
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
    fn by_rule(&self, screened: &Screened<'_, '_>) -> Vec<Choice<'_>> {
        let rule = self.selection;
        if rule.method == Method::All {
            let all = |_| Choice {
                verdict: Verdict::Member,
                rule: "all",
                reference: &rule.reference,
                words: "Passes every test, and all such companies belong.".to_owned(),
            };
            return screened.ranked.iter().map(all).collect();
        }
        let count = rule.count.map_or(0, u64::from);
        // One that a buffer spared before is spared again only within the places.
        let places = count + u64::from(rule.skip);
        let is_spared = |(position, company): (usize, &Company<'_, '_>)| {
            let standing = self.screening.members.get(&company.issuer);
            let beyond = position as u64 >= places;
            standing.is_some_and(|standing| !(rule.retained_once && standing.spared && beyond))
        };
        let members: Vec<bool> = screened.ranked.iter().enumerate().map(is_spared).collect();
        let buffer = rule.buffer();
        let ordinal = |rank: u32| thousands(u64::from(rank));
        let beyond = match rule.skip {
            0 => String::new(),
            skip => format!(" after the {} that another index has", thousands(u64::from(skip))),
        };
        let choice = |chosen| {
            let (verdict, name, words) = match chosen {
                Chosen::LeftOut => (
                    Verdict::RankedOut,
                    "rank",
                    format!(
                        "The {} largest belong to another index.",
                        thousands(u64::from(rule.skip))
                    ),
                ),
                Chosen::ByRank => (
                    Verdict::Member,
                    "rank",
                    format!("The {} largest{beyond} belong.", ordinal(buffer.entry_rank)),
                ),
                Chosen::Spared => (
                    Verdict::Member,
                    "buffer",
                    format!(
                        "A member ranked to {}{beyond} keeps its place.",
                        ordinal(buffer.retention_rank)
                    ),
                ),
                Chosen::Fills => (
                    Verdict::Member,
                    "vacancy",
                    format!(
                        "That is beyond the {} largest{beyond}, but members leave a place free, and it \
                         is the largest of the rest.",
                        ordinal(buffer.entry_rank)
                    ),
                ),
                Chosen::Not => (
                    Verdict::RankedOut,
                    "rank",
                    format!("All {} places{beyond} are taken.", thousands(count)),
                ),
            };
            Choice { verdict, rule: name, reference: &rule.reference, words }
        };
        largest(rule, &members).into_iter().map(choice).collect()
    }

    /// The decisions of ranked companies, each with lines that stay beside its eligible ones.
    fn ranked(
        &self,
        screened: &Screened<'_, 'market>,
        beside: &BTreeMap<IssuerId, Vec<Kept<'_, '_>>>,
        choices: &[Choice<'_>],
    ) -> (Vec<Decision>, Vec<Placed>) {
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for (position, (company, choice)) in screened.ranked.iter().zip(choices).enumerate() {
            let rank = position as u32 + 1;
            for line in company.lines.iter().filter(|_| self.screening.tells) {
                let mut decision = self.decision(line, company.cap, choice);
                decision.rank = Some(rank);
                decision.cumulative_percent = self.ranking.percent_at(rank);
                let count = screened.ranked.len() as u64;
                decision.reason = format!(
                    "{} {} {}",
                    rank_words(&decision, count, self.screening.family.currency),
                    choice.words,
                    standing_words(&decision)
                );
                decisions.push(decision);
            }
            if choice.verdict == Verdict::Member {
                let kept = beside.get(&company.issuer).map_or(&[][..], Vec::as_slice);
                let lines = company.lines.iter().map(|line| line.security);
                let lines = lines.chain(kept.iter().map(|kept| kept.line.security)).collect();
                let places = self.selection.count.map(|count| count + self.selection.skip);
                let spared = choice.rule == "buffer" && places.is_some_and(|places| rank > places);
                placed.push(Placed { issuer: company.issuer, zone: 0, lines, spared });
            }
        }
        (decisions, placed)
    }

    fn decision(&self, line: &Line<'market>, cap: Option<Money>, choice: &Choice<'_>) -> Decision {
        let mut decision = record(self.screening, self.occasion, line);
        decision.company_market_cap = cap;
        decision.verdict = choice.verdict;
        decision.rule = choice.rule.to_owned();
        decision.reference = choice.reference.to_owned();
        if choice.verdict == Verdict::Member {
            decision.indexes_after = self.screening.family.index_ids(Standing::in_zone(0));
        }
        decision
    }
}
