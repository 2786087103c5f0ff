//! A year's assets or revenue by area, as a company reports them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{AreaKind, Geography, Measure};

/// One area's part.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The country or region as reported.
    pub name: String,
    /// Country, region, or the rest.
    pub kind: AreaKind,
    /// The countries of a region.
    pub countries: Vec<String>,
    /// Percent of the whole.
    pub percent: f64,
}

/// The areas of one fiscal year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearReport {
    /// The end of the fiscal year.
    pub fiscal_year_end: Date,
    /// Its areas.
    pub areas: Vec<Area>,
}

impl YearReport {
    /// The reports of a measure, newest year first; of several statements of one year the latest
    /// known stands.
    pub fn newest_first(rows: &[&Geography], measure: Measure) -> Vec<YearReport> {
        let mut years: BTreeMap<Date, (Date, Vec<Area>)> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.measure == measure) {
            let year = years.entry(row.fiscal_year_end).or_insert((row.known_at, Vec::new()));
            if row.known_at > year.0 {
                *year = (row.known_at, Vec::new());
            }
            if row.known_at == year.0 {
                year.1.push(Area::of(row));
            }
        }
        let report = |(fiscal_year_end, (_, areas))| YearReport { fiscal_year_end, areas };
        years.into_iter().rev().map(report).collect()
    }

    /// Percent of the whole that the report gives to a country under any of its names; none where the
    /// report does not name it.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::AreaKind;
    /// use russet_rules::nationality::{Area, YearReport};
    /// let area = |name: &str, kind, percent| {
    ///     Area { name: name.to_owned(), kind, countries: Vec::new(), percent }
    /// };
    /// let areas = vec![
    ///     area("PRC", AreaKind::Country, 60.0),
    ///     area("Hong Kong", AreaKind::Country, 15.0),
    ///     area("Asia", AreaKind::Region, 25.0),
    /// ];
    /// let report = YearReport { fiscal_year_end: date(2023, 12, 31), areas };
    /// assert_eq!(report.percent_of(&["China".to_owned(), "PRC".to_owned()]), Some(60.0));
    /// assert_eq!(report.percent_of(&["Asia".to_owned()]), None); // a region, no country
    /// ```
    pub fn percent_of(&self, names: &[String]) -> Option<f64> {
        let named = |area: &&Area| {
            area.kind == AreaKind::Country && names.iter().any(|name| is_same(name, &area.name))
        };
        self.areas.iter().filter(named).map(|area| area.percent).reduce(|sum, part| sum + part)
    }
}

impl Area {
    fn of(row: &Geography) -> Area {
        let countries = row.countries.as_deref().unwrap_or_default().split(';').map(str::trim);
        Area {
            name: row.area.clone(),
            kind: row.area_kind,
            countries: countries.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            percent: row.percent,
        }
    }
}

/// Whether two names of countries are one, however they are capitalized.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
