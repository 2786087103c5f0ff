//! The size breakpoint that a company was compared with.

use russet_market::Money;

/// A size breakpoint as it fell on one rank day.
#[derive(Debug, Clone, PartialEq)]
pub struct SizeBreakpoint {
    /// The last rank above it.
    pub rank: u32,
    /// The market capitalization of the company of that rank; none where fewer companies are ranked.
    pub market_cap: Option<Money>,
    /// The band around it, in percent of cumulative market capitalization.
    pub band: Option<(f64, f64)>,
}
