//! What both derives read of a struct: its named fields and its documentation.

use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Lit, Meta, Token};

/// The named fields of a struct.
pub(crate) fn named_fields(input: &DeriveInput) -> Result<&Punctuated<Field, Token![,]>, Error> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            _ => Err(Error::new_spanned(&input.ident, "a row has named fields")),
        },
        _ => Err(Error::new_spanned(&input.ident, "a row is a struct")),
    }
}

/// A doc comment as one paragraph.
pub(crate) fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    // Examples and paragraphs after the first one are for readers of the code.
    let first = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>();
    first.join(" ")
}
