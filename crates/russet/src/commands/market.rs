//! `russet market`: what is missing, odd or impossible, who changed it, and what it was before.

use anyhow::bail;
use russet_market::MarketFolder;
use russet_market::check::{self, Coverage, Report};
use russet_market::folder::MarketManifest;
use russet_store::{Manifest, Origin};

use super::{approval, repair, settings, versions, withdraw};
use crate::arguments::{CheckArguments, MarketArguments, MarketWhat, UndoArguments};
use crate::output::{Format, Kind, Sheet, Value, print_text};

pub fn run(arguments: &MarketArguments) -> anyhow::Result<()> {
    match &arguments.what {
        MarketWhat::Check(arguments) => check(arguments),
        MarketWhat::Log(arguments) => {
            versions::print(&MarketFolder::at(&arguments.market).log()?, arguments.format)
        }
        MarketWhat::Undo(arguments) => undo(arguments),
        MarketWhat::Withdraw(arguments) => withdraw::run(arguments),
        MarketWhat::Pending(arguments) => approval::pending(arguments),
        MarketWhat::Approve(arguments) => approval::approve(arguments),
        MarketWhat::Reject(arguments) => approval::reject(arguments),
        MarketWhat::Settings(arguments) => settings::run(arguments),
    }
}

fn undo(arguments: &UndoArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(&arguments.market);
    let update = folder.update(arguments.wait.wait())?;
    let log = folder.log()?;
    let before = log.iter().rev().nth(1).map(|version| version.number);
    let Some(to) = arguments.to.or(before) else {
        bail!("{} keeps no earlier version", arguments.market.display());
    };
    let mut origin = Origin::of_process();
    origin.notes.extend(arguments.why.clone());
    update.restore(to, origin)?;
    say!("{}: as version {to} left it", arguments.market.display());
    Ok(())
}

fn check(arguments: &CheckArguments) -> anyhow::Result<()> {
    if arguments.repair {
        repair::run(&arguments.place.market, &arguments.wait)?;
    }
    let snapshot = arguments.place.snapshot()?;
    if arguments.deep {
        let damaged = snapshot.damaged_files()?;
        if !damaged.is_empty() {
            bail!(
                "{}: {} files do not match the manifest: {} (hint: {})",
                snapshot.folder().display(),
                damaged.len(),
                damaged.join("; "),
                MarketManifest::REMEDY
            );
        }
        let files = snapshot.files().len();
        say!("{}: {files} files match their hashes", snapshot.folder().display());
    }
    let market = snapshot.read()?;
    let report = check::check(&market);
    match arguments.format {
        Format::Table => print_text(&page(&report)),
        other => sheet(&report).print(other),
    }
}

/// The report as a page for people.
fn page(report: &Report) -> String {
    let mut lines = coverage(&report.coverage);
    for finding in &report.findings {
        let kind = finding.kind.word();
        lines.push(format!("\n{kind}, {}: {} ({})", finding.topic, finding.message, finding.count));
        lines.extend(finding.examples.iter().map(|example| format!("    {example}")));
    }
    if report.findings.is_empty() {
        lines.push("\nNothing missing, odd or impossible.".to_owned());
    }
    lines.join("\n") + "\n"
}

fn coverage(coverage: &Coverage) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(first), Some(last)) = (coverage.first_session, coverage.last_session) {
        lines.push(format!(
            "{} closes over {} sessions, {first} to {last}",
            coverage.price_rows, coverage.sessions
        ));
    }
    lines.push(format!(
        "{} securities of {} companies, {} share counts, {} rows refused at import",
        coverage.securities, coverage.issuers, coverage.share_counts, coverage.refused_rows
    ));
    for (kind, count) in &coverage.actions {
        lines.push(format!("{count} actions of kind {}", kind.word()));
    }
    let supplied = [
        (coverage.fundamentals, "values from accounts"),
        (coverage.exchange_rates, "rates of exchange"),
        (coverage.committee_decisions, "decisions of committees"),
    ];
    lines.extend(
        supplied.iter().filter(|(count, _)| *count > 0).map(|(count, of)| format!("{count} {of}")),
    );
    for (what, spans) in [("lists of", &coverage.fund_lists), ("levels of", &coverage.index_levels)]
    {
        lines.extend(spans.iter().map(|span| {
            format!(
                "{} {what} {}, {} to {}, {} rows",
                span.dates, span.name, span.first, span.last, span.rows
            )
        }));
    }
    lines
}

fn sheet(report: &Report) -> Sheet {
    let mut sheet = Sheet::new([
        ("kind", Kind::Text),
        ("topic", Kind::Text),
        ("count", Kind::Whole),
        ("message", Kind::Text),
        ("examples", Kind::Text),
    ]);
    for finding in &report.findings {
        sheet.row([
            Value::Text(finding.kind.word().to_owned()),
            Value::Text(finding.topic.to_owned()),
            Value::Whole(finding.count as i64),
            Value::Text(finding.message.clone()),
            Value::Text(finding.examples.join("; ")),
        ]);
    }
    sheet
}
