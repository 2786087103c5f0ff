//! What a command answers, as a sheet of typed columns, and the four forms it is printed in.
//!
//! A table is for reading and may shorten a long text; CSV, JSON and Parquet hold every value in full.

mod csv;
mod json;
mod parquet;
mod table;

use std::io::{self, IsTerminal, Write};

use anyhow::{Context, bail};
use jiff::civil::Date;

/// The form of an answer.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns, for reading
    Table,
    /// Comma-separated values with a header
    Csv,
    /// An array of objects
    Json,
    /// A Parquet file, for a redirected output
    Parquet,
}

/// The form of a file that is delivered.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values with a header
    Csv,
    /// Parquet, with the same columns
    Parquet,
}

impl FileFormat {
    /// How names of such files end.
    pub const fn extension(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::Parquet => "parquet",
        }
    }

    /// The form of a sheet in such a file.
    pub const fn of_sheet(self) -> Format {
        match self {
            FileFormat::Csv => Format::Csv,
            FileFormat::Parquet => Format::Parquet,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A day.
    Date,
    /// A whole number.
    Whole,
    /// A statistic.
    Float,
    /// An exact decimal number.
    Decimal,
    /// An exact decimal number with at most this many decimals, as many as a Parquet column always has.
    Exact(u8),
}

impl Kind {
    /// Whether digits stand under digits in a table.
    fn is_number(self) -> bool {
        matches!(self, Kind::Whole | Kind::Float | Kind::Decimal | Kind::Exact(_))
    }
}

/// One value of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
    /// A whole number.
    Whole(i64),
    /// A statistic, and the decimals that a table shows of it.
    Float(f64, usize),
    /// The text of an exact decimal number, such as `1010.90`.
    Decimal(String),
    /// Nothing known.
    Missing,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
}

/// Rows under named, typed columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl Sheet {
    /// An empty sheet of these columns.
    pub fn new<N: Into<String>>(columns: impl IntoIterator<Item = (N, Kind)>) -> Sheet {
        let column = |(name, kind): (N, Kind)| Column { name: name.into(), kind };
        Sheet { columns: columns.into_iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row: one value a column, in their order; values left out are missing.
    pub fn row(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Sheet {
        let mut row: Vec<Value> = values.into_iter().take(self.columns.len()).collect();
        row.resize(self.columns.len(), Value::Missing);
        self.rows.push(row);
        self
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Prints the sheet to stdout.
    ///
    /// # Errors
    /// When stdout cannot be written, or is a terminal and the format is binary.
    pub fn print(&self, format: Format) -> anyhow::Result<()> {
        let stdout = io::stdout().lock();
        if format == Format::Parquet && stdout.is_terminal() {
            bail!(
                "Parquet is binary and a terminal shows text (hint: redirect it: … > file.parquet)"
            );
        }
        self.write(format, stdout).context("cannot write the answer to stdout")
    }

    /// Writes the sheet. A reader that stops early, as `head` does, is no error.
    ///
    /// # Errors
    /// When the output cannot be written, or a value does not fit its column.
    pub fn write(&self, format: Format, mut out: impl Write) -> anyhow::Result<()> {
        let bytes = match format {
            Format::Table => table::bytes(self),
            Format::Csv => csv::bytes(self)?,
            Format::Json => json::bytes(self)?,
            Format::Parquet => parquet::bytes(self)?,
        };
        write_all(&bytes, &mut out)
    }
}

/// Prints a page for people to stdout.
///
/// # Errors
/// When stdout cannot be written.
pub fn print_text(text: &str) -> anyhow::Result<()> {
    let written = write_all(text.as_bytes(), &mut io::stdout().lock());
    written.context("cannot write the answer to stdout")
}

fn write_all(bytes: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A row of each kind of value, and one of nothing.
    pub(super) fn sample() -> Sheet {
        let mut sheet = Sheet::new([
            ("date", Kind::Date),
            ("name", Kind::Text),
            ("members", Kind::Whole),
            ("weight", Kind::Float),
            ("level", Kind::Decimal),
        ]);
        sheet.row([
            Value::Date(date(2024, 6, 28)),
            Value::Text("Société \"A\", B".to_owned()),
            Value::Whole(2_010),
            Value::Float(0.012_345_678_9, 4),
            Value::Decimal("2047.690".to_owned()),
        ]);
        sheet.row([]);
        sheet
    }

    pub(super) fn text(sheet: &Sheet, format: Format) -> String {
        let mut bytes = Vec::new();
        sheet.write(format, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// An output that fails as it is asked to.
    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_stops_early_is_no_error_and_a_full_disk_is() {
        for format in [Format::Table, Format::Csv, Format::Json, Format::Parquet] {
            assert!(sample().write(format, Failing(io::ErrorKind::BrokenPipe)).is_ok());
            assert!(sample().write(format, Failing(io::ErrorKind::StorageFull)).is_err());
        }
    }

    #[test]
    fn a_row_has_one_value_a_column() {
        let mut sheet = Sheet::new([("a", Kind::Whole), ("b", Kind::Whole)]);
        sheet.row([Value::Whole(1)]).row([1, 2, 3].map(Value::Whole));
        assert_eq!(text(&sheet, Format::Csv), "a,b\n1,\n1,2\n");
    }
}
