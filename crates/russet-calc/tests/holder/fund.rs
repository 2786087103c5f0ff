//! One index as a fund.

use std::collections::BTreeMap;

use russet_market::SecurityId;

use super::numbers::{Number, whole, zero};

pub type Prices = BTreeMap<SecurityId, Number>;

/// What the shares of a line are made of, and since when each part holds.
#[derive(Debug, Clone)]
pub struct Own {
    pub count: Number,
    pub float: Number,
    pub count_since: jiff::civil::Date,
    pub float_since: jiff::civil::Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Float,
    Total,
    Style,
    Price,
    Equal,
}

impl Scheme {
    /// Whether a basket follows the shares that companies have.
    pub fn is_proportional(self) -> bool {
        !matches!(self, Scheme::Price | Scheme::Equal)
    }
}

/// A fund: the basket that its index asks for, and the shares that a point of it holds.
#[derive(Debug, Clone)]
pub struct Fund {
    pub id: String,
    pub scheme: Scheme,
    /// Whether no line may weigh more than the cap.
    pub is_capped: bool,
    /// How many sessions before the update its weights are priced; none: it makes no new weights.
    pub early: Option<usize>,
    /// Index shares of every line, in the proportions that the fund holds.
    pub basket: BTreeMap<SecurityId, Number>,
    pub held: BTreeMap<SecurityId, Number>,
    /// The probability of the fund's side of a style, and the capping factor, where they are not all.
    pub parts: BTreeMap<SecurityId, Number>,
    pub caps: BTreeMap<SecurityId, Number>,
    /// The levels of the last session.
    pub price: Number,
    pub net: Number,
    pub gross: Number,
}

impl Fund {
    pub fn has(&self, line: SecurityId) -> bool {
        self.basket.contains_key(&line)
    }

    /// What the fund's shares are worth; a line that has no price yet counts nothing.
    pub fn value(&self, prices: &Prices) -> Number {
        worth(&self.held, prices)
    }

    /// Buys as many baskets as an amount pays for.
    pub fn buy(&mut self, amount: &Number, prices: &Prices) {
        let of_one = worth(&self.basket, prices);
        assert!(!of_one.is_zero(), "{} has nothing to buy", self.id);
        let baskets = amount / of_one;
        self.held = self.basket.iter().map(|(line, shares)| (*line, shares * &baskets)).collect();
    }

    /// The index shares of a line that follow from its company's shares.
    pub fn proportional(&self, line: SecurityId, own: &Own) -> Number {
        let one = whole(1);
        let cap = self.caps.get(&line).unwrap_or(&one);
        let part = self.parts.get(&line).unwrap_or(&one);
        match self.scheme {
            Scheme::Total => own.count.clone(),
            _ => (&own.count * &own.float * part * cap).rounded(6),
        }
    }

    /// Puts a line into the basket with what its company's shares make, where the scheme follows them.
    pub fn follow(&mut self, line: SecurityId, own: &Own) {
        if self.scheme.is_proportional() {
            self.basket.insert(line, self.proportional(line, own));
        }
    }

    /// A line takes over the style and the cap of another one.
    pub fn inherit(&mut self, line: SecurityId, from: SecurityId) {
        for factors in [&mut self.parts, &mut self.caps] {
            if let Some(factor) = factors.get(&from).cloned() {
                factors.entry(line).or_insert(factor);
            }
        }
    }
}

fn worth(shares: &BTreeMap<SecurityId, Number>, prices: &Prices) -> Number {
    let priced = shares.iter().filter_map(|(line, shares)| Some(prices.get(line)? * shares));
    priced.fold(zero(), |sum, value| sum + value)
}
