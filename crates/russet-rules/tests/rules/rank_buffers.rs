//! Members that stay within a retention rank, and newcomers within an entry rank.

use proptest::prelude::*;
use russet_rules::methodology::{LargestOf, RankBuffer, Selection};
use russet_rules::selection::{RankOutcome, choose_by_rank, largest};

fn rule(count: u32, skip: u32, entry_rank: u32, retention_rank: u32) -> Selection {
    let text = format!(
        "method = 'largest'\ncount = {count}\nskip = {skip}\nentry_rank = {entry_rank}\n\
         retention_rank = {retention_rank}\nreference = 'X'"
    );
    toml::from_str(&text).unwrap()
}

/// The 75 largest enter; members stay to 125, the largest first; then the largest of the rest.
#[test]
fn the_largest_hundred_retain_members_to_125() {
    let rule = rule(100, 0, 75, 125);
    // Members: ranks 80, 101 to 120 and 126.
    let is_member = |rank: u32| rank == 80 || (101..=120).contains(&rank) || rank == 126;
    let members: Vec<bool> = (1..=150).map(is_member).collect();
    let chosen = largest(&rule, &members);
    let of = |rank: usize| chosen[rank - 1];
    assert!((1..=75).all(|rank| of(rank) == RankOutcome::ByRank));
    assert_eq!(of(80), RankOutcome::Retained);
    assert!((101..=120).all(|rank| of(rank) == RankOutcome::Retained));
    // 75 + 1 + 20 places are taken: four are filled by rank.
    let filled: Vec<usize> =
        (1..=150).filter(|rank| of(*rank) == RankOutcome::FillsVacancy).collect();
    assert_eq!(filled, [76, 77, 78, 79]);
    assert_eq!(of(126), RankOutcome::RankedOut, "a member beyond 125 leaves");
}

/// With more members within the buffer than places, the smallest ones leave.
#[test]
fn members_beyond_the_places_leave() {
    let chosen = largest(&rule(4, 0, 2, 6), &[false, false, true, true, true, true]);
    assert_eq!(
        chosen,
        [
            RankOutcome::ByRank,
            RankOutcome::ByRank,
            RankOutcome::Retained,
            RankOutcome::Retained,
            RankOutcome::RankedOut,
            RankOutcome::RankedOut
        ]
    );
}

#[test]
fn ranks_are_counted_after_those_left_out() {
    let chosen = largest(&rule(1, 2, 1, 1), &[true, false, false, true]);
    assert_eq!(
        chosen,
        [RankOutcome::Skipped, RankOutcome::Skipped, RankOutcome::ByRank, RankOutcome::RankedOut]
    );
    assert_eq!(largest(&rule(5, 3, 5, 5), &[true]), [RankOutcome::Skipped]);
}

/// Three places, an entry rank of 2 and a retention rank of 4: the last ranks on either side of each.
#[test]
fn the_ranks_themselves_are_within() {
    let of = |members: [bool; 5]| choose_by_rank(RankBuffer::new(3, Some(2), Some(4)), &members);
    let (yes, no) = (true, false);
    let newcomers = of([no, no, no, yes, no]);
    assert_eq!(newcomers[..2], [RankOutcome::ByRank; 2], "rank 2 enters");
    assert_eq!(
        newcomers[2..],
        [RankOutcome::RankedOut, RankOutcome::Retained, RankOutcome::RankedOut],
        "rank 3 waits, 4 stays"
    );
    let beyond = of([no, no, no, no, yes]);
    assert_eq!(
        beyond[2..],
        [RankOutcome::FillsVacancy, RankOutcome::RankedOut, RankOutcome::RankedOut],
        "rank 5 leaves"
    );
    let crowded = of([no, no, yes, yes, yes]);
    assert_eq!(
        crowded[2..],
        [RankOutcome::Retained, RankOutcome::RankedOut, RankOutcome::RankedOut],
        "rank 4 has no room"
    );
}

/// A rank that is not given mirrors the other one; a family and an index read them alike.
#[test]
fn one_rank_alone_means_the_other() {
    let ranks = |keys: &str| {
        let family: Selection =
            toml::from_str(&format!("method = 'largest'\ncount = 10\nreference = 'X'\n{keys}"))
                .unwrap();
        let index: LargestOf = toml::from_str(&format!("count = 10\n{keys}")).unwrap();
        assert_eq!(family.buffer(), index.buffer());
        (index.buffer().entry_rank, index.buffer().retention_rank)
    };
    assert_eq!(ranks(""), (10, 10));
    assert_eq!(ranks("retention_rank = 12"), (8, 12));
    assert_eq!(ranks("entry_rank = 7"), (7, 13));
    assert_eq!(ranks("entry_rank = 10\nretention_rank = 12"), (10, 12));
    assert_eq!(ranks("retention_rank = 25"), (0, 25));
}

proptest! {
    /// Every place is taken where there are companies enough, and ranks that enter always belong.
    #[test]
    fn places_are_taken_exactly(
        members in prop::collection::vec(any::<bool>(), 0..60),
        count in 1_u32..40, skip in 0_u32..10, enters in 0_u32..40, stays in 0_u32..30
    ) {
        let rule = rule(count, skip, enters.min(count), count + stays);
        let chosen = largest(&rule, &members);
        prop_assert_eq!(chosen.len(), members.len());
        let belong = |chosen: &&RankOutcome| !matches!(chosen, RankOutcome::Skipped | RankOutcome::RankedOut);
        let left = members.len().saturating_sub(skip as usize);
        prop_assert_eq!(chosen.iter().filter(belong).count(), left.min(count as usize));
        let entering = chosen.iter().skip(skip as usize).take(enters.min(count) as usize);
        prop_assert!(entering.into_iter().all(|chosen| *chosen == RankOutcome::ByRank));
        // Of two members, the larger one is never left out for the smaller.
        let of_members: Vec<bool> = chosen.iter().zip(&members).skip(skip as usize)
            .filter(|(_, is_member)| **is_member).map(|(chosen, _)| belong(&chosen)).collect();
        prop_assert!(of_members.is_sorted_by(|a, b| a >= b));
    }
}
