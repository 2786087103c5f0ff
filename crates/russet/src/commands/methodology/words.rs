//! Values of a methodology in words.

use jiff::civil::Date;
use russet_market::{Currency, Money};
use russet_rules::methodology::{Dated, Day, Percent};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number of something.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { one } else { many })
}

/// `4,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `a, b and c`.
pub fn listed<T: AsRef<str>>(words: impl IntoIterator<Item = T>, last: &str) -> String {
    let words: Vec<T> = words.into_iter().collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        Some((end, _)) => (*end).to_owned(),
        None => "none".to_owned(),
    }
}

/// `March, June and December`.
pub fn months(numbers: &[i8]) -> String {
    let name = |number: &i8| {
        let place = usize::try_from(*number).ok().and_then(|number| number.checked_sub(1));
        place.and_then(|place| MONTHS.get(place)).copied().unwrap_or("?")
    };
    listed(numbers.iter().map(name), "and")
}

/// `USD 30 million`: shortened only where nothing is lost.
pub fn amount(money: Money, currency: Currency) -> String {
    let text = money.to_string();
    let short = [("000000000", " billion"), ("000000", " million")].into_iter();
    let shortened = short.into_iter().find_map(|(zeros, word)| {
        let whole = text.parse::<u128>().ok().filter(|whole| *whole > 0)?;
        let unit = 10_u128.pow(zeros.len() as u32);
        let hundredths = whole.is_multiple_of(unit / 100).then(|| whole / (unit / 100))?;
        let (units, rest) = (hundredths / 100, hundredths % 100);
        let decimals = format!("{rest:02}");
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        (units > 0).then(|| format!("{currency} {units}{point}{decimals}{word}"))
    });
    shortened.unwrap_or_else(|| match text.parse::<u64>() {
        Ok(whole) => format!("{currency} {}", grouped(whole)),
        Err(_) => format!("{currency} {text}"),
    })
}

pub fn percent(part: Percent) -> String {
    format!("{part}%")
}

/// A dated value as it holds on a day, with the day since when and its source.
pub fn on<T: Copy>(dated: &Dated<T>, day: Date, told: impl Fn(T) -> String) -> String {
    match dated.on(day) {
        Some(step) => format!("{} (since {}, {})", told(step.value), step.from, step.source),
        None => "no value yet".to_owned(),
    }
}

/// `from 2025-03-21 until 2026-01-01`, as far as there are bounds.
pub fn span(from: Option<Day>, until: Option<Day>) -> String {
    let bound = |word: &str, day: Option<Day>| day.map(|day| format!(" {word} {day}"));
    format!(
        "{}{}",
        bound("from", from).unwrap_or_default(),
        bound("until", until).unwrap_or_default()
    )
}

/// Whether a rule's range has a day in it.
pub fn in_force(from: Option<Day>, until: Option<Day>, day: Date) -> bool {
    from.is_none_or(|from| from.0 <= day) && until.is_none_or(|until| day <= until.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_short_where_nothing_is_lost() {
        let told = |text: &str| amount(text.parse().unwrap(), Currency::USD);
        assert_eq!(told("30000000"), "USD 30 million");
        assert_eq!(told("10250000000"), "USD 10.25 billion");
        assert_eq!(told("5000000000"), "USD 5 billion");
        assert_eq!(told("1234567890"), "USD 1,234,567,890");
        assert_eq!(told("140000"), "USD 140,000");
        assert_eq!(told("0.5"), "USD 0.5");
        assert_eq!(told("0"), "USD 0");
    }

    #[test]
    fn lists_and_months_read_as_words() {
        assert_eq!(months(&[3, 6, 12]), "March, June and December");
        assert_eq!(listed(["a"], "and"), "a");
        assert_eq!(listed(Vec::<String>::new(), "and"), "none");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
