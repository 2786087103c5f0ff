//! Actions of files against those of the market: new ones, known ones, corrections and conflicts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::table::Table;
use russet_market::{Action, Market, Refusal};

use super::group::{Group, GroupKey, key_of};
use super::numbering::number;
use super::renames::version_on;
use super::row::Supplied;
use crate::action_terms::{same_terms, shown};
use crate::dated_facts::{Read, set_aside};
use crate::report::ImportReport;

/// What a row needs to be no conflict.
const HINT: &str = "hint: a correction needs a later known_at, a further action of that kind and day its own \
                    sequence";

/// Adds to a market in canonical order the actions that nothing contradicts. A row with other terms and another
/// `known_at` than the market's is a version of the same action; other terms that were known on the same day
/// are a conflict, all of them within an import, the new ones against the market's.
pub(super) fn settle(market: &mut Market, found: Vec<Read<Supplied>>, report: &mut ImportReport) {
    let mut groups: BTreeMap<GroupKey, Vec<Read<Supplied>>> = BTreeMap::new();
    for read in found {
        groups.entry(key_of(&read.fact.action)).or_default().push(read);
    }
    let mut taken = Vec::new();
    for (key, rows) in groups {
        let mut group = Group::of(market, key);
        let mut of_day: BTreeMap<Date, Vec<Read<Supplied>>> = BTreeMap::new();
        for read in rows {
            of_day.entry(read.fact.action.known_at).or_default().push(read);
        }
        for rows in of_day.into_values() {
            for rows in by_sequence(market, &group, rows, report) {
                taken.extend(settle_one(market, &mut group, rows, report));
            }
        }
    }
    market.actions.append(&mut taken);
    Action::sort_and_dedup(&mut market.actions);
}

/// The rows of each action that were known on one day. Those without a sequence are refused, and those that
/// somebody withdrew are set aside.
fn by_sequence(
    market: &Market,
    group: &Group,
    rows: Vec<Read<Supplied>>,
    report: &mut ImportReport,
) -> Vec<Vec<Read<Action>>> {
    let numbers = number(group, &rows);
    let mut numbered = Vec::with_capacity(rows.len());
    for (number, read) in numbers.into_iter().zip(rows) {
        let read = read.map(|supplied| supplied.action);
        match number {
            Ok(sequence) => numbered.push(read.map(|action| Action { sequence, ..action })),
            Err(reason) => refuse(read, reason, report),
        }
    }
    set_aside::withdrawn(market, Action::NAME, &mut numbered, report, |row| row.security_id);
    let mut by_sequence: BTreeMap<u16, Vec<Read<Action>>> = BTreeMap::new();
    for read in numbered {
        by_sequence.entry(read.fact.sequence).or_default().push(read);
    }
    by_sequence.into_values().collect()
}

/// Settles the rows of one action that were known on one day; gives the version to add, if there is one.
fn settle_one(
    market: &Market,
    group: &mut Group,
    rows: Vec<Read<Action>>,
    report: &mut ImportReport,
) -> Option<Action> {
    let first = rows[0].fact.clone();
    let (sequence, day) = (first.sequence, first.known_at);
    let agree = rows.iter().all(|read| same_terms(&read.fact, &first));
    let in_force = group.in_force(sequence, day);
    if agree && in_force.is_some_and(|known| same_terms(known, &first)) {
        report.rows_known_already += rows.len() as u64;
        return None;
    }
    let conflict = match group.known_on(sequence, day) {
        Some(known) => {
            Some(format!("the market has {}, known on the same day ({HINT})", shown(known).1))
        }
        None if !agree => {
            Some(format!("conflicts with another row for the same security and date ({HINT})"))
        }
        None => None,
    };
    if let Some(reason) = conflict {
        rows.into_iter().for_each(|read| refuse(read, reason.clone(), report));
        return None;
    }
    report.rows_taken += 1;
    report.rows_known_already += rows.len() as u64 - 1;
    let [before, after] = group.insert(first.clone());
    let change = before.as_ref().zip(Some(&first)).or(Some(&first).zip(after.as_ref()));
    if let Some((before, after)) = change {
        report.notes.push(format!(
            "{}, line {}: {}",
            rows[0].source,
            rows[0].line,
            correction(market, before, after)
        ));
    }
    Some(first)
}

/// A correction in words.
fn correction(market: &Market, before: &Action, after: &Action) -> String {
    let version = version_on(market, after.security_id, after.ex_date);
    let ticker =
        version.map_or_else(|| after.security_id.to_string(), |row| row.ticker.to_string());
    let said = |version: &Action| format!("{}, known on {}", shown(version).1, version.known_at);
    let kind = after.kind.word();
    format!("{kind} of {ticker} on {}: {}, becomes {}", after.ex_date, said(before), said(after))
}

fn refuse(read: Read<Action>, reason: String, report: &mut ImportReport) {
    let (column, value) = shown(&read.fact);
    report.refuse(Refusal {
        source: read.source,
        line: read.line,
        column_name: column.to_owned(),
        cell_value: value,
        reason,
    });
}
