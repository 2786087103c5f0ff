//! How many index shares a company's lines get.

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId, ShareBasis, Shares};
use russet_rules::methodology::Percent;

/// The index shares of each line of a company on a day, from counts known by a day.
///
/// A count of a single class is that line's. A count of the whole company is shared out evenly over
/// its lines, since nothing tells the classes apart. Free float scales either, where it is known.
/// A line with no count known by then gets the newest one there is.
pub(super) fn index_shares(
    view: &MarketView<'_>,
    lines: &[SecurityId],
    day: Date,
    known_by: Date,
) -> Result<Vec<(SecurityId, Shares)>, NumberError> {
    let count = |line: SecurityId| -> Result<Option<_>, NumberError> {
        Ok(match view.shares(line, day, known_by)? {
            Some(found) => Some(found),
            None => view.shares(line, day, day)?,
        })
    };
    let mut counts = Vec::with_capacity(lines.len());
    for line in lines {
        counts.push((*line, count(*line)?));
    }
    let of_company = counts
        .iter()
        .find_map(|(_, found)| found.filter(|(_, row)| row.basis == ShareBasis::Company));
    let mut shares = Vec::with_capacity(lines.len());
    for (line, found) in counts {
        let Some((count, row)) = found.or(of_company) else { continue };
        let own = match row.basis {
            ShareBasis::Class => count,
            ShareBasis::Company => count.part_of(lines.len() as u32)?,
        };
        let float = row.free_float.unwrap_or_default();
        shares.push((line, own.scaled(float)));
    }
    Ok(shares)
}

/// So many calendar days before a day.
pub(super) fn days_before(day: Date, count: u32) -> Date {
    day.saturating_sub(jiff::Span::new().days(i64::from(count)))
}

/// Whether a share count has moved beyond a buffer; without one, any change counts.
pub(super) fn beyond_buffer(before: Shares, after: Shares, buffer: Option<Percent>) -> bool {
    let Some(buffer) = buffer else { return before != after };
    let change = i128::from(before.micros()).abs_diff(i128::from(after.micros()));
    change * 1_000_000 > (i128::from(before.micros()) * buffer.millionths()).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_at_the_buffer_is_left_alone() {
        let shares = |text: &str| text.parse::<Shares>().unwrap();
        let one = Some("1".parse::<Percent>().unwrap());
        assert!(!beyond_buffer(shares("100"), shares("101"), one));
        assert!(beyond_buffer(shares("100"), shares("101.000001"), one));
        assert!(beyond_buffer(shares("100"), shares("98.9"), one));
        assert!(beyond_buffer(shares("100"), shares("100.000001"), None));
        assert!(!beyond_buffer(shares("100"), shares("100"), None));
    }
}
