//! What a user of the market folder relies on: facts come back, equal facts make equal bytes, a
//! foreign folder is left alone, and a writer that dies leaves the old market.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use russet_market::folder::{
    EpochDays, NO_VALUE, PriceColumns, PriceFile, read_batches, scan_prices,
};
use russet_market::market::Source;
use russet_market::{
    Action, ActionKind, FolderError, FundLine, IndexLevel, IssuerId, LineKind, Market,
    MarketFolder, Mic, Price, PriceRow, Ratio, Refusal, SecurityId, SecurityKind, SecurityVersion,
    ShareBasis, ShareCount, Ticker,
};

fn a_market() -> Market {
    let mut market = Market::default();
    let first = date(2023, 12, 29);
    for (position, ticker) in ["BRK.B", "AAPL"].into_iter().enumerate() {
        let security = SecurityId(position as u32);
        market.securities.push(SecurityVersion {
            security_id: security,
            issuer_id: IssuerId(position as u32),
            ticker: Ticker::new(ticker).unwrap(),
            name: format!("Company of {ticker}"),
            mic: Mic::Xnys,
            kind: SecurityKind::Common,
            share_class: (position == 0).then(|| "B".to_owned()),
            country: Some("United States".to_owned()),
            sector: None,
            industry: None,
            ipo_year: (position == 1).then_some(1980),
            first_session: first,
            last_session: date(2024, 1, 2),
            known_at: first,
        });
        for day in [date(2024, 1, 2), first] {
            market.prices.push(PriceRow {
                date: day,
                security_id: security,
                close: "193.123456789".parse().unwrap(),
                volume: (position == 0).then_some(12),
                reported_change_percent: Some(-0.25),
                reported_cap_cents: Some(300_000_000_000_000),
            });
        }
        market.shares.push(ShareCount {
            security_id: security,
            effective_date: first,
            shares_outstanding: "15550061000.5".parse().unwrap(),
            basis: ShareBasis::Company,
            free_float: (position == 1).then(|| "0.85".parse().unwrap()),
            known_at: first,
            source: "a test".to_owned(),
        });
    }
    market.actions.push(Action {
        ratio: Some(Ratio::new(3, 2).unwrap()),
        ..Action::new(date(2024, 1, 2), SecurityId(1), ActionKind::Split, "a test")
    });
    market.fund_lines.push(FundLine {
        fund: "IWM".to_owned(),
        as_of: first,
        ticker: Ticker::new("BRKB").unwrap(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: Some(1.25),
        quantity: Some("10".parse().unwrap()),
        price: None,
        cusip: None,
        known_at: date(2024, 1, 2),
    });
    market.index_levels.push(IndexLevel {
        index_id: "RUT".to_owned(),
        date: first,
        level: "2027.074".parse().unwrap(),
        suspect: true,
        known_at: first,
    });
    market.refusals.push(Refusal {
        source: "a.csv".to_owned(),
        line: 3,
        column_name: "close".to_owned(),
        cell_value: "-1".to_owned(),
        reason: "below zero".to_owned(),
    });
    market.sources.push(Source {
        format: "screener".to_owned(),
        name: "a.csv".to_owned(),
        hash: "00".to_owned(),
    });
    market
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn every_fact_comes_back() {
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    folder.write(a_market()).unwrap();
    let mut expected = a_market();
    expected.canonical();
    assert_eq!(folder.read().unwrap(), expected);
}

#[test]
fn equal_facts_in_any_order_make_the_same_bytes() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    let folder = MarketFolder::at(&path);
    folder.write(a_market()).unwrap();
    let before = contents(&path);
    let mut shuffled = a_market();
    shuffled.securities.reverse();
    shuffled.shares.reverse();
    shuffled.shares.extend(a_market().shares);
    assert!(folder.write(shuffled).unwrap().is_empty(), "nothing new was written");
    assert_eq!(contents(&path), before);
}

#[test]
fn a_new_commit_sweeps_the_old_files() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    let folder = MarketFolder::at(&path);
    folder.write(a_market()).unwrap();
    let count = contents(&path).len();
    let mut changed = a_market();
    changed.actions.clear();
    folder.write(changed).unwrap();
    assert_eq!(contents(&path).len(), count);
    assert!(folder.read().unwrap().actions.is_empty());
}

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("thesis.doc"), "mine").unwrap();
    let folder = MarketFolder::at(parent.path());
    assert!(matches!(folder.write(a_market()), Err(FolderError::Occupied { .. })));
    assert!(matches!(folder.read(), Err(FolderError::NotAMarket { .. })));
    assert_eq!(contents(parent.path()).len(), 1);
}

