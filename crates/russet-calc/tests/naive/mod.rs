//! A second implementation of a family's history: fractions, no state that could be looked up.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use num_bigint::BigInt;
use num_rational::BigRational;
use russet_market::{ActionKind, Calendar, IssuerId, Market, SecurityId};
use russet_rules::{Decision, Methodology, Verdict};

use facts::{Facts, digits, rounded};

/// A level as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub index: String,
    pub date: Date,
    pub level: String,
    pub constituents: usize,
}

/// Work that falls due after a close.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    ShareUpdate { millionths: i128 },
    NewListings,
    Reconstitution { millionths: Option<i128> },
}

/// Millionths of a share by line.
type Basket = BTreeMap<SecurityId, BigInt>;

/// The history while it goes on.
pub struct Naive<'a> {
    facts: Facts<'a>,
    family: &'a Methodology,
    decisions: &'a [Decision],
    lines: BTreeMap<IssuerId, Vec<SecurityId>>,
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
            gone: BTreeSet::new(),
            settled: BTreeSet::new(),
            baskets: BTreeMap::new(),
            divisors: BTreeMap::new(),
            rows: Vec::new(),
        }
    }

    /// Every level of every index on every session.
    pub fn levels(mut self) -> Vec<Row> {
        let mut agenda = self.agenda();
        for day in self.facts.sessions.clone() {
            self.split(day);
            self.gone.retain(|line| !self.facts.closes_on(*line, day));
            let started = !self.divisors.is_empty();
            if started {
                self.publish(day);
            }
            self.delete(day);
            while agenda.first().is_some_and(|(due, _)| *due <= day) {
                let (due, work) = agenda.remove(0);
                self.perform(due, work, day);
            }
            if !started && !self.baskets.is_empty() {
                self.start(day);
                self.publish(day);
            }
        }
        self.rows
    }

    /// All work from the first reconstitution on, in order.
    fn agenda(&self) -> Vec<(Date, Work)> {
        let (begin, end) = (self.facts.sessions[0], *self.facts.sessions.last().unwrap());
        let mut rows = self.family.reconstitutions.iter();
        let first = rows.find(|row| row.rank_day.0 >= begin).unwrap().effective.0;
        let mut agenda = Vec::new();
        for row in &self.family.reconstitutions {
            let millionths = row.share_buffer_percent.map(|buffer| buffer.millionths());
            agenda.push((row.effective.0, Work::Reconstitution { millionths }));
        }
        for rule in &self.family.share_updates {
            let work = Work::ShareUpdate { millionths: rule.buffer_percent.millionths() };
            agenda.extend(rule.days(first, end).unwrap().into_iter().map(|day| (day, work)));
        }
        for rule in &self.family.new_listings {
            let cycles = rule.cycles(first, end).unwrap().into_iter();
            agenda.extend(cycles.map(|cycle| (cycle.effective, Work::NewListings)));
        }
        agenda.retain(|(day, _)| (first..=end).contains(day));
        agenda.sort();
        agenda
    }

    fn split(&mut self, day: Date) {
        for (number, action) in self.facts.market.actions.iter().enumerate() {
            let due = action.ex_date <= day && action.known_at <= day;
            let Some(ratio) = action.ratio.filter(|_| due) else { continue };
            if !self.settled.insert(number) {
                continue;
            }
            let ratio = digits(ratio.new_shares().into()) / digits(ratio.old_shares().into());
            for basket in self.baskets.values_mut() {
                if let Some(micros) = basket.get_mut(&action.security) {
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
                leaving.insert(action.security);
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
        let counts = match work {
            Work::ShareUpdate { .. } => self.counts(day),
            Work::NewListings => self.enter(due, "new_listings", day),
            Work::Reconstitution { .. } => {
                self.lines.clear();
                self.enter(due, "reconstitution", day)
            }
        };
        for id in self.ids() {
            let mut basket = self.basket(&id);
            let belongs = |line: &SecurityId| self.belongs(*line, &id, due, work);
            if let Work::Reconstitution { .. } = work {
                basket.retain(|line, _| counts.contains_key(line) && belongs(line));
            }
            for (line, count) in &counts {
                let take = match (work, basket.get(line)) {
                    (Work::ShareUpdate { millionths }, Some(before)) => {
                        beyond(before, count, millionths)
                    }
                    (Work::ShareUpdate { .. }, None) => false,
                    (Work::Reconstitution { millionths: Some(buffer) }, Some(before)) => {
                        beyond(before, count, buffer)
                    }
                    _ => belongs(line),
                };
                if take {
                    basket.insert(*line, count.clone());
                }
            }
            self.replace(&id, basket, day);
        }
    }

    /// Takes in the lines that were decided on and still trade; gives their index shares.
    fn enter(&mut self, due: Date, occasion: &str, day: Date) -> Basket {
        let mut entered: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        let patience = self.family.maintenance.absent_sessions as usize;
        for decision in self.decisions {
            let line = decision.security;
            let decided = decision.effective == due && decision.occasion == occasion;
            let trades = !self.gone.contains(&line) && self.facts.missed(line, day) < patience;
            if decided && decision.verdict == Verdict::Member && trades {
                entered.entry(decision.issuer).or_default().push(line);
            }
        }
        let mut counts = Basket::new();
        for lines in entered.values() {
            counts.extend(self.facts.index_shares(lines, day, self.known_days()));
        }
        self.lines.extend(entered);
        counts
    }

    fn counts(&self, day: Date) -> Basket {
        let lines = self.lines.values();
        lines.flat_map(|lines| self.facts.index_shares(lines, day, self.known_days())).collect()
    }

    fn belongs(&self, line: SecurityId, index: &str, due: Date, work: Work) -> bool {
        let occasion = match work {
            Work::NewListings => "new_listings",
            _ => "reconstitution",
        };
        self.decisions.iter().any(|decision| {
            (decision.security, decision.effective) == (line, due)
                && decision.occasion == occasion
                && decision.indexes.split(' ').any(|id| id == index)
        })
    }

    fn start(&mut self, day: Date) {
        for rule in &self.family.indexes {
            let base = digits(rule.base_value.attos()) / digits(10_i128.pow(18));
            let divisor = self.facts.value(&self.baskets[&rule.id], day) / base;
            self.divisors.insert(rule.id.clone(), rounded(&divisor, 40));
        }
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

    fn publish(&mut self, day: Date) {
        for id in self.ids() {
            let basket = &self.baskets[&id];
            let level = self.facts.value(basket, day) / &self.divisors[&id];
            let units: BigInt = (rounded(&level, 6) * digits(1_000_000)).to_integer();
            let text = format!("{:0>7}", units.to_string());
            let (whole, fraction) = text.split_at(text.len() - 6);
            self.rows.push(Row {
                index: id.clone(),
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

/// Whether a count has moved by more than so many millionths of itself.
fn beyond(before: &BigInt, after: &BigInt, millionths: i128) -> bool {
    let change = if after > before { after - before } else { before - after };
    BigRational::new(change, before.clone()) > digits(millionths) / digits(1_000_000)
}
