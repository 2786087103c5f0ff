//! What the screens answer at another close, as far as a decision records it.

use russet_market::{Money, Price, Shares};

use super::ticks::{first, nearest};
use super::{Sized, TurnedOutcome, TurningClose};
use crate::decision::{Decision, Finding, ScreenResult};
use crate::methodology::{Eligibility, Methodology, Screen};

/// The screens that passed a security, asked at another close.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screens<'a> {
    decision: &'a Decision,
    own: Sized,
    rules: &'a Eligibility,
}

/// What a screen answers at another close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Passes,
    Refuses,
    /// What it looks at is not recorded.
    Unknown,
}

impl Then {
    fn passes_if(passes: bool) -> Then {
        if passes { Then::Passes } else { Then::Unknown }
    }
}

impl<'a> Screens<'a> {
    pub(super) fn of(decision: &'a Decision, own: Sized, family: &'a Methodology) -> Screens<'a> {
        Screens { decision, own, rules: &family.eligibility }
    }

    /// Everything that answers depend on, each part of which is so from some close on.
    pub(super) fn limits_passed(&self, close: Price) -> [bool; 6] {
        let (rules, day, cap) = (self.rules, self.decision.rank_day, self.own.cap_at(close));
        let least_close = rules.price.as_ref().and_then(|rule| rule.minimum.on(day));
        let size = rules.company_cap.as_ref();
        let least = size.and_then(|rule| rule.minimum.on(day));
        let most = size.and_then(|rule| rule.maximum.as_ref()?.on(day));
        let trust = rules.trust_price.as_ref();
        let quiet = rules.fund_like_volatility.as_ref();
        [
            least_close.is_none_or(|least| close >= least.value),
            least.is_none_or(|least| cap >= least.value),
            most.is_some_and(|most| cap > most.value),
            trust.is_none_or(|rule| close >= rule.lowest),
            trust.is_none_or(|rule| close > rule.highest),
            quiet.is_none_or(|rule| cap > rule.up_to_cap),
        ]
    }

    /// The first screen that refuses at a close, or none; nothing where what a screen answers is not known.
    pub(super) fn refusing_at(&self, close: Price) -> Option<Option<Screen>> {
        let answers: Vec<(Screen, Then)> = self
            .decision
            .screens
            .iter()
            .filter(|(_, result)| [ScreenResult::Passed, ScreenResult::NoData].contains(result))
            .map(|(screen, result)| (screen, self.answer(screen, result, close)))
            .collect();
        let refusing = answers.iter().find(|(_, then)| *then == Then::Refuses);
        match refusing {
            Some((screen, _)) => Some(Some(*screen)),
            None => answers.iter().all(|(_, then)| *then == Then::Passes).then_some(None),
        }
    }

    fn answer(&self, screen: Screen, result: ScreenResult, close: Price) -> Then {
        let [reaches_close, reaches_least, beyond_most, above_trust, beyond_trust, is_large] =
            self.limits_passed(close);
        let is_up = close > self.decision.close;
        let is_member = !self.decision.indexes_before.is_empty();
        match screen {
            // A member's mean close counts too, which is not recorded.
            Screen::Price if is_member => Then::passes_if(reaches_close),
            Screen::Price if reaches_close => Then::Passes,
            Screen::CompanyCap if reaches_least && !beyond_most => Then::Passes,
            Screen::Price | Screen::CompanyCap => Then::Refuses,
            // Nothing to look at stays nothing.
            _ if result == ScreenResult::NoData => Then::Passes,
            Screen::TrustPrice => Then::passes_if(!above_trust || beyond_trust),
            Screen::FundLikeVolatility => Then::passes_if(is_large),
            // More is worth more, and is traded for more.
            Screen::FloatCap | Screen::DailyValue => Then::passes_if(is_up),
            // What was traded on one day loses less than what there is.
            Screen::Liquidity | Screen::CloselyHeld => Then::passes_if(!is_up),
            Screen::Exchange
            | Screen::Kind
            | Screen::Nationality
            | Screen::FreeFloat
            | Screen::Votes
            | Screen::SecondaryClass
            | Screen::Domicile
            | Screen::Industry
            | Screen::MonthlyVolume
            | Screen::Earnings
            | Screen::Seasoning
            | Screen::ExceptFunds => Then::Passes,
        }
    }

    /// Whether all screens pass at every close from one to another, the first left out.
    pub(super) fn hold_between(&self, from: Price, to: Price) -> bool {
        let mut at = from;
        loop {
            let limits = self.limits_passed(at);
            let next = first(at, to, |close| self.limits_passed(close) != limits);
            match next {
                Some(close) if self.refusing_at(close) != Some(None) => return false,
                Some(close) => at = close,
                None => return self.refusing_at(to) == Some(None),
            }
        }
    }
}

/// The close nearest to the actual one at which the screen that refused would have passed, where those asked before
/// it pass all the way.
pub(super) fn passing_close(
    decision: &Decision,
    is_alone: bool,
    family: &Methodology,
) -> Option<TurningClose> {
    let (evidence, rules, day) = (&decision.evidence, &family.eligibility, decision.rank_day);
    let own = Sized::of_security(decision, family)?;
    let at_least = |own: Sized, least: Money| {
        nearest(decision.close, true, |close| own.cap_at(close) >= least)
    };
    let size = || rules.company_cap.as_ref().filter(|_| is_alone);
    let least_close = || Some(rules.price.as_ref()?.minimum.on(day)?.value);
    let close = match evidence.finding {
        Finding::Close => nearest(decision.close, true, |close| Some(close) >= least_close()),
        Finding::MeanClose => passing_mean(decision, least_close()?),
        Finding::CapTooSmall => at_least(own, size()?.minimum.on(day)?.value),
        Finding::CapTooLarge => {
            let most = size()?.maximum.as_ref()?.on(day)?.value;
            nearest(decision.close, false, |close| own.cap_at(close) <= most)
        }
        Finding::FloatCap => {
            let least = rules.float_cap.as_ref()?.minimum.on(day)?.value;
            at_least(measured_by(decision)?, least)
        }
        _ => None,
    }?;
    let others_pass = Screens::of(decision, own, family).hold_between(decision.close, close);
    others_pass.then_some(TurningClose { close, outcome: TurnedOutcome::Passes })
}

/// A member below the least close passes with that close, or with one that lifts its mean close to it.
fn passing_mean(decision: &Decision, least: Price) -> Option<Price> {
    let sessions = i128::from(decision.evidence.count?);
    // A sum of nano-dollars below 2^53 is exact as a float.
    let sum = (decision.evidence.measured? * sessions as f64 * 1e9).round();
    (sum < (1_u64 << 53) as f64).then_some(())?;
    let missing = i128::from(least.nanos()) * sessions - sum as i128;
    nearest(decision.close, true, |close| {
        let added = i128::from(close.nanos()) - i128::from(decision.close.nanos());
        close >= least || added >= missing
    })
}

/// The shares behind what was measured of a security, where a float tells them apart from one share more or less.
fn measured_by(decision: &Decision) -> Option<Sized> {
    let (close, measured) = (decision.close, decision.evidence.measured?);
    let near = (measured / close.to_f64() * 1e6).round() as i64;
    let shares = |micros: i64| Shares::from_micros(micros).ok();
    let makes = |micros: &i64| {
        shares(*micros).is_some_and(|shares| close.times(shares).to_f64() == measured)
    };
    let mut fitting = (near.saturating_sub(3)..=near.saturating_add(3)).filter(makes);
    let found = fitting.next().filter(|_| fitting.next().is_none())?;
    Some(Sized { shares: shares(found)? })
}
