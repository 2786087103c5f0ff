//! `russet methodology show`: the rules of a family as they stood on a day.

use anyhow::ensure;
use jiff::civil::Date;
use russet_rules::Methodology;

use super::page::Page;
use super::{family, indexes, schedule, screens, style};
use crate::arguments::ShowMethodologyArguments;
use crate::methodology;
use crate::output::{Format, print_text};

pub fn run(arguments: &ShowMethodologyArguments) -> anyhow::Result<()> {
    let (family, _) = methodology::load(&arguments.methodology)?;
    let day = arguments.on.unwrap_or_else(today);
    let wanted = arguments.index.as_deref();
    if let Some(id) = wanted {
        let known: Vec<&str> = family.indexes.iter().map(|index| index.id.as_str()).collect();
        ensure!(
            family.index(id).is_some(),
            "{} has no index '{id}' (hint: it has {})",
            family.name,
            known.join(", ")
        );
    }
    let page = page(&family, wanted, day)?;
    match arguments.format {
        Format::Table => {
            let title = format!(
                "{} ({}, version {}), as of {day}",
                family.title, family.name, family.version
            );
            print_text(&page.text(&title))
        }
        other => page.sheet().print(other),
    }
}

fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Every rule of a family, or those of one index.
fn page(family: &Methodology, wanted: Option<&str>, day: Date) -> anyhow::Result<Page> {
    let mut page = Page::default();
    family::basics(&mut page, family);
    indexes::add(&mut page, family, wanted, day);
    schedule::add(&mut page, family, wanted, day)?;
    screens::add(&mut page, family, day);
    family::choice(&mut page, family, day);
    style::add(&mut page, family, wanted);
    family::shares(&mut page, family);
    family::returns(&mut page, family, day);
    family::restatement(&mut page, family, day);
    family::actions(&mut page, family);
    let used: Vec<(&String, &String)> =
        family.sources.iter().filter(|(name, _)| page.uses(name)).collect();
    for (name, title) in used {
        page.add("Sources", name.as_str(), title.as_str(), "");
    }
    Ok(page)
}
