//! A market of several countries: their holidays, currencies and rates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use russet_market::{Calendar, Currency, Market, Mic, SecurityId};
use russet_sim::{Countries, Simulation, simulate};

const PLAN: Simulation = Simulation {
    seed: 11,
    companies: 600,
    from: date(2022, 1, 1),
    years: 2,
    countries: Countries::International,
};

static WORLD: LazyLock<Market> = LazyLock::new(|| simulate(&PLAN, &|_, _| {}).unwrap());

fn venues() -> BTreeMap<SecurityId, Mic> {
    WORLD.securities.iter().map(|version| (version.security_id, version.mic)).collect()
}

/// The days with closes on each exchange outside the United States, and on those inside.
fn days() -> BTreeMap<Mic, BTreeSet<Date>> {
    let venues = venues();
    let mut days: BTreeMap<Mic, BTreeSet<Date>> = BTreeMap::new();
    for row in WORLD.prices.iter() {
        let venue = venues[&row.security_id];
        let home = venue.currency() == Currency::USD;
        days.entry(if home { Mic::Xnys } else { venue }).or_default().insert(row.date);
    }
    days
}

#[test]
fn the_same_plan_gives_the_same_world_and_a_shorter_one_its_beginning() {
    assert!(*WORLD == simulate(&PLAN, &|_, _| {}).unwrap());
    let short = simulate(&Simulation { years: 1, ..PLAN }, &|_, _| {}).unwrap();
    let last = short.prices.sessions().last().unwrap().0;
    assert!(WORLD.known_at(last) == short);
}

#[test]
fn companies_trade_on_seven_countries_exchanges_in_six_currencies() {
    let mut currencies: BTreeMap<Currency, usize> = BTreeMap::new();
    for venue in venues().values() {
        *currencies.entry(venue.currency()).or_default() += 1;
    }
    assert_eq!(currencies.len(), 6);
    assert!(currencies.values().all(|count| *count > 15), "{currencies:?}");
    let venues = venues();
    let median = |wanted: Currency| {
        let rows = WORLD.prices.iter().filter(|row| venues[&row.security_id].currency() == wanted);
        crate::panel::median(rows.map(|row| row.close.to_f64()).collect())
    };
    let level = median(Currency::JPY) / median(Currency::USD);
    assert!((40.0..400.0).contains(&level), "a close in yen is {level} times one in dollars");
}

#[test]
fn there_is_a_rate_of_each_currency_on_every_weekday() {
    let weekdays = Calendar::weekdays().sessions_between(date(2022, 1, 1), date(2023, 12, 31));
    let mut rates: BTreeMap<Currency, Vec<Date>> = BTreeMap::new();
    for rate in &WORLD.fx {
        assert_eq!((rate.currency_to, rate.known_at), (Currency::USD, rate.date));
        rates.entry(rate.currency_from).or_default().push(rate.date);
    }
    let foreign = [Currency::CAD, Currency::CHF, Currency::EUR, Currency::GBP, Currency::JPY];
    assert!(rates.keys().eq(&foreign));
    let weekdays = weekdays.unwrap();
    assert!(rates.values().all(|days| days == weekdays));
    let yen = WORLD.fx.iter().filter(|rate| rate.currency_from == Currency::JPY);
    let yen: BTreeSet<i64> = yen.map(|rate| rate.rate.picos()).collect();
    assert!(yen.len() > 400, "{} rates of the yen", yen.len());
    assert!(yen.iter().all(|rate| (4_000_000_000..16_000_000_000).contains(rate)), "{yen:?}");
}

#[test]
fn closes_stand_on_local_sessions_alone() {
    let days = days();
    let nyse = Calendar::nyse().sessions_between(date(2022, 1, 1), date(2023, 12, 31)).unwrap();
    assert!(days[&Mic::Xnys].iter().eq(nyse));
    let open = |venue: Mic, day: Date| days[&venue].contains(&day);
    let independence = date(2023, 7, 4);
    assert!(open(Mic::Xtks, independence) && open(Mic::Xlon, independence));
    let golden_week = date(2023, 5, 4);
    assert!(!open(Mic::Xtks, golden_week) && open(Mic::Xnys, golden_week));
    let easter_monday = date(2023, 4, 10);
    assert!(!open(Mic::Xetr, easter_monday) && open(Mic::Xtks, easter_monday));
    for (venue, days) in &days {
        assert!((470..525).contains(&days.len()), "{} days on {}", days.len(), venue.code());
    }
}

#[test]
fn dates_of_actions_and_counts_are_local_sessions() {
    let (venues, days) = (venues(), days());
    let last = date(2023, 12, 20);
    let open = |security: SecurityId, day: Date| {
        let venue = venues[&security];
        let home = venue.currency() == Currency::USD;
        day > last || days[if home { &Mic::Xnys } else { &venue }].contains(&day)
    };
    for action in &WORLD.actions {
        assert_eq!(action.fault(), None, "{action:?}");
        let dates = [action.ex_date, action.known_at];
        assert!(dates.into_iter().all(|day| open(action.security_id, day)), "{action:?}");
        if let Some(other) = action.other_security_id.and_then(|other| venues.get(&other)) {
            assert_eq!(other.currency(), venues[&action.security_id].currency());
        }
    }
    for count in &WORLD.shares {
        assert!(
            open(count.security_id, count.effective_date)
                && open(count.security_id, count.known_at)
        );
    }
    let foreign = |security: &SecurityId| venues[security].currency() != Currency::USD;
    assert!(WORLD.actions.iter().filter(|action| foreign(&action.security_id)).count() > 200);
}
