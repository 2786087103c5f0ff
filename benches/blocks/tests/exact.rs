//! What a user of the layout relies on: values equal the sum of price × shares to the last bit,
//! whatever the numbers, on any number of threads, with and without the cache.

use std::fs;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use russet_blocks::{BlocksError, Cache, Close, Closes, Holding, Key, Plan, Schedule, Values};
use russet_market::folder::MarketSnapshot;
use russet_market::{Market, MarketFolder, Price, PriceRow, SecurityId, Shares};

const SESSIONS: u32 = 14;
const LINES: u32 = 9;
const INDEXES: u32 = 4;

/// Days around the turn of a year, so that closes are carried from one file into the next.
fn sessions() -> Vec<Date> {
    (0..SESSIONS as i64)
        .map(|day| date(2023, 12, 26).checked_add(jiff::Span::new().days(day)).unwrap())
        .collect()
}

/// The obvious way: the last close up to the session times the shares, one after another.
fn naive(schedule: &[Holding], rows: &[PriceRow], own: &[Close]) -> Option<Vec<Vec<i128>>> {
    let days = sessions();
    let close_of = |security: SecurityId, session: u32| {
        (0..=session).rev().find_map(|session| {
            let own = own.iter().find(|own| (own.session, own.security) == (session, security));
            let in_file = || {
                let day = days[session as usize];
                rows.iter().find(|row| (row.date, row.security_id) == (day, security))
            };
            own.map(|own| own.close).or_else(|| in_file().map(|row| row.close))
        })
    };
    let mut values = vec![vec![0; INDEXES as usize]; SESSIONS as usize];
    for held in schedule {
        for session in held.from..held.to {
            let value = close_of(held.security, session)?.times(held.shares);
            values[session as usize][held.index as usize] += value.femtos();
        }
    }
    Some(values)
}

fn price() -> impl Strategy<Value = Price> {
    let nanos = prop_oneof![
        8 => (1_i64..2_000_000).prop_map(|cents| cents * 10_000_000),
        2 => (1_i64..2_000_000).prop_map(|pips| pips * 100_000),
        1 => 1_i64..1_000_000_000_000,
        1 => 1_i64..=Price::MAX.nanos(),
        1 => (1_i64..100_000_000).prop_map(|dollars| dollars * 1_000_000_000),
    ];
    nanos.prop_map(|nanos| Price::from_nanos(nanos).unwrap())
}

fn shares() -> impl Strategy<Value = Shares> {
    let micros = prop_oneof![
        6 => (0_i64..20_000_000_000).prop_map(|whole| whole * 1_000_000),
        3 => 0_i64..20_000_000_000_000_000,
        1 => 0_i64..10,
        1 => 0_i64..=i64::MAX,
    ];
    micros.prop_map(|micros| Shares::from_micros(micros).unwrap())
}

/// Holdings of one index after another, and others that hold the same shares on the same days.
fn holdings() -> impl Strategy<Value = Vec<Holding>> {
    let one = (0..INDEXES, 0..LINES, shares(), 0..SESSIONS, 1..=SESSIONS, 0_u8..16);
    prop::collection::vec(one, 0..40).prop_map(|drawn| {
        let mut holdings: Vec<Holding> = Vec::new();
        for (index, line, shares, from, length, also) in drawn {
            let to = (from + length).min(SESSIONS);
            for index in (0..INDEXES).filter(|other| *other == index || also >> other & 1 == 1) {
                let held = Holding { index, security: SecurityId(line), shares, from, to };
                let clash = |other: &Holding| {
                    (other.index, other.security) == (held.index, held.security)
                        && other.from < held.to
                        && held.from < other.to
                };
                if !holdings.iter().any(clash) {
                    holdings.push(held);
                }
            }
        }
        holdings
    })
}

