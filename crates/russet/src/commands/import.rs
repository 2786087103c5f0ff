//! `russet import`: files into a market, whole or not at all.

use anyhow::bail;
use jiff::Zoned;
use russet_import::{ImportOptions, ImportReport, propose_overrides};
use russet_market::MarketFolder;
use russet_market::folder::ApproveBy;
use russet_store::Origin;

use super::approval::say_that_it_waits;
use super::raw_files;
use crate::arguments::{FilesArguments, ImportArguments, ImportWhat, WhoArguments};
use crate::progress::Progress;

/// How many notes and refused rows are listed one by one.
const TOLD: usize = 5;

pub fn run(arguments: &ImportArguments) -> anyhow::Result<()> {
    let (format, files): (&str, &FilesArguments) = match &arguments.what {
        ImportWhat::Screener(files) => ("screener", files),
        ImportWhat::Holdings(files) => ("holdings", files),
        ImportWhat::Members(files) => ("members", files),
        ImportWhat::Levels(files) => ("levels", files),
        ImportWhat::Prices(files) => ("prices", files),
        ImportWhat::Shares(files) => ("shares", files),
        ImportWhat::Sec(files) => ("sec", files),
        ImportWhat::Actions(files) => ("actions", files),
        ImportWhat::Splits(files) => ("splits", files),
        ImportWhat::Dividends(files) => ("dividends", files),
        ImportWhat::Fundamentals(files) => ("fundamentals", files),
        ImportWhat::Fx(files) => ("fx", files),
        ImportWhat::Decisions(files) => ("decisions", files),
        ImportWhat::Float(files) => ("float", files),
        ImportWhat::Votes(files) => ("votes", files),
        ImportWhat::Geography(files) => ("geography", files),
        ImportWhat::Overrides(files) => ("overrides", files),
    };
    let folder = MarketFolder::at(&files.market);
    let mut update = folder.update(files.wait.wait())?;
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
    let overrides = market.corrections.clone();
    let (mut market, report) = russet_import::import(format, market, &files.files, &options)?;
    progress.finish();
    tell(&report);
    if files.strict && report.rows_refused > 0 {
        bail!(
            "rows were refused ({}), and --strict takes all or nothing: the market is as it was",
            report.rows_refused
        );
    }
    raw_files::keep(&mut update, (format, &market.sources), files)?;
    if update.settings().approve_by == ApproveBy::Two {
        let by = WhoArguments { who: None }.withdrawer("imported")?;
        say_that_it_waits(&propose_overrides(&mut market, &overrides, &by));
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
