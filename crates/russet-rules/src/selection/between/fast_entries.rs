//! Large newcomers that enter between two reviews.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::IssuerId;

use super::Between;
use crate::RulesError;
use crate::decision::{Decision, Verdict};
use crate::membership::Standing;
use crate::methodology::FastEntry;
use crate::reason::{money, standing_words};
use crate::reconstitution::{Occasion, Placed, record};
use crate::snapshot::Line;
use crate::snapshot::companies::Company;

impl<'market> Between<'_, 'market> {
    /// The newcomers that are as large as the rule asks for at the close of a day.
    ///
    /// # Errors
    /// [`RulesError`] when the market has no prices on the day, or a sum goes out of range.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::{Members, Methodology, Research, selection::Between};
    /// let (market, family) = (Market::default(), Methodology::built_in("tech100").unwrap());
    /// let view = MarketView::new(&market);
    /// let research = Research::new(&view, &family).unwrap();
    /// let members = Members::new();
    /// let between = Between { family: &family, research: &research, members: &members };
    /// let rule = &family.selection.as_ref().unwrap().fast_entries[0];
    /// let nobody = between.fast_entries(rule, date(2026, 6, 1), &BTreeSet::new()).unwrap();
    /// assert!(nobody.1.is_empty());
    /// ```
    pub fn fast_entries(
        &self,
        rule: &FastEntry,
        day: Date,
        newcomers: &BTreeSet<IssuerId>,
    ) -> Result<(Vec<Decision>, Vec<Placed>), RulesError> {
        let occasion = Occasion { name: "fast_entry", rank_day: day, effective: day };
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
            let words = |cap| money(cap, self.family.currency);
            let is_new = |company: &&Company<'_, 'market>| {
                newcomers.contains(&company.issuer) && !self.members.contains_key(&company.issuer)
            };
            for company in ranked.iter().filter(is_new) {
                let Some(cap) = company.cap else { continue };
                let enters = least.is_some_and(|least| cap >= least);
                let least = least.map_or_else(|| "none".to_owned(), words);
                let came = format!(
                    "After {} sessions on the market it has a total capitalisation of {}, against \
                     {least} of the member ranked {}.",
                    rule.after_sessions,
                    words(cap),
                    rule.as_large_as_member
                );
                for line in &company.lines {
                    let mut decision = record(screening, occasion, line);
                    decision.company_market_cap = Some(cap);
                    decision.verdict = Verdict::RankedOut;
                    if enters {
                        decision.verdict = Verdict::Member;
                        decision.indexes_after = self.family.index_ids(Standing::in_zone(0));
                    }
                    decision.rule = "fast_entry".to_owned();
                    decision.reference.clone_from(&rule.source);
                    decision.reason = format!("{came} {}", standing_words(&decision));
                    decisions.push(decision);
                }
                if enters {
                    placed.push(placed_of(company.issuer, &company.lines));
                }
            }
            Ok(())
        })?;
        decisions.sort_by_cached_key(|decision| decision.security_id);
        Ok((decisions, placed))
    }
}

fn placed_of(issuer: IssuerId, lines: &[&Line<'_>]) -> Placed {
    let lines = lines.iter().map(|line| line.security).collect();
    Placed { issuer, zone: 0, lines, spared: false }
}
