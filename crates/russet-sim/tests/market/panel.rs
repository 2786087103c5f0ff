//! The simulated markets that the tests share, and the figures they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use russet_market::{Action, ActionKind, IssuerId, Market, SecurityId, SecurityKind};
use russet_sim::{Simulation, simulate};

/// A market of the real size over the years measured.
pub static FULL: LazyLock<Panel> = LazyLock::new(|| {
    let from = date(2021, 1, 1);
    Panel::new(&Simulation { from, years: 3, ..Simulation::default() })
});

/// A small market over ten years.
pub static LONG: LazyLock<Panel> =
    LazyLock::new(|| Panel::new(&Simulation { companies: 400, ..Simulation::default() }));

/// A market with the figures of its US common lines.
pub struct Panel {
    pub market: Market,
    pub sessions: Vec<Date>,
    /// The company of each US common line.
    pub common: BTreeMap<SecurityId, IssuerId>,
    /// Return by security and place of the session, split-adjusted.
    pub returns: BTreeMap<SecurityId, Vec<(usize, f64)>>,
    /// Close by security and place of the session.
    closes: BTreeMap<SecurityId, Vec<(usize, f64)>>,
}

impl Panel {
    fn new(plan: &Simulation) -> Panel {
        let market = simulate(plan, &|_, _| {}).unwrap();
        let sessions: Vec<Date> = market.prices.sessions().iter().map(|(date, _)| *date).collect();
        let last = |version: &&russet_market::SecurityVersion| {
            version.kind == SecurityKind::Common
                && version.country.as_deref() == Some("United States")
        };
        let common: BTreeMap<SecurityId, IssuerId> = market
            .securities
            .iter()
            .filter(last)
            .map(|version| (version.security_id, version.issuer_id))
            .collect();
        let mut returns: BTreeMap<SecurityId, Vec<(usize, f64)>> = BTreeMap::new();
        let mut closes: BTreeMap<SecurityId, Vec<(usize, f64)>> = BTreeMap::new();
        for (place, (_, rows)) in market.prices.sessions().iter().enumerate() {
            for row in market.prices.rows(rows.clone()) {
                closes.entry(row.security_id).or_default().push((place, row.close.to_f64()));
                if let Some(change) = row.reported_change_percent {
                    returns.entry(row.security_id).or_default().push((place, change / 100.0));
                }
            }
        }
        Panel { market, sessions, common, returns, closes }
    }

    /// The place of a session.
    pub fn place(&self, day: Date) -> Option<usize> {
        self.sessions.binary_search(&day).ok()
    }

    /// The close of a line in the session of a place.
    pub fn close(&self, security: SecurityId, place: usize) -> Option<f64> {
        let rows = self.closes.get(&security)?;
        Some(rows[rows.binary_search_by_key(&place, |row| row.0).ok()?].1)
    }

    /// How many closes a line has within a range of places.
    pub fn closes_within(&self, security: SecurityId, places: std::ops::Range<usize>) -> usize {
        let rows = self.closes.get(&security).map_or(&[][..], Vec::as_slice);
        rows.iter().filter(|row| places.contains(&row.0)).count()
    }

    /// Actions of a kind.
    pub fn actions(&self, kind: ActionKind) -> impl Iterator<Item = &Action> {
        self.market.actions.iter().filter(move |action| action.kind == kind)
    }

    /// Caps of the US companies at a session, largest first.
    pub fn caps(&self, place: usize) -> Vec<(IssuerId, f64)> {
        let day = self.sessions[place];
        let counts: BTreeMap<SecurityId, f64> = self
            .market
            .shares
            .iter()
            .filter(|count| count.effective_date <= day)
            .map(|count| (count.security_id, count.shares_outstanding.to_f64()))
            .collect();
        let mut caps: BTreeMap<IssuerId, f64> = BTreeMap::new();
        let (_, rows) = self.market.prices.sessions()[place].clone();
        for (security, close) in self.market.prices.closes(rows) {
            if let Some(issuer) = self.common.get(&security) {
                let shares = counts.get(&security).copied().unwrap_or_default();
                *caps.entry(*issuer).or_default() += close.to_f64() * shares;
            }
        }
        let mut caps: Vec<(IssuerId, f64)> = caps.into_iter().collect();
        caps.sort_by(|left, right| right.1.total_cmp(&left.1));
        caps
    }

    /// Daily returns of the lines of companies by rank at a session, over the year that follows.
    pub fn returns_of(&self, place: usize, ranks: std::ops::Range<usize>) -> Vec<Vec<f64>> {
        let caps = self.caps(place);
        let class: BTreeSet<IssuerId> = caps
            [ranks.start.min(caps.len())..ranks.end.min(caps.len())]
            .iter()
            .map(|cap| cap.0)
            .collect();
        let year = place..place + 252;
        self.common
            .iter()
            .filter(|(_, issuer)| class.contains(issuer))
            .filter_map(|(security, _)| self.returns.get(security))
            .map(|rows| {
                let year = rows.iter().filter(|(session, _)| year.contains(session));
                year.map(|(_, change)| *change).collect()
            })
            .filter(|returns: &Vec<f64>| returns.len() > 240)
            .collect()
    }

    /// The cap-weighted return of each session, with weights drifted from each quarter's start.
    pub fn market_returns(&self) -> Vec<f64> {
        let mut weights: BTreeMap<IssuerId, f64> = BTreeMap::new();
        let mut market_returns = Vec::new();
        for place in 0..self.sessions.len() {
            if place % 63 == 0 {
                weights = self.caps(place).into_iter().collect();
            }
            let cap: f64 = weights.values().sum();
            let mut gain = 0.0;
            for (security, issuer) in &self.common {
                let Some(rows) = self.returns.get(security) else { continue };
                let row = rows.binary_search_by_key(&place, |row| row.0);
                if let (Ok(row), Some(weight)) = (row, weights.get_mut(issuer)) {
                    gain += *weight * rows[row].1;
                    *weight *= 1.0 + rows[row].1;
                }
            }
            market_returns.push(gain / cap);
        }
        market_returns
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values);
    mean(&values.iter().map(|value| (value - middle).powi(2)).collect::<Vec<f64>>()).sqrt()
}

pub fn kurtosis(values: &[f64]) -> f64 {
    let (middle, spread) = (mean(values), deviation(values));
    mean(&values.iter().map(|value| ((value - middle) / spread).powi(4)).collect::<Vec<f64>>())
}

pub fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let (middle_left, middle_right) = (mean(left), mean(right));
    let products: Vec<f64> = left
        .iter()
        .zip(right)
        .map(|(one, other)| (one - middle_left) * (other - middle_right))
        .collect();
    mean(&products) / deviation(left) / deviation(right)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
