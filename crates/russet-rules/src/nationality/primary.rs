//! The primary location of assets or revenue: the country or region that stands out.

use russet_market::AreaKind;

use super::assignment::AssignmentRule;
use super::report::{YearReport, is_same};

/// Millionths of a percent: exact for percentages of six decimals.
type Micros = i128;

/// A country or region and its percentages, added up over the years.
struct LocationShare {
    name: String,
    countries: Vec<String>,
    sum: Micros,
}

/// The named areas of the newest years, added up; what has no name is left out.
pub(super) struct LocationShares {
    countries: Vec<LocationShare>,
    regions: Vec<LocationShare>,
    years: Micros,
}

impl LocationShares {
    /// The areas of the newest reports, as many as the rule averages, or as there are. An area that a year does not name has
    /// no part in it.
    pub(super) fn new(newest_first: &[YearReport], rule: &AssignmentRule) -> LocationShares {
        let reports = &newest_first[..newest_first.len().min(rule.averaged_years as usize)];
        let mut locations = LocationShares {
            countries: Vec::new(),
            regions: Vec::new(),
            years: reports.len() as Micros,
        };
        for area in reports.iter().flat_map(|report| &report.areas) {
            let (name, locations) = match area.kind {
                AreaKind::Rest => continue,
                AreaKind::Country => (rule.country(&area.name), &mut locations.countries),
                AreaKind::Region => (area.name.trim().to_owned(), &mut locations.regions),
            };
            let percent = (area.percent * 1e6).round() as Micros;
            match locations.iter_mut().find(|location| is_same(&location.name, &name)) {
                Some(location) => location.sum += percent,
                None => {
                    let countries = area.countries.iter().map(|name| rule.country(name)).collect();
                    locations.push(LocationShare { name, countries, sum: percent });
                }
            }
        }
        for locations in [&mut locations.countries, &mut locations.regions] {
            locations.sort_by(|a, b| (b.sum, &a.name).cmp(&(a.sum, &b.name)));
        }
        locations
    }

    pub(super) fn is_empty(&self) -> bool {
        self.countries.is_empty() && self.regions.is_empty()
    }

    /// The indicator's country that is the primary location, if one is.
    ///
    /// A country leads by the rule's points or more over every other country and by more than them
    /// over every region; without a country, a region that holds exactly one indicator's country leads
    /// by more over every other region; one location against the rest of the world needs the rule's part.
    pub(super) fn primary(&self, indicators: &[String], rule: &AssignmentRule) -> Option<String> {
        let (largest, is_country) = match (self.countries.first(), self.regions.first()) {
            (Some(country), _) => (country, true),
            (None, region) => (region?, false),
        };
        let held: Vec<&String> = match is_country {
            true => indicators.iter().filter(|one| is_same(one, &largest.name)).collect(),
            false => {
                let holds = |one: &&String| largest.countries.iter().any(|name| is_same(name, one));
                indicators.iter().filter(holds).collect()
            }
        };
        let [country] = held[..] else { return None };
        let lead = self.over_years(rule.lead_percentage_points.millionths());
        let part = self.over_years(rule.against_rest_percent.millionths());
        let next_country = self.countries.get(1).filter(|_| is_country);
        let next_region = self.regions.get(usize::from(!is_country));
        let stands_out = match (next_country, next_region) {
            (None, None) => largest.sum >= part,
            _ => {
                next_country.is_none_or(|next| largest.sum - next.sum >= lead)
                    && next_region.is_none_or(|next| largest.sum - next.sum > lead)
            }
        };
        stands_out.then(|| country.clone())
    }

    /// The largest locations in words, such as `United States 77.0%, Canada 13.0%`.
    pub(super) fn words(&self) -> String {
        let mut all: Vec<&LocationShare> = self.countries.iter().chain(&self.regions).collect();
        all.sort_by_key(|location| std::cmp::Reverse(location.sum));
        let years = self.years.max(1) as f64;
        let percent = |location: &LocationShare| location.sum as f64 / 1e6 / years;
        let shown = all
            .iter()
            .take(3)
            .map(|location| format!("{} {:.1}%", location.name, percent(location)));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// Millionths of a whole as millionths of a percent, added up over the years.
    fn over_years(&self, millionths: i128) -> Micros {
        millionths * 100 * self.years
    }
}
