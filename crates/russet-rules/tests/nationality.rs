//! The country that a company is assigned to: the published examples, and each rule by itself.

use jiff::civil::date;
use russet_market::AreaKind::{self, Country, Region, Rest};
use russet_rules::nationality::{
    Area, Assigned, AssignmentRule, Indicators, NShareEvidence, NShareRule, Step, YearReport,
    assign, is_n_share,
};

fn rule() -> AssignmentRule {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    AssignmentRule {
        home: names(&["United States", "USA"]),
        territories: names(&["Puerto Rico", "Guam"]),
        benefit_driven: names(&["Bermuda", "Cayman Islands", "Marshall Islands"]),
        averaged_years: 2,
        lead_percentage_points: "20".parse().unwrap(),
        against_rest_percent: "40".parse().unwrap(),
        reference: "R46 5.3-5.5".to_owned(),
    }
}

/// Incorporation, headquarters, most liquid exchange; a dash is unknown. It trades there alone.
fn company(indicators: [&str; 3]) -> Indicators {
    let known = |name: &str| (name != "-").then(|| name.to_owned());
    Indicators {
        incorporation: known(indicators[0]),
        headquarters: known(indicators[1]),
        most_liquid_exchange: known(indicators[2]),
        trades_in: known(indicators[2]).into_iter().collect(),
    }
}

/// A report of areas; a region is written with its countries behind a colon.
fn report(year: i16, areas: &[(&str, f64)]) -> YearReport {
    let area = |(text, percent): &(&str, f64)| {
        let (name, countries) = text.split_once(':').unwrap_or((text, ""));
        let kind: AreaKind = match (text.contains(':'), name) {
            (true, _) => Region,
            (false, "rest") => Rest,
            _ => Country,
        };
        let countries = countries.split(';').filter(|name| !name.is_empty());
        Area {
            name: name.to_owned(),
            kind,
            countries: countries.map(str::to_owned).collect(),
            percent: *percent,
        }
    };
    YearReport { fiscal_year_end: date(year, 12, 31), areas: areas.iter().map(area).collect() }
}

fn of_assets(indicators: [&str; 3], areas: &[(&str, f64)]) -> Assigned {
    assign(&company(indicators), &[report(2023, areas)], &[], &rule())
}

fn said(assigned: &Assigned) -> (&str, Step) {
    (assigned.country.as_deref().unwrap_or("nowhere"), assigned.step)
}

/// Incorporated in the United States, headquartered in China, all assets in Canada: China.
#[test]
fn g3_home_country_by_headquarters() {
    let assigned = of_assets(["US", "CN", "US"], &[("CA", 100.0)]);
    assert_eq!(said(&assigned), ("CN", Step::Headquarters));
    assert_eq!(
        assigned.words,
        "Assets inconclusive (CA 100.0%); revenue by country not known; headquarters in CN: CN"
    );
}

/// Incorporated, headquartered and trading in Ireland: neither the exchange with most trading nor 85
/// percent of assets elsewhere count.
#[test]
fn g3_home_country_trap() {
    let mut irish = company(["IE", "IE", "US"]);
    let assets = [report(2023, &[("US", 85.0), ("IE", 15.0)])];
    assert_eq!(said(&assign(&irish, &assets, &[], &rule())), ("US", Step::Assets));
    irish.trades_in = ["US", "IE", "DE"].map(str::to_owned).to_vec();
    assert_eq!(said(&assign(&irish, &assets, &[], &rule())), ("IE", Step::OneCountry));
}

#[test]
fn g4_home_country_percentages_without_a_lead() {
    let areas = [("US", 30.0), ("CN", 15.0), ("A", 15.0), ("B", 15.0), ("C", 15.0), ("D", 10.0)];
    assert_eq!(said(&of_assets(["US", "CN", "US"], &areas)), ("CN", Step::Headquarters));
}

#[test]
fn g4_home_country_percentages_by_region() {
    let areas = [
        ("North America:US;CA", 37.5),
        ("Europe:UK;FR", 12.5),
        ("Asia:CN", 12.5),
        ("Africa:ZA", 12.5),
        ("South America:BR", 12.5),
        ("Oceania:AU", 12.5),
    ];
    assert_eq!(said(&of_assets(["US", "UK", "US"], &areas)), ("US", Step::Assets));
}

