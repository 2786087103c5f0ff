//! The largest, with ranks within which members are retained: one rule for families and for single indexes.

use crate::methodology::{RankBuffer, Selection};

/// What becomes of a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankOutcome {
    /// Among the largest that another index has.
    Skipped,
    /// Ranked up to the entry rank: it belongs, member or not.
    ByRank,
    /// A member ranked up to the retention rank.
    Retained,
    /// The largest of the rest takes a free place.
    FillsVacancy,
    /// No place is left.
    RankedOut,
}

/// Chooses by rank: `members` holds for each rank, from the largest company, whether it is a member. What
/// the ranks mean is defined at [`RankBuffer`].
///
/// ```
/// use russet_rules::methodology::RankBuffer;
/// use russet_rules::selection::{RankOutcome, choose_by_rank};
/// let buffer = RankBuffer::new(3, Some(1), Some(4));
/// let chosen = choose_by_rank(buffer, &[false, false, false, true]);
/// assert_eq!(chosen, [RankOutcome::ByRank, RankOutcome::FillsVacancy, RankOutcome::RankedOut, RankOutcome::Retained]);
/// ```
pub fn choose_by_rank(buffer: RankBuffer, members: &[bool]) -> Vec<RankOutcome> {
    let ranks = |rank: u32| 0..(rank as usize).min(members.len());
    let mut chosen = vec![RankOutcome::RankedOut; members.len()];
    let mut places = buffer.count as usize;
    let mut take = |position: usize, by: RankOutcome| {
        if places > 0 && chosen[position] == RankOutcome::RankedOut {
            chosen[position] = by;
            places -= 1;
        }
    };
    ranks(buffer.entry_rank).for_each(|position| take(position, RankOutcome::ByRank));
    let retained = ranks(buffer.retention_rank).filter(|position| members[*position]);
    retained.for_each(|position| take(position, RankOutcome::Retained));
    (0..members.len()).for_each(|position| take(position, RankOutcome::FillsVacancy));
    chosen
}

/// Chooses the largest of a family, after those that another index has.
///
/// ```
/// use russet_rules::methodology::Selection;
/// use russet_rules::selection::{RankOutcome, largest};
/// let text = "method = 'largest'\ncount = 1\nskip = 1\nreference = 'mine'";
/// let rule: Selection = toml::from_str(text).unwrap();
/// assert_eq!(largest(&rule, &[true, false, true]), [RankOutcome::Skipped, RankOutcome::ByRank, RankOutcome::RankedOut]);
/// ```
pub fn largest(rule: &Selection, members: &[bool]) -> Vec<RankOutcome> {
    let (skipped, rest) = members.split_at((rule.skip as usize).min(members.len()));
    let mut chosen = vec![RankOutcome::Skipped; skipped.len()];
    chosen.extend(choose_by_rank(rule.buffer(), rest));
    chosen
}
