//! A market, a run and a methodology go between threads, and stay as they were opened.

use std::thread;

use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Error, Market, Methodology, Run};

use crate::support::{Bench, simulation};

fn is_shared<T: Clone + Send + Sync + 'static>() {}

#[test]
fn everything_can_be_sent_to_other_threads() {
    is_shared::<Market>();
    is_shared::<Methodology>();
    is_shared::<Run>();
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
}

#[test]
fn several_threads_build_and_read_one_market() {
    let bench = Bench::shared();
    let expected = bench.run.levels("LARGE20", ..).unwrap();
    thread::scope(|scope| {
        for number in 0..3 {
            let (market, rules, expected) = (bench.market.clone(), &bench.rules, &expected);
            let folder = bench.path(&format!("thread-{number}"));
            scope.spawn(move || {
                let run = market.build(rules, folder, &BuildOptions::new()).unwrap().run;
                assert!(run.levels("LARGE20", ..).unwrap() == *expected);
            });
        }
    });
}

#[test]
fn an_open_run_stays_as_it_was_while_another_one_is_built_in_its_folder() {
    let bench = Bench::shared();
    let folder = bench.path("replaced");
    let until = |day| BuildOptions::new().last_session(day);
    let before = bench.market.build(&bench.rules, &folder, &until(date(2025, 6, 30))).unwrap().run;
    let levels = before.levels("LARGE20", ..).unwrap();
    let wider = bench.rules.with("breakpoints.20.half_width_percent", "5").unwrap();
    bench.market.build(&wider, &folder, &until(date(2025, 12, 31))).unwrap();
    assert!(before.levels("LARGE20", ..).unwrap() == levels);
    assert_eq!(before.days().into_inner().1, date(2025, 6, 30));
    let after = Run::open(&folder).unwrap();
    assert_eq!(after.days().into_inner().1, date(2025, 12, 31));
    let first = Run::open_version(&folder, 1).unwrap();
    assert!(first.levels("LARGE20", ..).unwrap() == levels);
}

#[test]
fn equal_simulations_make_equal_markets() {
    let bench = Bench::shared();
    let again = Market::simulate(bench.path("again"), &simulation()).unwrap();
    assert_eq!(again.snapshot().seal(), bench.market.snapshot().seal());
}
