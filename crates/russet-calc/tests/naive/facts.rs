//! Facts of a market looked up one by one, as fractions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use russet_market::{
    ActionKind, IssuerId, Market, Mic, SecurityId, SecurityVersion, ShareBasis, ShareCount,
};

/// A market's rows, found by line and day.
pub struct Facts<'a> {
    pub market: &'a Market,
    pub sessions: Vec<Date>,
    closes: BTreeMap<SecurityId, BTreeMap<Date, i64>>,
    versions: BTreeMap<SecurityId, Vec<&'a SecurityVersion>>,
    /// Exchanges and the days on which any of their lines had a close.
    open: BTreeSet<(Mic, Date)>,
}

/// The shares of a line and the part of them that counts.
#[derive(Clone)]
pub struct Holding {
    pub count: BigRational,
    pub float: BigRational,
}

impl Holding {
    /// The index shares, in millionths.
    pub fn micros(&self) -> BigInt {
        rounded(&(&self.count * &self.float * digits(1_000_000)), 0).to_integer()
    }

    /// What is taken over of a newer one: the count when it moved by more than so many millionths of
    /// itself, the float when by more than three points, or one point up to fifteen percent.
    pub fn beyond(&self, newer: &Holding, millionths: i128) -> Option<Holding> {
        let moved = |one: &BigRational, other: &BigRational| {
            if one > other { one - other } else { other - one }
        };
        let percent = |points: i128| digits(points) / digits(100);
        let buffer = if self.float <= percent(15) { percent(1) } else { percent(3) };
        let counts =
            moved(&self.count, &newer.count) > &self.count * digits(millionths) / digits(1_000_000);
        let floats = moved(&self.float, &newer.float) > buffer;
        let count = if counts { &newer.count } else { &self.count };
        let float = if floats { &newer.float } else { &self.float };
        (counts || floats).then(|| Holding { count: count.clone(), float: float.clone() })
    }
}

/// A whole number as a fraction.
pub fn digits(whole: i128) -> BigRational {
    BigRational::from_integer(BigInt::from(whole))
}

/// A fraction at so many decimals, half to even.
pub fn rounded(fraction: &BigRational, decimals: u32) -> BigRational {
    let scale = BigRational::from_integer(BigInt::from(10).pow(decimals));
    let scaled = fraction * &scale;
    let below = scaled.floor();
    let rest = (&scaled - &below) * digits(2);
    let odd = !(below.to_integer() % BigInt::from(2)).is_zero();
    let up = rest > digits(1) || (rest.is_one() && odd);
    (if up { below + digits(1) } else { below }) / scale
}

