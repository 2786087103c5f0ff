//! Style scores at reviews, and of companies that come between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{IssuerId, Money, SecurityId};
use russet_rules::PlacedCompany;
use russet_rules::SizeMembership;
use russet_rules::methodology::Reconstitution;
use russet_rules::style::{StyleCompany, StyleOccasion, score, score_newcomers};

use super::BuildError;
use super::engine::{Engine, out_of_range};

impl<'build> Engine<'build, '_> {
    /// Scores the companies of a review, each among those of the index it is scored in.
    pub(super) fn score(
        &mut self,
        row: &Reconstitution,
        placed: &[PlacedCompany],
    ) -> Result<(), BuildError> {
        let Some(rules) = &self.family.style else { return Ok(()) };
        if self.view.market().fundamentals.is_empty() && self.state.roster.styles.is_empty() {
            let note = "The market has no accounts: every company counts half as growth and half as value (hint: `russet import fundamentals`).";
            self.journal.notes.push(note.to_owned());
        }
        let mut caps: BTreeMap<IssuerId, (Money, Money)> = BTreeMap::new();
        for company in placed {
            let found = self.caps_of(&company.securities, row.rank_day.0)?;
            caps.insert(company.issuer, found);
        }
        let none: Vec<SecurityId> = Vec::new();
        let mut companies = Vec::new();
        for (company, base) in self.style_bases(placed, &caps) {
            let (company_cap, float_cap) = caps.get(&company.issuer).copied().unwrap_or_default();
            companies.push(StyleCompany {
                issuer: company.issuer,
                securities: &company.securities,
                all_securities: self.all_securities.get(&company.issuer).unwrap_or(&none),
                company_cap,
                float_cap,
                base,
            });
        }
        let occasion = StyleOccasion {
            day: row.rank_day.0,
            effective: row.effective.0,
            exempts_members: row.exempts_members_from_styles,
        };
        let rules = (rules, self.research.styles());
        self.state.roster.styles =
            score(self.view, rules, &companies, &self.state.roster.styles, occasion);
        Ok(())
    }

    /// Scores companies that came to market between reviews, as the mean of their industry.
    pub(super) fn score_newcomers(&mut self, placed: &[PlacedCompany], session: Date) {
        let Some(rules) = &self.family.style else { return };
        let smallest = rules.smallest.as_ref().map(|rule| rule.index.as_str());
        let lines_of = Arc::clone(&self.all_securities);
        let new = placed.iter().filter_map(|company| {
            let base = self.style_base(company).or(smallest)?;
            let all_securities = lines_of.get(&company.issuer).map_or(&[][..], Vec::as_slice);
            Some(StyleCompany {
                issuer: company.issuer,
                securities: &company.securities,
                all_securities,
                company_cap: Money::ZERO,
                float_cap: Money::ZERO,
                base,
            })
        });
        let new: Vec<StyleCompany<'_>> = new.collect();
        let mut styles = std::mem::take(&mut self.state.roster.styles);
        score_newcomers(self.view, rules, &mut styles, &new, session);
        self.state.roster.styles = styles;
    }

    /// Each company with the index that it is scored in; those of none of them that are among the
    /// smallest of another are scored there.
    fn style_bases<'a>(
        &'a self,
        placed: &'a [PlacedCompany],
        caps: &BTreeMap<IssuerId, (Money, Money)>,
    ) -> Vec<(&'a PlacedCompany, &'a str)> {
        let Some(rules) = &self.family.style else { return Vec::new() };
        let mut based: Vec<(&PlacedCompany, &str)> = Vec::new();
        let mut rest: Vec<&PlacedCompany> = Vec::new();
        for company in placed {
            match self.style_base(company) {
                Some(base) => based.push((company, base)),
                None => rest.push(company),
            }
        }
        if let Some(smallest) = &rules.smallest
            && let Some(index) = self.family.index(&smallest.index)
        {
            let (first, last) = self.family.segments(index);
            rest.retain(|company| (first..=last).contains(&company.segment));
            let cap = |company: &&PlacedCompany| caps.get(&company.issuer).map(|(cap, _)| *cap);
            rest.sort_by_key(|company| (cap(company), company.issuer));
            rest.truncate(smallest.count as usize);
            based.extend(rest.into_iter().map(|company| (company, smallest.index.as_str())));
        }
        based
    }

    fn style_base(&self, company: &PlacedCompany) -> Option<&'build str> {
        let rules = self.family.style.as_ref()?;
        let membership = SizeMembership::in_segment(company.segment);
        let ids: Vec<&str> =
            self.family.indexes_of(membership).map(|index| index.id.as_str()).collect();
        rules.scored_separately.iter().map(String::as_str).find(|id| ids.contains(id))
    }

    /// A company's capitalization, of all its shares and of those in free float, on a day.
    fn caps_of(&self, securities: &[SecurityId], day: Date) -> Result<(Money, Money), BuildError> {
        let (mut whole, mut free) = (Money::ZERO, Money::ZERO);
        for security in securities {
            let Some(held) = self.state.shares.get(security) else { continue };
            let fail = |source| out_of_range(&security.to_string(), day, source);
            let rates = self.state.ledger.index(self.state.family()).rates();
            let all =
                self.state.ledger.closes().value(*security, held.count(), rates).map_err(fail)?;
            let own =
                self.state.ledger.closes().value(*security, held.shares(), rates).map_err(fail)?;
            whole = whole.plus(all.unwrap_or_default()).map_err(fail)?;
            free = free.plus(own.unwrap_or_default()).map_err(fail)?;
        }
        Ok((whole, free))
    }
}
