//! Who enters between two reviews.

use russet_market::IssuerId;

use crate::decision::{Decision, Verdict};
use crate::membership::Standing;
use crate::methodology::{Method, Selection};
use crate::reason::{rank_words, standing_words};
use crate::reconstitution::{Occasion, Placed, record};
use crate::screened::{Screened, Screening};

/// Who came since the last review.
pub(crate) struct Newcomers<'a, 'market> {
    pub(crate) screening: &'a Screening<'a, 'market>,
    pub(crate) selection: &'a Selection,
    pub(crate) occasion: Occasion,
    /// Whether a company listed since the last rank day.
    pub(crate) is_new: &'a dyn Fn(IssuerId) -> bool,
}

impl<'a, 'market> Newcomers<'a, 'market> {
    /// The decisions on companies that are new or enter, and those that enter.
    pub(crate) fn enter(
        &self,
        mut screened: Screened<'a, 'market>,
    ) -> (Vec<Decision>, Vec<Placed>) {
        screened.refused.retain(|(line, ..)| (self.is_new)(line.issuer));
        let mut decisions = screened.refusal_decisions(self.screening, self.occasion);
        let family = self.screening.family;
        let mut placed = Vec::new();
        let count = screened.ranked.len() as u64;
        for (position, company) in screened.ranked.iter().enumerate() {
            let rank = position as u32 + 1;
            let Some((verdict, words)) = self.verdict(company.issuer, rank) else { continue };
            for line in company.lines.iter().filter(|_| self.screening.tells) {
                let mut decision = record(self.screening, self.occasion, line);
                decision.company_market_cap = company.cap;
                decision.verdict = verdict;
                if verdict == Verdict::Member {
                    decision.indexes_after = family.index_ids(Standing::in_zone(0));
                }
                decision.rule = "new_listing".to_owned();
                decision.reference.clone_from(&self.selection.reference);
                let mut ranks = String::new();
                if self.selection.method == Method::Largest {
                    decision.rank = Some(rank);
                    ranks = format!("{} ", rank_words(&decision, count, family.currency));
                }
                decision.reason = format!("{ranks}{words} {}", standing_words(&decision));
                decisions.push(decision);
            }
            if verdict == Verdict::Member {
                let lines = company.lines.iter().map(|line| line.security).collect();
                placed.push(Placed { issuer: company.issuer, zone: 0, lines, spared: false });
            }
        }
        decisions.sort_by_cached_key(|decision| decision.security_id);
        (decisions, placed)
    }

    /// What becomes of a company of this rank; nothing where it is not asked about.
    fn verdict(&self, issuer: IssuerId, rank: u32) -> Option<(Verdict, String)> {
        let is_new = (self.is_new)(issuer);
        let rule = self.selection;
        match rule.method {
            Method::All => {
                let words = match is_new {
                    true => "New to the market, and passes every test.",
                    false => "Passes every test now, and did not before.",
                };
                Some((Verdict::Member, words.to_owned()))
            }
            Method::Largest => is_new.then(|| {
                let last = rule.buffer().entry_rank;
                let place = rank.saturating_sub(rule.skip);
                let (verdict, words) = match (rank > rule.skip, place <= last) {
                    (false, _) => (Verdict::RankedOut, "belongs to another index"),
                    (true, true) => (Verdict::Member, "ranks high enough to enter between reviews"),
                    (true, false) => (Verdict::RankedOut, "waits for the next review"),
                };
                (verdict, format!("New to the market, and {words}."))
            }),
            Method::Committee => is_new.then(|| {
                let words = "New to the market, and passes every test; a committee chooses.";
                (Verdict::Candidate, words.to_owned())
            }),
        }
    }
}
