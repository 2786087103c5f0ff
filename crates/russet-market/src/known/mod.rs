//! What of a market was known by a day, as fingerprints: whether two markets tell the same story up to
//! then is seen without having both.

mod described;
mod digest;
mod kept;
mod learned;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::facts::{Action, SecurityVersion};
use crate::identity::SecurityId;
use crate::market::Market;
use described::descriptions;
pub use digest::Digest;
pub use kept::KnownRow;
use learned::{CLOSES, Learned, closes_until, known_by, long_tables, short_tables};

/// What was known by a session, one digest a table; of closes those of the session's year, since the files of
/// earlier years are identified by their names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint(BTreeMap<String, Digest>);

/// Another line that an action names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) line: SecurityId,
    pub(crate) known_at: Date,
    pub(crate) ex_date: Date,
}

/// The facts of a market by the day on which each was known.
#[derive(Debug)]
pub struct Known<'market> {
    market: &'market Market,
    tables: Vec<(&'static str, Learned)>,
    /// Of the tables with many rows, what was known by some sessions, as the market's folder keeps it.
    kept: Option<Vec<KnownRow>>,
    has_accounts: bool,
    named: Vec<Named>,
    /// Those of the last year, which most is asked of.
    closes: OnceLock<Learned>,
    /// Of each description, all but the last session so described.
    descriptions: Vec<Digest>,
}

impl<'market> Known<'market> {
    /// Hashes every row of a market in canonical order.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, Known, Market, SecurityId};
    /// let (mut market, day, next) = (Market::default(), date(2024, 6, 27), date(2024, 6, 28));
    /// let before = Known::of(&market).by(day, next);
    /// market.actions.push(Action::new(next, SecurityId(0), ActionKind::Suspension, "mine"));
    /// let known = Known::of(&market);
    /// assert_eq!(known.by(day, next), before);
    /// assert_ne!(known.by(next, date(2024, 7, 1)), before);
    /// ```
    pub fn of(market: &'market Market) -> Known<'market> {
        let tables = [long_tables(market), short_tables(market)].concat();
        let has_accounts = !market.fundamentals.is_empty();
        let descriptions = descriptions(market);
        let named = market.actions.iter().filter_map(|action| {
            let Action { known_at, ex_date, other_security_id: other, .. } = *action;
            Some(Named { line: other?, known_at, ex_date })
        });
        let named = named.collect();
        let closes = OnceLock::new();
        Known { market, tables, kept: None, has_accounts, named, closes, descriptions }
    }

    /// The same of a market without its long tables, from what its folder keeps of them.
    pub(crate) fn beside(
        market: &'market Market,
        (kept, has_accounts, named): (Vec<KnownRow>, bool, Vec<Named>),
    ) -> Known<'market> {
        let tables = short_tables(market);
        let descriptions = descriptions(market);
        let closes = OnceLock::new();
        Known { market, tables, kept: Some(kept), has_accounts, named, closes, descriptions }
    }

    /// What was known by the end of a session, before which the actions of the next one are applied;
    /// nothing where that is not kept.
    pub fn by(&self, session: Date, next: Date) -> Option<Fingerprint> {
        let mut digests: BTreeMap<String, Digest> = BTreeMap::new();
        for (table, learned) in &self.tables {
            digests.insert((*table).to_owned(), known_by(learned, session));
        }
        if let Some(kept) = &self.kept {
            for row in kept.iter().filter(|row| row.session == session) {
                let digest = Digest([row.first, row.second, row.third, row.fourth]);
                digests.insert(row.table_name.clone(), digest);
            }
            let long = long_tables(self.market);
            let mut asked = long.iter().map(|(table, _)| *table).chain([CLOSES]);
            if !asked.all(|table| digests.contains_key(table)) {
                return None;
            }
        } else {
            let closes = self.closes.get_or_init(|| {
                let last = self.market.prices.sessions().last();
                last.map_or_else(Vec::new, |(last, _)| closes_until(&self.market.prices, *last))
            });
            let found = closes.binary_search_by_key(&session, |(session, _)| *session);
            let closes = match found {
                Ok(place) => closes[place].1,
                Err(_) => known_by(&closes_until(&self.market.prices, session), session),
            };
            digests.insert(CLOSES.to_owned(), closes);
        }
        let described = self.described_by(session, next);
        digests.insert("filer_links".to_owned(), self.links_by(session, &described));
        let described = self.descriptions_by(session, &described);
        digests.insert(SecurityVersion::NAME.to_owned(), described);
        let told = ("has accounts", self.has_accounts);
        digests.insert("accounts".to_owned(), Digest::of(&told, &mut Vec::new()));
        Some(Fingerprint(digests))
    }
}
