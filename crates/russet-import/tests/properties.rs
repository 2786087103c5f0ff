//! What holds for any rows: their order does not matter, twice is once, later rows change nothing
//! known before.

use std::collections::BTreeMap;

use crate::common::{Files, HEADER, first, options, row, sessions};
use jiff::civil::Date;
use proptest::prelude::*;
use russet_import::import_prices;
use russet_market::{Market, SecurityId};

const SESSIONS: usize = 30;

/// One company's line over the sessions: steps in percent, missing days, a split, a new symbol, a
/// company count that glitches.
#[derive(Debug, Clone)]
struct Story {
    steps: Vec<i32>,
    seen: Vec<bool>,
    split: Option<(usize, i32)>,
    renamed: Option<usize>,
    glitch: usize,
    /// A second row of another price on this session.
    contradicted: Option<usize>,
}

fn story() -> impl Strategy<Value = Story> {
    (
        prop::collection::vec(-80_i32..80, SESSIONS),
        prop::collection::vec(prop::bool::weighted(0.9), SESSIONS),
        prop::option::of((5..SESSIONS, prop::sample::select(vec![2, 3, -10]))),
        prop::option::of(3..SESSIONS),
        0..SESSIONS,
        prop::option::weighted(0.2, 0..SESSIONS),
    )
        .prop_map(|(steps, seen, split, renamed, glitch, contradicted)| Story {
            steps,
            seen,
            split,
            renamed,
            glitch,
            contradicted,
        })
}

fn rows(stories: &[Story]) -> Vec<(Date, String)> {
    let days = sessions(SESSIONS);
    let mut rows = Vec::new();
    for (number, story) in stories.iter().enumerate() {
        // No two companies have a word or a count in common, split or not: where the past comes in
        // last, one would be taken for the other's successor, and rightly so.
        let name = format!(
            "{} Inc. Common Stock",
            ["Alder Mills", "Birch Foods", "Cedar Air"][number % 3]
        );
        let (mut close, mut shares) = (20.0 + number as f64, [1e7, 1.37e7, 1.93e7][number % 3]);
        let mut reported = shares;
        for (session, day) in days.iter().enumerate() {
            let before = close;
            let mut terms = 1.0;
            if let Some((when, ratio)) = story.split.filter(|(when, _)| *when == session) {
                terms = if ratio > 0 { f64::from(ratio) } else { -1.0 / f64::from(ratio) };
                shares *= terms;
                let _ = when;
            }
            // The reported count follows a split four sessions later.
            if story.split.is_none_or(|(when, _)| session < when || session >= when + 4) {
                reported = shares;
            }
            close = ((before / terms * (1.0 + f64::from(story.steps[session]) / 1000.0)) * 100.0)
                .round()
                .max(50.0)
                / 100.0;
            let change = (close / (before / terms) - 1.0) * 100.0;
            let cap = close * reported * if session == story.glitch { 10.0 } else { 1.0 };
            let renamed = story.renamed.is_some_and(|when| session >= when);
            let ticker =
                format!("{}{}", ["ALD", "BIR", "CED"][number % 3], if renamed { "X" } else { "" });
            if story.seen[session] {
                rows.push((*day, row(*day, &ticker, &name, close, change, cap)));
                if story.contradicted == Some(session) {
                    rows.push((*day, row(*day, &ticker, &name, close + 1.0, change, cap)));
                }
            }
        }
    }
    rows
}

fn import(market: Market, files: &[Vec<&String>]) -> Market {
    let folder = Files::new();
    let paths: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(number, rows)| {
            let text: String = rows.iter().map(|row| row.as_str()).collect();
            folder.write(&format!("{number}-{}.csv", rows.len()), format!("{HEADER}{text}"))
        })
        .collect();
    let (mut market, _) = import_prices(market, &paths, &options()).unwrap();
    // Refusals and sources name files, which the properties cut at will.
    market.refusals.clear();
    market.sources.clear();
    market
}

