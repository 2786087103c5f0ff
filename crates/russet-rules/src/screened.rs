//! The lines of a snapshot after all screens: companies in rank order, and what was refused.

use std::collections::BTreeMap;

use russet_market::{IssuerId, Money, NumberError, SecurityKind};

use crate::decision::Decision;
use crate::membership::Members;
use crate::methodology::Methodology;
use crate::reconstitution::{Occasion, record};
use crate::screens::{Circumstances, Refused, ask, first_refusal};
use crate::snapshot::companies::{Company, of_one_company, rank};
use crate::snapshot::said::Answer;
use crate::snapshot::{Line, Snapshot};

/// Who is asked, and what of.
#[derive(Clone, Copy)]
pub(crate) struct Screening<'a, 'market> {
    pub(crate) family: &'a Methodology,
    pub(crate) snapshot: &'a Snapshot<'market>,
    pub(crate) members: &'a Members,
    /// Companies that lists left out without a known reason.
    pub(crate) absent: &'a BTreeMap<IssuerId, String>,
    pub(crate) spares_votes: bool,
    /// Whether sentences are asked for.
    pub(crate) tells: bool,
}

/// A line, its company's capitalisation where classes were added up, and its refusal.
pub(crate) type RefusedLine<'a, 'market> = (&'a Line<'market>, Option<Money>, Refused<'a>);

/// What came of it.
pub(crate) struct Screened<'a, 'market> {
    pub(crate) ranked: Vec<Company<'a, 'market>>,
    pub(crate) refused: Vec<RefusedLine<'a, 'market>>,
}

static NOBODY: BTreeMap<IssuerId, String> = BTreeMap::new();

impl<'a, 'market> Screening<'a, 'market> {
    /// Everybody is asked everything, and sentences are asked for.
    pub(crate) fn of(
        family: &'a Methodology,
        snapshot: &'a Snapshot<'market>,
        members: &'a Members,
    ) -> Screening<'a, 'market> {
        let (absent, spares_votes, tells) = (&NOBODY, false, true);
        Screening { family, snapshot, members, absent, spares_votes, tells }
    }

    /// What screens know of a company's lines before classes are added up.
    pub(crate) fn circumstances(&self, issuer: IssuerId) -> Circumstances {
        let standing = self.members.get(&issuer);
        Circumstances {
            day: self.snapshot.day,
            is_member: standing.is_some(),
            is_listed: standing.is_some_and(|standing| standing.listed),
            spares_votes: self.spares_votes,
            company_cap: None,
            is_secondary: false,
            currency: self.family.currency,
            tells: self.tells,
        }
    }

    /// Every line that is considered.
    pub(crate) fn all(
        &self,
        considered: impl Fn(&Line<'_>) -> bool,
    ) -> Result<Screened<'a, 'market>, NumberError> {
        let (mut companies, mut refused) = (Vec::new(), Vec::new());
        let lines = self.snapshot.by_company();
        for lines in lines.chunk_by(of_one_company) {
            companies.extend(self.company(lines, &considered, &mut refused)?);
        }
        Ok(Screened { ranked: rank(companies), refused })
    }

    /// The company of some lines, where any of them passes every test and a capitalisation is known.
    pub(crate) fn company(
        &self,
        lines: &[&'a Line<'market>],
        considered: &impl Fn(&Line<'_>) -> bool,
        refused: &mut Vec<RefusedLine<'a, 'market>>,
    ) -> Result<Option<Company<'a, 'market>>, NumberError> {
        let (family, snapshot) = (self.family, self.snapshot);
        let considered = lines.iter().copied().filter(|line| considered(line));
        let mut considered = considered.peekable();
        let Some(issuer) = considered.peek().map(|line| line.issuer) else { return Ok(None) };
        let circumstances = self.circumstances(issuer);
        let mut eligible = Vec::with_capacity(lines.len());
        for line in considered {
            match self.refusal(line, circumstances)?.or_else(|| self.unseen(line)) {
                Some(refusal) => refused.push((line, None, refusal)),
                None => eligible.push(line),
            }
        }
        let common = [SecurityKind::Common];
        let kinds = family.eligibility.kind.as_ref();
        let kinds = kinds.map_or(&common[..], |rule| rule.accepted.as_slice());
        let Some(mut company) = snapshot.add_up(lines, eligible, kinds)? else { return Ok(None) };
        let (cap, vehicle) = (company.cap, company.lines[0].security);
        let mut passing = Vec::with_capacity(company.lines.len());
        for line in std::mem::take(&mut company.lines) {
            let is_secondary = line.security != vehicle;
            let known = Circumstances { company_cap: cap, is_secondary, ..circumstances };
            match first_refusal(family, snapshot, true, line, known)? {
                Some(refusal) => refused.push((line, cap, refusal)),
                None => passing.push(line),
            }
        }
        if passing.first().is_none_or(|line| line.security != vehicle) {
            return Ok(None);
        }
        if cap.is_some() {
            return Ok(Some(Company { lines: passing, ..company }));
        }
        refused.extend(passing.into_iter().map(|line| {
            let reason = match self.tells {
                true => line.uncounted_words(family.currency),
                false => String::new(),
            };
            let reference = &family.ranking.reference;
            (line, None, Refused { screen: None, rule: "ranking", reference, reason })
        }));
        Ok(None)
    }

    /// What screens of a line say, now or before.
    fn refusal(
        &self,
        line: &Line<'market>,
        known: Circumstances,
    ) -> Result<Option<Refused<'a>>, NumberError> {
        let (family, snapshot) = (self.family, self.snapshot);
        let order = &family.eligibility.order;
        // Between two reviews fewer screens may be asked.
        let remembers = order == snapshot.order();
        match line.said.get(known.of_line()).filter(|_| remembers) {
            Some(Answer::Passes) => Ok(None),
            Some(Answer::Refused(place)) if self.tells => {
                ask(family, snapshot, order[place], line, known)
            }
            Some(Answer::Refused(place)) => Ok(Some(Refused::untold(order[place]))),
            None => {
                let refusal = first_refusal(family, snapshot, false, line, known)?;
                let by = refusal.as_ref().and_then(|refusal| refusal.screen);
                let place = order.iter().position(|screen| Some(*screen) == by);
                if remembers {
                    line.said.keep(known.of_line(), place.map_or(Answer::Passes, Answer::Refused));
                }
                Ok(refusal)
            }
        }
    }

    /// Whether a company of a single line is refused for what the company is, even if its line passes.
    pub(crate) fn refuses_company(&self, line: &'a Line<'market>) -> Result<bool, NumberError> {
        let company = self.snapshot.add_up(&[line], vec![line], &[])?;
        let company_cap = company.and_then(|company| company.cap);
        let known = Circumstances { company_cap, ..self.circumstances(line.issuer) };
        Ok(first_refusal(self.family, self.snapshot, true, line, known)?.is_some())
    }

    /// What is said of a company that lists left out.
    fn unseen(&self, line: &Line<'_>) -> Option<Refused<'a>> {
        let reason = self.absent.get(&line.issuer)?.clone();
        let reference = self.family.inference.as_ref().map_or("", |rule| &rule.reference);
        Some(Refused { screen: None, rule: "absent_from_lists", reference, reason })
    }
}

impl<'market> Screened<'_, 'market> {
    /// The decisions on what was refused, where sentences are asked for.
    pub(crate) fn refusal_decisions(
        &self,
        screening: &Screening<'_, 'market>,
        occasion: Occasion,
    ) -> Vec<Decision> {
        let told = self.refused.iter().filter(|_| screening.tells);
        let mut decisions = Vec::with_capacity(self.refused.len());
        for (line, cap, refusal) in told {
            let mut decision = record(screening, occasion, line);
            decision.company_market_cap = *cap;
            decision.rule = refusal.rule.to_owned();
            decision.reference = refusal.reference.to_owned();
            decision.reason = refusal.reason.clone();
            decisions.push(decision);
        }
        decisions
    }
}
