//! What a company's name, sector and industry tell: edit words here, nothing else.
//!
//! Feeds put blank checks and funds into a few industries beside ordinary companies, and leave the
//! industry out for months: so most rules ask for a word and an industry.

use russet_market::SecurityKind::*;

use super::company_words::{
    FUND_INDUSTRY, FUND_SPONSORS, LENDER_INDUSTRIES, MIXED_INDUSTRIES, NUMERALS, NUMERALS_AND_FORM,
    PROPERTY_AND_BANK_WORDS, REAL_ESTATE,
};
use super::sign::{Rule, Sign};

/// Read from the top, after the rules of the line: the first rule that holds decides.
pub(super) const COMPANY_RULES: &[Rule] = &[
    // `American Tower Corporation (REIT)`: feeds list some among trusts of other trades.
    Rule { kind: Common, all: &[Sign::InBrackets(&["REIT"])], none: &[] },
    Rule {
        kind: BlankCheck,
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
        kind: BlankCheck,
        all: &[Sign::Company(&[
            "GROWTH OPPORTUNITIES",
            "GROWTH OPPORTUNITY",
            "TECH OPPORTUNITIES",
            "BIOTECH OPPORTUNITIES",
            "TRANSFORMATION OPPORTUNITIES",
        ])],
        none: &[Sign::Company(&["FUND", "FUNDS", "TRUST", "INVESTORS"])],
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
            "CREDIT OPPORTUNITIES",
            "STRATEGIC INCOME",
            "INCOME PORTFOLIO",
            "TAX FREE",
            "TAX EXEMPT",
            "TAX ADVANTAGE",
            "TAX ADVANTAGED",
            "TAX MANAGED",
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
    Rule {
        kind: Fund,
        all: &[Sign::Company(FUND_SPONSORS), Sign::Company(&["TRUST"])],
        none: &[Sign::Industry(REAL_ESTATE), Sign::Company(PROPERTY_AND_BANK_WORDS)],
    },
    Rule {
        kind: Fund,
        all: &[Sign::CompanyEnds(&["CREDIT COMPANY INC", "INCOME COMPANY INC"])],
        none: &[Sign::Industry(REAL_ESTATE)],
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
        kind: BlankCheck,
        all: &[Sign::CompanyEnds(NUMERALS), Sign::Sector(&["FINANCE", ""])],
        none: &[Sign::Company(&["TRUST", "PORTFOLIO"])],
    },
    Rule {
        kind: BlankCheck,
        all: &[
            Sign::CompanyEnds(NUMERALS),
            Sign::Company(&[
                "CAPITAL CORP",
                "CAPITAL CORPORATION",
                "INVESTMENT CORP",
                "INVESTMENT CORPORATION",
            ]),
        ],
        none: &[],
    },
    Rule {
        kind: BlankCheck,
        all: &[Sign::CompanyEnds(NUMERALS_AND_FORM), Sign::Sector(&["FINANCE", ""])],
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
    Rule { kind: BlankCheck, all: &[Sign::Industry(&["BLANK CHECKS"])], none: &[] },
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
