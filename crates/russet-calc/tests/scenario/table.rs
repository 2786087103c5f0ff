//! Tables: read with a line of column names above, and written with columns that stand in line.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;

use super::text::{Fault, Row, Section};

/// One row of a table, by the names of its columns; `-` is nothing.
pub struct Record<'a> {
    pub row: &'a Row,
    cells: BTreeMap<&'a str, &'a str>,
}

/// The rows of a section below its line of column names, which must be among those known.
pub fn records<'a>(section: &'a Section, known: &[&str]) -> Result<Vec<Record<'a>>, Fault> {
    let Some((names, rows)) = section.rows.split_first() else { return Ok(Vec::new()) };
    if let Some(name) = names.words.iter().find(|name| !known.contains(&name.as_str())) {
        let section = section.head.word(0);
        let known = known.join(", ");
        return Err(names.fault(format!("{section} has no column '{name}' (hint: {known})")));
    }
    rows.iter().map(|row| Record::new(names, row)).collect()
}

impl<'a> Record<'a> {
    fn new(names: &'a Row, row: &'a Row) -> Result<Record<'a>, Fault> {
        if names.words.len() != row.words.len() {
            let (found, wanted) = (row.words.len(), names.words.len());
            let columns = names.words.join(", ");
            return Err(row.fault(format!("{found} cells for {wanted} columns: {columns}")));
        }
        let cells =
            names.words.iter().map(String::as_str).zip(row.words.iter().map(String::as_str));
        Ok(Record { row, cells: cells.filter(|(_, cell)| *cell != "-").collect() })
    }

    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).copied()
    }

    pub fn needed(&self, column: &str) -> Result<&'a str, Fault> {
        self.text(column).ok_or_else(|| self.row.fault(format!("no '{column}'")))
    }

    pub fn read<T: FromStr>(&self, column: &str, what: &str) -> Result<Option<T>, Fault> {
        self.text(column).map(|text| self.row.read(text, what)).transpose()
    }

    pub fn date(&self, column: &str) -> Result<Option<Date>, Fault> {
        self.read(column, "a date")
    }
}

/// A row of names and rows of cells, with every column as wide as its widest cell.
pub fn aligned(names: &[&str], rows: Vec<Vec<String>>) -> Vec<String> {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let mut all: Vec<Vec<String>> = vec![names];
    all.extend(rows);
    let columns = all.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        all.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all.iter().map(line).collect()
}
