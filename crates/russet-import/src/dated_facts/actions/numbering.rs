//! Which action a row is about, where several of one kind, security and ex-date are possible: the one that the
//! market knows, or a further one.
//!
//! A row may say its sequence. Without one, spin-offs are distinguished by their children, and rows of other kinds
//! are further actions where one file lists them side by side.

use std::collections::BTreeSet;

use russet_market::{Action, ActionKind};

use super::group::Group;
use super::row::Supplied;
use crate::action_terms::{by_sequence, same_terms};
use crate::dated_facts::Read;

/// The sequence of each row, or why it has none. All rows are of one group and were known on one day.
pub(super) fn number(group: &Group, rows: &[Read<Supplied>]) -> Vec<Result<u16, String>> {
    let said = |read: &Read<Supplied>| read.fact.sequence;
    let mut used = group.sequences();
    used.extend(rows.iter().filter_map(said));
    let known = used.clone();
    let mut numbers: Vec<Option<u16>> = rows
        .iter()
        .map(|read| said(read).or_else(|| known_sequence(group, rows, &read.fact.action)))
        .collect();
    let unknown = distinct(rows, &numbers);
    let is_further = unknown.iter().flatten().any(|place| {
        let action = &rows[*place].fact.action;
        action.kind == ActionKind::SpinOff
            || action.kind.may_repeat()
                && lists_all(rows[*place].file, rows, &numbers, &unknown, &known)
    });
    if is_further || unknown.len() == 1 && known.is_empty() {
        for same in &unknown {
            let free = (0..=u16::MAX).find(|number| used.insert(*number));
            same.iter().for_each(|place| numbers[*place] = free);
        }
    }
    let only = (known.len() <= 1).then(|| known.first().copied().unwrap_or_default());
    let number = |(number, read): (Option<u16>, &Read<Supplied>)| {
        let day = read.fact.action.known_at;
        number.or(only).ok_or_else(|| {
            let each = by_sequence(group.all_in_force(day));
            format!(
                "the market has several such actions: sequence {each} (hint: name one with the column sequence)"
            )
        })
    };
    numbers.into_iter().zip(rows).map(number).collect()
}

/// The sequence of the very action, as the market or a row that says its sequence has it.
fn known_sequence(group: &Group, rows: &[Read<Supplied>], action: &Action) -> Option<u16> {
    let mut known = group.all_in_force(action.known_at);
    let in_market = known.find(|other| is_same(other, action)).map(|other| other.sequence);
    in_market.or_else(|| {
        let same = rows.iter().filter(|read| is_same(&read.fact.action, action));
        same.filter_map(|read| read.fact.sequence).next()
    })
}

/// The places of rows without a number, those of one action together.
fn distinct(rows: &[Read<Supplied>], numbers: &[Option<u16>]) -> Vec<Vec<usize>> {
    let mut distinct: Vec<Vec<usize>> = Vec::new();
    for place in (0..rows.len()).filter(|place| numbers[*place].is_none()) {
        let action = &rows[place].fact.action;
        match distinct.iter_mut().find(|same| is_same(&rows[same[0]].fact.action, action)) {
            Some(same) => same.push(place),
            None => distinct.push(vec![place]),
        }
    }
    distinct
}

/// Whether a file has a row of every action, known and new: then it means them side by side.
fn lists_all(
    file: usize,
    rows: &[Read<Supplied>],
    numbers: &[Option<u16>],
    unknown: &[Vec<usize>],
    known: &BTreeSet<u16>,
) -> bool {
    let listed: BTreeSet<u16> = (rows.iter().zip(numbers))
        .filter_map(|(read, number)| number.filter(|_| read.file == file))
        .collect();
    listed.is_superset(known)
        && unknown.iter().all(|same| same.iter().any(|place| rows[*place].file == file))
}

/// Whether two rows of a group mean the same action: spin-offs of one child, else equal terms.
fn is_same(one: &Action, other: &Action) -> bool {
    match one.kind {
        ActionKind::SpinOff => one.other_security_id == other.other_security_id,
        _ => same_terms(one, other),
    }
}
