//! The same plan gives the same market: twice, on one thread, cut short, with more companies.

use std::collections::BTreeSet;

use jiff::civil::date;
use russet_market::{Market, Price};
use russet_sim::{Countries, Simulation, SimulationError, simulate};

const SMALL: Simulation = Simulation {
    seed: 3,
    companies: 300,
    from: date(2022, 1, 1),
    years: 2,
    countries: Countries::UnitedStates,
};

fn market(plan: &Simulation) -> Market {
    simulate(plan, &|_, _| {}).unwrap()
}

#[test]
fn one_seed_gives_one_market_on_any_number_of_threads() {
    let one = market(&SMALL);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(one, pool.install(|| market(&SMALL)));
    }
    assert_ne!(one, market(&Simulation { seed: 4, ..SMALL }));
}

#[test]
fn a_shorter_simulation_is_what_could_be_known_then() {
    let short = market(&Simulation { years: 1, ..SMALL });
    let last = short.prices.sessions().last().unwrap().0;
    assert_eq!(market(&SMALL).known_at(last), short);
}

#[test]
fn one_company_more_leaves_the_others_alone() {
    let paths = |companies: u32| -> BTreeSet<Vec<Price>> {
        let market = market(&Simulation { companies, years: 1, ..SMALL });
        let start = market.prices.sessions()[0].1.clone();
        let listed = market.prices.closes(start).map(|(security, _)| security);
        let closes = |security| {
            let rows = market.prices.iter().filter(|row| row.security_id == security);
            rows.map(|row| row.close).collect()
        };
        listed.map(closes).collect()
    };
    assert!(paths(20).is_subset(&paths(21)));
}

#[test]
fn progress_is_told_after_each_session() {
    let told = std::cell::RefCell::new(Vec::new());
    let plan = Simulation { companies: 5, years: 1, ..SMALL };
    simulate(&plan, &|done, total| told.borrow_mut().push((done, total))).unwrap();
    let told = told.into_inner();
    assert_eq!(told.len(), 251);
    assert!(told.iter().zip(1..).all(|(told, done)| *told == (done, 251)));
}

#[test]
fn plans_that_cannot_be_are_refused_with_a_reason_and_the_widest_is_not() {
    let refused = |plan: Simulation| simulate(&plan, &|_, _| {}).unwrap_err();
    let none = refused(Simulation { companies: 0, ..SMALL });
    assert_eq!(none.to_string(), "0 companies are outside 1 to 100000");
    assert!(matches!(
        refused(Simulation { years: 0, ..SMALL }),
        SimulationError::NoSessions { .. }
    ));
    for (from, years) in [(date(1970, 1, 1), 1), (date(2025, 1, 1), 10)] {
        assert!(matches!(
            refused(Simulation { from, years, ..SMALL }),
            SimulationError::Calendar(_)
        ));
    }
    for years in [9_000, u32::MAX] {
        assert!(matches!(
            refused(Simulation { years, ..SMALL }),
            SimulationError::NoSuchDate { .. }
        ));
    }
    let long = Simulation { companies: 30, from: date(1978, 1, 1), years: 53, seed: 0, ..SMALL };
    assert_eq!(market(&long).prices.sessions().len(), long.sessions().unwrap().len());
    let one =
        Simulation { companies: 1, from: date(2030, 1, 1), years: 1, seed: u64::MAX, ..SMALL };
    assert!(!market(&one).securities.is_empty());
}
