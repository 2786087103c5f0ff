//! `russet validate members`: the members of an index against lists.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use jiff::Zoned;
use russet_calc::compare::{MemberComparison, MissGroup, compare_members};
use russet_import::{ImportOptions, import_holdings, import_members};
use russet_market::{FundLine, LineKind, Market};
use russet_rules::Methodology;

use super::super::levels::known_index;
use super::{fund_of, tell_refused};
use crate::arguments::MembersAgainstArguments;
use crate::methodology::family_of;
use crate::output::{Format, Kind, Sheet, Value, print_text};

pub(super) fn run(arguments: &MembersAgainstArguments) -> anyhow::Result<()> {
    let folder = arguments.run.place.snapshot()?;
    let mut run = folder.read_without_closes()?;
    known_index(&run.manifest, &arguments.index)?;
    let family = family_of(&run)?;
    let lists = lists_of(&family, arguments)?;
    let years = || lists.iter().flatten().map(|line| line.as_of.year());
    if let (Some(first), Some(last)) = (years().min(), years().max()) {
        // A list is compared with the session after it, at the closes up to then.
        run.closes = folder.closes_of_years(first.saturating_sub(1)..=last.saturating_add(1))?;
    }
    let family = family_of(&run)?;
    let mut compared = Vec::new();
    for list in &lists {
        let run = (&run, &family);
        compared.extend(compare_members(run, &arguments.index, list, family.sessions())?);
    }
    ensure!(
        !compared.is_empty(),
        "none of the {} lists in {} falls on a session of the run ({} to {})",
        lists.len(),
        arguments.against.display(),
        run.manifest.from,
        run.manifest.to
    );
    members_sheet(&compared).print(arguments.run.format)?;
    if let (Format::Table, Some(last)) = (arguments.run.format, compared.last()) {
        print_text(&misses(last, arguments.examples))?;
    }
    Ok(())
}

/// The lists of a file, one a date; where a file holds several funds, those of the fund asked for,
/// or of the fund that the methodology names for the index.
fn lists_of(
    family: &Methodology,
    arguments: &MembersAgainstArguments,
) -> anyhow::Result<Vec<Vec<FundLine>>> {
    let mut options = ImportOptions::new(Zoned::now().date());
    options.fund.clone_from(&arguments.fund);
    options.date = arguments.on;
    options.sessions = family.sessions();
    let files = [arguments.against.clone()];
    let import = if holds_lists(&arguments.against)? { import_members } else { import_holdings };
    let (market, report) = import(Market::default(), &files, &options)?;
    tell_refused(&report);
    let mut lines = market.fund_lines;
    let mut funds: Vec<String> = lines.iter().map(|line| line.fund.clone()).collect();
    funds.dedup();
    if funds.len() > 1 {
        let Some(fund) = fund_of(family, &arguments.index, arguments.fund.as_ref()) else {
            bail!("the file holds lists of {} (hint: choose one with --fund)", funds.join(", "));
        };
        lines.retain(|line| line.fund == fund);
    }
    lines.retain(|line| {
        line.kind == LineKind::Equity && arguments.on.is_none_or(|day| line.as_of == day)
    });
    Ok(lines
        .chunk_by(|a, b| (&a.fund, a.as_of) == (&b.fund, b.as_of))
        .map(<[FundLine]>::to_vec)
        .collect())
}

/// Whether a file is a table of membership lists, not one fund's holdings.
fn holds_lists(path: &Path) -> anyhow::Result<bool> {
    if path.extension().is_some_and(|extension| extension == "parquet") {
        return Ok(true);
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut header = String::new();
    BufReader::new(file)
        .read_line(&mut header)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(header.to_lowercase().contains("as_of"))
}

fn members_sheet(compared: &[MemberComparison]) -> Sheet {
    let mut sheet = Sheet::new([
        ("fund", Kind::Text),
        ("as_of", Kind::Date),
        ("ours", Kind::Whole),
        ("theirs", Kind::Whole),
        ("both", Kind::Whole),
        ("precision", Kind::Float),
        ("recall", Kind::Float),
        ("jaccard", Kind::Float),
        ("weight_overlap", Kind::Float),
    ]);
    for row in compared {
        sheet.row([
            Value::Text(row.fund.clone()),
            Value::Date(row.as_of),
            Value::Whole(row.ours as i64),
            Value::Whole(row.theirs as i64),
            Value::Whole(row.both as i64),
            Value::Float(row.precision, 4),
            Value::Float(row.recall, 4),
            Value::Float(row.jaccard, 4),
            row.weight_overlap.map_or(Value::Missing, |overlap| Value::Float(overlap, 4)),
        ]);
    }
    sheet
}

/// The misses of one list, grouped by reason, as a page.
fn misses(compared: &MemberComparison, examples: usize) -> String {
    let mut lines = Vec::new();
    let mut tell = |title: &str, groups: &[MissGroup]| {
        lines.push(format!("\n{title}, {} of {}:", compared.fund, compared.as_of));
        for group in groups {
            lines.push(format!("  {:>4}  {}", group.misses.len(), group.reason));
            let told = group.misses.iter().take(examples);
            lines.extend(told.map(|miss| format!("          {:<6} {}", miss.ticker, miss.detail)));
        }
    };
    tell("Missed: on the list, not in the index", &compared.missed);
    tell("Extra: in the index, not on the list", &compared.extra);
    lines.join("\n") + "\n"
}
