//! `russet methodology`: the rules of index families, checked, shown, listed, and their schema.

mod check;
mod family;
mod indexes;
mod page;
mod schedule;
mod screens;
mod show;
mod style;
mod words;

use russet_rules::Methodology;

use crate::arguments::{ListArguments, MethodologyArguments, MethodologyWhat};
use crate::output::{Kind, Sheet, Value, print_text};

pub fn run(arguments: &MethodologyArguments) -> anyhow::Result<()> {
    match &arguments.what {
        MethodologyWhat::List(arguments) => list(arguments),
        MethodologyWhat::Check(arguments) => check::run(arguments),
        MethodologyWhat::Show(arguments) => show::run(arguments),
        MethodologyWhat::Schema => schema(),
    }
}

fn list(arguments: &ListArguments) -> anyhow::Result<()> {
    let mut sheet = Sheet::new([
        ("name", Kind::Text),
        ("version", Kind::Text),
        ("indexes", Kind::Whole),
        ("title", Kind::Text),
    ]);
    for name in Methodology::built_in_names() {
        let family = Methodology::built_in(name)?;
        sheet.row([
            Value::Text(name.to_owned()),
            Value::Text(family.version),
            Value::Whole(family.indexes.len() as i64),
            Value::Text(family.title),
        ]);
    }
    sheet.print(arguments.format)
}

fn schema() -> anyhow::Result<()> {
    let schema = russet_rules::methodology::schema();
    print_text(&(serde_json::to_string_pretty(&schema)? + "\n"))
}
