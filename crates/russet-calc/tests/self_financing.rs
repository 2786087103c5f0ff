//! Whatever corporate actions happen, on whatever days, every level is that of a fund that finances itself.
//!
//! A failing case prints the first differences and the market as a scenario, with its actions: put the text
//! into a file of `scenarios/` to ask it more.

use std::path::Path;

use crate::holder::numbers::{of_level, whole};
use crate::holder::{Facts, Holder, breaches, parts_and_wholes};
use crate::random_market::{Draw, KINDS, Kind, Plan, Tone, may_share_a_day, scenario_of};
use crate::scenario::{Given, Scenario};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Differences that a failing case shows.
const SHOWN: usize = 12;
/// Decimals to which the return of a fair market is one: index shares have six, and a price index holds one of each.
const FAIR_DECIMALS: u32 = 7;
/// Lines of one market on which pairs of kinds are tried at once.
const LINES_AT_A_TIME: u8 = 4;

fn given(text: &str) -> Given {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = Scenario::parse("random market", text).unwrap_or_else(|fault| panic!("{fault}"));
    Given::read(&scenario, &folder).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// Where the run of a market differs from the funds, from its parts and wholes, and from its own ledger;
/// and, in a fair market, where a total return moves.
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
    if plan.tone == Tone::Fair {
        let moves = |level| !whole(1000).is_near(&of_level(level), FAIR_DECIMALS);
        for row in run.levels.iter().filter(|row| moves(row.total_return)) {
            let (date, index, level) = (row.date, &row.index_id, row.total_return);
            faults.push(format!("{date} {index}: total return moves to {level}"));
        }
    }
    faults
}

fn report(plan: &Plan, faults: &[String]) -> String {
    let shown = faults.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n");
    format!("{} differences, the first of them:\n{shown}\n\n{}", faults.len(), scenario_of(plan))
}

fn plan(draws: Vec<Draw>) -> Plan {
    Plan {
        seed: 3,
        tone: Tone::Busy,
        ex_dividend: false,
        drops_children: false,
        review: false,
        draws,
    }
}

/// Every case whose market has a fault, by its name.
fn assert_sound(cases: impl IntoIterator<Item = (String, Plan)>) {
    let mut wrong = Vec::new();
    for (name, plan) in cases {
        let faults = faults(&plan);
        if !faults.is_empty() {
            wrong.push(format!("{name}: {}", report(&plan, &faults)));
        }
    }
    let names: Vec<&str> =
        wrong.iter().filter_map(|text| text.split_once(':')).map(|(n, _)| n).collect();
    assert!(
        wrong.is_empty(),
        "{}\n\n{} cases: {}",
        wrong.join("\n\n"),
        wrong.len(),
        names.join("; ")
    );
}

#[test]
fn each_kind_of_action_by_itself() {
    let cases = KINDS.map(|kind| {
        let draw =
            |line: u8| Draw { kind, session: 5, line, other: 9 + line, terms: [line, 7, 9 + line] };
        (format!("{kind:?}"), plan([0, 6, 9].map(draw).to_vec()))
    });
    assert_sound(cases);
}

/// Every two kinds that may share a day, on one line.
#[test]
fn each_two_kinds_of_action_on_one_line_and_day() {
    let places = 0..KINDS.len();
    let pairs =
        places.flat_map(|one| (one..KINDS.len()).map(move |other| (KINDS[one], KINDS[other])));
    let facts = [Kind::NewCount, Kind::NewFloat];
    let pairs: Vec<(Kind, Kind)> = pairs
        .filter(|(one, other)| may_share_a_day(*one, *other) && !facts.contains(other))
        .collect();
    assert!(pairs.len() > 80, "{} pairs", pairs.len());
    let cases = pairs.chunks(usize::from(LINES_AT_A_TIME)).map(|pairs| {
        let draws = (0..LINES_AT_A_TIME).zip(pairs).flat_map(|(place, (one, other))| {
            let (session, line) = (4 * place + 1, 3 * place + 1);
            let draw = |kind| Draw { kind, session, line, other: 14, terms: [place, 7, 9] };
            [draw(*one), draw(*other)]
        });
        (format!("{pairs:?}"), plan(draws.collect()))
    });
    assert_sound(cases);
}

/// Actions of acquirers on the ex-date of a delayed takeover, a session later, and on its effective day.
#[test]
fn each_kind_of_action_of_an_acquirer_while_a_takeover_waits() {
    let mut cases = Vec::new();
    for delayed in [Kind::DelayedForShares, Kind::DelayedMixed] {
        for (place, kind) in KINDS.into_iter().enumerate() {
            let mut draws = Vec::new();
            for (target, acquirer, session, after) in [(0, 4, 1, 0), (8, 11, 5, 1), (3, 14, 5, 2)] {
                let terms = [place as u8, 40, 9];
                draws.push(Draw { kind: delayed, session, line: target, other: acquirer, terms });
                let session = session + after;
                draws.push(Draw { kind, session, line: acquirer, other: 1, terms: [2, 7, 9] });
            }
            cases.push((format!("{delayed:?} and {kind:?}"), plan(draws)));
        }
    }
    assert_sound(cases);
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
    // Half of them on one day, and a quarter of one line.
    let crowded = (proptest::collection::vec(draw, 1..14), any::<u8>(), any::<u8>(), any::<u64>());
    crowded.prop_map(|(mut draws, session, line, lot)| {
        for (place, draw) in draws.iter_mut().enumerate() {
            if lot >> place & 1 == 1 {
                draw.session = session;
            }
            if lot >> (2 * place + 16) & 3 == 3 {
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

/// The same cases at every time, unless so many others are asked for by `RUSSET_CASES`.
fn settings(cases: u32) -> ProptestConfig {
    let asked = std::env::var("RUSSET_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        rng_seed: if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(7) },
        max_shrink_iters: 200,
        ..ProptestConfig::with_cases(asked.unwrap_or(cases))
    }
}

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn any_actions_make_the_levels_of_a_fund_that_finances_itself(plan in plans(Tone::Busy)) {
        let faults = faults(&plan);
        prop_assert!(faults.is_empty(), "{}", report(&plan, &faults));
    }

    #[test]
    fn actions_at_fair_terms_move_no_total_return(plan in plans(Tone::Fair)) {
        let faults = faults(&plan);
        prop_assert!(faults.is_empty(), "{}", report(&plan, &faults));
    }
}
