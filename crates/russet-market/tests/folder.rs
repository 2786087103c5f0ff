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
    EpochDays, MarketSettings, NO_VALUE, PriceBuffers, PriceColumns, PriceFile, PriceSlice,
    read_batches, scan_prices,
};
use russet_market::market::Source;
use russet_market::{
    Action, ActionKind, FolderError, FundLine, IndexLevel, IssuerId, LineKind, Market,
    MarketFolder, Mic, Price, PriceRow, Ratio, Refusal, SecurityId, SecurityKind, SecurityVersion,
    ShareBasis, ShareCount, Ticker,
};
use russet_store::{Keep, Origin, Wait};

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
    market.sources.push(Source::new("screener", "a.csv", "00"));
    market
}

/// Every file of a folder with its bytes, but for the log, which tells when.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("versions") || path.ends_with("stamps.json") {
            continue;
        } else if path.is_dir() {
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
fn a_commit_sweeps_the_files_of_versions_no_longer_kept() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    let folder = MarketFolder::at(&path);
    folder.write(a_market()).unwrap();
    let count = contents(&path).len();
    let set = |keep_versions| {
        let update = folder.update(Wait::Never).unwrap();
        update
            .set(
                MarketSettings { keep_versions, ..MarketSettings::default() },
                Origin::of_process(),
            )
            .unwrap();
    };
    set(Keep::Last(2));
    let mut changed = a_market();
    changed.actions.clear();
    folder.write(changed).unwrap();
    assert!(folder.read().unwrap().actions.is_empty());
    assert_eq!(
        folder.snapshot_of(2).unwrap().read().unwrap().actions.len(),
        a_market().actions.len()
    );
    let retired = || contents(&path.join("versions")).into_keys();
    assert!(retired().any(|name| name.contains("/actions-")), "the version before is kept");
    set(Keep::Last(1));
    assert!(retired().all(|name| !name.ends_with(".parquet")), "and goes");
    assert_eq!(contents(&path).len(), count);
    let error = folder.snapshot_of(2).unwrap_err().to_string();
    assert!(error.contains("has no version 2 (hint: it keeps 4 to 4)"), "{error}");
}

#[test]
fn an_undone_commit_is_the_market_again_and_the_log_keeps_both() {
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    folder.write(a_market()).unwrap();
    let first = folder.snapshot().unwrap();
    let mut changed = a_market();
    changed.actions.clear();
    folder.write(changed).unwrap();
    folder.update(Wait::Never).unwrap().restore(1, Origin::of_process()).unwrap();
    assert_eq!(folder.snapshot().unwrap().seal(), first.seal());
    let mut expected = a_market();
    expected.canonical();
    assert_eq!(folder.read().unwrap(), expected);
    assert_eq!(
        folder.log().unwrap().iter().map(|entry| entry.number).collect::<Vec<_>>(),
        [1, 2, 3]
    );
}

#[test]
fn a_reader_keeps_the_files_of_its_snapshot_while_others_commit() {
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    folder.write(a_market()).unwrap();
    let update = folder.update(Wait::Never).unwrap();
    update
        .set(
            MarketSettings { keep_versions: Keep::Last(1), ..MarketSettings::default() },
            Origin::of_process(),
        )
        .unwrap();
    let reading = folder.snapshot().unwrap();
    for _ in 0..3 {
        let mut changed = folder.read().unwrap();
        changed.actions.pop();
        folder.write(changed).unwrap();
    }
    let mut expected = a_market();
    expected.canonical();
    assert_eq!(reading.read().unwrap(), expected, "the market as it was when the reader came");
    let files = reading.files().to_vec();
    drop(reading);
    folder.write(Market::default()).unwrap();
    assert!(files.iter().any(|file| !parent.path().join("market").join(&file.file).exists()));
}

#[test]
fn a_folder_of_other_files_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("thesis.doc"), "mine").unwrap();
    let folder = MarketFolder::at(parent.path());
    assert!(matches!(folder.write(a_market()), Err(FolderError::Occupied { .. })));
    assert!(matches!(folder.read(), Err(FolderError::Missing { .. })));
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
    assert!(matches!(folder.read(), Err(FolderError::Missing { .. })));
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
    fs::write(path.join("market.json"), manifest.replace("\"version\": 4", "\"version\": 9"))
        .unwrap();
    assert!(folder.read().unwrap_err().to_string().contains("layout version 9"));
    fs::write(path.join("market.json"), &manifest).unwrap();
    let snapshot = folder.snapshot().unwrap();
    let shares = snapshot.files().iter().find(|file| file.table == "shares").unwrap();
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
    let snapshot = folder.snapshot().unwrap();
    assert_eq!(snapshot.price_files().unwrap().len(), 2, "one file a year");
    let all = PriceColumns { volumes: true, changes: true, caps: true };
    let scans = scan_prices(&snapshot, all, |rows: &mut Vec<Scanned>, slice| {
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
    let lean = scan_prices(&snapshot, PriceColumns::default(), |lengths: &mut Vec<_>, slice| {
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
    let error = PriceFile::new(&other, fs::read(&other).unwrap()).err().unwrap().to_string();
    assert!(error.contains("not those of its table"), "{error}");
}

#[test]
fn the_row_groups_of_a_file_are_read_in_their_order() {
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
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("market");
    MarketFolder::at(&path).write(market.clone()).unwrap();
    let snapshot = MarketFolder::at(&path).snapshot().unwrap();
    for (_, file) in snapshot.price_files().unwrap() {
        let batches = read_batches(&path.join(&file.file)).unwrap();
        let small_groups = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(500))
            .build();
        let mut writer =
            ArrowWriter::try_new(Vec::new(), batches[0].schema(), Some(small_groups)).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        let grouped = PriceFile::new(&path, writer.into_inner().unwrap()).unwrap();
        let whole = snapshot.price_file(&file).unwrap();
        let closes = |file: &PriceFile| {
            let (mut closes, mut buffers) = (Vec::new(), PriceBuffers::default());
            for group in 0..file.row_groups().len() {
                let take = |slice: PriceSlice<'_>| closes.extend_from_slice(slice.closes);
                file.scan(group, PriceColumns::default(), &mut buffers, take).unwrap();
            }
            closes
        };
        assert_eq!(closes(&grouped), closes(&whole));
    }
}

#[test]
fn an_id_that_no_description_has_is_refused_before_room_is_made_for_it() {
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    let mut market = a_market();
    market.shares[0].security_id = SecurityId(4_000_000_000);
    folder.write(market).unwrap();
    let error = folder.read().unwrap_err().to_string();
    assert!(error.contains("security id 4000000000 has no description"), "{error}");
}
