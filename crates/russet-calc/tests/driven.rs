//! The engine driven by hand: whatever prices come within a session, and in any order, its close is the one that a
//! build makes of the closes alone, to the last bit.

use crate::support::{Recipe, family, plan, run};
use jiff::civil::Date;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use russet_calc::{BuildPlan, Engine, LevelRow};
use russet_market::{MarketView, Price, SecurityId};

/// A price near a close.
fn near(close: Price, random: &mut ChaCha8Rng) -> Price {
    let nanos = close.nanos() / 1000 * random.random_range(900..1100);
    Price::from_nanos(nanos.max(1)).unwrap()
}

fn drive(view: &MarketView<'_>, plan: BuildPlan, seed: u64) -> Vec<LevelRow> {
    let family = family();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut engine = Engine::start(view, &family, plan).unwrap();
    let mut levels = Vec::new();
    for (session, rows) in view.sessions() {
        engine.open(*session).unwrap();
        let mut closes: Vec<(SecurityId, Price)> = view.closes(rows.clone()).collect();
        closes.shuffle(&mut random);
        for (security, close) in closes.iter().take(20) {
            engine.take_price(*security, near(*close, &mut random)).unwrap();
        }
        let within = engine.level("R2000").unwrap();
        for (security, close) in &closes {
            engine.take_price(*security, *close).unwrap();
        }
        let last = engine.level("R2000").unwrap();
        let closed = engine.close().unwrap();
        let of_index = |row: &&LevelRow| row.index_id == "R2000";
        let published = closed.iter().find(of_index).map(|row| row.price_return);
        if within.is_some() {
            assert_eq!(last, published, "{session}: nothing but prices moves a level");
        }
        levels.extend(closed);
    }
    levels
}

#[test]
fn prices_within_a_session_leave_no_trace_in_its_close() {
    let market = Recipe::of(11).market();
    let view = MarketView::new(&market);
    let expected = run(&market).levels;
    let moved = |day: Date| expected.iter().any(|row| row.date == day);
    assert!(view.sessions().iter().filter(|(session, _)| moved(*session)).count() > 100);
    for seed in [1, 2] {
        assert_eq!(drive(&view, plan("", None, None), seed), expected);
    }
}
