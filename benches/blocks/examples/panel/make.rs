//! Draws the panel and writes it for Russet and for its peers.

// The panel is drawn and timed on one machine.
#![allow(clippy::disallowed_methods)]

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int32Array, Int64Array, RecordBatch};
use jiff::civil::{Date, Weekday, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal, StandardNormal};
use russet_market::folder::EpochDays;
use russet_market::{Market, MarketFolder, Price, PriceRow, SecurityId};

use crate::shape::{ALIVE, BANDS, DAYS, LINES, QUARTER};

const SEED: u64 = 20_240_628;
const ROW_GROUP: usize = 1_000_000;

pub fn make(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let days = weekdays();
    let (first, last) = lives(&mut random);
    let cents = closes(&mut random);
    let alive = |day: usize, line: usize| first[line] <= day && day <= last[line];
    write_baskets(&folder.join("baskets.parquet"), &mut random, &cents, &first, &last)?;

    let mut calendar = EpochDays::new();
    let numbers: Vec<i32> = days.iter().map(|day| calendar.number(*day)).collect();
    let to_i32 = |values: &[usize]| -> ArrayRef {
        Arc::new(Int32Array::from_iter_values(values.iter().map(|value| *value as i32)))
    };
    let sessions = RecordBatch::try_from_iter([
        ("date", Arc::new(Date32Array::from(numbers.clone())) as ArrayRef),
        ("session", to_i32(&(0..DAYS).collect::<Vec<_>>())),
    ])?;
    write(&folder.join("sessions.parquet"), &[sessions])?;
    let lines: Vec<usize> = (0..LINES).collect();
    let lines = RecordBatch::try_from_iter([
        ("security", to_i32(&lines)),
        ("first", to_i32(&first)),
        ("last", to_i32(&last)),
    ])?;
    write(&folder.join("lines.parquet"), &[lines])?;

    let mut long = Long::create(&folder.join("long.parquet"))?;
    let mut market = Market::default();
    for (day, date) in days.iter().enumerate() {
        for line in (0..LINES).filter(|line| alive(day, *line)) {
            let cents = cents[day * LINES + line];
            long.push(numbers[day], line as i32, f64::from(cents) / 100.0)?;
            market.prices.push(PriceRow {
                date: *date,
                security_id: SecurityId(line as u32),
                close: Price::from_nanos(i64::from(cents) * 10_000_000)?,
                volume: None,
                reported_change_percent: None,
                reported_cap_cents: None,
            });
        }
    }
    long.finish()?;
    MarketFolder::at(folder.join("market")).write(market)?;
    Ok(())
}

fn weekdays() -> Vec<Date> {
    let is_open = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    date(1986, 1, 2).series(jiff::Span::new().days(1)).filter(is_open).take(DAYS).collect()
}

/// First and last day of each line: whoever leaves is followed by a newcomer.
fn lives(random: &mut ChaCha8Rng) -> (Vec<usize>, Vec<usize>) {
    let (mut first, mut last) = (vec![0; LINES], vec![DAYS - 1; LINES]);
    let mut exits: Vec<usize> =
        (ALIVE..LINES).map(|_| random.random_range(20..DAYS - 20)).collect();
    exits.sort_unstable();
    let mut alive: Vec<usize> = (0..ALIVE).collect();
    for (newcomer, exit) in (ALIVE..LINES).zip(exits) {
        let place = random.random_range(0..ALIVE);
        // A newcomer that arrived today stays at least until tomorrow.
        last[alive[place]] = exit.max(first[alive[place]]);
        first[newcomer] = last[alive[place]] + 1;
        alive[place] = newcomer;
    }
    (first, last)
}

/// Closes in cents, day by day: geometric random walks within 1 and 5,000 dollars.
fn closes(random: &mut ChaCha8Rng) -> Vec<i32> {
    let start: LogNormal<f64> = LogNormal::new(3.2, 0.8).expect("a lawful distribution");
    let mut logs: Vec<f64> = (0..LINES).map(|_| start.sample(random).ln()).collect();
    let volatility: Vec<f64> = (0..LINES).map(|_| random.random_range(0.008..0.035)).collect();
    let mut cents = Vec::with_capacity(DAYS * LINES);
    for _ in 0..DAYS {
        for (log, volatility) in logs.iter_mut().zip(&volatility) {
            let step: f64 = StandardNormal.sample(random);
            *log += volatility * step + 0.0002 - volatility * volatility / 2.0;
            *log = log.clamp(0.0, 8.5);
            cents.push((log.exp() * 100.0).round() as i32);
        }
    }
    cents
}

