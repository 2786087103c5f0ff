//! Where a company's assets are and its revenue comes from.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// What is spread over countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Assets.
    Assets,
    /// Revenue.
    Revenue,
}

/// What an area of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// One country.
    Country,
    /// Several countries under one name, such as `North America`.
    Region,
    /// Everything that is not reported under a name.
    Rest,
}

/// One area's part in one yearly report of a company.
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize, Table)]
#[table(
    name = "geography",
    key = "security_id, fiscal_year_end, measure, area, known_at",
    known_at = "known_at"
)]
pub struct Geography {
    /// Any listed security of the company.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The end of the fiscal year.
    pub fiscal_year_end: Date,
    /// What is reported.
    pub measure: Measure,
    /// The country or region as reported.
    pub area: String,
    /// Country, region, or the rest.
    pub area_kind: AreaKind,
    /// For a region: the countries it holds, set apart by semicolons.
    pub countries: Option<String>,
    /// The area's part of the whole, in percent.
    #[column(unit = "percent")]
    pub percent: f64,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Where it comes from.
    pub source: String,
}
