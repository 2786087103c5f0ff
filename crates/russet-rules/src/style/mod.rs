//! stub
#![allow(missing_docs)]
use crate::methodology::{StyleRules, StyleSide};
use jiff::civil::Date;
use russet_market::*;
use std::collections::BTreeMap;
#[derive(Debug, Clone)]
pub struct StyleScore;
impl StyleScore {
    pub fn of(&self, _s: StyleSide) -> Factor {
        Factor::ONE
    }
}
pub type StyleScores = BTreeMap<IssuerId, StyleScore>;
pub struct StyleCompany<'a> {
    pub issuer: IssuerId,
    pub lines: &'a [SecurityId],
    pub all_lines: &'a [SecurityId],
    pub company_cap: Money,
    pub float_cap: Money,
    pub base: &'a str,
}
pub struct StyleOccasion {
    pub day: Date,
    pub effective: Date,
    pub spares_members: bool,
}
pub fn score(
    _v: &MarketView<'_>,
    _r: &StyleRules,
    _c: &[StyleCompany<'_>],
    _p: &StyleScores,
    _o: StyleOccasion,
) -> StyleScores {
    StyleScores::new()
}
pub fn newcomer(
    _v: &MarketView<'_>,
    _r: &StyleRules,
    _s: &StyleScores,
    _b: &str,
    _x: &SecurityVersion,
    _d: Date,
) -> StyleScore {
    StyleScore
}
