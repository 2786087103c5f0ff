//! A feed of closes of companies that never were, as rows of a CSV file.

use jiff::civil::Date;
use russet_market::Calendar;

pub const HEADER: &str =
    "date,ticker,exchange,name,close,change,volume,market_cap,country,sector,industry";

/// Rows of so many companies on every session of a range, by session. Prices walk, and sizes fall from
/// hundreds of billions to tens of millions.
pub fn rows(companies: u32, from: Date, to: Date) -> Vec<String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let sizes = 0..companies;
    let mut lines: Vec<(f64, f64)> = sizes
        .map(|rank| {
            let price = 5.0 + 95.0 * random();
            let cap = 4e11 * (-9.0 * f64::from(rank) / f64::from(companies)).exp();
            (price, (cap / price).round())
        })
        .collect();
    let mut rows = Vec::new();
    for day in Calendar::nyse().sessions_between(from, to).unwrap() {
        for (number, (price, shares)) in
            (0_u8..).flat_map(|high| (0..26).map(move |low| (high, low))).zip(&mut lines)
        {
            let change = 6.0 * random() - 3.0;
            *price *= 1.0 + change / 100.0;
            let symbol: String =
                [number.0, number.1].map(|letter| char::from(b'A' + letter)).iter().collect();
            let (cap, volume) = (*price * *shares, 50_000.0 + 900_000.0 * random());
            rows.push(format!(
                "{day},Q{symbol},NYSE,Q{symbol} Works Inc. Common Stock,{price:.2},{change:.3},{volume:.0},{cap:.2},United States,Industrials,Machinery"
            ));
        }
    }
    rows
}

/// The text of a file with these rows.
pub fn file<'row>(rows: impl IntoIterator<Item = &'row String>) -> String {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

/// The rows in an order that has nothing to do with theirs.
pub fn shuffled(rows: &[String]) -> Vec<&String> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    order.into_iter().map(|place| &rows[place]).collect()
}
