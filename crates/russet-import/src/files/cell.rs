//! One cell of a row, and the numbers and dates it may hold.

use jiff::civil::Date;
use russet_market::{ExchangeRate, Level, Money, NumberError, Price, Shares, Ticker};

/// One cell, as its file has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Missing,
    Text(&'a str),
    Number(f64),
    Day(Date),
}

/// Most tables hold exact numbers of 18 digits.
const BEYOND_18_DIGITS: i64 = 1_000_000_000_000_000_000;
/// Levels have 38.
const BEYOND_38_DIGITS: i128 = 10_i128.pow(38);

/// How feeds write that there is nothing.
const NOTHING: [&str; 8] = ["-", "--", "N/A", "NA", "n/a", "null", "None", "UNCH"];

impl<'a> Cell<'a> {
    /// A text cell, or a missing one where the text is blank.
    pub(crate) fn of_text(text: &'a str) -> Cell<'a> {
        match text.trim() {
            "" => Cell::Missing,
            text => Cell::Text(text),
        }
    }

    /// The text, whatever it says: `NA` is a ticker.
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, unless it says that there is nothing.
    pub(crate) fn words(self) -> Option<&'a str> {
        self.text().filter(|text| !NOTHING.contains(text))
    }

    /// A trading symbol; of some exchanges symbols are whole numbers.
    pub(crate) fn ticker(self) -> Option<Ticker> {
        match self {
            Cell::Text(text) => Ticker::new(text),
            Cell::Number(number) if number >= 0.0 && number.fract() == 0.0 => {
                Ticker::new(&number.to_string())
            }
            _ => None,
        }
    }

    /// The cell, or a missing one where its text says that there is nothing.
    fn said(self) -> Cell<'a> {
        match self {
            Cell::Text(text) if NOTHING.contains(&text) => Cell::Missing,
            other => other,
        }
    }

    /// The cell as words for a refusal.
    pub(crate) fn shown(self) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Text(text) => text.chars().take(80).collect(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
        }
    }

    /// A price in dollars.
    pub(crate) fn price(self) -> Result<Option<Price>, String> {
        self.exact(Price::from_f64)
    }

    /// A count of shares, as large as a market holds.
    pub(crate) fn shares(self) -> Result<Option<Shares>, String> {
        let count = self.exact(|count| {
            count.to_string().parse::<Shares>().or_else(|_| format!("{count:.6}").parse())
        })?;
        match count.is_some_and(|count| count.micros() >= BEYOND_18_DIGITS) {
            true => Err("beyond any company's shares: a market holds less than 1e12".to_owned()),
            false => Ok(count),
        }
    }

    /// A level in points, as large as a market holds.
    pub(crate) fn level(self) -> Result<Option<Level>, String> {
        let level: Option<Level> = self.exactly()?;
        match level.is_some_and(|level| level.attos() >= BEYOND_38_DIGITS) {
            true => Err("beyond any level: a market holds less than 1e20".to_owned()),
            false => Ok(level),
        }
    }

    /// A rate of exchange, as large as a market holds.
    pub(crate) fn rate(self) -> Result<Option<ExchangeRate>, String> {
        let rate = self.exactly().or_else(|reason| match self.number() {
            Ok(Some(rate)) => {
                format!("{rate:.12}").parse().map(Some).map_err(|error| format!("{error}"))
            }
            _ => Err(reason),
        })?;
        match rate.is_some_and(|rate: ExchangeRate| rate.picos() >= BEYOND_18_DIGITS) {
            true => Err("beyond any rate of exchange: a market holds less than 1e6".to_owned()),
            false => Ok(rate),
        }
    }

    /// An exact number of any kind, by its decimal text.
    pub(crate) fn exactly<N: std::str::FromStr<Err = NumberError>>(
        self,
    ) -> Result<Option<N>, String> {
        self.exact(|number| number.to_string().parse())
    }

    /// An amount of dollars, in whole cents; nothing for an amount of zero or below.
    pub(crate) fn positive_cents(self) -> Result<Option<u64>, String> {
        const FEMTOS_IN_A_CENT: i128 = 10_000_000_000_000;
        const LARGEST: f64 = 9.0e15;
        let dollars = match self {
            Cell::Number(dollars) if dollars <= 0.0 => return Ok(None),
            Cell::Number(dollars) if dollars > 0.0 && dollars < LARGEST => {
                return Ok(Some((dollars * 100.0).round() as u64));
            }
            _ => self.exact(Money::from_f64)?,
        };
        let cents = dollars.map_or(0, |amount: Money| amount.femtos() / FEMTOS_IN_A_CENT);
        match u64::try_from(cents) {
            Ok(cents) if (cents as f64) < LARGEST * 100.0 => Ok((cents > 0).then_some(cents)),
            Err(_) if cents < 0 => Ok(None),
            _ => Err("beyond any company's value".to_owned()),
        }
    }

    /// A whole number, zero or above, that may be written with a fraction of zero.
    pub(crate) fn whole(self) -> Result<Option<u64>, String> {
        match self.number()? {
            None => Ok(None),
            Some(number) if (0.0..1e18).contains(&number) => Ok(Some(number.round() as u64)),
            Some(number) => Err(format!("{number} is not a count")),
        }
    }

    /// A float, for what is no money: a percentage, a weight.
    pub(crate) fn number(self) -> Result<Option<f64>, String> {
        let number = match self.said() {
            Cell::Missing => return Ok(None),
            Cell::Number(number) => number,
            Cell::Day(day) => return Err(format!("{day} is a date, not a number")),
            Cell::Text(text) => {
                plain(text).parse::<f64>().map_err(|_| format!("'{text}' is not a number"))?
            }
        };
        match number.is_finite() {
            true => Ok(Some(number)),
            false => Err(format!("{number} is not a number")),
        }
    }

    /// A date: ISO 8601, `20240430`, or as fund files write it: `Apr 30, 2024`, `30-Apr-24`.
    pub(crate) fn date(self) -> Result<Option<Date>, String> {
        match self.said() {
            Cell::Missing => Ok(None),
            Cell::Day(day) => Ok(Some(day)),
            Cell::Number(number) => Err(format!("{number} is a number, not a date")),
            Cell::Text(text) => match super::named::date_of(text) {
                Some(day) => Ok(Some(day)),
                None => Err(format!("'{text}' is not a date")),
            },
        }
    }

    /// An exact number by way of its decimal text; a float's artefacts beyond the unit are rounded
    /// off.
    fn exact<N: std::str::FromStr<Err = NumberError>>(
        self,
        from_float: impl Fn(f64) -> Result<N, NumberError>,
    ) -> Result<Option<N>, String> {
        let number = match self.said() {
            Cell::Missing => return Ok(None),
            Cell::Day(day) => return Err(format!("{day} is a date, not a number")),
            Cell::Number(number) => from_float(number),
            Cell::Text(text) => {
                let plain = plain(text);
                match plain.parse::<N>() {
                    Err(NumberError::TooFine { .. }) => match plain.parse::<f64>() {
                        Ok(number) => from_float(number),
                        Err(_) => Err(NumberError::NotANumber { text: text.to_owned() }),
                    },
                    Err(NumberError::NotANumber { .. }) => {
                        Err(NumberError::NotANumber { text: text.to_owned() })
                    }
                    parsed => parsed,
                }
            }
        };
        number.map(Some).map_err(|error| error.to_string())
    }
}

