//! The log of a market or a run as a sheet.

use russet_store::{TableChange, Version};

use crate::output::{Kind, Sheet, Value};

/// One row a version: who made it, when, with which command, and what it changed.
pub fn sheet<M>(versions: &[Version<M>]) -> Sheet {
    let mut sheet = Sheet::new([
        ("version", Kind::Whole),
        ("when", Kind::Text),
        ("who", Kind::Text),
        ("changed", Kind::Text),
        ("command", Kind::Text),
        ("notes", Kind::Text),
    ]);
    for version in versions {
        let origin = &version.origin;
        let changes: Vec<String> = version.changes.iter().map(change).collect();
        sheet.row([
            Value::Whole(i64::from(version.number)),
            Value::Text(origin.when.strftime("%Y-%m-%d %H:%M:%SZ").to_string()),
            Value::Text(origin.who.clone()),
            Value::Text(changes.join(", ")),
            Value::Text(origin.command.clone()),
            Value::Text(origin.notes.join("; ")),
        ]);
    }
    sheet
}

/// A table with the rows that it gained or lost.
fn change(change: &TableChange) -> String {
    let difference = change.rows_after as i64 - change.rows_before as i64;
    match difference {
        0 => change.table.clone(),
        _ => format!("{} {difference:+}", change.table),
    }
}
