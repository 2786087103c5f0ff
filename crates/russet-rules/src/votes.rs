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
/// use russet_rules::votes::public_votes;
/// assert_eq!(public_votes(&[])?, None);
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
    ///
    /// ```
    /// # use russet_rules::votes::PublicVotes;
    /// fn may_enter(votes: PublicVotes) -> bool {
    ///     votes.exceed("5".parse().unwrap())
    /// }
    /// ```
    pub fn exceed(self, minimum: Percent) -> bool {
        self.0 > Fraction::new(minimum.millionths().unsigned_abs(), 1_000_000)
    }

    /// The part in percent as a float, for sentences.
    ///
    /// ```
    /// # use russet_rules::votes::PublicVotes;
    /// fn words(votes: PublicVotes) -> String {
    ///     format!("{:.3}% of the votes", votes.percent())
    /// }
    /// ```
    pub fn percent(self) -> f64 {
        self.0.to_f64() * 100.0
    }
}
