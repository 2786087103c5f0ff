//! Where a company is at home (R46 5.3 to 5.5), from the best evidence there is: a user's word, its
//! entry in a register, or how its security is listed and worded.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use russet_market::Measure;

use super::{ScreenAnswer, ScreenContext, overridden};
use crate::decision::{Evidence, Finding, FurtherEvidence};
use crate::methodology::NationalityRule;
use crate::nationality::{
    Assigned, Indicators, NShareEvidence, Step, YearReport, assign, is_n_share,
};
use crate::snapshot::company_facts::CompanyFacts;
use crate::snapshot::{ListedSecurity, Snapshot};

pub(super) fn nationality<'market>(
    rule: &NationalityRule,
    snapshot: &Snapshot<'market>,
    security: &ListedSecurity<'market>,
    known: ScreenContext,
) -> ScreenAnswer {
    let company = snapshot.company(security);
    if let Some(found) = company.corrected_nationality() {
        let is_foreign = !rule.is_home(&found.override_value);
        return ScreenAnswer::failed_if(is_foreign, || overridden(snapshot, found));
    }
    let Some(Assigned { country, step, words }) = assigned(rule, security, &company) else {
        return listed(rule, snapshot, security);
    };
    if let Some(country) = country.filter(|country| !rule.is_home(country)) {
        let because = words.trim_end_matches(&format!(": {country}"));
        let further = FurtherEvidence { note: Some(because.into()), ..FurtherEvidence::default() };
        let found = Evidence::of(Finding::Papers).text(snapshot.shared(&country));
        return ScreenAnswer::Failed(found.further(further));
    }
    // A register read about then outweighs the listing, as assets and revenue do. One read long after may
    // describe another headquarters: then either contradicts.
    let patience = Span::new().days(i64::from(rule.register_outweighs_within_days));
    let latest = known.day.saturating_add(patience);
    let read_then = company.filer().is_some_and(|found| found.filer.first_seen <= latest);
    match read_then || matches!(step, Step::Assets | Step::Revenue) {
        true => ScreenAnswer::Passed,
        false => match listed(rule, snapshot, security) {
            // The papers say something.
            ScreenAnswer::NoData => ScreenAnswer::Passed,
            answer => answer,
        },
    }
}

impl NationalityRule {
    fn is_home(&self, country: &String) -> bool {
        self.assignment.home.contains(country) || self.assignment.territories.contains(country)
    }
}

/// By its papers: its entry in a register, and its reports of assets and revenue; nothing where there
/// are neither.
fn assigned(
    rule: &NationalityRule,
    security: &ListedSecurity<'_>,
    company: &CompanyFacts<'_, '_>,
) -> Option<Assigned> {
    let (filer, geography) = (company.filer().map(|found| found.filer), company.geography());
    if filer.is_none() && geography.is_empty() {
        return None;
    }
    let incorporation = filer.and_then(|filer| filer.incorporation.clone());
    let headquarters = filer.and_then(|filer| filer.headquarters.clone());
    let exchange = rule.assignment.home.first().cloned();
    let assets = YearReport::newest_first(&geography, Measure::Assets);
    let revenue = YearReport::newest_first(&geography, Measure::Revenue);
    let reports = (assets.as_slice(), revenue.as_slice());
    if was_n_share(rule, security, (&incorporation, &headquarters), reports) {
        return Some(Assigned {
            country: rule.n_share.mainland.first().cloned(),
            step: Step::Assets,
            words: "a company of the mainland listed in America (N share)".to_owned(),
        });
    }
    let indicators = Indicators {
        incorporation,
        headquarters,
        trades_in: company.trades_in().iter().map(|country| (*country).to_owned()).collect(),
        most_liquid_exchange: exchange,
    };
    Some(assign(&indicators, &assets, &revenue, &rule.assignment))
}

/// Whether it is an N share by its latest year, and was one by those before: between the two thresholds
/// it is what it was.
fn was_n_share(
    rule: &NationalityRule,
    security: &ListedSecurity<'_>,
    (incorporation, headquarters): (&Option<String>, &Option<String>),
    (assets, revenue): (&[YearReport], &[YearReport]),
) -> bool {
    let latest = |reports: &[YearReport], year: Date| {
        let report = reports.iter().find(|report| report.fiscal_year_end <= year)?;
        report.percent_of(&rule.n_share.mainland)
    };
    let all = assets.iter().chain(revenue);
    let years: BTreeSet<Date> = all.map(|report| report.fiscal_year_end).collect();
    years.into_iter().fold(false, |previously, year| {
        let evidence = NShareEvidence {
            incorporation: incorporation.clone(),
            is_listed: true,
            is_controlled: None,
            origin: security.version.country.clone(),
            headquarters: headquarters.clone(),
            assets_percent: latest(assets, year),
            revenue_percent: latest(revenue, year),
        };
        is_n_share(previously, &evidence, &rule.n_share)
    })
}

/// By how the security is listed and worded.
fn listed(
    rule: &NationalityRule,
    snapshot: &Snapshot<'_>,
    security: &ListedSecurity<'_>,
) -> ScreenAnswer {
    let name = security.version.name.to_lowercase();
    let found_in = |words: &[String]| {
        let found = words.iter().find(|word| name.contains(word.as_str()));
        found.map(|word| snapshot.shared(word))
    };
    if let Some(word) = found_in(&rule.always_foreign_wording) {
        return ScreenAnswer::Failed(Evidence::of(Finding::ForeignWording).text(word));
    }
    let in_brackets = |country: &&String| name.contains(&format!("({})", country.to_lowercase()));
    let named = rule.named_in_brackets.iter().find(in_brackets);
    let Some(country) = named.or(security.version.country.as_ref()) else {
        if found_in(&rule.home_wording).is_some() {
            return ScreenAnswer::Passed;
        }
        return match found_in(&rule.foreign_wording) {
            Some(word) => ScreenAnswer::Failed(Evidence::of(Finding::Wording).text(word)),
            None => ScreenAnswer::NoData,
        };
    };
    let passes = rule.is_home(country) || rule.assignment.benefit_driven.contains(country);
    ScreenAnswer::failed_if(!passes, || {
        let finding = if named.is_some() { Finding::Name } else { Finding::Listing };
        Evidence::of(finding).text(snapshot.shared(country))
    })
}
