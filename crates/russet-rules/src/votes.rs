//! The part of a company's votes that is in public hands.

use russet_market::{ClassVotes, Factor, NumberError};

use crate::methodology::Percent;

/// The public's votes and all votes, as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicVotes {
    public: u128,
    all: u128,
}

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
    Ok((all > 0).then_some(PublicVotes { public, all }))
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
        let minimum = (minimum.millionths().unsigned_abs(), 1_000_000);
        is_greater((self.public, self.all), minimum)
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
        self.public as f64 / self.all as f64 * 100.0
    }
}

fn greatest_divisor(one: u128, other: u128) -> u128 {
    match other {
        0 => one,
        _ => greatest_divisor(other, one % other),
    }
}

/// Whether one fraction is greater than another, whole part by whole part, so that nothing overflows.
fn is_greater(one: (u128, u128), other: (u128, u128)) -> bool {
    let ((a, b), (c, d)) = (one, other);
    match (a / b).cmp(&(c / d)) {
        std::cmp::Ordering::Equal => match (a % b, c % d) {
            (0, _) => false,
            (_, 0) => true,
            // What is left is below one: its reciprocals compare the other way round.
            (left, right) => is_greater((d, right), (b, left)),
        },
        order => order.is_gt(),
    }
}
