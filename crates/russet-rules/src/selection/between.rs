//! Between two reviews of a chosen family: members that rank too low leave, large newcomers enter,
//! and leavers are replaced.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{IssuerId, SecurityId};

use crate::RulesError;
use crate::decision::{Decision, Verdict};
use crate::largest_first::LargestFirst;
use crate::membership::{Members, Standing};
use crate::methodology::{FastEntry, ListingCycle, Methodology, RankedAsOf, Removals, Replacement};
use crate::reason::{date_words, money, rank_words, standing_words, thousands};
use crate::reconstitution::{Occasion, Placed, record, snapshot_of};
use crate::research::Research;
use crate::screened::Screening;
use crate::snapshot::Line;
use crate::snapshot::companies::Company;

/// What such decisions are made from.
#[derive(Clone, Copy)]
pub struct Between<'a, 'market> {
    /// The family's rules.
    pub family: &'a Methodology,
    /// What is known of free floats and rank days.
    pub research: &'a Research<'market>,
    /// Who belongs now.
    pub members: &'a Members,
}

impl<'market> Between<'_, 'market> {
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
                    decision.company_cap = company.cap;
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
        decisions.sort_by_cached_key(|decision| decision.security);
        Ok((decisions, leaving))
    }

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
        family.eligibility.order.retain(|screen| !rule.spares.contains(screen));
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
                    decision.company_cap = Some(cap);
                    decision.verdict = Verdict::RankedOut;
                    if enters {
                        decision.verdict = Verdict::Member;
                        decision.indexes = self.family.index_ids(Standing::in_zone(0));
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
        decisions.sort_by_cached_key(|decision| decision.security);
        Ok((decisions, placed))
    }

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
                            decision.company_cap = company.cap;
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
                    if waits(row.issuer, row.security) {
                        let place = (row.rank.unwrap_or(u32::MAX), row.issuer);
                        waiting.entry(place).or_default().push(Decision {
                            occasion: occasion.name.to_owned(),
                            effective: day,
                            ..row.clone()
                        });
                    }
                }
            }
        }
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for ((rank, issuer), mut of_company) in waiting.into_iter().take(places) {
            let lines = of_company.iter().map(|row| row.security).collect();
            placed.push(Placed { issuer, zone: 0, lines, spared: false });
            for decision in &mut of_company {
                decision.verdict = Verdict::Member;
                decision.previous = String::new();
                decision.indexes = self.family.index_ids(Standing::in_zone(0));
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
        decisions.sort_by_cached_key(|decision| decision.security);
        Ok((decisions, placed))
    }

    /// Shows the companies that pass every test of a family, in rank order.
    fn with_ranked(
        &self,
        family: &Methodology,
        occasion: Occasion,
        look: impl FnOnce(&Screening<'_, 'market>, &[Company<'_, 'market>]) -> Result<(), RulesError>,
    ) -> Result<(), RulesError> {
        let snapshot = snapshot_of(family, self.research, occasion)?;
        let screening = Screening::of(family, &snapshot, self.members);
        let screened = Screening { tells: false, ..screening }
            .all(|_| true)
            .map_err(|source| RulesError::Number { day: occasion.rank_day, source })?;
        look(&screening, &screened.ranked)
    }

    fn explain(&self, decision: &mut Decision, count: u64, words: &str) {
        let ranks = rank_words(decision, count, self.family.currency);
        decision.reason = format!("{ranks} {words} {}", standing_words(decision));
    }
}

fn placed_of(issuer: IssuerId, lines: &[&Line<'_>]) -> Placed {
    let lines = lines.iter().map(|line| line.security).collect();
    Placed { issuer, zone: 0, lines, spared: false }
}
