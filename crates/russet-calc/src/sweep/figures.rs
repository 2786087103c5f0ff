//! What an index of a variant was like: return, risk, trading.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Currency, ExchangeRate, MarketView, Shares};

use super::capacity::Liquidity;
use super::sink::LevelsAndTrades;
use crate::Cause;
use crate::run::SecurityTrade;

const DAYS_A_YEAR: f64 = 365.25;
const SESSIONS_A_YEAR: f64 = 252.0;

/// The figures of an index over a range of sessions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// The first session.
    pub from: Date,
    /// The last session.
    pub to: Date,
    /// The price return in percent a year: `(last ÷ first)^(365.25 ÷ days) − 1`.
    pub price_return: f64,
    /// The gross total return, likewise.
    pub total_return: f64,
    /// The standard deviation of daily logarithmic price returns in percent a year, times `√252`.
    pub volatility: f64,
    /// One-way turnover in percent a year: half of what the rules buy and sell, each over the index's
    /// value that day. Corporate actions are no trades. None where a rate of exchange that it needs is unknown.
    pub turnover: Option<f64>,
    /// Securities on an average session.
    pub members: f64,
    /// The largest fund, in the family's currency, that the median reconstitution can be traded with
    /// ([`super::CapacityRule`]); none without reconstitution, and where a rate of exchange or a volume that
    /// decides it is unknown.
    pub capacity: Option<f64>,
}

/// One session of an index.
#[derive(Debug, Clone, Copy)]
struct Session {
    date: Date,
    price_return: f64,
    total_return: f64,
    members: u32,
}

/// What the rules traded after one close.
#[derive(Debug, Clone, Copy)]
struct Traded {
    /// Buys and sells over the index's value; none where a rate is unknown.
    both_ways: Option<f64>,
    fund: LargestFund,
}

/// The largest fund that the trades after one close can be done with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum LargestFund {
    /// It was no reconstitution, or nothing was traded.
    NotAsked,
    /// A rate or a volume that decides it is unknown.
    Unknown,
    Of(f64),
}

/// What is kept of a built index.
#[derive(Debug)]
pub(super) struct History {
    sessions: Vec<Session>,
    trades: BTreeMap<Date, Traded>,
}

impl History {
    /// The history of the index at a place of those kept, whose values are in a currency.
    pub(super) fn of(
        kept: &LevelsAndTrades<'_>,
        (place, currency): (usize, Currency),
        liquidity: &Liquidity<'_, '_>,
    ) -> History {
        let sessions = kept.levels[place].iter().map(|row| Session {
            date: row.date,
            price_return: row.price_return.to_f64(),
            total_return: row.total_return.to_f64(),
            members: row.constituents,
        });
        let mut changes: BTreeMap<Date, Vec<Change<'_>>> = BTreeMap::new();
        for entry in &kept.trades[place] {
            let of_weight = change_of_weight(entry, liquidity.view, currency);
            changes.entry(entry.after_close).or_default().push(Change { of_weight, entry });
        }
        let traded = |(day, changes): (Date, Vec<Change<'_>>)| {
            let both_ways = changes.iter().map(|change| change.of_weight).sum();
            (day, Traded { both_ways, fund: largest_fund(&changes, liquidity) })
        };
        History { sessions: sessions.collect(), trades: changes.into_iter().map(traded).collect() }
    }

