//! How many index shares each security gets: a scheme, and caps upon it.
//!
//! | module | index shares of a security before caps |
//! |---|---|
//! | `float_cap` | its shares in free float |
//! | `total_cap` | all its shares, or at most a multiple of its free float |
//! | `style` | its shares in free float times its probability of one side |
//! | `price` | one |
//! | `equal` | what an equal part of the index's value buys; `capacity` leaves out what is too small |
//!
//! `caps` then finds the capping factor of each security, stage after stage; [`exceeds_limits`] says whether an
//! index has left its limits since. A new scheme is one more file here.

mod candidate;
mod capacity;
mod caps;
mod equal;
mod error;
mod float_cap;
mod limits;
mod price;
mod style;
mod total_cap;

use jiff::civil::Date;
use russet_market::{Factor, Money, Shares};

use crate::methodology::{CapStage, Scheme, Weighting};

pub use candidate::{Candidate, WeightedSecurity};
pub use error::WeightingError;
pub use limits::exceeds_limits;

/// The index shares and capping factor of each security, in the order given; what a security gets does not
/// depend on that order.
///
/// `day` is the one after whose close the weights hold, for caps that came into force at some time;
/// `value` is what the index is worth, for schemes whose shares come from weights.
///
/// At the prices given, every cap holds exactly for the rounded shares while there is room. Where every
/// company is at its cap (five companies at 20%), caps hold to within the rounding of factors and shares.
/// Securities that no cap touches have the factor one, the others a smaller one.
///
/// # Errors
/// [`WeightingError`] when caps leave no room for all of the index, an equal weight has no price or no
/// value to be made of, or a number leaves its range.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{Factor, IssuerId, Money, SecurityId, Shares};
/// use russet_rules::methodology::Weighting;
/// use russet_rules::weighting::{Candidate, weigh};
/// let candidate = |number: u32, own: u64| Candidate {
///     security: SecurityId(number),
///     issuer: IssuerId(number),
///     group: None,
///     unit: "10".parse().unwrap(),
///     total: Shares::whole(1_000).unwrap(),
///     own: Shares::whole(own).unwrap(),
///     style: Factor::ONE,
///     is_primary: true,
/// };
/// let text = "[[caps]]\neach_percent = '50'\nreference = 'mine'";
/// let rule: Weighting = toml::from_str(text).unwrap();
/// let candidates = [candidate(1, 600), candidate(2, 300), candidate(3, 100)];
/// let weighed = weigh(&rule, date(2025, 3, 21), &candidates, Money::ZERO)?;
/// assert_eq!(weighed[0].shares, Shares::whole(400)?);
/// assert_eq!(weighed[1].factor, Factor::ONE);
/// # Ok::<(), russet_rules::WeightingError>(())
/// ```
pub fn weigh(
    rule: &Weighting,
    day: Date,
    candidates: &[Candidate],
    value: Money,
) -> Result<Vec<WeightedSecurity>, WeightingError> {
    let counts = |candidate: &Candidate| candidate.is_primary || !rule.primary_securities_only;
    let taken: Vec<&Candidate> = candidates.iter().filter(|candidate| counts(candidate)).collect();
    let uncapped = match rule.scheme {
        Scheme::Equal => equal::shares(rule, &taken, value)?,
        _ => taken
            .iter()
            .map(|candidate| own_shares(rule, day, candidate).unwrap_or_default())
            .collect(),
    };
    let stages: Vec<&CapStage> = rule.caps.iter().filter(|stage| stage.holds_on(day)).collect();
    let mut capped = caps::cap(&stages, &taken, &uncapped)?.into_iter();
    let left_out = |candidate: &Candidate| WeightedSecurity {
        security: candidate.security,
        shares: Shares::ZERO,
        factor: Factor::ONE,
    };
    let weighed = |candidate: &Candidate| match counts(candidate) {
        true => capped.next().unwrap_or_else(|| left_out(candidate)),
        false => left_out(candidate),
    };
    Ok(candidates.iter().map(weighed).collect())
}

/// Index shares after the close of a day of a security that keeps its factor while its count, float or style changed; none for
/// schemes whose shares only a rebalance sets.
///
/// ```
/// use russet_market::{Factor, IssuerId, SecurityId, Shares};
/// use russet_rules::methodology::Weighting;
/// use russet_rules::weighting::{Candidate, shares_at_factor};
/// let candidate = Candidate {
///     security: SecurityId(1),
///     issuer: IssuerId(1),
///     group: None,
///     unit: "10".parse()?,
///     total: Shares::whole(1_000)?,
///     own: Shares::whole(800)?,
///     style: Factor::ONE,
///     is_primary: true,
/// };
/// let rule = Weighting::default();
/// let day = jiff::civil::date(2025, 3, 21);
/// assert_eq!(shares_at_factor(&rule, day, &candidate, "0.5".parse()?), Some(Shares::whole(400)?));
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn shares_at_factor(
    rule: &Weighting,
    day: Date,
    candidate: &Candidate,
    factor: Factor,
) -> Option<Shares> {
    own_shares(rule, day, candidate).map(|shares| shares.scaled(factor))
}

/// The shares of a security before caps, where they follow from the security alone.
fn own_shares(rule: &Weighting, day: Date, candidate: &Candidate) -> Option<Shares> {
    match rule.scheme {
        Scheme::FloatCap => Some(float_cap::shares(candidate)),
        Scheme::TotalCap => {
            let times = rule.maximum_float_multiple.as_ref().and_then(|steps| steps.on(day));
            Some(total_cap::shares(candidate, times.map(|step| step.value)))
        }
        Scheme::Style => Some(style::shares(candidate)),
        Scheme::Price => Some(price::shares()),
        Scheme::Equal => None,
    }
}
