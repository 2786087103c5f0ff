//! What was measured on US listed companies, January 2021 to June 2024: common shares of US
//! companies on Nasdaq, NYSE and NYSE American, daily closes. Pairs are the lowest and the highest
//! of the dates or years measured.

/// Cap in dollars of the largest company.
pub const LARGEST: (f64, f64) = (2.3e12, 3.3e12);
/// The largest company's part of all caps.
pub const LARGEST_PART: (f64, f64) = (0.049, 0.068);
/// The ten largest companies' part of all caps.
pub const TEN_LARGEST_PART: (f64, f64) = (0.234, 0.332);
/// Cap in dollars at rank 200.
pub const RANK_200: (f64, f64) = (39.0e9, 45.3e9);
/// Cap in dollars at rank 1,000.
pub const RANK_1000: (f64, f64) = (4.04e9, 5.08e9);
/// Cap in dollars at rank 3,000.
pub const RANK_3000: (f64, f64) = (0.132e9, 0.315e9);
/// The largest 1,000 companies' part of the largest 3,000.
pub const THOUSAND_PART: (f64, f64) = (0.924, 0.954);
/// Hill estimate of the tail index of caps over the 300 largest.
pub const HILL: (f64, f64) = (0.99, 1.11);
/// Median price in dollars.
pub const MEDIAN_PRICE: (f64, f64) = (14.1, 24.4);
/// Part of the lines below a dollar.
pub const BELOW_A_DOLLAR: (f64, f64) = (0.010, 0.095);
/// Volatility of the cap-weighted market a year.
pub const MARKET_VOLATILITY: (f64, f64) = (0.108, 0.279);
/// Autocorrelation at one session of the index's absolute returns: S&P 500 and Russell 2000.
pub const CLUSTERING: (f64, f64) = (0.32, 0.34);
/// Kurtosis of daily index returns: Russell 2000 and S&P 500.
pub const INDEX_KURTOSIS: (f64, f64) = (12.8, 21.8);
/// Pooled excess kurtosis of daily returns in a year, by size class down to rank 1,000.
pub const KURTOSIS: (f64, f64) = (4.0, 116.0);
/// Part of daily returns of ranks 1,001 to 3,000 beyond 20% either way.
pub const BEYOND_20_PERCENT: (f64, f64) = (0.0014, 0.0049);
/// Median daily volatility from rank 51 to 200, from 1,001 to 2,000 and from 3,001 to 4,000.
pub const VOLATILITY: [(f64, f64); 3] = [(0.0135, 0.0215), (0.0228, 0.0314), (0.0414, 0.0529)];
/// Mean correlation of two of the 200 largest.
pub const CORRELATION: (f64, f64) = (0.155, 0.407);
/// Common lines that appear or end in a year, as a part of those there; new symbols of old lines
/// count on both sides.
pub const ENTRIES_AND_EXITS: (f64, f64) = (0.06, 0.20);
/// Yearly turnover by value of the 2,000 companies after the largest 1,000: published, 2004–2026.
pub const RECONSTITUTION_TURNOVER: f64 = 0.128;
/// Correlation of two classes of a company: the upper quartile of 18 pairs, where both trade well;
/// the median is 0.81.
pub const CLASS_CORRELATION: f64 = 0.986;

/// Dividends of a year as a part of the market: published, S&P 500 at the ends of 2021 to 2024.
pub const DIVIDEND_YIELD: (f64, f64) = (0.0125, 0.0170);

/// Asserts that a figure lies within the measured range, widened by a factor on both sides: one
/// simulated span is one draw.
#[track_caller]
pub fn assert_near(what: &str, value: f64, measured: (f64, f64), factor: f64) {
    let (low, high) = (measured.0 / factor, measured.1 * factor);
    assert!((low..=high).contains(&value), "{what} is {value}, outside {low} to {high}");
}
