//! Every number of the model, with what it was measured against.
//!
//! "Measured" means US listed companies, January 2021 to June 2024, daily closes of Nasdaq, NYSE
//! and NYSE American, common shares alone; caps are at the last session of April 2024 unless said
//! otherwise. Sizes in the model are always in dollars of that day: a cap divided by how far the
//! simulated market has moved since.

/// Sessions a year.
pub const SESSIONS_A_YEAR: f64 = 252.0;

// ---- sizes ---------------------------------------------------------------------------------

/// Cap in dollars by rank from the top, as a part of all companies. Measured, ranks among 4,100:
/// 1: 2.9tn, 10: 585bn, 50: 148bn, 200: 45bn, 500: 13bn, 1,000: 4.3bn, 2,000: 0.80bn,
/// 3,000: 0.135bn, 3,500: 0.039bn. The Hill tail index of the top 300 is 1.0 (1.0–1.1 by year).
pub const CAP_BY_RANK: [(f64, f64); 12] = [
    (0.000_05, 3.0e12),
    (0.000_24, 2.5e12),
    (0.001_2, 1.0e12),
    (0.002_4, 550.0e9),
    (0.012, 150.0e9),
    (0.049, 44.0e9),
    (0.122, 13.4e9),
    (0.244, 4.5e9),
    (0.488, 0.85e9),
    (0.732, 0.15e9),
    (0.854, 0.045e9),
    (1.0, 0.004e9),
];
/// Yearly growth of the log of all caps that the long-run trend follows; with the arithmetic of
/// volatility and new shares the index gains about 8% a year.
pub const TREND_GROWTH: f64 = 0.084;
/// The day at which the trend passes the measured caps, in years.
pub const TREND_YEAR: f64 = 2024.33;
/// The part of the distance from the trend that closes in a year: keeps decades plausible.
pub const TREND_REVERSION: f64 = 0.45;
/// Companies above this part of the way from the top are US operating companies: the largest are.
pub const LARGEST_PART: f64 = 0.004;

// ---- market, size and sector factors -------------------------------------------------------

/// Long-run volatility a year of the market factor. Measured: S&P 500 since 1928 19%, Russell
/// 2000 since 1987 21.6%, cap-weighted market 10.8–27.9% by year.
pub const MARKET_VOLATILITY: f64 = 0.160;
/// GJR-GARCH weight of yesterday's squared shock.
pub const GARCH_SHOCK: f64 = 0.03;
/// GJR-GARCH extra weight when that shock was a loss.
pub const GARCH_LOSS: f64 = 0.12;
/// GJR-GARCH weight of yesterday's variance; with the two above, a persistence of 0.97. Measured:
/// autocorrelation of the index's absolute returns at one session 0.32–0.34, at twenty 0.24.
pub const GARCH_MEMORY: f64 = 0.88;
/// Highest variance as a multiple of the long-run one: a session of 4 times the usual volatility.
pub const GARCH_CEILING: f64 = 16.0;
/// Degrees of freedom of market shocks. Measured: kurtosis of daily index returns 13–22.
pub const MARKET_TAIL: f64 = 6.0;
/// Volatility a session of small against large companies. Measured, Russell 2000 against 1000:
/// 10.8% a year since 2005, 9.6–14.3% by year since 2021.
pub const SIZE_VOLATILITY: f64 = 0.0062;
/// The part of the size factor's past surprise that it gives back in a year.
pub const SIZE_REVERSION: f64 = 0.45;
/// Volatility a session of a sector around the market.
pub const SECTOR_VOLATILITY: f64 = 0.0062;
/// Memory of the log of size and sector volatility from session to session.
pub const FACTOR_VOLATILITY_MEMORY: f64 = 0.985;
/// Standard deviation of that log in the long run.
pub const FACTOR_VOLATILITY_SPREAD: f64 = 0.35;
/// How much of the market's log variance the noise of single companies shares.
pub const COMMON_NOISE: f64 = 0.20;
/// Loading on the size factor by cap in dollars.
pub const SIZE_LOADING: [(f64, f64); 5] =
    [(0.01e9, 0.8), (0.3e9, 1.3), (1.5e9, 1.2), (12.0e9, 0.3), (200.0e9, -0.25)];
