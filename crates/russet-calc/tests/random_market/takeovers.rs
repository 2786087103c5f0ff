//! Lines that are taken over, in time or delayed.

use super::line::Effect;
use super::line::{Nanos, Terms, divided};
use super::plan::{Draw, Kind};
use super::world::{PRICED, START, UPDATE, World, part_of, price, ratio};

const RATIOS: [Terms; 6] = [(1, 1), (1, 5), (7, 5), (3, 10), (2, 1), (1, 3)];

impl World<'_> {
    /// A takeover that is known in time.
    pub fn merge(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw).filter(|line| self.may_merge(*line)) else { return };
        if draw.kind == Kind::MergerIntoNew {
            self.merge_into_new(line, draw);
            return;
        }
        let acquirer = self.acquirer(line, draw);
        if acquirer.is_none() && draw.kind != Kind::MergerForCash {
            return;
        }
        if draw.terms[2].is_multiple_of(4) {
            self.halt_before(line);
        }
        let words = self.terms(line, acquirer, draw) + &self.known_before(draw);
        self.count_end(line);
        self.act(line, draw.kind, "merger", &words, Effect::Nothing);
        if let Some(acquirer) = acquirer {
            let waits = self.lines[line].pays_for.clone();
            self.lines[acquirer].pays_for.extend(waits);
            self.lines[acquirer].receives_today = true;
        }
        self.close_for_good(line);
    }

    /// Whether a line may be taken over today: its end must not meet that of another takeover.
    fn may_merge(&self, line: usize) -> bool {
        let of = &self.lines[line];
        self.may_end(line)
            && !of.receives_today
            && of.pays_for.iter().all(|(_, leaves)| *leaves + 1 != self.now)
    }

    /// A line whose shares pay: any that trades and goes on.
    fn acquirer(&self, line: usize, draw: Draw) -> Option<usize> {
        if matches!(draw.kind, Kind::MergerForCash | Kind::DelayedForCash) {
            return None;
        }
        let other = usize::from(draw.other) % self.lines.len();
        let of = &self.lines[other];
        (other != line && of.is_free(self.now) && of.last.is_none()).then_some(other)
    }

    /// Shares of a line, cash, or both. In a fair market they are worth what the target is.
    fn terms(&mut self, line: usize, acquirer: Option<usize>, draw: Draw) -> String {
        let worth = self.lines[line].worth;
        let Some(acquirer) = acquirer else {
            let part = if self.is_fair() { 1_000 } else { 900 + i128::from(draw.terms[1]) };
            let cash = if self.is_fair() { worth } else { part_of(worth, part) };
            return format!("at {}", price(cash));
        };
        let (name, paid) = (self.lines[acquirer].name.clone(), self.lines[acquirer].worth);
        let is_mixed = matches!(draw.kind, Kind::MergerMixed | Kind::DelayedMixed);
        let (shares, cash) = match (self.is_fair(), is_mixed) {
            (true, false) => ((worth, paid), 0),
            (true, true) => fair(worth, paid),
            (false, _) => {
                let shares = RATIOS[usize::from(draw.terms[0]) % RATIOS.len()];
                (shares, part_of(worth, 100 + i128::from(draw.terms[1])))
            }
        };
        let at = if is_mixed { format!(" at {}", price(cash)) } else { String::new() };
        format!("{}{at} of {name}", ratio(shares))
    }

    /// A takeover by a line that first trades on the ex-date.
    fn merge_into_new(&mut self, line: usize, draw: Draw) {
        let terms = RATIOS[usize::from(draw.terms[0]) % RATIOS.len()];
        let worth = self.lines[line].worth;
        let cash = if draw.terms[1].is_multiple_of(2) { 0 } else { part_of(worth, 250) };
        let new = divided((worth - cash) * terms.1, terms.0);
        let other = self.found_line(None, new, line);
        self.lines[other].free_from = self.now + 1;
        let waits = self.lines[line].pays_for.clone();
        self.lines[other].pays_for.extend(waits);
        let at = if cash > 0 { format!(" at {}", price(cash)) } else { String::new() };
        let known = self.known_before(draw);
        let words = format!("{}{at} of {}{known}", ratio(terms), self.lines[other].name);
        self.act(line, draw.kind, "merger", &words, Effect::Nothing);
        self.close_for_good(line);
    }

    /// A takeover that is learned on its ex-date or later, or takes effect later.
    pub fn delay(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw).filter(|line| {
            self.may_merge(*line)
                && self.lines[*line].is_held
                && self.lines[*line].pays_for.is_empty()
        }) else {
            return;
        };
        let acquirer = self.acquirer(line, draw);
        if acquirer.is_none() && draw.kind != Kind::DelayedForCash {
            return;
        }
        let recounts =
            |place: usize| self.lines[place].today.iter().any(|(kind, _)| *kind == Kind::NewCount);
        if acquirer.is_some_and(recounts) {
            return;
        }
        // What the acquirer's price alone shows, the target's would show too.
        let shows = [Kind::OrdinaryDividend, Kind::SpinOffUnpriced];
        let shows =
            |place: usize| self.lines[place].today.iter().any(|(kind, _)| shows.contains(kind));
        if self.is_fair() && acquirer.is_some_and(shows) {
            return;
        }
        let later = usize::from(draw.terms[2] / 3 % 4);
        let (known, effective) = match draw.terms[2] % 3 {
            0 => (self.now, self.now + later),
            1 => (self.now + 1, self.now + later),
            _ => (self.now - 1, self.now + later.max(1)),
        };
        let leaves = known.max(effective - 1);
        let meets_weights = self.now <= UPDATE && leaves >= PRICED;
        if meets_weights || leaves + 1 >= self.sessions.len() || self.now <= START {
            return;
        }
        let mut words = self.terms(line, acquirer, draw);
        words += &format!(" known {}", self.sessions[known]);
        if effective > self.now {
            words += &format!(" effective {}", self.sessions[effective]);
        }
        self.count_end(line);
        self.act(line, draw.kind, "merger", &words, Effect::Nothing);
        if let Some(acquirer) = acquirer {
            self.lines[acquirer].pays_for.push((self.now, leaves));
        }
        self.close_for_good(line);
        self.lines[line].leaves = Some(leaves);
    }
}

/// Shares worth some eight tenths of a line, and the rest in cash.
fn fair(worth: Nanos, paid: Nanos) -> (Terms, Nanos) {
    let twentieths = (worth * 16 / paid).max(1);
    let shares = (twentieths, 20);
    let cash = worth - divided(paid * twentieths, 20);
    if cash > 0 { (shares, cash) } else { ((worth, 2 * paid), divided(worth, 2)) }
}
