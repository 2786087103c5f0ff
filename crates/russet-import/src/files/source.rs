//! A file to import: its name, its hash, its encoding.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

use russet_market::market::Source;

use crate::error::ImportError;

/// How a file's rows are written, recognized by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Csv,
    Json,
    Parquet,
    /// An archive of files, or an Excel workbook, which is one too.
    Zip,
}

/// An open file, at its start.
pub(crate) struct SourceFile {
    pub(crate) path: PathBuf,
    /// The file's name without its folder, as refusals and sources show it.
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) encoding: Encoding,
    pub(crate) file: File,
}

impl SourceFile {
    fn open(path: &Path) -> Result<SourceFile, ImportError> {
        let refuse = |error| ImportError::io(path, error);
        let kind = std::fs::metadata(path).map_err(refuse)?;
        // A device or a pipe may never end, and cannot be read twice.
        if !kind.is_file() && !kind.is_dir() {
            let hint = "save what it gives in a file first";
            return Err(ImportError::file(path, "this is no regular file", hint));
        }
        let mut file = File::open(path).map_err(refuse)?;
        let mut start = Vec::new();
        file.by_ref().take(512).read_to_end(&mut start).map_err(refuse)?;
        let encoding = encoding(path, &start)?;
        file.seek(SeekFrom::Start(0)).map_err(refuse)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&file).map_err(refuse)?;
        file.seek(SeekFrom::Start(0)).map_err(refuse)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let hash = hasher.finalize().to_hex().to_string();
        Ok(SourceFile { path: path.to_owned(), name, hash, encoding, file })
    }

    /// The same file once more, for reading while this one names it.
    pub(crate) fn reader(&self) -> Result<SourceFile, ImportError> {
        let file = self.file.try_clone().map_err(|error| ImportError::io(&self.path, error))?;
        let (path, name, hash) = (self.path.clone(), self.name.clone(), self.hash.clone());
        Ok(SourceFile { path, name, hash, encoding: self.encoding, file })
    }

    /// The record of this file that a market keeps.
    pub(crate) fn source(&self, format: &str) -> Source {
        Source { place: Some(place(&self.path)), ..Source::new(format, &self.name, &self.hash) }
    }
}

/// Opens files in the order of their names and bytes, each content once; gives those that did not
/// go into the market before, and how many did.
pub(crate) fn open_new(
    paths: &[PathBuf],
    format: &str,
    known: &[Source],
) -> Result<(Vec<SourceFile>, Vec<String>), ImportError> {
    if paths.is_empty() {
        return Err(ImportError::NoFiles);
    }
    let mut files =
        paths.iter().map(|path| SourceFile::open(path)).collect::<Result<Vec<_>, _>>()?;
    files.sort_by(|a, b| (&a.name, &a.hash, &a.path).cmp(&(&b.name, &b.hash, &b.path)));
    let mut seen = std::collections::BTreeSet::new();
    let (new, old): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| {
        let known = known.iter().any(|source| source.format == format && source.hash == file.hash);
        !known && seen.insert(file.hash.clone())
    });
    Ok((new, old.into_iter().map(|file| file.name).collect()))
}

/// The last folder of a path and the file's name: all that [`named`](super::named) looks at.
pub(crate) fn place(path: &Path) -> String {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let names: Vec<String> = names.collect();
    names[names.len().saturating_sub(2)..].join("/")
}

fn encoding(path: &Path, start: &[u8]) -> Result<Encoding, ImportError> {
    if start.starts_with(b"PAR1") {
        return Ok(Encoding::Parquet);
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let parquet = path.extension().is_some_and(|extension| extension == "parquet");
    let hint = "download the file again";
    match first {
        None => Err(ImportError::file(path, "the file is empty", hint)),
        Some(_) if parquet => Err(ImportError::file(path, "this is no Parquet file", hint)),
        Some(b'[' | b'{') => Ok(Encoding::Json),
        Some(_) if start.starts_with(b"PK\x03\x04") => Ok(Encoding::Zip),
        Some(_) if text.contains(&0) => {
            Err(ImportError::file(path, "this is no text", "CSV, JSON and Parquet are read"))
        }
        Some(_) => Ok(Encoding::Csv),
    }
}
