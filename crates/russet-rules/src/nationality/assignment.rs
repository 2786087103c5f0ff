//! The steps by which a company is assigned to a country.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::primary::LocationShares;
use super::report::{YearReport, is_same};
use crate::methodology::Percent;

/// Names and thresholds of the country assignment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentRule {
    /// The names of the home country, the preferred one first.
    pub home: Vec<String>,
    /// Territories that count as the home country.
    pub territories: Vec<String>,
    /// Benefit-driven incorporation countries: headquarters there are ignored.
    pub benefit_driven: Vec<String>,
    /// The number of latest annual reports over which percentages are averaged.
    pub averaged_years: u32,
    /// The minimum lead of the primary location over every other, in percentage points.
    pub lead_percentage_points: Percent,
    /// The percentage that one country or region needs against the rest of the world.
    pub against_rest_percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

impl AssignmentRule {
    /// A country as it is written here: territories and other names of the home country are it.
    pub(super) fn country(&self, name: &str) -> String {
        let mut names = self.home.iter().chain(&self.territories);
        match names.any(|other| is_same(other, name)) {
            true => self.home.first().map_or(name, String::as_str).to_owned(),
            false => name.trim().to_owned(),
        }
    }

    fn is_benefit_driven(&self, country: &str) -> bool {
        self.benefit_driven.iter().any(|other| is_same(other, country))
    }
}

/// The home country indicators of a company; what is not known is none, or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indicators {
    /// Where it is incorporated.
    pub incorporation: Option<String>,
    /// Where its principal executive office is.
    pub headquarters: Option<String>,
    /// The country whose exchanges together trade most of it over two years.
    pub most_liquid_exchange: Option<String>,
    /// The countries with a standard exchange that trades its shares; receipts do not count.
    pub trades_in: Vec<String>,
}

/// The step that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Incorporated, headquartered and trading in one country.
    OneCountry,
    /// An indicator's country is the primary location of assets.
    Assets,
    /// An indicator's country is the primary location of revenue.
    Revenue,
    /// The country of the headquarters.
    Headquarters,
    /// The country of the most liquid exchange.
    MostLiquidExchange,
    /// What is known is not enough.
    Undecided,
}

/// The country, the step that decided, and why in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The country; none where what is known is not enough.
    pub country: Option<String>,
    /// The step that decided.
    pub step: Step,
    /// The steps until then in words, with the evidence that was missing.
    pub words: String,
}

/// Assigns a company to a country (R46 5.3-5.5):
///
/// 1. incorporated, headquartered and trading in one country: that country, however liquid others are;
/// 2. else the primary location of assets, when an indicator names it too;
/// 3. else that of revenue;
/// 4. else the headquarters, unless they are in a country of benefit-driven incorporation: then the
///    most liquid exchange.
///
/// Reports come newest first; the caller leaves out what was filed after
/// the day of the decision. Names of countries are compared without regard to capitals.
///
/// ```
/// use russet_rules::nationality::{AssignmentRule, Indicators, Step, assign};
/// let rule = AssignmentRule {
///     home: vec!["United States".to_owned()],
///     territories: vec!["Puerto Rico".to_owned()],
///     benefit_driven: vec!["Bermuda".to_owned()],
///     averaged_years: 2,
///     lead_percentage_points: "20".parse()?,
///     against_rest_percent: "40".parse()?,
///     reference: "R46 5.3-5.5".to_owned(),
/// };
/// let company = Indicators {
///     incorporation: Some("Puerto Rico".to_owned()),
///     headquarters: Some("United States".to_owned()),
///     most_liquid_exchange: Some("United States".to_owned()),
///     trades_in: vec!["United States".to_owned()],
/// };
/// let assigned = assign(&company, &[], &[], &rule);
/// assert_eq!((assigned.country.as_deref(), assigned.step), (Some("United States"), Step::OneCountry));
/// # Ok::<(), String>(())
/// ```
pub fn assign(
    indicators: &Indicators,
    assets: &[YearReport],
    revenue: &[YearReport],
    rule: &AssignmentRule,
) -> Assigned {
    let known = Known::new(indicators, rule);
    let mut words = known.missing();
    if let Some(country) = known.one_country() {
        words.push(format!("incorporated, headquartered and trading in {country}"));
        return decided(country, Step::OneCountry, &words);
    }
    for (measure, reports, step) in
        [("assets", assets, Step::Assets), ("revenue", revenue, Step::Revenue)]
    {
        let locations = LocationShares::new(reports, rule);
        if locations.is_empty() {
            words.push(format!("{measure} by country not known"));
            continue;
        }
        match locations.primary(&known.distinct(), rule) {
            Some(country) => {
                words.push(format!("{measure} mainly in {country} ({})", locations.words()));
                return decided(country, step, &words);
            }
            None => words.push(format!("{measure} inconclusive ({})", locations.words())),
        }
    }
    match known.headquarters {
        Some(country) if !rule.is_benefit_driven(&country) => {
            words.push(format!("headquarters in {country}"));
            return decided(country, Step::Headquarters, &words);
        }
        Some(country) => {
            words.push(format!("headquarters in {country}, which says nothing"));
        }
        None => {}
    }
    match known.most_liquid_exchange {
        Some(country) => {
            words.push(format!("most liquid exchange in {country}"));
            decided(country, Step::MostLiquidExchange, &words)
        }
        None => Assigned { country: None, step: Step::Undecided, words: sentence(&words) },
    }
}

/// The indicators with every country as it is written here.
struct Known {
    incorporation: Option<String>,
    headquarters: Option<String>,
    most_liquid_exchange: Option<String>,
    trades_in: Vec<String>,
}

impl Known {
    fn new(indicators: &Indicators, rule: &AssignmentRule) -> Known {
        let country = |name: &Option<String>| name.as_deref().map(|name| rule.country(name));
        Known {
            incorporation: country(&indicators.incorporation),
            headquarters: country(&indicators.headquarters),
            most_liquid_exchange: country(&indicators.most_liquid_exchange),
            trades_in: indicators.trades_in.iter().map(|name| rule.country(name)).collect(),
        }
    }

    /// The country of incorporation, headquarters and a trading security, when they are one.
    fn one_country(&self) -> Option<String> {
        let (incorporation, headquarters) =
            (self.incorporation.as_ref()?, self.headquarters.as_ref()?);
        let trades = self.trades_in.iter().any(|one| is_same(one, incorporation));
        (is_same(incorporation, headquarters) && trades).then(|| incorporation.clone())
    }

    fn distinct(&self) -> Vec<String> {
        let mut countries: Vec<String> = Vec::new();
        let all = [&self.incorporation, &self.headquarters, &self.most_liquid_exchange];
        for country in all.into_iter().flatten() {
            if !countries.iter().any(|one| is_same(one, country)) {
                countries.push(country.clone());
            }
        }
        countries
    }

    /// The evidence that is missing, in words.
    fn missing(&self) -> Vec<String> {
        [
            (self.incorporation.is_none(), "country of incorporation"),
            (self.headquarters.is_none(), "headquarters"),
            (self.most_liquid_exchange.is_none(), "most liquid exchange"),
            (self.trades_in.is_empty(), "countries of trading"),
        ]
        .into_iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, what)| format!("{what} not known"))
        .collect()
    }
}

fn decided(country: String, step: Step, words: &[String]) -> Assigned {
    Assigned { words: format!("{}: {country}", sentence(words)), country: Some(country), step }
}

fn sentence(words: &[String]) -> String {
    let text = words.join("; ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
