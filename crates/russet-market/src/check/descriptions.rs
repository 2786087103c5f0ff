//! Descriptions of securities: what they leave out, and where they contradict each other.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use super::walk::Close;
use crate::facts::{SecurityKind, SecurityVersion};
use crate::market::Market;

/// Words of a line's name that say nothing of the company.
const GENERAL_WORDS: &[&str] = &[
    "AMERICAN",
    "CAPITAL",
    "CLASS",
    "CO",
    "COMMON",
    "COMPANY",
    "CORP",
    "CORPORATION",
    "DEPOSITARY",
    "GROUP",
    "HOLDINGS",
    "INC",
    "INCORPORATED",
    "INTERNATIONAL",
    "LIMITED",
    "LLC",
    "LP",
    "LTD",
    "NEW",
    "OF",
    "ORDINARY",
    "PLC",
    "SERIES",
    "SHARE",
    "SHARES",
    "STOCK",
    "THE",
    "TRUST",
    "UNITS",
    "VOTING",
];

pub(super) fn findings(
    market: &Market,
    lines: &Lines<'_>,
    last_closes: &[Option<Close>],
) -> Vec<Finding> {
    let (mut country, mut sector, mut unpriced) =
        (Tally::default(), Tally::default(), Tally::default());
    for ((place, last), close) in lines.iter().zip(last_closes) {
        let lacks = |says: fn(&SecurityVersion) -> bool| !lines.versions(place).iter().any(says);
        let example = || format!("{} {}: {}", last.ticker, last.last_session, last.name);
        if last.kind == SecurityKind::Common && lacks(|version| version.country.is_some()) {
            country.note(example);
        }
        if last.kind == SecurityKind::Common && lacks(|version| version.sector.is_some()) {
            sector.note(example);
        }
        if close.is_none() {
            unpriced.note(example);
        }
    }
    let (missing, topic) = (FindingKind::Missing, "securities");
    let (common, security) = (("common share", "common shares"), ("security", "securities"));
    [
        country.finding(missing, topic, common, "without a country"),
        sector.finding(missing, topic, common, "without a sector"),
        unpriced.finding(missing, topic, security, "without any close"),
        renamed(lines),
        shared_tickers(market),
        backward(market),
        overlapping(lines),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A ticker that passed to another company looks like a rename under the old ticker.
fn renamed(lines: &Lines<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    for pair in lines.iter().flat_map(|(place, _)| lines.versions(place).windows(2)) {
        let (old, new) = (words(&pair[0].name), words(&pair[1].name));
        let told = !old.is_empty() && !new.is_empty();
        if told && pair[0].ticker == pair[1].ticker && !old.iter().any(|word| new.contains(word)) {
            let (ticker, from) = (&pair[1].ticker, pair[1].first_session);
            tally.note(|| format!("{ticker} {from}: {} after {}", pair[1].name, pair[0].name));
        }
    }
    let noun = ("security", "securities");
    let rest = "with a name that shares no word with the one before under the same ticker";
    tally.finding(FindingKind::Odd, "securities", noun, rest)
}

/// The words of a name that tell its company.
fn words(name: &str) -> Vec<String> {
    name.to_uppercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.len() > 1 && !GENERAL_WORDS.contains(word))
        .map(str::to_owned)
        .collect()
}

fn shared_tickers(market: &Market) -> Option<Finding> {
    let mut versions: Vec<&SecurityVersion> = market.securities.iter().collect();
    let country = |version: &SecurityVersion| version.mic.currency();
    versions.sort_by_key(|version| {
        (&version.ticker, country(version), version.first_session, version.security_id)
    });
    let mut tally = Tally::default();
    let mut holder: Option<&SecurityVersion> = None;
    for version in versions {
        let rival = holder.filter(|holder| {
            holder.ticker == version.ticker && country(holder) == country(version)
        });
        if let Some(rival) = rival
            && rival.last_session >= version.first_session
            && rival.security_id != version.security_id
        {
            let (ticker, from) = (&version.ticker, version.first_session);
            tally.note(|| format!("{ticker} {from}: {} and {}", rival.name, version.name));
        }
        if rival.is_none_or(|rival| rival.last_session <= version.last_session) {
            holder = Some(version);
        }
    }
    let noun = ("ticker", "tickers");
    tally.finding(FindingKind::Odd, "tickers", noun, "of two securities on the same day")
}

fn backward(market: &Market) -> Option<Finding> {
    let mut tally = Tally::default();
    for version in
        market.securities.iter().filter(|version| version.first_session > version.last_session)
    {
        tally.note(|| {
            format!("{} {}: until {}", version.ticker, version.first_session, version.last_session)
        });
    }
    let noun = ("description", "descriptions");
    tally.finding(FindingKind::Impossible, "securities", noun, "with an end before the beginning")
}

fn overlapping(lines: &Lines<'_>) -> Option<Finding> {
    let mut tally = Tally::default();
    for pair in lines.iter().flat_map(|(place, _)| lines.versions(place).windows(2)) {
        if pair[1].first_session <= pair[0].last_session {
            let (ticker, from) = (&pair[1].ticker, pair[1].first_session);
            tally.note(|| {
                format!("{ticker} {from}: the one before holds until {}", pair[0].last_session)
            });
        }
    }
    let noun = ("description", "descriptions");
    let rest = "from a day on which the one before of the same security still holds";
    tally.finding(FindingKind::Impossible, "securities", noun, rest)
}