/// Market beta by cap in dollars, before each company's own. Measured medians: 0.6–0.9 for ranks
/// 10–500, 1.0–1.2 to rank 3,000, 0.5–0.9 below.
pub const BETA: [(f64, f64); 5] =
    [(0.02e9, 0.70), (0.15e9, 0.90), (1.0e9, 1.05), (12.0e9, 0.98), (200.0e9, 0.98)];
/// Standard deviation of a company's own beta around that; measured 0.5, with estimation noise.
pub const BETA_SPREAD: f64 = 0.30;

// ---- a single company's noise --------------------------------------------------------------

/// Volatility a session of a company's own noise by cap in dollars, before jumps. Measured, jumps
/// included, medians by rank: 1.2% to rank 50, 1.3% to 200, 1.5% to 500, 1.8% to 1,000, 2.2% to
/// 2,000, 3.0% to 3,000, 4.4% to 4,000, 5–8% below.
pub const NOISE: [(f64, f64); 9] = [
    (0.004e9, 0.056),
    (0.03e9, 0.042),
    (0.13e9, 0.0350),
    (0.45e9, 0.0272),
    (1.5e9, 0.0200),
    (6.0e9, 0.0155),
    (20.0e9, 0.0130),
    (80.0e9, 0.0113),
    (600.0e9, 0.0102),
];
/// Standard deviation of the log of a company's own noise level. Measured: the tenth and ninetieth
/// percentile of a size class stand at 0.6 and 2 times its median.
pub const NOISE_SPREAD: f64 = 0.44;
/// Memory of the log of a company's noise from session to session.
pub const NOISE_MEMORY: f64 = 0.97;
/// What a shock of one standard deviation beyond the usual adds to that log.
pub const NOISE_ECHO: f64 = 0.05;
/// Degrees of freedom of a company's shocks. Measured: median kurtosis of a company's year 2–5.
pub const NOISE_TAIL: f64 = 4.5;
/// Size of an earnings surprise, in sessions' volatility.
pub const EARNINGS_SHOCK: f64 = 2.6;
/// Noise of a biotechnology company against others of its size.
pub const BIOTECH_NOISE: f64 = 1.5;
/// Trial results a year of a biotechnology company below [`BIOTECH_CAP`].
pub const BIOTECH_TRIALS: f64 = 0.7;
/// Standard deviation of the log return on a trial result.
pub const BIOTECH_SHOCK: f64 = 0.35;
/// Cap in dollars above which one trial no longer moves a biotechnology company so.
pub const BIOTECH_CAP: f64 = 8.0e9;
/// Jumps a year of any company, by cap in dollars. Measured, part of sessions beyond ±20%: 0.02%
/// to rank 200, 0.08% to 1,000, 0.17% to 2,000, 0.3–0.5% to 3,000, 0.6–1.6% to 4,000.
pub const JUMPS: [(f64, f64); 4] = [(0.02e9, 2.2), (0.3e9, 1.7), (3.0e9, 0.9), (100.0e9, 0.15)];
/// Standard deviation of the log return of a jump, in sessions' volatility.
pub const JUMP_SHOCK: f64 = 5.5;
/// Growth a year of a company against the market by cap in dollars, so that the curve of caps by
/// rank keeps its shape (the capital distribution of Fernholz): giants lag a little, the smallest
/// recover or leave.
pub const GROWTH: [(f64, f64); 8] = [
    (0.004e9, 0.10),
    (0.03e9, 0.03),
    (0.3e9, 0.01),
    (3.0e9, 0.01),
    (30.0e9, 0.0),
    (500.0e9, 0.0),
    (1.5e12, -0.015),
    (4.0e12, -0.12),
];

