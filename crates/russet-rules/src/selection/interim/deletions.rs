//! Members that leave between two reviews because they rank too low.

use russet_market::IssuerId;

use super::InterimRules;
use crate::RulesError;
use crate::decision::{DecidingRule, Decision, Evidence, Finding, OccasionKind, Verdict};
use crate::methodology::{InterimDeletions, ListingCycle};
use crate::reconstitution::{Occasion, record};
use crate::screens::RuleFinding;

impl InterimRules<'_, '_> {
    /// The members that leave because they rank beyond a limit among all companies that pass every
    /// test. One that no longer passes has no rank, and waits for the review.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the rank day, or a sum goes out of range.
    pub fn interim_deletions(
        &self,
        rule: &InterimDeletions,
        cycle: ListingCycle,
    ) -> Result<(Vec<Decision>, Vec<IssuerId>), RulesError> {
        let (rank_day, effective) = (cycle.rank_day, cycle.effective);
        let occasion = Occasion { kind: OccasionKind::InterimDeletion, rank_day, effective };
        let (mut decisions, mut leaving) = (Vec::new(), Vec::new());
        self.with_ranked(self.family, occasion, |screening, ranked| {
            let count = ranked.len() as u32;
            let low = ranked.iter().enumerate().skip(rule.beyond as usize);
            for (position, company) in low {
                if !self.members.contains_key(&company.issuer) {
                    continue;
                }
                leaving.push(company.issuer);
                decisions.extend(company.answered().map(|(security, answers)| {
                    let evidence = Evidence::of(Finding::RankedBeyond).count(rule.beyond);
                    let ruling =
                        RuleFinding { rule: DecidingRule::InterimDeletion, evidence, answers };
                    Decision {
                        company_market_cap: company.cap,
                        rank: Some(position as u32 + 1),
                        companies_ranked: Some(count),
                        verdict: Verdict::RankedOut,
                        ..record(screening, occasion, security, ruling)
                    }
                }));
            }
            Ok(())
        })?;
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, leaving))
    }
}
