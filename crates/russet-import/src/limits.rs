//! How large an input may be before it is refused.

use std::fmt;

use russet_store::guarded;

/// How large an input may be: beyond these limits a file is refused, before it takes the machine's
/// memory or hours of its time.
///
/// As text they are `name=value` pairs; a size in bytes may end in `KiB`, `MiB` or `GiB`.
///
/// | name | limits | default |
/// |---|---|---|
/// | `line` | bytes of one row of a CSV file | 1 MiB |
/// | `columns` | columns of a CSV or Parquet file | 4096 |
/// | `members` | files in an archive | 2000000 |
/// | `archive` | bytes of all files of an archive, unpacked | 64 GiB |
/// | `member` | bytes of one file of an archive, unpacked | 16 MiB |
/// | `json` | bytes of a JSON file | 256 MiB |
/// | `json-values` | values in a JSON document | 10000000 |
/// | `json-depth` | lists and objects inside each other | 64 |
/// | `json-text` | bytes of one text in a JSON document | 1 MiB |
/// | `parquet-page` | bytes of one page of a Parquet file, unfolded | 64 MiB |
/// | `parquet-text` | bytes of the text of one cell of a Parquet file | 1 MiB |
/// | `parquet-growth` | times its own size that a Parquet file may unfold to, beyond 256 MiB | 64 |
///
/// ```
/// use russet_import::Limits;
/// let limits: Limits = "line=4MiB, json-depth=100".parse()?;
/// assert_eq!((limits.line_bytes, limits.json_depth), (4 << 20, 100));
/// assert_eq!(limits.columns, Limits::default().columns);
/// assert_eq!(limits.to_string(), "line=4194304,json-depth=100");
/// let error = "width=3".parse::<Limits>().unwrap_err();
/// assert!(error.to_string().starts_with("'width' is no limit (hint: line, columns, "));
/// # Ok::<(), russet_import::LimitsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one row of a CSV file; a row has more lines than one where a quoted cell has.
    pub line_bytes: u64,
    /// Columns of a CSV or Parquet file.
    pub columns: u64,
    /// Files in an archive.
    pub archive_members: u64,
    /// Bytes of all files of an archive, unpacked.
    pub archive_bytes: u64,
    /// Bytes of one file of an archive, unpacked.
    pub member_bytes: u64,
    /// Bytes of a JSON file.
    pub json_bytes: u64,
    /// Values in a JSON document.
    pub json_values: u64,
    /// Lists and objects inside each other in a JSON document.
    pub json_depth: u64,
    /// Bytes of one text in a JSON document.
    pub json_text_bytes: u64,
    /// Bytes of one page of a Parquet file, unfolded.
    pub parquet_page_bytes: u64,
    /// Bytes of the text of one cell of a Parquet file.
    pub parquet_text_bytes: u64,
    /// How many times its own size a Parquet file may unfold to, beyond 256 MiB.
    pub parquet_growth: u64,
}

/// Limits that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LimitsError(String);

const MIB: u64 = 1 << 20;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            line_bytes: MIB,
            columns: 4_096,
            // The register of SEC is an archive of a file a company, a million in all.
            archive_members: 2_000_000,
            archive_bytes: 64 << 30,
            member_bytes: 16 * MIB,
            json_bytes: 256 * MIB,
            json_values: 10_000_000,
            json_depth: 64,
            json_text_bytes: MIB,
            parquet_page_bytes: 64 * MIB,
            parquet_text_bytes: MIB,
            parquet_growth: 64,
        }
    }
}

impl Limits {
    /// Every limit by its name in a text.
    fn named(&mut self) -> [(&'static str, &mut u64); 12] {
        [
            ("line", &mut self.line_bytes),
            ("columns", &mut self.columns),
            ("members", &mut self.archive_members),
            ("archive", &mut self.archive_bytes),
            ("member", &mut self.member_bytes),
            ("json", &mut self.json_bytes),
            ("json-values", &mut self.json_values),
            ("json-depth", &mut self.json_depth),
            ("json-text", &mut self.json_text_bytes),
            ("parquet-page", &mut self.parquet_page_bytes),
            ("parquet-text", &mut self.parquet_text_bytes),
            ("parquet-growth", &mut self.parquet_growth),
        ]
    }

    /// What a Parquet file may claim.
    pub(crate) fn parquet(&self) -> guarded::Limits {
        guarded::Limits {
            columns: usize::try_from(self.columns).unwrap_or(usize::MAX),
            cell_bytes: self.parquet_text_bytes,
            page_bytes: self.parquet_page_bytes,
            growth: self.parquet_growth,
        }
    }
}

/// The limits that are not the defaults, as a text from which they can be read.
impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut limits, mut defaults) = (*self, Limits::default());
        let pairs = limits.named().into_iter().zip(defaults.named());
        let changed = pairs.filter(|((_, limit), (_, default))| limit != default);
        let texts: Vec<String> =
            changed.map(|((name, limit), _)| format!("{name}={limit}")).collect();
        f.write_str(&texts.join(","))
    }
}

impl std::str::FromStr for Limits {
    type Err = LimitsError;

    fn from_str(text: &str) -> Result<Limits, LimitsError> {
        let mut limits = Limits::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                LimitsError(format!("'{pair}' is not of the form name=value, such as line=4MiB"))
            })?;
            let value = amount(value.trim()).ok_or_else(|| {
                LimitsError(format!("'{value}' is not a whole number above 0, such as 64 or 4MiB"))
            })?;
            let mut named = limits.named();
            match named.iter_mut().find(|(one, _)| *one == name.trim()) {
                Some((_, limit)) => **limit = value,
                None => {
                    let known: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
                    let known = known.join(", ");
                    return Err(LimitsError(format!("'{name}' is no limit (hint: {known})")));
                }
            }
        }
        Ok(limits)
    }
}

/// A whole number above 0, with or without a unit of bytes.
fn amount(text: &str) -> Option<u64> {
    let units = [("KiB", 1 << 10), ("MiB", MIB), ("GiB", 1 << 30), ("", 1)];
    let (digits, unit) =
        units.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, *bytes)))?;
    let number: u64 = digits.trim().parse().ok()?;
    number.checked_mul(unit).filter(|amount| *amount > 0)
}
