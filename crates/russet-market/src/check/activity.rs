//! Lines of shares that do not trade, or trade for next to nothing.

use jiff::civil::Date;

use super::lines::{Lines, is_share};
use super::report::{Finding, FindingKind, Tally};
use super::walk::Step;
use crate::numbers::Price;

/// Closes in a row without a trade that are worth a look.
const QUIET: u32 = 20;
/// One cent, in nano-dollars.
const CENT: i64 = 10_000_000;

/// What one line did.
#[derive(Debug, Clone, Default)]
struct Record {
    quiet: u32,
    longest_quiet: Option<(u32, Date)>,
    lowest: Option<(Price, Date)>,
}

/// What each line did.
pub(super) struct Activity {
    records: Vec<Record>,
}

impl Activity {
    pub(super) fn new(lines: &Lines<'_>) -> Activity {
        Activity { records: vec![Record::default(); lines.len()] }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        if !is_share(step.version.kind) {
            return;
        }
        let record = &mut self.records[step.line];
        record.quiet = if step.row.volume == Some(0) { record.quiet + 1 } else { 0 };
        let longest = record.longest_quiet.map_or(0, |(length, _)| length);
        if record.quiet >= QUIET && record.quiet > longest {
            record.longest_quiet = Some((record.quiet, step.row.date));
        }
        let close = step.row.close;
        if close.nanos() < CENT && record.lowest.is_none_or(|(lowest, _)| close < lowest) {
            record.lowest = Some((close, step.row.date));
        }
    }

    pub(super) fn findings(&self, lines: &Lines<'_>) -> Vec<Finding> {
        let (mut quiet, mut cheap) = (Tally::default(), Tally::default());
        for ((_, version), record) in lines.iter().zip(&self.records) {
            if let Some((length, last)) = record.longest_quiet {
                quiet.weigh(f64::from(length), || {
                    let name = lines.name(version.security_id, last);
                    format!("{name} {last}: no trade in {length} closes up to then")
                });
            }
            if let Some((price, day)) = record.lowest {
                cheap.weigh(-price.to_f64(), || {
                    format!("{} {day}: {price}", lines.name(version.security_id, day))
                });
            }
        }
        let security = ("security", "securities");
        let quiet = quiet.finding(
            FindingKind::Odd,
            "volume",
            security,
            "without any volume for 20 closes in a row or more",
        );
        let rest = "with a close below 1 cent";
        let cheap = cheap.finding(FindingKind::Odd, "closes", security, rest);
        quiet.into_iter().chain(cheap).collect()
    }
}
