//! Whatever corporate actions happen, on whatever days, every level is that of a fund that finances itself.
//!
//! A failing case prints the market as a scenario, with its actions, and the first levels that differ: put
//! the text into `scenarios/` to look at it.

mod holder;
mod random_market;
mod scenario;

use std::path::Path;

use holder::{Facts, Holder, breaches, parts_and_wholes};
use proptest::prelude::*;
use random_market::{Draw, KINDS, Kind, Plan, Tone, scenario_of};
use scenario::{Given, Scenario};

/// Differences that a failing case shows.
const SHOWN: usize = 12;

fn given(text: &str) -> Given {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = Scenario::parse("random market", text).unwrap_or_else(|fault| panic!("{fault}"));
    Given::read(&scenario, &folder).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// What a market's run has otherwise than the funds, than its parts and wholes, or than its own ledger.
fn faults(plan: &Plan) -> Vec<String> {
    let given = given(&scenario_of(plan));
    let run = match given.build(&given.market) {
        Ok(run) => run,
        Err(error) => return vec![format!("there is no run: {error}")],
    };
    let facts = Facts::of(&given.market);
    let rows = Holder::new(&facts, &given.family, &run).rows();
    let mut faults = breaches(&run, &rows);
    faults.extend(parts_and_wholes(&run));
    for difference in russet_calc::replay::differences(&run).unwrap() {
        faults.push(format!("the ledger gives another level than {:?}", difference.said));
    }
    faults
}

fn report(plan: &Plan, faults: &[String]) -> String {
    let shown = faults.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n");
    format!("{} differences, the first of them:\n{shown}\n\n{}", faults.len(), scenario_of(plan))
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let draw = (0..KINDS.len(), any::<u8>(), any::<u8>(), any::<u8>(), any::<[u8; 3]>());
    let draw = draw.prop_map(|(kind, session, line, other, terms)| Draw {
        kind: KINDS[kind],
        session,
        line,
        other,
        terms,
    });
    // Half of them on one day, and half of those of one line.
    let crowded = (proptest::collection::vec(draw, 1..14), any::<u8>(), any::<u8>(), any::<u64>());
    crowded.prop_map(|(mut draws, session, line, lot)| {
        for (place, draw) in draws.iter_mut().enumerate() {
            if lot >> place & 1 == 1 {
                draw.session = session;
            }
            if lot >> (place + 20) & 3 == 3 {
                draw.line = line;
            }
        }
        draws
    })
}

fn plans(tone: Tone) -> impl Strategy<Value = Plan> {
    (any::<u64>(), any::<bool>(), any::<bool>(), draws()).prop_map(
        move |(seed, ex_dividend, drops_children, draws)| Plan {
            seed,
            tone,
            ex_dividend,
            drops_children,
            review: false,
            draws,
        },
    )
}

fn settings(cases: u32) -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(7);
    ProptestConfig {
        failure_persistence: None,
        rng_seed,
        max_shrink_iters: 400,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(settings(40))]

    #[test]
    fn any_actions_make_the_levels_of_a_fund_that_finances_itself(plan in plans(Tone::Busy)) {
        let faults = faults(&plan);
        prop_assert!(faults.is_empty(), "{}", report(&plan, &faults));
    }
}

/// Each kind of action by itself, on a few lines of any market.
#[test]
fn each_kind_of_action_by_itself() {
    let mut wrong = Vec::new();
    for kind in KINDS {
        let draws = |lines: [u8; 3]| lines.map(|line| Draw { kind, session: 5, line, other: 9 + line, terms: [line, 7, 9 + line] }).to_vec();
        let plan = Plan { seed: 3, tone: Tone::Busy, ex_dividend: false, drops_children: false, review: false, draws: draws([0, 6, 9]) };
        let text = scenario_of(&plan); if let Some((_, a)) = text.split_once("\nactions") { eprintln!("== {kind:?} {a}") } else { eprintln!("== {kind:?} none") }
        let faults = faults(&plan);
        if !faults.is_empty() {
            wrong.push(format!("{kind:?}: {}", report(&plan, &faults)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[allow(dead_code)]
fn unused(_: Kind) {}
