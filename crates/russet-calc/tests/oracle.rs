//! Every level of every day, computed a second time by the slow and obvious way.
//!
//! [`naive`] shares no code with the engine and none with its numbers: fractions instead of scaled
//! integers, and every fact looked up anew. Who belongs to an index it takes from the decisions;
//! with how many shares, until when, and what that makes of the divisor, it works out by itself.

use crate::naive::{Naive, Row};
use crate::support::{Recipe, family, run};
use russet_calc::Run;
use russet_market::Market;

fn published(run: &Run) -> Vec<Row> {
    let rows = run.levels.iter();
    rows.map(|row| Row {
        index: row.index_id.clone(),
        date: row.date,
        level: row.price_return.published(run.manifest.decimals),
        constituents: row.constituents as usize,
    })
    .collect()
}

fn assert_agreement(market: &Market, name: &str) {
    let (run, family) = (run(market), family());
    let (found, expected) = (published(&run), Naive::new(market, &family, &run.decisions).levels());
    let differing: Vec<_> = found.iter().zip(&expected).filter(|(a, b)| a != b).collect();
    assert!(
        differing.is_empty(),
        "{name}: {} of {} rows differ, the first: {:?}",
        differing.len(),
        found.len(),
        differing[0]
    );
    assert_eq!(found.len(), expected.len(), "{name}");
    assert!(found.len() > 9 * 400, "{name} is long enough to tell");
}

#[test]
fn years_with_one_reconstitution_agree_with_fractions() {
    for seed in [1, 5] {
        assert_agreement(&Recipe::of(seed).market(), &format!("seed {seed}"));
    }
}

#[test]
fn years_with_two_reconstitutions_agree_with_fractions() {
    for seed in [2, 6] {
        assert_agreement(&Recipe::of(seed).market(), &format!("seed {seed}"));
    }
}

/// A source that corrects a count gives the same effective day a second time, known later.
#[test]
fn counts_that_were_corrected_later_agree_with_fractions() {
    let mut market = Recipe::of(7).market();
    let mut corrections = market.shares.clone();
    for row in &mut corrections {
        row.shares_outstanding = row.shares_outstanding.scaled("0.95".parse().unwrap());
        row.known_at = row.known_at.saturating_add(jiff::Span::new().days(12));
    }
    market.shares.extend(corrections);
    market.canonical();
    assert_agreement(&market, "corrected counts");
}
