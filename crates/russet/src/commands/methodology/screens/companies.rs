//! Screens of what a company is and earns.

use jiff::civil::Date;
use russet_market::{Currency, SecurityKind};
use russet_rules::methodology::{
    Eligibility, ExceptFunds, Industries, IndustryRule, KindRule, NationalityRule, Screen,
};

use super::super::words::{amount, counted, grouped, listed, on, percent};
use super::Told;

pub(super) fn of_companies(
    screen: Screen,
    rules: &Eligibility,
    (currency, day): (Currency, Date),
) -> Told<'_> {
    let told = match screen {
        Screen::Kind => {
            let rule = rules.kind.as_ref()?;
            (kinds(rule), false, &rule.reference)
        }
        Screen::Nationality => {
            let rule = rules.nationality.as_ref()?;
            (nationality(rule), rule.exempts_members, &rule.reference)
        }
        Screen::Domicile => {
            let rule = rules.domicile.as_ref()?;
            let countries = listed(&rule.countries, "or");
            let text =
                format!("Its company is of {countries}; unknown: {}", passes(rule.unknown_passes));
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::Industry => {
            let rule = rules.industry.as_ref()?;
            (industries(rule), rule.exempts_members, &rule.reference)
        }
        Screen::CompanyCap => {
            let rule = rules.company_cap.as_ref()?;
            let mut text = format!(
                "The company's total capitalization is at least {}",
                on(&rule.minimum, day, |money| amount(money, currency))
            );
            if let Some(most) = &rule.maximum {
                text += &format!(" and at most {}", on(most, day, |money| amount(money, currency)));
            }
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::Votes => {
            let rule = rules.votes.as_ref()?;
            let text = format!(
                "More than {} of the company's votes are in public hands, where that is known; \
                 members are asked from {}",
                on(&rule.above_percent, day, percent),
                rule.members_from
            );
            (text, false, &rule.reference)
        }
        Screen::ExceptFunds => {
            let rule = rules.except_funds.as_ref()?;
            let text = format!("Its company is {}", except_funds(rule));
            (text, false, &rule.reference)
        }
        Screen::Earnings => {
            let rule = rules.earnings.as_ref()?;
            let text = format!(
                "Net income is above zero in the last quarter and in {} together, none ended more than \
                 {} ago; unknown: {}",
                counted(rule.quarters as usize, "quarter", "quarters"),
                counted(rule.stale_after_days as usize, "day", "days"),
                passes(rule.unknown_passes)
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::Seasoning => {
            let rule = rules.seasoning.as_ref()?;
            let months = counted(rule.months as usize, "month", "months");
            let text = format!("The company has traded for {months} by the rank day");
            (text, rule.exempts_members, &rule.reference)
        }
        _ => return None,
    };
    Some((told.0, told.1, told.2.as_str()))
}

/// Companies that other indexes have.
pub(in crate::commands::methodology) fn except_funds(rule: &ExceptFunds) -> String {
    format!(
        "on no newest list, of {} securities or more, of {}",
        grouped(rule.minimum_securities.into()),
        listed(&rule.funds, "or")
    )
}

fn passes(unknown: bool) -> &'static str {
    if unknown { "passes" } else { "refused" }
}

fn kinds(rule: &KindRule) -> String {
    let words = |kinds: &[SecurityKind]| listed(kinds.iter().map(|kind| kind.words()), "or");
    let mut text = format!("It is a {}", words(&rule.accepted));
    if !rule.accepted_when_listed.is_empty() {
        text += &format!(
            "; accepted too where a fund's list vouches for the company: {}",
            words(&rule.accepted_when_listed)
        );
    }
    for told in &rule.registered {
        let sic = told.sic.iter().map(u16::to_string);
        let mut signs: Vec<String> = Vec::new();
        signs.extend((!told.sic.is_empty()).then(|| format!("SIC {}", listed(sic, "or"))));
        signs.extend(told.without_sic.then(|| "no SIC".to_owned()));
        signs.extend(
            (!told.entity_types.is_empty())
                .then(|| format!("entity type {}", listed(&told.entity_types, "or"))),
        );
        signs.extend(
            (!told.excluded_words.is_empty())
                .then(|| format!("no word like {}", listed(&told.excluded_words, "or"))),
        );
        text += &format!(
            "; a company with {} in the register is a {} [{}]",
            listed(signs, "and"),
            told.kind.words(),
            told.reference
        );
    }
    text
}

fn nationality(rule: &NationalityRule) -> String {
    let assignment = &rule.assignment;
    let home = assignment.home.first().map_or("the home country", String::as_str);
    format!(
        "Its company is of {home}: where it is incorporated, has its headquarters and trades most, or \
         else, or where {} say nothing, where its assets and revenue are over {}, by a lead of {} \
         points, or {} against the rest [{}]. A company of {} is an N share above {} of revenue or \
         assets from there, until both are below {} [{}]. A register read up to {} later outweighs the \
         listing; names and wordings decide where nothing else tells",
        counted(assignment.benefit_driven.len(), "tax haven", "tax havens"),
        counted(assignment.averaged_years as usize, "year", "years"),
        assignment.lead_percentage_points,
        percent(assignment.against_rest_percent),
        assignment.reference,
        listed(&rule.n_share.mainland, "or"),
        percent(rule.n_share.above_percent),
        percent(rule.n_share.below_percent),
        rule.n_share.reference,
        counted(rule.register_outweighs_within_days as usize, "day", "days"),
    )
}

fn industries(rule: &IndustryRule) -> String {
    let words =
        |of: &[String], one: &str| (!of.is_empty()).then(|| format!("{one} {}", listed(of, "or")));
    let both = |of: &Industries| -> Vec<String> {
        let sectors = words(&of.sectors, "sector");
        sectors.into_iter().chain(words(&of.industries, "industry")).collect()
    };
    let (only, except) = (both(&rule.only), both(&rule.except));
    let mut text = match only.is_empty() {
        true => "It is of any industry".to_owned(),
        false => format!("It is of {}", listed(only, "or")),
    };
    if !except.is_empty() {
        text += &format!(", but not of {}", listed(except, "or"));
    }
    text + &format!("; unknown: {}", passes(rule.unknown_passes))
}
