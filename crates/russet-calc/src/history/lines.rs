//! The lines of each member that are held, by company; and all of them in a row, for what is asked of
//! every line each session.

use std::collections::BTreeMap;

use russet_market::{IssuerId, SecurityId};
use serde::{Deserialize, Serialize};

use super::by_id::ById;

/// Lines by company.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Lines {
    of_company: ById<IssuerId, Vec<SecurityId>>,
    /// All lines, by company; none where something has changed since.
    #[serde(skip)]
    in_a_row: Option<Vec<SecurityId>>,
}

impl Lines {
    pub(super) fn get(&self, issuer: &IssuerId) -> Option<&Vec<SecurityId>> {
        self.of_company.get(issuer)
    }

    pub(super) fn contains(&self, issuer: &IssuerId) -> bool {
        self.of_company.contains(issuer)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (IssuerId, &Vec<SecurityId>)> {
        self.of_company.iter()
    }

    pub(super) fn insert(&mut self, issuer: IssuerId, lines: Vec<SecurityId>) {
        self.changing().insert(issuer, lines);
    }

    /// The lines of a company that may have none yet.
    pub(super) fn of(&mut self, issuer: IssuerId) -> &mut Vec<SecurityId> {
        self.changing().get_or_insert_with(issuer, Vec::new)
    }

    /// Takes lines away. The companies that are left without any are no longer there.
    pub(super) fn remove(&mut self, leaving: &[SecurityId]) -> Vec<IssuerId> {
        let mut emptied = Vec::new();
        for (issuer, lines) in self.changing().iter_mut() {
            if lines.iter().any(|line| leaving.contains(line)) {
                lines.retain(|line| !leaving.contains(line));
                emptied.extend(lines.is_empty().then_some(issuer));
            }
        }
        for issuer in &emptied {
            self.changing().remove(issuer);
        }
        emptied
    }

    /// Puts a line in the place of another one.
    pub(super) fn replace(&mut self, leaving: SecurityId, other: SecurityId) {
        let of_company = self.changing().iter_mut();
        for (_, lines) in of_company.filter(|(_, lines)| lines.contains(&leaving)) {
            lines.retain(|line| *line != leaving);
            if !lines.contains(&other) {
                lines.push(other);
            }
        }
    }

    /// All lines, by company.
    pub(super) fn in_a_row(&mut self) -> &[SecurityId] {
        let of_company = &self.of_company;
        self.in_a_row.get_or_insert_with(|| of_company.values().flatten().copied().collect())
    }

    fn changing(&mut self) -> &mut ById<IssuerId, Vec<SecurityId>> {
        self.in_a_row = None;
        &mut self.of_company
    }
}

impl From<&BTreeMap<IssuerId, Vec<SecurityId>>> for Lines {
    fn from(lines: &BTreeMap<IssuerId, Vec<SecurityId>>) -> Lines {
        let of_company = lines.iter().map(|(issuer, lines)| (*issuer, lines.clone())).collect();
        Lines { of_company, in_a_row: None }
    }
}
