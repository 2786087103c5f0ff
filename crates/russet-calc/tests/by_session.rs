//! A market that is built session by session, of what was known by each, gives the run that is built at once:
//! levels, ledger, constituents, closes, actions and pro formas.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use crate::random_market::{Draw, KINDS, Plan, Tone, scenario_of};
use crate::scenario::{Given, Scenario};
use crate::support::{contents, sessions};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use russet_calc::run::{Begin, BuildOptions};
use russet_calc::{BuildError, BuildPlan, Constituent, Run, RunFolder};
use russet_market::{Market, MarketFolder, MarketView};

fn given(text: &str) -> Given {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let scenario = Scenario::parse("random market", text).unwrap_or_else(|fault| panic!("{fault}"));
    Given::read(&scenario, &folder).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// The first place at which two lists differ.
fn difference<T: PartialEq + Debug>(what: &str, then: &[T], whole: &[T]) -> Option<String> {
    let place = then.iter().zip(whole).position(|(one, other)| one != other);
    if let Some(place) = place {
        return Some(format!("{what}:\n  then {:?}\n  now  {:?}", then[place], whole[place]));
    }
    let (one, other) = (then.len(), whole.len());
    let rest = then.get(other).or_else(|| whole.get(one));
    rest.map(|row| format!("{what}: {one} rows then, {other} now, the first of the rest {row:?}"))
}

fn kept<T: Clone>(rows: &[T], keep: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter().filter(|row| keep(row)).cloned().collect()
}

/// Where the run of what was known by a day is not the beginning of the whole run.
fn look_ahead(then: &Run, whole: &Run, day: Date) -> Option<String> {
    let levels = kept(&whole.levels, |row| row.date <= day);
    // What is ex on the next session may have become known on it.
    let events = |run: &Run| kept(&run.events, |row| row.after_close < day);
    let decisions = |run: &Run| kept(&run.decisions, |row| row.effective_after_close <= day);
    let announced = |run: &Run| kept(&run.pro_forma, |row| row.announced_on < day);
    let actions =
        |run: &Run| kept(&run.actions, |row| row.after_close.is_some_and(|after| after < day));
    let dividends = |run: &Run| kept(&run.dividends, |row| row.date <= day);
    let constituents = |run: &Run| -> Vec<Constituent> {
        let mut rows = kept(&run.constituents, |row| row.first_session <= day);
        rows.iter_mut().for_each(|row| row.last_session = row.last_session.min(day));
        rows
    };
    let closes = |run: &Run| run.closes.on(day).into_iter().collect::<Vec<_>>();
    difference("levels", &then.levels, &levels)
        .or_else(|| difference("events", &events(then), &events(whole)))
        .or_else(|| difference("decisions", &decisions(then), &decisions(whole)))
        .or_else(|| difference("pro formas", &announced(then), &announced(whole)))
        .or_else(|| difference("actions", &actions(then), &actions(whole)))
        .or_else(|| difference("dividends", &dividends(then), &dividends(whole)))
        .or_else(|| difference("constituents", &constituents(then), &constituents(whole)))
        .or_else(|| difference("closes", &closes(then), &closes(whole)))
        .map(|difference| format!("cut after {day}: {difference}"))
}

/// A market's folder, a run that goes on from session to session, and one that is rebuilt.
struct Bench<'a> {
    given: &'a Given,
    folder: tempfile::TempDir,
}

