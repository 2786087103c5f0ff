//! Every fund of a family, with the prices and share counts that they share.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::Run;
use russet_market::SecurityId;
use russet_rules::Methodology;
use russet_rules::methodology::{ReturnConvention, Scheme as Weighting, SpinOffTreatment};

use super::facts::Facts;
use super::fund::{Fund, Own, Prices, Scheme};
use super::numbers::{Number, of_factor, whole, zero};
use super::pending::Pending;
use super::rules;

/// Decimals to which terms must keep the value of a fund.
const KEPT_DECIMALS: u32 = 25;
/// What an equal part of an equally weighted basket is worth: so much that rounding does not show.
const EQUAL_PART: i64 = 1_000_000_000;

/// All funds of a family on their way through a market.
pub struct Holder<'a> {
    pub facts: &'a Facts,
    pub funds: Vec<Fund>,
    pub prices: Prices,
    /// The session of each line's last close of its own.
    pub closed: BTreeMap<SecurityId, usize>,
    /// The prices of every session so far.
    pub history: Vec<Prices>,
    /// Each price on new terms over the one before, with the ex-date's session.
    pub factors: Vec<(SecurityId, usize, Number)>,
    pub own: BTreeMap<SecurityId, Own>,
    /// Shares of today for a share of the close before, of lines with actions ex today.
    pub units: BTreeMap<SecurityId, Number>,
    /// Children of today's spin-offs without an estimate: parent, child, shares for a share.
    pub unpriced: Vec<(SecurityId, SecurityId, Number)>,
    /// Lines that became new ones today, valued by the terms: the line, the new one, shares for a share.
    pub succeeded: Vec<(SecurityId, SecurityId, Number)>,
    /// What a point of each fund has a claim on, by session, in shares of the close before.
    pub claims: Vec<Vec<BTreeMap<SecurityId, Number>>>,
    pub pending: Vec<Pending>,
    /// Children without a close, with the sessions since they were spun off.
    pub children: BTreeMap<SecurityId, u32>,
    pub suspended: BTreeMap<SecurityId, u32>,
    pub missed: BTreeMap<SecurityId, u32>,
    pub convention: ReturnConvention,
    pub drops_children: bool,
}

