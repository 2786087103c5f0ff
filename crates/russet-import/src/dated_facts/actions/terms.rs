//! Shares for shares, however files write them.

use russet_market::{ActionKind, Ratio};

use super::layout::Cells;
use crate::dated_facts::cells::Wrong;

/// The terms of a row: `3/2`, `3:2`, a plain decimal, or two columns; nothing where it says none.
pub(super) fn of(cells: &Cells<'_>, kind: ActionKind) -> Result<Option<Ratio>, Wrong> {
    let vague = || cells.wrong("ratio", "not shares for shares (hint: write new/old, such as 3/2)");
    let said = cells.cell("ratio");
    if said.words().is_some_and(|text| text.contains('%')) {
        return Err(vague());
    }
    if let Some(text) = said.words().filter(|text| text.contains(['/', ':'])) {
        return match text.parse() {
            Ok(ratio) => Ok(Some(ratio)),
            Err(russet_market::NumberError::NotANumber { .. }) => Err(vague()),
            Err(error) => Err(cells.wrong("ratio", error.to_string())),
        };
    }
    let side =
        |name: &'static str| cells.cell(name).number().map_err(|reason| cells.wrong(name, reason));
    let (new, old) = match said.number().map_err(|_| vague())? {
        Some(ratio) => (ratio, 1.0),
        None => match (side("new")?, side("old")?) {
            (None, None) => return Ok(None),
            (Some(new), Some(old)) => (new, old),
            (None, Some(_)) => return Err(cells.wrong("new", "no new shares for the old ones")),
            (Some(_), None) => return Err(cells.wrong("old", "no old shares for the new ones")),
        },
    };
    match (millionths(new), millionths(old)) {
        // A split by 0.333333 is a rounded one: its terms cannot be known. Bids are made in decimals.
        (Some(new), Some(old)) if !kind.changes_units() || is_plain(new, old) => {
            Ratio::new(new, old).map(Some).map_err(|error| cells.wrong("ratio", error.to_string()))
        }
        _ => Err(vague()),
    }
}

/// Sides of up to six decimals, such as 1.5 for 1, are whole in millionths.
fn millionths(side: f64) -> Option<u64> {
    let scaled = side * 1e6;
    let whole = (scaled - scaled.round()).abs() < 1e-6 && (1.0..1e15).contains(&scaled);
    whole.then(|| scaled.round() as u64)
}

/// Whether one side of the terms is a number that companies use.
fn is_plain(new: u64, old: u64) -> bool {
    const MOST: u64 = 100;
    Ratio::new(new, old).is_ok_and(|ratio| ratio.new_shares().min(ratio.old_shares()) <= MOST)
}
