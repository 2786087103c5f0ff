//! Every line of a market as it could be seen at the end of a rank day.

use std::collections::{BTreeMap, VecDeque};

use jiff::Span;
use jiff::civil::Date;
use russet_market::{
    Currency, ExchangeRate, IssuerId, MarketView, Money, NumberError, Price, PriceRow, SecurityId,
    SecurityKind, SecurityVersion, ShareBasis, Shares,
};

use crate::company_facts::CompanyFacts;
use crate::free_float::FreeFloats;
use crate::measures::{Measures, Traded, Windows, Within, measure};
use crate::methodology::{Methodology, Offering, days_before};
use crate::reason::date_words;
use crate::share_counts::{Counted, count_of};
use crate::statistics::{deviation, median};

/// A line on a day: what it is called, what it closed at, how it traded up to then.
#[derive(Debug, Clone)]
pub struct Line<'market> {
    /// How it was described.
    pub version: &'market SecurityVersion,
    /// Its first session in the market.
    pub first_seen: Date,
    /// Sessions with a close since it came to the market; none where it was there from the market's
    /// beginning or before the ranking window.
    pub listed_sessions: Option<u32>,
    /// Its last close up to the day, in the currency of its market.
    pub close: Price,
    /// What that currency is worth in the family's on the day; none where no rate tells.
    pub rate: Option<ExchangeRate>,
    /// The session of that close.
    pub close_date: Date,
    /// Shares traded over the ranking window.
    pub volume: u64,
    /// Mean value traded a session over that window, in the family's currency.
    pub mean_daily_value: f64,
    /// Mean close over the member's price window, in the currency of its market.
    pub mean_close: f64,
    /// The whole company's shares as of the day, in shares of this line, and the fact they come from.
    pub company_shares: Option<Counted<'market>>,
    /// What is known of its company beside its listing.
    pub company: CompanyFacts<'market>,
    /// The shares of its own class as of the day, and the fact they come from.
    pub class_shares: Option<Counted<'market>>,
    /// What further screens measure.
    pub measures: Measures,
    day: Date,
    recent: VecDeque<Session>,
    first_volumes: Vec<u64>,
}

/// One session of a line.
#[derive(Debug, Clone, Copy)]
struct Session {
    close: Price,
    value: f64,
    log_return: Option<f64>,
}

/// All lines alive on a day, by security id.
#[derive(Debug, Clone)]
pub struct Snapshot<'market> {
    /// The day.
    pub day: Date,
    /// The lines that had a close within the exchange rule's patience.
    pub lines: Vec<Line<'market>>,
    /// The median volatility of lines of an accepted kind that are large enough to rank.
    pub median_volatility: Option<f64>,
}

#[derive(Debug, Clone, Default)]
struct Trading {
    last: Option<(Price, Date, usize)>,
    before: Option<Price>,
    volume: u64,
    value: f64,
    sessions: u32,
    close_sum: f64,
    close_count: u32,
    recent: VecDeque<Session>,
    first_volumes: Vec<u64>,
    traded: Traded,
}

