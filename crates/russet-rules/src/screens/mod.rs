//! May a line belong, and if not, why.

mod description;
mod size;
mod trading;

use jiff::civil::Date;
use russet_market::Money;

use crate::methodology::{Methodology, Screen};
use crate::snapshot::{Line, Snapshot};

/// A screen's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The screen.
    pub screen: Screen,
    /// Where its rule was read.
    pub reference: String,
    /// Why, in a sentence or two.
    pub reason: String,
}

/// What the screens know beside the line itself.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The rank day.
    pub day: Date,
    /// Whether its company belongs to the family now.
    pub is_member: bool,
    /// Whether a fund's list vouched for its company.
    pub is_listed: bool,
    /// The company's total capitalisation, once classes are added up.
    pub company_cap: Option<Money>,
    /// Whether another class of the company gives the price.
    pub is_secondary: bool,
}

/// Whether a screen looks at the company that the lines add up to, or at a single line.
pub(crate) const fn is_company_screen(screen: Screen) -> bool {
    matches!(screen, Screen::CompanyCap | Screen::CloselyHeld | Screen::SecondaryClass)
}

/// Asks the screens of a methodology in its order, the company's or the line's, and gives the first
/// refusal.
pub(crate) fn first_refusal(
    family: &Methodology,
    snapshot: &Snapshot<'_>,
    of_company: bool,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<Refused> {
    let order = &family.eligibility.order;
    let asked = order.iter().filter(|screen| is_company_screen(**screen) == of_company);
    asked.copied().find_map(|screen| {
        let (reference, refusal) = ask(family, snapshot, screen, line, circumstances);
        refusal.map(|reason| Refused { screen, reference: reference.to_owned(), reason })
    })
}

/// One screen: where its rule was read, and the reason of a refusal.
fn ask<'family>(
    family: &'family Methodology,
    snapshot: &Snapshot<'_>,
    screen: Screen,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> (&'family str, Option<String>) {
    let rules = &family.eligibility;
    let spared = |spares_members: bool| spares_members && circumstances.is_member;
    match screen {
        Screen::Exchange => {
            (&rules.exchange.reference, description::exchange(&rules.exchange, line))
        }
        Screen::Kind => {
            (&rules.kind.reference, description::kind(&rules.kind, line, circumstances.is_listed))
        }
        Screen::Nationality => {
            let rule = &rules.nationality;
            let refusal =
                (!spared(rule.spares_members)).then(|| description::nationality(rule, line));
            (&rule.reference, refusal.flatten())
        }
        Screen::FlatPrice => {
            let rule = &rules.flat_price;
            let refusal = (!spared(rule.spares_members)).then(|| trading::flat_price(rule, line));
            (&rule.reference, refusal.flatten())
        }
        Screen::QuietPrice => {
            let rule = &rules.quiet_price;
            let refusal = (!spared(rule.spares_members))
                .then(|| trading::quiet_price(rule, line, snapshot.median_volatility));
            (&rule.reference, refusal.flatten())
        }
        Screen::CloselyHeld => {
            let rule = &rules.closely_held;
            let refusal = (!spared(rule.spares_members))
                .then(|| trading::closely_held(rule, line, circumstances.company_cap));
            (&rule.reference, refusal.flatten())
        }
        Screen::Price => (&rules.price.reference, size::price(&rules.price, line, circumstances)),
        Screen::CompanyCap => {
            (&rules.company_cap.reference, size::company_cap(&rules.company_cap, circumstances))
        }
        Screen::FreeFloat => (
            &rules.free_float.reference,
            size::free_float(&rules.free_float, line, circumstances.day),
        ),
        Screen::SecondaryClass => (
            &rules.secondary_class.reference,
            size::secondary_class(&rules.secondary_class, line, circumstances),
        ),
    }
}
