//! The attributes of a table and of its columns.

use syn::{DeriveInput, Error, Expr, Field, Ident, LitInt, LitStr, Type};

use crate::fields::{documentation, named_fields};

/// A table as its struct declares it.
pub(crate) struct Declaration<'a> {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) version: u32,
    pub(crate) key: Vec<String>,
    pub(crate) order: Vec<String>,
    pub(crate) known_at: Option<String>,
    pub(crate) columns: Vec<Column<'a>>,
}

/// A column as its field declares it.
pub(crate) struct Column<'a> {
    pub(crate) field: &'a Ident,
    pub(crate) kind: &'a Type,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) unit: Option<String>,
    pub(crate) was: Vec<String>,
    pub(crate) since: u32,
    pub(crate) default: Option<Expr>,
}

impl<'a> Declaration<'a> {
    pub(crate) fn read(input: &'a DeriveInput) -> Result<Declaration<'a>, Error> {
        let columns = named_fields(input)?.iter().map(Column::read);
        let mut table = Declaration {
            name: String::new(),
            doc: documentation(&input.attrs),
            version: 1,
            key: Vec::new(),
            order: Vec::new(),
            known_at: None,
            columns: columns.collect::<Result<_, _>>()?,
        };
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("table")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("version") {
                    table.version = meta.value()?.parse::<LitInt>()?.base10_parse()?;
                    return Ok(());
                }
                let text: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident("name") {
                    table.name = text.value();
                } else if meta.path.is_ident("key") {
                    table.key = table.columns_of(&text)?;
                } else if meta.path.is_ident("order") {
                    table.order = table.columns_of(&text)?;
                } else if meta.path.is_ident("known_at") {
                    table.known_at = table.columns_of(&text)?.pop();
                } else {
                    return Err(meta.error("expected name, version, key, order or known_at"));
                }
                Ok(())
            })?;
        }
        if table.name.is_empty() || table.key.is_empty() {
            let reason = "a table needs #[table(name = \"…\", key = \"…\")]";
            return Err(Error::new_spanned(&input.ident, reason));
        }
        let newest = table.columns.iter().find(|column| column.since > table.version);
        if let Some(column) = newest {
            let reason = "a column cannot be newer than its table: raise the table's version";
            return Err(Error::new_spanned(column.field, reason));
        }
        Ok(table)
    }

    /// Names of columns with commas between.
    fn columns_of(&self, text: &LitStr) -> Result<Vec<String>, Error> {
        let names: Vec<String> = list(&text.value());
        let is_known = |name: &String| self.columns.iter().any(|column| column.name == *name);
        match names.iter().find(|name| !is_known(name)) {
            Some(name) => Err(Error::new(text.span(), format!("no column {name}"))),
            None => Ok(names),
        }
    }
}

impl<'a> Column<'a> {
    fn read(field: &'a Field) -> Result<Column<'a>, Error> {
        let unnamed = || Error::new_spanned(field, "a row has named fields");
        let ident = field.ident.as_ref().ok_or_else(unnamed)?;
        let mut column = Column {
            field: ident,
            kind: &field.ty,
            name: ident.to_string(),
            doc: documentation(&field.attrs),
            unit: None,
            was: Vec::new(),
            since: 1,
            default: None,
        };
        if column.doc.is_empty() {
            return Err(Error::new_spanned(
                ident,
                "a column needs a doc comment: it is documented",
            ));
        }
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("column"))
        {
            attribute.parse_nested_meta(|meta| {
                let value = meta.value()?;
                if meta.path.is_ident("was") {
                    column.was = list(&value.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("unit") {
                    column.unit = Some(value.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("since") {
                    column.since = value.parse::<LitInt>()?.base10_parse()?;
                } else if meta.path.is_ident("default") {
                    column.default = Some(value.parse()?);
                } else {
                    return Err(meta.error("expected unit, was, since or default"));
                }
                Ok(())
            })?;
        }
        Ok(column)
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
