//! `a × b ÷ c` without losing the product, rounded half to even.

use arrow_buffer::i256;

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
    // Two factors of 127 bits make a product of 254.
    let product = i256::from_i128(value).wrapping_mul(i256::from_i128(multiplier));
    let wide_divisor = i256::from_i128(divisor);
    let quotient = product.wrapping_div(wide_divisor);
    let remainder = product.wrapping_sub(quotient.wrapping_mul(wide_divisor));
    match (quotient.to_i128(), remainder.to_i128()) {
        (Some(quotient), Some(remainder)) => Ok((quotient, remainder)),
        _ => Err(NumberError::Overflow { what }),
    }
}

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
