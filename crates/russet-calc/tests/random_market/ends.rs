//! Lines that stop trading, for a while or for good.

use super::line::{Effect, NEVER};
use super::plan::{Draw, Kind};
use super::world::{World, part_of, price};

impl World<'_> {
    /// A suspension, and its end in time or never.
    pub fn suspend(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let ends = self.now + 1 + usize::from(draw.terms[0] % 6);
        let for_good = draw.terms[1].is_multiple_of(4) || ends >= self.sessions.len();
        let may_be = match for_good {
            true => self.may_end(line) && self.lines[line].pays_for.is_empty(),
            false => self.may_be_silent(self.now, ends),
        };
        if !may_be {
            return;
        }
        let known = self.known(draw);
        self.act(line, draw.kind, "suspension", known.trim_start(), Effect::Nothing);
        if for_good {
            self.count_end(line);
            self.close_for_good(line);
            return;
        }
        let (of, day) = (self.lines[line].name.clone(), self.sessions[ends]);
        self.actions.push(format!("{day} {of} resumption known {day}"));
        self.lines[line].gaps.extend(self.now..ends);
        self.lines[line].free_from = self.now + 1;
    }

    /// The end of a line: worthless, at a price, or at its last close.
    pub fn end(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let of = &self.lines[line];
        if !self.may_end(line) || of.receives_today || !of.pays_for.is_empty() {
            return;
        }
        let has_price = match draw.kind {
            Kind::Delisting => false,
            Kind::Bankruptcy => draw.terms[1].is_multiple_of(2) || self.is_fair(),
            _ => true,
        };
        let word = if draw.kind == Kind::Bankruptcy { "bankruptcy" } else { "delisting" };
        let cash = if self.is_fair() {
            of.worth
        } else {
            part_of(of.worth, 50 + i128::from(draw.terms[0]) * 2)
        };
        let at = if has_price { format!("at {}", price(cash)) } else { String::new() };
        let known = match self.late(draw) {
            Some(late) => format!(" known {}", self.sessions[late]),
            None => self.known(draw),
        };
        self.count_end(line);
        self.act(line, draw.kind, word, format!("{at}{known}").trim_start(), Effect::Nothing);
        self.close_for_good(line);
    }

    /// A session or two without a close, or no more closes at all.
    pub fn fall_silent(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let of = &self.lines[line];
        let shows = [Kind::OrdinaryDividend, Kind::SpinOffUnpriced];
        if self.is_fair() && of.today.iter().any(|(kind, _)| shows.contains(kind)) {
            return;
        }
        let for_good = draw.terms[1].is_multiple_of(8)
            && self.may_end(line)
            && of.pays_for.is_empty()
            && of.today.is_empty()
            && !of.receives_today;
        if for_good {
            self.count_end(line);
            self.close_for_good(line);
            self.lines[line].free_from = NEVER;
            return;
        }
        let until = self.now + 1 + usize::from(draw.terms[0] % 2);
        if self.may_be_silent(self.now, until) {
            self.lines[line].gaps.extend(self.now..until);
            self.lines[line].today.push((draw.kind, Effect::Nothing));
        }
    }
}
