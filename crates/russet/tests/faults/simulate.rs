//! Faults during a simulation: there is no market, or the whole one.

use super::places::Rooms;
use super::scene::Scene;
use super::shim::Shim;
use super::state::Target;

#[test]
fn a_simulation_leaves_no_market_or_the_whole_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = rooms.places("start");
    let line = "simulate --market {market} --companies 5 --years 1 --seed 3";
    let target = Target::Market;
    // A simulation never overwrites a market.
    Scene { shim, rooms: &rooms, start, line, target, repeats: false, cases: 70 }.disturb();
}
