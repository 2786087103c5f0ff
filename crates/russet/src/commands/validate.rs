//! `russet validate`: a run against what others published.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use jiff::Zoned;
use jiff::civil::Date;
use russet_calc::compare::{
    DayGap, LevelComparison, LevelStatistics, MemberComparison, MissGroup, YearGap, compare_levels,
    compare_members,
};
use russet_calc::{Run, RunFolder};
use russet_import::{ImportOptions, ImportReport, import_holdings, import_levels, import_members};
use russet_market::{FundLine, LineKind, Market};
use russet_rules::Methodology;

use super::levels::known_index;
use crate::arguments::{AgainstArguments, ValidateArguments, ValidateWhat};
use crate::output::{Format, Kind, Sheet, Value, print_text};

pub fn run(arguments: &ValidateArguments) -> anyhow::Result<()> {
    match &arguments.what {
        ValidateWhat::Levels(against) => levels(against),
        ValidateWhat::Members(against) => members(against),
    }
}

fn levels(arguments: &AgainstArguments) -> anyhow::Result<()> {
    let run = RunFolder::at(&arguments.run.run).read()?;
    known_index(&run.manifest, &arguments.index)?;
    let files = [arguments.against.clone()];
    let (market, report) =
        import_levels(Market::default(), &files, &ImportOptions::new(Zoned::now().date()))?;
    tell_refused(&report);
    let ours: Vec<_> = run.levels_of(&arguments.index).collect();
    let Some(compared) = compare_levels(&ours, &market.index_levels) else {
        bail!(
            "{} and the run share fewer than three sessions: the run covers {} to {}",
            arguments.against.display(),
            run.manifest.from,
            run.manifest.to
        );
    };
    match arguments.run.format {
        Format::Table => tell_levels(arguments, &compared),
        other => statistics_sheet(&compared).print(other),
    }
}

fn tell_levels(arguments: &AgainstArguments, compared: &LevelComparison) -> anyhow::Result<()> {
    let against = arguments.against.file_stem().unwrap_or_default().to_string_lossy();
    eprintln!(
        "{} against {against}, {} to {}",
        arguments.index, compared.range.0, compared.range.1
    );
    statistics_sheet(compared).print(Format::Table)?;
    print_text("\n")?;
    years_sheet(&compared.years).print(Format::Table)?;
    print_text("\n")?;
    worst_sheet(&compared.worst).print(Format::Table)
}

fn statistics_sheet(compared: &LevelComparison) -> Sheet {
    let mut sheet = Sheet::new([
        ("sessions", Kind::Text),
        ("returns", Kind::Whole),
        ("correlation", Kind::Float),
        ("tracking_error_percent", Kind::Float),
    ]);
    let mut row = |name: String, statistics: LevelStatistics| {
        sheet.row([
            Value::Text(name),
            Value::Whole(statistics.returns as i64),
            Value::Float(statistics.correlation, 6),
            Value::Float(statistics.tracking_error_percent, 4),
        ]);
    };
    row("all".to_owned(), compared.all);
    if let Some(without) = compared.without_suspect {
        let days: Vec<String> = compared.suspect.iter().map(Date::to_string).collect();
        row(format!("without suspect {}", days.join(" ")), without);
    }
    sheet
}

fn years_sheet(years: &[YearGap]) -> Sheet {
    let mut sheet = Sheet::new([
        ("year", Kind::Whole),
        ("returns", Kind::Whole),
        ("ours_percent", Kind::Float),
        ("theirs_percent", Kind::Float),
        ("gap_points", Kind::Float),
        ("tracking_error_percent", Kind::Float),
    ]);
    for year in years {
        sheet.row([
            Value::Whole(i64::from(year.year)),
            Value::Whole(year.returns as i64),
            Value::Float(year.ours_percent, 3),
            Value::Float(year.theirs_percent, 3),
            Value::Float(year.gap_points, 3),
            Value::Float(year.tracking_error_percent, 3),
        ]);
    }
    sheet
}

fn worst_sheet(worst: &[DayGap]) -> Sheet {
    let mut sheet = Sheet::new([
        ("worst_day", Kind::Date),
        ("ours_percent", Kind::Float),
        ("theirs_percent", Kind::Float),
        ("gap_points", Kind::Float),
        ("suspect", Kind::Text),
    ]);
    for day in worst {
        sheet.row([
            Value::Date(day.date),
            Value::Float(day.ours_percent, 4),
            Value::Float(day.theirs_percent, 4),
            Value::Float(day.gap_points, 4),
            Value::Text(if day.suspect { "yes" } else { "" }.to_owned()),
        ]);
    }
    sheet
}

fn members(arguments: &AgainstArguments) -> anyhow::Result<()> {
    let run = RunFolder::at(&arguments.run.run).read()?;
    known_index(&run.manifest, &arguments.index)?;
    let lists = lists_of(&run, arguments)?;
    let mut compared = Vec::new();
    for list in &lists {
        compared.extend(compare_members(&run, &arguments.index, list));
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
fn lists_of(run: &Run, arguments: &AgainstArguments) -> anyhow::Result<Vec<Vec<FundLine>>> {
    let mut options = ImportOptions::new(Zoned::now().date());
    options.fund.clone_from(&arguments.fund);
    options.date = arguments.on;
    let files = [arguments.against.clone()];
    let import = if holds_lists(&arguments.against)? { import_members } else { import_holdings };
    let (market, report) = import(Market::default(), &files, &options)?;
    tell_refused(&report);
    let mut lines = market.fund_lines;
    let mut funds: Vec<String> = lines.iter().map(|line| line.fund.clone()).collect();
    funds.dedup();
    if funds.len() > 1 {
        let family = Methodology::parse("methodology.toml", &run.methodology_text)?;
        let named = family.seeds.iter().find(|seed| seed.index == arguments.index);
        let Some(fund) = arguments.fund.clone().or_else(|| named.map(|seed| seed.fund.clone()))
        else {
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

fn tell_refused(report: &ImportReport) {
    for refusal in report.refusals.iter().take(3) {
        eprintln!("refused: {refusal}");
    }
    if report.rows_refused > 3 {
        eprintln!("refused: {} rows in all", report.rows_refused);
    }
}
