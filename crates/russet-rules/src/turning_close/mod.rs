//! The close at which a decision would have been another one, all else equal.
//!
//! Only what a decision and those made together with it record is used, so a run explains itself without its
//! market. A company's market capitalization is the close times its shares, those of all others stay, and whoever
//! is asked about at another close is ranked and placed by the same code. Where anything that the run does not
//! record might have decided otherwise, there is no answer.
//!
//! | module | what it does |
//! |---|---|
//! | `ticks` | closes as they are quoted, and the nearest one at which something changes |
//! | `ranked` | the companies that were ranked together, with one of them at another close |
//! | `screens` | what the screens answer at another close |

mod ranked;
mod screens;
mod ticks;

use russet_market::{Money, Price, Shares};

use crate::decision::{DecidingRule, Decision, Finding, OccasionKind, Verdict};
use crate::methodology::{Methodology, Screen};
use ranked::Ranked;
use screens::Screens;
use ticks::nearest;

/// A close at which a decision would have been another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurningClose {
    /// The close: at none between it and the actual one is the decision another.
    pub close: Price,
    /// What the decision would have been.
    pub outcome: TurnedOutcome,
}

/// What a decision would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnedOutcome {
    /// It would have belonged to these indexes, ids separated by spaces; to none, where there are none.
    Indexes(String),
    /// A screen would have refused it.
    RefusedBy(Screen),
    /// The screen that refused would have passed it; what the others would have answered is not known.
    Passes,
    /// It would have been large enough to enter.
    LargeEnough,
    /// It would have been too small to enter.
    TooSmall,
}

/// A security that is worth its close times its shares, in the family's currency.
#[derive(Debug, Clone, Copy)]
struct Sized {
    shares: Shares,
}

impl Sized {
    fn of_security(decision: &Decision, family: &Methodology) -> Option<Sized> {
        let shares = decision.shares_outstanding.filter(|shares| *shares > Shares::ZERO)?;
        (decision.currency() == family.currency).then_some(Sized { shares })
    }

    /// The security of a company that has no other one, by its market capitalization.
    fn of_company(decision: &Decision, family: &Methodology) -> Option<Sized> {
        let own = Sized::of_security(decision, family)?;
        (decision.company_market_cap == Some(own.cap_at(decision.close))).then_some(own)
    }

    fn cap_at(self, close: Price) -> Money {
        close.times(self.shares)
    }
}

impl Decision {
    /// The nearest closes above and below the actual one at which the decision would have been another, in this
    /// order: by rank, band and buffer at a review, by the size that a newcomer between reviews needs, or by the
    /// screen of price or size that refused. None where the close did not decide, and where what a run records
    /// does not say.
    ///
    /// `review` has the decisions that were made together with this one, itself among them or not; the methodology
    /// is the one that decided.
    pub fn turning_closes<'a>(
        &self,
        review: impl Iterator<Item = &'a Decision>,
        family: &Methodology,
    ) -> Vec<TurningClose> {
        if self.index_id.is_some() {
            return Vec::new();
        }
        let together: Vec<&Decision> = review.filter(|row| self.was_made_with(row)).collect();
        let of_company = |row: &&&Decision| row.issuer_id == self.issuer_id;
        let is_alone =
            together.iter().filter(of_company).all(|row| row.security_id == self.security_id);
        match (self.rule, self.occasion) {
            (DecidingRule::Screen(_), _) => {
                screens::passing_close(self, is_alone, family).into_iter().collect()
            }
            _ if !is_alone => Vec::new(),
            (DecidingRule::NewListing, OccasionKind::NewListings)
                if self.evidence.finding == Finding::FirstSize =>
            {
                self.by_threshold(family, |cap, least| cap > least)
            }
            (DecidingRule::FastEntry, _) => self.by_threshold(family, |cap, least| cap >= least),
            (
                DecidingRule::Rank
                | DecidingRule::Band
                | DecidingRule::Buffer
                | DecidingRule::Vacancy,
                OccasionKind::Reconstitution,
            ) => Ranked::of(self, &together, family).map_or_else(Vec::new, |ranked| ranked.turns()),
            _ => Vec::new(),
        }
    }

    /// Whether another decision was made on the same occasion.
    fn was_made_with(&self, other: &Decision) -> bool {
        other.index_id.is_none()
            && (other.occasion, other.rank_day, other.effective_after_close)
                == (self.occasion, self.rank_day, self.effective_after_close)
    }

    /// A newcomer that is compared with one market capitalization.
    fn by_threshold(
        &self,
        family: &Methodology,
        enters: fn(f64, f64) -> bool,
    ) -> Vec<TurningClose> {
        let Some((own, least)) = Sized::of_company(self, family).zip(self.evidence.threshold)
        else {
            return Vec::new();
        };
        let is_member = self.verdict == Verdict::Member;
        let enters_at = |close: Price| enters(own.cap_at(close).to_f64(), least);
        if enters_at(self.close) != is_member {
            return Vec::new();
        }
        let Some(close) = nearest(self.close, !is_member, |close| enters_at(close) != is_member)
        else {
            return Vec::new();
        };
        // A run keeps the threshold as a float: too near to it nothing is certain.
        let is_certain = |close: Price| (own.cap_at(close).to_f64() / least - 1.0).abs() > 1e-12;
        let screens_hold = Screens::of(self, own, family).hold_between(self.close, close);
        let before = ticks::towards(close, self.close);
        if !is_certain(close) || !before.is_none_or(is_certain) || !screens_hold {
            return Vec::new();
        }
        let outcome = if is_member { TurnedOutcome::TooSmall } else { TurnedOutcome::LargeEnough };
        vec![TurningClose { close, outcome }]
    }
}
