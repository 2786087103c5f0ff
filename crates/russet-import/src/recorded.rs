//! Imports by the names of their formats, recorded in the market so that they can be repeated.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use russet_market::market::Source;
use russet_market::{Market, Mic};
use serde::{Deserialize, Serialize};

use crate::error::ImportError;
use crate::files::place;
use crate::options::{ImportOptions, Progress};
use crate::report::ImportReport;

/// An import: a market and files in, the new market and a report out.
type Import =
    fn(Market, &[PathBuf], &ImportOptions<'_>) -> Result<(Market, ImportReport), ImportError>;

/// Every import by its format's name.
const IMPORTS: [(&str, Import); 17] = [
    ("screener", crate::import_screener),
    ("holdings", crate::import_holdings),
    ("members", crate::import_members),
    ("levels", crate::import_levels),
    ("prices", crate::import_prices),
    ("sec", crate::import_sec),
    ("shares", crate::import_shares),
    ("actions", crate::import_actions),
    ("splits", crate::import_splits),
    ("dividends", crate::import_dividends),
    ("fundamentals", crate::import_fundamentals),
    ("fx", crate::import_fx),
    ("decisions", crate::import_decisions),
    ("float", crate::import_float),
    ("votes", crate::import_votes),
    ("geography", crate::import_geography),
    ("overrides", crate::import_overrides),
];

/// Imports files of a format, and records in the market's sources how: the files taken share the next
/// import number and the options.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read, or the format is none.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("closes.csv");
/// std::fs::write(&file, "date,ticker,close\n2024-06-28,IBM,172.95\n")?;
/// let options = ImportOptions { exchange: Some(Mic::Xnys), ..ImportOptions::new(date(2024, 6, 30)) };
/// let (market, _) = import("prices", Market::default(), &[file], &options)?;
/// assert_eq!(market.sources[0].import_number, Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import(
    format: &str,
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    let found = IMPORTS.iter().find(|(name, _)| *name == format);
    let Some((_, import)) = found else {
        return Err(ImportError::Format { format: format.to_owned() });
    };
    let known = market.sources.clone();
    let number = known.iter().filter_map(|source| source.import_number).max().unwrap_or(0) + 1;
    let (mut market, report) = import(market, files, options)?;
    let options = RecordedOptions::of(options).to_text();
    for source in &mut market.sources {
        let is_new = !known.iter().any(|other| other.is_of(source));
        // An earlier version of russet imported it and recorded nothing.
        let is_unrecorded = source.import_number.is_none() && source.format == format;
        if !is_new && is_unrecorded {
            source.place = files.iter().find_map(|file| place_of(file, source));
        }
        if is_new || is_unrecorded && source.place.is_some() {
            source.import_number = Some(number);
            source.options = Some(options.clone());
        }
    }
    Ok((market, report))
}

/// The place of a file that a source is of.
fn place_of(file: &Path, source: &Source) -> Option<String> {
    if file.file_name()?.to_string_lossy() != source.name.as_str() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(file).ok()?).ok()?;
    (hasher.finalize().to_hex().as_str() == source.hash).then(|| place(file))
}

/// The options that decide what an import makes of its files, as a source records them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedOptions {
    today: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exchange: Option<Mic>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fund: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    columns: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    limits: String,
}

impl RecordedOptions {
    fn of(options: &ImportOptions<'_>) -> RecordedOptions {
        RecordedOptions {
            today: options.today,
            date: options.date,
            exchange: options.exchange,
            fund: options.fund.clone(),
            index: options.index.clone(),
            columns: options.columns.to_string(),
            limits: options.limits.to_string(),
        }
    }

    fn to_text(&self) -> String {
        // Dates, words and numbers, which cannot fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The options that a source records; none where it records none that this version understands.
    pub(crate) fn read(source: &Source) -> Option<RecordedOptions> {
        serde_json::from_str(source.options.as_deref()?).ok()
    }

    pub(crate) fn options<'a>(
        &self,
        progress: &'a (dyn Fn(Progress<'_>) + Sync),
    ) -> Option<ImportOptions<'a>> {
        Some(ImportOptions {
            date: self.date,
            exchange: self.exchange,
            fund: self.fund.clone(),
            index: self.index.clone(),
            columns: self.columns.parse().ok()?,
            limits: self.limits.parse().ok()?,
            progress,
            ..ImportOptions::new(self.today)
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn recorded_options_come_back_as_they_were() {
        let mut options = ImportOptions::new(date(2024, 6, 30));
        options.date = Some(date(2024, 6, 28));
        options.exchange = Some(Mic::Xlon);
        options.index = Some("RUT".to_owned());
        options.columns = "date=day,close=px".parse().unwrap();
        options.limits = "line=4MiB".parse().unwrap();
        let recorded = RecordedOptions::of(&options);
        let source =
            Source { options: Some(recorded.to_text()), ..Source::new("prices", "a.csv", "00") };
        let read = RecordedOptions::read(&source).unwrap();
        assert_eq!(RecordedOptions::of(&read.options(&|_| {}).unwrap()), recorded);
    }
}
