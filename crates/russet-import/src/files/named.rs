//! What file names and title lines tell: dates and exchanges.

use std::path::Path;

use jiff::civil::Date;
use russet_market::Mic;

/// The first ISO date in a text.
pub(crate) fn iso_date_in(text: &str) -> Option<Date> {
    let digits_and_dashes = |window: &str| {
        window.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    };
    (0..text.len().saturating_sub(9))
        .filter_map(|start| text.get(start..start + 10))
        .find(|window| digits_and_dashes(window))
        .and_then(|window| window.parse().ok())
}

/// A date in a file's name or else in its folder's.
pub(crate) fn date_in(path: &Path) -> Option<Date> {
    let name =
        |part: Option<&std::ffi::OsStr>| part.and_then(|part| iso_date_in(&part.to_string_lossy()));
    name(path.file_name()).or_else(|| name(path.parent().and_then(Path::file_name)))
}

/// The exchange that a file's name tells, where it names exactly one.
///
/// `nasdaq_screener_1700000000000.csv` is what the site calls every download, so it tells nothing.
pub(crate) fn exchange_in(path: &Path) -> Option<Mic> {
    let stem = path.file_stem()?.to_string_lossy().to_lowercase();
    if stem.starts_with("nasdaq_screener") {
        return None;
    }
    let mut named = stem
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| ["nasdaq", "nyse", "amex"].contains(word))
        .filter_map(Mic::from_name);
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// A date as data files write it.
pub(crate) fn date_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    // A timestamp of midnight is the date before it.
    if let Some((day, "00:00:00" | "00:00:00.000000" | "00:00:00Z")) = text.split_once(['T', ' ']) {
        return day.parse().ok();
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        )
        .ok();
    }
    in_words(text)
}

/// `Nov 22, 2023` or `22-Nov-2023`.
fn in_words(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, year] = parts[..] else { return None };
    let (month, day) = match first.starts_with(|character: char| character.is_ascii_digit()) {
        true => (second, first),
        false => (first, second),
    };
    let month = month.get(..3)?.to_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)? as i8 + 1;
    let year: i16 = year.parse().ok()?;
    Date::new(if year < 100 { 2000 + year } else { year }, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        for text in ["2023-11-22", "20231122", "Nov 22, 2023", "22-Nov-23", "2023-11-22T00:00:00"] {
            assert_eq!(date_of(text), Some(date(2023, 11, 22)), "{text}");
        }
        for text in ["", "11/22/2023", "2023-13-01", "Nov 2023", "20231399", "naïve, 1, 2", "ü"] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }

    #[test]
    fn names_tell_dates_and_exchanges() {
        assert_eq!(date_in(Path::new("raw/2021-05-07/nyse.json")), Some(date(2021, 5, 7)));
        assert_eq!(date_in(Path::new("2021-05-07/IWM_2023-06-05.csv")), Some(date(2023, 6, 5)));
        assert_eq!(date_in(Path::new("nyse.json")), None);
        assert_eq!(exchange_in(Path::new("nyse_full_tickers.json")), Some(Mic::Xnys));
        assert_eq!(exchange_in(Path::new("nasdaq_screener_1700000000000.csv")), None);
        assert_eq!(exchange_in(Path::new("nyse_and_amex.csv")), None);
    }
}
