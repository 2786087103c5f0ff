//! Members that a committee chose, and candidates it may choose.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use russet_market::{IssuerId, Money, NumberError};

use super::{Choice, Review};
use crate::committee::latest_statement;
use crate::decision::{DecidingRule, Decision, Finding, ScreenResult, Verdict};
use crate::methodology::Screen;
use crate::reconstitution::PlacedCompany;
use crate::screening::{RefusedSecurity, ScreeningResult};
use crate::screens::{RuleFinding, ScreenAnswer, ScreenContext, ask, is_about_security};
use crate::snapshot::ListedSecurity;
use crate::snapshot::companies::Company;

/// A member's security that stays though a test refuses it.
pub(super) struct RetainedSecurity<'snapshot, 'market> {
    pub(super) security: &'snapshot ListedSecurity<'market>,
    cap: Option<Money>,
    refusal: RuleFinding,
}

type RetainedAndRefused<'snapshot, 'market> = (
    BTreeMap<IssuerId, Vec<RetainedSecurity<'snapshot, 'market>>>,
    Vec<RefusedSecurity<'snapshot, 'market>>,
);

impl<'a, 'market> Review<'a, 'market> {
    /// Members stay, whatever the tests say; those who pass them are candidates, and enter by rule only
    /// where no committee decides.
    pub(super) fn by_committee(
        &self,
        mut screened: ScreeningResult<'a, 'market>,
    ) -> Result<(Vec<Decision>, Vec<PlacedCompany>), NumberError> {
        let statement = latest_statement(self.view, self.screening.family, self.occasion.rank_day);
        let refused = std::mem::take(&mut screened.refused);
        let passing: BTreeSet<IssuerId> =
            screened.ranked.iter().map(|company| company.issuer).collect();
        let (kept, refused) = self.kept(&passing, refused)?;
        let is_member = |issuer: &IssuerId| self.screening.members.contains_key(issuer);
        let staying = passing.iter().filter(|issuer| is_member(issuer)).count()
            + kept.keys().filter(|issuer| !passing.contains(issuer)).count();
        let mut vacancies = match (&statement, self.selection.count) {
            (None, Some(count)) => (count as usize).saturating_sub(staying),
            (None, None) => usize::MAX,
            (Some(_), _) => 0,
        };
        let choice = |(position, company): (usize, &Company<'_, '_>)| {
            if is_member(&company.issuer) {
                return Choice::member(DecidingRule::Committee, Finding::StaysMember);
            }
            let skipped = position < self.selection.skip as usize;
            let (rule, finding) = match &statement {
                Some(_) => (DecidingRule::Committee, Finding::NotChosen),
                None if skipped => (DecidingRule::Rank, Finding::BelongsElsewhere),
                None if vacancies > 0 => {
                    vacancies -= 1;
                    return Choice::member(DecidingRule::Vacancy, Finding::FillsVacancy);
                }
                None => (DecidingRule::Vacancy, Finding::NoVacancy),
            };
            Choice { verdict: Verdict::Candidate, rule, finding }
        };
        let choices: Vec<Choice> = screened.ranked.iter().enumerate().map(choice).collect();
        let (mut decisions, mut placed) = self.ranked(&screened, &kept, &choices);
        for (issuer, securities) in &kept {
            for RetainedSecurity { security, cap, refusal } in
                securities.iter().filter(|_| self.screening.records)
            {
                // What the screen found is kept, and the member stays.
                let ruling = RuleFinding { rule: DecidingRule::Committee, ..refusal.clone() };
                decisions.push(self.decision(security, *cap, (Verdict::Member, ruling)));
            }
            if !passing.contains(issuer) {
                let securities = securities.iter().map(|kept| kept.security.id).collect();
                placed.push(PlacedCompany {
                    issuer: *issuer,
                    segment: 0,
                    securities,
                    is_beyond_count: false,
                });
            }
        }
        let statement = statement.map(Arc::new);
        decisions.iter_mut().for_each(|decision| decision.committee.clone_from(&statement));
        screened.refused = refused;
        decisions.extend(screened.refusal_decisions(self.screening, self.occasion));
        Ok((decisions, placed))
    }

    /// The securities of members that stay though a test refuses them, and what is refused indeed. A security
    /// that is none of its company's shares in the index is refused, unless nothing else is left.
    fn kept(
        &self,
        passing: &BTreeSet<IssuerId>,
        refused: Vec<RefusedSecurity<'a, 'market>>,
    ) -> Result<RetainedAndRefused<'a, 'market>, NumberError> {
        let mut kept: BTreeMap<IssuerId, Vec<RetainedSecurity<'a, 'market>>> = BTreeMap::new();
        // A member that another index has now leaves for it.
        let stays = |(security, _, refusal): &RefusedSecurity<'_, '_>| {
            self.screening.members.contains_key(&security.issuer)
                && refusal.screen() != Some(Screen::ExceptFunds)
        };
        let (of_members, mut left): (Vec<_>, Vec<_>) = refused.into_iter().partition(stays);
        let (mut of_others, mut suited): (Vec<_>, Vec<_>) = of_members
            .into_iter()
            .partition(|(_, _, refusal)| refusal.screen().is_some_and(is_about_security));
        let volume =
            |refused: &RefusedSecurity<'_, '_>| Reverse(self.screening.snapshot.volume(refused.0));
        suited.sort_by_key(volume);
        of_others.sort_by_key(volume);
        for (security, cap, refusal) in suited {
            let securities = kept.entry(security.issuer).or_default();
            let further = !securities.is_empty() || passing.contains(&security.issuer);
            let refused = if further { self.further_class(security, cap, &refusal)? } else { None };
            match refused {
                Some(refused) => left.push((security, cap, refused)),
                None => securities.push(RetainedSecurity { security, cap, refusal }),
            }
        }
        kept.retain(|_, securities| !securities.is_empty());
        for (security, cap, refusal) in of_others {
            let issuer = security.issuer;
            match passing.contains(&issuer) || kept.contains_key(&issuer) {
                true => left.push((security, cap, refusal)),
                false => {
                    kept.insert(issuer, vec![RetainedSecurity { security, cap, refusal }]);
                }
            }
        }
        Ok((kept, left))
    }

    /// The refusal of the screen of further classes, if it is asked of a security that another screen refuses.
    fn further_class(
        &self,
        security: &ListedSecurity<'market>,
        company_cap: Option<Money>,
        refusal: &RuleFinding,
    ) -> Result<Option<RuleFinding>, NumberError> {
        let screen = Screen::SecondaryClass;
        let mut order = self.screening.family.eligibility.order.iter();
        let Some(place) = order.position(|one| *one == screen) else { return Ok(None) };
        let known = self.screening.context(security.issuer);
        let known =
            ScreenContext { company_cap, is_secondary: true, exempts_from_votes: false, ..known };
        let answer = ask(self.screening.family, self.screening.snapshot, screen, security, known)?;
        let ScreenAnswer::Failed(evidence) = answer else { return Ok(None) };
        let answers = refusal.answers.with(place, ScreenResult::Failed);
        Ok(Some(RuleFinding { rule: DecidingRule::Screen(screen), evidence, answers }))
    }
}
