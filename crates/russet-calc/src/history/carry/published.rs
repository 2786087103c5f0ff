//! What a run had published by the close of its last session, read from its own rows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Divisor, Money, NumberError, Price, SecurityId, Shares};
use russet_rules::Decision;

use super::super::journal::decisions::Decisions;
use crate::events::{Cause, IndexShareFactors, LedgerEntry};
use crate::run::{ActionRow, Constituent, DecisionCount, IndexStart, LevelRow, ResumePoint, Run};
use crate::state::returns::Returns;

/// What a run had published by the close of its last session, the changes after that close included.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    /// The last published session.
    pub(crate) last: Date,
    /// The session after it.
    pub(crate) next: Date,
    pub(super) last_event: u32,
    pub(super) indexes: BTreeMap<String, PublishedIndex>,
    /// The last close of each security, on the terms of the last change.
    pub(super) prices: BTreeMap<SecurityId, Price>,
    /// The actions dealt with after the last close.
    pub(super) actions: Vec<ActionRow>,
    /// The decisions that took effect, in their order.
    decisions: Vec<Decision>,
    /// How many decisions there were before those, by year.
    earlier_decisions: Vec<(i16, usize)>,
}

/// One index after the changes that followed the last close.
#[derive(Debug, Clone)]
pub(super) struct PublishedIndex {
    pub(super) returns: Returns,
    pub(super) divisor: Divisor,
    pub(super) value: Money,
    pub(super) basket: BTreeMap<SecurityId, Shares>,
    /// What its index shares were made of, where they follow a company's own.
    pub(super) factors: BTreeMap<SecurityId, IndexShareFactors>,
    /// The rows that made the last level.
    pub(super) rows: Vec<Constituent>,
}

impl Published {
    /// What a run says of its last session and the changes after it. Of `run` are needed the rows of the
    /// last session and since, the exchange rates up to it, and the decisions that later reviews may look
    /// at; those of earlier years may be counted only.
    ///
    /// # Errors
    /// [`NumberError`] when the run lacks an exchange rate.
    pub(crate) fn of(
        run: &Run,
        next: Date,
        earlier_decisions: Vec<(i16, usize)>,
    ) -> Result<Option<Published>, NumberError> {
        let Some(last) = run.levels.iter().map(|row| row.date).max() else { return Ok(None) };
        let closes = run.closes.on(last);
        let after: Vec<&LedgerEntry> = run
            .events
            .iter()
            .filter(|entry| entry.after_close == last && entry.cause != Cause::Start)
            .collect();
        let mut indexes = BTreeMap::new();
        for level in run.levels.iter().filter(|row| row.date == last) {
            let start = run.manifest.indexes.iter().find(|start| start.id == level.index_id);
            let Some(start) = start else { continue };
            let mut index = PublishedIndex::at_close((start, level), run, &closes)?;
            after
                .iter()
                .filter(|entry| entry.index_id == level.index_id)
                .for_each(|entry| index.take(entry));
            indexes.insert(level.index_id.clone(), index);
        }
        let mut prices: BTreeMap<SecurityId, Price> =
            closes.into_iter().map(|(security, (close, _))| (security, close)).collect();
        for entry in &after {
            if let Some(price) = entry.price_after {
                prices.insert(entry.security_id, price);
            }
        }
        let dealt_with = |row: &&ActionRow| row.after_close == Some(last);
        let took_effect = |row: &&Decision| row.effective_after_close <= last;
        Ok(Some(Published {
            last,
            next,
            last_event: run.events.iter().map(|entry| entry.event).max().unwrap_or(0),
            indexes,
            prices,
            actions: run.actions.iter().filter(dealt_with).cloned().collect(),
            decisions: run.decisions.iter().filter(took_effect).cloned().collect(),
            earlier_decisions,
        }))
    }

