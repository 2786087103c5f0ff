//! Large newcomers that enter between two reviews.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{IssuerId, Money};

use super::InterimRules;
use crate::RulesError;
use crate::decision::{DecidingRule, Decision, Evidence, Finding, OccasionKind, Verdict};
use crate::methodology::FastEntry;
use crate::reconstitution::{Occasion, PlacedCompany, record};
use crate::screens::RuleFinding;
use crate::snapshot::ListedSecurity;
use crate::snapshot::companies::Company;

impl<'market> InterimRules<'_, 'market> {
    /// The newcomers that are as large as the rule asks for at the close of a day.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the day, or a sum goes out of range.
    pub fn fast_entries(
        &self,
        rule: &FastEntry,
        day: Date,
        newcomers: &BTreeSet<IssuerId>,
    ) -> Result<(Vec<Decision>, Vec<PlacedCompany>), RulesError> {
        let occasion = Occasion { kind: OccasionKind::FastEntry, rank_day: day, effective: day };
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        if newcomers.iter().all(|issuer| self.members.contains_key(issuer)) {
            return Ok((decisions, placed));
        }
        let mut family = self.family.clone();
        family.eligibility.order.retain(|screen| !rule.exempt_from.contains(screen));
        self.with_ranked(&family, occasion, |screening, ranked| {
            let members = ranked.iter().filter(|one| self.members.contains_key(&one.issuer));
            let nth = (rule.as_large_as_member as usize).saturating_sub(1);
            let least = members.clone().nth(nth).and_then(|company| company.cap);
            let is_new = |company: &&Company<'_, 'market>| {
                newcomers.contains(&company.issuer) && !self.members.contains_key(&company.issuer)
            };
            for company in ranked.iter().filter(is_new) {
                let Some(cap) = company.cap else { continue };
                let enters = least.is_some_and(|least| cap >= least);
                for (security, answers) in company.answered() {
                    let found = Evidence::of(Finding::AsLargeAsMember).measured(cap.to_f64());
                    let threshold = least.map(Money::to_f64);
                    let evidence = Evidence { threshold, ..found }.count(rule.after_sessions);
                    let ruling = RuleFinding { rule: DecidingRule::FastEntry, evidence, answers };
                    let mut decision = record(screening, occasion, security, ruling);
                    decision.company_market_cap = Some(cap);
                    decision.verdict = Verdict::RankedOut;
                    if enters {
                        decision.verdict = Verdict::Member;
                        decision.indexes_after = screening.ids.in_segment(0);
                    }
                    decisions.push(decision);
                }
                if enters {
                    placed.push(placed_of(company.issuer, &company.securities));
                }
            }
            Ok(())
        })?;
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, placed))
    }
}

fn placed_of(issuer: IssuerId, securities: &[&ListedSecurity<'_>]) -> PlacedCompany {
    let securities = securities.iter().map(|security| security.id).collect();
    PlacedCompany { issuer, segment: 0, securities, is_beyond_count: false }
}
