//! What a user of tables relies on: rows come back, older files open, and a file that is not the table's is an
//! error that names file and column, never a panic.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, RecordBatch, StringArray, UInt32Array};
use bytes::Bytes;
use jiff::civil::{Date, date};
use parquet::file::reader::{FileReader, SerializedFileReader};
use proptest::prelude::*;
use russet_store::StoreError;
use russet_store::table::{
    BadCell, ColumnType, ColumnValue, Comparison, OwnedValue, Record, Table, TableRecord,
    decimal_array, decimal_values, decode, decode_columns, decode_some, decode_table, encode,
    encode_batch, from_batch, to_batch,
};

/// Hundredths of something, zero and above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hundredths(i64);

impl ColumnValue for Hundredths {
    const TYPE: ColumnType = ColumnType::Decimal { precision: 28, scale: 2 };
    const UNIT: &'static str = "mm";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        decimal_array(Hundredths::TYPE, values.map(|value| value.map(|value| value.0.into())))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl OwnedValue for Hundredths {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        decimal_values(column, |units| match i64::try_from(units) {
            Ok(units) if units >= 0 => Ok(Hundredths(units)),
            _ => Err(format!("{units} hundredths are out of range")),
        })
    }
}

/// The rain of a day.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "rain", version = 2, key = "station, day", known_at = "known_at")]
struct Rain {
    /// Where it fell.
    station: String,
    /// When it fell.
    #[column(was = "date_of_rain")]
    day: Date,
    /// How much.
    depth: Hundredths,
    /// How many gauges were read.
    gauges: Option<u32>,
    /// How warm it was.
    #[column(since = 2)]
    warmth: Option<f64>,
    /// Whether the reading is final.
    #[column(since = 2, default = true)]
    is_final: bool,
    /// When it was known.
    known_at: Date,
}

/// The same with a borrowed name.
#[derive(TableRecord)]
#[record(table = Rain)]
struct Reading<'a> {
    #[record(columns(station, day))]
    place: &'a Place,
    depth: Hundredths,
    gauges: Option<u32>,
    warmth: Option<f64>,
    is_final: bool,
    known_at: Date,
}

struct Place {
    station: Arc<str>,
    day: Date,
}

const DAY: Date = date(2024, 6, 28);

fn rain(station: &str, day: Date, depth: i64) -> Rain {
    Rain {
        station: station.to_owned(),
        day,
        depth: Hundredths(depth),
        gauges: (depth % 2 == 0).then_some(3),
        warmth: (depth % 3 == 0).then_some(21.5),
        is_final: depth % 5 == 0,
        known_at: day,
    }
}

fn path() -> &'static Path {
    Path::new("rain-1.parquet")
}

fn read(bytes: Vec<u8>) -> Result<Vec<Rain>, StoreError> {
    decode(Bytes::from(bytes), path())
}

/// A file of the first version, as an older program wrote it.
fn older(depth: ArrayRef) -> Vec<u8> {
    let columns: [(&str, ArrayRef); 5] = [
        ("known_at", Arc::new(Date32Array::from(vec![19_902]))),
        ("depth", depth),
        ("station", Arc::new(StringArray::from(vec!["A"]))),
        ("date_of_rain", Arc::new(Date32Array::from(vec![19_902]))),
        ("gauges", Arc::new(UInt32Array::from(vec![None]))),
    ];
    encode_batch(&RecordBatch::try_from_iter(columns).unwrap()).unwrap()
}

fn decimals(units: i128, precision: u8, scale: i8) -> ArrayRef {
    let array = Decimal128Array::from(vec![units]);
    Arc::new(array.with_precision_and_scale(precision, scale).unwrap())
}

#[test]
fn rows_come_back_in_their_order_and_equal_rows_make_equal_bytes() {
    for count in [0, 1, 5_000] {
        let row = |number| rain(&format!("S{}", number % 7), DAY, number);
        let rows: Vec<Rain> = (0..count).map(row).collect();
        let bytes = encode(&rows).unwrap();
        assert_eq!(bytes, encode(&rows).unwrap());
        assert_eq!(read(bytes).unwrap(), rows);
    }
}

#[test]
fn files_are_plain_parquet_without_notes_of_arrow() {
    let bytes = Bytes::from(encode(&[rain("A", DAY, 1)]).unwrap());
    let file = SerializedFileReader::new(bytes).unwrap();
    let metadata = file.metadata().file_metadata();
    assert!(metadata.key_value_metadata().is_none_or(Vec::is_empty));
}