#[test]
fn g4_home_country_percentages_against_the_rest() {
    let assigned = of_assets(["UK", "US", "US"], &[("US", 77.0), ("rest", 23.0)]);
    assert_eq!(said(&assigned), ("US", Step::Assets));
}

/// 44 against 20 leads, 36 against 30 does not; a lead of just 20 points over a country is one.
#[test]
fn a_country_leads_over_countries_by_twenty_points_or_more() {
    for (areas, leads) in [
        ([("US", 44.0), ("CN", 20.0), ("DE", 20.0)], true),
        ([("US", 36.0), ("CN", 30.0), ("DE", 20.0)], false),
        ([("US", 36.1), ("CN", 16.1), ("DE", 16.1)], true),
        ([("US", 36.1), ("CN", 16.1001), ("DE", 16.1)], false),
    ] {
        let assigned = of_assets(["UK", "CN", "US"], &areas);
        let expected = if leads { ("US", Step::Assets) } else { ("CN", Step::Headquarters) };
        assert_eq!(said(&assigned), expected, "{areas:?}");
    }
}

#[test]
fn a_region_must_lead_by_more_than_twenty_points() {
    for (percent, leads) in [(50.0, false), (50.01, true)] {
        for first in ["US", "North America:US;CA"] {
            let assigned = of_assets(["UK", "CN", "US"], &[(first, percent), ("Asia:CN", 30.0)]);
            let expected = if leads { ("US", Step::Assets) } else { ("CN", Step::Headquarters) };
            assert_eq!(said(&assigned), expected, "{first} {percent}");
        }
    }
}

#[test]
fn a_region_of_two_indicators_tells_nothing() {
    let areas = [("North America:US;CA", 90.0), ("Europe:UK", 10.0)];
    assert_eq!(said(&of_assets(["US", "CA", "US"], &areas)), ("CA", Step::Headquarters));
    let unnamed = [("North America:", 90.0), ("Europe:", 10.0)];
    assert_eq!(said(&of_assets(["US", "UK", "US"], &unnamed)), ("UK", Step::Headquarters));
}

#[test]
fn one_place_against_the_rest_needs_forty_percent() {
    for (percent, step) in [(40.0, Step::Assets), (39.9, Step::Headquarters)] {
        for first in ["US", "North America:US;CA"] {
            let areas = [(first, percent), ("rest", 100.0 - percent)];
            assert_eq!(of_assets(["UK", "UK", "US"], &areas).step, step, "{first} {percent}");
        }
    }
}

#[test]
fn two_years_are_averaged_and_older_ones_ignored() {
    let years = |newest: f64, before: f64| {
        [
            report(2023, &[("US", newest), ("CN", 100.0 - newest)]),
            report(2022, &[("US", before), ("CN", 100.0 - before)]),
            report(2021, &[("CN", 100.0)]),
        ]
    };
    // 70 and 50 make 60 against 40: a lead of 20 points.
    let us_or_uk = company(["UK", "UK", "US"]);
    assert_eq!(said(&assign(&us_or_uk, &years(70.0, 50.0), &[], &rule())), ("US", Step::Assets));
    let assigned = assign(&us_or_uk, &years(70.0, 49.8), &[], &rule());
    assert_eq!(said(&assigned), ("UK", Step::Headquarters));
}

#[test]
fn revenue_decides_where_assets_do_not() {
    let assets = [report(2023, &[("US", 50.0), ("CN", 50.0)])];
    let revenue = [report(2023, &[("US", 90.0), ("CN", 10.0)])];
    let assigned = assign(&company(["CN", "CN", "US"]), &assets, &revenue, &rule());
    assert_eq!(said(&assigned), ("US", Step::Revenue));
    assert!(assigned.words.contains("Assets inconclusive (CN 50.0%, US 50.0%)"), "{assigned:?}");
}

/// Headquarters in Bermuda decide nothing, but a company that also trades there is Bermudian.
#[test]
fn benefit_driven_headquarters_give_way_to_the_most_liquid_exchange() {
    let assigned = of_assets(["Bermuda", "Bermuda", "United States"], &[]);
    assert_eq!(said(&assigned), ("United States", Step::MostLiquidExchange));
    let incorporated = of_assets(["Marshall Islands", "Greece", "United States"], &[]);
    assert_eq!(said(&incorporated), ("Greece", Step::Headquarters));
    let listed_at_home = of_assets(["Bermuda", "BERMUDA", "Bermuda"], &[]);
    assert_eq!(said(&listed_at_home), ("Bermuda", Step::OneCountry));
}

