//! `#[derive(Table)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error};

use crate::declaration::{Column, Declaration};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let table = Declaration::read(input)?;
    let row = &input.ident;
    let schema = schema(&table);
    let fields: Vec<_> = table.columns.iter().map(|column| column.field).collect();
    let names: Vec<_> = table.columns.iter().map(|column| &column.name).collect();
    let places: Vec<usize> = (0..fields.len()).collect();
    let cells = table.columns.iter().zip(&places).map(|(column, place)| {
        let (field, kind) = (column.field, column.kind);
        match &column.default {
            Some(default) => quote! {
                let mut #field = columns.cells_or::<#kind>(#place, #default)?.into_iter();
            },
            None => quote! { let mut #field = columns.cells::<#kind>(#place)?.into_iter(); },
        }
    });
    let known_at = match &table.known_at {
        Some(name) => {
            let field = table.columns.iter().find(|column| column.name == *name);
            let field = field.map(|column| column.field);
            quote! { ::core::option::Option::Some(self.#field) }
        }
        None => quote! { ::core::option::Option::None },
    };
    Ok(quote! {
        impl ::russet_store::table::Record for #row {
            type Table = #row;

            fn to_row(&self) -> #row {
                ::core::clone::Clone::clone(self)
            }

            fn into_row(self) -> #row {
                self
            }

            fn array(
                rows: &[Self],
                column: &str,
            ) -> ::core::option::Option<
                ::core::result::Result<::russet_store::table::ArrayRef, ::std::string::String>,
            > {
                match column {
                    #(#names => ::core::option::Option::Some(
                        ::russet_store::table::Cell::array(rows.iter().map(|row| &row.#fields)),
                    ),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::russet_store::table::Table for #row {
            const SCHEMA: &'static ::russet_store::table::TableSchema = &#schema;

            fn rows(
                columns: &::russet_store::table::Columns<'_>,
            ) -> ::core::result::Result<::std::vec::Vec<Self>, ::russet_store::StoreError> {
                #(#cells)*
                let mut rows = ::std::vec::Vec::with_capacity(columns.row_count());
                while let (#(::core::option::Option::Some(#fields),)*) = (#(#fields.next(),)*) {
                    rows.push(#row { #(#fields),* });
                }
                ::core::result::Result::Ok(rows)
            }

            fn order(&self, other: &Self, column: usize) -> ::core::cmp::Ordering {
                match column {
                    #(#places => {
                        ::russet_store::table::Cell::order(&self.#fields, &other.#fields)
                    })*
                    _ => ::core::cmp::Ordering::Equal,
                }
            }

            fn known_at(&self) -> ::core::option::Option<::russet_store::table::Date> {
                #known_at
            }

            fn cell_mut(
                &mut self,
                column: usize,
            ) -> ::core::option::Option<&mut dyn ::core::any::Any> {
                match column {
                    #(#places => ::core::option::Option::Some(&mut self.#fields),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

fn schema(table: &Declaration<'_>) -> TokenStream {
    let Declaration { name, doc, version, key, order, known_at, columns } = table;
    let order = if order.is_empty() { key } else { order };
    let known_at = match known_at {
        Some(name) => quote! { ::core::option::Option::Some(#name) },
        None => quote! { ::core::option::Option::None },
    };
    let columns = columns.iter().map(column_schema);
    quote! {
        ::russet_store::table::TableSchema {
            name: #name,
            doc: #doc,
            version: #version,
            key: &[#(#key),*],
            order: &[#(#order),*],
            known_at: #known_at,
            columns: &[#(#columns),*],
        }
    }
}

fn column_schema(column: &Column<'_>) -> TokenStream {
    let Column { kind, name, doc, unit, was, since, default, .. } = column;
    let unit = match unit {
        Some(unit) => quote! { #unit },
        None => quote! { <#kind as ::russet_store::table::Cell>::UNIT },
    };
    let has_default = default.is_some();
    quote! {
        ::russet_store::table::ColumnSchema {
            name: #name,
            doc: #doc,
            kind: <#kind as ::russet_store::table::Cell>::TYPE,
            unit: #unit,
            nullable: <#kind as ::russet_store::table::Cell>::NULLABLE,
            was: &[#(#was),*],
            since: #since,
            has_default: #has_default,
        }
    }
}