impl<'market> Snapshot<'market> {
    /// Looks at a market at the end of a rank day, and at nothing after it: but for the share count of a
    /// line that no source had counted by then, which is the first one known before what is decided takes
    /// effect. A feed counts new lines late; filings had counted them.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes an impossible share count.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::{Methodology, free_float::FreeFloats, snapshot::Snapshot};
    /// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
    /// let view = MarketView::new(&market);
    /// let floats = FreeFloats::new(&view, &family)?;
    /// let snapshot = Snapshot::take(&view, &family, &floats, (date(2024, 4, 30), date(2024, 6, 28)))?;
    /// assert!(snapshot.lines.is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn take(
        view: &MarketView<'market>,
        family: &Methodology,
        floats: &FreeFloats<'_>,
        (day, effective): (Date, Date),
    ) -> Result<Snapshot<'market>, NumberError> {
        let rules = &family.eligibility;
        let start = day.saturating_sub(Span::new().years(i64::from(family.ranking.volume_years)));
        let sessions = view.sessions_between(start, day);
        let price = rules.price.as_ref();
        let mean_from = days_before(day, price.map_or(0, |rule| rule.member_average_days));
        let recent = recent_sessions(family);
        let market_start = view.sessions().first().map_or(day, |(session, _)| *session);
        let windows = Windows::of(rules, day, market_start);
        let first = family
            .offering
            .as_ref()
            .map_or(0, |rule| 1 + (rule.skip_sessions + rule.median_sessions) as usize);
        let mut trading = vec![Trading::default(); view.securities().len()];
        for (number, (session, rows)) in sessions.iter().enumerate() {
            let in_mean = *session > mean_from;
            let within = windows.place(*session, number, sessions.len());
            for (security, close, volume) in view.market().prices.trades(rows.clone()) {
                if let Some(line) = trading.get_mut(security.0 as usize) {
                    line.trade(close, volume, (*session, number), first, within);
                }
            }
            // A line's last sessions are looked for in twice as many of the market's.
            if in_mean || number + 2 * recent >= sessions.len() {
                for row in view.rows(rows.clone()) {
                    if let Some(line) = trading.get_mut(row.security.0 as usize) {
                        line.look_closely(&row, in_mean, recent);
                    }
                }
            }
        }
        let mut lines_of: BTreeMap<IssuerId, Vec<SecurityId>> = BTreeMap::new();
        for version in &view.market().securities {
            let lines = lines_of.entry(version.issuer).or_default();
            if lines.last() != Some(&version.security) {
                lines.push(version.security);
            }
        }
        let patience = patience(family);
        let mut rates = BTreeMap::new();
        let (mut lines, mut traded) = (Vec::new(), Vec::new());
        for (position, trade) in trading.into_iter().enumerate() {
            let security = SecurityId(position as u32);
            let (Some((close, close_date, number)), Some(version)) =
                (trade.last, view.version(security, day))
            else {
                continue;
            };
            let missed = sessions.len() - 1 - number;
            if missed > patience as usize {
                continue;
            }
            let first_seen = view.first_seen(security, day).unwrap_or(close_date);
            let all_lines = lines_of.get(&version.issuer).map_or(&[][..], Vec::as_slice);
            let is_new = first_seen > market_start && first_seen >= start;
            let count = |basis| count_of(view, security, basis, day, day);
            let counts = (count(ShareBasis::Company)?, count(ShareBasis::Class)?);
            let late = |basis| count_of(view, security, basis, effective, effective);
            let (company_shares, class_shares) = match counts {
                (None, None) => (late(ShareBasis::Company)?, late(ShareBasis::Class)?),
                known => known,
            };
            let currency = version.mic.currency();
            let rate =
                *rates.entry(currency).or_insert_with(|| view.rate(currency, family.currency, day));
            let mean_daily_value = trade.value / f64::from(trade.sessions.max(1));
            traded.push(trade.traded);
            lines.push(Line {
                version,
                first_seen,
                listed_sessions: is_new.then_some(trade.sessions),
                close,
                close_date,
                rate,
                volume: trade.volume,
                mean_daily_value: mean_daily_value * as_float(rate),
                mean_close: match trade.close_count {
                    0 => close.to_f64(),
                    count => trade.close_sum / f64::from(count),
                },
                company: CompanyFacts::of(view, floats, security, all_lines, day)?,
                company_shares,
                class_shares,
                measures: Measures::default(),
                day,
                recent: trade.recent,
                first_volumes: trade.first_volumes,
            });
        }
        let days = (day, market_start);
        measure(view, rules, floats, &mut lines, (traded, &windows), days, &lines_of)?;
        let median_volatility = median_volatility(&lines, family);
        Ok(Snapshot { day, lines, median_volatility })
    }
}

/// Sessions without a close after which a line is not listed: as its screen says, or else as members
/// without one are deleted.
pub(crate) fn patience(family: &Methodology) -> u32 {
    let rule = family.eligibility.exchange.as_ref();
    rule.map_or(family.maintenance.absent_sessions, |rule| rule.stale_after_sessions)
}

/// How many of a line's last sessions screens of its trading look at.
fn recent_sessions(family: &Methodology) -> usize {
    let rules = &family.eligibility;
    let flat = rules.flat_price.as_ref().map(|rule| rule.sessions);
    let quiet = rules.quiet_price.as_ref().map(|rule| rule.sessions);
    let closely = rules.closely_held.as_ref().map(|rule| rule.sessions);
    [flat, quiet, closely].into_iter().flatten().max().unwrap_or(0) as usize
}

/// A rate as a float, for means of value traded.
fn as_float(rate: Option<ExchangeRate>) -> f64 {
    rate.map_or(0.0, |rate| rate.picos() as f64 / 1e12)
}

/// The median volatility of the lines that a fund's would be compared with.
fn median_volatility(lines: &[Line<'_>], family: &Methodology) -> Option<f64> {
    let rule = family.eligibility.quiet_price.as_ref()?;
    let is_accepted = |line: &&Line<'_>| {
        family.eligibility.kind.as_ref().is_none_or(|kind| kind.accepted.contains(&line.kind()))
    };
    let is_large = |line: &&Line<'_>| line.value().is_some_and(|value| value > rule.compared_above);
    let compared = lines.iter().filter(is_accepted).filter(is_large);
    median(
        compared.filter_map(|line| line.volatility(rule.sessions, rule.least_sessions)).collect(),
    )
}

