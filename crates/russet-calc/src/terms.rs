//! What a corporate action does to a price: pure arithmetic, each rounded half to even at 1e-9.

use russet_market::{NumberError, Price, Ratio};

/// The price after rights: `(p + r × subscription) ÷ (1 + r)` for `r` new shares a share held
/// (theoretical ex-rights price).
///
/// # Errors
/// [`NumberError`] when the result leaves the range of a price.
///
/// ```
/// use russet_market::Ratio;
/// let price = russet_calc::terms::ex_rights("52".parse()?, "40".parse()?, Ratio::new(1, 4)?)?;
/// assert_eq!(price, "49.6".parse()?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn ex_rights(price: Price, subscription: Price, rights: Ratio) -> Result<Price, NumberError> {
    let (new, old) = sides(rights);
    price_of(nanos(price) * old + nanos(subscription) * new, old + new)
}

/// The price after money left the company: `p − cash`.
///
/// # Errors
/// [`NumberError`] when nothing is left.
///
/// ```
/// assert_eq!(russet_calc::terms::ex_cash("104".parse()?, "5".parse()?)?, "99".parse()?);
/// assert!(russet_calc::terms::ex_cash("5".parse()?, "5".parse()?).is_err());
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn ex_cash(price: Price, cash: Price) -> Result<Price, NumberError> {
    price_of(nanos(price) - nanos(cash), 1)
}

/// The price after a company was cut off: `p − r × value of a share of it`.
///
/// # Errors
/// [`NumberError`] when nothing is left.
///
/// ```
/// use russet_market::Ratio;
/// let left = russet_calc::terms::ex_child("30".parse()?, "10".parse()?, Ratio::new(1, 5)?)?;
/// assert_eq!(left, "28".parse()?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn ex_child(price: Price, child: Price, shares: Ratio) -> Result<Price, NumberError> {
    let (new, old) = sides(shares);
    price_of(nanos(price) * old - nanos(child) * new, old)
}

/// The price after a company took back the part `q` of its shares from all holders alike:
/// `(p − q × cash) ÷ (1 − q)`.
///
/// # Errors
/// [`NumberError`] when nothing is left.
///
/// ```
/// use russet_market::Ratio;
/// let price = russet_calc::terms::ex_buy_back("10".parse()?, "12".parse()?, Ratio::new(1, 5)?)?;
/// assert_eq!(price, "9.5".parse()?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn ex_buy_back(price: Price, cash: Price, part: Ratio) -> Result<Price, NumberError> {
    let (taken, all) = sides(part);
    if taken >= all {
        return Err(NumberError::DivisionByZero {
            what: "the price after a buy-back of all shares",
        });
    }
    price_of(nanos(price) * all - nanos(cash) * taken, all - taken)
}

/// What a takeover pays for a share: `acquirer's price × r + cash` (R46 App. F).
///
/// # Errors
/// [`NumberError`] when the result leaves the range of a price.
///
/// ```
/// use russet_market::Ratio;
/// let stock = Some(("12".parse()?, Ratio::new(1, 5)?));
/// assert_eq!(russet_calc::terms::takeover(stock, None)?, "2.4".parse()?);
/// assert_eq!(russet_calc::terms::takeover(stock, Some("2".parse()?))?, "4.4".parse()?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn takeover(stock: Option<(Price, Ratio)>, cash: Option<Price>) -> Result<Price, NumberError> {
    let cash = cash.map_or(0, nanos);
    match stock {
        Some((price, ratio)) => {
            let (new, old) = sides(ratio);
            price_of(nanos(price) * new + cash * old, old)
        }
        None => price_of(cash, 1),
    }
}

/// Shares for a share and that share itself, as one ratio: 1/4 becomes 5/4.
///
/// # Errors
/// [`NumberError`] beyond what a ratio can hold.
///
/// ```
/// use russet_market::Ratio;
/// assert_eq!(russet_calc::terms::and_one(Ratio::new(1, 4)?)?, Ratio::new(5, 4)?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn and_one(ratio: Ratio) -> Result<Ratio, NumberError> {
    let sum = ratio.new_shares().checked_add(ratio.old_shares());
    let sum = sum.ok_or(NumberError::Overflow { what: "a ratio of shares" })?;
    Ratio::new(sum, ratio.old_shares())
}

/// What a part leaves of the whole: 1/5 leaves 4/5.
///
/// # Errors
/// [`NumberError`] when nothing is left.
///
/// ```
/// use russet_market::Ratio;
/// assert_eq!(russet_calc::terms::rest_of(Ratio::new(1, 5)?)?, Ratio::new(4, 5)?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn rest_of(part: Ratio) -> Result<Ratio, NumberError> {
    Ratio::new(part.old_shares().saturating_sub(part.new_shares()), part.old_shares())
}

fn sides(ratio: Ratio) -> (i128, i128) {
    (i128::from(ratio.new_shares()), i128::from(ratio.old_shares()))
}

fn nanos(price: Price) -> i128 {
    i128::from(price.nanos())
}

/// `numerator ÷ denominator` as a price. Prices stay below 2^57 and the sides of terms below 2^64, so
/// no product leaves 128 bits.
fn price_of(numerator: i128, denominator: i128) -> Result<Price, NumberError> {
    let out_of_range = || NumberError::OutOfRange {
        what: "a price on the terms of an action",
        value: format!("{numerator}/{denominator} nano-dollars"),
        range: "above 0",
    };
    if numerator <= 0 || denominator <= 0 {
        return Err(out_of_range());
    }
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let left = denominator - rest;
    let up = rest > left || (rest == left && whole % 2 == 1);
    i64::try_from(whole + i128::from(up)).map_err(|_| out_of_range()).and_then(Price::from_nanos)
}
