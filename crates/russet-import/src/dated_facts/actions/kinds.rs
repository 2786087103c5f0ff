//! How files call what an action does.

use russet_market::ActionKind;

use super::layout::Cells;
use crate::dated_facts::cells::Wrong;

/// Words that files use besides those of [`ActionKind::word`].
const OTHER_WORDS: [(&str, ActionKind); 22] = [
    ("dividend", ActionKind::OrdinaryDividend),
    ("cash_dividend", ActionKind::OrdinaryDividend),
    ("ordinary", ActionKind::OrdinaryDividend),
    ("regular", ActionKind::OrdinaryDividend),
    ("special", ActionKind::SpecialDividend),
    ("return_of_capital", ActionKind::CapitalRepayment),
    ("spinoff", ActionKind::SpinOff),
    ("rights_issue", ActionKind::Rights),
    ("reverse_split", ActionKind::Split),
    ("stock_split", ActionKind::Split),
    ("forward_split", ActionKind::Split),
    ("acquisition", ActionKind::Merger),
    ("takeover", ActionKind::Merger),
    ("tender_offer", ActionKind::Tender),
    ("buyback", ActionKind::BuyBack),
    ("share_buyback", ActionKind::BuyBack),
    ("halt", ActionKind::Suspension),
    ("resume", ActionKind::Resumption),
    ("liquidation", ActionKind::Bankruptcy),
    ("delist", ActionKind::Delisting),
    ("primary", ActionKind::PrimaryOffering),
    ("secondary", ActionKind::SecondaryOffering),
];
/// Words for a row that changes a symbol or a name.
const RENAME_WORDS: [&str; 4] = ["rename", "ticker_change", "symbol_change", "name_change"];

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Action(ActionKind),
    Rename,
}

/// What a row says it does; a blank cell means what such files usually hold.
pub(super) fn of(cells: &Cells<'_>) -> Result<RowKind, Wrong> {
    let Some(text) = cells.cell("kind").words() else {
        return Ok(RowKind::Action(cells.layout.usual));
    };
    let word = text.trim().to_lowercase().replace([' ', '-'], "_");
    let other = || OTHER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, kind)| *kind);
    let kind = match ActionKind::from_word(&word).or_else(other) {
        Some(kind) => RowKind::Action(kind),
        None if RENAME_WORDS.contains(&word.as_str()) => RowKind::Rename,
        None => return Err(cells.wrong("kind", unknown(cells))),
    };
    let dividend = matches!(
        kind,
        RowKind::Action(
            ActionKind::OrdinaryDividend
                | ActionKind::SpecialDividend
                | ActionKind::CapitalRepayment
        )
    );
    match cells.layout.dividends && !dividend {
        true => Err(cells.wrong("kind", unknown(cells))),
        false => Ok(kind),
    }
}

fn unknown(cells: &Cells<'_>) -> String {
    match cells.layout.dividends {
        true => {
            let known = "ordinary_dividend, special_dividend, capital_repayment";
            format!("not a kind of dividend (hint: {known})")
        }
        false => {
            let known = ActionKind::ALL.map(ActionKind::word).join(", ");
            format!("not a kind of action (hint: {known}, rename)")
        }
    }
}