#[test]
fn borrowed_rows_make_the_bytes_of_the_table_s_own() {
    let place = Place { station: "A".into(), day: DAY };
    let own = rain("A", DAY, 6);
    let Rain { depth, gauges, warmth, is_final, known_at, .. } = own.clone();
    let reading = Reading { place: &place, depth, gauges, warmth, is_final, known_at };
    assert_eq!(reading.to_row(), own);
    assert_eq!(encode(&[reading]).unwrap(), encode(&[own]).unwrap());
}

#[test]
fn a_file_of_an_older_version_opens_with_old_names_narrower_decimals_and_defaults() {
    let expected = Rain {
        station: "A".to_owned(),
        day: DAY,
        depth: Hundredths(1_250),
        gauges: None,
        warmth: None,
        is_final: true,
        known_at: DAY,
    };
    assert_eq!(read(older(decimals(1_250, 18, 2))).unwrap(), [expected]);
}

#[test]
fn a_file_that_is_not_the_table_s_is_named_with_its_column() {
    let message = |bytes| read(bytes).unwrap_err().to_string();
    let scale = message(older(decimals(1_250, 18, 3)));
    assert!(scale.starts_with("rain-1.parquet: column depth is Decimal128(18, 3)"), "{scale}");
    let kind = message(older(Arc::new(UInt32Array::from(vec![7]))));
    assert!(kind.contains("column depth is UInt32, not DECIMAL(28,2)"), "{kind}");
    let value = message(older(decimals(-5, 18, 2)));
    assert!(value.contains("column depth: row 1: -5 hundredths are out of range"), "{value}");
    let missing = Decimal128Array::from(vec![None]).with_precision_and_scale(18, 2).unwrap();
    let missing = message(older(Arc::new(missing)));
    assert!(missing.contains("column depth: row 1: a value is missing"), "{missing}");
    let day: ArrayRef = Arc::new(Date32Array::from(vec![i32::MAX]));
    let alone = RecordBatch::try_from_iter([("day", day.clone())]).unwrap();
    let alone = message(encode_batch(&alone).unwrap());
    assert!(alone.contains("column station is missing"), "{alone}");
    let foreign = RecordBatch::try_from_iter([("snow", day)]).unwrap();
    let foreign = message(encode_batch(&foreign).unwrap());
    assert!(foreign.contains("rain has no column snow"), "{foreign}");
    assert!(message(b"no parquet".to_vec()).contains("not a readable Parquet file"));
}

#[test]
fn a_value_beyond_its_column_is_refused_when_it_is_written() {
    let kind = ColumnType::Decimal { precision: 4, scale: 2 };
    let error = decimal_array(kind, [Some(9_999), Some(10_000)].into_iter()).unwrap_err();
    assert_eq!(error, "10000 units have more digits than DECIMAL(4,2)");
}

#[test]
fn some_rows_and_some_columns_are_read_alone() {
    let rows: Vec<Rain> = (0..9_000).map(|number| rain("A", DAY, number)).collect();
    let bytes = Bytes::from(encode(&rows).unwrap());
    let wanted: Vec<bool> = (0..9_000).map(|row| row % 1_000 == 1).collect();
    let some: Vec<Rain> = decode_some(bytes.clone(), path(), &wanted).unwrap();
    assert_eq!(some.iter().map(|row| row.depth.0).collect::<Vec<_>>()[..2], [1, 1_001]);
    assert!(decode_some::<Rain>(bytes.clone(), path(), &wanted[1..]).is_err());
    let mut gauges = 0;
    decode_columns(bytes, (path(), Rain::SCHEMA), &["gauges"], |columns| {
        gauges += columns.named::<Option<u32>>("gauges")?.iter().flatten().count();
        assert!(columns.named::<String>("station").is_err(), "it was not asked for");
        Ok(())
    })
    .unwrap();
    assert_eq!(gauges, 4_500);
}

#[test]
fn columns_of_a_file_are_those_of_the_table_and_make_no_rows() {
    let read = |bytes: Vec<u8>| decode_table::<Rain>(Bytes::from(bytes), path()).unwrap();
    let rows: Vec<Rain> = (0..9_000).map(|number| rain("A", DAY, number)).collect();
    let batches = read(encode(&rows).unwrap());
    assert!(batches.iter().all(|batch| batch.schema() == to_batch(&rows).unwrap().schema()));
    let found: Vec<Rain> =
        batches.iter().flat_map(|batch| from_batch::<Rain>(batch).unwrap()).collect();
    assert_eq!(found, rows);
    // Only making a row checks a value.
    let impossible = to_batch(&[rain("A", DAY, -5)]).unwrap();
    let batches = read(encode_batch(&impossible).unwrap());
    assert_eq!(batches, [impossible]);
    assert!(from_batch::<Rain>(&batches[0]).is_err());
    // An older file's columns have today's names and types.
    let batches = read(older(decimals(1_250, 18, 2)));
    assert_eq!(batches[0].schema(), to_batch::<Rain>(&[]).unwrap().schema());
    assert!(from_batch::<Rain>(&batches[0]).unwrap()[0].is_final);
}

