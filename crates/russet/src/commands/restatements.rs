//! `russet restatements`: published levels that a correction moved, and the notice for subscribers.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use russet_calc::run::{Notice, RestatementRow};

use super::levels::known_index;
use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

#[derive(Args)]
pub struct RestatementsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index (default: all)
    #[arg(long)]
    pub index: Option<String>,
    /// Also write a notice for subscribers to this file: CSV if its name ends with .csv, else text
    #[arg(long, value_name = "FILE")]
    pub notice: Option<PathBuf>,
}

pub fn run(arguments: &RestatementsArguments) -> anyhow::Result<()> {
    let run = arguments.run.place.snapshot()?;
    let manifest = run.manifest();
    if let Some(index) = &arguments.index {
        known_index(manifest, index)?;
    }
    let mut rows = run.restatements()?;
    rows.retain(|row| arguments.index.as_ref().is_none_or(|index| row.index_id == *index));
    if let Some(notice) = &arguments.notice {
        write_notice(notice, &Notice::of_rows(&rows))?;
    }
    if rows.is_empty() {
        say!("no published level was corrected");
    }
    sheet(&rows, manifest.decimals).print(arguments.run.format)
}

fn sheet(rows: &[RestatementRow], decimals: u32) -> Sheet {
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("date", Kind::Date),
        ("published_price_return", Kind::Decimal),
        ("restated_price_return", Kind::Decimal),
        ("published_net_return", Kind::Decimal),
        ("restated_net_return", Kind::Decimal),
        ("published_total_return", Kind::Decimal),
        ("restated_total_return", Kind::Decimal),
        ("basis_points", Kind::Float),
        ("treatment", Kind::Text),
        ("correction", Kind::Whole),
        ("found_after", Kind::Date),
        ("cause", Kind::Text),
    ]);
    for row in rows {
        let level = |level: russet_market::Level| Value::Decimal(level.published(decimals));
        sheet.row([
            Value::Text(row.index_id.clone()),
            Value::Date(row.date),
            level(row.published_price_return),
            level(row.restated_price_return),
            level(row.published_net_return),
            level(row.restated_net_return),
            level(row.published_total_return),
            level(row.restated_total_return),
            Value::Float(row.basis_points(), 4),
            Value::Text(row.treatment.to_string()),
            Value::Whole(i64::from(row.correction)),
            Value::Date(row.found_after),
            Value::Text(row.cause.clone()),
        ]);
    }
    sheet
}

/// Writes the notice: CSV where the file is called so, else plain text.
fn write_notice(path: &Path, notices: &[Notice]) -> anyhow::Result<()> {
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let bytes = if is_csv { csv(notices)? } else { text(notices).into_bytes() };
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn csv(notices: &[Notice]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "correction",
        "index",
        "first_session",
        "last_session",
        "sessions",
        "basis_points",
        "treatment",
        "found_after",
        "cause",
    ])?;
    for notice in notices {
        writer.write_record([
            notice.correction.to_string(),
            notice.index.clone(),
            notice.first.to_string(),
            notice.last.to_string(),
            notice.sessions.to_string(),
            format!("{:.4}", notice.basis_points),
            notice.treatment.to_string(),
            notice.found_after.to_string(),
            notice.cause.clone(),
        ])?;
    }
    Ok(writer.into_inner()?)
}

fn text(notices: &[Notice]) -> String {
    let mut text = "Notice of corrections to published index levels\n".to_owned();
    if notices.is_empty() {
        text.push_str("\nNo published level was corrected.\n");
    }
    for of_correction in notices.chunk_by(|a, b| a.correction == b.correction) {
        let first = &of_correction[0];
        // Writing into a text cannot fail.
        let _ = write!(
            text,
            "\nCorrection {}, found after {}\nCause: {}.\nTreatment: {}. {}\n",
            first.correction,
            first.found_after,
            first.cause,
            first.treatment,
            first.treatment_in_words()
        );
        for notice in of_correction {
            let sessions = if notice.sessions == 1 { "session" } else { "sessions" };
            let _ = writeln!(
                text,
                "  {}: {} to {}, {} {sessions}, at most {:+.2} bp",
                notice.index, notice.first, notice.last, notice.sessions, notice.basis_points
            );
        }
    }
    text
}