// ---- coming and going ----------------------------------------------------------------------

/// New listings a year as a part of the companies at the start, in a usual year. Measured, with
/// blank checks and successors under new tickers: 889 in 2021, 370, 267, about 280 in 2024.
pub const ENTRY_RATE: f64 = 0.080;
/// Memory of the log of the entry rate from session to session: booms last about a year.
pub const ENTRY_MEMORY: f64 = 0.995;
/// Standard deviation of that log in the long run.
pub const ENTRY_SPREAD: f64 = 0.35;
/// What a market return of one in logs adds to that log.
pub const ENTRY_EXCITEMENT: f64 = 1.6;
/// Median cap in dollars of a new listing.
pub const ENTRY_CAP: f64 = 0.5e9;
/// Standard deviation of the log of that cap.
pub const ENTRY_CAP_SPREAD: f64 = 1.45;
/// Mergers a year by cap in dollars of the target.
pub const MERGERS: [(f64, f64); 5] =
    [(0.02e9, 0.035), (0.2e9, 0.055), (5.0e9, 0.050), (40.0e9, 0.02), (150.0e9, 0.002)];
/// Failures a year by cap in dollars. Measured: 410–560 common lines end a year, of them 18% below
/// $1 and 23% below $2.
pub const FAILURES: [(f64, f64); 5] =
    [(0.001e9, 0.60), (0.005e9, 0.22), (0.02e9, 0.06), (0.1e9, 0.018), (20.0e9, 0.0005)];
/// Delistings a year of a line that trades below $1.
pub const PENNY_DELISTINGS: f64 = 0.08;
/// The part of exits that an explicit action tells; the others just stop quoting.
pub const EXITS_TOLD: f64 = 0.7;

// ---- corporate actions and shares ----------------------------------------------------------

/// Forward splits a year by price in dollars. Measured: about 15–20 a year in the whole market.
pub const FORWARD_SPLITS: [(f64, f64); 4] =
    [(90.0, 0.0), (180.0, 0.05), (600.0, 0.12), (4_000.0, 0.8)];
/// Terms of forward splits, new for old, with weights. Measured: 2:1 most, then 3:1, 3:2, 4:1, 10:1.
pub const FORWARD_TERMS: [((u64, u64), f64); 6] =
    [((2, 1), 45.0), ((3, 1), 17.0), ((3, 2), 14.0), ((4, 1), 12.0), ((10, 1), 9.0), ((5, 1), 3.0)];
/// Reverse splits a year by price in dollars. Measured: about 90 a year in the whole market.
pub const REVERSE_SPLITS: [(f64, f64); 4] = [(0.15, 0.9), (0.8, 0.36), (2.0, 0.03), (5.0, 0.0)];
/// Terms of reverse splits, old for new, with weights. Measured: 10 most, then 20, 25, 15, 5.
pub const REVERSE_TERMS: [(u64, f64); 6] =
    [(5, 12.0), (8, 8.0), (10, 38.0), (15, 13.0), (20, 17.0), (25, 12.0)];
/// Sessions from a split's announcement to its first session.
pub const SPLIT_NOTICE: std::ops::RangeInclusive<usize> = 5..=15;
/// Sessions from the news of another share count or float to its first session. Never none, so that
/// no two counts of a line hold from the same session.
pub const COUNT_NOTICE: std::ops::RangeInclusive<usize> = 1..=5;
/// Sessions between a company's reports.
pub const REPORT_SESSIONS: usize = 63;
/// Median growth of shares a year by cap in dollars. Measured: −0.9% to rank 200, 0 to 1,000,
/// +0.7% to 3,000, +1% below.
pub const SHARE_GROWTH: [(f64, f64); 4] =
    [(0.05e9, 0.030), (0.5e9, 0.010), (5.0e9, 0.0), (60.0e9, -0.010)];
