//! What a line's name tells of its company and its class.

use super::words::{ends_company, is_class, words};

/// Words that say share, class or legal form, wherever they stand.
const FILLERS: &[&str] = &[
    "COMMON",
    "STOCK",
    "STOCKS",
    "SHARE",
    "SHARES",
    "ORDINARY",
    "VOTING",
    "NON",
    "NONVOTING",
    "SUBORDINATE",
    "BENEFICIAL",
    "INTEREST",
    "INTERESTS",
    "THE",
    "COM",
    "NEW",
    "OF",
];

/// Legal forms at the end of a company's name.
const LEGAL_FORMS: &[&str] = &[
    "INC",
    "INCORPORATED",
    "CORP",
    "CORPORATION",
    "CO",
    "COMPANY",
    "LTD",
    "LIMITED",
    "PLC",
    "LLC",
    "LP",
    "NV",
    "SA",
    "AG",
    "SE",
    "AB",
    "ASA",
    "SPA",
    "BV",
    "SAB",
    "DE",
    "CV",
    "OYJ",
    "AS",
];

/// First words so common that they name no company.
const COMMON_FIRST_WORDS: &[&str] = &[
    "FIRST",
    "AMERICAN",
    "NATIONAL",
    "UNITED",
    "GLOBAL",
    "GENERAL",
    "NEW",
    "THE",
    "GREAT",
    "PACIFIC",
    "SOUTHERN",
    "NORTHERN",
    "WESTERN",
    "EASTERN",
    "CENTRAL",
    "INTERNATIONAL",
    "ADVANCED",
    "LIBERTY",
    "BLACKROCK",
    "NUVEEN",
    "EATON",
    "INVESCO",
    "FRANKLIN",
    "VIRTUS",
    "CHINA",
    "CAPITAL",
    "COMMUNITY",
];

/// Words that companies of one trade share, above all those that blank-check companies are named by.
const TRADE_WORDS: &[&str] = &[
    "ACQUISITION",
    "ACQUISITIONS",
    "CAPITAL",
    "HOLDINGS",
    "HOLDING",
    "GROUP",
    "PARTNERS",
    "TRUST",
    "FUND",
    "INCOME",
    "TECHNOLOGY",
    "TECHNOLOGIES",
    "BANCORP",
    "BANK",
    "FINANCIAL",
    "CORP",
    "CORPORATION",
    "COMPANY",
    "CO",
    "INC",
    "LTD",
    "LIMITED",
    "I",
    "INVESTMENT",
    "INVESTMENTS",
    "MUNICIPAL",
    "QUALITY",
    "ENERGY",
    "HEALTH",
    "PHARMACEUTICALS",
    "THERAPEUTICS",
    "&",
    "AND",
];

/// The company's part of a line's name: equal for all lines of a company, as far as names tell.
///
/// ```text
/// Alphabet Inc. Class A Common Stock    →  ALPHABET
/// Alphabet Inc. Class C Capital Stock   →  ALPHABET
/// AMCI Acquisition Corp. II Units       →  AMCI ACQUISITION CORP II
/// ```
pub(crate) fn stem(name: &str) -> String {
    let words = words(name);
    let mut kept: Vec<&str> = Vec::new();
    let mut place = 0;
    while let Some(word) = words.get(place) {
        let next = words.get(place + 1).map(String::as_str);
        let first = kept.is_empty();
        if !first && (ends_company(word, next) || word.contains(['%', '$'])) {
            break;
        }
        let skipped = match (word.as_str(), next) {
            ("CLASS" | "SERIES" | "CL" | "SER", Some(next)) if is_class(next) => 2,
            ("CAPITAL", Some("STOCK")) if !first => 2,
            ("AMERICAN", Some("DEPOSITARY" | "DEPOSITORY")) if !first => break,
            (word, _) if FILLERS.contains(&word) => 1,
            _ => 0,
        };
        if skipped == 0 {
            kept.push(word);
        }
        place += skipped.max(1);
    }
    while kept.len() > 1 && kept.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
        kept.pop();
    }
    kept.join(" ")
}

