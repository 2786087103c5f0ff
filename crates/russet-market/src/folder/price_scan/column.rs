//! One column of a row group, read straight from its pages.

use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::RowGroupReader;

/// Values of a column that may be missing, spread out over its rows.
#[derive(Debug, Default)]
pub(super) struct Nullable<T> {
    pub(super) values: Vec<T>,
    known: Vec<T>,
    levels: Vec<i16>,
}

type Reader<'a, B> = Box<dyn FnMut(usize, &mut B) -> Result<(), ParquetError> + 'a>;

pub(super) fn required<'a, T: DataType>(
    group: &'a (dyn RowGroupReader + 'a),
    column: usize,
) -> Result<Reader<'a, Vec<T::T>>, ParquetError> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    Ok(Box::new(move |rows, buffer| {
        buffer.clear();
        let (read, ..) = reader.read_records(rows, None, None, buffer)?;
        whole(read, rows)
    }))
}

type NullableReader<'a, T> =
    Box<dyn FnMut(usize, &mut Nullable<T>, T) -> Result<(), ParquetError> + 'a>;

pub(super) fn optional<'a, T: DataType>(
    group: &'a (dyn RowGroupReader + 'a),
    column: usize,
) -> Result<NullableReader<'a, T::T>, ParquetError>
where
    T::T: Copy,
{
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    Ok(Box::new(move |rows, buffer, missing| {
        let Nullable { values, known, levels } = buffer;
        known.clear();
        levels.clear();
        let (read, ..) = reader.read_records(rows, Some(levels), None, known)?;
        values.clear();
        if known.len() == rows {
            values.extend_from_slice(known);
        } else {
            let mut known = known.iter();
            let of_level = |level: &i16| if *level == 0 { None } else { known.next().copied() };
            values.extend(levels.iter().map(of_level).map(|value| value.unwrap_or(missing)));
        }
        whole(read, rows)
    }))
}

fn whole(read: usize, rows: usize) -> Result<(), ParquetError> {
    match read == rows {
        true => Ok(()),
        false => Err(ParquetError::EOF("a column ends before its row group".to_owned())),
    }
}
