//! Actions that put another line in a line's place: conversions and takeovers.

use russet_market::SecurityId;

use super::facts::Event;
use super::fund::{Own, Scheme};
use super::numbers::{Number, whole, zero};
use super::pending::Pending;
use super::state::Holder;

impl Holder<'_> {
    /// Each share becomes shares of another class, which every fund that held the line holds from now on.
    /// A class that never traded is worth what its shares were.
    pub fn convert(&mut self, action: &Event, session: usize) {
        let (line, other) = (action.line, action.other());
        let ratio = action.ratio() / self.units(line);
        if let Some(price) = self.prices.get(&line).cloned()
            && !self.prices.contains_key(&other)
        {
            self.prices.insert(other, price / &ratio);
            self.succeeded.push((line, other, action.ratio()));
        }
        self.exchange_pending(line, other, &ratio, &zero());
        if !self.is_held(line) {
            return;
        }
        self.join(line, other, &ratio, session);
        self.succeed(line, other, &ratio);
    }

    /// A target leaves, for shares of its acquirer or cash. Shares follow wherever the acquirer is held; a
    /// new acquirer that nobody holds takes the target's place.
    pub fn take_over(&mut self, merger: &Pending) {
        let line = merger.line;
        let Some((other, ratio)) = &merger.shares else {
            self.exchange_pending_for_cash(line, &merger.cash);
            self.delete(line);
            return;
        };
        let is_new = !self.prices.contains_key(other);
        if let Some(price) = self.prices.get(&line).filter(|_| is_new) {
            let price = (price - &merger.cash) / ratio;
            self.prices.insert(*other, price);
        }
        self.exchange_pending(line, *other, ratio, &merger.cash);
        if !self.is_held(line) {
            return;
        }
        if self.is_held(*other) {
            self.join(line, *other, ratio, merger.effective);
            self.follow(*other);
        } else if is_new {
            self.join(line, *other, ratio, merger.effective);
            self.succeed(line, *other, ratio);
        }
        self.delete(line);
    }

    /// The count of one line grows by another's; its free float is that of both together.
    fn join(&mut self, line: SecurityId, other: SecurityId, ratio: &Number, session: usize) {
        let day = self.facts.sessions[session];
        let leaving = self.own[&line].clone();
        let more = leaving.count * ratio;
        let own = match self.own.get(&other) {
            None => Own { count: more, float: leaving.float, count_since: day, float_since: day },
            Some(own) => {
                let count = &own.count + &more;
                let float = (&own.count * &own.float + more * leaving.float) / &count;
                Own { count, float, count_since: day, float_since: day }
            }
        };
        self.own.insert(other, own);
    }

    /// Wherever a line was held, another one is held instead.
    fn succeed(&mut self, line: SecurityId, other: SecurityId, ratio: &Number) {
        let own = self.own[&other].clone();
        self.change(|fund| {
            let Some(shares) = fund.basket.remove(&line) else { return };
            fund.inherit(other, line);
            match fund.scheme {
                Scheme::Price => {
                    fund.basket.insert(other, whole(1));
                }
                Scheme::Equal => {
                    *fund.basket.entry(other).or_insert_with(zero) += shares * ratio;
                }
                _ => fund.follow(other, &own),
            }
        });
        self.own.remove(&line);
        self.suspended.remove(&line);
    }
}
