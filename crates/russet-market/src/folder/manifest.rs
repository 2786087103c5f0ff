//! What a commit of a market consists of, as its manifest names it.

use std::path::Path;

use russet_store::{Keep, Manifest, StoredFile};
use serde::{Deserialize, Serialize};

use super::FORMAT_VERSION;
use crate::market::Source;

/// The first layout version whose manifest is written as today's, with a seal, and names every table.
const SEALED_SINCE: u32 = 3;

/// What a commit of a market consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketManifest {
    format: String,
    version: u32,
    /// How the folder is kept.
    pub settings: MarketSettings,
    /// The files of its tables.
    pub files: Vec<StoredFile>,
    /// Files that went in, where an earlier layout named them here; else they are a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Source>,
}

/// How a market's folder is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketSettings {
    /// How many versions stay readable.
    pub keep_versions: Keep,
    /// How many people it takes to override an input or to withdraw a fact.
    #[serde(default, skip_serializing_if = "ApproveBy::is_one")]
    pub approve_by: ApproveBy,
}

/// How many people it takes to override an input or to withdraw a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApproveBy {
    /// One: it counts at once.
    #[default]
    One,
    /// Two: it waits until a second person approves it.
    Two,
}

impl ApproveBy {
    fn is_one(&self) -> bool {
        *self == ApproveBy::One
    }
}

impl MarketManifest {
    pub(super) fn new(settings: MarketSettings, files: Vec<StoredFile>) -> MarketManifest {
        let format = <MarketManifest as Manifest>::FORMAT.to_owned();
        MarketManifest { format, version: FORMAT_VERSION, settings, files, sources: Vec::new() }
    }

    pub(super) fn with_settings(self, settings: MarketSettings) -> MarketManifest {
        MarketManifest { settings, ..self }
    }

    /// Whether the commit was written in a layout that names every table, even an empty one.
    pub(super) fn names_every_table(&self) -> bool {
        self.version >= SEALED_SINCE
    }
}

impl Manifest for MarketManifest {
    const NAME: &'static str = "market";
    const FORMAT: &'static str = "russet market";
    const FILE: &'static str = "market.json";
    const LAYOUT: u32 = FORMAT_VERSION;
    const SEALED_SINCE: u32 = SEALED_SINCE;
    const FOLDERS: &'static [&'static str] = &["prices", super::raw::FOLDER];
    const REMEDY: &'static str = "restore it from a copy, or run `russet market check --repair` to rebuild what can be rebuilt";

    fn upgrade(_: &Path) -> String {
        "import again into a new folder".to_owned()
    }

    fn made_by(folder: &Path) -> String {
        let folder = folder.display();
        format!(
            "`russet import … --market {folder}` or `russet simulate --market {folder}` makes one"
        )
    }

    fn files(&self) -> Vec<&StoredFile> {
        self.files.iter().collect()
    }

    fn keep(&self) -> Keep {
        self.settings.keep_versions
    }

    fn from_earlier_layout(version: u32, text: &str) -> Option<serde_json::Result<MarketManifest>> {
        (version == 2).then(|| {
            let LayoutTwo { format, version, files, sources } = serde_json::from_str(text)?;
            let settings = MarketSettings::default();
            Ok(MarketManifest { format, version, settings, files, sources })
        })
    }

    fn is_kept_folder(name: &str) -> bool {
        name == "cache"
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutTwo {
    format: String,
    version: u32,
    files: Vec<StoredFile>,
    sources: Vec<Source>,
}
