//! Pronounceable company names, line names as the Nasdaq feed words them, and tickers to try.

use rand::RngExt;
use russet_market::{Mic, SecurityKind, Ticker};

use crate::industries::{SECTORS, any};
use crate::line::Line;
use crate::profile::Profile;
use crate::streams::Stream;

const ONSETS: [&str; 24] = [
    "B", "Br", "C", "Cl", "D", "F", "Fl", "G", "Gr", "H", "K", "L", "M", "N", "P", "Pr", "Qu", "R",
    "S", "St", "T", "Tr", "V", "W",
];
const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "ea", "io", "au", "y"];
const CODAS: [&str; 16] =
    ["n", "r", "l", "s", "x", "m", "nd", "rt", "ld", "nt", "st", "th", "ra", "va", "na", ""];

/// A company's name, such as "Velmora Therapeutics Inc.".
pub(crate) fn company(stream: &mut Stream, profile: &Profile) -> String {
    let brand = brand(stream);
    let trade = any(stream, SECTORS[profile.sector].trades);
    let end = match profile.kind {
        SecurityKind::BlankCheck => return format!("{brand} Acquisition Corp."),
        SecurityKind::Fund => return format!("{brand} {} Fund", any(stream, &FUND_AIMS)),
        SecurityKind::Partnership => return format!("{brand} {trade} Partners L.P."),
        SecurityKind::DepositaryReceipt => any(stream, &["PLC", "Ltd.", "N.V.", "S.A."]),
        _ => any(stream, &["Inc.", "Inc.", "Inc.", "Corp.", "Corporation", "Company", "Ltd."]),
    };
    format!("{brand} {trade} {end}")
}

const FUND_AIMS: [&str; 5] =
    ["Municipal Income", "High Yield", "Total Return", "Strategic Credit", "Equity Income"];

fn brand(stream: &mut Stream) -> String {
    let syllables = if stream.random::<f64>() < 0.75 { 2 } else { 3 };
    let mut brand = String::new();
    for place in 1..=syllables {
        brand.push_str(any(stream, &ONSETS));
        brand.push_str(any(stream, &VOWELS));
        if place == syllables || stream.random::<f64>() < 0.3 {
            brand.push_str(any(stream, &CODAS));
        }
    }
    let lower = brand.to_ascii_lowercase();
    lower[..1].to_ascii_uppercase() + &lower[1..]
}

/// A line's name, such as "Velmora Therapeutics Inc. Class A Common Stock".
pub(crate) fn line(company: &str, profile: &Profile, line: &Line) -> String {
    let what = match (line.kind, line.class) {
        (SecurityKind::Common, Some(class)) => format!("Class {class} Common Stock"),
        (SecurityKind::Common, None) if profile.country == crate::industries::HOME => {
            "Common Stock".to_owned()
        }
        (SecurityKind::Common, None) => "Ordinary Shares".to_owned(),
        (SecurityKind::DepositaryReceipt, _) => "American Depositary Shares".to_owned(),
        (SecurityKind::BlankCheck, _) => "Class A Ordinary Share".to_owned(),
        (SecurityKind::Fund, _) => "Common Shares of Beneficial Interest".to_owned(),
        (SecurityKind::Partnership, _) => {
            "Common Units representing Limited Partner Interests".to_owned()
        }
        (SecurityKind::Preferred, _) => "Series A Cumulative Redeemable Preferred Stock".to_owned(),
        (kind, _) => {
            let words = kind.words();
            words[..1].to_ascii_uppercase() + &words[1..]
        }
    };
    format!("{company} {what}")
}

/// Symbols that would suit a company, best first: short ones for the largest, the name's own
/// letters, then letters drawn.
pub(crate) fn tickers(stream: &mut Stream, company: &str, short: bool) -> Vec<String> {
    let letters: Vec<char> = company
        .split(' ')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let first: String = letters.iter().take(1).collect();
    let start = |count: usize| letters.iter().take(count).collect::<String>();
    let consonants: String =
        letters.iter().filter(|letter| !"AEIOUY".contains(**letter)).take(4).collect();
    let mut symbols = if short { vec![first.clone(), start(2)] } else { Vec::new() };
    let lengths = if stream.random::<f64>() < 0.35 { [3, 4] } else { [4, 3] };
    symbols.extend(lengths.map(start));
    symbols.push(consonants);
    symbols.extend((0..16).map(|_| {
        let drawn = (0..3).map(|_| char::from(stream.random_range(b'A'..=b'Z')));
        first.chars().chain(drawn).collect::<String>()
    }));
    symbols.retain(|symbol| !symbol.is_empty());
    symbols
}

/// The symbols of a company's lines under one root: `ROOT`, `ROOT.B` or `ROOTB`, `ROOT^A`, `ROOTW`.
pub(crate) fn symbol(root: &str, profile: &Profile, line: &Line, place: usize) -> Option<Ticker> {
    let nasdaq = profile.mic == Mic::Xnas;
    Ticker::new(&match (line.kind, line.class) {
        (SecurityKind::Preferred, _) if nasdaq => format!("{root}P"),
        (SecurityKind::Preferred, _) => format!("{root}^A"),
        (SecurityKind::Warrant, _) if nasdaq => format!("{root}W"),
        (SecurityKind::Warrant, _) => format!("{root}.WS"),
        (_, Some(class)) if place > 0 && nasdaq => format!("{root}{class}"),
        (_, Some(class)) if place > 0 => format!("{root}.{class}"),
        _ => root.to_owned(),
    })
}
