//! May a security belong, and if not, what refuses it.

mod answer;
mod criteria;
mod description;
mod nationality;
mod size;
mod trading;

use jiff::civil::Date;
use russet_market::{Correction, Money, NumberError};

use crate::decision::{DecidingRule, Evidence, Finding, FurtherEvidence, ScreenAnswers};
use crate::methodology::{Methodology, Screen};
use crate::snapshot::{ListedSecurity, Snapshot};
pub(crate) use answer::ScreenAnswer;

/// What decides about a security, and what every screen asked until then answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleFinding {
    /// The rule that decides.
    pub(crate) rule: DecidingRule,
    /// What it found.
    pub(crate) evidence: Evidence,
    /// The answers of screens, that of one that refuses among them.
    pub(crate) answers: ScreenAnswers,
}

impl RuleFinding {
    /// The screen that refuses; none where something else does.
    pub(crate) fn screen(&self) -> Option<Screen> {
        match self.rule {
            DecidingRule::Screen(screen) => Some(screen),
            _ => None,
        }
    }

    /// A screen's refusal, where nobody asks what it found.
    pub(crate) fn without_evidence(screen: Screen, answers: ScreenAnswers) -> RuleFinding {
        let rule = DecidingRule::Screen(screen);
        RuleFinding { rule, evidence: Evidence::of(Finding::Unknown), answers }
    }
}

/// What the screens know besides the security itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScreenContext {
    /// The rank day.
    pub(crate) day: Date,
    /// Whether its company belongs to the family now.
    pub(crate) is_member: bool,
    /// Whether members are exempt from the screen of votes on this occasion.
    pub(crate) exempts_from_votes: bool,
    /// Whether a fund's list vouched for its company.
    pub(crate) is_listed: bool,
    /// The company's total capitalization, once classes are added up.
    pub(crate) company_cap: Option<Money>,
    /// Whether another class of the company gives the price.
    pub(crate) is_secondary: bool,
}

impl ScreenContext {
    /// What screens of a security look at of them, as a number below eight.
    pub(crate) fn of_security(self) -> u32 {
        u32::from(self.is_member)
            | u32::from(self.is_listed) << 1
            | u32::from(self.exempts_from_votes) << 2
    }
}

/// Whether a screen looks at the company that the securities add up to, or at a single security.
pub(crate) const fn is_company_screen(screen: Screen) -> bool {
    matches!(screen, Screen::CompanyCap | Screen::CloselyHeld | Screen::SecondaryClass)
}

/// Whether a screen asks what a security is, and not whether its company suits an index.
pub(crate) const fn is_about_security(screen: Screen) -> bool {
    matches!(screen, Screen::Exchange | Screen::Kind | Screen::SecondaryClass)
}

/// Asks the screens of a methodology in its order, the company's or the security's, up to the first that refuses:
/// what they answered, and the refusal.
///
/// # Errors
/// [`NumberError`] when what a screen asks for leaves the range of its type.
pub(crate) fn ask_all<'market>(
    family: &Methodology,
    snapshot: &Snapshot<'market>,
    of_company: bool,
    security: &ListedSecurity<'market>,
    context: ScreenContext,
) -> Result<(ScreenAnswers, Option<RuleFinding>), NumberError> {
    let mut answers = ScreenAnswers::default();
    let order = family.eligibility.order.iter().enumerate();
    for (place, screen) in order.filter(|(_, screen)| is_company_screen(**screen) == of_company) {
        let answer = ask(family, snapshot, *screen, security, context)?;
        answers = answers.with(place, answer.result());
        if let ScreenAnswer::Failed(evidence) = answer {
            let rule = DecidingRule::Screen(*screen);
            return Ok((answers, Some(RuleFinding { rule, evidence, answers })));
        }
    }
    Ok((answers, None))
}

