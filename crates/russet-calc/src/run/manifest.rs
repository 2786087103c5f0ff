//! What a run was made of and what it made: the file that makes a folder a run.

use std::path::Path;

use jiff::civil::Date;
use russet_market::check::DoubtfulSession;
use russet_market::folder::TableFile;
use russet_market::{Currency, Level};
use russet_rules::methodology::ReturnConvention;
use russet_store::table::Table;
use russet_store::{Keep, StoredFile};
use serde::{Deserialize, Serialize};

use super::{
    CarriedSessions, CheckpointFile, FORMAT, FORMAT_VERSION, LevelRow, PartitionKey, names,
};

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
    /// The methodology's text, a file of the run.
    pub methodology_file: StoredFile,
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
    pub carried: Vec<CarriedSessions>,
    /// The files of the market it was made from.
    pub inputs: Vec<TableFile>,
    /// The files of the run.
    pub outputs: Vec<TableFile>,
    /// Where a build of further days goes on. No reader needs these files, and they may be deleted.
    pub checkpoints: Vec<CheckpointFile>,
    /// How many versions of the run stay readable.
    pub keep_versions: Keep,
}

impl russet_store::Manifest for Manifest {
    const NAME: &'static str = "run";
    const FORMAT: &'static str = FORMAT;
    const FILE: &'static str = "manifest.json";
    const LAYOUT: u32 = FORMAT_VERSION;
    const FOLDERS: &'static [&'static str] = names::FOLDERS;
    const REMEDY: &'static str =
        "build the run again: `russet build` into the same folder rebuilds it";

    fn upgrade(folder: &Path) -> String {
        format!("build it again with `russet build … --run {}`", folder.display())
    }

    fn made_by(folder: &Path) -> String {
        format!("`russet build … --run {}` makes one", folder.display())
    }

    fn files(&self) -> Vec<&StoredFile> {
        let checkpoints = self.checkpoints.iter().map(|checkpoint| &checkpoint.file);
        self.outputs.iter().chain(checkpoints).chain([&self.methodology_file]).collect()
    }

    fn keep(&self) -> Keep {
        self.keep_versions
    }

    fn is_of_earlier_layout(name: &str) -> bool {
        name == "methodology.toml"
            || name.strip_suffix(".parquet").is_some_and(|table| names::FOLDERS.contains(&table))
    }
}

impl Manifest {
    /// How many rows a table of the run has.
    pub fn rows_of(&self, table: &str) -> usize {
        self.outputs.iter().filter(|file| file.table == table).map(|file| file.rows).sum()
    }

    /// The years that have levels.
    pub(crate) fn years(&self) -> Vec<i16> {
        let levels = self.outputs.iter().filter(|file| file.table == LevelRow::NAME);
        let years = levels.filter_map(|file| PartitionKey::of_file(file)?.year());
        let mut years: Vec<i16> = years.collect();
        years.dedup();
        years
    }
}
