//! What a company's name, sector and industry tell: edit words here, nothing else.
//!
//! Feeds put blank cheques and funds into a few industries beside ordinary companies, and leave the
//! industry out for months: so most rules ask for a word and an industry.

use russet_market::SecurityKind::*;

use super::sign::{Rule, Sign};

/// Ends of the names of numbered vehicles.
const NUMERALS: &[&str] = &["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
const NUMERALS_AND_FORM: &[&str] = &[
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
const PROPERTY_AND_BANK_WORDS: &[&str] = &[
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
const REAL_ESTATE: &[&str] = &["REAL ESTATE INVESTMENT TRUSTS", "REAL ESTATE"];
/// The industry that holds little but funds.
const FUND_INDUSTRY: &[&str] = &["TRUSTS EXCEPT EDUCATIONAL RELIGIOUS AND CHARITABLE"];
/// Industries that hold funds among others.
const MIXED_INDUSTRIES: &[&str] = &[
    "FINANCE/INVESTORS SERVICES",
    "FINANCE COMPANIES",
    "INVESTMENT MANAGERS",
    "INVESTMENT BANKERS/BROKERS/SERVICE",
];
/// Industries of companies that lend.
const LENDER_INDUSTRIES: &[&str] = &[
    "FINANCE/INVESTORS SERVICES",
    "FINANCE: CONSUMER SERVICES",
    "FINANCE COMPANIES",
    "INVESTMENT MANAGERS",
    "INVESTMENT BANKERS/BROKERS/SERVICE",
    "DIVERSIFIED FINANCIAL SERVICES",
    "TRUSTS EXCEPT EDUCATIONAL RELIGIOUS AND CHARITABLE",
    "",
];

/// Read from the top, after the rules of the line: the first rule that holds decides.
pub(super) const COMPANY_RULES: &[Rule] = &[
    Rule {
        kind: BlankCheque,
        all: &[Sign::Company(&[
            "ACQUISITION",
            "ACQUISITIONS",
            "MERGER",
            "MERGERS",
            "SPAC",
            "BLANK CHECK",
        ])],
        none: &[],
    },
    Rule {
        kind: Fund,
        all: &[Sign::Company(&[
            "FUND",
            "FUNDS",
            "BDC",
            "MIDDLE MARKET",
            "PRIVATE CREDIT",
            "MUNICIPAL",
            "MUNICIPALS",
            "MUNI",
            "MUNIYIELD",
            "MUNIVEST",
            "MUNIHOLDINGS",
            "CLOSED END",
            "NEXTSHARES",
            "DIRECT LENDING",
            "SPECIALTY LENDING",
            "SPECIALTY FINANCE",
            "SECURED LENDING",
            "CREDIT INCOME",
            "PHYSICAL GOLD",
            "GOLD TRUST",
            "SILVER TRUST",
            "BITCOIN TRUST",
        ])],
        none: &[Sign::Industry(REAL_ESTATE)],
    },
    Rule {
        kind: Fund,
        all: &[Sign::Company(&[
            "TOTAL RETURN TRUST",
            "TERM TRUST",
            "INCOME TRUST",
            "DIVIDEND TRUST",
            "GROWTH TRUST",
            "OPPORTUNITY TRUST",
            "OPPORTUNITIES TRUST",
            "BOND TRUST",
            "RATE TRUST",
        ])],
        none: &[Sign::Industry(REAL_ESTATE), Sign::Company(PROPERTY_AND_BANK_WORDS)],
    },
    Rule { kind: Fund, all: &[Sign::Name(&["BUSINESS DEVELOPMENT COMPANY"])], none: &[] },
    Rule {
        kind: Fund,
        all: &[
            Sign::Industry(MIXED_INDUSTRIES),
            Sign::Name(&[
                "TRUST",
                "TOTAL RETURN",
                "DIVIDEND",
                "INCOME",
                "PORTFOLIO",
                "BENEFICIAL INTEREST",
                "BENEFICIAL OWNERSHIP",
                "SECURITIES CORPORATION",
            ]),
        ],
        // Business development companies and closed-end funds list one class.
        none: &[Sign::Company(PROPERTY_AND_BANK_WORDS), Sign::Name(&["CLASS A"])],
    },
    Rule {
        kind: Fund,
        all: &[
            Sign::Industry(LENDER_INDUSTRIES),
            Sign::Company(&[
                "CAPITAL CORP",
                "CAPITAL CORPORATION",
                "INVESTMENT CORP",
                "INVESTMENT CORPORATION",
                "VENTURE GROWTH",
                "VENTURE LENDING",
            ]),
        ],
        none: &[Sign::NoIndustry, Sign::Company(PROPERTY_AND_BANK_WORDS), Sign::Name(&["CLASS A"])],
    },
    Rule {
        kind: Fund,
        all: &[
            Sign::Industry(LENDER_INDUSTRIES),
            Sign::CompanyEnds(&[
                "FINANCE CORP",
                "FINANCE CORPORATION",
                "CREDIT CORP",
                "CREDIT CORPORATION",
                "CREDIT COMPANY INC",
                "INVESTORS",
            ]),
        ],
        none: &[Sign::NoIndustry, Sign::Name(&["CLASS A"])],
    },
    Rule {
        kind: Fund,
        all: &[
            Sign::Industry(MIXED_INDUSTRIES),
            Sign::CompanyEnds(&[
                "CAPITAL INC",
                "CAPITAL LTD",
                "FINANCE INC",
                "LENDING CORP",
                "LENDING CORPORATION",
            ]),
        ],
        none: &[Sign::Company(PROPERTY_AND_BANK_WORDS), Sign::Name(&["CLASS A"])],
    },
    // `Mesabi Trust`: what trusts of other trades own is land and royalties.
    Rule {
        kind: RoyaltyTrust,
        all: &[Sign::CompanyEnds(&["TRUST"])],
        none: &[
            Sign::Company(PROPERTY_AND_BANK_WORDS),
            Sign::Company(&["INVESTMENT", "FINANCIAL"]),
            Sign::Name(&["BENEFICIAL INTEREST"]),
            Sign::Sector(&["FINANCE", "REAL ESTATE", "CONSUMER SERVICES"]),
            Sign::NoSector,
        ],
    },
    Rule {
        kind: BlankCheque,
        all: &[Sign::CompanyEnds(NUMERALS), Sign::Sector(&["FINANCE", ""])],
        none: &[Sign::Company(&["TRUST", "PORTFOLIO"])],
    },
    Rule {
        kind: BlankCheque,
        all: &[Sign::CompanyEnds(NUMERALS_AND_FORM), Sign::Sector(&["FINANCE"])],
        none: &[],
    },
    Rule {
        kind: Partnership,
        all: &[Sign::CompanyEnds(&["LP", "L P"])],
        none: &[Sign::Name(&["SUBORDINATE VOTING"])],
    },
    // Companies that changed their form keep the old one in a feed's name: it then speaks of stock.
    Rule {
        kind: LimitedLiabilityCompany,
        all: &[Sign::CompanyEnds(&["LLC", "L L C"])],
        none: &[Sign::Name(&["COMMON STOCK"])],
    },
    // What the industry alone tells.
    Rule { kind: BlankCheque, all: &[Sign::Industry(&["BLANK CHECKS"])], none: &[] },
    Rule {
        kind: Fund,
        all: &[Sign::Industry(FUND_INDUSTRY)],
        none: &[
            Sign::Company(PROPERTY_AND_BANK_WORDS),
            Sign::Company(&["HOLDINGS", "TRUST CORPORATION"]),
            // Funds list one class.
            Sign::Name(&["CLASS A"]),
        ],
    },
];
