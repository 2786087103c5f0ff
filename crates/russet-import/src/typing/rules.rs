//! The rules, as a table: edit words here, nothing else.

use russet_market::SecurityKind::{self, *};

use super::traits::{Traits, ends, says, starts};

/// Something that a line has or has not.
pub(super) enum Sign {
    /// The symbol has this in it: `^` marks a preferred series.
    SymbolHas(&'static str),
    /// The symbol ends so, after a dot or as the fifth letter of a Nasdaq symbol.
    SymbolEnds(&'static [&'static str]),
    FifthLetter(&'static str),
    /// One of these phrases stands anywhere in the name.
    Name(&'static [&'static str]),
    /// One of these phrases stands in the company's own name.
    Company(&'static [&'static str]),
    /// The company's own name ends with one of these phrases.
    CompanyEnds(&'static [&'static str]),
    /// One of these phrases stands in the line's description, behind the company's name.
    Line(&'static [&'static str]),
    /// The line's description starts with one of these phrases.
    LineStarts(&'static [&'static str]),
    /// The industry is one of these.
    Industry(&'static [&'static str]),
    /// The industry is not given.
    NoIndustry,
}

/// A kind, all signs that it takes, and signs of which none may hold.
pub(super) struct Rule {
    pub(super) kind: SecurityKind,
    pub(super) all: &'static [Sign],
    pub(super) none: &'static [Sign],
}

impl Rule {
    pub(super) fn holds(&self, line: &Traits) -> bool {
        self.all.iter().all(|sign| sign.holds(line))
            && !self.none.iter().any(|sign| sign.holds(line))
    }
}

impl Sign {
    fn holds(&self, line: &Traits) -> bool {
        match self {
            Sign::SymbolHas(mark) => line.symbol.contains(mark),
            Sign::SymbolEnds(ends) => ends.iter().any(|end| line.symbol.ends_with(end)),
            Sign::FifthLetter(letters) => {
                line.symbol.len() == 5
                    && line.symbol.bytes().all(|letter| letter.is_ascii_uppercase())
                    && letters.contains(&line.symbol[4..])
            }
            Sign::Name(phrases) => phrases.iter().any(|phrase| says(&line.name, phrase)),
            Sign::Company(phrases) => phrases.iter().any(|phrase| says(&line.company, phrase)),
            Sign::CompanyEnds(phrases) => phrases.iter().any(|phrase| ends(&line.company, phrase)),
            Sign::Line(phrases) => phrases.iter().any(|phrase| says(&line.line, phrase)),
            Sign::LineStarts(phrases) => phrases.iter().any(|phrase| starts(&line.line, phrase)),
            Sign::Industry(industries) => industries.contains(&line.industry.as_str()),
            Sign::NoIndustry => line.industry.is_empty(),
        }
    }
}

const PREFERRED_WORDS: &[&str] = &["PREFERRED", "PREFERENCE", "PREF", "PFD"];
const DEBT_WORDS: &[&str] = &[
    "NOTE",
    "NOTES",
    "DEBENTURE",
    "DEBENTURES",
    "BONDS",
    "SENIOR NOTES",
    "SUBORDINATED NOTES",
    "ETNS",
    "CORTS",
    "STRATS",
    "PPLUS",
    "SATURNS",
    "TR CTF",
    "BABY BOND",
];
const WARRANT_WORDS: &[&str] = &["WARRANT", "WARRANTS", "WT", "WTS"];
const RIGHT_WORDS: &[&str] = &["RIGHT", "RIGHTS", "CVR", "CVRS", "CONTINGENT VALUE RIGHTS"];
const UNIT_WORDS: &[&str] = &[
    "UNIT",
    "UNITS",
    "EQUITY UNITS",
    "CORPORATE UNITS",
    "TANGIBLE EQUITY UNITS",
    "TANGIBLE EQUITY UNIT",
];
const RECEIPT_WORDS: &[&str] = &[
    "AMERICAN DEPOSITARY",
    "AMERICAN DEPOSITORY",
    "ADS",
    "ADSS",
    "ADR",
    "ADRS",
    "GLOBAL DEPOSITARY",
    "SPONSORED ADR",
];
const PARTNER_WORDS: &[&str] = &[
    "LIMITED PARTNER",
    "LIMITED PARTNERS",
    "LIMITED PARTNERSHIP",
    "PARTNERSHIP INTERESTS",
    "COMMON UNITS",
    "COMMON UNIT",
    "PARTNERSHIP UNITS",
    "DEPOSITARY UNITS",
    "CLASS A UNITS",
];
const TRUST_INDUSTRY: &[&str] = &["TRUSTS EXCEPT EDUCATIONAL RELIGIOUS AND CHARITABLE"];
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

