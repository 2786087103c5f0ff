//! `submissions.zip`: a JSON file a company, one after another, never all in memory.

use std::io::{BufReader, Read};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use zip::ZipArchive;

use super::{Reading, submission};
use crate::error::ImportError;
use crate::files::{SourceFile, check_json};
use crate::limits::Limits;

/// Companies between two reports of progress.
const PROGRESS_ROWS: u64 = 4_096;

/// The members of a company's JSON that are taken; its filings are skipped without being kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Wanted {
    cik: Value,
    name: Value,
    entity_type: Value,
    sic: Value,
    category: Value,
    state_of_incorporation: Value,
    addresses: Value,
    tickers: Value,
    exchanges: Value,
    former_names: Value,
}

pub(super) fn read(file: &SourceFile, reading: &mut Reading<'_, '_>) -> Result<(), ImportError> {
    let path = &file.path;
    let broken = |error: &dyn std::fmt::Display| {
        ImportError::file(path, format!("broken zip archive: {error}"), "download the file again")
    };
    let handle = file.file.try_clone().map_err(|error| ImportError::io(path, error))?;
    let mut archive = ZipArchive::new(BufReader::new(handle)).map_err(|error| broken(&error))?;
    let limits = reading.options.limits;
    let beyond = |problem: String| {
        let hint = "check that it is the right file; --limits raises what is allowed";
        ImportError::file(path, problem, hint)
    };
    if archive.len() as u64 > limits.archive_members {
        let (found, most) = (archive.len(), limits.archive_members);
        return Err(beyond(format!("an archive of {found} files, and {most} are allowed")));
    }
    let mut bytes = Vec::new();
    let (mut companies, mut unpacked) = (0, 0);
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|error| broken(&error))?;
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        if !is_company(&name) {
            continue;
        }
        companies += 1;
        reading.report.rows_read += 1;
        let line = place as u64 + 1;
        bytes.clear();
        let read = unpack(entry, limits, &mut bytes);
        unpacked += bytes.len() as u64;
        if unpacked > limits.archive_bytes {
            let most = limits.archive_bytes;
            return Err(beyond(format!("the archive unpacks to more than {most} bytes")));
        }
        let parsed = read.and_then(|()| wanted(&bytes, limits));
        match parsed {
            Ok(document) => submission::take(&document, reading, line),
            Err(error) => {
                let reason = format!("broken file in the archive: {error}");
                reading.refuse(line, ("file".to_owned(), name, reason));
            }
        }
        if companies % PROGRESS_ROWS == 0 {
            reading.progress(path, PROGRESS_ROWS);
        }
    }
    match companies {
        0 => Err(ImportError::file(
            path,
            "the archive holds no file of a company, such as CIK0000320193.json",
            "use submissions.zip of SEC, or save a workbook's sheet as CSV",
        )),
        _ => Ok(()),
    }
}

/// Whether an entry is a company's file; `CIK0000320193-submissions-001.json` continues its filings.
fn is_company(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.starts_with("CIK") && file.ends_with(".json") && !file.contains("-submissions-")
}

/// Unpacks one file, whatever size it claims: the bytes that come out are counted.
fn unpack(entry: impl Read, limits: Limits, bytes: &mut Vec<u8>) -> Result<(), String> {
    let most = limits.member_bytes;
    let read = entry.take(most.saturating_add(1)).read_to_end(bytes);
    read.map_err(|error| error.to_string())?;
    match bytes.len() as u64 > most {
        true => Err(format!("it unpacks to more than {most} bytes (hint: --limits member=…)")),
        false => Ok(()),
    }
}

/// A company's document, with the members taken alone.
fn wanted(bytes: &[u8], limits: Limits) -> Result<Value, String> {
    check_json(bytes, limits).map_err(|(line, reason)| format!("line {line}: {reason}"))?;
    serde_json::from_slice::<Wanted>(bytes)
        .and_then(serde_json::to_value)
        .map_err(|error| error.to_string())
}
