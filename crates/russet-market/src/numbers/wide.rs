//! `a × b ÷ c` without losing the product, rounded half to even.

use super::NumberError;

/// `value × multiplier ÷ divisor`, rounded half to even. All three are zero or above.
pub(crate) fn multiply_divide(
    value: i128,
    multiplier: i128,
    divisor: i128,
    what: &'static str,
) -> Result<i128, NumberError> {
    let (quotient, remainder) = divided(value, multiplier, divisor, what)?;
    let rest = divisor - remainder;
    let round_up = remainder > rest || (remainder == rest && quotient % 2 == 1);
    quotient.checked_add(i128::from(round_up)).ok_or(NumberError::Overflow { what })
}

/// `value × multiplier ÷ divisor`, rounded down. All three are zero or above.
pub(crate) fn multiply_divide_down(
    value: i128,
    multiplier: i128,
    divisor: i128,
    what: &'static str,
) -> Result<i128, NumberError> {
    divided(value, multiplier, divisor, what).map(|(quotient, _)| quotient)
}

/// Quotient and remainder of `value × multiplier ÷ divisor`.
fn divided(
    value: i128,
    multiplier: i128,
    divisor: i128,
    what: &'static str,
) -> Result<(i128, i128), NumberError> {
    if divisor == 0 {
        return Err(NumberError::DivisionByZero { what });
    }
    if let Some(product) = value.checked_mul(multiplier) {
        return Ok((product / divisor, product % divisor));
    }
    let (high, low) = product(value.unsigned_abs(), multiplier.unsigned_abs());
    let divisor = divisor.unsigned_abs();
    if high >= divisor {
        return Err(NumberError::Overflow { what });
    }
    let (quotient, remainder) = divide_wide(high, low, divisor);
    let quotient = i128::try_from(quotient).map_err(|_| NumberError::Overflow { what })?;
    // A remainder is below its divisor, which came from 127 bits.
    Ok((quotient, remainder as i128))
}

/// The two 128-bit halves of a product, by halves of 64 bits.
fn product(one: u128, other: u128) -> (u128, u128) {
    let halves = |number: u128| (number >> 64, number & LOW);
    let ((a, b), (c, d)) = (halves(one), halves(other));
    let (high, low) = (a * c, b * d);
    let (cross, carry) = (a * d).overflowing_add(b * c);
    let (low, more) = low.overflowing_add(cross << 64);
    (high + (cross >> 64) + (u128::from(carry) << 64) + u128::from(more), low)
}

/// A number of 256 bits over one of 128 whose quotient has 128: two digits of 64 bits (Knuth, The Art
/// of Computer Programming, vol. 2, 4.3.1, algorithm D).
fn divide_wide(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let high = match shift {
        0 => high,
        _ => (high << shift) | (low >> (128 - shift)),
    };
    let low = low << shift;
    let (first, rest) = digit(high, low >> 64, divisor);
    let (second, rest) = digit(rest, low & LOW, divisor);
    ((first << 64) | second, rest >> shift)
}

/// One digit of a quotient, and what is left: `(left × 2^64 + next) ÷ divisor`, where the divisor has
/// its highest bit set and is above what is left.
fn digit(left: u128, next: u128, divisor: u128) -> (u128, u128) {
    let (top, bottom) = (divisor >> 64, divisor & LOW);
    let mut guess = left / top;
    let mut over = left % top;
    // The guess is too large by two at most.
    while guess > LOW || guess * bottom > ((over << 64) | next) {
        guess -= 1;
        over += top;
        if over > LOW {
            break;
        }
    }
    let rest = (left << 64).wrapping_add(next).wrapping_sub(guess.wrapping_mul(divisor));
    (guess, rest)
}

const LOW: u128 = u64::MAX as u128;

/// `value ÷ divisor`, rounded half to even. Both are zero or above, the divisor not zero.
pub(crate) fn divide_half_even(value: i128, divisor: i128) -> i128 {
    let quotient = value / divisor;
    let remainder = value % divisor;
    let rest = divisor - remainder;
    let round_up = remainder > rest || (remainder == rest && quotient % 2 == 1);
    quotient + i128::from(round_up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    fn obvious(value: i128, multiplier: i128, divisor: i128) -> BigInt {
        let product = BigInt::from(value) * BigInt::from(multiplier);
        let twice: BigInt = &product * 2 + divisor;
        let step = BigInt::from(divisor) * 2;
        let rounded_up: BigInt = &twice / &step;
        let tie = (&twice % &step) == BigInt::from(0);
        if tie && (&rounded_up % 2) == BigInt::from(1) { rounded_up - 1 } else { rounded_up }
    }

    proptest! {
        #[test]
        fn agrees_with_big_integers(
            value in 0..i128::MAX, multiplier in 0..i128::MAX, divisor in 1..i128::MAX
        ) {
            let expected = obvious(value, multiplier, divisor);
            match multiply_divide(value, multiplier, divisor, "test") {
                Ok(found) => prop_assert_eq!(BigInt::from(found), expected),
                Err(_) => prop_assert!(expected > BigInt::from(i128::MAX)),
            }
        }

        #[test]
        fn rounding_down_agrees_with_big_integers(
            value in 0..i128::MAX, multiplier in 0..i128::MAX, divisor in 1..i128::MAX
        ) {
            let expected = BigInt::from(value) * BigInt::from(multiplier) / BigInt::from(divisor);
            match multiply_divide_down(value, multiplier, divisor, "test") {
                Ok(found) => prop_assert_eq!(BigInt::from(found), expected),
                Err(_) => prop_assert!(expected > BigInt::from(i128::MAX)),
            }
        }

        #[test]
        fn small_ties_go_to_even(value in 0_i128..2_000, divisor in 1_i128..40) {
            let found = multiply_divide(value, 1, divisor, "test").unwrap();
            prop_assert_eq!(BigInt::from(found), obvious(value, 1, divisor));
        }
    }
}
