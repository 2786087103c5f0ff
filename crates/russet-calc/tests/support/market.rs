//! A market of some 80 companies, made from a seed: everything that a history must cope with
//! happens in it, and nothing else.

use jiff::civil::{Date, date};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use russet_market::{
    Action, ActionKind, Calendar, FundLine, LineKind, Market, Mic, PriceTable, SecurityId, Ticker,
};

use super::company;

/// What a market is made from.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// Whatever happens follows from it.
    pub seed: u64,
    /// Companies over the whole time.
    pub companies: u32,
    /// The first session.
    pub from: Date,
    /// The last session.
    pub to: Date,
}

/// A market while it is made.
pub struct Maker {
    stream: ChaCha8Rng,
    /// The sessions of the market.
    pub sessions: &'static [Date],
    /// What there is of it.
    pub market: Market,
    next_security: u32,
}

impl Recipe {
    /// Odd seeds live through three reconstitutions with yearly dates, even ones through the change
    /// to two a year, with the share buffer of December.
    pub fn of(seed: u64) -> Recipe {
        let (from, to) = match seed % 2 {
            1 => (date(2021, 4, 1), date(2023, 12, 29)),
            _ => (date(2025, 3, 3), date(2027, 7, 30)),
        };
        Recipe { seed, companies: 70 + (seed % 4) as u32 * 10, from, to }
    }

    /// The market.
    pub fn market(self) -> Market {
        let sessions = Calendar::nyse().sessions_between(self.from, self.to).unwrap();
        let mut maker = Maker {
            stream: ChaCha8Rng::seed_from_u64(self.seed),
            sessions,
            market: Market::default(),
            next_security: 0,
        };
        for number in 0..self.companies {
            company::found(&mut maker, number);
        }
        maker.list_funds();
        maker.lose_sessions();
        maker.market.canonical();
        maker.market
    }
}

impl Maker {
    /// True so often in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.stream.random_range(0..100) < percent
    }

    /// A number from a range, its end excluded.
    pub fn number(&mut self, from: usize, to: usize) -> usize {
        self.stream.random_range(from..to.max(from + 1))
    }

    /// A float from a range.
    pub fn float(&mut self, from: f64, to: f64) -> f64 {
        self.stream.random_range(from..to)
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.number(0, choice.len())]
    }

    /// The next security's id.
    pub fn security(&mut self) -> SecurityId {
        self.next_security += 1;
        SecurityId(self.next_security - 1)
    }

    /// The session of a position, as long as the market runs.
    pub fn session(&self, position: usize) -> Option<Date> {
        self.sessions.get(position).copied()
    }

    /// A line leaves its exchange before a session; some hear of it late.
    pub fn delist(&mut self, security: SecurityId, position: usize) {
        let lag = self.pick(&[-5, -1, 0, 2]);
        let known = self.session(position.saturating_add_signed(lag));
        let (Some(ex_date), Some(known_at)) = (self.session(position), known) else { return };
        self.market.actions.push(Action {
            known_at,
            ..Action::new(ex_date, security, ActionKind::Delisting, "test")
        });
    }

    /// Two funds list what they held before the first reconstitution: the dear and the cheap.
    fn list_funds(&mut self) {
        let (as_of, known_at) = (self.sessions[8], self.sessions[9]);
        let held: Vec<Ticker> = self
            .market
            .securities
            .iter()
            .filter(|version| version.first_session == self.sessions[0])
            .map(|version| version.ticker.clone())
            .collect();
        for (position, ticker) in held.into_iter().enumerate() {
            self.market.fund_lines.push(FundLine {
                fund: if position % 3 == 0 { "IWB" } else { "IWM" }.to_owned(),
                as_of,
                ticker,
                name: None,
                kind: LineKind::Equity,
                weight_percent: None,
                quantity: None,
                price: None,
                cusip: None,
                known_at,
            });
        }
    }

    /// Some sessions are missing: two whole ones, one of them the day of a share update, and six in a
    /// row for one exchange alone.
    fn lose_sessions(&mut self) {
        let family = super::family();
        let (first, last) = (self.sessions[0], self.sessions[self.sessions.len() - 1]);
        let mut rank_days: Vec<Date> =
            family.reconstitutions.iter().map(|row| row.rank_day.0).collect();
        for rule in &family.new_listings {
            rank_days.extend(
                rule.cycles(family.sessions(), (first, last))
                    .unwrap()
                    .iter()
                    .map(|cycle| cycle.rank_day),
            );
        }
        let mut spare: Vec<Date> = self.sessions[100..].to_vec();
        spare.retain(|day| !rank_days.contains(day));
        let mut updates: Vec<Date> = Vec::new();
        for rule in &family.share_updates {
            updates.extend(rule.days(family.sessions(), (spare[0], last)).unwrap());
        }
        updates.retain(|day| spare.contains(day));
        let lost = [self.pick(&spare), self.pick(&updates)];
        let silent = self.number(0, self.sessions.len() - 6);
        let silent = &self.sessions[silent..silent + 6];
        let on_silent_exchange = |security: SecurityId| {
            let mut versions = self.market.securities.iter();
            versions.any(|version| version.security_id == security && version.mic == Mic::Xase)
        };
        let mut kept = PriceTable::default();
        for row in self.market.prices.iter() {
            let missing = lost.contains(&row.date)
                || (silent.contains(&row.date) && on_silent_exchange(row.security_id));
            if !missing {
                kept.push(row);
            }
        }
        self.market.prices = kept;
    }
}
