//! A limit that is met exactly is met, however floats would round on the way there.

use jiff::Span;
use jiff::civil::Date;
use proptest::prelude::*;
use russet_market::{
    Calendar, Fundamental, FundamentalMeasure, IssuerId, Market, PriceTable, SecurityId,
};

use super::support::{ALL, RANK_DAY, Share, family, market, placed, review};

/// Sessions of the 30 days up to rank day.
const SESSIONS: usize = 22;

/// A family with this screen alone, of which all who pass are members.
fn asks(screen: &str, rule: &str) -> russet_rules::Methodology {
    let order =
        format!("order = [\"{screen}\"]\n[eligibility.{screen}]\nreference = \"X\"\n{rule}");
    family(ALL, &order)
}

fn from_the_start(value: impl std::fmt::Display) -> String {
    format!("[{{ from = \"1978-01-01\", value = \"{value}\", source = \"X\" }}]")
}

/// The market with other closes (in nano-dollars) and volumes: of each security in each of its last sessions.
fn traded(market: &Market, last: &[Vec<(i64, u64)>]) -> Market {
    let sessions = last.first().map_or(0, Vec::len);
    let all = Calendar::nyse().sessions_between(RANK_DAY - Span::new().years(1), RANK_DAY);
    let all = all.unwrap();
    let first = all[all.len() - sessions];
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.date >= first {
            let place = all.iter().filter(|day| (first..row.date).contains(*day)).count();
            let (close, volume) = last[row.security_id.0 as usize][place];
            row.close = russet_market::Price::from_nanos(close).unwrap();
            row.volume = Some(volume);
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

/// Values around a mean that they have exactly, the last one below it.
fn around(mean: i64, distances: &[i64]) -> Vec<i64> {
    let pairs = distances.iter().flat_map(|distance| [mean + distance, mean - distance]);
    pairs.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Members below a dollar stay with a mean close of exactly one dollar, and leave a billionth below it.
    #[test]
    fn a_mean_close_of_exactly_the_minimum_is_enough(
        distances in prop::collection::vec(prop::collection::vec(1_i64..99, SESSIONS / 2), 20),
    ) {
        let of = |distances: &[i64], less: i64| {
            let cents: Vec<i64> = distances.iter().map(|cents| cents * 10_000_000).collect();
            let mut closes = around(1_000_000_000, &cents);
            closes[0] -= less;
            closes.into_iter().map(|close| (close, 1_000)).collect::<Vec<_>>()
        };
        let exact = distances.iter().map(|distances| of(distances, 0));
        let less = distances.iter().map(|distances| of(distances, 1));
        let last: Vec<_> = exact.chain(less).collect();
        let lines = vec![Share::default(); last.len()];
        let rule = format!("minimum = {}\nmember_average_days = 30", from_the_start("1.00"));
        let members: Vec<u32> = (0..last.len() as u32).collect();
        let outcome = review(&traded(&market(&lines), &last), &asks("price", &rule), &members);
        prop_assert_eq!(placed(&outcome), (0..distances.len() as u32).collect::<Vec<_>>());
    }

    /// So it is with what changes hands in a session, in a year for what the free float is worth, and in half of
    /// the sessions.
    #[test]
    fn a_value_traded_of_exactly_the_minimum_is_enough(
        cents in 1_i64..2_000,
        volume in 100_000_i64..300_000,
        distances in prop::collection::vec(1_i64..100_000, SESSIONS / 2),
        million_shares in SESSIONS as u64..500,
    ) {
        let of = |less: i64| {
            let mut volumes = around(volume, &distances);
            volumes[0] -= less;
            let close = cents * 10_000_000;
            volumes.into_iter().map(|volume| (close, volume as u64)).collect::<Vec<_>>()
        };
        let shares: &'static str = Box::leak(format!("{million_shares}000000").into_boxed_str());
        let young = Share { from: RANK_DAY - Span::new().days(29), shares, ..Share::default() };
        let lines = [young.clone(), young];
        let market = traded(&market(&lines), &[of(0), of(1)]);

        let daily = format!("{}.{:02}", cents * volume / 100, cents * volume % 100);
        let rule = format!("months = 1\nminimum = {}", from_the_start(daily));
        let outcome = review(&market, &asks("daily_value", &rule), &[]);
        prop_assert_eq!(placed(&outcome), [0], "a session");

        // The sessions of a year are as many as make the percentage one that can be written.
        let sessions = million_shares;
        let percent = format!("{}.{:04}", volume / 10_000, volume % 10_000);
        let rule = format!("sessions = {sessions}\nminimum_percent = {}", from_the_start(percent));
        let outcome = review(&market, &asks("liquidity", &rule), &[]);
        prop_assert_eq!(placed(&outcome), [0], "a year");
    }

    /// The shares of two classes that are counted together trade together.
    #[test]
    fn classes_that_trade_together_reach_a_minimum_together(
        cents in 1_i64..2_000, one in 1_u64..1_000, other in 1_u64..1_000, younger in 3_usize..20,
    ) {
        // In every session of its own the younger class trades what both need for a turnover of 100%.
        let young = Share { from: RANK_DAY - Span::new().days(29), ..Share::default() };
        let mut market = market(&[young.clone(), young]);
        let close = cents * 10_000_000;
        let trades = |volume: u64| vec![(close, volume); SESSIONS];
        market = traded(&market, &[trades(one), trades(other)]);
        let all = Calendar::nyse().sessions_between(RANK_DAY - Span::new().days(29), RANK_DAY).unwrap();
        let first = all[all.len() - younger];
        let mut prices = PriceTable::default();
        for row in market.prices.iter().filter(|row| row.security_id.0 == 0 || row.date >= first) {
            prices.push(row);
        }
        market.prices = prices;
        market.securities[1].issuer_id = IssuerId(0);
        market.securities[1].first_session = first;
        market.securities[1].known_at = first;
        market.shares.retain(|count| count.security_id == SecurityId(0));
        market.shares[0].basis = russet_market::ShareBasis::Company;
        market.canonical();
        for less in [0, 1] {
            let shares = format!("{}", (one + other) * 100 + less);
            market.shares[0].shares_outstanding = shares.parse().unwrap();
            let rule = format!("sessions = 100\nminimum_percent = {}", from_the_start("100"));
            let outcome = review(&market, &asks("liquidity", &rule), &[]);
            prop_assert_eq!(placed(&outcome).is_empty(), less == 1, "{} {}", one, other);
        }
    }

    /// Quarters that add up to nothing earn nothing.
    #[test]
    fn quarters_that_add_up_to_nothing_earn_nothing(cents in prop::array::uniform3(1_i64..1_000_000_000)) {
        let loss = -(cents[0] + cents[1] + cents[2]);
        let [first, second, third] = cents;
        let mut market = market(&[Share::default(), Share::default()]);
        for (line, more) in [(0, 1), (1, 0)] {
            for (month, cents) in [(6, loss), (9, first), (10, second), (12, third + more)] {
                let period_end = Date::new(2023, month, 30).unwrap();
                market.fundamentals.push(Fundamental {
                    security_id: SecurityId(line),
                    measure: FundamentalMeasure::NetIncome,
                    period_end,
                    known_at: period_end,
                    value: cents as f64 / 100.0,
                    source: "test".to_owned(),
                });
            }
        }
        market.canonical();
        let rule = "quarters = 4\nstale_after_days = 250\nunknown_passes = false";
        prop_assert_eq!(placed(&review(&market, &asks("earnings", rule), &[])), [0]);
    }
}
