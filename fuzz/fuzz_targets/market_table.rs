//! Tables of a market's folder: Parquet that should be our own. The first byte chooses the table.
#![no_main]

use std::fmt::Debug;
use std::path::Path;

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use russet_fuzz::{input, market, panics, seeds};
use russet_market::folder::{PriceBuffers, PriceColumns, PriceFile};
use russet_market::market::Source;
use russet_market::{
    Action, ClassVotes, CommitteeDecision, Correction, CusipTicker, Filer, FilerLink, FilerName,
    FilerTicker, FreeFloat, FundLine, Fundamental, FxRate, Geography, IndexLevel, KnownRow,
    PendingChange, Refusal, SecurityVersion, ShareCount, Withdrawal,
};
use russet_store::table::{Table, decode, encode};

/// A table's name, and what must hold of a file of it.
type Check = (&'static str, fn(&[u8]));

const TABLES: [Check; 23] = [
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
    rows::<Source>(),
    rows::<Withdrawal>(),
    rows::<PendingChange>(),
    rows::<KnownRow>(),
];

const fn rows<R: Table + Debug>() -> Check {
    (R::NAME, read_twice::<R>)
}

/// What was read is written, and read back alike.
fn read_twice<R: Table + Debug>(bytes: &[u8]) {
    let path = Path::new("table.parquet");
    let Ok(rows) = decode::<R>(Bytes::copy_from_slice(bytes), path) else { return };
    let Ok(bytes) = encode(&rows) else { return };
    let again = decode::<R>(Bytes::from(bytes), path).expect("our own bytes");
    assert_eq!(format!("{rows:?}"), format!("{again:?}"));
}

fn prices(bytes: &[u8]) {
    let Ok(file) = PriceFile::new(Path::new("prices.parquet"), bytes.to_vec()) else { return };
    let columns = PriceColumns { volumes: true, changes: true, caps: true };
    let mut buffers = PriceBuffers::default();
    for (group, said) in file.row_groups().iter().enumerate() {
        let mut rows = 0;
        let scanned = file.scan(group, columns, &mut buffers, |slice| {
            rows += slice.days().map(|(_, rows)| rows.len()).sum::<usize>();
        });
        if scanned.is_ok() {
            assert_eq!(rows, *said, "rows are lost");
        }
    }
}

fn tables() -> Vec<Vec<u8>> {
    let place = |table: &str| TABLES.iter().position(|(name, _)| *name == table);
    let files = market::files().into_iter();
    files.filter_map(|(table, bytes)| Some(seeds::after(place(&table)?, &bytes))).collect()
}

fuzz_target!(init: seeds::plant(tables), |data: &[u8]| {
    let Some(((_, check), bytes)) = input::choose(&TABLES, data) else { return };
    panics::escape_none(|| check(bytes));
});
