//! The securities of a snapshot after all screens: companies in rank order, and what was refused.

use std::collections::BTreeMap;

use russet_market::{IssuerId, Money, NumberError, SecurityId, SecurityKind};

use crate::decision::{DecidingRule, Decision, ScreenAnswers};
use crate::inference::Absence;
use crate::membership::{IndexIds, Members};
use crate::methodology::Methodology;
use crate::reconstitution::{Occasion, record};
use crate::research::Research;
use crate::screens::{RuleFinding, ScreenAnswer, ScreenContext, ask, ask_all};
use crate::snapshot::companies::{Company, of_one_company, rank};
use crate::snapshot::{ListedSecurity, Snapshot};

/// Who is asked, and what of.
#[derive(Clone, Copy)]
pub(crate) struct Screening<'a, 'market> {
    pub(crate) family: &'a Methodology,
    pub(crate) snapshot: &'a Snapshot<'market>,
    pub(crate) members: &'a Members,
    /// The ids of the family's indexes, as decisions record them.
    pub(crate) ids: &'a IndexIds,
    /// Companies that lists left out without a known reason.
    pub(crate) absent: &'a BTreeMap<IssuerId, Absence>,
    pub(crate) exempts_from_votes: bool,
    /// Whether decisions are recorded.
    pub(crate) records: bool,
}

/// A security, its company's capitalization where classes were added up, and its refusal.
pub(crate) type RefusedSecurity<'a, 'market> =
    (&'a ListedSecurity<'market>, Option<Money>, RuleFinding);

/// What came of it.
pub(crate) struct ScreeningResult<'a, 'market> {
    pub(crate) ranked: Vec<Company<'a, 'market>>,
    pub(crate) refused: Vec<RefusedSecurity<'a, 'market>>,
}

static NOBODY: BTreeMap<IssuerId, Absence> = BTreeMap::new();

impl<'a, 'market> Screening<'a, 'market> {
    /// Everybody is asked everything, and decisions are recorded.
    pub(crate) fn of(
        family: &'a Methodology,
        research: &'a Research<'market>,
        snapshot: &'a Snapshot<'market>,
        members: &'a Members,
    ) -> Screening<'a, 'market> {
        let (ids, absent, exempts_from_votes, records) =
            (research.index_ids(), &NOBODY, false, true);
        Screening { family, snapshot, members, ids, absent, exempts_from_votes, records }
    }

    /// What screens know of a company's securities before classes are added up.
    pub(crate) fn context(&self, issuer: IssuerId) -> ScreenContext {
        let membership = self.members.get(&issuer);
        ScreenContext {
            day: self.snapshot.day,
            is_member: membership.is_some(),
            is_listed: membership.is_some_and(|membership| membership.is_on_fund_list),
            exempts_from_votes: self.exempts_from_votes,
            company_cap: None,
            is_secondary: false,
        }
    }

