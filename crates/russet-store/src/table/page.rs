//! The page that documents tables, made of their declarations.

use std::fmt::Write;

use super::{ColumnSchema, TableSchema};

/// The section of a table in Markdown: what a row is, its key, and its columns one by one.
///
/// ```
/// use russet_store::table::{Table, page};
/// /// A level of an index.
/// #[derive(Clone, Table)]
/// #[table(name = "levels", key = "day")]
/// struct Level {
///     /// The day.
///     day: u32,
///     /// The level.
///     #[column(unit = "points")]
///     level: Option<f64>,
/// }
/// assert!(page(Level::SCHEMA).contains("| `level` | DOUBLE | points | may be missing | The level. |"));
/// ```
pub fn page(table: &TableSchema) -> String {
    let mut text = format!("## {}\n\n{}\n\n", table.name, plain(table.doc));
    let names = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    // Writing into a string cannot fail.
    let _ = write!(text, "Key: {}. ", names(table.key));
    let _ = match table.known_at {
        Some(column) => write!(text, "Known since: `{column}`. "),
        None => write!(text, "Not dated by when it was known. "),
    };
    let _ = write!(text, "Version {}.\n\n", table.version);
    text.push_str("| column | type | unit | missing | what it holds |\n|---|---|---|---|---|\n");
    table.columns.iter().for_each(|column| row(&mut text, column));
    text
}

fn row(text: &mut String, column: &ColumnSchema) {
    let ColumnSchema { name, kind, unit, nullable, doc, .. } = column;
    let missing = if *nullable { "may be missing" } else { "" };
    let _ = writeln!(text, "| `{name}` | {kind} | {unit} | {missing} | {} |", plain(doc));
}

/// A doc comment without links that only the code's documentation can follow.
fn plain(doc: &str) -> String {
    doc.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}
