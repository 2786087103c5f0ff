//! What the tests of histories share: a small market made by hand, a family cut to its size, and a
//! run of the one through the other.

pub mod company;
pub mod market;
pub mod splits;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use russet_calc::{BuildError, BuildPlan, Run, build};
use russet_market::{Market, MarketView};
use russet_rules::Methodology;

pub use market::Recipe;

/// The cuts of the shipped family and what they become for a market of some 80 companies.
const CUTS: [(&str, &str); 7] = [
    ("50", "4"),
    ("200", "8"),
    ("500", "14"),
    ("1000", "25"),
    ("2000", "40"),
    ("3000", "60"),
    ("4000", "75"),
];

/// The size indexes of the shipped methodology with their ranks cut to the size of a test market, as
/// text. Simulated years, with many more companies, try its styles.
pub fn family_text() -> String {
    let shipped = Methodology::built_in_text("russell-us").unwrap();
    let (sizes, rest) = shipped.split_once("# ---------------------------------------------------------------------------------- the styles").unwrap();
    let (_, rest) = rest.split_once("# Before its first reconstitution").unwrap();
    let mut text = String::new();
    for line in sizes.lines().chain(std::iter::once("")).chain(rest.lines().skip(1)) {
        text.push_str(&resized(line).unwrap_or_else(|| line.to_owned()));
        text.push('\n');
    }
    text
}

fn resized(line: &str) -> Option<String> {
    let (key, rank) = line.split_once(" = ")?;
    let (_, smaller) = CUTS.iter().find(|(large, _)| *large == rank)?;
    ["rank", "above", "to"].contains(&key).then(|| format!("{key} = {smaller}"))
}

/// The family that [`family_text`] describes.
pub fn family() -> Methodology {
    parse(&family_text())
}

/// A family from an edited text.
pub fn parse(text: &str) -> Methodology {
    Methodology::parse("test.toml", text).unwrap()
}

/// The plan of a run: the methodology's text and its range.
pub fn plan(text: &str, from: Option<Date>, to: Option<Date>) -> BuildPlan {
    BuildPlan {
        methodology_text: text.to_owned(),
        from,
        to,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    }
}

/// A run of the test family over a market, or why there is none.
pub fn try_run(market: &Market, from: Option<Date>, to: Option<Date>) -> Result<Run, BuildError> {
    let text = family_text();
    build(&MarketView::new(market), &parse(&text), plan(&text, from, to), &|_, _| {})
}

/// A run of the test family over all of a market.
pub fn run(market: &Market) -> Run {
    try_run(market, None, None).unwrap()
}

/// The sessions of a market that have prices.
pub fn sessions(market: &Market) -> Vec<Date> {
    market.prices.sessions().iter().map(|(session, _)| *session).collect()
}

/// Every file of a run's folder with its bytes, but for its log, which says when, and what only the log
/// names.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = everything(folder);
    let is_log = |name: &str| name.starts_with("versions/") || name == "stamps.json";
    files.retain(|name, _| !is_log(name) && !name.ends_with(".lock"));
    if let Ok(manifest) = russet_calc::RunFolder::at(folder).manifest() {
        let named = russet_store::Manifest::files(&manifest);
        let is_named = |name: &str| named.iter().any(|file| file.file == name);
        files.retain(|name, _| name == "manifest.json" || is_named(name));
    }
    files
}

fn everything(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true => files.extend(
                everything(&path)
                    .into_iter()
                    .map(|(file, bytes)| (format!("{name}/{file}"), bytes)),
            ),
            false => {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}