    /// Every security that is considered.
    pub(crate) fn all(
        &self,
        considered: impl Fn(&ListedSecurity<'_>) -> bool,
    ) -> Result<ScreeningResult<'a, 'market>, NumberError> {
        let (mut companies, mut refused) = (Vec::new(), Vec::new());
        let securities = self.snapshot.by_company();
        for securities in securities.chunk_by(of_one_company) {
            companies.extend(self.company(securities, &considered, &mut refused)?);
        }
        Ok(ScreeningResult { ranked: rank(companies), refused })
    }

    /// The company of some securities, where any of them passes every test and a capitalization is known.
    pub(crate) fn company(
        &self,
        securities: &[&'a ListedSecurity<'market>],
        considered: &impl Fn(&ListedSecurity<'_>) -> bool,
        refused: &mut Vec<RefusedSecurity<'a, 'market>>,
    ) -> Result<Option<Company<'a, 'market>>, NumberError> {
        let (family, snapshot) = (self.family, self.snapshot);
        let considered = securities.iter().copied().filter(|security| considered(security));
        let mut considered = considered.peekable();
        let Some(issuer) = considered.peek().map(|security| security.issuer) else {
            return Ok(None);
        };
        let context = self.context(issuer);
        let mut eligible = Vec::with_capacity(securities.len());
        let mut answered: Vec<(SecurityId, ScreenAnswers)> = Vec::with_capacity(securities.len());
        for security in considered {
            let (answers, refusal) = self.answers(security, context)?;
            match refusal.or_else(|| self.absent(security, answers)) {
                Some(refusal) => refused.push((security, None, refusal)),
                None => {
                    eligible.push(security);
                    answered.push((security.id, answers));
                }
            }
        }
        let of_security = |security: &ListedSecurity<'_>| {
            let found = answered.iter().find(|(id, _)| *id == security.id);
            found.map_or(ScreenAnswers::default(), |(_, answers)| *answers)
        };
        let common = [SecurityKind::Common];
        let kinds = family.eligibility.kind.as_ref();
        let kinds = kinds.map_or(&common[..], |rule| rule.accepted.as_slice());
        let Some(mut company) = snapshot.add_up(securities, eligible, kinds)? else {
            return Ok(None);
        };
        let (cap, vehicle) = (company.cap, company.securities[0].id);
        let mut passing = Vec::with_capacity(company.securities.len());
        for security in std::mem::take(&mut company.securities) {
            let is_secondary = security.id != vehicle;
            let known = ScreenContext { company_cap: cap, is_secondary, ..context };
            let (of_company, refusal) = ask_all(family, snapshot, true, security, known)?;
            let answers = of_security(security).and(of_company);
            match refusal {
                Some(refusal) => refused.push((security, cap, RuleFinding { answers, ..refusal })),
                None => {
                    passing.push(security);
                    company.answers.push(answers);
                }
            }
        }
        if passing.first().is_none_or(|security| security.id != vehicle) {
            return Ok(None);
        }
        if cap.is_some() {
            return Ok(Some(Company { securities: passing, ..company }));
        }
        let unranked = passing.into_iter().zip(company.answers);
        refused.extend(unranked.map(|(security, answers)| {
            let refusal = RuleFinding {
                rule: DecidingRule::Ranking,
                evidence: security.uncounted(),
                answers,
            };
            (security, None, refusal)
        }));
        Ok(None)
    }

    /// What screens of a security answer, now or before, and the refusal.
    fn answers(
        &self,
        security: &ListedSecurity<'market>,
        known: ScreenContext,
    ) -> Result<(ScreenAnswers, Option<RuleFinding>), NumberError> {
        let (family, snapshot) = (self.family, self.snapshot);
        let order = &family.eligibility.order;
        // Between two reviews fewer screens may be asked.
        let remembers = order == snapshot.order() && order.len() < ScreenAnswers::MOST;
        let Some(answers) = security.screen_cache.get(known.of_security()).filter(|_| remembers)
        else {
            let (answers, refusal) = ask_all(family, snapshot, false, security, known)?;
            if remembers {
                security.screen_cache.keep(known.of_security(), answers);
            }
            return Ok((answers, refusal));
        };
        let Some(screen) = answers.failed().and_then(|place| order.get(place)) else {
            return Ok((answers, None));
        };
        if !self.records {
            return Ok((answers, Some(RuleFinding::without_evidence(*screen, answers))));
        }
        let rule = DecidingRule::Screen(*screen);
        Ok(match ask(family, snapshot, *screen, security, known)? {
            ScreenAnswer::Failed(evidence) => {
                (answers, Some(RuleFinding { rule, evidence, answers }))
            }
            _ => (answers, Some(RuleFinding::without_evidence(*screen, answers))),
        })
    }

    /// Whether a company of a single security is refused for what the company is, even if its security passes.
    pub(crate) fn refuses_company(
        &self,
        security: &'a ListedSecurity<'market>,
    ) -> Result<bool, NumberError> {
        let company = self.snapshot.add_up(&[security], vec![security], &[])?;
        let company_cap = company.and_then(|company| company.cap);
        let known = ScreenContext { company_cap, ..self.context(security.issuer) };
        let (_, refusal) = ask_all(self.family, self.snapshot, true, security, known)?;
        Ok(refusal.is_some())
    }

    /// The refusal of a company that lists left out.
    fn absent(&self, security: &ListedSecurity<'_>, answers: ScreenAnswers) -> Option<RuleFinding> {
        let evidence = self.absent.get(&security.issuer)?.evidence(self.family);
        Some(RuleFinding { rule: DecidingRule::AbsentFromLists, evidence, answers })
    }
}

impl<'market> ScreeningResult<'_, 'market> {
    /// The decisions on what was refused, where decisions are recorded.
    pub(crate) fn refusal_decisions(
        &self,
        screening: &Screening<'_, 'market>,
        occasion: Occasion,
    ) -> Vec<Decision> {
        let recorded = self.refused.iter().filter(|_| screening.records);
        let mut decisions = Vec::with_capacity(self.refused.len() + self.ranked.len());
        decisions.extend(recorded.map(|(security, cap, refusal)| Decision {
            company_market_cap: *cap,
            ..record(screening, occasion, security, refusal.clone())
        }));
        decisions
    }
}
