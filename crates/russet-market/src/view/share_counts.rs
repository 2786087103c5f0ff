//! Share counts as they were known, with the splits since applied.

use jiff::civil::Date;

use super::MarketView;
use super::by_line::ByLine;
use crate::facts::{ShareBasis, ShareCount};
use crate::identity::SecurityId;
use crate::numbers::Shares;

/// A share count, beside its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    pub(super) effective: Date,
    pub(super) known_at: Date,
    shares: Shares,
    position: u32,
}

impl Count {
    /// The counts of each class, and those of its company, in the order of their rows.
    pub(super) fn by_line(lines: usize, rows: &[ShareCount]) -> [ByLine<Count>; 2] {
        let counts = |basis| {
            let rows = rows.iter().enumerate().filter(move |(_, row)| row.basis == basis);
            let rows = rows.map(|(position, row)| {
                let ShareCount {
                    security_id: security,
                    effective_date: effective,
                    known_at,
                    shares_outstanding: shares,
                    ..
                } = *row;
                (security, Count { effective, known_at, shares, position: position as u32 })
            });
            ByLine::of(lines, rows)
        };
        [counts(ShareBasis::Class), counts(ShareBasis::Company)]
    }
}

impl<'market> MarketView<'market> {
    /// The first day on which a source's count of a security, of its class or of its company, holds and is known.
    pub fn first_count(&self, security: SecurityId) -> Option<Date> {
        self.lack();
        let counts = self.counts.iter().flat_map(|counts| counts.of_line(security));
        counts.map(|count| count.effective.max(count.known_at)).min()
    }

    /// The newest share count of a security and basis that was known by `known_by`, and the shares it
    /// makes on `day`: splits that went ex after the count took effect, up to `day`, are applied to it as
    /// far as they were known on `day`, but for those that make a count beyond what a table holds.
    pub fn shares(
        &self,
        security: SecurityId,
        basis: ShareBasis,
        day: Date,
        known_by: Date,
    ) -> Option<(Shares, &'market ShareCount)> {
        self.lack();
        let counts = self.counts[basis as usize].of_line(security);
        let effective = &counts[..counts.partition_point(|count| count.effective <= day)];
        let count = effective.iter().rev().find(|count| count.known_at <= known_by)?;
        let mut shares = count.shares;
        let splits = self.splits(security, (count.effective, day), day);
        for ratio in splits.filter_map(|split| split.ratio) {
            shares = shares.after_split(ratio);
        }
        let row = &self.market.shares[count.position as usize];
        Some((shares, row))
    }
}
