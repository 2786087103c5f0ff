//! A build goes on from the run in the folder where it can, says so, and makes the same run either way.

use std::cell::Cell;

use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Decision, rows};
use russet_store::Wait;

use crate::support::Bench;

#[test]
fn a_further_day_continues_the_run_and_makes_the_same_run_as_a_build_of_all_days() {
    let bench = Bench::shared();
    let (grown, whole) = (bench.path("grown"), bench.path("whole"));
    let until = |day| BuildOptions::new().last_session(day);
    let (first, last) = (date(2025, 9, 18), date(2025, 9, 19));
    let begun = bench.market.build(&bench.rules, &grown, &until(first)).unwrap();
    assert!(begun.continued.is_none());
    let grown = bench.market.build(&bench.rules, &grown, &until(last)).unwrap();
    let continued = grown.continued.unwrap();
    assert!(continued.after < first);
    assert!(continued.changed.unwrap().is_nothing());
    let whole = bench.market.build(&bench.rules, &whole, &until(last)).unwrap();
    let hashes = |run: &russet_core::Run| run.manifest().outputs.clone();
    assert_eq!(hashes(&grown.run), hashes(&whole.run));

    let rebuild = until(last).rebuild(true);
    let rebuilt = bench.market.build(&bench.rules, bench.path("grown"), &rebuild).unwrap();
    assert!(rebuilt.continued.is_none());
    assert_eq!(hashes(&rebuilt.run), hashes(&whole.run));
}

#[test]
fn options_reach_the_build() {
    let bench = Bench::shared();
    let calls = Cell::new(0);
    let count = |done: usize, all: usize| {
        assert!(done <= all);
        calls.set(calls.get() + 1);
    };
    let options = BuildOptions::new()
        .first_session(date(2026, 3, 20))
        .last_session(date(2026, 4, 30))
        .estimate_free_floats(false)
        .on_progress(&count);
    let run = bench.market.build(&bench.rules, bench.path("options"), &options).unwrap().run;
    assert_eq!(run.days().into_inner(), (date(2026, 3, 20), date(2026, 4, 30)));
    assert!(calls.get() > 20);
    assert!(run.manifest().notes[0].starts_with("Built without free floats estimated"));
    assert_eq!(run.methodology().unwrap().text(), bench.rules.text());
    let decisions = rows::<Decision>(&run.decisions(..).unwrap()).unwrap();
    assert!(decisions.iter().all(|row| row.effective_after_close >= date(2026, 3, 20)));
}

#[test]
fn what_is_in_a_folder_is_left_alone() {
    let bench = Bench::shared();
    let folder = bench.path("taken");
    let until = BuildOptions::new().last_session(date(2025, 4, 30));
    bench.market.build(&bench.rules, &folder, &until).unwrap();
    let text = bench.rules.text().replace("name = \"small\"", "name = \"other\"");
    let other = russet_core::Methodology::parse("other.toml", &text).unwrap();
    let error = bench.market.build(&other, &folder, &until).unwrap_err();
    assert!(error.is_occupied(), "{error}");
    assert!(bench.market.build(&other, &folder, &until.replace(true)).is_ok());

    let mine = bench.path("mine");
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(mine.join("precious.txt"), "precious").unwrap();
    let error = bench.market.build(&bench.rules, &mine, &until).unwrap_err();
    assert!(error.is_occupied() && error.to_string().contains("precious.txt"), "{error}");
    let error =
        russet_core::Market::simulate(bench.path("market"), &Default::default()).unwrap_err();
    assert!(error.is_occupied(), "{error}");
}

#[test]
fn a_folder_that_is_being_written_is_busy() {
    let bench = Bench::shared();
    let folder = bench.path("busy");
    let market = russet_market::MarketFolder::at(&folder);
    let _writing = market.update(Wait::Never).unwrap();
    let plan = crate::support::simulation();
    let waits = std::thread::spawn({
        let folder = folder.clone();
        move || russet_core::Market::simulate(folder, &plan)
    });
    drop(_writing);
    assert!(waits.join().unwrap().is_ok(), "a simulation waits for the other writer");

    let folder = bench.path("busy-run");
    let until = BuildOptions::new().last_session(date(2025, 4, 30));
    bench.market.build(&bench.rules, &folder, &until).unwrap();
    let lock = std::fs::File::options().write(true).open(folder.join("run.writer.lock")).unwrap();
    lock.lock().unwrap();
    let error = bench.market.build(&bench.rules, &folder, &until.wait(false)).unwrap_err();
    assert!(error.is_busy() && !error.is_damaged(), "{error}");
    lock.unlock().unwrap();
    assert!(bench.market.build(&bench.rules, &folder, &until.wait(false)).is_ok());
}