/// Read from the top: the first rule that holds decides.
pub(super) const RULES: &[Rule] = &[
    // What the symbol alone says.
    Rule { kind: Preferred, all: &[Sign::SymbolHas("^")], none: &[] },
    Rule { kind: Preferred, all: &[Sign::SymbolHas(".PR")], none: &[] },
    Rule { kind: Warrant, all: &[Sign::SymbolEnds(&[".WS", ".W", ".WT"])], none: &[] },
    Rule { kind: Unit, all: &[Sign::SymbolEnds(&[".U", ".UN"])], none: &[] },
    Rule { kind: Right, all: &[Sign::SymbolEnds(&[".R", ".RT", ".RI"])], none: &[] },
    // What the line's own description starts with.
    Rule { kind: RoyaltyTrust, all: &[Sign::Company(&["ROYALTY TRUST", "ROYALTY TR"])], none: &[] },
    Rule {
        kind: RoyaltyTrust,
        all: &[Sign::Line(&["UNITS OF BENEFICIAL INTEREST", "TRUST UNITS"])],
        none: &[Sign::Company(&["REIT", "REALTY", "FUND"])],
    },
    Rule { kind: Fund, all: &[Sign::Company(&["ETF", "ETFS", "ETN"])], none: &[] },
    Rule {
        kind: Partnership,
        all: &[Sign::Name(PARTNER_WORDS)],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(DEBT_WORDS), Sign::Line(WARRANT_WORDS)],
    },
    Rule { kind: Unit, all: &[Sign::LineStarts(UNIT_WORDS)], none: &[] },
    Rule { kind: Warrant, all: &[Sign::LineStarts(WARRANT_WORDS)], none: &[] },
    Rule { kind: Right, all: &[Sign::LineStarts(RIGHT_WORDS)], none: &[] },
    Rule {
        kind: DepositaryReceipt,
        all: &[Sign::Name(RECEIPT_WORDS)],
        none: &[
            Sign::Line(WARRANT_WORDS),
            Sign::Line(&["PERPETUAL", "CUMULATIVE", "NON CUMULATIVE", "1/1000TH", "1/40TH"]),
        ],
    },
    Rule {
        kind: Debt,
        all: &[Sign::Line(DEBT_WORDS)],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(WARRANT_WORDS)],
    },
    Rule {
        kind: Debt,
        all: &[Sign::Name(&[
            "SENIOR NOTES",
            "NOTES DUE",
            "DEBENTURES DUE",
            "ETNS",
            "STRATS",
            "CORTS",
            "TR CTF",
            "TRUST CERTIFICATES",
            "TRUST SECURITIES CERTIFICATES",
        ])],
        none: &[],
    },
    Rule {
        kind: Preferred,
        all: &[Sign::Line(PREFERRED_WORDS)],
        none: &[Sign::LineStarts(&["COMMON"])],
    },
    Rule { kind: Preferred, all: &[Sign::LineStarts(&["DEPOSITARY", "DEPOSITORY"])], none: &[] },
    Rule {
        kind: Unit,
        all: &[Sign::Line(UNIT_WORDS)],
        none: &[Sign::LineStarts(&["COMMON", "SHARES"])],
    },
    Rule { kind: Warrant, all: &[Sign::Line(WARRANT_WORDS)], none: &[] },
    Rule { kind: Right, all: &[Sign::Line(RIGHT_WORDS)], none: &[] },
    // A feed may shorten a name to the company's: then the symbol's last letter tells.
    Rule {
        kind: Warrant,
        all: &[Sign::FifthLetter("W")],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Unit,
        all: &[Sign::FifthLetter("U"), Sign::Industry(&["BLANK CHECKS"])],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Right,
        all: &[Sign::FifthLetter("R"), Sign::Industry(&["BLANK CHECKS"])],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Preferred,
        all: &[Sign::FifthLetter("PON")],
        none: &[Sign::Name(&[
            "COMMON STOCK",
            "COMMON SHARES",
            "ORDINARY SHARES",
            "CLASS",
            "SERIES",
        ])],
    },
    // What the company is.
    Rule { kind: BlankCheque, all: &[Sign::Industry(&["BLANK CHECKS"])], none: &[] },
    Rule {
        kind: BlankCheque,
        all: &[Sign::Company(&[
            "ACQUISITION CORP",
            "ACQUISITION CORPORATION",
            "ACQUISITION CO",
            "ACQUISITION COMPANY",
            "ACQUISITION INC",
            "ACQUISITION LTD",
            "ACQUISITION LIMITED",
            "ACQUISITION HOLDINGS",
            "ACQUISITIONS CORP",
            "ACQUISITIONS CORPORATION",
            "ACQUISITION I",
            "ACQUISITION II",
            "ACQUISITION III",
            "ACQUISITION IV",
            "ACQUISITION V",
            "ACQUISITION GROUP",
            "MERGER CORP",
            "MERGER CORPORATION",
            "BLANK CHECK",
            "SPECIAL PURPOSE ACQUISITION",
        ])],
        none: &[],
    },
    Rule {
        kind: Fund,
        all: &[Sign::Company(&[
            "FUND",
            "FUNDS",
            "BDC",
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
            "TOTAL RETURN TRUST",
            "TERM TRUST",
            "INCOME TRUST",
            "DIVIDEND TRUST",
            "GROWTH TRUST",
            "OPPORTUNITY TRUST",
            "OPPORTUNITIES TRUST",
            "BOND TRUST",
            "RATE TRUST",
            "PHYSICAL GOLD",
            "GOLD TRUST",
            "SILVER TRUST",
            "BITCOIN TRUST",
        ])],
        none: &[Sign::Industry(&["REAL ESTATE INVESTMENT TRUSTS", "REAL ESTATE"])],
    },
    Rule {
        kind: Fund,
        all: &[Sign::Industry(TRUST_INDUSTRY)],
        none: &[Sign::Name(&["REIT", "REALTY", "PROPERTIES", "BANCORP", "BANK"])],
    },
    Rule {
        kind: Fund,
        all: &[
            Sign::Industry(LENDER_INDUSTRIES),
            Sign::CompanyEnds(&[
                "CAPITAL CORP",
                "CAPITAL CORPORATION",
                "INVESTMENT CORP",
                "INVESTMENT CORPORATION",
                "FINANCE CORP",
                "FINANCE CORPORATION",
                "LENDING CORP",
                "LENDING CORPORATION",
                "CREDIT CORP",
                "CREDIT CORPORATION",
                "CREDIT COMPANY INC",
                "WHITEHORSE FINANCE INC",
                "INVESTORS",
            ]),
        ],
        none: &[Sign::NoIndustry],
    },
    Rule {
        kind: Fund,
        all: &[
            Sign::Company(&["TRUST"]),
            Sign::Industry(LENDER_INDUSTRIES),
            Sign::Name(&["BENEFICIAL INTEREST"]),
        ],
        none: &[Sign::NoIndustry, Sign::Name(&["REIT", "REALTY", "PROPERTIES", "HOSPITALITY"])],
    },
    Rule { kind: Partnership, all: &[Sign::CompanyEnds(&["LP", "L P"])], none: &[] },
    Rule { kind: LimitedLiabilityCompany, all: &[Sign::CompanyEnds(&["LLC", "L L C"])], none: &[] },
];
