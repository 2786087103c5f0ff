//! Members that leave between two reviews because they rank too low.

use russet_market::IssuerId;

use super::Between;
use crate::RulesError;
use crate::decision::{Decision, Verdict};
use crate::methodology::{ListingCycle, Removals};
use crate::reason::{rank_words, standing_words, thousands};
use crate::reconstitution::{Occasion, record};

impl Between<'_, '_> {
    /// The members that leave because they rank beyond a limit among all companies that pass every
    /// test. One that no longer passes has no rank, and waits for the review.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the rank day, or a sum goes out of range.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::methodology::ListingCycle;
    /// use russet_rules::{Members, Methodology, Research, selection::Between};
    /// let (market, family) = (Market::default(), Methodology::built_in("tech100").unwrap());
    /// let view = MarketView::new(&market);
    /// let research = Research::new(&view, &family).unwrap();
    /// let members = Members::new();
    /// let between = Between { family: &family, research: &research, members: &members };
    /// let rule = &family.selection.as_ref().unwrap().removals[0];
    /// let cycle = ListingCycle { rank_day: date(2026, 5, 29), effective: date(2026, 6, 18) };
    /// assert!(between.removals(rule, cycle).is_err(), "there are no prices");
    /// ```
    pub fn removals(
        &self,
        rule: &Removals,
        cycle: ListingCycle,
    ) -> Result<(Vec<Decision>, Vec<IssuerId>), RulesError> {
        let occasion =
            Occasion { name: "removal", rank_day: cycle.rank_day, effective: cycle.effective };
        let (mut decisions, mut leaving) = (Vec::new(), Vec::new());
        self.with_ranked(self.family, occasion, |screening, ranked| {
            let count = ranked.len() as u64;
            let low = ranked.iter().enumerate().skip(rule.beyond as usize);
            for (position, company) in low {
                if !self.members.contains_key(&company.issuer) {
                    continue;
                }
                leaving.push(company.issuer);
                let words =
                    format!("A member beyond {} leaves.", thousands(u64::from(rule.beyond)));
                decisions.extend(company.lines.iter().map(|line| {
                    let mut decision = record(screening, occasion, line);
                    decision.company_market_cap = company.cap;
                    decision.rank = Some(position as u32 + 1);
                    decision.verdict = Verdict::RankedOut;
                    decision.rule = "removal".to_owned();
                    decision.reference.clone_from(&rule.source);
                    self.explain(&mut decision, count, &words);
                    decision
                }));
            }
            Ok(())
        })?;
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, leaving))
    }

    fn explain(&self, decision: &mut Decision, count: u64, words: &str) {
        let ranks = rank_words(decision, count, self.family.currency);
        decision.reason = format!("{ranks} {words} {}", standing_words(decision));
    }
}
