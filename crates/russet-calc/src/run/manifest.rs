//! What a run was made of and what it made: the file that makes a folder a run.

use jiff::civil::Date;
use russet_market::check::DoubtfulSession;
use russet_market::folder::{TableFile, TableRow};
use russet_market::{Currency, Level};
use russet_rules::methodology::ReturnConvention;
use serde::{Deserialize, Serialize};

use super::{CarriedSpan, CheckpointFile, LevelRow, names};

/// What an index of a run is called and where its levels start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexStart {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The first session with a level.
    pub start: Option<Date>,
    /// The level of that session.
    pub level: Level,
    /// The currency of its levels.
    pub currency: Currency,
    /// Whether moves of exchange rates are left out of them.
    pub local_currency: bool,
    /// What the methodology says of the base, where the run begins after it.
    pub note: String,
}

/// What a run was made of and what it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `russet run`.
    pub format: String,
    /// The layout of the folder.
    pub version: u32,
    /// The version of russet that made it.
    pub russet: String,
    /// The methodology's name and version.
    pub methodology: String,
    /// BLAKE3 of the methodology's text, in hexadecimal.
    pub methodology_hash: String,
    /// The first session asked for.
    pub from: Date,
    /// The last session of the run.
    pub to: Date,
    /// Decimals of a published level.
    pub decimals: u32,
    /// Which formula makes total return.
    pub returns: ReturnConvention,
    /// The indexes.
    pub indexes: Vec<IndexStart>,
    /// What a reader should know: lists that gave the first members, sessions without prices.
    pub notes: Vec<String>,
    /// The sessions of the run whose closes are in doubt, as far as the market tells by the last one.
    pub doubtful_sessions: Vec<DoubtfulSession>,
    /// Published sessions whose levels stayed although their data were corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<CarriedSpan>,
    /// The files of the market it was made from.
    pub inputs: Vec<TableFile>,
    /// The files of the run.
    pub outputs: Vec<TableFile>,
    /// Where a build of further days goes on. No reader needs these files, and they may be deleted.
    #[serde(default)]
    pub checkpoints: Vec<CheckpointFile>,
}

impl Manifest {
    /// How many rows a table of the run has.
    ///
    /// ```
    /// fn entries(manifest: &russet_calc::Manifest) -> usize {
    ///     manifest.rows_of("events")
    /// }
    /// ```
    pub fn rows_of(&self, table: &str) -> usize {
        self.outputs.iter().filter(|file| file.table == table).map(|file| file.rows).sum()
    }

    /// The years that have levels.
    pub(crate) fn years(&self) -> Vec<i16> {
        let levels = self.outputs.iter().filter(|file| file.table == LevelRow::TABLE);
        let years = levels.filter_map(|file| names::span_of(file)?.year());
        let mut years: Vec<i16> = years.collect();
        years.dedup();
        years
    }
}
