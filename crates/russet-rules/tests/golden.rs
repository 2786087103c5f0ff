//! The published examples that concern decisions, one test each, and properties of placement.

use proptest::prelude::*;
use russet_market::Money;
use russet_rules::methodology::Methodology;
use russet_rules::new_listings::BreakpointAdjustment;
use russet_rules::placement::Ranking;
use russet_rules::{MethodologyError, SizeMembership};

fn millions(value: u64) -> Money {
    format!("{value}000000").parse().unwrap()
}

/// A family with one breakpoint at 1,000 and its band, as the example has it.
fn one_cut() -> Methodology {
    let mut family = Methodology::built_in("russell-us").unwrap();
    family.breakpoints.retain(|breakpoint| [1000, 4000].contains(&breakpoint.rank));
    family
}

/// R46 6.11: cumulative shares around rank 1,000 of a market of 182,500, and who moves.
#[test]
fn g1_banding() {
    // 994 larger companies and 995 together make 154,000; the rest below 1,003 make up 182,500.
    let around = [2115, 2105, 2100, 2011, 2010, 2000, 1995, 1950, 1923];
    let larger: u64 = 154_000 - 2_115;
    let mut caps: Vec<Money> = vec![millions(larger / 994); 994];
    caps[0] = millions(larger / 994 + larger % 994);
    caps.extend(around.map(millions));
    let rest = 182_500 - (154_000 + around[1..].iter().sum::<u64>());
    caps.push(millions(rest));
    let family = one_cut();
    let ranking = Ranking::new(&caps, &family.breakpoints).unwrap();
    let percents: Vec<String> =
        (995..=1003).map(|rank| format!("{:.2}", ranking.percent_at(rank).unwrap())).collect();
    let printed = ["84.38", "85.54", "86.69", "87.79", "88.89", "89.99", "91.08", "92.15", "93.20"];
    assert_eq!(percents, printed);
    let (from, to) = ranking.breakpoints[0].band.unwrap();
    assert_eq!(
        (format!("{from:.2}"), format!("{to:.2}")),
        ("87.49".to_owned(), "92.49".to_owned())
    );
    let (r1, r2) = (SizeMembership::in_segment(0), SizeMembership::in_segment(1));
    let before = [r1, r2, r1, r2, r2, r2, r1, r2, r1];
    let after: Vec<usize> = (995..=1003)
        .zip(before)
        .map(|(rank, membership)| {
            ranking.place(rank, Some(membership), family.banding.as_ref()).segment
        })
        .collect();
    assert_eq!(after, [0, 0, 0, 1, 1, 1, 0, 1, 1]);
}

/// The document prints 1.804bn for 1.8bn × 1.0205; the arithmetic is 1.8369bn.
#[test]
fn g8_market_adjusted_breakpoint() {
    let rolled =
        BreakpointAdjustment { then: "2000".parse().unwrap(), now: "2041".parse().unwrap() };
    let adjusted = rolled.adjust("1800000000".parse().unwrap()).unwrap();
    assert_eq!(adjusted, "1836900000".parse().unwrap());
}

#[test]
fn a_newcomer_is_placed_by_rank_and_an_edge_belongs_to_the_band() {
    let family = one_cut();
    // Every company weighs 0.1%, so the band of 2.5 points reaches 25 ranks up exactly.
    let caps = vec![millions(1); 1000];
    let ranking = Ranking::new(&caps, &family.breakpoints).unwrap();
    let below = Some(SizeMembership::in_segment(1));
    let place = |rank, membership| ranking.place(rank, membership, family.banding.as_ref()).segment;
    assert_eq!(place(1000, None), 0);
    assert_eq!(place(975, below), 1, "the edge itself, 2.5 points above, keeps its side");
    assert_eq!(place(974, below), 0);
    let mut exclusive = family.banding.clone().unwrap();
    exclusive.edge_inclusive = false;
    assert_eq!(ranking.place(975, below, Some(&exclusive)).segment, 0);
}

#[test]
fn a_band_over_100_percent_and_an_unknown_key_point_at_their_line() {
    let text = Methodology::built_in_text("russell-us").unwrap();
    let wide = text.replacen("half_width_percent = \"2.5\"", "half_width_percent = \"250\"", 1);
    let message = Methodology::parse("mine.toml", &wide).unwrap_err().to_string();
    let line = text.lines().position(|line| line.contains("half_width_percent")).unwrap() + 1;
    assert!(message.contains(&format!("line {line}")), "{message}");
    assert!(message.contains("250") && message.contains("hint"), "{message}");

    let misspelt = text.replacen("protects_members_of", "protect_members_of", 1);
    let message = Methodology::parse("mine.toml", &misspelt).unwrap_err().to_string();
    assert!(message.contains("protect_members_of"), "{message}");

    let endless = text.replacen("volume_years = 2", "volume_years = 4000000000", 1);
    let message = Methodology::parse("mine.toml", &endless).unwrap_err().to_string();
    assert!(message.contains("ranking.volume_years: 4000000000 is beyond 50"), "{message}");
    let key = "register_outweighs_within_days";
    let endless = text.replacen(&format!("{key} = 366"), &format!("{key} = 4000000000"), 1);
    let message = Methodology::parse("endless.toml", &endless).unwrap_err().to_string();
    assert!(message.contains(&format!("{key}: 4000000000 is beyond 3660")), "{message}");

    let contradiction = text.replacen("above = 1000\nto = 3000", "above = 1000\nto = 3100", 1);
    let error = Methodology::parse("mine.toml", &contradiction).unwrap_err();
    assert!(matches!(error, MethodologyError::Rule { .. }), "{error}");
    assert!(error.to_string().contains("R2000"), "{error}");
}

proptest! {
    /// Bands shift who stands where; they never lose a company or put it above a larger neighbor
    /// of the same membership.
    #[test]
    fn placement_is_total_and_monotone_for_equal_standings(
        mut sizes in prop::collection::vec(1_u64..1_000_000, 1100..1500), segment in 0_usize..2
    ) {
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let caps: Vec<Money> = sizes.iter().map(|size| millions(*size)).collect();
        let family = one_cut();
        let ranking = Ranking::new(&caps, &family.breakpoints).unwrap();
        let membership = Some(SizeMembership::in_segment(segment));
        let segments: Vec<usize> = (1..=caps.len() as u32)
            .map(|rank| ranking.place(rank, membership, family.banding.as_ref()).segment)
            .collect();
        prop_assert!(segments.is_sorted());
        prop_assert!(segments.iter().all(|segment| *segment < 2));
    }
}
