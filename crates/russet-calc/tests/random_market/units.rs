//! Actions that give a holder of a line more or fewer shares of it, and those that only count them otherwise.

use super::line::{Effect, Terms};
use super::plan::{Draw, Kind};
use super::world::{UPDATE, World, part_of, price, ratio};

/// Splits and stock dividends, new shares for old ones.
const SPLITS: [Terms; 5] = [(2, 1), (3, 2), (3, 1), (5, 4), (7, 3)];
const REVERSE: [Terms; 4] = [(1, 2), (1, 5), (2, 3), (1, 10)];
const STOCK_DIVIDENDS: [Terms; 4] = [(21, 20), (11, 10), (103, 100), (3, 2)];
/// New shares for held ones.
const RIGHTS: [Terms; 5] = [(1, 4), (1, 3), (2, 5), (1, 1), (1, 10)];

impl World<'_> {
    pub fn split(&mut self, draw: Draw) {
        let place = usize::from(draw.line) % self.lines.len();
        let waits = self.lines[place].leaves.is_some_and(|leaves| self.now <= leaves);
        let line = match self.free_line(draw) {
            Some(line) => line,
            // A target's own split while it waits.
            None if waits && self.has_room(place, draw.kind) && !self.is_fair() => place,
            None => return,
        };
        let choice = usize::from(draw.terms[0]);
        let (word, terms) = match draw.kind {
            Kind::Split => ("split", SPLITS[choice % SPLITS.len()]),
            Kind::ReverseSplit => ("split", REVERSE[choice % REVERSE.len()]),
            _ => ("stock_dividend", STOCK_DIVIDENDS[choice % STOCK_DIVIDENDS.len()]),
        };
        let of = &self.lines[line];
        let may_be_late = of.today.is_empty() && !waits && of.pays_for.is_empty();
        let known = match self.late(draw).filter(|_| may_be_late) {
            Some(late) => {
                self.lines[line].free_from = late + 2;
                format!(" known {}", self.sessions[late])
            }
            None => self.known(draw),
        };
        self.act(line, draw.kind, word, &format!("{}{known}", ratio(terms)), Effect::Units(terms));
    }

    pub fn offer_rights(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let terms = RIGHTS[usize::from(draw.terms[0]) % RIGHTS.len()];
        let worth = self.lines[line].worth;
        // Payments and spin-offs of the day leave more than four tenths of a close.
        let (cash, effect) = match draw.kind {
            Kind::Rights => {
                let cash = part_of(worth, 100 + i128::from(draw.terms[1]));
                (cash, Effect::Rights(terms, cash))
            }
            _ => (part_of(worth, 1_001 + i128::from(draw.terms[1])), Effect::Nothing),
        };
        let words = format!("{} at {}{}", ratio(terms), price(cash), self.known(draw));
        self.act(line, draw.kind, "rights", &words, effect);
    }

    pub fn buy_back(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let terms = (2 + i128::from(draw.terms[0] % 16), 100);
        let cash = part_of(self.lines[line].worth, 700 + 2 * i128::from(draw.terms[1]));
        let words = format!("{} at {}{}", ratio(terms), price(cash), self.known(draw));
        self.act(line, draw.kind, "buy_back", &words, Effect::BuyBack(terms, cash));
    }

    /// An offering that is worth more than a billion, or hardly anything.
    pub fn offer(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw).filter(|line| self.lines[*line].is_held) else {
            return;
        };
        let cash = part_of(self.lines[line].worth, 900 + i128::from(draw.terms[1] % 100));
        let dollars = if draw.terms[0] % 3 < 2 { 4_000_000_000 } else { 60_000_000 };
        let shares = dollars * 1_000_000_000 / cash;
        let word = match draw.kind {
            Kind::PrimaryOffering => "primary_offering",
            _ => "secondary_offering",
        };
        let words = format!("at {} sells {shares}{}", price(cash), self.known(draw));
        self.act(line, draw.kind, word, &words, Effect::Nothing);
    }

    pub fn tender(&mut self, draw: Draw) {
        let Some(line) = self.free_line(draw) else { return };
        let ends = draw.kind == Kind::EndingTender;
        let of = &self.lines[line];
        if ends && (!self.may_end(line) || of.is_waited_for(self.now) || of.receives_today)
            || !ends && of.tenders >= 2
        {
            return;
        }
        let percent = if ends {
            91 + i128::from(draw.terms[0] % 8)
        } else {
            5 + i128::from(draw.terms[0] % 25)
        };
        let cash = part_of(of.worth, 1_000 + i128::from(draw.terms[1]));
        let words = format!("{percent}/100 at {}{}", price(cash), self.known(draw));
        self.lines[line].tenders += 1;
        if ends {
            self.count_end(line);
        }
        self.act(line, draw.kind, "tender", &words, Effect::Nothing);
        if ends {
            self.close_for_good(line);
        }
    }

    /// A count or a free float that is known for the next update.
    pub fn count_again(&mut self, draw: Draw) {
        let place = usize::from(draw.line) % self.lines.len();
        let line = &self.lines[place];
        let is_founded = line.first_count.is_some();
        let Some(count) = line.count.filter(|_| line.is_free(self.now) && is_founded) else {
            return;
        };
        if line.is_waited_for(self.now) {
            return;
        }
        let known = (self.now + usize::from(draw.terms[1] % 3)).min(self.sessions.len() - 1);
        // A free float that becomes known in the last days before an update.
        let is_short_notice = known > UPDATE - 2 && self.now <= UPDATE;
        if draw.kind == Kind::NewFloat && is_short_notice {
            return;
        }
        let (from, known) = (self.sessions[self.now], self.sessions[known]);
        if draw.kind == Kind::NewCount {
            let count = count * (850 + i128::from(draw.terms[0])) / 1_000;
            self.counts.push(format!("{from} {} {count} - class {known}", line.name));
        } else {
            let percent = 30 + i128::from(draw.terms[0]) % 70;
            self.floats.push(format!("{from} {} 0.{percent:02} {known}", line.name));
        }
        self.lines[place].today.push((draw.kind, Effect::Nothing));
    }
}
