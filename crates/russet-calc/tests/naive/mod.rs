//! A second implementation of a family's history: fractions, no state that could be looked up.

mod agenda;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use num_bigint::BigInt;
use num_rational::BigRational;
use russet_market::{ActionKind, Calendar, IssuerId, Market, SecurityId};
use russet_rules::{Decision, Methodology, Verdict};

use agenda::{Work, agenda};
use facts::{Facts, Holding, digits, rounded};

/// A level as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub index: String,
    pub date: Date,
    pub level: String,
    pub constituents: usize,
}

/// Millionths of a share by line.
type Basket = BTreeMap<SecurityId, BigInt>;

/// The history while it goes on.
pub struct Naive<'a> {
    facts: Facts<'a>,
    family: &'a Methodology,
    decisions: &'a [Decision],
    lines: BTreeMap<IssuerId, Vec<SecurityId>>,
    held: BTreeMap<SecurityId, Holding>,
    gone: BTreeSet<SecurityId>,
    settled: BTreeSet<usize>,
    baskets: BTreeMap<String, Basket>,
    divisors: BTreeMap<String, BigRational>,
    rows: Vec<Row>,
}

impl<'a> Naive<'a> {
    pub fn new(
        market: &'a Market,
        family: &'a Methodology,
        decisions: &'a [Decision],
    ) -> Naive<'a> {
        Naive {
            facts: Facts::of(market),
            family,
            decisions,
            lines: BTreeMap::new(),
            held: BTreeMap::new(),
            gone: BTreeSet::new(),
            settled: BTreeSet::new(),
            baskets: BTreeMap::new(),
            divisors: BTreeMap::new(),
            rows: Vec::new(),
        }
    }

    /// Every level of every index on every session.
    pub fn levels(mut self) -> Vec<Row> {
        let mut agenda = agenda(self.family, &self.facts.sessions);
        for day in self.facts.sessions.clone() {
            self.split(day);
            self.gone.retain(|line| !self.facts.closes_on(*line, day));
            let begun = !self.baskets.is_empty();
            if begun {
                self.publish(day);
            }
            self.delete(day);
            while agenda.first().is_some_and(|(due, _)| *due <= day) {
                let (due, work) = agenda.remove(0);
                self.perform(due, work, day);
            }
            if !begun && !self.baskets.is_empty() {
                self.publish(day);
            }
        }
        self.rows
    }

    fn split(&mut self, day: Date) {
        for (number, action) in self.facts.market.actions.iter().enumerate() {
            let due = action.ex_date <= day && action.known_at <= day;
            let Some(ratio) = action.ratio.filter(|_| due) else { continue };
            if !self.settled.insert(number) {
                continue;
            }
            let ratio = digits(ratio.new_shares().into()) / digits(ratio.old_shares().into());
            if let Some(held) = self.held.get_mut(&action.security_id) {
                held.count = rounded(&(&held.count * &ratio), 6);
            }
            for basket in self.baskets.values_mut() {
                if let Some(micros) = basket.get_mut(&action.security_id) {
                    let split = BigRational::from_integer(micros.clone()) * &ratio;
                    *micros = rounded(&split, 0).to_integer();
                }
            }
        }
    }

    fn delete(&mut self, day: Date) {
        let next = Calendar::nyse().next_session(day).unwrap();
        let patience = self.family.maintenance.absent_sessions as usize;
        let mut leaving = BTreeSet::new();
        for (number, action) in self.facts.market.actions.iter().enumerate() {
            let due = action.ex_date <= next && action.known_at <= day;
            if action.kind == ActionKind::Delisting && due && self.settled.insert(number) {
                leaving.insert(action.security_id);
            }
        }
        let held = self.lines.values().flatten();
        leaving.extend(held.filter(|line| self.facts.missed(**line, day) >= patience));
        self.lines.values_mut().for_each(|lines| lines.retain(|line| !leaving.contains(line)));
        self.lines.retain(|_, lines| !lines.is_empty());
        for id in self.ids().into_iter().filter(|_| !leaving.is_empty()) {
            let mut basket = self.basket(&id);
            basket.retain(|line, _| !leaving.contains(line));
            self.replace(&id, basket, day);
        }
        self.gone.extend(leaving);
    }

    fn perform(&mut self, due: Date, work: Work, day: Date) {
        let decided = match work {
            Work::ShareUpdate { .. } => BTreeMap::new(),
            Work::NewListings => self.decided(due, "new_listings"),
            Work::Reconstitution { .. } => self.decided(due, "reconstitution"),
        };
        let newer = match work {
            Work::ShareUpdate { .. } => self.holdings(day),
            Work::NewListings => self.enter(&decided, day),
            Work::Reconstitution { .. } => {
                self.lines.clear();
                self.enter(&decided, day)
            }
        };
        let buffer = match work {
            Work::ShareUpdate { millionths } => Some(millionths),
            Work::NewListings => None,
            Work::Reconstitution { millionths } => millionths,
        };
        // A line has the same index shares in every index, so one that moves keeps them too.
        let in_any: BTreeSet<SecurityId> =
            self.ids().iter().flat_map(|id| self.basket(id).into_keys()).collect();
        let mut taken: BTreeMap<SecurityId, Holding> = BTreeMap::new();
        for (line, newer) in newer {
            let held = self.held.get(&line).filter(|_| in_any.contains(&line));
            let target = match (held, buffer) {
                (Some(held), Some(buffer)) => match (held.beyond(&newer, buffer), work) {
                    (None, Work::ShareUpdate { .. }) => continue,
                    (moved, _) => moved.unwrap_or_else(|| held.clone()),
                },
                _ => newer,
            };
            taken.insert(line, target);
        }
        for id in self.ids() {
            let mut basket = self.basket(&id);
            let belongs =
                |line: &SecurityId| decided.get(line).is_some_and(|ids| ids.contains(&*id));
            if let Work::Reconstitution { .. } = work {
                basket.retain(|line, _| taken.contains_key(line) && belongs(line));
            }
            for (line, target) in &taken {
                let take = match work {
                    Work::ShareUpdate { .. } => basket.contains_key(line),
                    _ => belongs(line),
                };
                if take {
                    basket.insert(*line, target.micros());
                }
            }
            self.replace(&id, basket, day);
        }
        self.held.extend(taken);
    }

    /// Takes in the lines that were decided on and still trade; gives what they count with.
    fn enter(
        &mut self,
        decided: &BTreeMap<SecurityId, BTreeSet<&str>>,
        day: Date,
    ) -> BTreeMap<SecurityId, Holding> {
        let mut entered: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        let patience = self.family.maintenance.absent_sessions as usize;
        for line in decided.keys() {
            if !self.gone.contains(line) && self.facts.missed(*line, day) < patience {
                entered.entry(self.facts.issuer(*line)).or_default().push(*line);
            }
        }
        let mut holdings = BTreeMap::new();
        for lines in entered.values() {
            holdings.extend(self.facts.holdings(lines, day, self.known_days()));
        }
        self.lines.extend(entered);
        holdings
    }

    fn holdings(&self, day: Date) -> BTreeMap<SecurityId, Holding> {
        let lines = self.lines.values();
        lines.flat_map(|lines| self.facts.holdings(lines, day, self.known_days())).collect()
    }

    /// The lines decided on for a day, each with the indexes it belongs to.
    fn decided(&self, due: Date, occasion: &str) -> BTreeMap<SecurityId, BTreeSet<&'a str>> {
        let rows = self.decisions.iter().filter(|row| {
            row.effective_after_close == due
                && row.occasion == occasion
                && row.verdict == Verdict::Member
        });
        rows.map(|row| (row.security_id, row.indexes_after.split(' ').collect())).collect()
    }

    /// Puts a basket in the place of another; the divisor keeps the level.
    fn replace(&mut self, id: &str, basket: Basket, day: Date) {
        let before = self.baskets.get(id).cloned().unwrap_or_default();
        if before == basket {
            return;
        }
        if let Some(divisor) = self.divisors.get_mut(id) {
            let change = self.facts.value(&basket, day) / self.facts.value(&before, day);
            *divisor = rounded(&(&*divisor * change), 40);
        }
        self.baskets.insert(id.to_owned(), basket);
    }

    /// Writes the levels of a session; an index that holds something for the first time starts.
    fn publish(&mut self, day: Date) {
        for rule in &self.family.indexes {
            let Some(basket) = self.baskets.get(&rule.id) else { continue };
            let value = self.facts.value(basket, day);
            let divisor = self.divisors.entry(rule.id.clone()).or_insert_with(|| {
                let base = digits(rule.base_value.attos()) / digits(10_i128.pow(18));
                rounded(&(&value / base), 40)
            });
            let level = value / &*divisor;
            let units: BigInt = (rounded(&level, 6) * digits(1_000_000)).to_integer();
            let text = format!("{:0>7}", units.to_string());
            let (whole, fraction) = text.split_at(text.len() - 6);
            self.rows.push(Row {
                index: rule.id.clone(),
                date: day,
                level: format!("{whole}.{fraction}"),
                constituents: basket.len(),
            });
        }
    }

    fn ids(&self) -> Vec<String> {
        self.family.indexes.iter().map(|rule| rule.id.clone()).collect()
    }

    fn basket(&self, id: &str) -> Basket {
        self.baskets.get(id).cloned().unwrap_or_default()
    }

    fn known_days(&self) -> i64 {
        i64::from(self.family.maintenance.share_information_days)
    }
}
