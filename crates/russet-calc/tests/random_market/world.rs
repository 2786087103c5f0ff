//! All lines of a random market, session after session.

use jiff::civil::{Date, date};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use russet_market::Calendar;

use super::line::{Effect, Line, NEVER, Nanos, Terms, divided};
use super::plan::{Draw, Kind, Plan, Tone};
use super::same_day::may_share_a_day;

const DOLLAR: Nanos = 1_000_000_000;
const CENT: Nanos = DOLLAR / 100;
/// Lines of a part that may end; a style's side may have no more than three.
const MOST_ENDS: u8 = 2;
/// Payments, spin-offs and offerings of one sort that one line may have on one day.
const MOST_OF_A_KIND: usize = 2;

/// A market in the making.
pub struct World<'a> {
    pub plan: &'a Plan,
    pub sessions: &'static [Date],
    pub lines: Vec<Line>,
    /// The actions as the scenario has them.
    pub actions: Vec<String>,
    /// Rows of later counts and floats.
    pub counts: Vec<String>,
    pub floats: Vec<String>,
    /// The session that is being made.
    pub now: usize,
    stream: ChaCha8Rng,
    ends: [u8; 2],
}

/// Sessions by which an action may be known before its ex-date.
const EARLY: usize = 4;

/// The session after whose close members are first held, the one of new counts and weights, and the one
/// whose closes make the weights of indexes that price early.
pub const START: usize = 3;
pub const UPDATE: usize = 17;
pub const PRICED: usize = 14;

