//! The numbers of the family `every-scheme`, as its file has them.

use jiff::civil::{Date, date};

use super::numbers::{Number, decimal, whole};

/// The day after whose close counts are updated and weights are made.
pub const UPDATE: Date = date(2024, 6, 21);
/// Calendar days before the update by which a count must be known, where one is.
pub const KNOWN_DAYS: i64 = 3;
pub const ABSENT_SESSIONS: u32 = 8;
pub const SUSPENSION_SESSIONS: u32 = 10;
pub const SPIN_OFF_SESSIONS: u32 = 7;

pub fn base() -> Number {
    whole(1000)
}

pub fn kept_of_dividends() -> Number {
    decimal(7, 1)
}

pub fn nominal_price() -> Number {
    decimal(1, 4)
}

pub fn cap() -> Number {
    decimal(12, 2)
}

/// The part of the shares that ends a line when a bidder takes it.
pub fn tender_ends() -> Number {
    decimal(90, 2)
}

/// The free float below which a tender ends a line.
pub fn least_float() -> Number {
    decimal(5, 2)
}

/// Whether an offering counts at once: by its value, or by its part of the free float and its value.
pub fn is_large(value: &Number, part: &Number) -> bool {
    *value >= whole(1_000_000_000) || (*part >= decimal(5, 2) && *value >= whole(250_000_000))
}

/// Whether a count moved by more than its buffer of one percent.
pub fn count_moved(from: &Number, to: &Number) -> bool {
    let moved = if from > to { from - to } else { to - from };
    moved > from * decimal(1, 2)
}

/// Whether a free float moved by more than three points, or one where it is small.
pub fn float_moved(from: &Number, to: &Number) -> bool {
    let moved = if from > to { from - to } else { to - from };
    let buffer = if *from <= decimal(15, 2) { 1 } else { 3 };
    moved > decimal(buffer, 2)
}
