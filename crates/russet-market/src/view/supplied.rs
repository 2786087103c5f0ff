//! Facts that a user supplies, as they hold on a day.

use jiff::civil::Date;

use super::MarketView;
use crate::facts::{ClassVotes, CorrectedField, Correction, FreeFloat, Geography};
use crate::identity::SecurityId;

impl<'market> MarketView<'market> {
    /// The newest free float of a security that holds on a day and was known by another.
    pub fn free_float(
        &self,
        security: SecurityId,
        day: Date,
        known_by: Date,
    ) -> Option<&'market FreeFloat> {
        let rows = &self.market.free_floats[self.free_floats.get(security.0 as usize)?.clone()];
        rows.iter().rev().find(|row| row.effective_date <= day && row.known_at <= known_by)
    }

    /// The votes of a company's classes on a day: the rows of the newest effective date that was known,
    /// under any of its securities.
    pub fn class_votes(&self, securities: &[SecurityId], day: Date) -> Vec<&'market ClassVotes> {
        let known = |row: &&ClassVotes| row.effective_date <= day && row.known_at <= day;
        let all = securities.iter().flat_map(|security| {
            of_security(&self.market.class_votes, *security, |row| row.security_id)
        });
        let rows: Vec<&ClassVotes> = all.filter(known).collect();
        let Some(newest) = rows.iter().map(|row| row.effective_date).max() else {
            return Vec::new();
        };
        let mut of_day: Vec<&ClassVotes> =
            rows.into_iter().filter(|row| row.effective_date == newest).collect();
        // Of two statements of one class the later known holds.
        of_day
            .sort_by(|a, b| (&a.share_class, b.known_at, b).cmp(&(&b.share_class, a.known_at, a)));
        of_day.dedup_by(|later, first| later.share_class == first.share_class);
        of_day
    }

    /// The yearly reports of a company's geography that were known by a day.
    pub fn geography(&self, securities: &[SecurityId], day: Date) -> Vec<&'market Geography> {
        let all = securities.iter().flat_map(|security| {
            of_security(&self.market.geography, *security, |row| row.security_id)
        });
        all.filter(|row| row.known_at <= day).collect()
    }

    /// The user's own word on an input on a day, where there is one; of several the latest known.
    pub fn correction(
        &self,
        security: SecurityId,
        field: CorrectedField,
        day: Date,
    ) -> Option<&'market Correction> {
        let rows = self.corrections(security);
        let holds = |row: &&Correction| {
            row.field == field
                && row.first_session <= day
                && row.known_at <= day
                && row.last_session.is_none_or(|until| day <= until)
        };
        rows.iter().filter(holds).max_by_key(|row| (row.known_at, row.first_session))
    }

    /// Every word of the user on a security.
    pub(super) fn corrections(&self, security: SecurityId) -> &'market [Correction] {
        of_security(&self.market.corrections, security, |row| row.security_id)
    }
}

/// The rows of a security in a table sorted by security first.
pub(super) fn of_security<R>(
    rows: &[R],
    security: SecurityId,
    of: impl Fn(&R) -> SecurityId,
) -> &[R] {
    let start = rows.partition_point(|row| of(row) < security);
    let end = rows.partition_point(|row| of(row) <= security);
    &rows[start..end]
}
