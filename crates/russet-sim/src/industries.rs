//! Sectors with their industries, and countries, as the Nasdaq feed words and weighs them.

use rand::RngExt;

use crate::streams::Stream;

/// A sector: its name, the count of companies measured in it, its industries, and what its
/// companies call themselves.
pub(crate) struct Sector {
    pub(crate) name: &'static str,
    weight: f64,
    industries: &'static [&'static str],
    pub(crate) trades: &'static [&'static str],
}

const fn sector(
    name: &'static str,
    weight: f64,
    industries: &'static [&'static str],
    trades: &'static [&'static str],
) -> Sector {
    Sector { name, weight, industries, trades }
}

/// All sectors. Weights: US common lines of the screener by sector, 28 June 2024.
pub(crate) const SECTORS: [Sector; 12] = [
    sector(
        "Industrials",
        440.0,
        &[
            "Industrial Machinery/Components",
            "Aerospace",
            "Metal Fabrications",
            "Electrical Products",
        ],
        &["Industries", "Machinery", "Aerospace", "Controls", "Manufacturing"],
    ),
    sector(
        "Real Estate",
        213.0,
        &[REITS, REITS, REITS, REITS, REITS, REITS, REITS, "Real Estate"],
        &["Realty Trust", "Properties", "Property Trust", "Residential Trust"],
    ),
    sector(
        "Finance",
        659.0,
        &[
            "Major Banks",
            "Savings Institutions",
            "Property-Casualty Insurers",
            "Investment Managers",
        ],
        &["Bancorp", "Financial", "Bancshares", "Insurance Group", "Capital Group"],
    ),
    sector(
        "Health Care",
        892.0,
        &[
            BIOTECHNOLOGY,
            BIOTECHNOLOGY,
            "Medical/Dental Instruments",
            "Medical Specialities",
            "Hospital/Nursing Management",
        ],
        &["Therapeutics", "Pharmaceuticals", "Biosciences", "Medical", "Health"],
    ),
    sector(
        "Consumer Staples",
        108.0,
        &["Packaged Foods", "Beverages (Production/Distribution)", "Food Chains"],
        &["Foods", "Brands", "Beverages", "Farms"],
    ),
    sector(
        "Consumer Discretionary",
        857.0,
        &["Restaurants", "Business Services", "Clothing/Shoe/Accessory Stores", "Homebuilding"],
        &["Holdings", "Stores", "Restaurants", "Brands", "Entertainment"],
    ),
    sector(
        "Technology",
        540.0,
        &["Computer Software: Prepackaged Software", "Semiconductors", "EDP Services"],
        &["Technologies", "Systems", "Software", "Semiconductor", "Networks"],
    ),
    sector(
        "Basic Materials",
        44.0,
        &["Metal Mining", "Precious Metals", "Paper"],
        &["Materials", "Resources", "Minerals", "Mining"],
    ),
    sector(
        "Energy",
        132.0,
        &["Oil & Gas Production", "Oilfield Services/Equipment", "Natural Gas Distribution"],
        &["Energy", "Petroleum", "Oil & Gas", "Drilling"],
    ),
    sector(
        "Utilities",
        110.0,
        &["Electric Utilities: Central", "Water Supply", "Power Generation"],
        &["Power", "Utilities", "Water", "Electric"],
    ),
    sector(
        "Telecommunications",
        54.0,
        &["Telecommunications Equipment", "Cable & Other Pay Television Services"],
        &["Communications", "Telecom", "Wireless"],
    ),
    sector(
        "Miscellaneous",
        45.0,
        &["Other Consumer Services", "Diversified Commercial Services"],
        &["Enterprises", "Services", "Group"],
    ),
];

/// The industry whose companies live by trial results.
pub(crate) const BIOTECHNOLOGY: &str = "Biotechnology: Pharmaceutical Preparations";
/// The industry of real estate investment trusts: 187 of the sector's 213 companies.
pub(crate) const REITS: &str = "Real Estate Investment Trusts";
/// The industry of companies that have only cash.
pub(crate) const BLANK_CHECKS: &str = "Blank Checks";
/// The industry of closed-end funds.
pub(crate) const FUNDS: &str = "Trusts Except Educational Religious and Charitable";
/// The place of finance among the sectors.
pub(crate) const FINANCE: usize = 2;
/// The place of energy among the sectors.
pub(crate) const ENERGY: usize = 8;
/// The home country.
pub(crate) const HOME: &str = "United States";

/// Foreign lines of the screener by country, 28 June 2024.
const FOREIGN: [(&str, f64); 12] = [
    ("China", 220.0),
    ("Canada", 208.0),
    ("Israel", 113.0),
    ("United Kingdom", 76.0),
    ("Hong Kong", 37.0),
    ("Singapore", 36.0),
    ("Bermuda", 32.0),
    ("Brazil", 29.0),
    ("Netherlands", 25.0),
    ("Cayman Islands", 25.0),
    ("Switzerland", 23.0),
    ("Ireland", 23.0),
];

/// One of weighted choices; the last where rounding leaves none, nothing where there are none.
pub(crate) fn weighted<T: Copy>(stream: &mut Stream, choices: &[(T, f64)]) -> Option<T> {
    let mut left = stream.random::<f64>() * choices.iter().map(|choice| choice.1).sum::<f64>();
    for &(choice, weight) in choices {
        left -= weight;
        if left < 0.0 {
            return Some(choice);
        }
    }
    choices.last().map(|choice| choice.0)
}

/// One of equal choices; the empty text where there are none.
pub(crate) fn any(stream: &mut Stream, choices: &[&'static str]) -> &'static str {
    let place = (stream.random::<f64>() * choices.len() as f64) as usize;
    choices.get(place).copied().unwrap_or_default()
}

/// A sector and one of its industries, as often as they are found.
pub(crate) fn sector_and_industry(stream: &mut Stream) -> (usize, &'static str) {
    let weights: [(usize, f64); SECTORS.len()] =
        std::array::from_fn(|place| (place, SECTORS[place].weight));
    let sector = weighted(stream, &weights).unwrap_or(FINANCE);
    (sector, any(stream, SECTORS[sector].industries))
}

/// A country that is not home.
pub(crate) fn foreign_country(stream: &mut Stream) -> &'static str {
    weighted(stream, &FOREIGN).unwrap_or(HOME)
}
