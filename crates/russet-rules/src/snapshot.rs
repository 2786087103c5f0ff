//! Every line of a market as it could be seen at the end of a rank day.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;
use russet_market::{
    Currency, ExchangeRate, MarketView, Money, NumberError, Price, SecurityId, SecurityKind,
    SecurityVersion, ShareBasis, Shares,
};

use crate::company_facts::CompanyFacts;
use crate::measures::{Measures, Windows, measure};
use crate::methodology::{Methodology, Offering, days_before};
use crate::reason::date_words;
use crate::recent::{Reach, Recent};
use crate::research::Research;
use crate::share_counts::{Counted, count_of};
use crate::statistics::median;
use crate::trading::rows_of;

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
    pub(crate) recent: Recent,
    /// The median value traded a session that the screen of closely held classes compares, in the
    /// family's currency; none where it asks for none.
    pub(crate) median_daily_value: Option<f64>,
    day: Date,
    /// The sessions of the ranking window, by their places in the market.
    window: Range<usize>,
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
    /// use russet_rules::{Methodology, Research, snapshot::Snapshot};
    /// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
    /// let view = MarketView::new(&market);
    /// let research = Research::new(&view, &family)?;
    /// let snapshot = Snapshot::take(&family, &research, (date(2024, 4, 30), date(2024, 6, 28)))?;
    /// assert!(snapshot.lines.is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn take(
        family: &Methodology,
        research: &Research<'market>,
        (day, effective): (Date, Date),
    ) -> Result<Snapshot<'market>, NumberError> {
        let view = research.view();
        let rules = &family.eligibility;
        let start = day.saturating_sub(Span::new().years(i64::from(family.ranking.volume_years)));
        let place = |day: Date| view.sessions().partition_point(|(session, _)| *session < day);
        let after = |day: Date| view.sessions().partition_point(|(session, _)| *session <= day);
        let window = place(start)..after(day).max(place(start));
        let average_days = rules.price.as_ref().map_or(0, |rule| rule.member_average_days);
        let mean_start = after(days_before(day, average_days)).clamp(window.start, window.end);
        let patience = patience(family);
        let reach = Reach::of(rules, patience);
        let near = reach.sessions(window.clone(), mean_start);
        let recent = reach.look(view, window.clone(), near.clone());
        let means = mean_closes(view, mean_start..window.end);
        let market_start = view.sessions().first().map_or(day, |(session, _)| *session);
        let trading = research.trading();
        let traded = trading.within(view, window.clone());
        let windows = Windows::of(rules, day, market_start);
        let measured = windows.traded(view, trading, &window);
        let mut rates = BTreeMap::new();
        let (mut lines, mut places) = (Vec::new(), Vec::new());
        for (position, recent) in recent.into_iter().enumerate() {
            let security = SecurityId(position as u32);
            let (Some((close, number)), Some(version)) = (recent.last, view.version(security, day))
            else {
                continue;
            };
            if window.end - 1 - number > patience as usize {
                continue;
            }
            let close_date = view.sessions()[number].0;
            let traded = traded[position];
            let first_seen = view.first_seen(security, day).unwrap_or(close_date);
            let all_lines = research.lines_of(version.issuer);
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
            let listed_sessions = is_new.then_some(traded.sessions);
            let closely_held = rules.closely_held.as_ref().filter(|rule| {
                version.share_class.as_deref() == Some(rule.share_class.as_str())
                    && listed_sessions.is_some_and(|listed| listed <= rule.listed_within_sessions)
            });
            places.push(position);
            lines.push(Line {
                version,
                first_seen,
                listed_sessions,
                close,
                close_date,
                rate,
                volume: traded.volume,
                mean_daily_value: traded.mean_value() * as_float(rate),
                mean_close: match means[position] {
                    (_, 0) => close.to_f64(),
                    (sum, count) => sum / f64::from(count),
                },
                company: CompanyFacts::of(view, research.floats(), security, all_lines, day)?,
                company_shares,
                class_shares,
                measures: Measures::default(),
                recent,
                median_daily_value: closely_held.and_then(|rule| {
                    let rows = rows_of(view, security, near.clone()).rev();
                    let rows = rows.take(rule.sessions as usize);
                    let values =
                        rows.map(|row| row.close.to_f64() * row.volume.unwrap_or(0) as f64);
                    median(values.collect()).map(|value| value * as_float(rate))
                }),
                day,
                window: window.clone(),
            });
        }
        let days = (day, market_start);
        measure(research, rules, &mut lines, (&places, &measured), days)?;
        let median_volatility = median_volatility(&lines, family);
        Ok(Snapshot { day, lines, median_volatility })
    }
}

/// The sum and the count of each line's closes in some sessions, by security id.
fn mean_closes(view: &MarketView<'_>, sessions: Range<usize>) -> Vec<(f64, u32)> {
    let mut sums = vec![(0.0, 0); view.securities().len()];
    for (_, rows) in &view.sessions()[sessions] {
        for (security, close) in view.market().prices.closes(rows.clone()) {
            if let Some((sum, count)) = sums.get_mut(security.0 as usize) {
                *sum += close.to_f64();
                *count += 1;
            }
        }
    }
    sums
}

/// Sessions without a close after which a line is not listed: as its screen says, or else as members
/// without one are deleted.
pub(crate) fn patience(family: &Methodology) -> u32 {
    let rule = family.eligibility.exchange.as_ref();
    rule.map_or(family.maintenance.absent_sessions, |rule| rule.stale_after_sessions)
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
    median(compared.filter_map(|line| line.recent.volatility).collect())
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

    /// Whether its first session looks like the day of an offering: volume far above what followed.
    pub(crate) fn was_offered(&self, view: &MarketView<'_>, rule: &Offering) -> bool {
        let count = 1 + (rule.skip_sessions + rule.median_sessions) as usize;
        let listed = view.sessions().partition_point(|(session, _)| *session < self.first_seen);
        let sessions = listed.clamp(self.window.start, self.window.end)..self.window.end;
        let rows = rows_of(view, self.security(), sessions).take(count);
        let volumes: Vec<f64> = rows.map(|row| row.volume.unwrap_or(0) as f64).collect();
        let Some((first, later)) = volumes.split_first() else { return false };
        let typical = later.iter().skip(rule.skip_sessions as usize).copied().collect();
        let typical = median(typical).or_else(|| median(later.to_vec()));
        typical.is_some_and(|typical| *first >= typical * f64::from(rule.first_volume_multiple))
    }
}
