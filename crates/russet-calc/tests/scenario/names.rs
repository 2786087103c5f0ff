//! Lines of a scenario by the names that it gives them.

use std::collections::BTreeMap;

use russet_market::{IssuerId, SecurityId};

use super::text::{Fault, Row};

/// Ids in the order in which a scenario names lines and companies.
#[derive(Debug, Default)]
pub struct Names {
    lines: BTreeMap<String, SecurityId>,
    companies: BTreeMap<String, IssuerId>,
}

impl Names {
    pub fn add_line(&mut self, row: &Row, name: &str) -> Result<SecurityId, Fault> {
        let id = SecurityId(self.lines.len() as u32);
        match self.lines.insert(name.to_owned(), id) {
            Some(_) => Err(row.fault(format!("the line '{name}' is given twice"))),
            None => Ok(id),
        }
    }

    pub fn company(&mut self, name: &str) -> IssuerId {
        let next = IssuerId(self.companies.len() as u32);
        *self.companies.entry(name.to_owned()).or_insert(next)
    }

    pub fn line(&self, row: &Row, name: &str) -> Result<SecurityId, Fault> {
        let found = self.lines.get(name).copied();
        found.ok_or_else(|| row.fault(format!("no line is named '{name}' (hint: see `lines`)")))
    }
}
