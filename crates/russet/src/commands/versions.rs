//! The log of a market or a run: for people as paragraphs, for programs as a sheet.

use russet_store::{TableChange, Version};

use crate::output::{Format, Kind, Sheet, Value, print_text};

/// Prints the versions, the newest last.
pub fn print<M>(versions: &[Version<M>], format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => {
            let paragraphs: Vec<String> = versions.iter().map(paragraph).collect();
            print_text(&paragraphs.join("\n"))
        }
        other => sheet(versions).print(other),
    }
}

fn paragraph<M>(version: &Version<M>) -> String {
    let (origin, changes) = (&version.origin, words(&version.changes));
    let mut text = format!("version {}  {}  {}\n", version.number, when(version), origin.who);
    text.push_str(&format!("    {}\n", origin.command));
    if !changes.is_empty() {
        text.push_str(&format!("    changed: {}\n", changes.join(", ")));
    }
    for note in &origin.notes {
        text.push_str(&format!("    {note}\n"));
    }
    text
}

fn sheet<M>(versions: &[Version<M>]) -> Sheet {
    let mut sheet = Sheet::new([
        ("version", Kind::Whole),
        ("when", Kind::Text),
        ("who", Kind::Text),
        ("command", Kind::Text),
        ("changed", Kind::Text),
        ("notes", Kind::Text),
    ]);
    for version in versions {
        sheet.row([
            Value::Whole(i64::from(version.number)),
            Value::Text(when(version)),
            Value::Text(version.origin.who.clone()),
            Value::Text(version.origin.command.clone()),
            Value::Text(words(&version.changes).join(", ")),
            Value::Text(version.origin.notes.join("; ")),
        ]);
    }
    sheet
}

fn when<M>(version: &Version<M>) -> String {
    version.origin.when.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// The tables that changed, each with the rows that it gained or lost.
fn words(changes: &[TableChange]) -> Vec<String> {
    let has_rows = |change: &&TableChange| change.rows_before + change.rows_after > 0;
    let word = |change: &TableChange| {
        let difference = change.rows_after as i64 - change.rows_before as i64;
        match difference {
            0 => change.table.clone(),
            _ => format!("{} {difference:+}", change.table),
        }
    };
    changes.iter().filter(has_rows).map(word).collect()
}