/// Standard deviation of one report's log change of shares, by cap in dollars. Measured: the tenth
/// and ninetieth percentile of a year are −5% and +3% at the top, −5% and +15% to rank 3,000.
pub const SHARE_SPREAD: [(f64, f64); 3] = [(0.05e9, 0.030), (1.0e9, 0.014), (60.0e9, 0.009)];
/// Offerings and share-paid mergers a year by cap in dollars; each adds 5% to 35%.
pub const ISSUES: [(f64, f64); 4] = [(0.02e9, 0.60), (0.3e9, 0.22), (3.0e9, 0.07), (50.0e9, 0.02)];
/// Changes of the free float a year.
pub const FLOAT_CHANGES: f64 = 0.25;
/// Sessions until the holders of a new listing may sell.
pub const LOCK_UP: usize = 126;
/// New names and tickers a year.
pub const RENAMES: f64 = 0.012;
/// Moves to another exchange a year.
pub const MOVES: f64 = 0.005;

// ---- lines ---------------------------------------------------------------------------------

/// Median price in dollars by cap in dollars. Measured price percentiles of all common lines: 5th
/// 0.6–2, 25th 4–10, median 14–24, 75th 42–58, 90th 104–130, 99th 400–520.
pub const PRICE: [(f64, f64); 5] =
    [(0.005e9, 1.6), (0.05e9, 4.0), (0.5e9, 14.0), (5.0e9, 50.0), (200.0e9, 150.0)];
/// Standard deviation of the log of the price around that.
pub const PRICE_SPREAD: f64 = 0.75;
/// The part of US companies with several listed classes. By equal names 2%, an underestimate.
pub const SEVERAL_CLASSES: f64 = 0.04;
/// Volatility a session of one class against another. Measured over 18 pairs of classes: lower
/// quartile 0.4%, median 2.0%, where one of the two hardly trades; both trade well here.
pub const CLASS_SPREAD: f64 = 0.0035;
/// The part of that spread that closes in a session.
pub const CLASS_REVERSION: f64 = 0.25;
/// Part of the shares that trades in a session, by cap in dollars. Measured medians of 2023: 0.36%
/// to rank 50, 0.50% to 200, 0.67% to 1,000, 0.65% to 2,000, 0.45% to 3,000, 0.25% below.
pub const TURNOVER: [(f64, f64); 6] = [
    (0.03e9, 0.0022),
    (0.4e9, 0.0045),
    (2.0e9, 0.0065),
    (10.0e9, 0.0067),
    (100.0e9, 0.0050),
    (600.0e9, 0.0036),
];
/// Standard deviation of the log of volume, by cap in dollars. Measured: 0.35 at the top, 1.0 at
/// the bottom.
pub const VOLUME_SPREAD: [(f64, f64); 4] =
    [(0.03e9, 0.9), (0.4e9, 0.55), (2.0e9, 0.42), (200.0e9, 0.32)];
/// Chance that a line has no row in a session, by cap in dollars. Measured: 0.9% of all rows, of
/// them 0.2% whole sessions that the source lost.
pub const MISSING: [(f64, f64); 3] = [(0.02e9, 0.006), (0.3e9, 0.001), (10.0e9, 0.0002)];

// ---- blank checks and funds ---------------------------------------------------------------

/// Dollars a share that a blank check holds in trust and trades near.
pub const SHELL_PRICE: f64 = 10.3;
/// Sessions that a new blank check has to find a business.
pub const SHELL_LIFE: std::ops::RangeInclusive<usize> = 250..=520;
/// The part of blank checks that find one.
pub const SHELLS_COMBINED: f64 = 0.5;
/// The part of blank checks with a listed warrant.
pub const SHELLS_WITH_WARRANT: f64 = 0.7;
/// Beta of a closed-end fund.
pub const FUND_BETA: f64 = 0.55;
/// Median cap in dollars of funds and blank checks.
pub const POOL_CAP: f64 = 0.25e9;
/// Standard deviation of the log of that cap.
pub const POOL_CAP_SPREAD: f64 = 0.7;
/// The part of US companies with a listed preferred share.
pub const PREFERREDS: f64 = 0.05;

