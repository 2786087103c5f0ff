//! Derives a table of `russet-store` from a documented struct, so that a table is declared once.
//!
//! `#[derive(Table)]` makes an ordinary struct the row of a table: a field is a column, its doc comment the
//! column's documentation, its type the column's type and unit. `#[derive(TableRecord)]` makes another struct,
//! usually of borrowed fields, a second way to write the rows of such a table.

mod declaration;
mod fields;
mod record;
mod table;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct the row of a table.
///
/// `#[table(…)]` on the struct takes `name`, `key` (columns with commas between), and optionally `version`
/// (default 1), `known_at` (the column that says when a row was known) and `order` (the columns that rows are
/// sorted by, where these are not the key). `#[column(…)]` on a field takes `unit`, `was` (earlier names with
/// commas between), `since` (the version that added it) and `default` (an expression, for files without it).
#[proc_macro_derive(Table, attributes(table, column))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes a struct another form of the rows of a table, such as one that borrows its texts.
///
/// `#[record(table = Row)]` on the struct names the table's row. A field is the column of its name;
/// `#[record(columns(ticker, name))]` on a field says that the columns are fields of the field's own struct.
#[proc_macro_derive(TableRecord, attributes(record))]
pub fn derive_table_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
