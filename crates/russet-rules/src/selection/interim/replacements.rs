//! Who takes the places of those that left between two reviews.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use super::InterimRules;
use crate::RulesError;
use crate::decision::{DecidingRule, Decision, Evidence, Finding, OccasionKind, Verdict};
use crate::largest_first::LargestFirst;
use crate::methodology::{RankedAsOf, Replacement};
use crate::reconstitution::{Occasion, PlacedCompany, record, snapshot_of};
use crate::screening::Screening;
use crate::screens::RuleFinding;

impl InterimRules<'_, '_> {
    /// The largest companies that fill the places of leavers after the close of a day, by the ranks
    /// of that close or by those of the last review, whose decisions are given. `trades` says which
    /// securities are left to hold.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the day, or a sum goes out of range.
    pub fn replacements<'b>(
        &self,
        rule: &Replacement,
        day: Date,
        places: usize,
        last_review: impl Iterator<Item = &'b Decision>,
        trades: &dyn Fn(SecurityId) -> bool,
    ) -> Result<(Vec<Decision>, Vec<PlacedCompany>), RulesError> {
        let occasion = Occasion { kind: OccasionKind::Replacement, rank_day: day, effective: day };
        let skip = self.family.selection.as_ref().map_or(0, |rule| rule.skip);
        let waits = |issuer, security| !self.members.contains_key(&issuer) && trades(security);
        let mut taking: Vec<(IssuerId, Vec<Decision>)> = Vec::new();
        match rule.ranked {
            RankedAsOf::Now => {
                let number = |source| RulesError::Number { day, source };
                let snapshot = snapshot_of(self.family, self.research, occasion)?;
                let screening = Screening::of(self.family, self.research, &snapshot, self.members);
                let mut ranked = LargestFirst::of(Screening { records: false, ..screening });
                let mut rank = 0;
                while taking.len() < places
                    && let Some(company) = ranked.next().map_err(number)?
                {
                    rank += 1;
                    let securities = company.answered();
                    let securities =
                        securities.filter(|(security, _)| waits(company.issuer, security.id));
                    let of_company: Vec<Decision> = securities
                        .filter(|_| rank > skip)
                        .map(|(security, answers)| {
                            let evidence = Evidence::of(Finding::RanksNext);
                            let rule = DecidingRule::Replacement;
                            let ruling = RuleFinding { rule, evidence, answers };
                            Decision {
                                company_market_cap: company.cap,
                                rank: Some(rank),
                                ..record(&screening, occasion, security, ruling)
                            }
                        })
                        .collect();
                    if !of_company.is_empty() {
                        taking.push((company.issuer, of_company));
                    }
                }
            }
            RankedAsOf::LastReview => {
                let mut waiting: BTreeMap<(u32, IssuerId), Vec<&Decision>> = BTreeMap::new();
                for row in last_review {
                    let rank = row.rank.filter(|rank| *rank > skip);
                    if let Some(rank) = rank.filter(|_| waits(row.issuer_id, row.security_id)) {
                        waiting.entry((rank, row.issuer_id)).or_default().push(row);
                    }
                }
                let replacing = |row: &Decision| Decision {
                    occasion: occasion.kind,
                    effective_after_close: day,
                    rule: DecidingRule::Replacement,
                    evidence: Evidence::of(Finding::RanksNext),
                    ..row.clone()
                };
                taking.extend(waiting.into_iter().take(places).map(|((_, issuer), rows)| {
                    (issuer, rows.into_iter().map(replacing).collect())
                }));
            }
        }
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for (issuer, mut of_company) in taking {
            let securities = of_company.iter().map(|row| row.security_id).collect();
            placed.push(PlacedCompany { issuer, segment: 0, securities, is_beyond_count: false });
            for decision in &mut of_company {
                decision.verdict = Verdict::Member;
                decision.indexes_before = Arc::default();
                decision.indexes_after = self.research.index_ids().in_segment(0);
            }
            decisions.extend(of_company);
        }
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, placed))
    }
}