// ---- dividends -----------------------------------------------------------------------------

/// The part of companies that pay a dividend by cap in dollars, in an ordinary sector. Assumed, so
/// that about four fifths of the 500 largest pay and one in eight of the smallest.
pub const PAYERS: [(f64, f64); 5] =
    [(0.02e9, 0.06), (0.3e9, 0.22), (3.0e9, 0.42), (20.0e9, 0.68), (100.0e9, 0.78)];
/// A payer's dividends of a year as a part of its price, by cap in dollars, in an ordinary sector.
/// Published: the yield of the whole US market was 1.3% to 1.5% at the ends of 2021 to 2024.
pub const DIVIDEND_YIELD: [(f64, f64); 4] =
    [(0.3e9, 0.024), (20.0e9, 0.021), (200.0e9, 0.017), (1.0e12, 0.006)];
/// Standard deviation of the log of that. Assumed.
pub const DIVIDEND_SPREAD: f64 = 0.35;
/// Sessions from the news of an ordinary dividend to the first session without it. Assumed.
pub const DIVIDEND_NOTICE: std::ops::RangeInclusive<usize> = 10..=28;
/// The part of dividends of which the news comes only after that session. Assumed.
pub const LATE_NEWS: f64 = 0.005;
/// Special dividends a year and company. Assumed: some 40 a year in the whole market.
pub const SPECIAL_DIVIDENDS: f64 = 0.010;
/// A special dividend as a part of the price. Assumed.
pub const SPECIAL_PART: std::ops::Range<f64> = 0.03..0.20;
/// Capital repayments a year and company. Assumed.
pub const CAPITAL_REPAYMENTS: f64 = 0.003;
/// A capital repayment as a part of the price. Assumed.
pub const REPAID_PART: std::ops::Range<f64> = 0.02..0.30;
/// Stock dividends a year and company. Assumed.
pub const STOCK_DIVIDENDS: f64 = 0.006;
/// Terms of stock dividends, new for old, with weights. Assumed.
pub const STOCK_DIVIDEND_TERMS: [((u64, u64), f64); 4] =
    [((21, 20), 50.0), ((11, 10), 30.0), ((103, 100), 15.0), ((5, 4), 5.0)];

// ---- corporate actions out of the ordinary --------------------------------------------------

/// All yearly chances of this part together, at most.
pub const MOST_PLANS: f64 = 0.12;
/// Rights issues a year and company. Assumed.
pub const RIGHTS_ISSUES: f64 = 0.005;
/// Terms of rights issues, new for held, with weights. Assumed.
pub const RIGHTS_TERMS: [((u64, u64), f64); 5] =
    [((1, 4), 30.0), ((1, 5), 25.0), ((1, 3), 20.0), ((1, 10), 15.0), ((1, 1), 10.0)];
/// The part of rights issues with a price above that of the market. Assumed.
pub const RIGHTS_OUT_OF_THE_MONEY: f64 = 0.15;
/// The part of the new shares that is subscribed. Assumed.
pub const RIGHTS_SUBSCRIBED: std::ops::RangeInclusive<f64> = 0.85..=1.0;
/// Sessions from the first one without the right to the news of the new count. Assumed.
pub const RIGHTS_PERIOD: usize = 15;
/// Spin-offs a year and company above [`SPIN_OFF_CAP`]. Assumed: some 25 a year in the whole market.
pub const SPIN_OFFS: f64 = 0.014;
/// Cap in dollars of the smallest company that spins a part off. Assumed.
pub const SPIN_OFF_CAP: f64 = 1.0e9;
/// The part of the value that leaves. Assumed.
pub const SPIN_OFF_PART: std::ops::Range<f64> = 0.05..0.40;
/// Shares of the new company for shares held, with weights. Assumed.
pub const SPIN_OFF_TERMS: [((u64, u64), f64); 5] =
    [((1, 1), 30.0), ((1, 2), 20.0), ((1, 3), 20.0), ((1, 4), 20.0), ((1, 10), 10.0)];
