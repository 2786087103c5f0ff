//! `russet import`: files into a market, whole or not at all.

use std::path::PathBuf;

use anyhow::bail;
use jiff::Zoned;
use russet_import::{
    ImportError, ImportOptions, ImportReport, import_actions, import_decisions, import_dividends,
    import_float, import_fundamentals, import_fx, import_geography, import_holdings, import_levels,
    import_members, import_overrides, import_prices, import_screener, import_sec, import_shares,
    import_splits, import_votes,
};
use russet_market::{Market, MarketFolder};
use russet_store::Origin;

use crate::arguments::{FilesArguments, ImportArguments, ImportWhat};
use crate::progress::Progress;

type Import =
    fn(Market, &[PathBuf], &ImportOptions<'_>) -> Result<(Market, ImportReport), ImportError>;

/// How many notes and refused rows are told one by one.
const TOLD: usize = 5;

pub fn run(arguments: ImportArguments) -> anyhow::Result<()> {
    let (import, files): (Import, FilesArguments) = match arguments.what {
        ImportWhat::Screener(files) => (import_screener, files),
        ImportWhat::Holdings(files) => (import_holdings, files),
        ImportWhat::Members(files) => (import_members, files),
        ImportWhat::Levels(files) => (import_levels, files),
        ImportWhat::Prices(files) => (import_prices, files),
        ImportWhat::Shares(files) => (import_shares, files),
        ImportWhat::Sec(files) => (import_sec, files),
        ImportWhat::Actions(files) => (import_actions, files),
        ImportWhat::Splits(files) => (import_splits, files),
        ImportWhat::Dividends(files) => (import_dividends, files),
        ImportWhat::Fundamentals(files) => (import_fundamentals, files),
        ImportWhat::Fx(files) => (import_fx, files),
        ImportWhat::Decisions(files) => (import_decisions, files),
        ImportWhat::Float(files) => (import_float, files),
        ImportWhat::Votes(files) => (import_votes, files),
        ImportWhat::Geography(files) => (import_geography, files),
        ImportWhat::Overrides(files) => (import_overrides, files),
    };
    let folder = MarketFolder::at(&files.market);
    let update = folder.update(files.wait.wait())?;
    let market = update.read()?;
    let progress = Progress::new("reading", "rows");
    let on_rows = |step: russet_import::Progress<'_>| progress.add(step.rows);
    let mut options = ImportOptions::new(Zoned::now().date());
    options.date = files.date;
    options.exchange = files.exchange;
    options.fund.clone_from(&files.fund);
    options.index.clone_from(&files.index);
    options.columns = files.columns.clone();
    options.limits = files.limits;
    options.progress = &on_rows;
    let (market, report) = import(market, &files.files, &options)?;
    progress.finish();
    tell(&report);
    if files.strict && report.rows_refused > 0 {
        bail!(
            "rows were refused ({}), and --strict takes all or nothing: the market is as it was",
            report.rows_refused
        );
    }
    let written = update.commit(market, Origin::of_process())?;
    match written.is_empty() {
        true => say!("{}: nothing new", files.market.display()),
        false => say!("{}: {} tables written", files.market.display(), written.len()),
    }
    Ok(())
}

fn tell(report: &ImportReport) {
    for note in report.notes.iter().take(TOLD) {
        say!("note: {note}");
    }
    if report.notes.len() > TOLD {
        say!("note: {} more notes of this kind", report.notes.len() - TOLD);
    }
    for (reason, count) in &report.rows_set_aside {
        say!("set aside: {count} rows: {reason}");
    }
    for refusal in report.refusals.iter().take(TOLD) {
        say!("refused: {refusal}");
    }
    if report.rows_refused > TOLD as u64 {
        say!(
            "refused: {} rows in all (hint: `russet market check` groups them by reason)",
            report.rows_refused
        );
    }
    if report.cells_refused > 0 {
        say!("refused: {} cells, their rows taken without them", report.cells_refused);
    }
    say!(
        "{}: files read {}, skipped {}; rows read {}, taken {}, known already {}, refused {}",
        report.format,
        report.files,
        report.files_known_already,
        report.rows_read,
        report.rows_taken,
        report.rows_known_already,
        report.rows_refused
    );
}
