//! Lines that are spun off.

use super::line::{Effect, Terms};
use super::plan::{Draw, Kind};
use super::world::{PRICED, UPDATE, World, part_of, price, ratio};

/// Shares of the child for a share.
const RATIOS: [Terms; 5] = [(1, 1), (1, 5), (1, 4), (1, 3), (2, 1)];
/// Sessions after which a child that never trades leaves.
const HELD_SESSIONS: usize = 7;

impl World<'_> {
    pub fn spin_off(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let is_estimated = draw.kind == Kind::SpinOffEstimated;
        let of = &self.lines[line];
        // What its price alone shows: of a line that goes on trading, whose price no other one follows.
        if self.is_fair() && !is_estimated && (of.is_waited_for(self.now) || !of.trades(self.now)) {
            return;
        }
        let Some(first) = self.first_close(draw) else { return };
        let terms = RATIOS[usize::from(draw.terms[0]) % RATIOS.len()];
        let worth = self.lines[line].worth * terms.1 / terms.0;
        let estimate = part_of(worth, 20 + i128::from(draw.terms[1]) % 130);
        let off = if self.is_fair() { 0 } else { self.number(-200, 201) };
        let worth = estimate * (1_000 + off) / 1_000;
        let child = self.found_line(None, worth, line);
        self.lines[child].first = first;
        self.lines[child].free_from = first.map_or(usize::MAX, |first| first + 1);
        if self.plan.drops_children {
            self.lines[child].is_held = false;
        }
        let name = &self.lines[child].name;
        let at = if is_estimated { format!(" at {}", price(estimate)) } else { String::new() };
        let words = format!("{}{at} of {name}{}", ratio(terms), self.known(draw));
        self.act(line, draw.kind, "spin_off", &words, Effect::SpinOff(terms, worth));
    }

    /// The first session in which a child trades: today, soon, or never; none where weights would be made
    /// of a child without a close.
    fn first_close(&self, draw: Draw) -> Option<Option<usize>> {
        let now = self.now;
        if self.is_fair() {
            return Some(Some(now));
        }
        match draw.terms[2] / 6 % 8 {
            0 | 1 => Some(now + 1 + usize::from(draw.terms[1] % 3)),
            2 => None,
            _ => Some(now),
        }
        .map_or_else(
            || (now > UPDATE || now + HELD_SESSIONS <= PRICED).then_some(None),
            |first| {
                let is_silent = |day: usize| now <= day && day < first;
                (!is_silent(UPDATE) && !is_silent(PRICED)).then_some(Some(first))
            },
        )
    }
}
