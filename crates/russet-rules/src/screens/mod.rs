//! May a line belong, and if not, why.

mod criteria;
mod description;
mod nationality;
mod size;
mod trading;

use jiff::civil::Date;
use russet_market::{Currency, Money, NumberError};

use crate::methodology::{Methodology, Screen};
use crate::snapshot::{Line, Snapshot};

/// A screen's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<'family> {
    /// The screen; none where something else refused.
    pub screen: Option<Screen>,
    /// The rule's name: a screen's, `absent_from_lists`, or `ranking` where nothing can be ranked.
    pub rule: &'static str,
    /// Where its rule was read.
    pub reference: &'family str,
    /// Why, in a sentence or two; empty where nobody asks for sentences.
    pub reason: String,
}

impl Refused<'_> {
    /// Without words, and without where its rule was read.
    pub(crate) fn untold(screen: Screen) -> Refused<'static> {
        let (reference, reason) = ("", String::new());
        Refused { screen: Some(screen), rule: screen.name(), reference, reason }
    }
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
    /// Whether sentences are asked for.
    pub tells: bool,
}

impl Circumstances {
    /// What screens of a line look at of them, as a number below eight.
    pub(crate) fn of_line(self) -> u32 {
        u32::from(self.is_member)
            | u32::from(self.is_listed) << 1
            | u32::from(self.spares_votes) << 2
    }

    /// A sentence, where one is asked for.
    pub(crate) fn tell(self, words: impl FnOnce() -> String) -> String {
        if self.tells { words() } else { String::new() }
    }
}

/// Why a screen refuses, and where its rule was read if not with the screen.
type Reason<'family> = (String, Option<&'family str>);

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
///
/// # Errors
/// [`NumberError`] when what a screen asks for leaves the range of its type.
pub(crate) fn first_refusal<'family, 'market>(
    family: &'family Methodology,
    snapshot: &Snapshot<'market>,
    of_company: bool,
    line: &Line<'market>,
    circumstances: Circumstances,
) -> Result<Option<Refused<'family>>, NumberError> {
    let order = &family.eligibility.order;
    for screen in order.iter().filter(|screen| is_company_screen(**screen) == of_company) {
        let refusal = ask(family, snapshot, *screen, line, circumstances)?;
        if refusal.is_some() {
            return Ok(refusal);
        }
    }
    Ok(None)
}

/// One screen: its refusal, if it has one.
///
/// # Errors
/// [`NumberError`] when what it asks for leaves the range of its type.
pub(crate) fn ask<'family, 'market>(
    family: &'family Methodology,
    snapshot: &Snapshot<'market>,
    screen: Screen,
    line: &Line<'market>,
    circumstances: Circumstances,
) -> Result<Option<Refused<'family>>, NumberError> {
    let Some((reference, refusal)) = answer(family, snapshot, screen, line, circumstances) else {
        return Ok(None);
    };
    let refused = |(reason, of_part): Reason<'family>| {
        let reference = of_part.unwrap_or(reference);
        Refused { screen: Some(screen), rule: screen.name(), reference, reason }
    };
    Ok(refusal?.map(refused))
}

type Answer<'family> = Result<Option<Reason<'family>>, NumberError>;

/// What a screen says, and where its rule was read; nothing where it is not asked.
fn answer<'family, 'market>(
    family: &'family Methodology,
    snapshot: &Snapshot<'market>,
    screen: Screen,
    line: &Line<'market>,
    known: Circumstances,
) -> Option<(&'family str, Answer<'family>)> {
    let rules = &family.eligibility;
    let asked = |exempts_members: bool| (!(exempts_members && known.is_member)).then_some(());
    let with_error =
        |reason: Result<Option<String>, NumberError>| Ok(reason?.map(|reason| (reason, None)));
    let plain = |reason: Option<String>| Ok(reason.map(|reason| (reason, None)));
    let (reference, refusal) = match screen {
        Screen::Exchange => {
            let rule = rules.exchange.as_ref()?;
            (&rule.reference, plain(description::exchange(rule, line, known)))
        }
        Screen::Kind => {
            let rule = rules.kind.as_ref()?;
            (&rule.reference, Ok(description::kind(rule, snapshot, line, known)))
        }
        Screen::Nationality => {
            let rule = rules.nationality.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, Ok(nationality::nationality(rule, snapshot, line, known)))
        }
        Screen::TrustPrice => {
            let rule = rules.trust_price.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(trading::trust_price(rule, line, known)))
        }
        Screen::FundLikeVolatility => {
            let rule = rules.fund_like_volatility.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(trading::fund_like_volatility(rule, snapshot, line, known)))
        }
        Screen::CloselyHeld => {
            let rule = rules.closely_held.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(trading::closely_held(rule, snapshot, line, known)))
        }
        Screen::Price => {
            let rule = rules.price.as_ref()?;
            (&rule.reference, plain(size::price(rule, snapshot, line, known)))
        }
        Screen::CompanyCap => {
            let rule = rules.company_cap.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(size::company_cap(rule, line, known)))
        }
        Screen::FreeFloat => {
            let rule = rules.free_float.as_ref()?;
            (&rule.reference, plain(size::free_float(rule, snapshot, line, known)))
        }
        Screen::Votes => {
            let rule = rules.votes.as_ref()?;
            (&rule.reference, with_error(size::votes(rule, snapshot, line, known)))
        }
        Screen::SecondaryClass => {
            let rule = rules.secondary_class.as_ref()?;
            (&rule.reference, plain(size::secondary_class(rule, snapshot, line, known)))
        }
        Screen::Domicile => {
            let rule = rules.domicile.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::domicile(rule, snapshot, line, known)))
        }
        Screen::Industry => {
            let rule = rules.industry.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::industry(rule, line, known)))
        }
        Screen::FloatCap => {
            let rule = rules.float_cap.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, with_error(criteria::float_cap(rule, snapshot, line, known)))
        }
        Screen::Liquidity => {
            let rule = rules.liquidity.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, with_error(criteria::liquidity(rule, snapshot, line, known)))
        }
        Screen::MonthlyVolume => {
            let rule = rules.monthly_volume.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::monthly_volume(rule, snapshot, line, known)))
        }
        Screen::Earnings => {
            let rule = rules.earnings.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::earnings(rule, snapshot, line, known)))
        }
        Screen::Seasoning => {
            let rule = rules.seasoning.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::seasoning(rule, snapshot, line, known)))
        }
        Screen::DailyValue => {
            let rule = rules.daily_value.as_ref()?;
            asked(rule.exempts_members)?;
            (&rule.reference, plain(criteria::daily_value(rule, snapshot, line, known)))
        }
        Screen::ExceptFunds => {
            let rule = rules.except_funds.as_ref()?;
            (&rule.reference, plain(criteria::except_funds(rule, snapshot, line, known)))
        }
    };
    Some((reference, refusal))
}
