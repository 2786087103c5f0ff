//! Facts that users have in tables of their own: index levels, share counts, corporate actions, free
//! floats, votes, geography, accounts, rates of exchange, a committee's decisions, and their own word
//! in the place of an input.

mod actions;
mod cells;
mod decisions;
mod float;
mod fundamentals;
mod fx;
mod geography;
mod groups;
mod levels;
mod overrides;
mod securities;
mod set_aside;
mod settle;
mod shares;
mod votes;

pub use actions::{import_actions, import_dividends, import_splits};
pub use decisions::import_decisions;
pub use float::import_float;
pub use fundamentals::import_fundamentals;
pub use fx::import_fx;
pub use geography::import_geography;
pub use levels::import_levels;
pub use overrides::import_overrides;
pub use shares::import_shares;
pub use votes::import_votes;

use std::path::PathBuf;

use russet_market::{Market, Refusal};

use crate::error::ImportError;
use crate::files::{Column, Row, SourceFile, read_rows};
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;

/// A row read, with its place for a refusal.
struct Read<T> {
    fact: T,
    /// The name of its file.
    source: String,
    /// The place of its file among those read together.
    file: usize,
    line: u64,
}

impl<T> Read<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Read<U> {
        let Read { fact, source, file, line } = self;
        Read { fact: change(fact), source, file, line }
    }
}

/// What a row is: a fact, well formed but none (with the reason), or bad in a column.
enum Outcome<T> {
    Fact(T),
    Aside(&'static str),
    Bad(usize, String),
}

/// Reads every row of every new file; records the files as sources.
fn read_all<T>(
    market: &mut Market,
    report: &mut ImportReport,
    (paths, options): (&[PathBuf], &ImportOptions<'_>),
    columns: &[Column],
    mut fact_of: impl FnMut(&Market, &SourceFile, &Row<'_>) -> Outcome<T>,
) -> Result<Vec<Read<T>>, ImportError> {
    let opened = report.open(paths, market)?;
    let files = opened.len();
    let mut found = Vec::new();
    for (place, file) in opened.into_iter().enumerate() {
        let before = report.rows_read;
        let mut reader = file.reader()?;
        let counts = read_rows(&mut reader, columns, options, &mut |row| match fact_of(
            market, &file, &row,
        ) {
            Outcome::Fact(fact) => {
                found.push(Read { fact, source: file.name.clone(), file: place, line: row.line });
            }
            Outcome::Aside(reason) => report.set_aside(reason),
            Outcome::Bad(column, reason) => report.refuse(Refusal {
                source: file.name.clone(),
                line: row.line,
                column_name: columns[column].name.to_owned(),
                cell_value: row.cells[column].shown(),
                reason,
            }),
        })?;
        report.count(counts);
        report.files += 1;
        market.sources.push(file.source(report.format));
        let rows = report.rows_read - before;
        (options.progress)(Progress { file: &file.path, files, rows, finished: true });
    }
    Ok(found)
}
