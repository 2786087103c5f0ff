//! Lines that become another one.

use super::line::{Effect, Terms};
use super::plan::{Draw, Kind};
use super::world::{World, ratio};

const RATIOS: [Terms; 5] = [(1, 1), (2, 1), (1, 2), (9, 10), (3, 7)];

impl World<'_> {
    pub fn convert(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        if self.lines[line].receives_today {
            return;
        }
        let terms = RATIOS[usize::from(draw.terms[0]) % RATIOS.len()];
        let other = match draw.kind {
            Kind::ConversionIntoHeld => self.sibling(line),
            Kind::ConversionIntoListed => self.outsider(line, draw),
            _ => self.successor(line, draw),
        };
        let Some(other) = other else { return };
        let is_new = draw.kind == Kind::ConversionIntoNew;
        let effect = if is_new { Effect::Becomes(other, terms) } else { Effect::Nothing };
        let words = format!("{} into {}{}", ratio(terms), self.lines[other].name, self.known(draw));
        self.act(line, draw.kind, "conversion", &words, effect);
        let waits = self.lines[line].pays_for.clone();
        self.lines[other].pays_for.extend(waits);
        self.lines[other].receives_today = true;
        // What else would be ex for it today could be before or after.
        self.lines[other].free_from = self.lines[other].free_from.max(self.now + 1);
        self.lines[other].is_held |= self.lines[line].is_held;
        if !is_new && draw.kind != Kind::ConversionIntoHeld {
            self.lines[other].part = self.lines[line].part;
        }
        self.close_for_good(line);
    }

    /// Another class of the company that is held.
    fn sibling(&mut self, line: usize) -> Option<usize> {
        let company = self.lines[line].company.clone();
        let is_sibling = |place: usize| {
            let other = &self.lines[place];
            place != line
                && other.company == company
                && other.is_free(self.now)
                && other.is_held
                && other.today.is_empty()
        };
        let other = (0..self.lines.len()).find(|place| is_sibling(*place))?;
        (self.may_end(line) && self.lines[line].is_held).then(|| self.count_end(line))?;
        Some(other)
    }

    /// A line that trades and that no index holds.
    pub fn outsider(&self, line: usize, draw: Draw) -> Option<usize> {
        let outside = (0..self.lines.len()).filter(|place| {
            let other = &self.lines[*place];
            *place != line
                && !other.is_held
                && other.is_free(self.now)
                && other.today.is_empty()
                && other.count.is_some()
        });
        let outside: Vec<usize> = outside.collect();
        (!outside.is_empty()).then(|| outside[usize::from(draw.other) % outside.len()])
    }

    /// A line that first trades today, or on the next session.
    fn successor(&mut self, line: usize, draw: Draw) -> Option<usize> {
        let waits = usize::from(!self.is_fair() && draw.terms[1].is_multiple_of(4));
        let first = self.now + waits;
        if !self.may_be_silent(self.now, first) {
            return None;
        }
        let company = self.lines[line].company.clone();
        let own = draw.terms[1].is_multiple_of(2);
        let other = self.found_line(own.then_some(company), 0, line);
        self.lines[other].first = Some(first);
        self.lines[other].free_from = first + 1;
        Some(other)
    }
}
