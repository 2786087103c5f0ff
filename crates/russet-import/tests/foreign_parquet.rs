//! Parquet files of others: what users' writers make is read, what is damaged or means harm is refused,
//! and neither takes the process or the machine down.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::common::{Files, alone, first, options};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray,
    TimestampMillisecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use russet_import::{ImportError, import_prices};
use russet_market::Market;

const WRITERS: [&str; 4] = ["pandas", "polars", "duckdb", "pyarrow"];

fn sample(writer: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parquet");
    folder.join(format!("{writer}.parquet"))
}

fn import(path: &Path) -> Result<u64, ImportError> {
    let read = import_prices(Market::default(), &[path.to_owned()], &options());
    read.map(|(_, report)| report.rows_read)
}

/// The most memory that this process ever had, in MiB, where the system tells.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    peak.unwrap_or(0) / 1024
}

fn written(files: &Files, columns: Vec<(&str, ArrayRef)>, how: WriterPropertiesBuilder) -> PathBuf {
    let path = files.write("made.parquet", []);
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let file = fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(how.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

#[test]
fn what_users_writers_make_gives_the_same_closes() {
    let closes = |writer| {
        let (market, report) = first(import_prices, &sample(writer));
        assert_eq!((report.rows_read, report.rows_taken), (12, 12), "{writer}");
        let names: Vec<String> = market.securities.iter().map(|one| one.name.clone()).collect();
        let rows: Vec<_> =
            market.prices.iter().map(|row| (row.date, row.close, row.volume)).collect();
        (names, rows)
    };
    let expected = closes("pandas");
    assert!(expected.0.contains(&"IBM Common Stock".to_owned()));
    for writer in WRITERS {
        assert_eq!(closes(writer), expected, "{writer}");
    }
}

#[test]
fn a_damaged_file_is_an_error_or_rows_and_never_a_panic() {
    alone(a_damaged_file_is_an_error_or_rows_and_never_a_panic, || {
        russet_store::guarded::silence_panics();
        let files = Files::new();
        let (mut refused, mut read) = (0, 0);
        for writer in WRITERS {
            let whole = fs::read(sample(writer)).unwrap();
            for place in (0..whole.len()).step_by(3) {
                let mut bytes = whole.clone();
                // Every bit gets its turn as the place moves on.
                bytes[place] ^= 1u8.rotate_left((place % 8) as u32);
                let path = files.write("damaged.parquet", &bytes);
                match import(&path) {
                    Ok(_) => read += 1,
                    Err(ImportError::File { path: named, .. }) => {
                        assert_eq!(named, path);
                        refused += 1;
                    }
                    Err(other) => panic!("byte {place} of {writer}: {other}"),
                }
            }
        }
        assert!(refused > 500 && read > 500, "{refused} refused, {read} read");
        assert!(most_memory() < 256, "{} MiB", most_memory());
    });
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_refused() {
    let files = Files::new();
    let whole = fs::read(sample("polars")).unwrap();
    for length in (4..whole.len()).step_by(7) {
        let path = files.write("cut.parquet", &whole[..length]);
        let error = import(&path).unwrap_err().to_string();
        assert!(error.contains("cut.parquet: broken Parquet: "), "{error}");
    }
}

#[test]
fn a_small_file_of_a_large_text_repeated_is_refused_before_it_unfolds() {
    alone(a_small_file_of_a_large_text_repeated_is_refused_before_it_unfolds, || {
        let files = Files::new();
        let rows = 320;
        let text = "x".repeat(900_000);
        let repeated = |text: &str| -> ArrayRef {
            let keys = Int32Array::from(vec![0; rows]);
            let values = StringArray::from(vec![text]);
            Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(values)))
        };
        let columns = vec![
            ("date", repeated("2024-06-28")),
            ("ticker", repeated("IBM")),
            ("close", repeated("172.95")),
            ("name", repeated(&text)),
        ];
        let how =
            WriterProperties::builder().set_compression(Compression::ZSTD(Default::default()));
        let path = written(&files, columns, how.set_dictionary_page_size_limit(2 << 20));
        assert!(fs::metadata(&path).unwrap().len() < 10_000);
        let error = import(&path).unwrap_err().to_string();
        assert!(error.contains("rows hold too much: a file of"), "{error}");
        assert!(most_memory() < 256, "{} MiB", most_memory());
    });
}

#[test]
fn what_goes_beyond_a_limit_is_named_with_its_column() {
    let files = Files::new();
    let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
    let columns = |name: &str| {
        let close: ArrayRef = Arc::new(Float64Array::from(vec![172.95]));
        vec![
            ("date", text("2024-06-28")),
            ("ticker", text("IBM")),
            ("close", close),
            ("name", text(name)),
        ]
    };
    let path = written(&files, columns(&"x".repeat(2 << 20)), WriterProperties::builder());
    let error = import(&path).unwrap_err().to_string();
    let parts = "made.parquet: broken Parquet: column 'name', row 1: a text of 2097152 bytes";
    assert!(error.contains(parts) && error.contains("--limits"), "{error}");
    let mut small = options();
    small.limits = "parquet-page=1KiB".parse().unwrap();
    let path = written(&files, columns(&"x".repeat(2_000)), WriterProperties::builder());
    let error = import_prices(Market::default(), &[path], &small).unwrap_err().to_string();
    assert!(error.contains("column 'name': a page unfolds to 20"), "{error}");
    let deltas = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_column_encoding("name".into(), Encoding::DELTA_BYTE_ARRAY);
    let error = import(&written(&files, columns("IBM Corp"), deltas)).unwrap_err().to_string();
    assert!(error.contains("column 'name': texts are stored as differences"), "{error}");
}

#[test]
fn a_time_of_the_worlds_clock_is_a_date_at_midnight_alone() {
    let files = Files::new();
    let table = |millis: i64| {
        let times = TimestampMillisecondArray::from(vec![millis]).with_timezone("+09:00");
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("date", Arc::new(times)),
            ("ticker", Arc::new(StringArray::from(vec!["IBM"]))),
            ("close", Arc::new(Float64Array::from(vec![172.95]))),
        ];
        first(import_prices, &written(&files, columns, WriterProperties::builder())).1
    };
    let midnight = 1_719_532_800_000;
    assert_eq!(table(midnight).rows_taken, 1);
    let report = table(midnight - 9 * 3_600_000);
    let said = report.refusals[0].to_string();
    assert!(said.contains("'2024-06-27T15:00:00Z' is not a date"), "{said}");
}
