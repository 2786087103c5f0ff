//! `#[derive(TableRecord)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Error, Field, Ident, Path, Token};

use crate::fields::named_fields;

/// A column of the table and where its cells are in the record.
struct Cell<'a> {
    column: Ident,
    /// The field, and the field of its own struct where the column is one of several there.
    place: (&'a Ident, Option<Ident>),
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let table = table_of(input)?;
    let mut cells = Vec::new();
    for field in named_fields(input)? {
        cells.extend(cells_of(field)?);
    }
    let record = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let columns: Vec<&Ident> = cells.iter().map(|cell| &cell.column).collect();
    let names = columns.iter().map(|column| column.to_string());
    let places: Vec<TokenStream> = cells
        .iter()
        .map(|cell| match &cell.place {
            (field, None) => quote! { #field },
            (field, Some(inner)) => quote! { #field.#inner },
        })
        .collect();
    Ok(quote! {
        impl #generics ::russet_store::table::Record for #record #arguments #bounds {
            type Table = #table;

            // The struct literal holds the record's fields against the table's.
            fn to_row(&self) -> #table {
                #table { #(#columns: ::russet_store::table::ToCell::to_cell(&self.#places)),* }
            }

            fn array(
                rows: &[Self],
                column: &str,
            ) -> ::core::option::Option<
                ::core::result::Result<::russet_store::table::ArrayRef, ::std::string::String>,
            > {
                match column {
                    #(#names => ::core::option::Option::Some(
                        ::russet_store::table::Cell::array(rows.iter().map(|row| &row.#places)),
                    ),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

fn table_of(input: &DeriveInput) -> Result<Path, Error> {
    let mut table = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| match meta.path.is_ident("table") {
            true => {
                table = Some(meta.value()?.parse::<Path>()?);
                Ok(())
            }
            false => Err(meta.error("expected table")),
        })?;
    }
    table.ok_or_else(|| Error::new_spanned(&input.ident, "a record needs #[record(table = Row)]"))
}

fn cells_of(field: &Field) -> Result<Vec<Cell<'_>>, Error> {
    let unnamed = || Error::new_spanned(field, "a record has named fields");
    let ident = field.ident.as_ref().ok_or_else(unnamed)?;
    let mut cells = Vec::new();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("columns") {
                return Err(meta.error("expected columns(…)"));
            }
            let content;
            syn::parenthesized!(content in meta.input);
            let columns = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
            cells.extend(columns.into_iter().map(|column| {
                let place = (ident, Some(column.clone()));
                Cell { column, place }
            }));
            Ok(())
        })?;
    }
    if cells.is_empty() {
        cells.push(Cell { column: ident.clone(), place: (ident, None) });
    }
    Ok(cells)
}
