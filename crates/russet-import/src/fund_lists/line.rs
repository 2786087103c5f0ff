//! Which lines of a fund's list are shares that trade.

use russet_market::{LineKind, Ticker};

/// Words in a line's name that say it is no share.
const NO_SHARE: &[&str] =
    &["CVR", "CVRS", "ESCROW", "CONTRA", "CONTINGENT", "WARRANT", "WARRANTS", "RIGHTS"];
/// What funds write in place of a symbol for their cash.
const CASH: &[&str] = &["USD", "CASH", "XTSLA"];

/// What is known of a line of a list besides its symbol.
pub(super) struct Told<'a> {
    pub(super) asset_class: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) exchange: Option<&'a str>,
    pub(super) priced_at_zero: bool,
}

/// A share that trades, or something else.
pub(super) fn kind(ticker: &Ticker, told: &Told<'_>) -> LineKind {
    let name = told.name.unwrap_or_default().to_uppercase();
    let names_another = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .any(|word| NO_SHARE.contains(&word));
    let unlisted = told.exchange.is_some_and(|exchange| exchange.starts_with("NO MARKET"));
    let other_class = told.asset_class.is_some_and(|class| !class.eq_ignore_ascii_case("equity"));
    // No US share has a digit in its symbol, a futures contract has its year there.
    let symbol = ticker.as_str();
    let no_symbol = CASH.contains(&symbol) || symbol.contains(|one: char| one.is_ascii_digit());
    match names_another || unlisted || other_class || no_symbol || told.priced_at_zero {
        true => LineKind::Other,
        false => LineKind::Equity,
    }
}
