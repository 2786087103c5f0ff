//! Decimal text to scaled integers and back, without a float in between.

use super::{NumberError, wide};

/// Reads `text` as an integer count of `10^-decimals`.
///
/// Trailing zeros beyond the unit are accepted, digits beyond it are not.
pub(crate) fn parse(text: &str, decimals: u32) -> Result<i128, NumberError> {
    let not_a_number = || NumberError::NotANumber { text: text.to_owned() };
    let trimmed = text.trim();
    let (negative, unsigned) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(not_a_number());
    }
    let significant = fraction.trim_end_matches('0');
    if significant.len() > decimals as usize {
        return match significant.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Err(NumberError::TooFine { text: text.to_owned(), decimals }),
            false => Err(not_a_number()),
        };
    }
    let padding = std::iter::repeat_n(b'0', decimals as usize - significant.len());
    let mut units: i128 = 0;
    for byte in whole.bytes().chain(significant.bytes()).chain(padding) {
        if !byte.is_ascii_digit() {
            return Err(not_a_number());
        }
        units = units
            .checked_mul(10)
            .and_then(|units| units.checked_add(i128::from(byte - b'0')))
            .ok_or(NumberError::Overflow { what: "a decimal number" })?;
    }
    Ok(if negative { -units } else { units })
}

/// Writes `units` of `10^-decimals`, without trailing zeros.
pub(crate) fn format(units: i128, decimals: u32) -> String {
    let full = format_fixed(units, decimals);
    match full.contains('.') {
        true => full.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => full,
    }
}

/// Writes `units` of `10^-decimals` with exactly `decimals` decimals.
pub(crate) fn format_fixed(units: i128, decimals: u32) -> String {
    let scale = 10_u128.pow(decimals);
    let magnitude = units.unsigned_abs();
    let sign = if units < 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{magnitude}"),
        _ => format!(
            "{sign}{}.{:0width$}",
            magnitude / scale,
            magnitude % scale,
            width = decimals as usize
        ),
    }
}

/// Rounds units of `10^-held`, zero or above, to `decimals` decimals, half to even, and writes them all.
pub(crate) fn publish(units: i128, held: u32, decimals: u32) -> String {
    let kept = decimals.min(held);
    let rounded = wide::divide_half_even(units, 10_i128.pow(held - kept));
    format_fixed(rounded, kept)
}

/// The nearest integer count of `10^-decimals` to a float that came from a decimal of that many
/// digits or fewer: exact below 2^53 / 8 units, by the shortest decimal that reads back above.
pub(crate) fn from_f64(value: f64, decimals: u32) -> Result<i128, NumberError> {
    if !value.is_finite() {
        return Err(NumberError::NotANumber { text: value.to_string() });
    }
    // Powers of ten up to 22 are exact as floats.
    let scaled = value * 10_u128.pow(decimals) as f64;
    // Below this bound the product is within 1/4 unit of the decimal meant, so rounding finds it.
    if scaled.abs() < (1_u64 << 50) as f64 {
        return Ok(scaled.round() as i128);
    }
    match parse(&value.to_string(), decimals) {
        Err(NumberError::TooFine { .. }) => {
            parse(&format!("{value:.width$}", width = decimals as usize), decimals)
        }
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in ["", ".", "-", "1e5", "1,000", "abc", "1.2.3", "NaN", "0x10", "1.0000000000z"] {
            assert!(matches!(parse(text, 9), Err(NumberError::NotANumber { .. })), "{text}");
        }
        assert!(matches!(parse("0.0000000001", 9), Err(NumberError::TooFine { .. })));
        assert!(matches!(parse(&"9".repeat(60), 9), Err(NumberError::Overflow { .. })));
    }

    proptest! {
        #[test]
        fn text_reads_back(units in -(10_i128.pow(30))..10_i128.pow(30), decimals in 0_u32..19) {
            prop_assert_eq!(parse(&format(units, decimals), decimals), Ok(units));
            prop_assert_eq!(parse(&format_fixed(units, decimals), decimals), Ok(units));
        }

        #[test]
        fn a_float_finer_than_the_unit_is_rounded(value in -100.0..100.0_f64) {
            let nearest = parse(&format!("{value:.15}"), 15).unwrap();
            prop_assert!((from_f64(value, 15).unwrap() - nearest).abs() <= 8);
        }

        #[test]
        fn a_float_of_a_decimal_price_gives_that_decimal(units in 1_i64..900_000_000_000_000) {
            let float: f64 = format(i128::from(units), 9).parse().unwrap();
            prop_assert_eq!(from_f64(float, 9), Ok(i128::from(units)));
        }
    }
}