fn rows() -> impl Strategy<Value = Vec<PriceRow>> {
    let cell = prop_oneof![6 => price().prop_map(Some), 1 => Just(None)];
    prop::collection::vec(cell, (SESSIONS * LINES) as usize).prop_map(|cells| {
        let days = sessions();
        let at = |(position, close): (usize, Option<Price>)| {
            close.map(|close| PriceRow {
                date: days[position / LINES as usize],
                security_id: SecurityId((position % LINES as usize) as u32),
                close,
                volume: None,
                reported_change_percent: None,
                reported_cap_cents: None,
            })
        };
        cells.into_iter().enumerate().filter_map(at).collect()
    })
}

fn own() -> impl Strategy<Value = Vec<Close>> {
    let one = (0..SESSIONS, 0..LINES, price());
    prop::collection::vec(one, 0..6).prop_map(|drawn| {
        let mut own: Vec<Close> = Vec::new();
        for (session, line, close) in drawn {
            let security = SecurityId(line);
            if !own.iter().any(|other| (other.session, other.security) == (session, security)) {
                own.push(Close { session, security, close });
            }
        }
        own
    })
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

fn market_of(parent: &tempfile::TempDir, rows: &[PriceRow]) -> MarketSnapshot {
    let folder = MarketFolder::at(parent.path().join("market"));
    let mut market = Market::default();
    rows.iter().for_each(|row| market.prices.push(*row));
    folder.write(market).unwrap();
    folder.snapshot().unwrap()
}

fn femtos(values: &Values) -> Vec<Vec<i128>> {
    let of = |session: u32, index: u32| values.of(index as usize, session as usize).femtos();
    (0..SESSIONS).map(|session| (0..INDEXES).map(|index| of(session, index)).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn values_are_the_naive_sums(holdings in holdings(), rows in rows(), own in own()) {
        let parent = tempfile::tempdir().unwrap();
        let market = market_of(&parent, &rows);
        let expected = naive(&holdings, &rows, &own);
        let schedule = Schedule::new(sessions(), INDEXES, holdings).unwrap();
        let closes = Closes::of_market(&market, own).unwrap();
        let plan = Plan::new(&schedule).unwrap();
        let alone = on_threads(1, || plan.values(&closes));
        let Some(expected) = expected else {
            let unknown = matches!(alone, Err(BlocksError::NoClose { .. }));
            prop_assert!(unknown, "a line without any close is named");
            return Ok(());
        };
        let alone = alone.unwrap();
        prop_assert_eq!(&femtos(&alone), &expected);
        prop_assert_eq!(&on_threads(2, || plan.values(&closes)).unwrap(), &alone);
        let built = Cache::open_or_build(&market, &schedule, &closes).unwrap();
        prop_assert_eq!(&on_threads(1, || built.values()).unwrap(), &alone);
        let again = Cache::open(&market, &Key::of(&market, &schedule, &closes)).unwrap();
        prop_assert_eq!(&on_threads(2, || again.values()).unwrap(), &alone);
    }
}

/// Enough lines of one atom that vectors are full and some columns are filled up, among them counts
/// of two limbs, and a line that is listed late.
#[test]
fn a_long_atom_is_summed_to_the_last_bit() {
    let parent = tempfile::tempdir().unwrap();
    let lines = 83_u32;
    let close = |line: u32, session: u32| {
        Price::from_nanos(10_000_000 * (1 + i64::from(line * 977 + session * 31))).unwrap()
    };
    let days = sessions();
    let cells = (0..SESSIONS).flat_map(|session| (0..lines).map(move |line| (session, line)));
    // Line 5 is listed late, and held from then on.
    let listed = |(session, line): &(u32, u32)| *line != 5 || *session >= 6;
    let rows: Vec<PriceRow> = cells
        .filter(listed)
        .map(|(session, line)| PriceRow {
            date: days[session as usize],
            security_id: SecurityId(line),
            close: close(line, session),
            volume: None,
            reported_change_percent: None,
            reported_cap_cents: None,
        })
        .collect();
    let market = market_of(&parent, &rows);
    let holdings: Vec<Holding> = (0..lines)
        .flat_map(|line| {
            let whole =
                if line % 9 == 0 { 9_000_000_000 + u64::from(line) } else { u64::from(line) };
            let shares = Shares::whole(whole).unwrap();
            let from = if line == 5 { 6 } else { 0 };
            let held = Holding { index: 0, security: SecurityId(line), shares, from, to: SESSIONS };
            [held, Holding { index: 2, ..held }]
        })
        .collect();
    let expected = naive(&holdings, &rows, &[]).unwrap();
    let schedule = Schedule::new(days, INDEXES, holdings).unwrap();
    let closes = Closes::of_market(&market, Vec::new()).unwrap();
    assert_eq!(femtos(&Plan::new(&schedule).unwrap().values(&closes).unwrap()), expected);
    let cache = Cache::open_or_build(&market, &schedule, &closes).unwrap();
    assert_eq!(femtos(&cache.values().unwrap()), expected);
}

fn one_line() -> (Vec<PriceRow>, Schedule) {
    let rows = sessions().into_iter().map(|date| PriceRow {
        date,
        security_id: SecurityId(3),
        close: "12.34".parse().unwrap(),
        volume: None,
        reported_change_percent: None,
        reported_cap_cents: None,
    });
    let shares = Shares::whole(1_000).unwrap();
    let held = Holding { index: 1, security: SecurityId(3), shares, from: 2, to: SESSIONS };
    (rows.collect(), Schedule::new(sessions(), INDEXES, vec![held]).unwrap())
}

fn cache_files(market: &MarketSnapshot) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(market.cache_folder()).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_damaged_cache_is_found_and_made_again() {
    let parent = tempfile::tempdir().unwrap();
    let (rows, schedule) = one_line();
    let market = market_of(&parent, &rows);
    let closes = Closes::of_market(&market, Vec::new()).unwrap();
    let values = Cache::open_or_build(&market, &schedule, &closes).unwrap().values().unwrap();
    let path = cache_files(&market).pop().unwrap();
    let whole = fs::read(&path).unwrap();
    let key = Key::of(&market, &schedule, &closes);
    for length in [0, 7, 100, 200, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(matches!(Cache::open(&market, &key), Err(BlocksError::Torn { .. })), "{length}");
    }
    for position in [0, 9, 20, 60, 130, 300] {
        let mut bytes = whole.clone();
        bytes[position] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(matches!(Cache::open(&market, &key), Err(BlocksError::Torn { .. })), "{position}");
        let rebuilt = Cache::open_or_build(&market, &schedule, &closes).unwrap();
        assert_eq!(rebuilt.values().unwrap(), values);
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
}

#[test]
fn a_market_takes_the_cache_for_its_own_and_sweeps_it_with_its_closes() {
    let parent = tempfile::tempdir().unwrap();
    let (rows, schedule) = one_line();
    let market = market_of(&parent, &rows);
    let closes = Closes::of_market(&market, Vec::new()).unwrap();
    Cache::open_or_build(&market, &schedule, &closes).unwrap();
    market_of(&parent, &rows);
    assert_eq!(cache_files(&market).len(), 1, "the closes are the same");
    let more = [&rows[..], &[PriceRow { security_id: SecurityId(4), ..rows[0] }]].concat();
    market_of(&parent, &more);
    assert_eq!(cache_files(&market).len(), 0, "they are not any more");
}

#[test]
fn holdings_that_contradict_each_other_are_named() {
    let shares = Shares::ONE;
    let held = |index, from, to| Holding { index, security: SecurityId(5), shares, from, to };
    let error = |holdings| Schedule::new(sessions(), 2, holdings).unwrap_err().to_string();
    assert!(error(vec![held(2, 0, 1)]).contains("has 2 indexes"));
    assert!(error(vec![held(0, 3, 3)]).contains("from < to"));
    assert!(error(vec![held(0, 0, SESSIONS + 1)]).contains("from < to"));
    assert!(error(vec![held(0, 0, 3), held(0, 2, 5)]).contains("held twice on 2023-12-28"));
    assert!(Schedule::new(sessions(), 2, vec![held(0, 0, 3), held(0, 3, 5)]).is_ok());
    let unordered = vec![date(2024, 1, 3), date(2024, 1, 2)];
    assert!(Schedule::new(unordered, 1, Vec::new()).is_err());
}
