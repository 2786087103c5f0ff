//! The names of a table's columns, for imports that tell files apart by them.

use std::io::{BufReader, Seek, SeekFrom};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::line_ends::LineEnds;
use super::{Encoding, SourceFile, json_rows};
use crate::error::ImportError;

/// Lines of a CSV file among which its header may stand.
const FIRST_LINES: usize = 30;

/// What may be a file's header: the first lines of a CSV, the keys of a JSON's first row, the columns
/// of a Parquet file. The file is left at its start.
pub(crate) fn headers(file: &SourceFile) -> Result<Vec<Vec<String>>, ImportError> {
    let mut handle = &file.file;
    let headers = match file.encoding {
        Encoding::Csv => {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(LineEnds::new(BufReader::new(handle)));
            let lines = reader.byte_records().take(FIRST_LINES).filter_map(Result::ok);
            let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
            lines.map(|line| line.iter().map(text).collect()).collect()
        }
        Encoding::Json => vec![json_rows::keys(&mut file.reader()?)?],
        Encoding::Parquet => {
            let copy = handle.try_clone().map_err(|error| ImportError::io(&file.path, error))?;
            let builder = ParquetRecordBatchReaderBuilder::try_new(copy).map_err(|error| {
                let problem = format!("broken Parquet: {error}");
                ImportError::file(&file.path, problem, "write the file again")
            })?;
            vec![builder.schema().fields().iter().map(|field| field.name().clone()).collect()]
        }
        Encoding::Zip => Vec::new(),
    };
    handle.seek(SeekFrom::Start(0)).map_err(|error| ImportError::io(&file.path, error))?;
    Ok(headers)
}
