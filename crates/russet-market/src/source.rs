//! The record of an imported file.

use russet_store::table::Table;
use serde::{Deserialize, Serialize};

/// A file that went into a market, and how: enough to import it again from its copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "sources", version = 2, key = "format, hash")]
pub struct Source {
    /// What the file was read as, such as `screener`.
    pub format: String,
    /// The file's name, without its folder.
    pub name: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// The import command that took it, counted from 1: the files of one command share its number.
    #[column(since = 2)]
    pub import_number: Option<u32>,
    /// The last folder of its path and its name, from which imports infer dates and exchanges.
    #[column(since = 2)]
    pub place: Option<String>,
    /// The options of the import, as JSON.
    #[column(since = 2)]
    pub options: Option<String>,
}

impl Source {
    /// A file by its format, name and hash, with nothing said of how it was imported.
    pub fn new(format: &str, name: &str, hash: &str) -> Source {
        let [format, name, hash] = [format, name, hash].map(str::to_owned);
        Source { format, name, hash, import_number: None, place: None, options: None }
    }

    /// Whether another record is of the same bytes in the same format.
    ///
    /// ```
    /// use russet_market::market::Source;
    /// let [one, copy] = ["a.csv", "copy.csv"].map(|name| Source::new("prices", name, "af13"));
    /// assert!(one.is_of(&copy));
    /// ```
    pub fn is_of(&self, other: &Source) -> bool {
        (&self.format, &self.hash) == (&other.format, &other.hash)
    }
}