#[test]
fn territories_and_other_names_are_the_home_country() {
    let assigned = of_assets(["Puerto Rico", "usa", "United States"], &[]);
    assert_eq!(said(&assigned), ("United States", Step::OneCountry));
    let areas = [("Puerto Rico", 35.0), ("USA", 30.0), ("Spain", 35.0)];
    let assigned = of_assets(["Spain", "Spain", "United States"], &areas);
    assert_eq!(said(&assigned), ("United States", Step::Assets));
}

#[test]
fn missing_evidence_is_said() {
    let assigned = of_assets(["-", "-", "-"], &[]);
    assert_eq!(said(&assigned), ("nowhere", Step::Undecided));
    let everything = "Country of incorporation not known; headquarters not known; \
                      most liquid exchange not known; countries of trading not known; \
                      assets by country not known; revenue by country not known";
    assert_eq!(assigned.words, everything);
    // Headquarters in a country that says nothing do not become an answer for want of a better one.
    assert_eq!(said(&of_assets(["Bermuda", "Bermuda", "-"], &[])), ("nowhere", Step::Undecided));
    let no_headquarters = of_assets(["Bermuda", "-", "United States"], &[]);
    assert_eq!(said(&no_headquarters), ("United States", Step::MostLiquidExchange));
    assert!(no_headquarters.words.starts_with("Headquarters not known;"), "{no_headquarters:?}");
}

fn n_share_rule() -> NShareRule {
    NShareRule {
        mainland: vec!["China".to_owned()],
        above_percent: "55".parse().unwrap(),
        below_percent: "45".parse().unwrap(),
        reference: "R46 App. B".to_owned(),
    }
}

fn chinese(assets: Option<f64>, revenue: Option<f64>) -> NShareEvidence {
    NShareEvidence {
        incorporation: Some("Cayman Islands".to_owned()),
        is_listed: true,
        is_controlled: Some(true),
        assets_percent: assets,
        revenue_percent: revenue,
        ..NShareEvidence::default()
    }
}

#[test]
fn n_shares_begin_above_55_and_end_when_both_are_below_45() {
    for (assets, revenue, begins, stays) in [
        (Some(55.0), Some(55.0), false, true),
        (Some(55.01), Some(0.0), true, true),
        (None, Some(56.0), true, true),
        (Some(45.0), Some(0.0), false, true),
        (Some(44.99), Some(44.99), false, false),
        (Some(10.0), None, false, true),
        (None, None, false, true),
    ] {
        let evidence = chinese(assets, revenue);
        assert_eq!(is_n_share(false, &evidence, &n_share_rule()), begins, "{evidence:?}");
        assert_eq!(is_n_share(true, &evidence, &n_share_rule()), stays, "{evidence:?}");
    }
}

#[test]
fn an_n_share_is_incorporated_elsewhere_listed_here_and_controlled_there() {
    let is_one = |change: &dyn Fn(&mut NShareEvidence)| {
        let mut evidence = chinese(Some(90.0), Some(90.0));
        change(&mut evidence);
        [false, true].map(|previously| is_n_share(previously, &evidence, &n_share_rule()))
    };
    let country = |name: &str| Some(name.to_owned());
    assert_eq!(is_one(&|_| {}), [true, true]);
    assert_eq!(is_one(&|one| one.incorporation = country("china")), [false, false]);
    assert_eq!(is_one(&|one| one.incorporation = None), [false, true]);
    assert_eq!(is_one(&|one| one.is_listed = false), [false, false]);
    assert_eq!(is_one(&|one| one.is_controlled = Some(false)), [false, false]);
    assert_eq!(is_one(&|one| one.is_controlled = None), [false, true]);
    // Where control is not known, origin and headquarters tell.
    let told = |origin: &str, headquarters: &str| {
        is_one(&|one| {
            one.is_controlled = None;
            (one.origin, one.headquarters) = (country(origin), country(headquarters));
        })
    };
    assert_eq!(told("China", "China"), [true, true]);
    assert_eq!(told("China", "Singapore"), [false, false]);
}
