//! Imports of an input, and what must hold of each.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use russet_import::{
    ImportError, ImportOptions, ImportReport, import_actions, import_decisions, import_dividends,
    import_float, import_fundamentals, import_fx, import_geography, import_levels, import_members,
    import_overrides, import_prices, import_shares, import_splits, import_votes,
};
use russet_market::{Market, Mic};

use crate::market::markets;

/// An import.
pub type Import =
    fn(Market, &[PathBuf], &ImportOptions<'_>) -> Result<(Market, ImportReport), ImportError>;

/// The tables that users bring.
pub const TABLES: [Import; 14] = [
    import_prices,
    import_shares,
    import_actions,
    import_splits,
    import_dividends,
    import_fx,
    import_fundamentals,
    import_float,
    import_votes,
    import_geography,
    import_overrides,
    import_decisions,
    import_members,
    import_levels,
];

/// Options that say what a file may leave out.
pub fn options() -> ImportOptions<'static> {
    let mut options = ImportOptions::new(date(2025, 7, 3));
    options.date = Some(date(2025, 5, 16));
    options.exchange = Mic::from_name("NYSE");
    options.fund = Some("TEST".to_owned());
    options.index = Some("RUT".to_owned());
    options
}

/// Imports a file into an empty market and into a tiny one.
///
/// # Panics
/// When the rows read are not all accounted for, or the import changed a market with no row taken.
pub fn check(import: Import, file: &Path) {
    for market in markets() {
        match import(market, &[file.to_owned()], &options()) {
            Ok((_, report)) => assert_adds_up(&report),
            // Some versions look for lost rows themselves.
            Err(error) => assert!(!format!("{error:?}").contains("Unbalanced"), "{error}"),
        }
    }
}

fn assert_adds_up(report: &ImportReport) {
    let set_aside: u64 = report.rows_set_aside.values().sum();
    let sum = report.rows_taken + report.rows_known_already + set_aside + report.rows_refused;
    assert_eq!(report.rows_read, sum, "rows are lost or counted twice: {report:?}");
}