    /// The figures over the sessions from one day to another; none of fewer than three levels.
    pub(super) fn figures(&self, (from, to): (Date, Date)) -> Option<Figures> {
        let within = self.sessions.iter().filter(|session| (from..=to).contains(&session.date));
        let sessions: Vec<&Session> = within.collect();
        let (first, last) = (*sessions.first()?, *sessions.last()?);
        let years = f64::from((last.date - first.date).get_days()) / DAYS_A_YEAR;
        let a_year =
            |of: fn(&Session) -> f64| (libm::pow(of(last) / of(first), 1.0 / years) - 1.0) * 100.0;
        let returns: Vec<f64> = sessions
            .windows(2)
            .map(|pair| libm::log(pair[1].price_return / pair[0].price_return))
            .collect();
        if returns.len() < 2 {
            return None;
        }
        let mean = returns.iter().sum::<f64>() / returns.len() as f64;
        let squares: f64 = returns.iter().map(|one| (one - mean) * (one - mean)).sum();
        let deviation = (squares / (returns.len() as f64 - 1.0)).sqrt();
        // What is traded at the first close was not held before it.
        let traded = self.trades.range(first.date..last.date).filter(|(day, _)| **day > first.date);
        let traded: Vec<&Traded> = traded.map(|(_, traded)| traded).collect();
        // From zero, since a sum of no floats at all is minus zero.
        let both_ways = traded.iter().try_fold(0.0, |sum, traded| Some(sum + traded.both_ways?));
        let funds = traded.iter().filter_map(|traded| match traded.fund {
            LargestFund::NotAsked => None,
            LargestFund::Unknown => Some(None),
            LargestFund::Of(fund) => Some(Some(fund)),
        });
        let capacity = funds.collect::<Option<Vec<f64>>>().and_then(|mut funds| {
            funds.sort_by(f64::total_cmp);
            funds.get(funds.len() / 2).copied()
        });
        let members: f64 = sessions.iter().map(|session| f64::from(session.members)).sum();
        Some(Figures {
            from: first.date,
            to: last.date,
            price_return: a_year(|session| session.price_return),
            total_return: a_year(|session| session.total_return),
            volatility: deviation * SESSIONS_A_YEAR.sqrt() * 100.0,
            turnover: both_ways.map(|both_ways| both_ways / 2.0 / years * 100.0),
            members: members / sessions.len() as f64,
            capacity,
        })
    }
}

/// The sessions that all histories have levels of.
pub(super) fn common<'a>(histories: impl Iterator<Item = &'a History>) -> Option<(Date, Date)> {
    let mut days: Option<(Date, Date)> = None;
    for history in histories {
        let (first, last) = (history.sessions.first()?.date, history.sessions.last()?.date);
        days = Some(days.map_or((first, last), |(from, to)| (from.max(first), to.min(last))));
    }
    days
}

/// A security's change of weight, and what was traded for it.
struct Change<'a> {
    /// None where a rate is unknown.
    of_weight: Option<f64>,
    entry: &'a SecurityTrade<'a>,
}

/// What is bought or sold of a security, over the index's value; none where a rate is unknown. A security without a
/// close is worth nothing in its index.
fn change_of_weight(
    entry: &SecurityTrade<'_>,
    view: &MarketView<'_>,
    into: Currency,
) -> Option<f64> {
    let Some(price) = entry.price else { return Some(0.0) };
    let worth = |shares: Shares| price.times(shares).to_f64();
    let change = (worth(entry.shares_after) - worth(entry.shares_before)).abs();
    Some(change * rate(entry, view, into)? / entry.value_before.to_f64())
}

