//! The fraction nearest to another one whose sides are too long.

/// The fraction nearest to `numerator` / `denominator` (lowest terms) with both sides at most `most`; of two
/// equally near, the one with the smaller sides. None where every such fraction is smaller, or every one
/// larger.
///
/// Walks the continued fraction of the value. The last convergent that fits, and the last fraction between
/// it and the next convergent that fits, are the neighbors of the value among all that fit: whatever lies
/// between them has sides at least as long as the sums of theirs.
pub(super) fn nearest(numerator: u128, denominator: u128, most: u64) -> Option<(u64, u64)> {
    let side = u128::from(most);
    let too_large = numerator / denominator >= side && numerator != side * denominator;
    let too_small = denominator / numerator >= side && denominator != side * numerator;
    if too_large || too_small {
        return None;
    }
    let mut before = Convergent { new: 0, old: 1, error: numerator };
    let mut last = Convergent { new: 1, old: 0, error: denominator };
    while last.error != 0 {
        let steps = before.error / last.error;
        let fitting = before.steps_within(&last, most).map_or(steps, |room| steps.min(room));
        let next = before.stepped(&last, fitting);
        if fitting < steps {
            let found = if next.is_nearer_than(&last) { next } else { last };
            return Some((found.new, found.old));
        }
        (before, last) = (last, next);
    }
    Some((last.new, last.old))
}

/// A fraction on the way to a value, and how far off it is: `|value - new/old| × old × denominator of the
/// value`, which is a remainder of Euclid's algorithm.
struct Convergent {
    new: u64,
    old: u64,
    error: u128,
}

impl Convergent {
    /// How often `last` can be added until a side is above `most`.
    fn steps_within(&self, last: &Convergent, most: u64) -> Option<u128> {
        let new = (most - self.new).checked_div(last.new);
        let old = (most - self.old).checked_div(last.old);
        new.into_iter().chain(old).min().map(u128::from)
    }

    /// Itself with `last` added so often; the sides must fit.
    fn stepped(&self, last: &Convergent, steps: u128) -> Convergent {
        let side = |before: u64, added: u64| before + (steps as u64) * added;
        Convergent {
            new: side(self.new, last.new),
            old: side(self.old, last.old),
            error: self.error - steps * last.error,
        }
    }

    /// Whether it is closer to the value: `error / old` is smaller, compared by quotient, then remainder.
    fn is_nearer_than(&self, other: &Convergent) -> bool {
        let (own_old, other_old) = (u128::from(self.old), u128::from(other.old));
        let (own, others) = (self.error / own_old, other.error / other_old);
        let (own_rest, others_rest) = (self.error % own_old, other.error % other_old);
        own < others || own == others && own_rest * other_old < others_rest * own_old
    }
}

#[cfg(test)]
mod tests {
    use num_rational::Ratio;
    use proptest::prelude::*;

    use super::nearest;

    /// The nearest of all fractions with sides up to `most`, by trying each.
    fn by_trying_all(value: Ratio<i128>, most: i128) -> (Ratio<i128>, Ratio<i128>) {
        let sides = (1..=most).flat_map(|new| (1..=most).map(move |old| Ratio::new(new, old)));
        let distance = |fraction: Ratio<i128>| {
            let gap = fraction - value;
            if gap < Ratio::from(0) { -gap } else { gap }
        };
        sides.map(|fraction| (distance(fraction), fraction)).min().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn no_fraction_that_fits_is_nearer(
            numerator in 1_i128..5_000, denominator in 1_i128..5_000, most in 1_u64..24,
        ) {
            let value = Ratio::new(numerator, denominator);
            let found = nearest(*value.numer() as u128, *value.denom() as u128, most);
            let most = i128::from(most);
            let within = value <= Ratio::from(most) && value >= Ratio::new(1, most);
            prop_assert_eq!(found.is_some(), within);
            if let Some((new, old)) = found {
                let found = Ratio::new(i128::from(new), i128::from(old));
                prop_assert_eq!(*found.denom(), i128::from(old), "in lowest terms");
                let gap = if found < value { value - found } else { found - value };
                prop_assert_eq!(gap, by_trying_all(value, most).0);
            }
        }
    }
}
