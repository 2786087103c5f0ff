//! Facts that follow from prices: splits, distributions and share counts.
//!
//! They are worked out again from all price rows after each import that changes prices or splits, so
//! they do not depend on how the rows came in; and each uses only rows up to the session on which it
//! was known. What a user supplied stays as it is.

mod changes;
mod counts;
mod distributions;
mod ratios;
mod series;
mod splits;

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_market::table::Table;
use russet_market::{Action, ActionKind, Calendar, Market, SecurityId, ShareCount};

use crate::withdrawn::Withdrawn;
use series::SeriesTable;

/// The source of facts worked out from a feed's prices, reported changes and reported caps.
pub const DERIVED: &str = "derived from reported prices";

/// Sessions by which a user's action and a derived one may differ and still be one.
const SAME_SPLIT_SESSIONS: usize = 5;

/// Works out every derived fact again from the price rows.
pub(crate) fn refresh(market: &mut Market) {
    market.actions.retain(|action| action.source != DERIVED);
    market.actions.sort();
    market.shares.retain(|count| count.source != DERIVED);
    let table = SeriesTable::of(market);
    let supplied = supplied_splits(market);
    let unsettled = changes::unsettled_sessions(&table);
    let mut splits = splits::find(&table, &unsettled);
    let mut distributions = distributions::find(&table, &unsettled, &splits);
    splits.retain(|split| !supplied.iter().any(|other| nearby(market, split, other)));
    distributions.retain(|found| !market.actions.iter().any(|other| told_by(market, other, found)));
    let withdrawn = Withdrawn::of(&market.withdrawals, Action::NAME);
    splits.retain(|split| withdrawn.find(split.security_id, split).is_none());
    distributions.retain(|found| withdrawn.find(found.security_id, found).is_none());
    let withdrawn = Withdrawn::of(&market.withdrawals, ShareCount::NAME);
    let mut of_security: BTreeMap<SecurityId, Vec<&Action>> = BTreeMap::new();
    for split in supplied.iter().chain(&splits) {
        of_security.entry(split.security_id).or_default().push(split);
    }
    of_security.values_mut().for_each(|splits| splits.sort());
    let counts: Vec<Vec<ShareCount>> = (0..table.len())
        .into_par_iter()
        .map(|number| {
            let series = table.series(number);
            let own = of_security.get(&series.security).map_or(&[][..], Vec::as_slice);
            let mut counts = counts::find(&series, own);
            counts.retain(|count| withdrawn.find(count.security_id, count).is_none());
            counts
        })
        .collect();
    drop(table);
    market.actions.extend(splits);
    market.actions.extend(distributions);
    market.shares.extend(counts.into_iter().flatten());
    market.actions.sort();
    market.shares.sort();
}

/// The splits and stock dividends that a user supplied, as they were known on their ex-dates; one known later,
/// as it was first known.
fn supplied_splits(market: &Market) -> Vec<Action> {
    let splits =
        Action::versions(&market.actions).filter(|versions| versions[0].kind.changes_units());
    let on_ex_date = |versions: &[Action]| {
        let known = versions.iter().rfind(|version| version.known_at <= version.ex_date);
        known.or(versions.first()).cloned()
    };
    splits.filter_map(on_ex_date).collect()
}

/// Whether a user's action is what prices showed: near by, one that puts the price on other terms; or
/// of the very day and amount, a dividend that the user knows to be an ordinary one.
fn told_by(market: &Market, other: &Action, found: &Action) -> bool {
    other.security_id == found.security_id
        && match other.kind {
            ActionKind::OrdinaryDividend => {
                (other.ex_date, other.cash) == (found.ex_date, found.cash)
            }
            ActionKind::SpecialDividend
            | ActionKind::CapitalRepayment
            | ActionKind::SpinOff
            | ActionKind::Rights
            | ActionKind::StockDividend
            | ActionKind::Split => nearby(market, other, found),
            _ => false,
        }
}

/// Whether two actions are of one security, and so few of its sessions apart that they are one.
pub(crate) fn nearby(market: &Market, one: &Action, other: &Action) -> bool {
    if one.security_id != other.security_id {
        return false;
    }
    let days = (one.ex_date.min(other.ex_date), one.ex_date.max(other.ex_date));
    calendar_of(market, one.security_id)
        .sessions_between(days.0, days.1)
        .is_ok_and(|sessions| sessions.len() <= SAME_SPLIT_SESSIONS + 1)
}

/// The sessions of a security; those of the United States where nothing describes it.
fn calendar_of(market: &Market, security: SecurityId) -> &'static Calendar {
    let place = market.securities.partition_point(|version| version.security_id < security);
    let version = market.securities.get(place).filter(|version| version.security_id == security);
    version.map_or(Calendar::nyse(), |version| version.mic.calendar())
}
