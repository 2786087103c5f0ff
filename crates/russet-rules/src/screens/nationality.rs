//! Where a company is at home (R46 5.3 to 5.5), from the best evidence there is: a user's word, its
//! entry in a register, or how its line is listed and worded.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use russet_market::Measure;

use super::{Circumstances, Reason};
use crate::methodology::NationalityRule;
use crate::nationality::{
    Assigned, Indicators, NShareEvidence, Step, YearReport, assign, is_n_share,
};
use crate::reason::country_words;
use crate::snapshot::company_facts::CompanyFacts;
use crate::snapshot::{Line, Snapshot};

pub(super) fn nationality<'market>(
    rule: &NationalityRule,
    snapshot: &Snapshot<'market>,
    line: &Line<'market>,
    known: Circumstances,
) -> Option<Reason<'static>> {
    let company = snapshot.company(line);
    if let Some(found) = company.corrected_nationality() {
        let words = || {
            format!(
                "Assigned to {} by {}: {}.",
                country_words(&found.override_value),
                found.who,
                found.why
            )
        };
        return (!rule.is_home(&found.override_value)).then(|| (known.tell(words), None));
    }
    match assigned(rule, line, &company) {
        Some(Assigned { country, step, words }) => {
            let at_home = country.as_ref().is_none_or(|country| rule.is_home(country));
            let refusal = (!at_home).then(|| {
                let country = country.unwrap_or_default();
                let because = words.trim_end_matches(&format!(": {country}"));
                let country = country_words(&country);
                format!("Assigned to {country}. {because}{}.", seen_words(&company))
            });
            // A register read about then outweighs the listing, as assets and revenue do. One read long
            // after may tell of another headquarters: then either speaks against.
            let patience = Span::new().days(i64::from(rule.register_outweighs_within_days));
            let latest = known.day.saturating_add(patience);
            let read_then = company.filer().is_some_and(|found| found.filer.first_seen <= latest);
            let decided = read_then || matches!(step, Step::Assets | Step::Revenue);
            let refusal = refusal.or_else(|| (!decided).then(|| listed(rule, line)).flatten());
            refusal.map(|words| (words, None))
        }
        None => listed(rule, line).map(|words| (words, None)),
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
    line: &Line<'_>,
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
    if was_n_share(rule, line, (&incorporation, &headquarters), reports) {
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
    line: &Line<'_>,
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
            origin: line.version.country.clone(),
            headquarters: headquarters.clone(),
            assets_percent: latest(assets, year),
            revenue_percent: latest(revenue, year),
        };
        is_n_share(previously, &evidence, &rule.n_share)
    })
}

/// When the register was read.
fn seen_words(company: &CompanyFacts<'_, '_>) -> String {
    company.filer().map_or_else(String::new, |found| {
        let nearest = if found.seen_later { ", the nearest known entry" } else { "" };
        format!(" (register of {}{nearest})", found.filer.first_seen)
    })
}

/// By how the line is listed and worded.
fn listed(rule: &NationalityRule, line: &Line<'_>) -> Option<String> {
    let name = line.version.name.to_lowercase();
    let found_in =
        |words: &[String]| words.iter().find(|word| name.contains(word.as_str())).cloned();
    if let Some(word) = found_in(&rule.always_foreign_wording) {
        return Some(format!("Its line is worded '{word}', as those of foreign companies are."));
    }
    let in_brackets = |country: &&String| name.contains(&format!("({})", country.to_lowercase()));
    let named = rule.named_in_brackets.iter().find(in_brackets);
    let Some(country) = named.or(line.version.country.as_ref()) else {
        if found_in(&rule.home_wording).is_some() {
            return None;
        }
        return found_in(&rule.foreign_wording).map(|word| {
            format!(
                "The listing names no country, and words the line '{word}', as foreign companies do."
            )
        });
    };
    (!rule.is_home(country) && !rule.assignment.benefit_driven.contains(country)).then(|| {
        let evidence = match named {
            Some(_) => "the name says so",
            None => "the listing says so, and nothing speaks against it",
        };
        format!("Assigned to {}: {evidence}.", country_words(country))
    })
}
