//! The terms of corporate actions: which must agree, and how a message shows them.

use russet_market::Action;

/// Whether two rows say the same of what is paid, given or taken, and when it counts.
pub(crate) fn same_terms(one: &Action, other: &Action) -> bool {
    let terms = |action: &Action| {
        let Action { ratio, cash, cash_currency, other_security_id, shares_sold, .. } = *action;
        (ratio, cash, cash_currency, other_security_id, shares_sold, action.effective_date)
    };
    terms(one) == terms(other)
}

/// The terms of an action in words, and the column of the first.
pub(crate) fn shown(action: &Action) -> (&'static str, String) {
    let currency = action.cash_currency.map_or_else(String::new, |currency| format!(" {currency}"));
    let said = [
        ("ratio", action.ratio.map(|ratio| ratio.to_string())),
        ("cash", action.cash.map(|cash| format!("{cash}{currency}"))),
        ("shares", action.shares_sold.map(|shares| shares.to_string())),
        ("other", action.other_security_id.map(|other| other.to_string())),
        ("effective", action.effective_date.map(|day| day.to_string())),
    ];
    let said: Vec<(&'static str, String)> =
        said.into_iter().filter_map(|(column, value)| Some((column, value?))).collect();
    match &said[..] {
        [] => ("kind", format!("{} without terms", action.kind.word())),
        [(column, value)] => (column, value.clone()),
        [(column, _), ..] => {
            let each = said.iter().map(|(column, value)| format!("{column} {value}"));
            (column, each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Actions of one kind, security and ex-date by their sequences, such as `0 (0.5), 1 (0.25)`.
pub(crate) fn by_sequence<'a>(actions: impl Iterator<Item = &'a Action>) -> String {
    let each = actions.map(|action| format!("{} ({})", action.sequence, shown(action).1));
    each.collect::<Vec<_>>().join(", ")
}
