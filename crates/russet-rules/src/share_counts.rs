//! The shares of a line that are its own.

use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId, ShareBasis, ShareCount, Shares};

/// The shares of each line of a company on a day, from counts known by a day.
///
/// A count of a single class is that line's. A count of the whole company, on whichever of its lines
/// it stands, is shared out evenly over the lines that are held, since nothing tells the classes
/// apart. A line with no count known by then gets the newest one there is; one without any gets none.
///
/// # Errors
/// [`NumberError`] when a split makes a count that no share count can hold.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{Market, MarketView, SecurityId};
/// let (market, day) = (Market::default(), date(2024, 6, 28));
/// let view = MarketView::new(&market);
/// let own = russet_rules::share_counts::own_shares(&view, &[SecurityId(0)], &[], day, day)?;
/// assert_eq!(own, [None]);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn own_shares<'market>(
    view: &MarketView<'market>,
    lines: &[SecurityId],
    all_lines: &[SecurityId],
    day: Date,
    known_by: Date,
) -> Result<Vec<Option<(Shares, &'market ShareCount)>>, NumberError> {
    let count = |line: SecurityId, basis: ShareBasis| -> Result<Option<_>, NumberError> {
        Ok(match view.shares(line, basis, day, known_by)? {
            Some(found) => Some(found),
            None => view.shares(line, basis, day, day)?,
        })
    };
    let mut of_company = None;
    for line in lines.iter().chain(all_lines) {
        of_company = of_company.or(count(*line, ShareBasis::Company)?);
    }
    let mut own = Vec::with_capacity(lines.len());
    for line in lines {
        own.push(match count(*line, ShareBasis::Class)? {
            Some(of_class) => Some(of_class),
            None => match count(*line, ShareBasis::Company)?.or(of_company) {
                Some((shares, row)) => Some((shares.part_of(lines.len() as u32)?, row)),
                None => None,
            },
        });
    }
    Ok(own)
}