#[test]
fn what_a_killed_writer_left_does_not_stop_the_next_one() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    fs::create_dir_all(path.join("prices")).unwrap();
    fs::write(path.join("staged-17"), "half a file").unwrap();
    fs::write(path.join("shares-0123456789abcdef.parquet"), "whole, but of no commit").unwrap();
    let folder = MarketFolder::at(&path);
    assert!(matches!(folder.read(), Err(FolderError::NotAMarket { .. })));
    folder.write(a_market()).unwrap();
    assert!(folder.read().is_ok());
    assert!(!path.join("staged-17").exists());
    assert!(!path.join("shares-0123456789abcdef.parquet").exists());
}

#[test]
fn damaged_tables_and_later_layouts_are_named() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    let folder = MarketFolder::at(&path);
    folder.write(a_market()).unwrap();
    let manifest = fs::read_to_string(path.join("market.json")).unwrap();
    fs::write(path.join("market.json"), manifest.replace("\"version\": 3", "\"version\": 9"))
        .unwrap();
    assert!(folder.read().unwrap_err().to_string().contains("layout version 9"));
    fs::write(path.join("market.json"), &manifest).unwrap();
    let shares = folder.files().unwrap().into_iter().find(|file| file.table == "shares").unwrap();
    fs::write(path.join(&shares.file), "no parquet").unwrap();
    assert!(folder.read().unwrap_err().to_string().contains(&shares.file));
}

/// What the closes of these rows look like to a scan: day, security, close, volume, change, cap.
type Scanned = (i32, u32, i64, u64, Option<f64>, u64);

#[test]
fn a_scan_gives_the_rows_of_the_market_in_their_order() {
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    folder.write(a_market()).unwrap();
    let files: Vec<PriceFile> = folder
        .files()
        .unwrap()
        .iter()
        .filter(|file| file.table == "prices")
        .map(|file| PriceFile::open(&parent.path().join("market").join(&file.file)).unwrap())
        .collect();
    assert_eq!(files.len(), 2, "one file a year");
    let all = PriceColumns { volumes: true, changes: true, caps: true };
    let scans = scan_prices(&files, all, |rows: &mut Vec<Scanned>, slice| {
        for (day, range) in slice.days() {
            for row in range {
                let change = slice.changes[row];
                rows.push((
                    day,
                    slice.securities[row],
                    slice.closes[row],
                    slice.volumes[row],
                    (!change.is_nan()).then_some(change),
                    slice.caps[row],
                ));
            }
        }
    });
    let scanned: Vec<Scanned> = scans.unwrap().concat();
    let mut calendar = EpochDays::new();
    let expected: Vec<Scanned> = folder
        .read()
        .unwrap()
        .prices
        .iter()
        .map(|row| {
            (
                calendar.number(row.date),
                row.security_id.0,
                row.close.nanos(),
                row.volume.unwrap_or(NO_VALUE),
                row.reported_change_percent,
                row.reported_cap_cents.unwrap_or(NO_VALUE),
            )
        })
        .collect();
    assert_eq!(scanned, expected);
    assert_eq!(scanned.len(), 4);
    let lean = scan_prices(&files, PriceColumns::default(), |lengths: &mut Vec<_>, slice| {
        lengths.push((slice.closes.len(), slice.volumes.len(), slice.caps.len()));
    });
    assert_eq!(lean.unwrap().concat(), [(2, 0, 0), (2, 0, 0)], "what is not wanted is not read");
}

#[test]
fn a_file_of_another_table_is_no_price_file() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("market");
    MarketFolder::at(&folder).write(a_market()).unwrap();
    let other = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "parquet"))
        .unwrap();
    let error = PriceFile::open(&other).err().unwrap().to_string();
    assert!(error.contains("not those of its table"), "{error}");
}

#[test]
fn row_groups_of_one_file_are_read_side_by_side() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    let folder = MarketFolder::at(&path);
    let mut market = a_market();
    for number in 0..20_000 {
        market.prices.push(PriceRow {
            date: date(2024, 3, 1),
            security_id: SecurityId(1_000 + number),
            close: Price::from_nanos(1 + i64::from(number) * 7_919).unwrap(),
            volume: (number % 3 > 0).then_some(u64::from(number) << 20),
            reported_change_percent: None,
            reported_cap_cents: Some(u64::from(number)),
        });
    }
    market.canonical();
    folder.write(market.clone()).unwrap();
    for file in folder.files().unwrap().iter().filter(|file| file.table == "prices") {
        let batches = read_batches(&path.join(&file.file)).unwrap();
        let file = fs::File::create(path.join(&file.file)).unwrap();
        let small_groups = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(500))
            .build();
        let mut writer =
            ArrowWriter::try_new(file, batches[0].schema(), Some(small_groups)).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.close().unwrap();
    }
    for _ in 0..5 {
        assert!(folder.read().unwrap() == market);
    }
}