#[test]
fn a_batch_that_is_not_the_table_s_is_named_with_its_column() {
    let snow: ArrayRef = Arc::new(Date32Array::from(vec![1]));
    let snow = RecordBatch::try_from_iter([("snow", snow)]).unwrap();
    let error = from_batch::<Rain>(&snow).unwrap_err().to_string();
    assert_eq!(error, "rain: rain has no column snow");
}

#[test]
fn changes_are_matched_by_key_and_name_their_columns() {
    let before = vec![rain("A", DAY, 6), rain("B", DAY, 6), rain("C", DAY, 6)];
    let warmer = Rain { warmth: None, is_final: true, ..rain("B", DAY, 6) };
    let after = vec![rain("D", DAY, 6), warmer.clone(), rain("A", DAY, 6)];
    let changes = Comparison::new::<Rain>().between(before.clone(), after.clone());
    assert_eq!(
        (changes.removed[0].station.as_str(), changes.added[0].station.as_str()),
        ("C", "D")
    );
    assert_eq!(changes.changed.len(), 1);
    assert_eq!(changes.changed[0].columns, ["warmth", "is_final"]);
    let ignoring = Comparison::new::<Rain>().ignoring(&["warmth", "is_final"]);
    assert!(ignoring.between(before, after).changed.is_empty());
    // Several rows of one key: equal ones are matched first.
    let twice = Comparison::new::<Rain>().by(&["day"]);
    let changes =
        twice.between(vec![rain("A", DAY, 6), rain("B", DAY, 6)], vec![rain("B", DAY, 6)]);
    assert_eq!(changes.removed, [rain("A", DAY, 6)]);
    assert!(changes.added.is_empty() && changes.changed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_bytes_are_an_error_or_rows_but_never_a_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let rows: Vec<Rain> = (0..40).map(|number| rain("A", DAY, number)).collect();
        let mut bytes = encode(&rows).unwrap();
        for (place, byte) in flips {
            let place = place.index(bytes.len());
            bytes[place] ^= byte;
        }
        if cut {
            let length = end.index(bytes.len());
            bytes.truncate(length);
        }
        let _ = read(bytes);
    }
}

/// Files are compared by their hashes, so a release of the Parquet writer that makes other bytes must not come
/// in unseen.
#[test]
fn the_bytes_of_a_table_are_pinned() {
    /// A reading of a gauge.
    #[derive(Debug, Clone, PartialEq, Table)]
    #[table(name = "readings", key = "gauge, day")]
    struct Reading {
        /// The gauge.
        gauge: String,
        /// The day.
        day: Date,
        /// What fell.
        depth: Option<Hundredths>,
        /// How warm it was.
        warmth: f64,
    }
    let reading = |number: i16| Reading {
        gauge: format!("G{}", number % 7),
        day: date(2024, 1 + (number % 12) as i8, 1 + (number % 28) as i8),
        depth: (number % 3 > 0).then_some(Hundredths(i64::from(number) * 7_919)),
        warmth: f64::from(number) / 8.0,
    };
    let hash = |rows: i16| {
        let bytes = encode(&(0..rows).map(reading).collect::<Vec<_>>()).unwrap();
        blake3::hash(&bytes).to_hex()[..16].to_owned()
    };
    assert_eq!([hash(10), hash(6_000)], ["490f29267d4a3126", "e65ca6ce01cb500c"]);
}

#[test]
fn a_nan_is_refused() {
    /// A measure.
    #[derive(Debug, Clone, PartialEq, Table)]
    #[table(name = "measures", key = "x")]
    struct Measure {
        /// What was measured.
        x: Option<f64>,
    }
    let rows = [Some(3.0), None, Some(f64::INFINITY)].map(|x| Measure { x });
    assert!(encode(&rows).is_ok());
    let error = encode(&[Measure { x: Some(f64::NAN) }]).unwrap_err().to_string();
    assert!(error.contains("column x: a value is NaN"), "{error}");
}
