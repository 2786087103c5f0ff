//! Imports during other imports and simulations: the market ends up with the facts of all.

use std::time::Duration;

use jiff::civil::date;

use super::race::{A_MOMENT, Ended, Finish, Race};
use crate::faults::places::{Places, Rooms};
use crate::faults::shim::{Call, Shim};
use crate::faults::state::{State, Target};
use crate::support::{self, feed};

const OLD: &str = "import prices {old} --market {market}";
const NEW: &str = "import prices {new} --market {market}";
const SIMULATE: &str = "simulate --market {market} --companies 4 --years 1 --seed 3";

/// Two files of closes, and no market yet.
pub fn files(rooms: &Rooms) -> Places {
    let start = rooms.places("start");
    let rows = feed::rows(5, date(2024, 12, 23), date(2025, 1, 8));
    let (old, new) = rows.split_at(5 * 5);
    std::fs::write(start.market.join("old.csv"), feed::file(old)).unwrap();
    std::fs::write(start.market.join("new.csv"), feed::file(new)).unwrap();
    start
}

/// Runs commands one after another, which must succeed.
pub fn ok(places: &Places, lines: &[&str]) {
    for line in lines {
        let said = support::run(places.words(line));
        assert_eq!(said.code, 0, "`{line}`: {}", said.err);
    }
}

/// The market after some commands, one after another.
pub fn market_after(rooms: &Rooms, start: &Places, lines: &[&str]) -> State {
    let places = rooms.places("sequence");
    start.copy_to(&places);
    ok(&places, lines);
    State::read(Target::Market, &places).unwrap()
}

/// Both must succeed, and the market be the one of both, in either order.
fn both(finish: &Finish<'_>, either: &[State; 2]) -> Result<(), String> {
    finish.held.succeeded("the held import")?;
    finish.other.succeeded("the other import")?;
    let left = State::read(Target::Market, finish.places)?;
    match either.contains(&left) {
        true => Ok(()),
        false => Err("the market is not the one of both imports".to_owned()),
    }
}

#[test]
fn two_first_imports_are_both_in_the_market() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = files(&rooms);
    let either = [[OLD, NEW], [NEW, OLD]].map(|lines| market_after(&rooms, &start, &lines));
    let race =
        Race { shim, rooms: &rooms, start: &start, held: OLD, other: NEW, other_gets: A_MOMENT };
    race.run(&|finish| both(finish, &either));
}

#[test]
fn two_further_imports_are_both_in_the_market() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = files(&rooms);
    ok(&start, &[SIMULATE]);
    let either = [[OLD, NEW], [NEW, OLD]].map(|lines| market_after(&rooms, &start, &lines));
    let race =
        Race { shim, rooms: &rooms, start: &start, held: OLD, other: NEW, other_gets: A_MOMENT };
    race.run(&|finish| both(finish, &either));
}

#[test]
fn an_import_with_no_wait_is_refused_at_once() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = files(&rooms);
    ok(&start, &[OLD]);
    let expected = market_after(&rooms, &start, &[NEW]);
    let line = "import prices {old} --market {market} --no-wait";
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: NEW,
        other: line,
        other_gets: Duration::from_secs(5),
    };
    // While it writes, it surely has the market for itself.
    let writes = |call: &Call| call.name == "write";
    race.run_at(&writes, &|finish| {
        finish.held.succeeded("the import that writes")?;
        let said = &finish.other.err;
        let names_it =
            said.contains("error: ") && said.contains(&*finish.places.market.to_string_lossy());
        if !finish.overtook || finish.other.code != Some(1) || !names_it {
            return Err(format!("it is not refused at once: {:?} {said}", finish.other.code));
        }
        match State::read(Target::Market, finish.places)? == expected {
            true => Ok(()),
            false => Err("the market is not the one of the import that writes".to_owned()),
        }
    });
}

/// A simulation that comes first leaves a market which the import adds to; one that comes second is
/// refused. An import is never lost.
fn simulated(
    rooms: &Rooms,
    start: &Places,
) -> impl Fn(&Ended, &Ended, &Places) -> Result<(), String> + Sync {
    let with_both = market_after(rooms, start, &[SIMULATE, OLD]);
    let imported = market_after(rooms, start, &[OLD]);
    move |simulation, import, places| {
        import.succeeded("the import")?;
        let left = State::read(Target::Market, places)?;
        let expected = match simulation.code {
            Some(0) => &with_both,
            Some(1) if simulation.err.contains("error: ") => &imported,
            other => return Err(format!("the simulation ends with {other:?}: {}", simulation.err)),
        };
        match left == *expected {
            true => Ok(()),
            false => {
                Err(format!("facts are lost; the simulation ended with {:?}", simulation.code))
            }
        }
    }
}

#[test]
fn a_simulation_during_an_import_loses_nothing() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = files(&rooms);
    let judge = simulated(&rooms, &start);
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: OLD,
        other: SIMULATE,
        other_gets: A_MOMENT,
    };
    race.run(&|finish| judge(&finish.other, &finish.held, finish.places));
}

#[test]
fn an_import_during_a_simulation_is_not_lost() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = files(&rooms);
    let judge = simulated(&rooms, &start);
    let race = Race {
        shim,
        rooms: &rooms,
        start: &start,
        held: SIMULATE,
        other: OLD,
        other_gets: A_MOMENT,
    };
    race.run(&|finish| judge(&finish.held, &finish.other, finish.places));
}
