//! New share counts, free floats and weights after the close of the update.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use russet_market::{ActionKind, SecurityId};

use super::facts::Dated;
use super::fund::{Fund, Own, Prices, Scheme};
use super::numbers::{Number, whole, zero};
use super::rules;
use super::state::Holder;

impl Holder<'_> {
    /// Counts and floats that moved by more than their buffers are taken over; one that is older than the
    /// last action that changed it is no news.
    pub fn update_shares(&mut self, session: usize) {
        let day = self.facts.sessions[session];
        let lines: Vec<SecurityId> = self.own.keys().copied().collect();
        for line in lines {
            let mut own = self.own[&line].clone();
            if let Some((since, count)) = self.newest_count(line, session)
                && since >= own.count_since
                && rules::count_moved(&own.count, &count)
            {
                own.count = count;
                own.count_since = since;
            }
            if let Some((since, _, float)) = newest(self.facts.floats.get(&line), day)
                && since >= own.float_since
                && rules::float_moved(&own.float, &float)
            {
                own.float = float;
                own.float_since = since;
            }
            self.own.insert(line, own);
            self.follow(line);
        }
    }

    /// The newest count in the units of a day: splits since then multiply it, as far as they are known.
    fn newest_count(&self, line: SecurityId, session: usize) -> Option<(Date, Number)> {
        let day = self.facts.sessions[session];
        let (since, _, mut count) = newest(self.facts.counts.get(&line), day)?;
        for action in &self.facts.actions {
            let changes_units =
                matches!(action.kind, ActionKind::Split | ActionKind::StockDividend);
            let is_later = action.ex <= session && self.facts.sessions[action.ex] > since;
            if action.line == line && changes_units && is_later && action.known_at <= day {
                count *= action.ratio();
            }
        }
        Some((since, count))
    }

    /// New weights of the indexes that make them, at the closes of the session or of some sessions before,
    /// on the terms of today.
    pub fn rebalance(&mut self, session: usize) {
        for place in 0..self.funds.len() {
            let fund = &self.funds[place];
            let Some(early) = fund.early else { continue };
            let value = fund.value(&self.prices);
            let lines: BTreeSet<SecurityId> = fund.basket.keys().copied().collect();
            let priced = lines.into_iter().filter_map(|line| {
                Some((line, self.earlier_price(line, session - early, session)?))
            });
            let prices: Prices = priced.collect();
            self.make_basket(place, &prices);
            self.funds[place].buy(&value, &self.prices);
        }
    }

    fn earlier_price(&self, line: SecurityId, then: usize, now: usize) -> Option<Number> {
        if !self.facts.has_close(line, then) {
            return self.prices.get(&line).cloned();
        }
        let since =
            self.factors.iter().filter(|(of, ex, _)| *of == line && *ex > then && *ex <= now);
        let price = self.history[then].get(&line)?;
        Some(since.fold(price.clone(), |price, (_, _, factor)| price * factor))
    }
}

fn newest(facts: Option<&Vec<Dated>>, day: Date) -> Option<Dated> {
    let early = day.saturating_sub(Span::new().days(rules::KNOWN_DAYS));
    let facts = facts?;
    let known_by =
        |by: Date| facts.iter().rfind(|(since, known_at, _)| *since <= day && *known_at <= by);
    known_by(early).or_else(|| known_by(day)).cloned()
}

/// The capping factors at which no line of a fund weighs more than the cap: with `k` lines at the cap `c`,
/// each is worth `c × rest ÷ (1 − k × c)`.
pub fn caps(
    fund: &Fund,
    own: &BTreeMap<SecurityId, Own>,
    prices: &Prices,
) -> BTreeMap<SecurityId, Number> {
    assert_eq!(fund.scheme, Scheme::Float);
    let worth: BTreeMap<SecurityId, Number> = fund
        .basket
        .keys()
        .map(|line| (*line, &own[line].count * &own[line].float * &prices[line]))
        .collect();
    let mut at_cap: BTreeSet<SecurityId> = BTreeSet::new();
    loop {
        let free = worth.iter().filter(|(line, _)| !at_cap.contains(line));
        let rest = free.clone().fold(zero(), |sum, (_, worth)| sum + worth);
        let left = whole(1) - whole(at_cap.len() as i64) * rules::cap();
        if left <= zero() || rest.is_zero() {
            return BTreeMap::new();
        }
        let most = rules::cap() * rest / left;
        let heavy: Vec<SecurityId> =
            free.filter(|(_, worth)| **worth > most).map(|(line, _)| *line).collect();
        if heavy.is_empty() {
            return at_cap.into_iter().map(|line| (line, &most / &worth[&line])).collect();
        }
        at_cap.extend(heavy);
    }
}
