//! The part of a company's votes that is in public hands.

use russet_market::{ClassVotes, Factor, NumberError};

use crate::fraction::{Fraction, greatest_divisor};
use crate::methodology::Percent;

/// The public's votes and all votes, as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicVotes(Fraction);

/// The public's part of a company's votes (R46 5.15.3): over all classes, listed or not,
/// `Σ(votes a share × free-float shares) / Σ(votes a share × shares)`; nothing where no class with
/// votes is known.
///
/// # Errors
/// [`NumberError::Overflow`] when counts and votes are too fine and too large to multiply exactly.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{ClassVotes, Factor, SecurityId, Shares};
/// use russet_rules::votes::public_votes;
/// let class = |name: &str, shares: u64, votes: u64, free_float: Factor| ClassVotes {
///     security_id: SecurityId(1),
///     effective_date: date(2024, 6, 28),
///     known_at: date(2024, 6, 28),
///     share_class: name.to_owned(),
///     shares_outstanding: Shares::whole(shares).unwrap(),
///     votes_per_share: Shares::whole(votes).unwrap(),
///     free_float,
///     source: "a proxy statement".to_owned(),
/// };
/// let listed = class("A", 100_000_000, 1, "0.65".parse()?);
/// let unlisted = class("B", 30_000_000, 10, Factor::ZERO);
/// let votes = public_votes(&[&listed, &unlisted])?.unwrap();
/// assert_eq!(votes.percent(), 16.25);
/// assert!(votes.exceed("16.24".parse().unwrap()) && !votes.exceed("16.25".parse().unwrap()));
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn public_votes(classes: &[&ClassVotes]) -> Result<Option<PublicVotes>, NumberError> {
    let overflow = || NumberError::Overflow { what: "the votes of a company" };
    // What all terms share leaves the fraction as it is, and the products small.
    let common = |values: &mut dyn Iterator<Item = i64>| {
        values.fold(0, |so_far, value| greatest_divisor(so_far, value.unsigned_abs().into())).max(1)
    };
    let shares = common(&mut classes.iter().map(|class| class.shares_outstanding.micros()));
    let votes = common(&mut classes.iter().map(|class| class.votes_per_share.micros()));
    let floats = classes.iter().map(|class| class.free_float.picos());
    let float = common(&mut floats.chain([Factor::ONE.picos()]));
    let whole = u128::from(Factor::ONE.picos().unsigned_abs()) / float;
    let (mut public, mut all) = (0_u128, 0_u128);
    for class in classes {
        let part = |value: i64, common: u128| u128::from(value.unsigned_abs()) / common;
        let of_class = part(class.shares_outstanding.micros(), shares)
            * part(class.votes_per_share.micros(), votes);
        let times = |factor: u128| of_class.checked_mul(factor).ok_or_else(overflow);
        let free = times(part(class.free_float.picos(), float))?;
        public = public.checked_add(free).ok_or_else(overflow)?;
        all = all.checked_add(times(whole)?).ok_or_else(overflow)?;
    }
    Ok((all > 0).then(|| PublicVotes(Fraction::new(public, all))))
}

impl PublicVotes {
    /// Whether the public has more than a percentage of the votes: exactly that much is not more.
    pub fn exceed(self, minimum: Percent) -> bool {
        self.0 > Fraction::new(minimum.millionths().unsigned_abs(), 1_000_000)
    }

    /// The part in percent as a float, for sentences.
    pub fn percent(self) -> f64 {
        self.0.to_f64() * 100.0
    }
}
