//! The names of a table's columns, for imports that tell files apart by them.

use std::io::{Seek, SeekFrom};

use super::csv_rows::{malformed, records};
use super::{Encoding, SourceFile, json_rows, parquet_rows};
use crate::error::ImportError;
use crate::limits::Limits;

/// Lines of a CSV file among which its header may stand.
const FIRST_LINES: usize = 30;

/// What may be a file's header: the first lines of a CSV, the keys of a JSON's first row, the columns
/// of a Parquet file. The file is left at its start.
pub(crate) fn headers(file: &SourceFile, limits: Limits) -> Result<Vec<Vec<String>>, ImportError> {
    let mut handle = &file.file;
    let headers = match file.encoding {
        Encoding::Csv => {
            let mut reader = records(handle, limits);
            let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
            let cells = |record: csv::ByteRecord| record.iter().map(text).collect();
            let lines = reader.byte_records().take(FIRST_LINES);
            let lines: Result<Vec<Vec<String>>, _> = lines.map(|line| line.map(cells)).collect();
            lines.map_err(|error| malformed(&file.path, &error))?
        }
        Encoding::Json => vec![json_rows::keys(&mut file.reader()?, limits)?],
        Encoding::Parquet => vec![parquet_rows::open(file, limits)?.names().to_vec()],
        Encoding::Zip => Vec::new(),
    };
    handle.seek(SeekFrom::Start(0)).map_err(|error| ImportError::io(&file.path, error))?;
    Ok(headers)
}
