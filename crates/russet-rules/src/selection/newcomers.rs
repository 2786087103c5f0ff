//! Who enters between two reviews.

use russet_market::IssuerId;

use crate::decision::{DecidingRule, Decision, Evidence, Finding, Verdict};
use crate::methodology::{Method, Selection};
use crate::reconstitution::{Occasion, PlacedCompany, record};
use crate::screening::{Screening, ScreeningResult};
use crate::screens::RuleFinding;

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
        mut screened: ScreeningResult<'a, 'market>,
    ) -> (Vec<Decision>, Vec<PlacedCompany>) {
        screened.refused.retain(|(security, ..)| (self.is_new)(security.issuer));
        let mut decisions = screened.refusal_decisions(self.screening, self.occasion);
        let mut placed = Vec::new();
        let count = screened.ranked.len() as u32;
        let is_ranked = self.selection.method == Method::Largest;
        for (position, company) in screened.ranked.iter().enumerate() {
            let rank = position as u32 + 1;
            let Some((verdict, finding)) = self.verdict(company.issuer, rank) else { continue };
            for (security, answers) in company.answered().filter(|_| self.screening.records) {
                let (rule, evidence) = (DecidingRule::NewListing, Evidence::of(finding));
                let ruling = RuleFinding { rule, evidence, answers };
                let mut decision = record(self.screening, self.occasion, security, ruling);
                decision.company_market_cap = company.cap;
                decision.verdict = verdict;
                if verdict == Verdict::Member {
                    decision.indexes_after = self.screening.ids.in_segment(0);
                }
                if is_ranked {
                    decision.rank = Some(rank);
                    decision.companies_ranked = Some(count);
                }
                decisions.push(decision);
            }
            if verdict == Verdict::Member {
                let securities = company.securities.iter().map(|security| security.id).collect();
                placed.push(PlacedCompany {
                    issuer: company.issuer,
                    segment: 0,
                    securities,
                    is_beyond_count: false,
                });
            }
        }
        decisions.sort_by_cached_key(|decision| decision.security_id);
        (decisions, placed)
    }

    /// What becomes of a company of this rank; nothing where it is not asked about.
    fn verdict(&self, issuer: IssuerId, rank: u32) -> Option<(Verdict, Finding)> {
        let is_new = (self.is_new)(issuer);
        let rule = self.selection;
        match rule.method {
            Method::All => {
                Some((Verdict::Member, if is_new { Finding::New } else { Finding::PassesNow }))
            }
            Method::Largest => is_new.then(|| {
                let last = rule.buffer().entry_rank;
                let place = rank.saturating_sub(rule.skip);
                match (rank > rule.skip, place <= last) {
                    (false, _) => (Verdict::RankedOut, Finding::BelongsElsewhere),
                    (true, true) => (Verdict::Member, Finding::RanksHighEnough),
                    (true, false) => (Verdict::RankedOut, Finding::WaitsForReview),
                }
            }),
            Method::Committee => is_new.then_some((Verdict::Candidate, Finding::New)),
        }
    }
}