/// What one screen answers.
///
/// # Errors
/// [`NumberError`] when what it asks for leaves the range of its type.
pub(crate) fn ask<'market>(
    family: &Methodology,
    snapshot: &Snapshot<'market>,
    screen: Screen,
    security: &ListedSecurity<'market>,
    known: ScreenContext,
) -> Result<ScreenAnswer, NumberError> {
    let rules = &family.eligibility;
    // A screen without a rule, or from which members are exempt, is not asked.
    let asked = |exempts_members: bool| !(exempts_members && known.is_member);
    Ok(match screen {
        Screen::Exchange => {
            ScreenAnswer::by(rules.exchange.as_ref(), |rule| description::exchange(rule, security))
        }
        Screen::Kind => ScreenAnswer::by(rules.kind.as_ref(), |rule| {
            description::kind(rule, snapshot, security, known)
        }),
        Screen::Nationality => {
            let rule = rules.nationality.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| nationality::nationality(rule, snapshot, security, known))
        }
        Screen::TrustPrice => {
            let rule = rules.trust_price.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| trading::trust_price(rule, security))
        }
        Screen::FundLikeVolatility => {
            let rule =
                rules.fund_like_volatility.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| trading::fund_like_volatility(rule, snapshot, security))
        }
        Screen::CloselyHeld => {
            let rule = rules.closely_held.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::try_by(rule, |rule| {
                trading::closely_held(rule, snapshot, security, known)
            })?
        }
        Screen::Price => ScreenAnswer::by(rules.price.as_ref(), |rule| {
            size::price(rule, snapshot, security, known)
        }),
        Screen::CompanyCap => {
            let rule = rules.company_cap.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| size::company_cap(rule, security, known))
        }
        Screen::FreeFloat => ScreenAnswer::by(rules.free_float.as_ref(), |rule| {
            size::free_float(rule, snapshot, security, known)
        }),
        Screen::Votes => {
            let rule = rules.votes.as_ref();
            ScreenAnswer::try_by(rule, |rule| size::votes(rule, snapshot, security, known))?
        }
        Screen::SecondaryClass => {
            let rule = rules.secondary_class.as_ref();
            ScreenAnswer::try_by(rule, |rule| {
                size::secondary_class(rule, snapshot, security, known)
            })?
        }
        Screen::Domicile => {
            let rule = rules.domicile.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| criteria::domicile(rule, snapshot, security))
        }
        Screen::Industry => {
            let rule = rules.industry.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| criteria::industry(rule, snapshot, security))
        }
        Screen::FloatCap => {
            let rule = rules.float_cap.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::try_by(rule, |rule| criteria::float_cap(rule, snapshot, security, known))?
        }
        Screen::Liquidity => {
            let rule = rules.liquidity.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::try_by(rule, |rule| criteria::liquidity(rule, snapshot, security, known))?
        }
        Screen::MonthlyVolume => {
            let rule = rules.monthly_volume.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| criteria::monthly_volume(rule, snapshot, security, known))
        }
        Screen::Earnings => {
            let rule = rules.earnings.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::try_by(rule, |rule| criteria::earnings(rule, snapshot, security))?
        }
        Screen::Seasoning => {
            let rule = rules.seasoning.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::by(rule, |rule| criteria::seasoning(rule, snapshot, security, known))
        }
        Screen::DailyValue => {
            let rule = rules.daily_value.as_ref().filter(|rule| asked(rule.exempts_members));
            ScreenAnswer::try_by(rule, |rule| {
                criteria::daily_value(rule, snapshot, security, known)
            })?
        }
        Screen::ExceptFunds => ScreenAnswer::by(rules.except_funds.as_ref(), |rule| {
            criteria::except_funds(rule, snapshot, security)
        }),
    })
}

/// That a user overrides what a screen looks at.
fn overridden(snapshot: &Snapshot<'_>, found: &Correction) -> Evidence {
    let (by, note) = (Some(snapshot.shared(&found.who)), Some(snapshot.shared(&found.why)));
    let further = FurtherEvidence { by, note, ..FurtherEvidence::default() };
    Evidence::of(Finding::Override).text(snapshot.shared(&found.override_value)).further(further)
}
