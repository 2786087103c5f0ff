//! Actions that put a line on new terms.

use russet_market::{ActionKind, SecurityId};

use super::facts::Event;
use super::fund::{Fund, Own, Scheme};
use super::numbers::{Number, whole};
use super::rules;
use super::state::{Holder, Terms};

impl Holder<'_> {
    /// Does what an action's ex-date asks for at the open of a session. Its terms are of a share of the
    /// close before, whatever actions of the day came first.
    pub fn apply(&mut self, action: &Event, session: usize) {
        let line = action.line;
        match action.kind {
            ActionKind::SpecialDividend | ActionKind::CapitalRepayment => self.pay_out(action),
            ActionKind::SpinOff => self.spin_off(action, session),
            ActionKind::Rights => self.subscribe(action, session),
            ActionKind::StockDividend | ActionKind::Split => self.split(action),
            ActionKind::Conversion => self.convert(action, session),
            ActionKind::PrimaryOffering | ActionKind::SecondaryOffering => {
                self.offer(action, session);
            }
            ActionKind::Tender => self.tender(action, session),
            ActionKind::BuyBack => self.buy_back(action, session),
            ActionKind::Suspension if self.is_held(line) => {
                self.suspended.insert(line, 0);
            }
            ActionKind::Resumption => {
                self.suspended.remove(&line);
                self.missed.insert(line, 0);
            }
            _ => {}
        }
    }

    fn price(&self, line: SecurityId) -> Option<Number> {
        self.prices.get(&line).cloned()
    }

    /// Every share gets cash.
    fn pay_out(&mut self, action: &Event) {
        let Some(old) = self.price(action.line) else { return };
        let cash = action.cash() / self.units(action.line);
        let terms = Terms { cash: cash.clone(), ..Terms::new(action.line, old - cash) };
        self.put_on_terms(&terms, |_| {});
    }

    /// Every share gets shares of a new line. With an estimate they count it, and the parent that much
    /// less. Without one the parent's price goes on including them until the open is over.
    fn spin_off(&mut self, action: &Event, session: usize) {
        let (parent, child) = (action.line, action.other());
        let Some(old) = self.price(parent) else { return };
        let Some(estimate) = &action.cash else {
            self.unpriced.push((parent, child, action.ratio()));
            return;
        };
        let ratio = action.ratio() / self.units(parent);
        self.prices.insert(child, estimate.clone());
        self.found_child(parent, child, &ratio, session);
        let other = Some((child, ratio.clone()));
        let terms = Terms { other, ..Terms::new(parent, old - &ratio * estimate) };
        let own = self.own.get(&child).cloned();
        self.put_on_terms(&terms, |fund| {
            if fund.scheme != Scheme::Price {
                give_child(fund, (parent, child), &ratio, own.as_ref());
            }
        });
    }

    /// Once the open is over, the children without a price go to whoever holds the parent then. Every
    /// trade of the open was at prices that include them, so who bought the parent bought them too.
    pub fn give_unpriced_children(&mut self, session: usize) {
        for (parent, child, ratio) in std::mem::take(&mut self.unpriced) {
            let ratio = ratio / self.units(parent);
            self.found_child(parent, child, &ratio, session);
            let own = self.own.get(&child).cloned();
            self.change(|fund| give_child(fund, (parent, child), &ratio, own.as_ref()));
        }
    }

    /// A child begins with its parent's count and free float.
    fn found_child(
        &mut self,
        parent: SecurityId,
        child: SecurityId,
        ratio: &Number,
        session: usize,
    ) {
        let Some(parent) = self.own.get(&parent).cloned() else { return };
        let (count, day) = (parent.count * ratio, self.facts.sessions[session]);
        self.own
            .insert(child, Own { count, float: parent.float, count_since: day, float_since: day });
        self.children.insert(child, 0);
    }

    /// Rights below the price are taken up: the fund sells of everything to subscribe. At the price or
    /// above nobody subscribes.
    fn subscribe(&mut self, action: &Event, session: usize) {
        let (line, ratio, cash) = (action.line, action.ratio(), action.cash());
        let Some(old) = self.price(line).filter(|old| cash < *old) else { return };
        let units = whole(1) + &ratio;
        let price = (&old + &ratio * &cash) / &units;
        let kept = &old / &price;
        self.multiply_units(line, &units);
        self.recount(line, &units, Some(session));
        let terms =
            Terms { shares: units.clone(), cash: -(ratio * cash), ..Terms::new(line, price) };
        self.reshape(&terms, &kept);
    }

    /// New shares for old ones without payment.
    pub fn split(&mut self, action: &Event) {
        let (line, ratio) = (action.line, action.ratio());
        self.multiply_units(line, &ratio);
        self.recount(line, &ratio, None);
        self.split_pending(line, &ratio);
        let Some(old) = self.price(line) else { return };
        let terms = Terms { shares: ratio.clone(), ..Terms::new(line, old / &ratio) };
        self.reshape(&terms, &ratio);
    }

    /// Every holder sells the same part of the shares back.
    fn buy_back(&mut self, action: &Event, session: usize) {
        let (line, part) = (action.line, action.ratio());
        let Some(old) = self.price(line) else { return };
        let (cash, rest) = (action.cash() / self.units(line), whole(1) - &part);
        self.multiply_units(line, &rest);
        self.recount(line, &rest, Some(session));
        let price = (old - &part * &cash) / &rest;
        let terms = Terms { shares: rest.clone(), cash: part * cash, ..Terms::new(line, price) };
        self.reshape(&terms, &rest);
    }

    /// New terms, and baskets that hold a line in another number of shares; equal weights multiply theirs.
    fn reshape(&mut self, terms: &Terms, equal: &Number) {
        let (line, own) = (terms.line, self.own.get(&terms.line).cloned());
        self.put_on_terms(terms, |fund| {
            let Some(shares) = fund.basket.get(&line).cloned() else { return };
            match fund.scheme {
                Scheme::Price => {}
                Scheme::Equal => {
                    fund.basket.insert(line, shares * equal);
                }
                _ => fund.follow(line, own.as_ref().expect("a held line has shares")),
            }
        });
    }

    /// A line's count after an action; where that was no mere change of units, it holds from then on.
    pub fn recount(&mut self, line: SecurityId, by: &Number, since: Option<usize>) {
        let day = since.map(|session| self.facts.sessions[session]);
        if let Some(own) = self.own.get_mut(&line) {
            own.count *= by;
            own.count_since = day.unwrap_or(own.count_since);
        }
    }

    /// Large offerings count at once: new shares in the count, shares of insiders in the free float.
    fn offer(&mut self, action: &Event, session: usize) {
        let (line, day) = (action.line, self.facts.sessions[session]);
        let units = self.units(line);
        let Some(own) = self.own.get_mut(&line) else { return };
        let sold = action.sold.clone().expect("an offering sells shares") * &units;
        let cash = action.cash.clone().expect("an offering has a price") / &units;
        let is_primary = action.kind == ActionKind::PrimaryOffering;
        let free = if is_primary { &sold * &own.float } else { sold.clone() };
        let part = &free / (&own.count * &own.float);
        if !rules::is_large(&(&free * cash), &part) {
            return;
        }
        if is_primary {
            own.count += sold;
            own.count_since = day;
        } else {
            own.float = (&own.float + sold / &own.count).min(whole(1));
            own.float_since = day;
        }
        self.follow(line);
    }

    /// A bidder who takes nearly everything, or leaves too little, ends the line.
    fn tender(&mut self, action: &Event, session: usize) {
        let (line, part, day) = (action.line, action.ratio(), self.facts.sessions[session]);
        let Some(own) = self.own.get_mut(&line) else { return };
        let rest = &own.float * (whole(1) - &part);
        if part >= rules::tender_ends() || rest < rules::least_float() {
            self.delete(line);
            return;
        }
        own.float = rest;
        own.float_since = day;
        self.follow(line);
    }

    /// Funds trade into baskets that follow a line's new count or float.
    pub fn follow(&mut self, line: SecurityId) {
        let Some(own) = self.own.get(&line).cloned() else { return };
        self.change(|fund| {
            if fund.has(line) {
                fund.follow(line, &own);
            }
        });
    }

    /// A line leaves every fund at its price.
    pub fn delete(&mut self, line: SecurityId) {
        self.change(|fund| {
            fund.basket.remove(&line);
        });
        self.own.remove(&line);
        self.suspended.remove(&line);
        self.children.remove(&line);
    }
}

/// A fund that holds a parent gets shares of its child.
fn give_child(
    fund: &mut Fund,
    (parent, child): (SecurityId, SecurityId),
    ratio: &Number,
    own: Option<&Own>,
) {
    let Some(shares) = fund.basket.get(&parent).cloned() else { return };
    fund.inherit(child, parent);
    match fund.scheme {
        // One share has so few of the child that the decimals of index shares show.
        Scheme::Price => fund.basket.insert(child, (shares * ratio).rounded(6)),
        Scheme::Equal => fund.basket.insert(child, shares * ratio),
        _ => fund.basket.insert(child, fund.proportional(child, own.expect("a held child"))),
    };
}
