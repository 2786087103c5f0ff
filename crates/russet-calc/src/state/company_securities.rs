//! The lines of each member that are held, by company; and all of them in a row, for what is asked of
//! every line each session.

use std::collections::BTreeMap;

use russet_market::{IssuerId, SecurityId};
use serde::{Deserialize, Serialize};

use super::by_id::ById;

/// CompanySecurities by company.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CompanySecurities {
    of_company: ById<IssuerId, Vec<SecurityId>>,
    /// None where lines have come in since.
    #[serde(skip)]
    found: Option<Found>,
}

/// All lines, in a row and each with its company; one that has changed companies may stand by both.
#[derive(Debug, Clone)]
struct Found {
    all: Vec<SecurityId>,
    company_of: ById<SecurityId, IssuerId>,
    /// The other companies of such lines.
    others: Vec<(SecurityId, IssuerId)>,
}

impl CompanySecurities {
    pub(crate) fn get(&self, issuer: &IssuerId) -> Option<&Vec<SecurityId>> {
        self.of_company.get(issuer)
    }

    pub(crate) fn contains(&self, issuer: &IssuerId) -> bool {
        self.of_company.contains(issuer)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (IssuerId, &Vec<SecurityId>)> {
        self.of_company.iter()
    }

    pub(crate) fn insert(&mut self, issuer: IssuerId, lines: Vec<SecurityId>) {
        self.changing().insert(issuer, lines);
    }

    /// One more line of a company.
    pub(crate) fn add(&mut self, issuer: IssuerId, line: SecurityId) {
        let lines = self.changing().get_or_insert_with(issuer, Vec::new);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }

    /// Takes lines away. The companies that are left without any are no longer there.
    pub(crate) fn remove(&mut self, leaving: &[SecurityId]) -> Vec<IssuerId> {
        let mut emptied = Vec::new();
        let mut found = self.found();
        let mut companies: Vec<IssuerId> =
            leaving.iter().filter_map(|line| found.company_of.remove(line)).collect();
        let others = found.others.extract_if(.., |(line, _)| leaving.contains(line));
        companies.extend(others.map(|(_, issuer)| issuer));
        companies.sort();
        companies.dedup();
        if !companies.is_empty() {
            found.all.retain(|line| !leaving.contains(line));
        }
        for issuer in companies {
            if let Some(lines) = self.of_company.get_mut(&issuer) {
                lines.retain(|line| !leaving.contains(line));
                if lines.is_empty() {
                    self.of_company.remove(&issuer);
                    emptied.push(issuer);
                }
            }
        }
        self.found = Some(found);
        emptied
    }

    /// Puts a line in the place of another one.
    pub(crate) fn replace(&mut self, leaving: SecurityId, other: SecurityId) {
        let of_company = self.changing().iter_mut();
        for (_, lines) in of_company.filter(|(_, lines)| lines.contains(&leaving)) {
            lines.retain(|line| *line != leaving);
            if !lines.contains(&other) {
                lines.push(other);
            }
        }
    }

    /// All lines, by company.
    pub(crate) fn all(&mut self) -> &[SecurityId] {
        let found = self.found();
        &self.found.insert(found).all
    }

    /// What was found, to be put back.
    fn found(&mut self) -> Found {
        self.found.take().unwrap_or_else(|| {
            let mut company_of: ById<SecurityId, IssuerId> = ById::default();
            let (mut all, mut others) = (Vec::new(), Vec::new());
            for (issuer, lines) in self.of_company.iter() {
                all.extend_from_slice(lines);
                for line in lines {
                    let known = *company_of.get_or_insert_with(*line, || issuer);
                    if known != issuer {
                        others.push((*line, issuer));
                    }
                }
            }
            Found { all, company_of, others }
        })
    }

    fn changing(&mut self) -> &mut ById<IssuerId, Vec<SecurityId>> {
        self.found = None;
        &mut self.of_company
    }
}

impl From<&BTreeMap<IssuerId, Vec<SecurityId>>> for CompanySecurities {
    fn from(lines: &BTreeMap<IssuerId, Vec<SecurityId>>) -> CompanySecurities {
        let of_company = lines.iter().map(|(issuer, lines)| (*issuer, lines.clone())).collect();
        CompanySecurities { of_company, found: None }
    }
}
