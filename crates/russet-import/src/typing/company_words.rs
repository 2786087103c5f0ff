//! Words and industries that the rules of companies share.

/// Ends of the names of numbered vehicles.
pub(super) const NUMERALS: &[&str] = &["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
pub(super) const NUMERALS_AND_FORM: &[&str] = &[
    "II INC",
    "III INC",
    "IV INC",
    "V INC",
    "VI INC",
    "VII INC",
    "VIII INC",
    "IX INC",
    "X INC",
    "II CORP",
    "III CORP",
    "IV CORP",
    "V CORP",
    "VI CORP",
    "VII CORP",
    "VIII CORP",
    "IX CORP",
    "X CORP",
    "II LTD",
    "III LTD",
    "IV LTD",
    "V LTD",
];
/// Names of real estate companies and banks, which share many words with funds.
pub(super) const PROPERTY_AND_BANK_WORDS: &[&str] = &[
    "REIT",
    "REAL ESTATE",
    "REALTY",
    "PROPERTY",
    "PROPERTIES",
    "RESIDENTIAL",
    "HOUSING",
    "MORTGAGE",
    "LODGING",
    "HOTEL",
    "HOTELS",
    "HOSPITALITY",
    "BANK",
    "BANCORP",
    "BANCSHARES",
    "BANKSHARES",
    "BANC",
    "SAVINGS",
    "INSURANCE",
];
/// Sponsors of closed-end funds, as the names of their trusts begin.
pub(super) const FUND_SPONSORS: &[&str] = &[
    "BLACKROCK",
    "EATON VANCE",
    "MACQUARIE FIRST TRUST",
    "FRANKLIN UNIVERSAL",
    "GABELLI",
    "JOHN HANCOCK",
    "MFS",
    "NUVEEN",
    "PUTNAM",
    "ROYCE",
    "SPROTT",
];
pub(super) const REAL_ESTATE: &[&str] = &["REAL ESTATE INVESTMENT TRUSTS", "REAL ESTATE"];
/// The industry that holds little but funds.
pub(super) const FUND_INDUSTRY: &[&str] = &["TRUSTS EXCEPT EDUCATIONAL RELIGIOUS AND CHARITABLE"];
/// Industries that hold funds among others.
pub(super) const MIXED_INDUSTRIES: &[&str] = &[
    "FINANCE/INVESTORS SERVICES",
    "FINANCE COMPANIES",
    "INVESTMENT MANAGERS",
    "INVESTMENT BANKERS/BROKERS/SERVICE",
];
/// Industries of companies that lend.
pub(super) const LENDER_INDUSTRIES: &[&str] = &[
    "FINANCE/INVESTORS SERVICES",
    "FINANCE: CONSUMER SERVICES",
    "FINANCE COMPANIES",
    "INVESTMENT MANAGERS",
    "INVESTMENT BANKERS/BROKERS/SERVICE",
    "DIVERSIFIED FINANCIAL SERVICES",
    "TRUSTS EXCEPT EDUCATIONAL RELIGIOUS AND CHARITABLE",
    "",
];
