//! `russet validate levels`: the levels of an index against published ones.

use anyhow::bail;
use jiff::Zoned;
use russet_calc::LevelRow;
use russet_calc::compare::{
    DayGap, Doubt, LevelComparison, LevelStatistics, PeriodGap, YearGap, compare_levels,
};
use russet_import::{ImportOptions, import_levels};
use russet_market::Market;

use super::super::levels::known_index;
use super::{budget, tell_refused};
use crate::arguments::LevelsAgainstArguments;
use crate::output::{Format, Kind, Sheet, Value, print_text};

/// What the rows without doubtful sessions are called.
pub(super) const WITHOUT: &str = "without suspect and stale sessions";

pub(super) fn run(arguments: &LevelsAgainstArguments) -> anyhow::Result<()> {
    let folder = arguments.run.place.snapshot()?;
    let manifest = folder.manifest();
    known_index(manifest, &arguments.index)?;
    let files = [arguments.against.clone()];
    let (market, report) =
        import_levels(Market::default(), &files, &ImportOptions::new(Zoned::now().date()))?;
    tell_refused(&report);
    let levels: Vec<LevelRow> = folder.table()?;
    let ours: Vec<_> = levels.iter().filter(|row| row.index_id == arguments.index).collect();
    let doubtful = &manifest.doubtful_sessions;
    let Some(compared) = compare_levels(&ours, &market.index_levels, doubtful) else {
        bail!(
            "{} and the run share fewer than three sessions: the run covers {} to {}",
            arguments.against.display(),
            manifest.from,
            manifest.to
        );
    };
    if let (true, Some(market)) = (arguments.budget, &arguments.market) {
        return budget::run(arguments, market, &folder.read_without_closes()?, &compared);
    }
    match arguments.run.format {
        Format::Table => tell(arguments, &compared),
        other => statistics_sheet(&compared, true).print(other),
    }
}

fn tell(arguments: &LevelsAgainstArguments, compared: &LevelComparison) -> anyhow::Result<()> {
    tell_range(arguments, compared);
    let mut sheets = vec![statistics_sheet(compared, false)];
    if !compared.doubts.is_empty() {
        sheets.push(doubts_sheet(&compared.doubts));
    }
    sheets.extend([years_sheet(&compared.years), worst_sheet(&compared.worst())]);
    for (place, sheet) in sheets.iter().enumerate() {
        if place > 0 {
            print_text("\n")?;
        }
        sheet.print(Format::Table)?;
    }
    Ok(())
}

pub(super) fn tell_range(arguments: &LevelsAgainstArguments, compared: &LevelComparison) {
    let against = arguments.against.file_stem().unwrap_or_default().to_string_lossy();
    let (first, last) = compared.range;
    say!("{} against {against}, {first} to {last}", arguments.index);
}

/// All sessions, and those without the doubtful ones, which may be named in the row.
fn statistics_sheet(compared: &LevelComparison, named: bool) -> Sheet {
    let mut columns = vec![
        ("sessions", Kind::Text),
        ("returns", Kind::Whole),
        ("correlation", Kind::Float),
        ("tracking_error_percent", Kind::Float),
    ];
    if named {
        columns.push(("left_out", Kind::Text));
    }
    let mut sheet = Sheet::new(columns);
    let mut row = |name: &str, statistics: LevelStatistics, left_out: Value| {
        sheet.row([
            Value::Text(name.to_owned()),
            Value::Whole(statistics.returns as i64),
            Value::Float(statistics.correlation, 6),
            Value::Float(statistics.tracking_error_percent, 4),
            left_out,
        ]);
    };
    row("all", compared.all, Value::Missing);
    if let Some(without) = compared.without_doubtful {
        let words =
            |doubt: &Doubt| format!("{} {}: {}", doubt.date, doubt.side.word(), doubt.reason);
        let doubts: Vec<String> = compared.doubts.iter().map(words).collect();
        row(WITHOUT, without, Value::Text(doubts.join("; ")));
    }
    sheet
}

fn doubts_sheet(doubts: &[Doubt]) -> Sheet {
    let mut sheet =
        Sheet::new([("doubtful", Kind::Date), ("side", Kind::Text), ("reason", Kind::Text)]);
    for doubt in doubts {
        sheet.row([
            Value::Date(doubt.date),
            Value::Text(doubt.side.word().to_owned()),
            Value::Text(doubt.reason.clone()),
        ]);
    }
    sheet
}

/// By year; the columns without doubtful sessions stand there where some session is in doubt.
fn years_sheet(years: &[YearGap]) -> Sheet {
    let mut columns = vec![
        ("year", Kind::Whole),
        ("returns", Kind::Whole),
        ("ours_percent", Kind::Float),
        ("theirs_percent", Kind::Float),
        ("gap_points", Kind::Float),
        ("tracking_error_percent", Kind::Float),
    ];
    if years.iter().any(|year| year.without_doubtful.is_some()) {
        columns.push(("gap_points_without", Kind::Float));
        columns.push(("tracking_error_percent_without", Kind::Float));
    }
    let mut sheet = Sheet::new(columns);
    let closeness = |gap: PeriodGap| {
        [Value::Float(gap.gap_points, 3), Value::Float(gap.tracking_error_percent, 3)]
    };
    for year in years {
        let mut row = vec![
            Value::Whole(i64::from(year.year)),
            Value::Whole(year.all.returns as i64),
            Value::Float(year.all.ours_percent, 3),
            Value::Float(year.all.theirs_percent, 3),
        ];
        row.extend(closeness(year.all));
        row.extend(year.without_doubtful.into_iter().flat_map(closeness));
        sheet.row(row);
    }
    sheet
}

fn worst_sheet(worst: &[DayGap]) -> Sheet {
    let mut sheet = Sheet::new([
        ("worst_day", Kind::Date),
        ("ours_percent", Kind::Float),
        ("theirs_percent", Kind::Float),
        ("gap_points", Kind::Float),
        ("doubtful", Kind::Text),
    ]);
    for day in worst {
        sheet.row([
            Value::Date(day.date),
            Value::Float(day.ours_percent, 4),
            Value::Float(day.theirs_percent, 4),
            Value::Float(day.gap_points, 4),
            Value::Text(if day.doubtful { "yes" } else { "" }.to_owned()),
        ]);
    }
    sheet
}