impl<'a> Facts<'a> {
    pub fn of(market: &'a Market) -> Facts<'a> {
        let mut facts = Facts {
            market,
            sessions: Vec::new(),
            closes: BTreeMap::new(),
            versions: BTreeMap::new(),
            open: BTreeSet::new(),
        };
        for version in &market.securities {
            facts.versions.entry(version.security_id).or_default().push(version);
        }
        for row in market.prices.iter() {
            let closes = facts.closes.entry(row.security_id).or_default();
            closes.insert(row.date, row.close.nanos());
            let exchange = facts.exchange(row.security_id, row.date);
            facts.open.extend(exchange.map(|(mic, _)| (mic, row.date)));
        }
        let days: BTreeSet<Date> = market.prices.iter().map(|row| row.date).collect();
        facts.sessions = days.into_iter().collect();
        facts
    }

    pub fn issuer(&self, line: SecurityId) -> IssuerId {
        self.versions[&line][0].issuer_id
    }

    pub fn closes_on(&self, line: SecurityId, day: Date) -> bool {
        self.closes.get(&line).is_some_and(|closes| closes.contains_key(&day))
    }

    /// The market value of a basket in dollars, at the last closes on today's terms.
    pub fn value(&self, basket: &BTreeMap<SecurityId, BigInt>, day: Date) -> BigRational {
        // Millionths of a share at billionths of a dollar.
        let mut sum = BigInt::zero();
        for (line, micros) in basket {
            sum += micros * self.price_nanos(*line, day);
        }
        BigRational::new(sum, BigInt::from(10).pow(15))
    }

    fn price_nanos(&self, line: SecurityId, day: Date) -> BigInt {
        let (closed, nanos) = self.last_close(line, day).expect("a constituent has a close");
        if closed == day {
            return BigInt::from(nanos);
        }
        let mut price = digits(i128::from(nanos));
        for ratio in self.splits(line, closed, day) {
            price = rounded(&(price / ratio), 0);
        }
        price.to_integer()
    }

    fn last_close(&self, line: SecurityId, day: Date) -> Option<(Date, i64)> {
        let (date, nanos) = self.closes.get(&line)?.range(..=day).next_back()?;
        Some((*date, *nanos))
    }

    /// New shares for one old one, by every split that went ex between two days.
    fn splits(&self, line: SecurityId, after: Date, until: Date) -> Vec<BigRational> {
        let actions = self.market.actions.iter().filter(|action| {
            action.security_id == line
                && action.kind == ActionKind::Split
                && action.ex_date > after
                && action.ex_date <= until
                && action.known_at <= until
        });
        let ratios = actions.filter_map(|action| action.ratio);
        ratios
            .map(|ratio| digits(ratio.new_shares().into()) / digits(ratio.old_shares().into()))
            .collect()
    }

    /// Where a line trades as known on a day, and since when.
    fn exchange(&self, line: SecurityId, day: Date) -> Option<(Mic, Date)> {
        let mut found: Option<(Mic, Date)> = None;
        for version in &self.versions[&line] {
            let since = version.first_session.max(version.known_at);
            if since <= day && found.is_none_or(|(mic, _)| mic != version.mic) {
                found = Some((version.mic, since));
            }
        }
        found
    }

    /// Sessions of its exchange that a line has had no close in, up to a day.
    pub fn missed(&self, line: SecurityId, day: Date) -> usize {
        let last = self.last_close(line, day).map(|(date, _)| date);
        let today = self.sessions.partition_point(|session| *session <= day);
        let back = self.sessions[..today].iter().rev();
        let silent = back.take_while(|session| last.is_none_or(|last| **session > last));
        let silent: Vec<Date> = silent.copied().collect();
        let Some((mic, since)) = (!silent.is_empty()).then(|| self.exchange(line, day)).flatten()
        else {
            return 0;
        };
        let open = |session: &&Date| **session >= since && self.open.contains(&(mic, **session));
        silent.iter().filter(open).count()
    }

    /// The newest count of a line that was known, in shares as of the day.
    fn count(
        &self,
        line: SecurityId,
        basis: ShareBasis,
        day: Date,
        known_by: Date,
    ) -> Option<(BigRational, &ShareCount)> {
        let rows = self.market.shares.iter().filter(|row| {
            row.security_id == line
                && row.basis == basis
                && row.effective_date <= day
                && row.known_at <= known_by
        });
        let newest = rows.max_by_key(|row| (row.effective_date, row.known_at))?;
        let mut shares = digits(newest.shares_outstanding.micros().into()) / digits(1_000_000);
        for ratio in self.splits(line, newest.effective_date, day) {
            shares = rounded(&(shares * ratio), 6);
        }
        Some((shares, newest))
    }

    /// What a company's lines count with: a count of the company is shared out evenly, a count of a
    /// class is that line's own; beside it the free float.
    pub fn holdings(
        &self,
        lines: &[SecurityId],
        day: Date,
        known_days: i64,
    ) -> Vec<(SecurityId, Holding)> {
        let known_by = day.saturating_sub(jiff::Span::new().days(known_days));
        let count = |line: SecurityId, basis: ShareBasis| {
            self.count(line, basis, day, known_by).or_else(|| self.count(line, basis, day, day))
        };
        let issuer =
            lines.first().and_then(|line| self.versions.get(line)).map(|rows| rows[0].issuer_id);
        let siblings = self.versions.iter().filter(|(_, rows)| Some(rows[0].issuer_id) == issuer);
        let of_company = lines
            .iter()
            .chain(siblings.map(|(line, _)| line))
            .find_map(|line| count(*line, ShareBasis::Company));
        let mut found = Vec::new();
        for line in lines {
            let of_class = count(*line, ShareBasis::Class);
            let whole = count(*line, ShareBasis::Company).or_else(|| of_company.clone());
            let part = |(shares, row): (BigRational, _)| {
                (rounded(&(shares / digits(lines.len() as i128)), 6), row)
            };
            let Some((own, row)) = of_class.or_else(|| whole.map(part)) else { continue };
            let float = match row.free_float {
                Some(float) => digits(float.picos().into()) / digits(10_i128.pow(12)),
                None => self.assumed_float(*line, day),
            };
            found.push((*line, Holding { count: own, float }));
        }
        found
    }

    /// A quarter of a line that came to market in the last 126 sessions, half of one in the last 756;
    /// else all of it.
    fn assumed_float(&self, line: SecurityId, day: Date) -> BigRational {
        let versions = self.versions[&line].iter();
        let first =
            versions.filter(|version| version.known_at <= day).map(|row| row.first_session).min();
        let lived = first.filter(|first| *first > self.sessions[0]).map(|first| {
            self.sessions.iter().filter(|session| (first..=day).contains(session)).count()
        });
        match lived {
            Some(..=126) => digits(1) / digits(4),
            Some(..=756) => digits(1) / digits(2),
            _ => digits(1),
        }
    }
}
