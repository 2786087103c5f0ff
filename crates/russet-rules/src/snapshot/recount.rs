//! The snapshot of a rank day recounted for securities whose shares became known later.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock};

use jiff::civil::Date;
use russet_market::IssuerId;

use super::Snapshot;
use super::screen_cache::ScreenCache;
use crate::security_facts::SecurityCounts;

impl<'market> Snapshot<'market> {
    /// The same rank day with its uncounted securities counted as known by another day. What screens answered of
    /// companies whose counts stay is kept, unless they were compared with another median.
    pub(crate) fn recounted(&self, counted_by: Date) -> Snapshot<'market> {
        let (view, texts) = (self.view(), &self.market_facts.texts);
        let mut securities = self.securities.clone();
        let mut changed: BTreeSet<IssuerId> = BTreeSet::new();
        for security in securities.iter_mut().filter(|security| security.is_late) {
            let counts = SecurityCounts::on((view, texts), security.id, counted_by);
            if (security.company_shares, security.class_shares) != (counts.company, counts.class) {
                changed.insert(security.issuer);
            }
            security.company_shares = counts.company;
            security.class_shares = counts.class;
            security.shares_source = counts.source;
        }
        let mut snapshot = Snapshot {
            day: self.day,
            securities,
            market_facts: Arc::clone(&self.market_facts),
            floats: Arc::clone(&self.floats),
            rules: Arc::clone(&self.rules),
            market_start: self.market_start,
            start: self.start,
            window: self.window.clone(),
            mean_start: self.mean_start,
            near: self.near.clone(),
            measures: Arc::clone(&self.measures),
            median_volatility: OnceLock::new(),
            by_company: self.by_company.clone(),
            results: Mutex::default(),
        };
        let compares_alike = snapshot.median_volatility() == self.median_volatility();
        let outdated = |issuer: IssuerId| !compares_alike || changed.contains(&issuer);
        for security in snapshot.securities.iter_mut().filter(|one| outdated(one.issuer)) {
            security.screen_cache = ScreenCache::default();
        }
        snapshot
    }
}
