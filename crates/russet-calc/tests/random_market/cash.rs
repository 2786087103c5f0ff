//! Payments to the holders of a line.

use super::line::Effect;
use super::plan::{Draw, Kind};
use super::world::{World, part_of, price};

impl World<'_> {
    pub fn pay(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let of = &self.lines[line];
        let is_ordinary = draw.kind == Kind::OrdinaryDividend;
        // What moves the price alone: a level that fair terms keep would not see it.
        if is_ordinary && self.is_fair() && (!of.trades(self.now) || of.is_waited_for(self.now)) {
            return;
        }
        let (word, most) = match draw.kind {
            Kind::OrdinaryDividend => ("ordinary_dividend", 30),
            Kind::SpecialDividend => ("special_dividend", 80),
            _ => ("capital_repayment", 60),
        };
        let cash = part_of(of.worth, 1 + i128::from(draw.terms[0]) % most);
        let known = match self.late(draw).filter(|_| of.today.is_empty()) {
            Some(late) => {
                self.lines[line].free_from = self.now + 1;
                format!(" known {}", self.sessions[late])
            }
            None => self.known(draw),
        };
        self.act(line, draw.kind, word, &format!("at {}{known}", price(cash)), Effect::Cash(cash));
    }
}