impl Bench<'_> {
    fn build(&self, run: &str, begin: Begin) {
        let market = MarketFolder::at(self.folder.path().join("market")).snapshot().unwrap();
        let run = RunFolder::at(self.folder.path().join(run));
        let text = &self.given.methodology_text;
        let options = BuildOptions { begin, ..BuildOptions::default() };
        if begin == Begin::WhereItCan {
            let plan = crate::support::plan(text, None, None);
            let options = BuildOptions::default();
            if run.append(&market, &self.given.family, plan, options, &|_, _| {}).unwrap().is_some()
            {
                return;
            }
        }
        let (read, inputs) = (market.read_for_build().unwrap(), market.facts());
        let plan = BuildPlan { inputs, ..crate::support::plan(text, None, None) };
        let view = MarketView::new(&read);
        run.build((Some(&market), &view), &self.given.family, plan, options, &|_, _| {}).unwrap();
    }

    /// The files of a run, but for what tells how it came to be.
    fn content(&self, run: &str) -> BTreeMap<String, Vec<u8>> {
        let mut contents = contents(&self.folder.path().join(run));
        contents.retain(|file, _| !file.starts_with("restatements/"));
        let manifest = contents.get_mut("manifest.json").unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
        json.as_object_mut().unwrap().remove("seal");
        json["outputs"].as_array_mut().unwrap().retain(|file| file["table"] != "restatements");
        *manifest = serde_json::to_vec(&json).unwrap();
        contents
    }

    /// The files in which a run that goes on with a market is not the one that is built of it at once.
    fn differing(&self, market: &Market) -> Vec<String> {
        let folder = MarketFolder::at(self.folder.path().join("market"));
        folder.write(market.clone()).unwrap();
        self.build("run", Begin::WhereItCan);
        let _ = fs::remove_dir_all(self.folder.path().join("rebuilt"));
        self.build("rebuilt", Begin::Rebuild);
        let (run, rebuilt) = (self.content("run"), self.content("rebuilt"));
        let files =
            run.keys().chain(rebuilt.keys()).filter(|file| run.get(*file) != rebuilt.get(*file));
        files.cloned().collect()
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    let draw = (0..KINDS.len(), any::<u8>(), any::<u8>(), any::<u8>(), any::<[u8; 3]>());
    let draw = draw.prop_map(|(kind, session, line, other, terms)| Draw {
        kind: KINDS[kind],
        session,
        line,
        other,
        terms,
    });
    let draws = proptest::collection::vec(draw, 1..16);
    (any::<u64>(), any::<bool>(), any::<bool>(), draws).prop_map(
        |(seed, ex_dividend, drops_children, draws)| Plan {
            seed,
            tone: Tone::Busy,
            ex_dividend,
            drops_children,
            review: true,
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
        max_shrink_iters: 12,
        ..ProptestConfig::with_cases(asked.unwrap_or(cases))
    }
}

proptest! {
    #![proptest_config(settings(10))]

    #[test]
    fn what_was_known_by_any_session_gives_the_beginning_of_the_whole_run(plan in plans()) {
        let text = scenario_of(&plan);
        let given = given(&text);
        // A plan may end every member of an index, and nothing can be built of it.
        let whole = match given.build(&given.market) {
            Err(BuildError::Emptied { .. }) => return Err(TestCaseError::reject("an empty index")),
            built => built.unwrap(),
        };
        let first = whole.levels[0].date;
        prop_assert!(!whole.pro_forma.is_empty(), "nothing is announced\n{text}");
        for day in sessions(&given.market).into_iter().filter(|day| *day >= first) {
            let then = given.build(&given.market.known_at(day));
            prop_assert!(then.is_ok(), "what was known by {day}: {:?}\n\n{text}", then.err());
            let found = look_ahead(&then.unwrap(), &whole, day);
            prop_assert!(found.is_none(), "{}\n\n{text}", found.unwrap_or_default());
        }
    }
}

/// The sessions that are appended one by one: from the rank day of the second review to its effective day.
const APPENDED: std::ops::RangeInclusive<usize> = 9..=18;

proptest! {
    #![proptest_config(settings(1))]

    #[test]
    fn a_run_that_goes_on_session_by_session_is_the_one_that_is_built_at_once(plan in plans()) {
        let text = scenario_of(&plan);
        let given = given(&text);
        let bench = Bench { given: &given, folder: tempfile::tempdir().unwrap() };
        for day in sessions(&given.market)[APPENDED].iter().copied() {
            let differing = bench.differing(&given.market.known_at(day));
            prop_assert!(differing.is_empty(), "after {day}: {differing:?}\n\n{text}");
        }
    }
}
