//! What funds hold: dated lists of lines, into the market one whole list at a time.

mod holdings;
mod line;
mod members;
mod place;

pub use holdings::import_holdings;
pub use members::import_members;

use jiff::civil::Date;
use russet_market::FundLine;

/// The list of one fund on one date, as one file has it.
struct FundList {
    fund: String,
    as_of: Date,
    /// The file's name.
    source: String,
    /// The first line of the file that belongs to it.
    first_line: u64,
    lines: Vec<FundLine>,
}
