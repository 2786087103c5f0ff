//! The shares of a security, of its class or of its whole company.

use jiff::civil::Date;
use russet_market::{
    CorrectedField, Correction, Factor, MarketView, NumberError, SecurityId, ShareBasis,
    ShareCount, Shares,
};

/// A share count as of a day, with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdjustedCount<'market> {
    /// The shares, on the terms of the day.
    pub shares: Shares,
    /// The day from which the count behind them holds.
    pub since: Date,
    /// Who counted.
    pub origin: Origin<'market>,
}

/// Whose word a share count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'market> {
    /// A source's.
    Source(&'market ShareCount),
    /// A user's override of the sources.
    User(&'market Correction),
}

impl<'market> AdjustedCount<'market> {
    /// The free float that came with the count.
    pub fn free_float(&self) -> Option<Factor> {
        match self.origin {
            Origin::Source(row) => row.free_float,
            Origin::User(_) => None,
        }
    }

    /// Where the count comes from; the name of whoever corrected it.
    pub fn source(&self) -> &'market str {
        match self.origin {
            Origin::Source(row) => &row.source,
            Origin::User(word) => &word.who,
        }
    }
}

/// The newest count of a security that holds on a day and was known by another: the user's own word
/// first, which stands for the class and for the company.
pub fn count_of<'market>(
    view: &MarketView<'market>,
    security: SecurityId,
    basis: ShareBasis,
    day: Date,
    known_by: Date,
) -> Option<AdjustedCount<'market>> {
    if let Some(found) = view.correction(security, CorrectedField::Shares, day)
        && let Ok(mut shares) = found.override_value.parse::<Shares>()
    {
        for split in view.splits(security, (found.first_session, day), day) {
            shares = split.ratio.map_or(shares, |ratio| shares.after_split(ratio));
        }
        return Some(AdjustedCount {
            shares,
            since: found.first_session,
            origin: Origin::User(found),
        });
    }
    let (shares, row) = view.shares(security, basis, day, known_by)?;
    Some(AdjustedCount { shares, since: row.effective_date, origin: Origin::Source(row) })
}

/// The shares of each security of a company on a day, from counts known by a day.
///
/// A count of a single class is that security's. A count of the whole company, on whichever of its securities
/// it stands, is shared out evenly over the securities that are held, since nothing distinguishes the classes
/// apart. A security with no count known by then gets the newest one there is; one without any gets none.
///
/// # Errors
/// [`NumberError`] when no security is given among which a company's shares can be shared out.
pub fn own_shares<'market>(
    view: &MarketView<'market>,
    securities: &[SecurityId],
    all_securities: &[SecurityId],
    day: Date,
    known_by: Date,
) -> Result<Vec<Option<AdjustedCount<'market>>>, NumberError> {
    let count = |security: SecurityId, basis: ShareBasis| {
        count_of(view, security, basis, day, known_by)
            .or_else(|| count_of(view, security, basis, day, day))
    };
    let of_any_line = || {
        securities
            .iter()
            .chain(all_securities)
            .find_map(|security| count(*security, ShareBasis::Company))
    };
    let mut own = Vec::with_capacity(securities.len());
    for security in securities {
        own.push(match count(*security, ShareBasis::Class) {
            Some(of_class) => Some(of_class),
            None => {
                let whole = count(*security, ShareBasis::Company).or_else(of_any_line);
                let part = |whole: AdjustedCount<'market>| {
                    let shares = whole.shares.part_of(securities.len() as u32)?;
                    Ok(AdjustedCount { shares, ..whole })
                };
                whole.map(part).transpose()?
            }
        });
    }
    Ok(own)
}
