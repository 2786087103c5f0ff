//! May a line belong, and if not, why.

mod criteria;
mod description;
mod nationality;
mod size;
mod trading;

use jiff::civil::Date;
use russet_market::{Currency, Money};

use crate::methodology::{Methodology, Screen};
use crate::snapshot::{Line, Snapshot};

/// A screen's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The screen; none where something else refused.
    pub screen: Option<Screen>,
    /// The rule's name: a screen's, `absent_from_lists`, or `ranking` where nothing can be ranked.
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
    /// The family's currency.
    pub currency: Currency,
}

/// Whether a screen looks at the company that the lines add up to, or at a single line.
pub(crate) const fn is_company_screen(screen: Screen) -> bool {
    matches!(screen, Screen::CompanyCap | Screen::CloselyHeld | Screen::SecondaryClass)
}

/// Whether a screen tells what a line is, and not whether its company suits an index.
pub(crate) const fn is_of_the_line(screen: Screen) -> bool {
    matches!(screen, Screen::Exchange | Screen::Kind | Screen::SecondaryClass)
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
pub(crate) fn ask(
    family: &Methodology,
    snapshot: &Snapshot<'_>,
    screen: Screen,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<Refused> {
    let rules = &family.eligibility;
    let asked = |spares_members: bool| (!(spares_members && circumstances.is_member)).then_some(());
    let plain = |reason: String| (reason, None);
    let day = circumstances.day;
    let (reference, refusal) = match screen {
        Screen::Exchange => {
            let rule = rules.exchange.as_ref()?;
            (&rule.reference, description::exchange(rule, line).map(plain))
        }
        Screen::Kind => {
            let rule = rules.kind.as_ref()?;
            (&rule.reference, description::kind(rule, line, circumstances.is_listed))
        }
        Screen::Nationality => {
            let rule = rules.nationality.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, nationality::nationality(rule, line, day))
        }
        Screen::FlatPrice => {
            let rule = rules.flat_price.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, trading::flat_price(rule, line).map(plain))
        }
        Screen::QuietPrice => {
            let rule = rules.quiet_price.as_ref()?;
            asked(rule.spares_members)?;
            let median = snapshot.median_volatility;
            (&rule.reference, trading::quiet_price(rule, line, median).map(plain))
        }
        Screen::CloselyHeld => {
            let rule = rules.closely_held.as_ref()?;
            asked(rule.spares_members)?;
            let cap = circumstances.company_cap;
            (&rule.reference, trading::closely_held(rule, line, cap).map(plain))
        }
        Screen::Price => {
            let rule = rules.price.as_ref()?;
            (&rule.reference, size::price(rule, line, circumstances).map(plain))
        }
        Screen::CompanyCap => {
            let rule = rules.company_cap.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, size::company_cap(rule, line, circumstances).map(plain))
        }
        Screen::FreeFloat => {
            let rule = rules.free_float.as_ref()?;
            (&rule.reference, size::free_float(rule, line, day).map(plain))
        }
        Screen::Votes => {
            let rule = rules.votes.as_ref()?;
            (&rule.reference, size::votes(rule, line, circumstances).map(plain))
        }
        Screen::SecondaryClass => {
            let rule = rules.secondary_class.as_ref()?;
            (&rule.reference, size::secondary_class(rule, line, circumstances).map(plain))
        }
        Screen::Domicile => {
            let rule = rules.domicile.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::domicile(rule, line).map(plain))
        }
        Screen::Industry => {
            let rule = rules.industry.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::industry(rule, line).map(plain))
        }
        Screen::FloatCap => {
            let rule = rules.float_cap.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::float_cap(rule, line, circumstances).map(plain))
        }
        Screen::Liquidity => {
            let rule = rules.liquidity.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::liquidity(rule, line, circumstances).map(plain))
        }
        Screen::MonthlyVolume => {
            let rule = rules.monthly_volume.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::monthly_volume(rule, line, day).map(plain))
        }
        Screen::Earnings => {
            let rule = rules.earnings.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::earnings(rule, line, circumstances).map(plain))
        }
        Screen::Seasoning => {
            let rule = rules.seasoning.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::seasoning(rule, line, day).map(plain))
        }
        Screen::DailyValue => {
            let rule = rules.daily_value.as_ref()?;
            asked(rule.spares_members)?;
            (&rule.reference, criteria::daily_value(rule, line, circumstances).map(plain))
        }
        Screen::ExceptFunds => {
            let rule = rules.except_funds.as_ref()?;
            (&rule.reference, criteria::except_funds(line).map(plain))
        }
    };
    let (reason, of_part) = refusal?;
    let reference = of_part.unwrap_or_else(|| reference.clone());
    Some(Refused { screen: Some(screen), rule: screen.name(), reference, reason })
}
