//! What is known after its ex-date.

use russet_market::ActionKind;

use super::facts::Event;
use super::fund::Scheme;
use super::numbers::whole;
use super::state::Holder;

impl Holder<'_> {
    /// A split that was learned late was in the fund's shares all along, and a close of the ex-date or later
    /// is of the new shares already: only now does the fund count them.
    pub fn count_late_units(&mut self, action: &Event, session: usize) {
        let changes_units = matches!(action.kind, ActionKind::Split | ActionKind::StockDividend);
        let first = self.facts.known_from(action, action.ex) + 1;
        if !changes_units || self.facts.is_known(action, action.ex) || first != session {
            return;
        }
        let (line, ratio) = (action.line, action.ratio());
        let ex_date = self.facts.sessions[action.ex];
        if self.own.get(&line).is_some_and(|own| own.count_since >= ex_date) {
            return;
        }
        if self.closed.get(&line).is_none_or(|closed| *closed < action.ex) {
            self.split(action);
            return;
        }
        self.factors.push((line, action.ex, whole(1) / &ratio));
        self.recount(line, &ratio, None);
        let own = self.own.get(&line).cloned();
        for fund in self.funds.iter_mut().filter(|fund| fund.has(line)) {
            fund.held.entry(line).and_modify(|held| *held *= &ratio);
            let value = fund.value(&self.prices);
            match fund.scheme {
                Scheme::Price => {}
                Scheme::Equal => {
                    fund.basket.entry(line).and_modify(|shares| *shares *= &ratio);
                }
                _ => fund.follow(line, own.as_ref().expect("a held line has shares")),
            }
            fund.buy(&value, &self.prices);
        }
    }
}
