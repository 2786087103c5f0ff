//! How many index shares a company's lines get.

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId, ShareBasis, Shares};
use russet_rules::methodology::Percent;

/// The index shares that a line gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) line: SecurityId,
    pub(super) shares: Shares,
    /// The day from which the count behind them holds.
    pub(super) counted_from: Date,
}

/// The index shares of each line of a company on a day, from counts known by a day.
///
/// A count of a single class is that line's. A count of the whole company, on whichever of its lines
/// it stands, is shared out evenly over the lines that are held, since nothing tells the classes
/// apart. Free float scales either, where it is known. A line with no count known by then gets the
/// newest one there is.
pub(super) fn index_shares(
    view: &MarketView<'_>,
    lines: &[SecurityId],
    all_lines: &[SecurityId],
    day: Date,
    known_by: Date,
) -> Result<Vec<Target>, NumberError> {
    let count = |line: SecurityId| -> Result<Option<_>, NumberError> {
        Ok(match view.shares(line, day, known_by)? {
            Some(found) => Some(found),
            None => view.shares(line, day, day)?,
        })
    };
    let mut of_company = None;
    for line in lines.iter().chain(all_lines) {
        let found = count(*line)?.filter(|(_, row)| row.basis == ShareBasis::Company);
        of_company = of_company.or(found);
    }
    let mut targets = Vec::with_capacity(lines.len());
    for line in lines {
        let Some((count, row)) = count(*line)?.or(of_company) else { continue };
        let own = match row.basis {
            ShareBasis::Class => count,
            ShareBasis::Company => count.part_of(lines.len() as u32)?,
        };
        let shares = own.scaled(row.free_float.unwrap_or_default());
        targets.push(Target { line: *line, shares, counted_from: row.effective });
    }
    Ok(targets)
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
