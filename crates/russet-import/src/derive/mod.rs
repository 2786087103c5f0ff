//! Facts that follow from prices: splits and share counts.
//!
//! They are worked out anew from all price rows after each import that changes prices or splits, so
//! they do not depend on how the rows came in; and each uses only rows up to the session on which it
//! was known. What a user supplied stays as it is.

mod counts;
mod ratios;
mod series;
mod splits;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::{Action, Calendar, Market, SecurityId, ShareCount};

use series::SeriesTable;

/// The source of facts worked out from a feed's prices, reported changes and reported caps.
pub const DERIVED: &str = "derived from reported prices";

/// Sessions by which a user's split and a derived one may differ and still be one split.
const SAME_SPLIT_SESSIONS: usize = 5;

/// Works out every derived fact again from the price rows.
pub(crate) fn refresh(market: &mut Market) {
    market.actions.retain(|action| action.source != DERIVED);
    market.shares.retain(|count| count.source != DERIVED);
    let table = SeriesTable::of(market);
    let supplied = supplied_splits(market);
    let mut splits = splits::find(&table);
    splits.retain(|split| !supplied.iter().any(|other| same_split(split, other)));
    let mut of_security: BTreeMap<SecurityId, Vec<&Action>> = BTreeMap::new();
    for split in supplied.iter().chain(&splits) {
        of_security.entry(split.security).or_default().push(split);
    }
    of_security.values_mut().for_each(|splits| splits.sort());
    let counts: Vec<Vec<ShareCount>> = (0..table.len())
        .into_par_iter()
        .map(|number| {
            let series = table.series(number);
            let own = of_security.get(&series.security).map_or(&[][..], Vec::as_slice);
            counts::find(&series, own)
        })
        .collect();
    drop(table);
    market.actions.extend(splits);
    market.shares.extend(counts.into_iter().flatten());
    market.actions.sort();
    market.shares.sort();
}

fn supplied_splits(market: &Market) -> Vec<Action> {
    market.actions.iter().filter(|action| action.kind.changes_units()).cloned().collect()
}

fn same_split(one: &Action, other: &Action) -> bool {
    one.security == other.security && nearby(one.ex_date, other.ex_date)
}

/// Whether two dates are so near that splits on them are one split.
pub(crate) fn nearby(one: Date, other: Date) -> bool {
    Calendar::nyse()
        .sessions_between(one.min(other), one.max(other))
        .is_ok_and(|sessions| sessions.len() <= SAME_SPLIT_SESSIONS + 1)
}
