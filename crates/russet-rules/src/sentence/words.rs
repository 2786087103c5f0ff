//! Figures, dates and countries as people write them.

use jiff::civil::Date;
use russet_market::{Currency, Money, Price};

/// `$4.63bn`, `$152.3m`, `$130,000`; `EUR 4.63bn`.
pub(crate) fn money(amount: Money, currency: Currency) -> String {
    amount_words(amount.to_f64(), currency)
}

/// The same of an amount that is a statistic.
pub(crate) fn amount_words(amount: f64, currency: Currency) -> String {
    let sign = sign(currency);
    match amount {
        value if value >= 1e12 => format!("{sign}{:.3}tn", value / 1e12),
        value if value >= 1e9 => format!("{sign}{:.3}bn", value / 1e9),
        value if value >= 1e6 => format!("{sign}{:.1}m", value / 1e6),
        value => format!("{sign}{}", thousands(value.round() as u64)),
    }
}

/// `$4.63`, `JPY 1204`.
pub(crate) fn price_words(price: Price, currency: Currency) -> String {
    format!("{}{price}", sign(currency))
}

/// What stands before an amount.
pub(crate) fn sign(currency: Currency) -> String {
    if currency == Currency::USD { "$".to_owned() } else { format!("{currency} ") }
}

/// `1,204`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `30 April 2024`.
pub(crate) fn date_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A country with its article where English wants one.
pub(crate) fn country_words(country: &str) -> String {
    match country {
        "United Kingdom"
        | "Netherlands"
        | "Cayman Islands"
        | "Marshall Islands"
        | "Bahamas"
        | "Philippines"
        | "British Virgin Islands"
        | "Isle of Man" => format!("the {country}"),
        _ => country.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(money("4634200000".parse().unwrap(), Currency::USD), "$4.634bn");
        assert_eq!(money("130000".parse().unwrap(), Currency::USD), "$130,000");
        assert_eq!(money("130000".parse().unwrap(), Currency::EUR), "EUR 130,000");
        assert_eq!(date_words(jiff::civil::date(2024, 4, 30)), "30 April 2024");
    }
}