/// The part of spin-offs whose line trades some sessions later. Assumed.
pub const SPIN_OFFS_DELAYED: f64 = 0.15;
/// Tenders for a part of the shares a year and company. Assumed.
pub const TENDERS: f64 = 0.003;
/// Compulsory buy-backs a year and company. Assumed.
pub const BUY_BACKS: f64 = 0.003;
/// The part taken, with weights. Assumed.
pub const PARTS_TAKEN: [((u64, u64), f64); 4] =
    [((1, 10), 40.0), ((1, 5), 30.0), ((1, 20), 20.0), ((1, 3), 10.0)];
/// What is paid above the price for a part taken. Assumed.
pub const TAKEN_PREMIUM: std::ops::Range<f64> = 0.01..0.15;
/// Sessions from the news of how large a part is taken to the first session without it. Assumed.
pub const TAKEN_NOTICE: std::ops::RangeInclusive<usize> = 1..=5;
/// Suspensions a year and company. Assumed.
pub const SUSPENSIONS: f64 = 0.006;
/// The part of suspensions after which trading goes on. Assumed.
pub const SUSPENSIONS_RESUMED: f64 = 0.75;
/// The part of suspensions known only after the first session without trading. Assumed.
pub const SUSPENSIONS_LATE: f64 = 0.3;
/// Sessions of a suspension that ends. Assumed.
pub const SUSPENSION_SESSIONS: std::ops::RangeInclusive<usize> = 2..=40;
/// Sessions of a suspension that ends the line. Assumed.
pub const LAST_SUSPENSION_SESSIONS: std::ops::RangeInclusive<usize> = 30..=120;
/// Standard deviation of the log return over a suspension, and twice what is lost. Assumed.
pub const SUSPENSION_SHOCK: f64 = 0.12;
/// Conversions a year of a class of a company with several. Assumed.
pub const CONVERSIONS: f64 = 0.04;
/// Terms of conversions, with weights. Assumed.
pub const CONVERSION_TERMS: [((u64, u64), f64); 3] =
    [((1, 1), 70.0), ((21, 20), 20.0), ((11, 10), 10.0)];

// ---- offerings -----------------------------------------------------------------------------

/// The part of [`ISSUES`] that are offerings for cash. Assumed.
pub const ISSUES_OFFERED: f64 = 0.7;
/// The part of growing floats in which holders sell in public. Assumed.
pub const FLOATS_OFFERED: f64 = 0.3;
/// How much below the market an offering is priced. Assumed.
pub const OFFERING_DISCOUNT: std::ops::Range<f64> = 0.01..0.08;
/// Sessions from an offering to the news of the new count. Assumed.
pub const OFFERING_LAG: std::ops::RangeInclusive<usize> = 1..=15;

// ---- takeovers and ends --------------------------------------------------------------------

/// The part of takeovers by a buyer without a listing, for cash. Assumed.
pub const PRIVATE_DEALS: f64 = 0.45;
/// The part of takeovers by a listed company for cash. Assumed.
pub const LISTED_CASH: f64 = 0.20;
/// The part of takeovers by a listed company for its shares alone; the rest are for both. Assumed.
pub const PAID_IN_SHARES: f64 = 0.20;
/// The part of the price paid in shares where both are. Assumed.
pub const MIXED_PART: std::ops::Range<f64> = 0.25..0.75;
/// The part of exits announced only after the last session. Assumed.
pub const EXITS_LATE: f64 = 0.12;
/// The part of failures that end in liquidation rather than delisting. Assumed.
pub const FAILURES_BANKRUPT: f64 = 0.4;
/// The part of failures with a price elsewhere. Assumed.
pub const ENDS_PRICED: f64 = 0.6;

