//! Tables of a market's folder: Parquet that should be our own. The first byte chooses the table.
#![no_main]

use std::fmt::Debug;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use russet_fuzz::{input, market, panics, seeds};
use russet_market::folder::{
    PriceColumns, PriceFile, TableRow, read_table, scan_prices, table_bytes,
};
use russet_market::{
    Action, ClassVotes, CommitteeDecision, Correction, CusipTicker, Filer, FilerLink, FilerName,
    FilerTicker, FreeFloat, FundLine, Fundamental, FxRate, Geography, IndexLevel, KnownRow,
    Refusal, SecurityVersion, ShareCount,
};

/// A table's name, and what must hold of a file of it.
type Check = (&'static str, fn(&Path));

const TABLES: [Check; 20] = [
    ("prices", prices),
    rows::<SecurityVersion>(),
    rows::<ShareCount>(),
    rows::<FreeFloat>(),
    rows::<ClassVotes>(),
    rows::<Geography>(),
    rows::<Fundamental>(),
    rows::<FxRate>(),
    rows::<CommitteeDecision>(),
    rows::<Correction>(),
    rows::<Action>(),
    rows::<Filer>(),
    rows::<FilerTicker>(),
    rows::<FilerName>(),
    rows::<CusipTicker>(),
    rows::<FilerLink>(),
    rows::<FundLine>(),
    rows::<IndexLevel>(),
    rows::<Refusal>(),
    rows::<KnownRow>(),
];

const fn rows<R: TableRow + Debug>() -> Check {
    (R::TABLE, read_twice::<R>)
}

/// What was read is written, and read back alike.
fn read_twice<R: TableRow + Debug>(path: &Path) {
    let Ok(rows) = read_table::<R>(path) else { return };
    let Ok(bytes) = table_bytes(&rows) else { return };
    let again = read_table::<R>(&input::file("again.parquet", &bytes)).expect("our own bytes");
    assert_eq!(format!("{rows:?}"), format!("{again:?}"));
}

fn prices(path: &Path) {
    let Ok(file) = PriceFile::open(path) else { return };
    let columns = PriceColumns { volumes: true, changes: true, caps: true };
    let count = |count: &mut usize, slice: russet_market::folder::PriceSlice<'_>| {
        *count += slice.days().map(|(_, rows)| rows.len()).sum::<usize>();
    };
    let said: usize = file.row_groups().iter().sum();
    if let Ok(counts) = scan_prices(&[file], columns, count) {
        assert_eq!(counts.iter().sum::<usize>(), said, "rows are lost");
    }
}

fn tables() -> Vec<Vec<u8>> {
    let place = |table: &str| TABLES.iter().position(|(name, _)| *name == table);
    let files = market::files().into_iter();
    files.filter_map(|(table, bytes)| Some(seeds::after(place(&table)?, &bytes))).collect()
}

fuzz_target!(init: seeds::plant(tables), |data: &[u8]| {
    let Some(((_, check), bytes)) = input::choose(&TABLES, data) else { return };
    panics::escape_none(|| check(&input::file("table.parquet", bytes)));
});