/// The largest fund that the reconstitution among some changes can be traded with. What is usually traded of a
/// security may be unknown where the answer is the same whatever it is.
fn largest_fund(changes: &[Change<'_>], liquidity: &Liquidity<'_, '_>) -> LargestFund {
    let mut trades = Vec::new();
    for change in changes.iter().filter(|change| change.entry.cause == Cause::Reconstitution) {
        let Some(of_weight) = change.of_weight else { return LargestFund::Unknown };
        if of_weight > 0.0 {
            let entry = change.entry;
            let usual = liquidity.usual(entry.security, entry.after_close);
            let rate = rate(entry, liquidity.view, liquidity.currency);
            trades.push((of_weight, usual.zip(rate).map(|(usual, rate)| usual * rate)));
        }
    }
    let fund = |unknown: f64| {
        let trades = trades.iter().map(|(change, usual)| (*change, usual.unwrap_or(unknown)));
        liquidity.rule.largest_fund(trades.collect())
    };
    match (fund(0.0), fund(f64::INFINITY)) {
        (None, _) => LargestFund::NotAsked,
        (Some(least), most) if Some(least) == most => LargestFund::Of(least),
        _ => LargestFund::Unknown,
    }
}

/// What the currency of a security is worth in another; none where no rate is known. A security that is not described yet
/// has the currency that its first description gives it.
fn rate(entry: &SecurityTrade<'_>, view: &MarketView<'_>, into: Currency) -> Option<f64> {
    let version = view.version(entry.security, entry.after_close);
    let version = version.or_else(|| view.first_version(entry.security))?;
    let rate = view.rate(version.mic.currency(), into, entry.after_close)?;
    Some(rate.picos() as f64 / ExchangeRate::ONE.picos() as f64)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use russet_market::{
        FxRate, IssuerId, Market, Mic, PriceRow, SecurityId, SecurityKind, SecurityVersion, Ticker,
    };

    use super::super::CapacityRule;
    use super::*;
    use crate::run::LevelRow;

    const DAYS: [Date; 4] =
        [date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 4), date(2024, 1, 5)];
    const INDEXES: &[String] = &[];

    /// A security in New York and one in Tokyo that close at ten and trade a thousand shares a session.
    fn market(rate: Option<&str>, volume: Option<u64>) -> Market {
        let mut market = Market::default();
        for (number, mic) in [(0, Mic::Xnys), (1, Mic::Xtks)] {
            market.securities.push(SecurityVersion {
                security_id: SecurityId(number),
                issuer_id: IssuerId(number),
                ticker: Ticker::new(&format!("T{number}")).unwrap(),
                name: format!("T{number}"),
                mic,
                kind: SecurityKind::Common,
                share_class: None,
                country: None,
                sector: None,
                industry: None,
                ipo_year: None,
                first_session: DAYS[0],
                last_session: DAYS[3],
                known_at: DAYS[0],
            });
            for day in DAYS {
                market.prices.push(PriceRow {
                    date: day,
                    security_id: SecurityId(number),
                    close: "10".parse().unwrap(),
                    volume: volume.filter(|_| number == 1).or(Some(1_000).filter(|_| number == 0)),
                    reported_change_percent: None,
                    reported_cap_cents: None,
                });
            }
        }
        market.fx.extend(rate.map(|rate| FxRate {
            date: DAYS[0],
            currency_from: Currency::JPY,
            currency_to: Currency::USD,
            rate: rate.parse().unwrap(),
            known_at: DAYS[0],
            source: "test".to_owned(),
        }));
        market.canonical();
        market
    }

    /// The figures of an index in dollars, worth 1,000 of them, that buys ten shares of each security.
    fn figures(market: &Market) -> Figures {
        let view = MarketView::new(market);
        let trade = |number| SecurityTrade {
            index: "X",
            after_close: DAYS[1],
            cause: Cause::Reconstitution,
            security: SecurityId(number),
            price: Some("10".parse().unwrap()),
            shares_before: Shares::ZERO,
            shares_after: Shares::whole(10).unwrap(),
            value_before: "1000".parse().unwrap(),
        };
        let level = |day| LevelRow {
            index_id: "X".to_owned(),
            date: day,
            price_return: "100".parse().unwrap(),
            net_return: "100".parse().unwrap(),
            total_return: "100".parse().unwrap(),
            divisor: "1".parse().unwrap(),
            constituents: 2,
            market_cap: "1000".parse().unwrap(),
        };
        let mut kept = LevelsAndTrades::of(INDEXES);
        kept.levels = vec![DAYS.map(level).to_vec()];
        kept.trades = vec![vec![trade(0), trade(1)]];
        let liquidity = Liquidity::new(&view, CapacityRule::default(), Currency::USD);
        let history = History::of(&kept, (0, Currency::USD), &liquidity);
        history.figures((DAYS[0], DAYS[3])).unwrap()
    }

    #[test]
    fn a_missing_rate_leaves_turnover_and_capacity_unknown() {
        let known = figures(&market(Some("0.01"), Some(1_000)));
        // 100 of 1,000 in New York and 1 of 1,000 in Tokyo, half of it one way, in three days.
        let one_way = 0.101 / 2.0 / (3.0 / DAYS_A_YEAR) * 100.0;
        assert!((known.turnover.unwrap() - one_way).abs() < 1e-9);
        // 90% of the trades are done with the security in New York alone.
        assert_eq!(known.capacity, Some(10.0 * 1_000.0 * 0.5 / 0.1));
        let unknown = figures(&market(None, Some(1_000)));
        assert_eq!((unknown.turnover, unknown.capacity), (None, None));
        assert_eq!(unknown.price_return, known.price_return);
    }

    #[test]
    fn an_unknown_volume_leaves_capacity_unknown_where_it_decides() {
        // At par the security in Tokyo is half of the trades.
        assert_eq!(figures(&market(Some("1"), None)).capacity, None);
        assert!(figures(&market(Some("1"), None)).turnover.is_some());
        let beside = figures(&market(Some("0.01"), None)).capacity;
        assert_eq!(beside, figures(&market(Some("0.01"), Some(1_000))).capacity);
    }
}