impl<'a> World<'a> {
    pub fn make(plan: &'a Plan) -> World<'a> {
        let days = (date(2024, 5, 28), date(2024, 6, 27));
        let mut world = World {
            plan,
            sessions: Calendar::nyse().sessions_between(days.0, days.1).unwrap(),
            lines: Vec::new(),
            actions: Vec::new(),
            counts: Vec::new(),
            floats: Vec::new(),
            now: 0,
            stream: ChaCha8Rng::seed_from_u64(plan.seed),
            ends: [0; 2],
        };
        world.found();
        for session in 0..world.sessions.len() {
            world.now = session;
            if session > START {
                let draws: Vec<Draw> = plan.draws.clone();
                let first = START + 1;
                let of_now = draws.into_iter().filter(|draw| {
                    first + usize::from(draw.session) % (world.sessions.len() - first) == session
                });
                of_now.for_each(|draw| world.draw(draw));
            }
            world.trade();
        }
        world
    }

    /// Twelve companies that will be members, two of them with a second class, and two that will not.
    fn found(&mut self) {
        for number in 1..=14_i128 {
            let (millions, part) = match number {
                1..=6 => (30_000 - number * 2_000, 0),
                7..=12 => (12_000 - (number - 6) * 1_000, 1),
                _ => (1_600 - (number - 12) * 300, 2),
            };
            let company = format!("C{number:02}");
            let classes: &[&str] = if matches!(number, 2 | 8) { &["A", "B"] } else { &[""] };
            let book = self.number(200, 3_000) * 1_000_000;
            for class in classes {
                let worth = self.number(900, 15_000) * CENT;
                let own = millions * 1_000_000 / classes.len() as i128;
                let name = match (part, *class) {
                    (2, _) => format!("OUT{}", number - 12),
                    (_, "") => format!("L{number:02}"),
                    (_, class) => format!("L{number:02}.{class}"),
                };
                let mut line = Line::new(&name, &company, 0, worth);
                line.first_count = Some(divided(own * DOLLAR, worth));
                line.count = line.first_count;
                line.float_percent = self.number(40, 101);
                (line.part, line.is_held, line.book) = (part, part < 2, book);
                self.lines.push(line);
            }
        }
    }

    /// A number from a range, its end excluded.
    pub fn number(&mut self, from: i128, to: i128) -> i128 {
        self.stream.random_range(from..to)
    }

    pub fn is_fair(&self) -> bool {
        self.plan.tone == Tone::Fair
    }

    fn draw(&mut self, draw: Draw) {
        match draw.kind {
            Kind::OrdinaryDividend | Kind::SpecialDividend | Kind::CapitalRepayment => {
                self.pay(draw);
            }
            Kind::SpinOffEstimated | Kind::SpinOffUnpriced => self.spin_off(draw),
            Kind::Rights | Kind::RightsOutOfTheMoney => self.offer_rights(draw),
            Kind::StockDividend | Kind::Split | Kind::ReverseSplit => self.split(draw),
            Kind::BuyBack => self.buy_back(draw),
            Kind::PrimaryOffering | Kind::SecondaryOffering => self.offer(draw),
            Kind::SmallTender | Kind::EndingTender => self.tender(draw),
            Kind::ConversionIntoHeld | Kind::ConversionIntoListed | Kind::ConversionIntoNew => {
                self.convert(draw);
            }
            Kind::MergerForCash
            | Kind::MergerForShares
            | Kind::MergerMixed
            | Kind::MergerIntoNew => self.merge(draw),
            Kind::DelayedForCash | Kind::DelayedForShares | Kind::DelayedMixed => {
                self.delay(draw);
            }
            Kind::Suspension => self.suspend(draw),
            Kind::Bankruptcy | Kind::DelistingWithPrice | Kind::Delisting => self.end(draw),
            Kind::NoClose => self.fall_silent(draw),
            Kind::NewCount | Kind::NewFloat => self.count_again(draw),
        }
    }

    /// The line of a draw, when something of its kind may happen to it today.
    pub fn free_line(&self, draw: Draw) -> Option<usize> {
        let line = usize::from(draw.line) % self.lines.len();
        let is_free = self.lines[line].is_free(self.now);
        (is_free && self.has_room(line, draw.kind)).then_some(line)
    }

    /// Whether a kind may join what is ex today for a line. In a fair market a dividend stands alone on its
    /// day, so that it does not matter which basket of the day has the claim.
    pub fn has_room(&self, line: usize, kind: Kind) -> bool {
        let of_line = &self.lines[line].today;
        let ordinary = Kind::OrdinaryDividend;
        let of_day = || self.lines.iter().flat_map(|line| &line.today);
        let alone = match kind {
            _ if !self.is_fair() => true,
            Kind::OrdinaryDividend => of_day().all(|(other, _)| *other == ordinary),
            _ => of_day().all(|(other, _)| *other != ordinary),
        };
        let same = of_line.iter().filter(|(other, _)| *other == kind).count();
        alone
            && same < MOST_OF_A_KIND
            && of_line.iter().all(|(other, _)| may_share_a_day(kind, *other))
    }

    /// Whether one more line of a part may end.
    pub fn may_end(&self, line: usize) -> bool {
        let line = &self.lines[line];
        !line.is_held || self.ends[line.part] < MOST_ENDS
    }

    pub fn count_end(&mut self, line: usize) {
        let line = &self.lines[line];
        if line.is_held {
            self.ends[line.part] += 1;
        }
    }

    /// Writes an action of today down; a second one of its kind says its place in the order.
    pub fn act(&mut self, line: usize, kind: Kind, word: &str, terms: &str, effect: Effect) {
        let action = format!("{} {} {word}", self.sessions[self.now], self.lines[line].name);
        let same = self.actions.iter().filter(|row| row.starts_with(&format!("{action} "))).count();
        let sequence = if same > 0 { format!(" sequence {same}") } else { String::new() };
        self.actions.push(format!("{action} {terms}{sequence}"));
        self.lines[line].today.push((kind, effect));
    }

    /// A later session by which something is known, where it is busy and the draw says so.
    pub fn late(&self, draw: Draw) -> Option<usize> {
        let by = self.now + 1 + usize::from(draw.terms[1] % 3);
        let is_late = !self.is_fair() && draw.terms[2].is_multiple_of(6);
        (is_late && by + 1 < self.sessions.len()).then_some(by)
    }

    /// When an action that is not late is known: by the close before, some sessions before, or on its ex-date.
    pub fn known(&self, draw: Draw) -> String {
        let known = match draw.terms[2] % 6 {
            1 => self.now,
            2 => self.now.saturating_sub(EARLY),
            _ => self.now - 1,
        };
        format!(" known {}", self.sessions[known])
    }

    /// The same of an action that would be another one if it were known on its ex-date.
    pub fn known_before(&self, draw: Draw) -> String {
        let known =
            if draw.terms[2] % 6 == 2 { self.now.saturating_sub(EARLY) } else { self.now - 1 };
        format!(" known {}", self.sessions[known])
    }

    /// A new line, which first trades today and is described since its action may have been known.
    pub fn found_line(&mut self, company: Option<String>, worth: Nanos, like: usize) -> usize {
        let name = format!("NEW{}", self.lines.len());
        let company = company.unwrap_or_else(|| format!("C{name}"));
        let mut line = Line::new(&name, &company, self.now.saturating_sub(EARLY), worth);
        line.first = Some(self.now);
        let parent = &self.lines[like];
        (line.part, line.is_held, line.tenders) = (parent.part, parent.is_held, parent.tenders);
        self.lines.push(line);
        self.lines.len() - 1
    }

    /// Whether a line may be without a close from one session until another: weights are made of closes of
    /// the session that prices them early, or else of closes of the day.
    pub fn may_be_silent(&self, from: usize, until: usize) -> bool {
        !(from <= PRICED && PRICED < until && until <= UPDATE)
    }

    /// Puts every line on today's terms, moves its price, and writes its close.
    fn trade(&mut self) {
        let mut successors = Vec::new();
        for line in &mut self.lines {
            successors.extend(line.settle());
        }
        for (line, worth) in successors {
            self.lines[line].worth = worth;
        }
        let (now, is_fair) = (self.now, self.is_fair());
        for place in 0..self.lines.len() {
            let moved = if is_fair || now <= START { 0 } else { self.number(-40, 41) };
            let line = &mut self.lines[place];
            if !line.trades(now) {
                continue;
            }
            let worth = line.worth * (1_000 + moved) / 1_000;
            line.worth = if is_fair { worth } else { divided(worth, CENT).max(100) * CENT };
            line.closes.push((now, line.worth));
        }
    }

    /// Takes the close of the session before back, where nothing depends on it.
    pub fn halt_before(&mut self, line: usize) -> bool {
        let before = self.now - 1;
        let line = &mut self.lines[line];
        let may = before > START
            && before != PRICED
            && line.first.is_some_and(|first| first < before)
            && line.closes.last().is_some_and(|(session, _)| *session == before)
            && !self
                .actions
                .iter()
                .any(|row| row.starts_with(&format!("{} {} ", self.sessions[before], line.name)));
        if may {
            line.closes.pop();
            line.gaps.insert(before);
            line.worth = line.closes.last().map_or(line.worth, |(_, worth)| *worth);
        }
        may
    }

    /// A line has no more closes, and nothing more happens to it.
    pub fn close_for_good(&mut self, line: usize) {
        self.lines[line].last = Some(self.now);
        self.lines[line].free_from = NEVER;
    }
}

/// A price as it is written.
pub fn price(nanos: Nanos) -> String {
    let text = format!("{}.{:09}", nanos / DOLLAR, nanos % DOLLAR);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A part of a price in thousandths: in whole cents, where prices are.
pub fn part_of(worth: Nanos, thousandths: i128) -> Nanos {
    divided(worth * thousandths, 1_000 * CENT).max(1) * CENT
}

pub fn ratio((new, old): Terms) -> String {
    format!("{new}/{old}")
}