    /// Which rows of the run stay: all but those of days to come, and actions of the last session, which
    /// the engine records again.
    pub(crate) fn point(&self) -> ResumePoint {
        ResumePoint {
            after: self.last,
            next: self.next,
            last_event: self.last_event,
            actions: 0,
            decisions: self.counted(i16::MAX),
        }
    }

    /// The decisions of the run, of which those of a year and later ones may still be looked at; nothing
    /// where some of these were only counted.
    pub(super) fn decided(&self, from_year: i16, are_asked_for: bool) -> Option<Decisions> {
        let counted = self.counted(from_year);
        if !are_asked_for {
            return Some(Decisions::continued(counted, Vec::new()));
        }
        let earlier = self.earlier_decisions.iter();
        let known = earlier.filter(|(year, _)| *year < from_year).map(|(_, count)| count).sum();
        if self.earlier_decisions.iter().any(|(year, count)| *year >= from_year && *count > 0) {
            return None;
        }
        let rows = self.decisions.iter().skip(counted.handed.saturating_sub(known));
        Some(Decisions::continued(counted, rows.cloned().collect()))
    }

    /// How many decisions there are, those before a year being handed over.
    fn counted(&self, from_year: i16) -> DecisionCount {
        let mut decided = Decisions::default();
        decided.extend(self.decisions.clone());
        let mut years = self.earlier_decisions.clone();
        for (year, count) in &decided.counted().years {
            match years.last_mut() {
                Some((of, known)) if *year <= *of => *known += count,
                _ => years.push((*year, *count)),
            }
        }
        let handed = years.iter().filter(|(year, _)| *year < from_year).map(|(_, count)| count);
        let handed = handed.sum();
        years.retain(|(year, _)| *year >= from_year);
        DecisionCount { handed, years }
    }
}

impl PublishedIndex {
    /// An index at a close, before any change after it.
    fn at_close(
        (start, level): (&IndexStart, &LevelRow),
        run: &Run,
        closes: &BTreeMap<SecurityId, (Price, Date)>,
    ) -> Result<PublishedIndex, NumberError> {
        let day = level.date;
        let held = |row: &&Constituent| {
            row.index_id == start.id && row.first_session <= day && row.last_session >= day
        };
        let rows: Vec<Constituent> = run.constituents.iter().filter(held).cloned().collect();
        let (divisor, value) = run.after_rates((start, level), closes)?;
        Ok(PublishedIndex {
            returns: Returns::published(level),
            divisor,
            value,
            basket: rows.iter().map(|row| (row.security_id, row.index_shares)).collect(),
            factors: rows
                .iter()
                .filter_map(|row| Some((row.security_id, makeup_of(row)?)))
                .collect(),
            rows,
        })
    }

    /// The securities that made the last level.
    pub(super) fn held(&self) -> impl Iterator<Item = &SecurityId> {
        self.rows.iter().map(|row| &row.security_id)
    }

    /// Takes a change after the close.
    fn take(&mut self, entry: &LedgerEntry) {
        match entry.index_shares_after == Shares::ZERO {
            true => {
                self.basket.remove(&entry.security_id);
                self.factors.remove(&entry.security_id);
            }
            false => {
                self.basket.insert(entry.security_id, entry.index_shares_after);
                if let Some(factors) = factors_after(entry) {
                    self.factors.insert(entry.security_id, factors);
                }
            }
        }
        self.divisor = entry.divisor_after;
        self.value = entry.index_market_cap_after;
    }
}

fn makeup_of(row: &Constituent) -> Option<IndexShareFactors> {
    Some(IndexShareFactors {
        count: row.shares_outstanding?,
        float: row.free_float,
        style: row.style_probability,
        cap: row.cap_factor,
    })
}

fn factors_after(entry: &LedgerEntry) -> Option<IndexShareFactors> {
    Some(IndexShareFactors {
        count: entry.shares_outstanding_after?,
        float: entry.free_float_after?,
        style: entry.style_probability_after?,
        cap: entry.cap_factor_after?,
    })
}
