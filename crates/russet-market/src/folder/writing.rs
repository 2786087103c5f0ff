//! A market's tables encoded and put into its folder.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use russet_store::{StoreError, Writer};

use super::{MarketManifest, TableFile, TableRow, price_file, table_bytes};
use crate::check::doubtful_sessions;
use crate::known::KnownRow;
use crate::market::Market;

/// Puts every table of a market into the folder of a writer; gives the files of the commit.
pub(super) fn put(
    writer: &mut Writer<MarketManifest>,
    mut market: Market,
) -> Result<Vec<TableFile>, StoreError> {
    market.canonical();
    let (years, ((tables, known), doubts)) = rayon::join(
        || price_file::encode_years(&market.prices),
        || {
            rayon::join(
                || rayon::join(|| encode_tables(&market), || KnownRow::of(&market)),
                || doubtful_sessions(&market),
            )
        },
    );
    let mut files = Vec::new();
    for (year, bytes, rows) in years? {
        files.push(writer.put(
            price_file::TABLE,
            &format!("prices/{year}"),
            "parquet",
            rows,
            &bytes,
        )?);
    }
    let derived = [encode_rows(&doubts)?, encode_rows(&known)?];
    for (table, bytes, rows) in tables?.into_iter().chain(derived) {
        files.push(writer.put(table, table, "parquet", rows, &bytes)?);
    }
    Ok(files)
}

/// A table's name, Parquet bytes and row count.
type Encoded = (&'static str, Vec<u8>, usize);

/// Every table but the prices.
fn encode_tables(market: &Market) -> Result<Vec<Encoded>, StoreError> {
    type Encode = fn(&Market) -> Result<Encoded, StoreError>;
    let tables: [Encode; 19] = [
        |market| encode_rows(&market.securities),
        |market| encode_rows(&market.shares),
        |market| encode_rows(&market.free_floats),
        |market| encode_rows(&market.class_votes),
        |market| encode_rows(&market.geography),
        |market| encode_rows(&market.fundamentals),
        |market| encode_rows(&market.fx),
        |market| encode_rows(&market.committee_decisions),
        |market| encode_rows(&market.corrections),
        |market| encode_rows(&market.actions),
        |market| encode_rows(&market.filers),
        |market| encode_rows(&market.filer_tickers),
        |market| encode_rows(&market.filer_names),
        |market| encode_rows(&market.cusips),
        |market| encode_rows(&market.filer_links),
        |market| encode_rows(&market.fund_lines),
        |market| encode_rows(&market.index_levels),
        |market| encode_rows(&market.refusals),
        |market| encode_rows(&market.sources),
    ];
    tables.into_par_iter().map(|encode| encode(market)).collect()
}

fn encode_rows<R: TableRow>(rows: &[R]) -> Result<Encoded, StoreError> {
    Ok((R::TABLE, table_bytes(rows)?, rows.len()))
}
