//! The actions file: everything that changes an index between a close and the next opening, with its
//! treatment, and the actions that are announced for later.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_calc::run::{ActionOutcome, ActionRow, Composition};
use russet_calc::{Cause, LedgerEntry, Run};
use russet_market::{SecurityId, Ticker};

use super::{date, perhaps, words};
use crate::output::{Kind, Sheet, Value};

pub(super) fn sheet(
    run: &Run,
    (index, day): (&str, Date),
    compositions: [&Composition<'_>; 2],
) -> Sheet {
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("after_close", Kind::Date),
        ("status", Kind::Text),
        ("kind", Kind::Text),
        ("event", Kind::Whole),
        ("security", Kind::Whole),
        ("ticker", Kind::Text),
        ("sequence", Kind::Whole),
        ("ex_date", Kind::Date),
        ("effective_date", Kind::Date),
        ("known_at", Kind::Date),
        ("ratio", Kind::Text),
        ("cash", Kind::Exact(9)),
        ("cash_currency", Kind::Text),
        ("other_security", Kind::Whole),
        ("other_ticker", Kind::Text),
        ("shares_sold", Kind::Exact(6)),
        ("source", Kind::Text),
        ("shares_before", Kind::Exact(6)),
        ("shares_after", Kind::Exact(6)),
        ("price_before", Kind::Exact(9)),
        ("price_after", Kind::Exact(9)),
        ("free_float_before", Kind::Exact(12)),
        ("free_float_after", Kind::Exact(12)),
        ("index_market_cap_before", Kind::Exact(15)),
        ("index_market_cap_after", Kind::Exact(15)),
        ("divisor_before", Kind::Exact(18)),
        ("divisor_after", Kind::Exact(18)),
        ("note", Kind::Text),
    ]);
    let lines = compositions.into_iter().flat_map(|one| &one.constituents);
    let held: BTreeSet<SecurityId> = lines.map(|line| line.constituent.security_id).collect();
    let tickers: BTreeMap<SecurityId, &Ticker> =
        run.constituents.iter().map(|row| (row.security_id, &row.ticker)).collect();
    let made = |row: &ActionRow, entry: &LedgerEntry| {
        row.first_event.is_some_and(|first| first <= entry.event)
            && row.last_event.is_some_and(|last| entry.event <= last)
    };
    let of_day: Vec<&ActionRow> =
        run.actions.iter().filter(|row| row.after_close == Some(day)).collect();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let changes = run.changes_after(index, day).filter(|entry| entry.cause != Cause::Start);
    for entry in changes {
        let place = of_day.iter().position(|row| made(row, entry));
        told.extend(place);
        let action = place.map(|place| of_day[place]);
        let row = Told { index, day, status: "effective", action, entry: Some(entry) };
        sheet.row(row.values(&tickers));
    }
    for (place, action) in of_day.iter().enumerate() {
        if !told.contains(&place) && held.contains(&action.security_id) {
            let status = match action.outcome {
                ActionOutcome::NotApplied => "not_applied",
                ActionOutcome::Applied | ActionOutcome::Waiting => "effective",
            };
            let row = Told { index, day, status, action: Some(action), entry: None };
            sheet.row(row.values(&tickers));
        }
    }
    let announced = |row: &&ActionRow| {
        row.known_at <= day
            && row.after_close.is_none_or(|applied| applied > day)
            && held.contains(&row.security_id)
    };
    let mut announced: Vec<&ActionRow> = run.actions.iter().filter(announced).collect();
    announced.sort_by_key(|row| (row.ex_date, row.kind, row.security_id, row.sequence));
    for action in announced {
        let row = Told { index, day, status: "announced", action: Some(action), entry: None };
        sheet.row(row.values(&tickers));
    }
    sheet
}

/// A row of the file: an action, what it does to a line of the index, or both.
struct Told<'run> {
    index: &'run str,
    day: Date,
    status: &'static str,
    action: Option<&'run ActionRow>,
    entry: Option<&'run LedgerEntry>,
}

impl Told<'_> {
    fn values(&self, tickers: &BTreeMap<SecurityId, &Ticker>) -> Vec<Value> {
        let Told { index, day, status, action, entry } = *self;
        let waits = status == "announced";
        let security = entry
            .map(|entry| (entry.security_id, &entry.ticker))
            .or_else(|| action.map(|action| (action.security_id, &action.ticker)));
        let kind = match (action, entry) {
            (Some(action), _) => Some(action.kind.word().to_owned()),
            (None, entry) => entry.map(|entry| entry.cause.words().replace([' ', '-'], "_")),
        };
        let other = action.and_then(|action| action.other_security_id);
        // What became of an action is not known while it waits.
        let reason = action.filter(|_| !waits).map(|action| &action.reason);
        let note = entry.map(|entry| &entry.note).or(reason).filter(|note| !note.is_empty());
        vec![
            Value::Text(index.to_owned()),
            date(Some(day).filter(|_| !waits)),
            Value::Text(status.to_owned()),
            words(kind),
            whole(entry.map(|entry| entry.event)),
            whole(security.map(|(security, _)| security.0)),
            words(security.map(|(_, ticker)| ticker)),
            whole(action.map(|action| u32::from(action.sequence))),
            date(action.map(|action| action.ex_date)),
            date(action.and_then(|action| action.effective_date)),
            date(action.map(|action| action.known_at)),
            words(action.and_then(|action| action.ratio)),
            perhaps(action.and_then(|action| action.cash)),
            words(action.and_then(|action| action.cash_currency)),
            whole(other.map(|other| other.0)),
            words(other.and_then(|other| tickers.get(&other))),
            perhaps(action.and_then(|action| action.shares_sold)),
            words(action.map(|action| &action.source)),
            perhaps(entry.map(|entry| entry.index_shares_before)),
            perhaps(entry.map(|entry| entry.index_shares_after)),
            perhaps(entry.and_then(|entry| entry.price_before)),
            perhaps(entry.and_then(|entry| entry.price_after)),
            perhaps(entry.and_then(|entry| entry.free_float_before)),
            perhaps(entry.and_then(|entry| entry.free_float_after)),
            perhaps(entry.map(|entry| entry.index_market_cap_before)),
            perhaps(entry.map(|entry| entry.index_market_cap_after)),
            perhaps(entry.map(|entry| entry.divisor_before)),
            perhaps(entry.map(|entry| entry.divisor_after)),
            words(note),
        ]
    }
}

fn whole(number: Option<u32>) -> Value {
    number.map_or(Value::Missing, |number| Value::Whole(i64::from(number)))
}
