//! Sightings of many files and of the market into one sorted list, with one row a line and session.
//!
//! The result depends on what the rows say, never on the order in which they came.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use rayon::slice::ParallelSliceMut;
use russet_market::{Market, Refusal};

use super::{Description, FileSightings, Origin, Sighting, Sightings, add_known, sessions};
use crate::report::ImportReport;

/// Merges the files' sightings with the market's. Closes that contradict each other are refused:
/// all of them within an import, the new ones against what the market has.
pub(crate) fn merge(
    market: &Market,
    files: Vec<FileSightings>,
    names: &[String],
    report: &mut ImportReport,
) -> Sightings {
    let mut all = Sightings::default();
    let rows: usize = files.iter().map(|file| file.rows.len()).sum();
    all.rows.reserve_exact(rows + market.prices.len() + 2 * market.securities.len());
    let mut places: HashMap<Description, u32> = HashMap::new();
    for file in files {
        let place_of: Vec<u32> = file
            .descriptions
            .into_iter()
            .map(|description| {
                let next = places.len() as u32;
                *places.entry(description).or_insert(next)
            })
            .collect();
        all.rows.extend(
            file.rows
                .into_iter()
                .map(|row| Sighting { description: place_of[row.description as usize], ..row }),
        );
        report.add(file.report);
    }
    let mut described: Vec<(Description, u32)> = places.into_iter().collect();
    described.sort_by_key(|(_, place)| *place);
    all.descriptions = described.into_iter().map(|(description, _)| description).collect();
    add_known(market, &mut all);
    sort(&mut all);
    settle(&mut all, names, report);
    all
}

/// Sorts descriptions by content and rows by session, symbol and content.
fn sort(all: &mut Sightings) {
    let mut order: Vec<u32> = (0..all.descriptions.len() as u32).collect();
    order.sort_by(|a, b| all.descriptions[*a as usize].cmp(&all.descriptions[*b as usize]));
    let mut rank = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        rank[*old as usize] = new as u32;
    }
    all.descriptions.sort();
    for row in &mut all.rows {
        row.description = rank[row.description as usize];
    }
    let symbols = all.symbols();
    all.rows.par_sort_unstable_by(|a, b| {
        let key = |row: &Sighting| (row.session, symbols[row.description as usize]);
        key(a).cmp(&key(b)).then_with(|| content_order(a, b))
    });
}

/// An order of rows of one line and session that depends on what they say; what the market has
/// comes first, then the fuller row.
fn content_order(a: &Sighting, b: &Sighting) -> Ordering {
    let fuller = |row: &Sighting| {
        let said = [row.volume.is_some(), row.change_percent.is_some(), row.cap_cents.is_some()];
        (row.close.is_none(), std::cmp::Reverse(said.into_iter().filter(|said| *said).count()))
    };
    let from_file = |row: &Sighting| matches!(row.origin, Origin::File { .. });
    let said = |row: &Sighting| {
        let change = row.change_percent.map(f64::to_bits);
        (row.close, row.volume, change, row.cap_cents, row.description, row.origin)
    };
    (from_file(a), fuller(a)).cmp(&(from_file(b), fuller(b))).then_with(|| said(a).cmp(&said(b)))
}

/// Keeps one row a line and session.
fn settle(all: &mut Sightings, names: &[String], report: &mut ImportReport) {
    let symbols = all.symbols();
    let mut kept = 0;
    let mut start = 0;
    while start < all.rows.len() {
        let key = |row: &Sighting| (row.session, symbols[row.description as usize]);
        let first = key(&all.rows[start]);
        let length = all.rows[start..].iter().take_while(|row| key(row) == first).count();
        let group = start..start + length;
        start += length;
        for row in settle_group(all, group, names, report) {
            all.rows[kept] = row;
            kept += 1;
        }
    }
    all.rows.truncate(kept);
}

/// The rows that stand for one symbol's session: one, or one for each id that the market has there.
fn settle_group(
    all: &Sightings,
    group: Range<usize>,
    names: &[String],
    report: &mut ImportReport,
) -> Vec<Sighting> {
    let rows = &all.rows[group];
    if let [row] = rows {
        report.rows_taken += u64::from(matches!(row.origin, Origin::File { .. }));
        return vec![*row];
    }
    let in_market = rows.partition_point(|row| matches!(row.origin, Origin::Market(_)));
    let (known, new) = rows.split_at(in_market);
    let mut kept: Vec<Sighting> = Vec::with_capacity(1);
    for row in known {
        if !kept.iter().any(|one| one.origin == row.origin) {
            kept.push(*row);
        }
    }
    let refuse = |row: &Sighting, reason: String, report: &mut ImportReport| {
        report.refuse(refusal(all, row, names, reason));
    };
    match kept.first().and_then(|row| row.close) {
        Some(close) => {
            for row in new {
                match row.close == Some(close) {
                    true => {
                        fill(&mut kept[0], row);
                        report.rows_known_already += 1;
                    }
                    false => refuse(row, format!("the market has a close of {close}"), report),
                }
            }
        }
        None => match new.split_first() {
            Some((first, others)) if others.iter().all(|row| row.close == first.close) => {
                let mut row = *first;
                for other in others {
                    fill(&mut row, other);
                }
                report.rows_taken += 1;
                report.rows_known_already += others.len() as u64;
                // A close for a session on which the market knew the line without one.
                if let Some(line) = kept.first_mut() {
                    row.origin = line.origin;
                    *line = row;
                } else {
                    kept.push(row);
                }
            }
            Some(_) => {
                for row in new {
                    let reason = "other rows of this symbol and session have another close";
                    refuse(row, reason.to_owned(), report);
                }
            }
            None => {}
        },
    }
    kept
}

/// Facts that one row has and the other lacks.
fn fill(row: &mut Sighting, other: &Sighting) {
    row.volume = row.volume.or(other.volume);
    row.change_percent = row.change_percent.or(other.change_percent);
    row.cap_cents = row.cap_cents.or(other.cap_cents);
}

fn refusal(all: &Sightings, row: &Sighting, names: &[String], reason: String) -> Refusal {
    let (source, line) = match row.origin {
        Origin::File { file, line } => (names[file as usize].clone(), line),
        Origin::Market(_) => (String::new(), 0),
    };
    let ticker = &all.descriptions[row.description as usize].ticker;
    let date = sessions()[row.session as usize];
    Refusal {
        source,
        line,
        column_name: "close".to_owned(),
        cell_value: row.close.map_or_else(String::new, |close| close.to_string()),
        reason: format!("{ticker} on {date}: {reason}"),
    }
}
