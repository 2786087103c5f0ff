//! A folder of small files, and imports of them.

use std::path::PathBuf;

use jiff::civil::{Date, date};
use russet_import::{ImportError, ImportOptions, ImportReport};
use russet_market::{Market, Mic};

/// Any of the crate's import functions.
pub type Import =
    fn(Market, &[PathBuf], &ImportOptions<'_>) -> Result<(Market, ImportReport), ImportError>;

/// A folder that goes away with its test.
pub struct Files(tempfile::TempDir);

impl Files {
    pub fn new() -> Files {
        Files(tempfile::tempdir().unwrap())
    }

    /// Writes a file, in folders as named, and gives its path.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, contents).unwrap();
        path
    }
}

pub fn options() -> ImportOptions<'static> {
    ImportOptions { exchange: Some(Mic::Xnas), ..ImportOptions::new(date(2024, 6, 28)) }
}

/// Runs a test in a process of its own, so that what it measures of its process is its own.
pub fn alone<F: Fn()>(_test: F, body: impl FnOnce()) {
    if std::env::var_os("RUSSET_ALONE").is_some() {
        return body();
    }
    let (_, name) = std::any::type_name::<F>().split_once("::").unwrap();
    let mut this = std::process::Command::new(std::env::current_exe().unwrap());
    this.args(["--exact", name, "--nocapture"]).env("RUSSET_ALONE", "1");
    let output = this.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && told.contains("1 passed");
    assert!(passed, "{told}{}", String::from_utf8_lossy(&output.stderr));
}

/// Imports one file into an empty market.
pub fn first(import: Import, path: &PathBuf) -> (Market, ImportReport) {
    then(import, Market::default(), path)
}

/// Imports one more file.
pub fn then(import: Import, market: Market, path: &PathBuf) -> (Market, ImportReport) {
    import(market, std::slice::from_ref(path), &options()).unwrap()
}

/// The message of an import that fails.
pub fn failure(import: Import, path: &PathBuf, options: &ImportOptions<'_>) -> String {
    import(Market::default(), std::slice::from_ref(path), options).unwrap_err().to_string()
}

/// Some sessions in a row, from 2 January 2024 on.
pub fn sessions(count: usize) -> Vec<Date> {
    let calendar = russet_market::Calendar::nyse();
    let all = calendar.sessions_between(date(2024, 1, 2), date(2024, 6, 28)).unwrap();
    all[..count].to_vec()
}

/// The last sessions before 28 June 2024.
pub fn sessions_before(count: usize) -> Vec<Date> {
    let calendar = russet_market::Calendar::nyse();
    let all = calendar.sessions_between(date(2022, 1, 3), date(2024, 6, 27)).unwrap();
    all[all.len() - count..].to_vec()
}

/// The header of a CSV of closes with all that identity and derived facts look at.
pub const HEADER: &str = "date,ticker,name,close,change,market_cap\n";

/// A row of it.
pub fn row(day: Date, ticker: &str, name: &str, close: f64, change: f64, cap: f64) -> String {
    format!("{day},{ticker},{name},{close:.4},{change:.3},{cap:.2}\n")
}
