//! What a symbol and the words for the line tell: edit words here, nothing else.

use russet_market::SecurityKind::*;

use super::sign::{Rule, Sign};

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
    "TEU",
    "TEUS",
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
    "NEW YORK REGISTRY",
    "REGISTRY SHARES",
    "CDI",
    "CDIS",
];
/// Vehicles that sell a company's trust-preferred securities.
const CAPITAL_TRUSTS: &[&str] = &[
    "CAPITAL TRUST",
    "CAPITAL TRUST I",
    "CAPITAL TRUST II",
    "CAPITAL TRUST III",
    "CAPITAL TRUST IV",
    "CAPITAL TRUST V",
];
const PARTNER_WORDS: &[&str] = &[
    "LIMITED PARTNER",
    "LIMITED PARTNERS",
    "LIMITED PARTNERSHIP",
    "PARTNERSHIP INTERESTS",
    "COMMON UNITS",
    "COMMON UNIT",
    "PARTNERSHIP UNIT",
    "PARTNERSHIP UNITS",
    "DEPOSITARY UNITS",
    "CLASS A UNITS",
];
/// Read from the top: the first rule that holds decides.
pub(super) const LINE_RULES: &[Rule] = &[
    // The mark of a preferred series, which New York gives to listed notes and units too.
    Rule {
        kind: Debt,
        all: &[Sign::SymbolHas("^"), Sign::Line(DEBT_WORDS)],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(&["DEPOSITARY", "DEPOSITORY"])],
    },
    Rule {
        kind: Unit,
        all: &[Sign::SymbolHas("^"), Sign::Line(&["CORPORATE UNITS", "EQUITY UNITS"])],
        none: &[],
    },
    // What the symbol alone says.
    Rule { kind: Preferred, all: &[Sign::SymbolHas("^")], none: &[] },
    Rule { kind: Preferred, all: &[Sign::SymbolHas(".PR")], none: &[] },
    Rule { kind: Warrant, all: &[Sign::SymbolEnds(&[".WS", ".W", ".WT"])], none: &[] },
    Rule { kind: Unit, all: &[Sign::SymbolEnds(&[".U", ".UN"])], none: &[] },
    Rule { kind: Right, all: &[Sign::SymbolEnds(&[".R", ".RT", ".RI"])], none: &[] },
    // What the line's own description starts with.
    Rule {
        kind: RoyaltyTrust,
        all: &[Sign::Company(&["ROYALTY TRUST", "ROYALTY TR", "ROYALITY TRUST"])],
        none: &[],
    },
    Rule {
        kind: RoyaltyTrust,
        all: &[Sign::Line(&[
            "UNITS OF BENEFICIAL INTEREST",
            "UNITS OF BENEFICIAL INTERESTS",
            "TRUST UNITS",
        ])],
        none: &[Sign::Company(&["REIT", "REALTY", "FUND"])],
    },
    Rule { kind: Fund, all: &[Sign::Company(&["ETF", "ETFS", "ETN"])], none: &[] },
    Rule {
        kind: LimitedLiabilityCompany,
        all: &[
            Sign::CompanyEnds(&["LLC", "L L C"]),
            Sign::Line(&["COMMON UNIT", "COMMON UNITS", "CLASS A UNITS"]),
        ],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(DEBT_WORDS), Sign::Line(WARRANT_WORDS)],
    },
    Rule {
        kind: Partnership,
        all: &[Sign::CompanyEnds(&["LP", "L P"]), Sign::LineStarts(&["UNIT", "UNITS"])],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(WARRANT_WORDS)],
    },
    Rule {
        kind: Partnership,
        all: &[Sign::Name(PARTNER_WORDS)],
        none: &[Sign::Line(PREFERRED_WORDS), Sign::Line(DEBT_WORDS), Sign::Line(WARRANT_WORDS)],
    },
    Rule { kind: Unit, all: &[Sign::LineStarts(UNIT_WORDS)], none: &[] },
    Rule { kind: Unit, all: &[Sign::Name(&["SUBUNIT", "SUBUNITS"])], none: &[] },
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
            "CORPORATE ASSET BACKED",
        ])],
        none: &[],
    },
    Rule {
        kind: Preferred,
        all: &[Sign::Line(PREFERRED_WORDS)],
        none: &[Sign::LineStarts(&["COMMON"])],
    },
    Rule { kind: Preferred, all: &[Sign::CompanyEnds(CAPITAL_TRUSTS)], none: &[] },
    Rule { kind: Preferred, all: &[Sign::LineStarts(&["DEPOSITARY", "DEPOSITORY"])], none: &[] },
    Rule {
        kind: Unit,
        all: &[Sign::Line(UNIT_WORDS)],
        none: &[Sign::LineStarts(&["COMMON", "SHARES"])],
    },
    Rule { kind: Warrant, all: &[Sign::Line(WARRANT_WORDS)], none: &[] },
    Rule { kind: Right, all: &[Sign::Line(RIGHT_WORDS)], none: &[] },
    // Coupons: preferred lines have said so by now.
    Rule {
        kind: Debt,
        all: &[Sign::Percentage],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES"])],
    },
    // A feed may shorten a name to the company's: then the symbol's last letter tells.
    Rule {
        kind: Warrant,
        all: &[Sign::FifthLetter("W")],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Unit,
        all: &[Sign::FifthLetter("U")],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Right,
        all: &[Sign::FifthLetter("R"), Sign::Industry(&["BLANK CHECKS"])],
        none: &[Sign::Name(&["COMMON STOCK", "COMMON SHARES", "ORDINARY SHARES", "CLASS"])],
    },
    Rule {
        kind: Preferred,
        all: &[Sign::FifthLetter("PONM")],
        none: &[Sign::Name(&[
            "COMMON STOCK",
            "COMMON SHARES",
            "ORDINARY SHARES",
            "CLASS",
            "SERIES",
        ])],
    },
];