impl<'a> Holder<'a> {
    /// The funds of a family at the close of a run's first session: members and style probabilities are
    /// the run's, everything else follows from the facts.
    pub fn new(facts: &'a Facts, family: &Methodology, run: &Run) -> Holder<'a> {
        let first = run.levels[0].date;
        let start = facts.sessions.iter().position(|session| *session == first).unwrap();
        let mut holder = Holder {
            facts,
            funds: Vec::new(),
            prices: Prices::new(),
            closed: BTreeMap::new(),
            history: vec![Prices::new(); start],
            factors: Vec::new(),
            own: BTreeMap::new(),
            units: BTreeMap::new(),
            unpriced: Vec::new(),
            succeeded: Vec::new(),
            claims: vec![Vec::new(); start + 1],
            pending: Pending::all(facts),
            children: BTreeMap::new(),
            suspended: BTreeMap::new(),
            missed: BTreeMap::new(),
            convention: family.returns.convention,
            drops_children: family.actions.spin_off == SpinOffTreatment::Dropped,
        };
        (0..=start).for_each(|session| holder.take_closes(session));
        holder.funds = family.indexes.iter().map(|rule| fund(rule, run)).collect();
        let members: Vec<SecurityId> =
            holder.funds.iter().flat_map(|fund| fund.basket.keys().copied()).collect();
        for line in members {
            let own = holder.first_own(line, first);
            holder.own.insert(line, own);
        }
        for place in 0..holder.funds.len() {
            holder.make_basket(place, &holder.prices.clone());
            holder.funds[place].buy(&rules::base(), &holder.prices);
        }
        holder
    }

    fn first_own(&self, line: SecurityId, day: Date) -> Own {
        let last = |facts: &[(Date, Date, Number)]| {
            facts.iter().rfind(|fact| fact.0 <= day && fact.1 <= day).cloned().unwrap()
        };
        let count = last(&self.facts.counts[&line]);
        let float = last(&self.facts.floats[&line]);
        Own { count: count.2, float: float.2, count_since: count.0, float_since: float.0 }
    }

    /// The basket of a fund at some prices.
    pub fn make_basket(&mut self, place: usize, prices: &Prices) {
        let fund = &mut self.funds[place];
        if fund.is_capped {
            fund.caps = super::quarter::caps(fund, &self.own, prices);
        }
        let lines: Vec<SecurityId> = fund.basket.keys().copied().collect();
        for line in lines {
            let shares = match fund.scheme {
                Scheme::Price => whole(1),
                Scheme::Equal => whole(EQUAL_PART) / &prices[&line],
                _ => fund.proportional(line, &self.own[&line]),
            };
            fund.basket.insert(line, shares);
        }
    }

    pub fn is_held(&self, line: SecurityId) -> bool {
        self.funds.iter().any(|fund| fund.has(line))
    }

    /// Every fund trades into a changed basket, at today's prices.
    pub fn change(&mut self, mut change: impl FnMut(&mut Fund)) {
        for fund in &mut self.funds {
            let value = fund.value(&self.prices);
            let before = fund.basket.clone();
            change(fund);
            if fund.basket != before {
                fund.buy(&value, &self.prices);
            }
        }
    }

    /// A line gets a price on new terms, and each fund what the terms give each of its shares: shares of
    /// the line for one, shares of another line, and cash, which is asked for where it is below zero. Then
    /// it trades into its changed basket.
    pub fn put_on_terms(&mut self, terms: &Terms, mut change: impl FnMut(&mut Fund)) {
        let before: Vec<Number> = self.funds.iter().map(|fund| fund.value(&self.prices)).collect();
        let mut cash = vec![zero(); self.funds.len()];
        for (fund, cash) in self.funds.iter_mut().zip(&mut cash) {
            let Some(held) = fund.held.get(&terms.line).cloned() else { continue };
            *cash = &held * &terms.cash;
            if let Some((other, ratio)) = &terms.other {
                *fund.held.entry(*other).or_insert_with(zero) += &held * ratio;
            }
            fund.held.insert(terms.line, held * &terms.shares);
        }
        self.reprice(terms.line, terms.price.clone());
        for ((fund, cash), before) in self.funds.iter_mut().zip(cash).zip(before) {
            let after = fund.value(&self.prices) + &cash;
            assert!(before.is_near(&after, KEPT_DECIMALS), "{} by {}", fund.id, terms.line.0);
            change(fund);
            fund.buy(&after, &self.prices);
        }
    }

    /// A price on new terms, which earlier closes and waiting takeovers follow.
    pub fn reprice(&mut self, line: SecurityId, price: Number) {
        let Some(before) = self.prices.insert(line, price.clone()) else { return };
        let factor = &price / &before;
        let ex = self.history.len();
        self.factors.push((line, ex, factor.clone()));
        self.follow_acquirer(line, &factor);
    }

    /// Shares of now for a share of the close before.
    pub fn units(&self, line: SecurityId) -> Number {
        self.units.get(&line).cloned().unwrap_or_else(|| whole(1))
    }

    pub fn multiply_units(&mut self, line: SecurityId, by: &Number) {
        let units = self.units(line) * by;
        self.units.insert(line, units);
    }
}

/// What an action makes of a share of a line.
pub struct Terms {
    pub line: SecurityId,
    /// The price after it.
    pub price: Number,
    /// Shares of the line for one.
    pub shares: Number,
    /// Shares of another line for one.
    pub other: Option<(SecurityId, Number)>,
    pub cash: Number,
}

impl Terms {
    pub fn new(line: SecurityId, price: Number) -> Terms {
        Terms { line, price, shares: whole(1), other: None, cash: zero() }
    }
}

fn fund(rule: &russet_rules::methodology::IndexRule, run: &Run) -> Fund {
    let first = run.levels[0].date;
    let scheme = match rule.weighting.scheme {
        Weighting::FloatCap => Scheme::Float,
        Weighting::TotalCap => Scheme::Total,
        Weighting::Price => Scheme::Price,
        Weighting::Equal => Scheme::Equal,
        Weighting::Style => Scheme::Style,
    };
    let members = run.constituents.iter().filter(|row| {
        row.index_id == rule.id && row.first_session <= first && row.last_session >= first
    });
    let mut fund = Fund {
        id: rule.id.clone(),
        scheme,
        is_capped: !rule.weighting.caps.is_empty(),
        early: rule.rebalancing.first().map(|rule| rule.priced_sessions_before as usize),
        basket: BTreeMap::new(),
        held: BTreeMap::new(),
        parts: BTreeMap::new(),
        caps: BTreeMap::new(),
        price: rules::base(),
        net: rules::base(),
        gross: rules::base(),
    };
    for row in members {
        fund.basket.insert(row.security_id, whole(1));
        if scheme == Scheme::Style {
            fund.parts.insert(row.security_id, of_factor(row.style_probability));
        }
    }
    fund
}
