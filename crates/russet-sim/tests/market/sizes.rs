//! Caps by rank, their tail, prices, and how much a size index must turn over.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::IssuerId;

use crate::measured::*;
use crate::panel::{FULL, median};

#[test]
fn caps_by_rank_stay_as_measured_for_years() {
    for place in [0, 252, 500, 752] {
        let caps: Vec<f64> = FULL.caps(place).into_iter().map(|cap| cap.1).collect();
        let part = |ranks: usize, of: usize| {
            caps[..ranks].iter().sum::<f64>() / caps[..of].iter().sum::<f64>()
        };
        assert!((3_600..5_000).contains(&caps.len()), "{} companies", caps.len());
        assert_near("the largest cap", caps[0], LARGEST, 1.9);
        assert_near("the largest's part", part(1, caps.len()), LARGEST_PART, 1.4);
        assert_near("the ten largest's part", part(10, caps.len()), TEN_LARGEST_PART, 1.3);
        assert_near("rank 200", caps[199], RANK_200, 1.6);
        assert_near("rank 1,000", caps[999], RANK_1000, 1.6);
        assert_near("rank 3,000", caps[2_999], RANK_3000, 1.6);
        assert_near("the largest 1,000's part", part(1_000, 3_000), THOUSAND_PART, 1.02);
    }
}

#[test]
fn the_tail_of_caps_is_pareto_with_an_index_near_one() {
    for place in [0, 752] {
        let caps = FULL.caps(place);
        let logs: f64 = caps[..300].iter().map(|cap| (cap.1 / caps[300].1).ln()).sum();
        assert_near("the Hill estimate", 300.0 / logs, HILL, 1.2);
    }
}

#[test]
fn prices_are_those_of_a_stock_exchange() {
    let (_, rows) = FULL.market.prices.sessions()[752].clone();
    let closes = FULL.market.prices.closes(rows).filter(|row| FULL.common.contains_key(&row.0));
    let prices: Vec<f64> = closes.map(|(_, close)| close.to_f64()).collect();
    let below = prices.iter().filter(|price| **price < 1.0).count() as f64;
    assert_near("the part below a dollar", below / prices.len() as f64, BELOW_A_DOLLAR, 1.2);
    let dear = prices.iter().filter(|price| **price > 600.0).count() as f64;
    assert!(dear / (prices.len() as f64) < 0.02);
    assert_near("the median price", median(prices), MEDIAN_PRICE, 1.3);
}

/// Ranks by total cap with a band of 2.5 points of cumulative cap around rank 1,000.
fn small_companies(
    caps: &[(IssuerId, f64)],
    was_small: &BTreeMap<IssuerId, bool>,
) -> BTreeMap<IssuerId, bool> {
    let eligible: Vec<_> = caps.iter().filter(|cap| cap.1 > 3.0e7).take(4_000).collect();
    let total: f64 = eligible.iter().map(|cap| cap.1).sum();
    let breakpoint = eligible[..1_000].iter().map(|cap| cap.1).sum::<f64>() / total;
    let mut reached = 0.0;
    let mut sides = BTreeMap::new();
    for (rank, (issuer, cap)) in eligible.into_iter().take(3_000).enumerate() {
        reached += cap / total;
        let banded = (reached - breakpoint).abs() <= 0.025;
        let before = was_small.get(issuer).copied().filter(|_| banded);
        sides.insert(*issuer, before.unwrap_or(rank >= 1_000));
    }
    sides
}

#[test]
fn a_small_company_index_turns_over_as_published() {
    let mut sides = small_companies(&FULL.caps(0), &BTreeMap::new());
    for place in [252, 504, 752] {
        let caps = FULL.caps(place);
        let next = small_companies(&caps, &sides);
        let small = |sides: &BTreeMap<IssuerId, bool>| -> BTreeSet<IssuerId> {
            sides.iter().filter(|side| *side.1).map(|side| *side.0).collect()
        };
        let (old, new) = (small(&sides), small(&next));
        let value = |issuers: &mut dyn Iterator<Item = &IssuerId>| -> f64 {
            let caps: BTreeMap<IssuerId, f64> = caps.iter().copied().collect();
            issuers.filter_map(|issuer| caps.get(issuer)).sum()
        };
        let moved = value(&mut new.difference(&old)).max(value(&mut old.difference(&new)));
        let turnover = moved / value(&mut old.iter());
        let published = (RECONSTITUTION_TURNOVER, RECONSTITUTION_TURNOVER);
        assert_near("turnover", turnover, published, 2.0);
        sides = next;
    }
}
