//! The page of all tables is what the declarations say, and the names in it are fit for SQL.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use russet_calc::Run;
use russet_market::Market;
use russet_store::table::{ColumnType, TableSchema};

use crate::support::tables_page;

fn tables() -> Vec<&'static TableSchema> {
    [Market::schemas(), Run::schemas()].concat()
}

#[test]
fn the_page_of_tables_is_what_the_declarations_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tables.md");
    assert!(
        fs::read_to_string(path).unwrap() == tables_page::text(),
        "docs/tables.md is old (hint: cargo run -p russet --example tables > docs/tables.md)"
    );
}

#[test]
fn a_column_has_one_type_and_a_unit_wherever_it_appears() {
    let mut types: BTreeMap<&str, ColumnType> = BTreeMap::new();
    for table in tables() {
        for column in table.columns {
            let known = *types.entry(column.name).or_insert(column.kind);
            assert_eq!(known, column.kind, "{}.{}", table.name, column.name);
            let is_decimal = matches!(column.kind, ColumnType::Decimal { .. });
            assert!(!is_decimal || !column.unit.is_empty(), "{}.{}", table.name, column.name);
        }
    }
}

#[test]
fn shares_times_a_price_fit_a_decimal_of_38_digits() {
    let widest = |unit: &str| {
        let columns = tables().into_iter().flat_map(|table| table.columns.iter());
        let digits = columns.filter(|column| column.unit == unit).map(|column| match column.kind {
            ColumnType::Decimal { precision, scale } => (precision, scale),
            // A whole number of 64 bits, such as a volume, is no factor of a market value.
            _ => (0, 0),
        });
        digits.max().unwrap()
    };
    let (shares, price) = (widest("shares"), widest("currency a share"));
    assert_eq!((shares, price), ((28, 6), (18, 9)));
    // SQL engines give a product the digits of both factors; DuckDB caps them at 38 where one is wide.
    assert!(i32::from(shares.1) + i32::from(price.1) <= 15 && shares.0 > 18);
}

#[test]
fn no_column_is_named_with_a_reserved_word_of_sql() {
    // Reserved in DuckDB, PostgreSQL or the standard.
    let reserved: BTreeSet<&str> = BTreeSet::from([
        "all",
        "and",
        "any",
        "as",
        "asc",
        "between",
        "by",
        "case",
        "cast",
        "check",
        "class",
        "column",
        "count",
        "cross",
        "cube",
        "default",
        "desc",
        "distinct",
        "else",
        "end",
        "except",
        "exists",
        "for",
        "foreign",
        "from",
        "full",
        "grant",
        "group",
        "having",
        "in",
        "index",
        "inner",
        "intersect",
        "into",
        "is",
        "join",
        "key",
        "left",
        "like",
        "limit",
        "natural",
        "not",
        "null",
        "of",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "outer",
        "primary",
        "references",
        "returning",
        "right",
        "select",
        "some",
        "table",
        "then",
        "to",
        "union",
        "unique",
        "until",
        "user",
        "using",
        "when",
        "where",
        "window",
        "with",
    ]);
    for table in tables() {
        let names = table.columns.iter().map(|column| column.name);
        for name in names.chain([table.name]) {
            assert!(!reserved.contains(name), "{} has a column {name}", table.name);
        }
    }
}
