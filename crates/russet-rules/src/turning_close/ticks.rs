//! Closes as they are quoted: in cents, below a dollar in hundredths of a cent.

use russet_market::Price;

/// How far closes are tried: up to this many times the close, and down to that part of it.
const FARTHEST: i64 = 1_000;

/// The highest price there is, in nano-dollars.
const HIGHEST: i64 = 100_000_000_000_000_000;

/// Nano-dollars of a hundredth of a cent.
const FINE: i64 = 100_000;
/// Hundredths of a cent in a dollar, and in a cent.
const A_DOLLAR: i64 = 10_000;
const A_CENT: i64 = 100;

/// The number of the highest quoted close that is not above a price.
fn number_of(price: i64) -> i64 {
    let fine = price / FINE;
    if fine <= A_DOLLAR { fine } else { A_DOLLAR + (fine - A_DOLLAR) / A_CENT }
}

/// The quoted close of a number.
fn close_of(number: i64) -> Option<Price> {
    let beyond = (number - A_DOLLAR).max(0);
    let fine = (number - beyond).checked_add(beyond.checked_mul(A_CENT)?)?;
    Price::from_nanos(fine.checked_mul(FINE)?).ok()
}

/// The number of the quoted close next to a price, above it or below.
fn next(price: Price, is_up: bool) -> i64 {
    let number = number_of(price.nanos());
    let is_quoted = close_of(number) == Some(price);
    if is_up { number + 1 } else { number - i64::from(is_quoted) }
}

/// The quoted close next to one on the way to another; none where that one is reached.
pub(super) fn towards(close: Price, goal: Price) -> Option<Price> {
    let is_up = goal > close;
    let next = close_of(next(close, is_up))?;
    (if is_up { next < goal } else { next > goal }).then_some(next)
}

/// The farthest close that is tried.
pub(super) fn farthest(from: Price, is_up: bool) -> Option<Price> {
    let nanos = if is_up { from.nanos().saturating_mul(FARTHEST) } else { from.nanos() / FARTHEST };
    close_of(number_of(nanos.min(HIGHEST)).max(1))
}

/// The quoted close nearest to another one, above it or below, at which something is so that stays so.
pub(super) fn nearest(from: Price, is_up: bool, is_so: impl Fn(Price) -> bool) -> Option<Price> {
    first(from, farthest(from, is_up)?, is_so)
}

/// The first quoted close behind one, up to a last one, at which something is so that stays so until there.
pub(super) fn first(from: Price, last: Price, is_so: impl Fn(Price) -> bool) -> Option<Price> {
    let is_up = last > from;
    let (start, end) = (next(from, is_up), number_of(last.nanos()));
    let way = if is_up { 1 } else { -1 };
    if (end - start) * way < 0 || !is_so(close_of(end)?) {
        return None;
    }
    // So at the end, and not before the start.
    let (mut not, mut so) = (start - way, end);
    while (so - not).abs() > 1 {
        let middle = not + (so - not) / 2;
        match is_so(close_of(middle)?) {
            true => so = middle,
            false => not = middle,
        }
    }
    close_of(so)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn price(text: &str) -> Price {
        text.parse().unwrap()
    }

    #[test]
    fn closes_are_quoted_in_cents_and_below_a_dollar_in_hundredths_of_a_cent() {
        assert_eq!(towards(price("1"), price("2")), Some(price("1.01")));
        assert_eq!(towards(price("1"), price("0.5")), Some(price("0.9999")));
        assert_eq!(towards(price("1.005"), price("2")), Some(price("1.01")));
        assert_eq!(towards(price("1.005"), price("0.5")), Some(price("1")));
        assert_eq!(towards(price("1.01"), price("1.02")), None);
        assert_eq!(towards(price("0.0001"), price("0.00005")), None);
        assert_eq!(farthest(price("90000000"), true), Some(price("100000000")));
        assert_eq!(farthest(price("0.01"), false), Some(price("0.0001")));
    }

    proptest! {
        #[test]
        fn the_nearest_is_found(from in 1_i64..3_000_000, limit in 1_i64..3_000_000) {
            let nanos = |number: i64| Price::from_nanos(number * 37_000).unwrap();
            let (from, limit) = (nanos(from), nanos(limit));
            let is_up = limit > from;
            let is_so = |close: Price| if is_up { close >= limit } else { close <= limit };
            let found = nearest(from, is_up, is_so);
            if let Some(found) = found {
                prop_assert!(is_so(found));
                prop_assert!(towards(found, from).is_none_or(|before| !is_so(before)));
            } else {
                prop_assert!(from == limit || limit < price("0.0001") || from.nanos() / 1_000 > limit.nanos()
                    || from.nanos() * 1_000 < limit.nanos());
            }
        }
    }
}
