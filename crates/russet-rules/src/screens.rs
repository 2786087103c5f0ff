//! May a line belong, and if not, why.

use jiff::civil::Date;
use russet_market::Money;

use crate::methodology::{Eligibility, Methodology, Screen};
use crate::reason::{country_words, date_words, dollars};
use crate::snapshot::Line;

/// A screen's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The screen.
    pub screen: Screen,
    /// Where its rule was read.
    pub reference: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// What the screens know beside the line itself.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The rank day.
    pub day: Date,
    /// Whether its company belongs to the family now.
    pub is_member: bool,
    /// The company's total capitalisation, once classes are added up.
    pub company_cap: Option<Money>,
    /// Whether another class of the company gives the price.
    pub is_secondary: bool,
}

/// Whether a screen looks at a single line, or at the company that the lines add up to.
pub(crate) const fn is_company_screen(screen: Screen) -> bool {
    matches!(screen, Screen::CompanyCap | Screen::SecondaryClass)
}

/// Asks the screens of a methodology in its order, the company's or the line's, and gives the first
/// refusal.
pub(crate) fn first_refusal(
    family: &Methodology,
    of_company: bool,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<Refused> {
    let rules = &family.eligibility;
    let asked = rules.order.iter().filter(|screen| is_company_screen(**screen) == of_company);
    asked.copied().find_map(|screen| {
        let (reference, refusal) = ask(rules, screen, line, circumstances);
        refusal.map(|reason| Refused { screen, reference: reference.to_owned(), reason })
    })
}

/// One screen: where its rule was read, and the reason of a refusal.
fn ask<'rules>(
    rules: &'rules Eligibility,
    screen: Screen,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> (&'rules str, Option<String>) {
    match screen {
        Screen::Exchange => (&rules.exchange.reference, exchange(rules, line)),
        Screen::Kind => (&rules.kind.reference, kind(rules, line)),
        Screen::FlatPrice => (&rules.flat_price.reference, flat_price(rules, line)),
        Screen::Nationality => (&rules.nationality.reference, nationality(rules, line)),
        Screen::Price => (&rules.price.reference, price(rules, line, circumstances)),
        Screen::CompanyCap => (&rules.company_cap.reference, company_cap(rules, circumstances)),
        Screen::FreeFloat => (&rules.free_float.reference, free_float(rules, line, circumstances)),
        Screen::SecondaryClass => {
            (&rules.secondary_class.reference, secondary_class(rules, line, circumstances))
        }
    }
}

fn exchange(rules: &Eligibility, line: &Line<'_>) -> Option<String> {
    let mic = line.version.mic;
    (!rules.exchange.accepted.contains(&mic))
        .then(|| format!("Listed on {}, which is not an eligible exchange.", mic.name()))
}

fn kind(rules: &Eligibility, line: &Line<'_>) -> Option<String> {
    let kind = line.version.kind;
    (!rules.kind.accepted.contains(&kind)).then(|| {
        format!(
            "'{}' is a {}, which is not an eligible security type.",
            line.version.name,
            kind.words()
        )
    })
}

fn flat_price(rules: &Eligibility, line: &Line<'_>) -> Option<String> {
    let rule = &rules.flat_price;
    let trust = i128::from(rule.trust_value.nanos());
    let lowest = trust * (1_000_000 - rule.below_percent.millionths());
    let highest = trust * (1_000_000 + rule.above_percent.millionths());
    let inside = |nanos: i64| (lowest..=highest).contains(&(i128::from(nanos) * 1_000_000));
    (inside(line.lowest_close.nanos()) && inside(line.highest_close.nanos())).then(|| {
        format!(
            "Every close of the last {} sessions lies between ${} and ${}, around ${} a share of \
             cash in trust: it trades as a blank cheque does.",
            rule.sessions, line.lowest_close, line.highest_close, rule.trust_value
        )
    })
}

fn nationality(rules: &Eligibility, line: &Line<'_>) -> Option<String> {
    let country = line.version.country.as_deref()?;
    (!rules.nationality.home.iter().any(|home| home == country)).then(|| {
        format!(
            "Assigned to {}: the listing gives no other evidence of nationality.",
            country_words(country)
        )
    })
}

fn price(rules: &Eligibility, line: &Line<'_>, circumstances: Circumstances) -> Option<String> {
    let minimum = rules.price.minimum.on(circumstances.day)?.value;
    if line.close >= minimum {
        return None;
    }
    let closed = format!("Closed at ${} on {}", line.close, date_words(line.close_date));
    if !circumstances.is_member {
        return Some(format!("{closed}, below the minimum of ${minimum} for a new member."));
    }
    let days = rules.price.member_average_days;
    (line.mean_close < minimum.to_f64()).then(|| {
        format!(
            "{closed}, and its mean close of ${:.4} over {days} days is below the minimum of \
             ${minimum} too.",
            line.mean_close
        )
    })
}

fn company_cap(rules: &Eligibility, circumstances: Circumstances) -> Option<String> {
    let minimum = rules.company_cap.minimum.on(circumstances.day)?.value;
    match circumstances.company_cap {
        None => Some("No share count is known, so its capitalisation cannot be ranked.".to_owned()),
        Some(cap) if cap < minimum => Some(format!(
            "Total capitalisation of {} is below the minimum of {}.",
            dollars(cap),
            dollars(minimum)
        )),
        Some(_) => None,
    }
}

fn free_float(
    rules: &Eligibility,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    let minimum = rules.free_float.minimum_percent.on(circumstances.day)?.value;
    let (_, count) = line.shares?;
    let float = count.free_float?;
    (i128::from(float.picos()) < minimum.millionths() * 1_000_000).then(|| {
        format!(
            "Only {:.2}% of its shares are in free float, below the minimum of {}%.",
            float.to_f64() * 100.0,
            minimum.to_f64()
        )
    })
}

fn secondary_class(
    rules: &Eligibility,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    if !circumstances.is_secondary {
        return None;
    }
    let rule = &rules.secondary_class;
    let least_value = rule.minimum_daily_value.on(circumstances.day)?.value;
    if line.mean_daily_value < least_value.to_f64() {
        return Some(format!(
            "A further class of its company that trades ${:.0} a session, below the minimum of {}.",
            line.mean_daily_value,
            dollars(least_value)
        ));
    }
    let least_cap = rule.minimum_cap.on(circumstances.day)?.value;
    let (shares, count) = line.shares?;
    let class_cap = line.close.times(shares);
    (count.basis == russet_market::ShareBasis::Class && class_cap < least_cap).then(|| {
        format!(
            "A further class of its company worth {}, below the minimum of {}.",
            dollars(class_cap),
            dollars(least_cap)
        )
    })
}
