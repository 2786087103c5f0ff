//! Faults during imports: the old market or the new one remains.

use jiff::civil::date;

use super::places::Rooms;
use super::scene::Scene;
use super::shim::Shim;
use super::state::Target;
use crate::support::{self, feed};

/// Sessions of two years, so that a second import changes a price file and adds one.
fn prices(rooms: &Rooms) -> super::places::Places {
    let start = rooms.places("start");
    let rows = feed::rows(8, date(2024, 12, 9), date(2025, 1, 10));
    let (old, new) = rows.split_at(8 * 10);
    std::fs::write(start.market.join("old.csv"), feed::file(old)).unwrap();
    std::fs::write(start.market.join("new.csv"), feed::file(new)).unwrap();
    start
}

#[test]
fn a_first_import_leaves_no_market_or_the_whole_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = prices(&rooms);
    let line = "import prices {old} --market {market}";
    let target = Target::Market;
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 90 }.disturb();
}

#[test]
fn a_further_import_leaves_the_old_market_or_the_new_one() {
    let Some(shim) = Shim::get() else { return };
    let rooms = Rooms::one();
    let start = prices(&rooms);
    let first = support::run(start.words("import prices {old} --market {market}"));
    assert_eq!(first.code, 0, "{}", first.err);
    let line = "import prices {new} --market {market}";
    let target = Target::Market;
    Scene { shim, rooms: &rooms, start, line, target, repeats: true, cases: 140 }.disturb();
}
