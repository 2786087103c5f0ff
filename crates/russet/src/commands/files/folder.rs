//! A delivery on disk: written beside its place and moved there as a whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::civil::Date;
use russet_calc::Manifest;
use russet_market::folder::TableFile;
use serde_json::json;

use crate::output::{FileFormat, Sheet};

/// The file that names every other one with its hash.
const MANIFEST: &str = "files.json";

/// What the manifest calls a delivery.
const FORMAT: &str = "russet files";

/// The files of a session while they are made.
pub(super) struct Delivery<'run> {
    run: &'run Manifest,
    day: Date,
    format: FileFormat,
    files: Vec<(TableFile, Vec<u8>)>,
}

impl Delivery<'_> {
    pub(super) fn new(run: &Manifest, day: Date, format: FileFormat) -> Delivery<'_> {
        Delivery { run, day, format, files: Vec::new() }
    }

    /// Adds a sheet under a name, to which the format adds its ending.
    pub(super) fn add(&mut self, name: &str, sheet: &Sheet) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        sheet.write(self.format.of_sheet(), &mut bytes)?;
        let file = TableFile {
            table: name.to_owned(),
            file: format!("{name}.{}", self.format.extension()),
            rows: sheet.len(),
            bytes: Some(bytes.len() as u64),
            hash: blake3::hash(&bytes).to_hex().to_string(),
        };
        self.files.push((file, bytes));
        Ok(())
    }

    /// Writes everything or nothing; gives the number of files.
    pub(super) fn write(self, folder: &Path) -> anyhow::Result<usize> {
        refuse_foreign(folder, self.day)?;
        let staged = beside(folder, "staged");
        remove(&staged)?;
        fs::create_dir_all(&staged).with_context(|| failed_to("create", &staged))?;
        for (file, bytes) in &self.files {
            put(&staged.join(&file.file), bytes)?;
        }
        let files: Vec<&TableFile> = self.files.iter().map(|(file, _)| file).collect();
        let manifest = json!({
            "format": FORMAT,
            "on": self.day,
            "methodology": self.run.methodology,
            "methodology_hash": self.run.methodology_file.hash,
            "run_outputs": self.run.outputs,
            "files": files,
        });
        let text = serde_json::to_string_pretty(&manifest)? + "\n";
        put(&staged.join(MANIFEST), text.as_bytes())?;
        russet_store::replace_folder(&staged, folder)?;
        Ok(self.files.len())
    }
}

/// A folder gives way when it is empty, or holds a delivery of the same session and nothing else.
fn refuse_foreign(folder: &Path, day: Date) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let foreign = || {
        format!(
            "{} exists and is no delivery of russet files, so it is left alone (hint: name a new folder for --to)",
            folder.display()
        )
    };
    let entries = fs::read_dir(folder).with_context(foreign)?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let manifest = folder.join(MANIFEST);
    let text = match fs::read_to_string(&manifest) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        text => text.with_context(|| failed_to("read", &manifest))?,
    };
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let listed: Vec<&str> = manifest["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| file["file"].as_str())
        .collect();
    names.retain(|name| name != MANIFEST && !listed.contains(&name.as_str()));
    if manifest["format"] != FORMAT || !names.is_empty() {
        bail!(foreign());
    }
    if manifest["on"] != day.to_string() {
        bail!(
            "{} holds the files of {}, so it is left alone (hint: give each session a folder of its own)",
            folder.display(),
            manifest["on"].as_str().unwrap_or("another session")
        );
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || -> std::io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().with_context(|| failed_to("write", path))
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| failed_to("remove", path))
        }
        _ => Ok(()),
    }
}

fn failed_to(action: &str, path: &Path) -> String {
    format!("cannot {action} {}", path.display())
}

fn beside(folder: &Path, role: &str) -> PathBuf {
    let name = folder
        .file_name()
        .map_or_else(|| "files".to_owned(), |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!(".{name}.{role}"))
}