/// Who is in each index with how many shares, quarter by quarter; ranked once in four quarters.
fn write_baskets(
    path: &Path,
    random: &mut ChaCha8Rng,
    cents: &[i32],
    first: &[usize],
    last: &[usize],
) -> Result<(), Box<dyn Error>> {
    let start: LogNormal<f64> = LogNormal::new(17.3, 1.4).expect("a lawful distribution");
    let mut shares: Vec<f64> = (0..LINES).map(|_| start.sample(random)).collect();
    let mut members = vec![[false; BANDS.len()]; LINES];
    let (mut quarters, mut lines) = (Vec::new(), Vec::new());
    let mut held: [Vec<i64>; BANDS.len()] = std::array::from_fn(|_| Vec::new());
    for quarter in 0..DAYS.div_ceil(QUARTER) {
        for count in &mut shares {
            if random.random_bool(0.35) {
                *count *= random.random_range(0.97..1.03);
            }
            *count = count.round().max(1_000.0);
        }
        let opening = quarter * QUARTER;
        if quarter % 4 == 0 {
            let rank_day = opening.saturating_sub(1);
            let cap = |line: usize| f64::from(cents[rank_day * LINES + line]) * shares[line];
            let lives = |line: &usize| first[*line] <= rank_day && last[*line] >= opening;
            let mut ranked: Vec<usize> = (0..LINES).filter(lives).collect();
            ranked.sort_by(|one, other| cap(*other).total_cmp(&cap(*one)));
            members.fill([false; BANDS.len()]);
            for (index, (from, to)) in BANDS.into_iter().enumerate() {
                ranked[from..to.min(ranked.len())]
                    .iter()
                    .for_each(|line| members[*line][index] = true);
            }
        }
        for line in (0..LINES).filter(|line| last[*line] >= opening) {
            if members[line].contains(&true) {
                quarters.push(quarter as i32);
                lines.push(line as i32);
                for (held, member) in held.iter_mut().zip(members[line]) {
                    held.push(if member { shares[line] as i64 } else { 0 });
                }
            }
        }
    }
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("quarter".to_owned(), Arc::new(Int32Array::from(quarters))),
        ("security".to_owned(), Arc::new(Int32Array::from(lines))),
    ];
    for (index, held) in held.into_iter().enumerate() {
        columns.push((format!("shares{index}"), Arc::new(Int64Array::from(held))));
    }
    write(path, &[RecordBatch::try_from_iter(columns)?])
}

fn write(path: &Path, batches: &[RecordBatch]) -> Result<(), Box<dyn Error>> {
    let mut writer = ArrowWriter::try_new(File::create(path)?, batches[0].schema(), None)?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.close()?;
    Ok(())
}

/// The long file of floats, as the peers' users keep it.
struct Long {
    writer: ArrowWriter<File>,
    days: Vec<i32>,
    lines: Vec<i32>,
    prices: Vec<f64>,
}

impl Long {
    fn create(path: &Path) -> Result<Long, Box<dyn Error>> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        let empty = Long::batch(Vec::new(), Vec::new(), Vec::new())?;
        let writer = ArrowWriter::try_new(File::create(path)?, empty.schema(), Some(properties))?;
        Ok(Long { writer, days: Vec::new(), lines: Vec::new(), prices: Vec::new() })
    }

    fn batch(
        days: Vec<i32>,
        lines: Vec<i32>,
        prices: Vec<f64>,
    ) -> Result<RecordBatch, Box<dyn Error>> {
        Ok(RecordBatch::try_from_iter([
            ("date", Arc::new(Date32Array::from(days)) as ArrayRef),
            ("security", Arc::new(Int32Array::from(lines))),
            ("price", Arc::new(Float64Array::from(prices))),
        ])?)
    }

    fn push(&mut self, day: i32, line: i32, price: f64) -> Result<(), Box<dyn Error>> {
        self.days.push(day);
        self.lines.push(line);
        self.prices.push(price);
        if self.days.len() == ROW_GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Box<dyn Error>> {
        let take = std::mem::take::<Vec<i32>>;
        let (days, lines) = (take(&mut self.days), take(&mut self.lines));
        let batch = Long::batch(days, lines, std::mem::take(&mut self.prices))?;
        self.writer.write(&batch)?;
        Ok(())
    }

    fn finish(mut self) -> Result<(), Box<dyn Error>> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}
