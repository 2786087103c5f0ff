//! A market's tables encoded and put into its folder.

use russet_store::{StoreError, Writer};

use super::{MarketManifest, TableFile, price_file};
use crate::check::doubtful_sessions;
use crate::known::KnownRow;
use crate::market::{Market, encode_table};

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
                || rayon::join(|| market.encode_tables(), || KnownRow::of(&market)),
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
    let derived = [encode_table(&doubts)?, encode_table(&known)?];
    for (table, bytes, rows) in tables?.into_iter().chain(derived) {
        files.push(writer.put(table, table, "parquet", rows, &bytes)?);
    }
    Ok(files)
}
