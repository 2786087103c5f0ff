//! The securities of each member that are held, by company; and all of them in a row, for what is asked of
//! every security each session.

use std::collections::BTreeMap;

use russet_market::{IssuerId, SecurityId};
use serde::{Deserialize, Serialize};

use super::by_id::ById;

/// CompanySecurities by company.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CompanySecurities {
    of_company: ById<IssuerId, Vec<SecurityId>>,
    /// None where securities have come in since.
    #[serde(skip)]
    found: Option<Found>,
}

/// All securities, in a row and each with its company; one that has changed companies may be listed with both.
#[derive(Debug, Clone)]
struct Found {
    all: Vec<SecurityId>,
    company_of: ById<SecurityId, IssuerId>,
    /// The other companies of such securities.
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

    pub(crate) fn insert(&mut self, issuer: IssuerId, securities: Vec<SecurityId>) {
        self.changing().insert(issuer, securities);
    }

    /// One more security of a company.
    pub(crate) fn add(&mut self, issuer: IssuerId, security: SecurityId) {
        let securities = self.changing().get_or_insert_with(issuer, Vec::new);
        if !securities.contains(&security) {
            securities.push(security);
        }
    }

    /// Takes securities away. The companies that are left without any are no longer there.
    pub(crate) fn remove(&mut self, leaving: &[SecurityId]) -> Vec<IssuerId> {
        let mut emptied = Vec::new();
        let mut found = self.found();
        let mut companies: Vec<IssuerId> =
            leaving.iter().filter_map(|security| found.company_of.remove(security)).collect();
        let others = found.others.extract_if(.., |(security, _)| leaving.contains(security));
        companies.extend(others.map(|(_, issuer)| issuer));
        companies.sort();
        companies.dedup();
        if !companies.is_empty() {
            found.all.retain(|security| !leaving.contains(security));
        }
        for issuer in companies {
            if let Some(securities) = self.of_company.get_mut(&issuer) {
                securities.retain(|security| !leaving.contains(security));
                if securities.is_empty() {
                    self.of_company.remove(&issuer);
                    emptied.push(issuer);
                }
            }
        }
        self.found = Some(found);
        emptied
    }

    /// Replaces a security by another one.
    pub(crate) fn replace(&mut self, leaving: SecurityId, other: SecurityId) {
        let of_company = self.changing().iter_mut();
        for (_, securities) in of_company.filter(|(_, securities)| securities.contains(&leaving)) {
            securities.retain(|security| *security != leaving);
            if !securities.contains(&other) {
                securities.push(other);
            }
        }
    }

    /// All securities, by company.
    pub(crate) fn all(&mut self) -> &[SecurityId] {
        let found = self.found();
        &self.found.insert(found).all
    }

    /// What was found, to be put back.
    fn found(&mut self) -> Found {
        self.found.take().unwrap_or_else(|| {
            let mut company_of: ById<SecurityId, IssuerId> = ById::default();
            let (mut all, mut others) = (Vec::new(), Vec::new());
            for (issuer, securities) in self.of_company.iter() {
                all.extend_from_slice(securities);
                for security in securities {
                    let known = *company_of.get_or_insert_with(*security, || issuer);
                    if known != issuer {
                        others.push((*security, issuer));
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
    fn from(securities: &BTreeMap<IssuerId, Vec<SecurityId>>) -> CompanySecurities {
        let of_company =
            securities.iter().map(|(issuer, securities)| (*issuer, securities.clone())).collect();
        CompanySecurities { of_company, found: None }
    }
}
