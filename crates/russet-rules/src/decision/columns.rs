//! Decisions written column by column, and rows of the table as decisions.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Cik, IssuerId, Mic, Money, Price, SecurityId, SecurityKind, Shares, Ticker};
use russet_store::StoreError;
use russet_store::table::{ArrayRef, ColumnValue, Columns, Record, Table, TableSchema};

use super::row::{DecisionRow, SharedFacts};
use super::{
    CommitteeSource, CommitteeStatement, DecidingRule, Decision, Finding, FurtherEvidence,
    OccasionKind, RegisterEntry, ScreenResults, SharesBasis, SizeBreakpoint, Verdict,
};

/// Where the value of each column is in a decision, in the order of the table.
macro_rules! columns {
    ($($name:ident: $value:ty = |$decision:ident| $place:expr;)+) => {
        fn array_of(rows: &[Decision], column: &str) -> Option<Result<ArrayRef, String>> {
            match column {
                $(stringify!($name) => {
                    fn place($decision: &Decision) -> Option<&$value> {
                        $place
                    }
                    Some(<$value as ColumnValue>::array(rows.iter().map(place)))
                })+
                _ => None,
            }
        }

        /// How the values of a column compare, by its place in the table.
        const ORDERS: &[fn(&Decision, &Decision) -> Ordering] = &[$(
            |one, other| {
                fn place($decision: &Decision) -> Option<&$value> {
                    $place
                }
                match (place(one), place(other)) {
                    (Some(one), Some(other)) => ColumnValue::order(one, other),
                    (one, other) => one.is_some().cmp(&other.is_some()),
                }
            },
        )+];

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

type Text = Arc<str>;

columns! {
    occasion: OccasionKind = |row| Some(&row.occasion);
    rank_day: Date = |row| Some(&row.rank_day);
    effective_after_close: Date = |row| Some(&row.effective_after_close);
    index_id: Text = |row| row.index_id.as_ref();
    security_id: SecurityId = |row| Some(&row.security_id);
    issuer_id: IssuerId = |row| Some(&row.issuer_id);
    ticker: Ticker = |row| Some(&row.ticker);
    name: Text = |row| Some(&row.name);
    kind: SecurityKind = |row| Some(&row.kind);
    mic: Mic = |row| Some(&row.mic);
    close: Price = |row| Some(&row.close);
    close_date: Date = |row| Some(&row.close_date);
    shares_outstanding: Shares = |row| row.shares_outstanding.as_ref();
    shares_basis: SharesBasis = |row| row.shares_basis.as_ref();
    shares_source: Text = |row| row.shares_source.as_ref();
    shares_since: Date = |row| row.shares_since.as_ref();
    register_cik: Cik = |row| Some(&register(row)?.cik);
    register_name: Text = |row| Some(&register(row)?.name);
    register_first_seen: Date = |row| Some(&register(row)?.first_seen);
    register_seen_later: bool = |row| Some(&register(row)?.seen_later);
    register_entity_type: Text = |row| register(row)?.entity_type.as_ref();
    register_sic: u16 = |row| register(row)?.sic.as_ref();
    register_incorporation: Text = |row| register(row)?.incorporation.as_ref();
    register_headquarters: Text = |row| register(row)?.headquarters.as_ref();
    overrides: Text = |row| row.overrides.as_ref();
    company_market_cap: Money = |row| row.company_market_cap.as_ref();
    rank: u32 = |row| row.rank.as_ref();
    companies_ranked: u32 = |row| row.companies_ranked.as_ref();
    cumulative_percent: f64 = |row| row.cumulative_percent.as_ref();
    indexes_before: Text = |row| Some(&row.indexes_before);
    indexes_after: Text = |row| Some(&row.indexes_after);
    verdict: Verdict = |row| Some(&row.verdict);
    rule: DecidingRule = |row| Some(&row.rule);
    screens: ScreenResults = |row| Some(&row.screens);
    finding: Finding = |row| Some(&row.evidence.finding);
    measured: f64 = |row| row.evidence.measured.as_ref();
    measured_against: f64 = |row| row.evidence.measured_against.as_ref();
    threshold: f64 = |row| row.evidence.threshold.as_ref();
    evidence_count: u32 = |row| row.evidence.count.as_ref();
    evidence_date: Date = |row| row.evidence.date.as_ref();
    evidence_until: Date = |row| further(row)?.until.as_ref();
    ranked_on: Date = |row| further(row)?.ranked_on.as_ref();
    evidence_text: Text = |row| row.evidence.text.as_ref();
    evidence_note: Text = |row| further(row)?.note.as_ref();
    evidence_by: Text = |row| further(row)?.by.as_ref();
    lowest_close: Price = |row| further(row)?.lowest.as_ref();
    highest_close: Price = |row| further(row)?.highest.as_ref();
    breakpoint_rank: u32 = |row| Some(&breakpoint(row)?.rank);
    breakpoint_market_cap: Money = |row| breakpoint(row)?.market_cap.as_ref();
    breakpoint_band_from: f64 = |row| Some(&breakpoint(row)?.band.as_ref()?.0);
    breakpoint_band_to: f64 = |row| Some(&breakpoint(row)?.band.as_ref()?.1);
    retaining_breakpoint_rank: u32 = |row| Some(&retaining_breakpoint(row)?.rank);
    retaining_breakpoint_market_cap: Money = |row| retaining_breakpoint(row)?.market_cap.as_ref();
    retaining_breakpoint_band_from: f64 = |row| Some(&retaining_breakpoint(row)?.band.as_ref()?.0);
    retaining_breakpoint_band_to: f64 = |row| Some(&retaining_breakpoint(row)?.band.as_ref()?.1);
    committee_source: CommitteeSource = |row| Some(&committee(row)?.source);
    committee_by: Text = |row| Some(&committee(row)?.by);
    committee_date: Date = |row| Some(&committee(row)?.date);
}

fn register(row: &Decision) -> Option<&RegisterEntry> {
    row.register.as_deref()
}

fn further(row: &Decision) -> Option<&FurtherEvidence> {
    row.evidence.further.as_deref()
}

fn breakpoint(row: &Decision) -> Option<&SizeBreakpoint> {
    row.breakpoint.as_deref()
}

fn retaining_breakpoint(row: &Decision) -> Option<&SizeBreakpoint> {
    row.retaining_breakpoint.as_deref()
}

fn committee(row: &Decision) -> Option<&CommitteeStatement> {
    row.committee.as_deref()
}

impl Record for Decision {
    type Table = Decision;

    fn to_row(&self) -> Decision {
        self.clone()
    }

    fn array(rows: &[Decision], column: &str) -> Option<Result<ArrayRef, String>> {
        array_of(rows, column)
    }
}

impl Table for Decision {
    const SCHEMA: &'static TableSchema = DecisionRow::SCHEMA;

    fn rows(columns: &Columns<'_>) -> Result<Vec<Decision>, StoreError> {
        let mut facts = SharedFacts::default();
        let rows = DecisionRow::rows(columns)?.into_iter();
        Ok(rows.map(|row| row.into_decision(&mut facts)).collect())
    }

    fn order(&self, other: &Decision, column: usize) -> Ordering {
        ORDERS.get(column).map_or(Ordering::Equal, |order| order(self, other))
    }

    fn known_at(&self) -> Option<Date> {
        None
    }

    // Only the ids of a market's tables are ever replaced in place.
    fn cell_mut(&mut self, _column: usize) -> Option<&mut dyn Any> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_written_in_the_order_in_which_they_are_declared() {
        let declared: Vec<&str> =
            Decision::SCHEMA.columns.iter().map(|column| column.name).collect();
        assert_eq!(declared, NAMES);
    }
}
