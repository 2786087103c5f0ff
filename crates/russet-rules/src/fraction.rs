//! Means and ratios held against a limit: fractions of whole numbers, compared without rounding.

use std::cmp::Ordering;

use russet_market::NumberError;

/// A fraction of whole numbers, zero or above; the denominator is not zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// `numerator / denominator`, which is not zero.
    pub(crate) const fn new(numerator: u128, denominator: u128) -> Fraction {
        Fraction { numerator, denominator }
    }

    pub(crate) const fn whole(value: u128) -> Fraction {
        Fraction::new(value, 1)
    }

    /// The sum in lowest terms.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] where a side has more than 128 bits.
    pub(crate) fn plus(self, other: Fraction) -> Result<Fraction, NumberError> {
        let overflow = || NumberError::Overflow { what: "a sum of fractions" };
        let common = greatest_divisor(self.denominator, other.denominator);
        let (own, others) = (self.denominator / common, other.denominator / common);
        let times = |one: u128, other: u128| one.checked_mul(other).ok_or_else(overflow);
        let (one, two) = (times(self.numerator, others)?, times(other.numerator, own)?);
        let numerator = one.checked_add(two).ok_or_else(overflow)?;
        let denominator = times(own, other.denominator)?;
        Ok(Fraction { numerator, denominator }.lowest())
    }

    /// The product in lowest terms.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] where a side has more than 128 bits.
    pub(crate) fn times(self, other: Fraction) -> Result<Fraction, NumberError> {
        let overflow = || NumberError::Overflow { what: "a product of fractions" };
        let (one, two) = (self.lowest(), other.lowest());
        let (across, back) = (
            Fraction::new(one.numerator, two.denominator).lowest(),
            Fraction::new(two.numerator, one.denominator).lowest(),
        );
        let times = |one: u128, other: u128| one.checked_mul(other).ok_or_else(overflow);
        let numerator = times(across.numerator, back.numerator)?;
        Ok(Fraction { numerator, denominator: times(across.denominator, back.denominator)? })
    }

    fn lowest(self) -> Fraction {
        let common = greatest_divisor(self.numerator, self.denominator);
        Fraction { numerator: self.numerator / common, denominator: self.denominator / common }
    }

    /// For sentences and statistics.
    pub(crate) fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl Ord for Fraction {
    /// Whole part by whole part, so that nothing overflows.
    fn cmp(&self, other: &Fraction) -> Ordering {
        let ((a, b), (c, d)) =
            ((self.numerator, self.denominator), (other.numerator, other.denominator));
        (a / b).cmp(&(c / d)).then_with(|| match (a % b, c % d) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            // What is left is below one: its reciprocals compare the other way round.
            (left, right) => Fraction::new(d, right).cmp(&Fraction::new(b, left)),
        })
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

/// The greatest common divisor; that of zero and a number is the number.
pub(crate) fn greatest_divisor(one: u128, other: u128) -> u128 {
    match other {
        0 => one,
        _ => greatest_divisor(other, one % other),
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_rational::Ratio;
    use proptest::prelude::*;

    use super::*;

    fn obvious((numerator, denominator): (u128, u128)) -> Ratio<BigInt> {
        Ratio::new(BigInt::from(numerator), BigInt::from(denominator))
    }

    proptest! {
        #[test]
        fn order_is_that_of_fractions_of_any_size(
            one in (0..u128::MAX, 1..u128::MAX), other in (0..u128::MAX, 1..u128::MAX),
            small in (0_u128..12, 1_u128..12), times in 1_u128..1000,
        ) {
            let of = |(numerator, denominator)| Fraction::new(numerator, denominator);
            let equal = (small.0 * times, small.1 * times);
            prop_assert_eq!(of(small), of(equal));
            for (one, other) in [(one, other), (small, one), (one, small), (small, equal)] {
                prop_assert_eq!(of(one).cmp(&of(other)), obvious(one).cmp(&obvious(other)));
            }
        }

        #[test]
        fn sums_and_products_are_exact(
            parts in prop::collection::vec((0_u128..1 << 90, 1_u128..300), 1..5),
        ) {
            let of = |(numerator, denominator)| Fraction::new(numerator, denominator);
            let same = |found: Fraction, expected: Ratio<BigInt>| {
                obvious((found.numerator, found.denominator)) == expected
                    && BigInt::from(found.denominator) == *expected.denom()
            };
            let (mut sum, mut exact) = (Fraction::whole(0), obvious((0, 1)));
            for part in &parts {
                (sum, exact) = (sum.plus(of(*part)).unwrap(), exact + obvious(*part));
                prop_assert!(same(sum, exact.clone()));
            }
            let (part, (numerator, denominator)) = (parts[0], parts[parts.len() - 1]);
            let other = (numerator >> 60, denominator);
            let product = of(part).times(of(other)).unwrap();
            prop_assert!(same(product, obvious(part) * obvious(other)));
        }
    }
}