/// Whether two stems are the same company's, before and after it changed its name a little.
///
/// Stems that differ in a number are not: `AMCI Acquisition` and `AMCI Acquisition II` are two.
pub(crate) fn similar(one: &str, other: &str) -> bool {
    if one == other {
        return !one.is_empty();
    }
    let words = |stem: &str| -> Vec<String> { stem.split(' ').map(str::to_owned).collect() };
    let (one, other) = (words(one), words(other));
    let numbers = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| is_number(word)).cloned().collect()
    };
    if numbers(&one) != numbers(&other) {
        return false;
    }
    let first_word = |words: &[String]| words.first().cloned().unwrap_or_default();
    let (first, second) = (first_word(&one), first_word(&other));
    let telling = |word: &str| word.len() >= 3 && !COMMON_FIRST_WORDS.contains(&word);
    if first == second && telling(&first) {
        return true;
    }
    let of_its_own = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| !TRADE_WORDS.contains(&word.as_str())).cloned().collect()
    };
    let (one, other) = (of_its_own(&one), of_its_own(&other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    2 * shared > one.len().max(other.len())
}

/// The share class that a name tells, else the one that a New York symbol tells (`BRK.B`).
///
/// A preferred series is no share class.
pub(crate) fn share_class(name: &str, symbol: &str) -> Option<String> {
    let words = words(name);
    let company_end = words
        .iter()
        .enumerate()
        .skip(1)
        .find(|(place, word)| ends_company(word, words.get(place + 1).map(String::as_str)))
        .map_or(words.len(), |(place, _)| place);
    let named = words[..company_end].windows(2).find_map(|pair| {
        let says_class = ["CLASS", "CL", "SERIES"].contains(&pair[0].as_str());
        (says_class && is_class(&pair[1])).then(|| pair[1].clone())
    });
    let suffix = || match symbol.rsplit_once('.') {
        Some((_, class)) if class.len() == 1 && "ABCDK".contains(class) => Some(class.to_owned()),
        _ => None,
    };
    named.or_else(suffix)
}

fn is_number(word: &str) -> bool {
    const ROMAN: &[&str] =
        &["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"];
    ROMAN.contains(&word) || word.chars().all(|character| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_company_share_a_stem() {
        for (one, other) in [
            ("Alphabet Inc. Class A Common Stock", "Alphabet Inc. Class C Capital Stock"),
            ("Coherent Inc. Common Stock", "Coherent Corp. Common Stock"),
            ("LiveVox Holdings Inc. Unit", "LiveVox Holdings Inc. Class A Common Stock"),
            (
                "Bank of America Corporation Common Stock",
                "Bank of America Corporation Depositary Shares (Each representing a 1/1000th interest)",
            ),
            (
                "AGNC Investment Corp. Common Stock",
                "AGNC Investment Corp. 7.00% Series C Preferred",
            ),
            ("GrubHub Inc.", "GrubHub Inc. Common Stock"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_eq!(stem("Preferred Bank Common Stock"), "PREFERRED BANK");
        assert_eq!(stem("Unit Corporation Common Stock"), "UNIT");
        assert_eq!(stem("American Airlines Group Inc. Common Stock"), "AMERICAN AIRLINES GROUP");
    }

    #[test]
    fn tracking_stocks_and_numbered_companies_stay_apart() {
        let formula_one = "Liberty Media Corporation Series A Liberty Formula One Common Stock";
        let braves = "Liberty Media Corporation Series C Liberty Braves Common Stock";
        assert_ne!(stem(formula_one), stem(braves));
        assert!(!similar(
            &stem("AMCI Acquisition Corp. Unit"),
            &stem("AMCI Acquisition Corp. II Units")
        ));
        assert!(similar(&stem("Cosmos Holdings Inc."), &stem("Cosmos Health Inc. Common Stock")));
        assert!(!similar(&stem("First Seacoast Bancorp"), &stem("First Horizon Corporation")));
        assert!(!similar("DILA CAPITAL ACQUISITION", "MONTEREY CAPITAL ACQUISITION"));
        let blank = |name: &str| stem(&format!("{name} Acquisition Corporation I Class A Shares"));
        assert!(!similar(&blank("Disruptive"), &blank("Shelter")));
        assert!(similar("CAPITAL SENIOR LIVING", "SONIDA SENIOR LIVING"));
        assert!(!similar("", ""));
    }

    #[test]
    fn classes_come_from_the_name_then_the_symbol() {
        let class = |name: &str, symbol: &str| share_class(name, symbol);
        assert_eq!(class("Alphabet Inc. Class C Capital Stock", "GOOG"), Some("C".to_owned()));
        assert_eq!(class("Berkshire Hathaway Inc.", "BRK.B"), Some("B".to_owned()));
        assert_eq!(class("E2open Parent Inc.Class A Common Stock", "ETWO"), Some("A".to_owned()));
        assert_eq!(class("Apple Inc. Common Stock", "AAPL"), None);
        assert_eq!(class("A Corp. Units each consisting of one Class A share", "AU"), None);
    }
}