impl Trading {
    fn trade(
        &mut self,
        close: Price,
        volume: u64,
        last: (Date, usize),
        first: usize,
        within: Within,
    ) {
        let value = close.to_f64() * volume as f64;
        self.before = self.last.map(|(close, ..)| close);
        self.last = Some((close, last.0, last.1));
        self.volume = self.volume.saturating_add(volume);
        self.value += value;
        self.sessions += 1;
        self.traded.add(value, volume, within);
        if self.first_volumes.len() < first {
            self.first_volumes.push(volume);
        }
    }

    fn look_closely(&mut self, row: &PriceRow, in_mean: bool, recent: usize) {
        let close = row.close.to_f64();
        if in_mean {
            self.close_sum += close;
            self.close_count += 1;
        }
        if self.recent.len() == recent {
            self.recent.pop_front();
        }
        let log_return = match row.reported_change_percent {
            Some(percent) if percent > -100.0 => Some((1.0 + percent / 100.0).ln()),
            _ => self.before.map(|before| (close / before.to_f64()).ln()),
        };
        let value = close * row.volume.unwrap_or(0) as f64;
        self.recent.push_back(Session { close: row.close, value, log_return });
    }
}

impl Line<'_> {
    /// The security.
    ///
    /// ```
    /// # use russet_rules::snapshot::Line;
    /// fn id_of(line: &Line) -> russet_market::SecurityId {
    ///     line.security()
    /// }
    /// ```
    pub fn security(&self) -> SecurityId {
        self.version.security
    }

    /// Where its share count comes from, and since when, in words.
    pub(crate) fn shares_words(&self) -> Option<String> {
        let (count, basis) = match (self.company_shares, self.class_shares) {
            (Some(count), _) => (count, "company"),
            (None, count) => (count?, "class"),
        };
        let from = if count.corrected { "override by " } else { "" };
        Some(format!("{from}{}, {basis} count since {}", count.source, count.since))
    }

    /// What it is: the user's word, or what its listing tells.
    pub(crate) fn kind(&self) -> SecurityKind {
        self.company.corrected_kind.map_or(self.version.kind, |(kind, _)| kind)
    }

    /// Its close times the company's shares, or its own class's where only those are known.
    pub(crate) fn value(&self) -> Option<Money> {
        let count = self.company_shares.or(self.class_shares)?;
        self.worth(count.shares).ok().flatten()
    }

    /// So many of its shares in the family's currency; none where no rate of exchange tells.
    pub(crate) fn worth(&self, shares: Shares) -> Result<Option<Money>, NumberError> {
        self.in_family_currency(self.close.times(shares))
    }

    /// An amount of the currency of its market in the family's.
    pub(crate) fn in_family_currency(&self, amount: Money) -> Result<Option<Money>, NumberError> {
        self.rate.map(|rate| amount.converted(rate)).transpose()
    }

    /// Why its company's capitalisation is not known.
    pub(crate) fn uncounted_words(&self, currency: Currency) -> String {
        match self.rate {
            Some(_) => {
                "No share count is known, so its capitalisation cannot be ranked.".to_owned()
            }
            None => format!(
                "No rate of exchange tells what {} is worth in {currency} on {}, so its \
                 capitalisation cannot be ranked (hint: import rates of exchange).",
                self.version.mic.currency(),
                date_words(self.day)
            ),
        }
    }

    fn last_sessions(&self, count: u32) -> impl Iterator<Item = &Session> {
        self.recent.iter().skip(self.recent.len().saturating_sub(count as usize))
    }

    /// Its closes over the last so many sessions that it has.
    pub(crate) fn recent_closes(&self, sessions: u32) -> Vec<Price> {
        self.last_sessions(sessions).map(|session| session.close).collect()
    }

    /// The median value traded a session, in the family's currency, over the last so many sessions.
    pub(crate) fn median_daily_value(&self, sessions: u32) -> Option<f64> {
        let median = median(self.last_sessions(sessions).map(|session| session.value).collect());
        median.map(|value| value * as_float(self.rate))
    }

    /// The standard deviation of daily log returns over the last so many sessions; none with fewer
    /// returns than `least`.
    pub(crate) fn volatility(&self, sessions: u32, least: u32) -> Option<f64> {
        let returns: Vec<f64> =
            self.last_sessions(sessions).filter_map(|session| session.log_return).collect();
        (returns.len() >= least as usize).then(|| deviation(&returns)).flatten()
    }

    /// Whether its first session looks like the day of an offering: volume far above what followed.
    pub(crate) fn was_offered(&self, rule: &Offering) -> bool {
        let Some((first, later)) = self.first_volumes.split_first() else { return false };
        let typical = later.iter().skip(rule.skip_sessions as usize).map(|volume| *volume as f64);
        let typical = median(typical.collect())
            .or_else(|| median(later.iter().map(|volume| *volume as f64).collect()));
        typical
            .is_some_and(|typical| *first as f64 >= typical * f64::from(rule.first_volume_multiple))
    }
}
