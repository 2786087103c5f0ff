//! A value from a company's accounts, or a forecast of one.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// What is known of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundamentalMeasure {
    /// Common shareholders' equity, in dollars, at the end of the period.
    BookValue,
    /// Sales of the quarter that ends then, in dollars a share.
    SalesPerShare,
    /// Earnings of the quarter, in dollars a share.
    EarningsPerShare,
    /// Net income of the quarter by accounting rules, in dollars.
    NetIncome,
    /// Income of the quarter before tax, in dollars.
    PretaxIncome,
    /// All assets, in dollars.
    TotalAssets,
    /// All debt, in dollars.
    TotalDebt,
    /// Analysts' forecast of growth over the medium term, in percent a year.
    ForecastGrowth,
    /// How many analysts that forecast is of.
    Analysts,
}

impl FundamentalMeasure {
    /// Every measure.
    pub const ALL: [FundamentalMeasure; 9] = [
        FundamentalMeasure::BookValue,
        FundamentalMeasure::SalesPerShare,
        FundamentalMeasure::EarningsPerShare,
        FundamentalMeasure::NetIncome,
        FundamentalMeasure::PretaxIncome,
        FundamentalMeasure::TotalAssets,
        FundamentalMeasure::TotalDebt,
        FundamentalMeasure::ForecastGrowth,
        FundamentalMeasure::Analysts,
    ];

    /// The measure as files spell it.
    pub const fn word(self) -> &'static str {
        match self {
            FundamentalMeasure::BookValue => "book_value",
            FundamentalMeasure::SalesPerShare => "sales_per_share",
            FundamentalMeasure::EarningsPerShare => "earnings_per_share",
            FundamentalMeasure::NetIncome => "net_income",
            FundamentalMeasure::PretaxIncome => "pretax_income",
            FundamentalMeasure::TotalAssets => "total_assets",
            FundamentalMeasure::TotalDebt => "total_debt",
            FundamentalMeasure::ForecastGrowth => "forecast_growth",
            FundamentalMeasure::Analysts => "analysts",
        }
    }
}

/// One value of one period, under any line of the company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Table)]
#[table(
    name = "fundamentals",
    key = "security_id, measure, period_end, known_at",
    known_at = "known_at"
)]
pub struct Fundamental {
    /// A security of the company.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// What is measured.
    pub measure: FundamentalMeasure,
    /// The end of the period it is of; for a forecast the day it is as of.
    pub period_end: Date,
    /// The session after whose close it was known. A corrected value is a later row.
    pub known_at: Date,
    /// The value, in the unit of its measure.
    #[column(unit = "that of its measure")]
    pub value: f64,
    /// Where it comes from.
    pub source: String,
}