// ---- accounts ------------------------------------------------------------------------------

/// Days from the end of a quarter to the earliest report. Assumed; the rules of 10-Q leave 40 to 45.
pub const PUBLICATION_DAYS: i32 = 25;
/// Quarters of before the first session that a company listed then publishes. Assumed: with a year
/// of simulation they make a growth rate over five years.
pub const QUARTERS_BEFORE_START: u32 = 20;
/// Quarters of before its listing that a later company publishes on the day it lists. Assumed.
pub const QUARTERS_BEFORE_LISTING: u32 = 8;
/// Quarters of before the first session of which income is known too: a year.
pub const INCOMES_BEFORE_START: u32 = 4;
/// Sales of a year as a part of the price. Assumed: the whole market is at 0.4 to 0.5, its median
/// company at 0.6 to 0.8.
pub const SALES_TO_PRICE: f64 = 0.65;
/// Standard deviation of the log of that. Assumed.
pub const SALES_TO_PRICE_SPREAD: f64 = 0.8;
/// The part of the way back to that in a quarter. Assumed.
pub const SALES_REVERSION: f64 = 0.05;
/// Growth of sales a share, in logs a year. Assumed.
pub const SALES_GROWTH: f64 = 0.06;
/// Standard deviation of that over companies. Assumed.
pub const SALES_GROWTH_SPREAD: f64 = 0.09;
/// Earnings as a part of sales by cap in dollars. Assumed: half of the small lose money.
pub const MARGIN: [(f64, f64); 4] =
    [(0.05e9, -0.10), (0.5e9, 0.02), (5.0e9, 0.08), (200.0e9, 0.15)];
/// Standard deviation of that. Assumed.
pub const MARGIN_SPREAD: f64 = 0.09;
/// Equity as a part of the price. Assumed: the whole market is at 0.25, its median company at 0.5.
pub const BOOK_TO_PRICE: f64 = 0.42;
/// Standard deviation of the log of that. Assumed.
pub const BOOK_TO_PRICE_SPREAD: f64 = 0.75;
/// The part of companies whose equity is negative. Assumed.
pub const NEGATIVE_BOOKS: f64 = 0.035;
/// The part of companies whose year ends in December. Assumed.
pub const YEARS_END_DECEMBER: f64 = 0.8;
/// How many analysts follow a company by cap in dollars. Assumed.
pub const ANALYSTS: [(f64, f64); 4] = [(0.5e9, 0.3), (1.5e9, 1.2), (10.0e9, 7.0), (200.0e9, 20.0)];
/// Cap in dollars above which the equity of a company is known. A choice of how much to write.
pub const BOOK_CAP: f64 = 0.04e9;
/// Cap in dollars above which its quarters are. A choice of how much to write.
pub const QUARTERS_CAP: f64 = 2.5e9;
/// Cap in dollars above which assets, debt and income before tax are. A choice of how much to write.
pub const BALANCE_CAP: f64 = 10.0e9;
/// Cap in dollars above which forecasts are. A choice of how much to write.
pub const FORECAST_CAP: f64 = 1.2e9;
/// The part of values that are never known. Assumed.
pub const VALUES_MISSING: f64 = 0.02;
/// The part of values that come late. Assumed.
pub const VALUES_LATE: f64 = 0.02;
/// The part of values that are corrected. Assumed.
pub const VALUES_CORRECTED: f64 = 0.01;
/// Sessions by which a value is late, or until it is corrected. Assumed.
pub const VALUE_DELAY: std::ops::RangeInclusive<usize> = 15..=90;

// ---- rates of exchange ---------------------------------------------------------------------

/// Volatility a day of a currency against the dollar. Published: 7% to 10% a year of the majors.
pub const RATE_VOLATILITY: f64 = 0.0052;
/// The part of the distance from its usual level that closes in a year. Assumed.
pub const RATE_REVERSION: f64 = 0.20;
