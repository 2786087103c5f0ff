//! A market that was imported again, under the ids of the market that it replaces.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::SecurityVersion;
use crate::identity::{IssuerId, SecurityId};
use crate::market::Market;

/// Two securities that had one symbol on the same sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    /// Minus the days in common, so that the longest comes first.
    rank: i32,
    old: SecurityId,
    new: SecurityId,
}

impl Market {
    /// Gives securities and companies the ids that they have in an earlier state of the market: those of
    /// the security that had the same symbol on the same sessions. All others get ids that the earlier
    /// state does not use. Withdrawals and changes that wait name securities of the earlier state already,
    /// and stay as they are.
    pub fn adopt_ids(&mut self, earlier: &Market) {
        let securities = self.matching_securities(earlier);
        let issuers = self.matching_issuers(earlier, &securities);
        let securities = complete(
            securities,
            self.securities.iter().map(|version| version.security_id.0),
            earlier.securities.iter().map(|version| version.security_id.0),
        );
        let issuers = complete(
            issuers,
            self.securities.iter().map(|version| version.issuer_id.0),
            earlier.securities.iter().map(|version| version.issuer_id.0),
        );
        for version in &mut self.securities {
            let issuer = &mut version.issuer_id;
            issuer.0 = issuers.get(&issuer.0).copied().unwrap_or(issuer.0);
        }
        let changed = securities.into_iter().filter(|(new, old)| new != old);
        let changed: BTreeMap<SecurityId, SecurityId> =
            changed.map(|(new, old)| (SecurityId(new), SecurityId(old))).collect();
        if !changed.is_empty() {
            self.prices.rename(&changed);
            self.renumber_tables(&changed);
        }
        self.canonical();
    }

    /// The id in an earlier state of each security that it has too.
    fn matching_securities(&self, earlier: &Market) -> BTreeMap<u32, u32> {
        let mut by_symbol: BTreeMap<String, Vec<&SecurityVersion>> = BTreeMap::new();
        for version in &earlier.securities {
            by_symbol.entry(version.ticker.key()).or_default().push(version);
        }
        let mut days: BTreeMap<(SecurityId, SecurityId), i32> = BTreeMap::new();
        for new in &self.securities {
            for old in by_symbol.get(&new.ticker.key()).into_iter().flatten() {
                let from = new.first_session.max(old.first_session);
                let to = new.last_session.min(old.last_session);
                let is_abroad =
                    |version: &SecurityVersion| version.mic.is_foreign().then_some(version.mic);
                if from <= to && is_abroad(new) == is_abroad(old) {
                    let common = from.until(to).map_or(0, |span| span.get_days());
                    *days.entry((old.security_id, new.security_id)).or_default() += common + 1;
                }
            }
        }
        let matches = days.into_iter().map(|((old, new), days)| Match { rank: -days, old, new });
        let matches: BTreeSet<Match> = matches.collect();
        let (mut ids, mut used) = (BTreeMap::new(), BTreeSet::new());
        for Match { old, new, .. } in matches {
            if !ids.contains_key(&new.0) && used.insert(old.0) {
                ids.insert(new.0, old.0);
            }
        }
        ids
    }

    /// The id in an earlier state of each company: that of its first security which it has too.
    fn matching_issuers(
        &self,
        earlier: &Market,
        securities: &BTreeMap<u32, u32>,
    ) -> BTreeMap<u32, u32> {
        let versions = earlier.securities.iter();
        let earlier: BTreeMap<SecurityId, IssuerId> =
            versions.map(|version| (version.security_id, version.issuer_id)).collect();
        let (mut ids, mut used) = (BTreeMap::new(), BTreeSet::new());
        for version in &self.securities {
            let old = securities.get(&version.security_id.0);
            let old = old.and_then(|old| earlier.get(&SecurityId(*old)));
            let Some(old) = old else { continue };
            if !ids.contains_key(&version.issuer_id.0) && used.insert(old.0) {
                ids.insert(version.issuer_id.0, old.0);
            }
        }
        ids
    }
}

/// Adds an id for each one that has none yet: its own where it is beyond all earlier ones and free, else
/// the next free one.
fn complete(
    mut ids: BTreeMap<u32, u32>,
    new: impl Iterator<Item = u32>,
    earlier: impl Iterator<Item = u32>,
) -> BTreeMap<u32, u32> {
    let first = earlier.max().map_or(0, |last| last + 1);
    let without: BTreeSet<u32> = new.filter(|id| !ids.contains_key(id)).collect();
    let mut next = without.last().map_or(first, |last| first.max(last + 1));
    for id in without {
        let fresh = match id >= first {
            true => id,
            false => {
                next += 1;
                next - 1
            }
        };
        ids.insert(id, fresh);
    }
    ids
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::{Action, ActionKind, SecurityKind};
    use crate::identity::Ticker;
    use crate::mic::Mic;

    fn market(lines: &[(&str, u32, u32)]) -> Market {
        let mut market = Market::default();
        let (first, last) = (date(2024, 1, 2), date(2024, 6, 28));
        for (ticker, security, issuer) in lines {
            market.securities.push(SecurityVersion {
                security_id: SecurityId(*security),
                issuer_id: IssuerId(*issuer),
                ticker: Ticker::new(ticker).unwrap(),
                name: (*ticker).to_owned(),
                mic: Mic::Xnys,
                kind: SecurityKind::Common,
                share_class: None,
                country: None,
                sector: None,
                industry: None,
                ipo_year: None,
                first_session: first,
                last_session: last,
                known_at: first,
            });
            let id = SecurityId(*security);
            market.actions.push(Action::new(last, id, ActionKind::Suspension, ticker));
        }
        market.canonical();
        market
    }

    #[test]
    fn securities_keep_their_ids_and_new_ones_get_fresh_ones() {
        let earlier = market(&[("A", 0, 0), ("B", 1, 1), ("C", 2, 2), ("C2", 3, 2)]);
        let mut rebuilt = market(&[("A", 0, 0), ("C", 1, 1), ("C2", 2, 1), ("D", 3, 2)]);
        rebuilt.adopt_ids(&earlier);
        let expected = market(&[("A", 0, 0), ("C", 2, 2), ("C2", 3, 2), ("D", 4, 3)]);
        assert_eq!(rebuilt, expected);
        rebuilt.adopt_ids(&earlier);
        assert_eq!(rebuilt, expected, "a second time changes nothing");
    }
}
