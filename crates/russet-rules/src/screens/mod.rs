//! May a line belong, and if not, why.

mod description;
mod nationality;
mod size;
mod trading;

use jiff::civil::Date;
use russet_market::Money;

use crate::methodology::{Methodology, Screen};
use crate::snapshot::{Line, Snapshot};

/// A screen's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The rule's name: a screen's, or `absent_from_lists`.
    pub rule: &'static str,
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
    /// Whether members are spared the screen of votes on this occasion.
    pub spares_votes: bool,
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
    asked.copied().find_map(|screen| ask(family, snapshot, screen, line, circumstances))
}

/// One screen: its refusal, if it has one.
fn ask(
    family: &Methodology,
    snapshot: &Snapshot<'_>,
    screen: Screen,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<Refused> {
    let rules = &family.eligibility;
    let spared = |spares_members: bool| spares_members && circumstances.is_member;
    let asked = |spares_members: bool| (!spared(spares_members)).then_some(());
    let plain = |reason: String| (reason, None);
    let (reference, refusal) = match screen {
        Screen::Exchange => {
            let rule = &rules.exchange;
            (&rule.reference, description::exchange(rule, line).map(plain))
        }
        Screen::Kind => {
            let rule = &rules.kind;
            (&rule.reference, description::kind(rule, line, circumstances.is_listed))
        }
        Screen::Nationality => {
            let rule = &rules.nationality;
            let refusal = asked(rule.spares_members);
            (
                &rule.reference,
                refusal.and_then(|()| nationality::nationality(rule, line, circumstances.day)),
            )
        }
        Screen::FlatPrice => {
            let rule = &rules.flat_price;
            let refusal = asked(rule.spares_members);
            (&rule.reference, refusal.and_then(|()| trading::flat_price(rule, line)).map(plain))
        }
        Screen::QuietPrice => {
            let rule = &rules.quiet_price;
            let refusal = asked(rule.spares_members);
            let median = snapshot.median_volatility;
            let refusal = refusal.and_then(|()| trading::quiet_price(rule, line, median));
            (&rule.reference, refusal.map(plain))
        }
        Screen::CloselyHeld => {
            let rule = &rules.closely_held;
            let refusal = asked(rule.spares_members);
            let cap = circumstances.company_cap;
            let refusal = refusal.and_then(|()| trading::closely_held(rule, line, cap));
            (&rule.reference, refusal.map(plain))
        }
        Screen::Price => {
            let rule = &rules.price;
            (&rule.reference, size::price(rule, line, circumstances).map(plain))
        }
        Screen::CompanyCap => {
            let rule = &rules.company_cap;
            (&rule.reference, size::company_cap(rule, circumstances).map(plain))
        }
        Screen::FreeFloat => {
            let rule = &rules.free_float;
            (&rule.reference, size::free_float(rule, line, circumstances.day).map(plain))
        }
        Screen::Votes => {
            let rule = &rules.votes;
            (&rule.reference, size::votes(rule, line, circumstances).map(plain))
        }
        Screen::SecondaryClass => {
            let rule = &rules.secondary_class;
            (&rule.reference, size::secondary_class(rule, line, circumstances).map(plain))
        }
    };
    let (reason, of_part) = refusal?;
    let reference = of_part.unwrap_or_else(|| reference.clone());
    Some(Refused { rule: screen.name(), reference, reason })
}
