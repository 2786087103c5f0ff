//! stub
#![allow(missing_docs)]
use crate::methodology::{Scheme, Weighting};
use jiff::civil::Date;
use russet_market::*;
pub struct Candidate {
    pub security: SecurityId,
    pub issuer: IssuerId,
    pub group: Option<String>,
    pub unit: Money,
    pub total: Shares,
    pub own: Shares,
    pub style: Factor,
    pub is_primary: bool,
}
pub struct Weighed {
    pub security: SecurityId,
    pub shares: Shares,
    pub factor: Factor,
}
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("weights")]
pub struct WeightingError;
impl Weighting {
    pub fn is_proportional(&self) -> bool {
        !matches!(self.scheme, Scheme::Price | Scheme::Equal)
    }
}
pub fn weigh(
    rule: &Weighting,
    _day: Date,
    c: &[Candidate],
    _value: Money,
) -> Result<Vec<Weighed>, WeightingError> {
    Ok(c.iter()
        .map(|c| Weighed {
            security: c.security,
            shares: kept(rule, c, Factor::ONE).unwrap_or(Shares::from_micros(1000000).unwrap()),
            factor: Factor::ONE,
        })
        .collect())
}
pub fn kept(rule: &Weighting, c: &Candidate, f: Factor) -> Option<Shares> {
    Some(match rule.scheme {
        Scheme::FloatCap => c.own.scaled(f),
        Scheme::TotalCap => c.total.scaled(f),
        Scheme::Style => c.own.scaled(c.style).scaled(f),
        _ => return None,
    })
}
