//! A run on disk: Parquet tables, the methodology's text, and a manifest with every hash.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use russet_market::FolderError;
use russet_market::folder::{TableFile, TableRow, read_table, table_bytes};

use super::{CloseTable, Manifest, Run};

const MANIFEST: &str = "manifest.json";
const METHODOLOGY: &str = "methodology.toml";

const TABLES: [&str; 9] = [
    "decisions.parquet",
    "events.parquet",
    "constituents.parquet",
    "levels.parquet",
    "closes.parquet",
    "dividends.parquet",
    "rates.parquet",
    "pro_forma.parquet",
    "actions.parquet",
];

/// What a run's manifest calls itself.
pub const FORMAT: &str = "russet run";

/// The version of the folder's layout that this code writes and reads.
pub const FORMAT_VERSION: u32 = 3;

/// Why a run could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder holds no run.
    #[error(
        "{path} is no run folder: it has no {MANIFEST} (hint: `russet build … --run {path}` makes one)"
    )]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path} exists and is no run, so it is left alone (hint: name a new folder for --run)")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is not what this version reads.
    #[error("{path}: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A table could not be written or read.
    #[error(transparent)]
    Table(#[from] FolderError),
}

/// A run folder at a path.
#[derive(Debug, Clone)]
pub struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    /// A run at a path, which need not exist yet.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").read().is_err());
    /// ```
    pub fn at(path: impl Into<PathBuf>) -> RunFolder {
        RunFolder { path: path.into() }
    }

    /// Writes a run beside its place and moves it there as a whole, over an older run if need be.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run, or cannot be written.
    ///
    /// ```
    /// # fn save(run: russet_calc::Run) -> Result<(), russet_calc::RunError> {
    /// russet_calc::RunFolder::at("runs/first").write(run)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write(&self, mut run: Run) -> Result<Manifest, RunError> {
        if self.path.exists() && !is_empty(&self.path) && !self.holds_only_a_run() {
            return Err(RunError::Occupied { path: self.path.clone() });
        }
        let staged = self.beside("staged");
        remove(&staged)?;
        fs::create_dir_all(&staged).map_err(|source| io("create", &staged, source))?;
        run.manifest.outputs = vec![
            put_rows(&staged, &run.decisions)?,
            put_rows(&staged, &run.events)?,
            put_rows(&staged, &run.constituents)?,
            put_rows(&staged, &run.levels)?,
            put(&staged, CloseTable::TABLE, run.closes.len(), &run.closes.bytes()?)?,
            put_rows(&staged, &run.dividends)?,
            put_rows(&staged, &run.rates)?,
            put_rows(&staged, &run.pro_forma)?,
            put_rows(&staged, &run.actions)?,
        ];
        write_synced(&staged.join(METHODOLOGY), run.methodology_text.as_bytes())?;
        let manifest_path = staged.join(MANIFEST);
        let mut text = serde_json::to_string_pretty(&run.manifest).map_err(|error| {
            RunError::Manifest { path: manifest_path.clone(), reason: error.to_string() }
        })?;
        text.push('\n');
        write_synced(&manifest_path, text.as_bytes())?;
        let old = self.beside("replaced");
        remove(&old)?;
        if self.path.exists() {
            fs::rename(&self.path, &old).map_err(|source| io("replace", &self.path, source))?;
        }
        fs::rename(&staged, &self.path).map_err(|source| io("write", &self.path, source))?;
        remove(&old)?;
        Ok(run.manifest)
    }

    /// Reads a whole run.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or a file of it is missing or damaged.
    ///
    /// ```
    /// let error = russet_calc::RunFolder::at("nowhere").read().unwrap_err();
    /// assert!(error.to_string().contains("russet build"));
    /// ```
    pub fn read(&self) -> Result<Run, RunError> {
        let manifest = self.manifest()?;
        Ok(Run {
            methodology_text: self.methodology_text()?,
            decisions: self.read_rows()?,
            events: self.read_rows()?,
            constituents: self.read_rows()?,
            levels: self.read_rows()?,
            closes: CloseTable::read(&self.path.join(file_name(CloseTable::TABLE)))?,
            dividends: self.read_rows()?,
            rates: self.read_rows()?,
            pro_forma: self.read_rows()?,
            actions: self.read_rows()?,
            manifest,
        })
    }

    /// Reads the methodology of a run, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its methodology is missing.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").methodology_text().is_err());
    /// ```
    pub fn methodology_text(&self) -> Result<String, RunError> {
        let methodology = self.path.join(METHODOLOGY);
        fs::read_to_string(&methodology).map_err(|source| io("read", &methodology, source))
    }

    /// Reads one table of a run, such as its levels, and nothing else.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or the table is missing or damaged.
    ///
    /// ```
    /// use russet_calc::{LevelRow, RunFolder};
    /// assert!(RunFolder::at("nowhere").table::<LevelRow>().is_err());
    /// ```
    pub fn table<R: TableRow>(&self) -> Result<Vec<R>, RunError> {
        self.manifest()?;
        self.read_rows()
    }

    /// What the run was made of.
    ///
    /// # Errors
    /// [`RunError`] when there is no run, or its layout is another version's.
    ///
    /// ```
    /// assert!(russet_calc::RunFolder::at("nowhere").manifest().is_err());
    /// ```
    pub fn manifest(&self) -> Result<Manifest, RunError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(RunError::NotARun { path: self.path.clone() });
            }
            Err(error) => return Err(io("read", &path, error)),
        };
        let refuse = |reason: String| RunError::Manifest { path: path.clone(), reason };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| refuse(format!("not a run's manifest: {error}")))?;
        if manifest.version != FORMAT_VERSION {
            return Err(refuse(format!(
                "written in layout version {}, this russet reads version {FORMAT_VERSION} (hint: build the run again)",
                manifest.version
            )));
        }
        Ok(manifest)
    }

    /// Whether everything in the folder is a run's, so that another run may take its place.
    fn holds_only_a_run(&self) -> bool {
        let text = fs::read_to_string(self.path.join(MANIFEST)).unwrap_or_default();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let known = |name: &str| name == MANIFEST || name == METHODOLOGY || TABLES.contains(&name);
        let names =
            fs::read_dir(&self.path).into_iter().flatten().flatten().map(|entry| entry.file_name());
        manifest["format"] == FORMAT
            && names.into_iter().all(|name| name.to_str().is_some_and(known))
    }

    fn read_rows<R: TableRow>(&self) -> Result<Vec<R>, RunError> {
        Ok(read_table(&self.path.join(file_name(R::TABLE)))?)
    }

    fn beside(&self, role: &str) -> PathBuf {
        let name = self
            .path
            .file_name()
            .map_or_else(|| "run".to_owned(), |name| name.to_string_lossy().into_owned());
        self.path.with_file_name(format!(".{name}.{role}"))
    }
}

fn file_name(table: &str) -> String {
    format!("{table}.parquet")
}

fn put_rows<R: TableRow>(folder: &Path, rows: &[R]) -> Result<TableFile, RunError> {
    put(folder, R::TABLE, rows.len(), &table_bytes(rows)?)
}

fn put(folder: &Path, table: &str, rows: usize, bytes: &[u8]) -> Result<TableFile, RunError> {
    let file = file_name(table);
    write_synced(&folder.join(&file), bytes)?;
    let hash = blake3::hash(bytes).to_hex().to_string();
    Ok(TableFile { table: table.to_owned(), file, rows, hash })
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let write = || -> std::io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| io("write", path, source))
}

fn remove(path: &Path) -> Result<(), RunError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(io("remove", path, error))
        }
        _ => Ok(()),
    }
}

fn is_empty(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn io(action: &'static str, path: &Path, source: std::io::Error) -> RunError {
    RunError::Io { action, path: path.to_owned(), source }
}