/// Facts under tickers instead of ids.
fn facts(market: &Market) -> BTreeMap<(Date, String), Vec<String>> {
    let name = |security: SecurityId, day: Date| {
        let of = |version: &&russet_market::SecurityVersion| {
            version.security_id == security && version.first_session <= day
        };
        market
            .securities
            .iter()
            .filter(of)
            .map(|one| one.ticker.to_string())
            .next_back()
            .unwrap_or_default()
    };
    let mut facts: BTreeMap<(Date, String), Vec<String>> = BTreeMap::new();
    for row in market.prices.iter() {
        facts
            .entry((row.date, name(row.security_id, row.date)))
            .or_default()
            .push(row.close.to_string());
    }
    for count in &market.shares {
        let key = (count.effective_date, name(count.security_id, count.effective_date));
        facts.entry(key).or_default().push(format!("{} shares", count.shares_outstanding));
    }
    for action in &market.actions {
        let key = (action.ex_date, name(action.security_id, action.ex_date));
        facts.entry(key).or_default().push(format!("{:?}", action.ratio));
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn neither_row_order_nor_files_nor_repetition_matter(
        stories in prop::collection::vec(story(), 1..4),
        order in Just((0..300_usize).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0.0..1.0_f64,
    ) {
        let rows = rows(&stories);
        let straight = import(Market::default(), &[rows.iter().map(|(_, row)| row).collect()]);
        let shuffled: Vec<&String> =
            order.iter().filter_map(|place| rows.get(*place)).map(|(_, row)| row).collect();
        let (one, other) = shuffled.split_at((cut * shuffled.len() as f64) as usize);
        let parts = [other.to_vec(), one.to_vec()];
        prop_assert_eq!(&import(Market::default(), &parts), &straight);
        prop_assert_eq!(&import(straight.clone(), &parts), &straight);
    }

    #[test]
    fn nothing_known_by_a_session_depends_on_later_rows(
        stories in prop::collection::vec(story(), 1..4),
        day in 0..SESSIONS,
    ) {
        let day = sessions(SESSIONS)[day];
        let rows = rows(&stories);
        let whole = import(Market::default(), &[rows.iter().map(|(_, row)| row).collect()]);
        let until: Vec<&String> = rows.iter().filter(|(date, _)| *date <= day).map(|(_, row)| row).collect();
        let mut cut = import(Market::default(), std::slice::from_ref(&until));
        let mut known = whole.known_at(day);
        // The last session seen so far is no knowledge of the future, only its absence.
        for version in known.securities.iter_mut().chain(&mut cut.securities) {
            version.last_session = version.first_session;
        }
        prop_assert_eq!(&cut, &known);
        // Going on from there ends where one import of all ends.
        let rest = rows.iter().filter(|(date, _)| *date > day).map(|(_, row)| row).collect();
        let in_two = import(import(Market::default(), &[until]), &[rest]);
        prop_assert_eq!(in_two, whole);
    }

    #[test]
    fn the_past_may_come_in_later(
        stories in prop::collection::vec(story(), 1..4),
        day in 1..SESSIONS - 1,
    ) {
        let day = sessions(SESSIONS)[day];
        let rows = rows(&stories);
        let whole = import(Market::default(), &[rows.iter().map(|(_, row)| row).collect()]);
        let (early, late): (Vec<_>, Vec<_>) = rows.iter().partition(|(date, _)| *date <= day);
        let part = |rows: Vec<&'_ (Date, String)>| -> Vec<String> {
            rows.into_iter().map(|(_, row)| row.clone()).collect()
        };
        let (early, late) = (part(early), part(late));
        let late_first = import(Market::default(), &[late.iter().collect()]);
        let both = import(late_first, &[early.iter().collect()]);
        prop_assert_eq!(facts(&both), facts(&whole));
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Files::new();
    let day = sessions(2);
    let paths: Vec<_> = (0..6)
        .map(|file| {
            let rows: String = (0..50)
                .map(|line| {
                    let ticker = format!("{}{}", (b'A' + file) as char, (b'A' + line % 26) as char);
                    row(day[usize::from(line / 26)], &ticker, "Some Inc.", 10.0, 0.0, 1e6)
                })
                .collect();
            folder.write(&format!("{file}.csv"), format!("{HEADER}{rows}"))
        })
        .collect();
    let mut reversed = paths.clone();
    reversed.reverse();
    let (one, _) = import_prices(Market::default(), &paths, &options()).unwrap();
    let (other, _) = import_prices(Market::default(), &reversed, &options()).unwrap();
    assert_eq!(one, other);
    assert_eq!(first(import_prices, &paths[0]).0.prices.len(), 50);
}
