//! The composite value score of each company of a base (R46 8.2): 0 is all growth, 1 all value.

use std::sync::Arc;

use russet_market::FundamentalMeasure;

use super::accounts::Accounts;
use super::base::{Scored, mean_of_ranks};
use super::evidence::VariableEvidence;
use super::member::Member;
use super::variable::{Own, PlacedCompany, Variable};
use crate::methodology::GrowthValueRules;

const BOOK: Variable = Variable { name: "book to price", high_is_value: true, in_percent: false };
const FORECAST: Variable =
    Variable { name: "forecast growth", high_is_value: false, in_percent: true };
const SALES: Variable =
    Variable { name: "growth of sales a share", high_is_value: false, in_percent: true };

/// The variables in the order in which evidence has them.
pub(super) const VARIABLES: [Variable; 3] = [BOOK, FORECAST, SALES];

/// What a company's accounts say of its growth and value.
#[derive(Debug, Clone)]
pub(super) struct Fundamentals {
    book: Option<f64>,
    forecast: Own,
    sales: Own,
}

impl Fundamentals {
    pub(super) fn of(accounts: &Accounts<'_, '_>, rules: &GrowthValueRules) -> Fundamentals {
        Fundamentals {
            book: accounts.latest(FundamentalMeasure::BookValue),
            forecast: forecast_growth(accounts, rules),
            sales: sales_growth(accounts, rules),
        }
    }
}

/// Scores the companies of a base, which stand in a fixed order.
///
/// Each variable becomes a place among the base's companies, and the composite is their weighted
/// mean. It is not ranked once more: the quartile points measure it against the base anyhow.
pub(super) fn composites(
    rules: &GrowthValueRules,
    members: &[Member<'_, '_>],
    fundamentals: &[Arc<Fundamentals>],
) -> Vec<Scored<[VariableEvidence; 3]>> {
    let groups: Vec<_> = members.iter().map(|member| member.groups).collect();
    let placed = |variable: Variable, own: &dyn Fn(&Member<'_, '_>, &Fundamentals) -> Own| {
        let all: Vec<Own> =
            members.iter().zip(fundamentals).map(|(member, known)| own(member, known)).collect();
        variable.place(&all, &groups, rules.minimum_group_size)
    };
    let book = placed(BOOK, &book_to_price);
    let forecast = placed(FORECAST, &|_, known| known.forecast);
    let sales = placed(SALES, &|_, known| known.sales);
    let weights =
        [rules.book_to_price_percent, rules.forecast_growth_percent, rules.sales_growth_percent];
    let variables = book.into_iter().zip(forecast).zip(sales);
    let score = |((book, forecast), sales)| {
        let variables: [PlacedCompany; 3] = [book, forecast, sales];
        Scored {
            score: mean_of_ranks(weights.into_iter().zip(variables.map(|placed| placed.rank))),
            evidence: variables.map(|placed| placed.evidence),
        }
    };
    variables.map(score).collect()
}

/// Book value to total capitalization; a negative one counts as missing.
fn book_to_price(member: &Member<'_, '_>, known: &Fundamentals) -> Own {
    let cap = member.company.company_cap.to_f64();
    let value = known.book.filter(|book| *book >= 0.0 && cap > 0.0).map(|book| book / cap);
    Own { value, part: None }
}

/// The forecast, in percent a year, and the part of it that its analysts are worth. One without a
/// count of analysts is taken as it is.
fn forecast_growth(accounts: &Accounts<'_, '_>, rules: &GrowthValueRules) -> Own {
    let full = rules.full_coverage_analysts;
    let analysts = accounts.latest(FundamentalMeasure::Analysts);
    // Casting saturates: below zero is none.
    let part = analysts.map(|analysts| ((analysts as u32).min(full), full));
    Own { value: accounts.latest(FundamentalMeasure::ForecastGrowth), part }
}

/// Growth in percent a year from the first four quarters of the years to the last four.
fn sales_growth(accounts: &Accounts<'_, '_>, rules: &GrowthValueRules) -> Own {
    let quarters =
        accounts.quarters_per_share(FundamentalMeasure::SalesPerShare, 4 * rules.sales_years);
    let growth = |quarters: Vec<f64>| {
        let first: f64 = quarters.iter().take(4).sum();
        let last: f64 = quarters.iter().rev().take(4).sum();
        let years = f64::from(rules.sales_years.saturating_sub(1));
        (first > 0.0 && last > 0.0)
            .then(|| 100.0 * (libm::pow(last / first, 1.0 / years) - 1.0))
            .filter(|growth| growth.is_finite())
    };
    Own { value: quarters.and_then(growth), part: None }
}