/// A number without its dollar sign, percent sign and thousands separators; `(5)` is minus five.
fn plain(text: &str) -> String {
    let (sign, inner) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => ("-", inner),
        None => ("", text),
    };
    let digits = inner.chars().filter(|character| !"$,%".contains(*character));
    sign.chars().chain(digits).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_feeds_write_them() {
        assert_eq!(Cell::of_text("$1.805").price(), Ok(Some("1.805".parse().unwrap())));
        assert_eq!(Cell::of_text("1,143,386.00").whole(), Ok(Some(1_143_386)));
        assert_eq!(Cell::of_text("-1.10%").number(), Ok(Some(-1.1)));
        assert_eq!(Cell::of_text("(2.5)").number(), Ok(Some(-2.5)));
        assert_eq!(Cell::of_text("57012586.00").positive_cents(), Ok(Some(5_701_258_600)));
        assert_eq!(Cell::Number(57_012_586.0).positive_cents(), Ok(Some(5_701_258_600)));
        assert_eq!(Cell::of_text("12.300000000000001").price(), Ok(Some("12.3".parse().unwrap())));
        for nothing in ["", " ", "--", "N/A"] {
            assert_eq!(Cell::of_text(nothing).price(), Ok(None));
        }
        for zero in [Cell::of_text("0.00"), Cell::of_text("-5"), Cell::Number(0.0)] {
            assert_eq!(zero.positive_cents(), Ok(None));
        }
    }

    #[test]
    fn numbers_that_are_none_say_so() {
        let reason = |cell: Cell<'_>| cell.price().unwrap_err();
        assert!(reason(Cell::of_text("abc")).contains("'abc' is not a decimal number"));
        assert!(reason(Cell::of_text("$0.00")).contains("price of 0 is outside"));
        assert!(reason(Cell::of_text("-5")).contains("price of -5 is outside"));
        assert!(reason(Cell::Number(1e12)).contains("is outside"));
        assert!(reason(Cell::Number(f64::NAN)).contains("is not a decimal number"));
        assert!(Cell::of_text("NaN").number().is_err());
        assert!(Cell::of_text("1e30").positive_cents().is_err());
        assert!(Cell::of_text("-3").whole().is_err());
        assert!(Cell::of_text("1e18").whole().is_err());
    }

    #[test]
    fn a_number_beyond_its_table_is_refused_when_it_is_read() {
        assert!(Cell::of_text("999999999999.999999").shares().is_ok());
        assert!(Cell::of_text("1000000000000").shares().unwrap_err().contains("1e12"));
        assert!(Cell::Number(5e12).shares().unwrap_err().contains("1e12"));
        assert!(Cell::of_text("99999999999999999999").level().is_ok());
        assert!(Cell::of_text("100000000000000000000").level().unwrap_err().contains("1e20"));
        assert!(Cell::of_text("999999.9").rate().is_ok());
        assert!(Cell::of_text("1000000").rate().unwrap_err().contains("1e6"));
        for cap in ["100000000000000000000", "92233720368547758.08"] {
            assert!(Cell::of_text(cap).positive_cents().unwrap_err().contains("value"), "{cap}");
        }
    }
}
