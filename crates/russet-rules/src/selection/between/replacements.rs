//! Who takes the places of those that left between two reviews.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use super::Between;
use crate::RulesError;
use crate::decision::{Decision, Verdict};
use crate::largest_first::LargestFirst;
use crate::membership::Standing;
use crate::methodology::{RankedAsOf, Replacement};
use crate::reason::{date_words, standing_words, thousands};
use crate::reconstitution::{Occasion, Placed, record, snapshot_of};
use crate::screened::Screening;

impl Between<'_, '_> {
    /// The largest companies that take so many places of leavers after the close of a day, by the ranks
    /// of that close or by those of the last review, whose decisions are given. `trades` tells which
    /// lines are left to hold.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the day, or a sum goes out of range.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::{Members, Methodology, Research, selection::Between};
    /// let (market, family) = (Market::default(), Methodology::built_in("tech100").unwrap());
    /// let view = MarketView::new(&market);
    /// let research = Research::new(&view, &family).unwrap();
    /// let members = Members::new();
    /// let between = Between { family: &family, research: &research, members: &members };
    /// let day = date(2024, 4, 30);
    /// let rule = family.selection.as_ref().and_then(|rule| rule.replacement_on(day)).unwrap();
    /// assert!(between.replacements(rule, day, 1, [].iter(), &|_| true).is_err(), "there are no prices");
    /// ```
    pub fn replacements<'b>(
        &self,
        rule: &Replacement,
        day: Date,
        places: usize,
        last_review: impl Iterator<Item = &'b Decision>,
        trades: &dyn Fn(SecurityId) -> bool,
    ) -> Result<(Vec<Decision>, Vec<Placed>), RulesError> {
        let occasion = Occasion { name: "replacement", rank_day: day, effective: day };
        let skip = self.family.selection.as_ref().map_or(0, |rule| rule.skip);
        let waits = |issuer, line| !self.members.contains_key(&issuer) && trades(line);
        let mut waiting: BTreeMap<(u32, IssuerId), Vec<Decision>> = BTreeMap::new();
        match rule.ranked {
            RankedAsOf::Now => {
                let number = |source| RulesError::Number { day, source };
                let snapshot = snapshot_of(self.family, self.research, occasion)?;
                let screening = Screening::of(self.family, &snapshot, self.members);
                let mut ranked = LargestFirst::of(Screening { tells: false, ..screening });
                let mut rank = 0;
                while waiting.len() < places
                    && let Some(company) = ranked.next().map_err(number)?
                {
                    rank += 1;
                    let lines = company.lines.iter();
                    let lines = lines.filter(|line| waits(company.issuer, line.security));
                    let of_company: Vec<Decision> = lines
                        .filter(|_| rank > skip)
                        .map(|line| {
                            let mut decision = record(&screening, occasion, line);
                            decision.company_market_cap = company.cap;
                            decision.rank = Some(rank);
                            decision
                        })
                        .collect();
                    if !of_company.is_empty() {
                        waiting.insert((rank, company.issuer), of_company);
                    }
                }
            }
            RankedAsOf::LastReview => {
                let beyond = |row: &&Decision| row.rank.is_some_and(|rank| rank > skip);
                for row in last_review.filter(beyond) {
                    if waits(row.issuer_id, row.security_id) {
                        let place = (row.rank.unwrap_or(u32::MAX), row.issuer_id);
                        waiting.entry(place).or_default().push(Decision {
                            occasion: occasion.name.to_owned(),
                            effective_after_close: day,
                            ..row.clone()
                        });
                    }
                }
            }
        }
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for ((rank, issuer), mut of_company) in waiting.into_iter().take(places) {
            let lines = of_company.iter().map(|row| row.security_id).collect();
            placed.push(Placed { issuer, zone: 0, lines, spared: false });
            for decision in &mut of_company {
                decision.verdict = Verdict::Member;
                decision.indexes_before = String::new();
                decision.indexes_after = self.family.index_ids(Standing::in_zone(0));
                decision.rule = "replacement".to_owned();
                decision.reference.clone_from(&rule.source);
                decision.reason = format!(
                    "A member left, and of those that do not belong it ranks highest, {} on {}. {}",
                    thousands(u64::from(rank)),
                    date_words(decision.rank_day),
                    standing_words(decision)
                );
            }
            decisions.extend(of_company);
        }
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, placed))
    }
}
