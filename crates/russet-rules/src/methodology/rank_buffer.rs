//! A number of companies by rank, with a buffer for members.

/// A number of companies with a buffer on either side of it.
///
/// Companies are selected in this order until the number is reached:
///
/// 1. Every company ranked up to the entry rank, member or not.
/// 2. Members ranked up to the retention rank, the largest first.
/// 3. The largest of the rest.
///
/// So exactly `count` companies belong if enough are eligible, a company between the two ranks keeps its
/// status, and no company enters before a larger one that is not a member either. A rank that is not given
/// mirrors the other one around `count`: with a count of 100, a retention rank of 120 alone implies an
/// entry rank of 80. Without either, the `count` largest belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankBuffer {
    /// How many companies belong.
    pub count: u32,
    /// Companies ranked up to this enter; at most `count`.
    pub entry_rank: u32,
    /// Members ranked up to this stay; at least `count`.
    pub retention_rank: u32,
}

impl RankBuffer {
    /// A buffer with the ranks that are given.
    ///
    /// ```
    /// use russet_rules::methodology::RankBuffer;
    /// let buffer = RankBuffer::new(100, None, Some(120));
    /// assert_eq!((buffer.entry_rank, buffer.retention_rank), (80, 120));
    /// let plain = RankBuffer::new(100, None, None);
    /// assert_eq!((plain.entry_rank, plain.retention_rank), (100, 100));
    /// ```
    pub fn new(count: u32, entry_rank: Option<u32>, retention_rank: Option<u32>) -> RankBuffer {
        let mirrored = |rank: u32| count.saturating_mul(2).saturating_sub(rank);
        RankBuffer {
            count,
            entry_rank: entry_rank.or(retention_rank.map(mirrored)).unwrap_or(count),
            retention_rank: retention_rank.or(entry_rank.map(mirrored)).unwrap_or(count),
        }
    }

    /// The invalid key and the reason, if a given rank is on the wrong side of the count.
    pub(super) fn check(
        count: u32,
        entry_rank: Option<u32>,
        retention_rank: Option<u32>,
    ) -> Result<(), (&'static str, String)> {
        if let Some(rank) = entry_rank.filter(|rank| *rank > count) {
            let reason = format!("{rank} may enter where {count} belong (hint: at most {count})");
            return Err((".entry_rank", reason));
        }
        if let Some(rank) = retention_rank.filter(|rank| *rank < count) {
            let reason =
                format!("members stay to {rank} where {count} belong (hint: at least {count})");
            return Err((".retention_rank", reason));
        }
        Ok(())
    }
}
