//! Rows that are there twice, or that say two things of one day.

use std::borrow::Cow;

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::facts::LineKind;
use crate::market::Market;

/// The market itself when it is in canonical order, else an ordered copy.
pub(super) fn canonical(market: &Market) -> Cow<'_, Market> {
    let in_order = market.prices.is_sorted()
        && market
            .securities
            .is_sorted_by_key(|version| (version.security_id, version.first_session))
        && market.shares.is_sorted()
        && market.actions.is_sorted()
        && market
            .fund_lines
            .is_sorted_by(|one, other| (&one.fund, one.as_of) <= (&other.fund, other.as_of))
        && market.fx.is_sorted()
        && market.index_levels.is_sorted();
    if in_order {
        return Cow::Borrowed(market);
    }
    let mut copy = market.clone();
    copy.canonical();
    Cow::Owned(copy)
}

/// The closes that are there twice; canonical order drops them, so they are looked for before.
pub(super) fn closes(market: &Market) -> Option<Finding> {
    if market.prices.is_sorted() {
        return None;
    }
    let mut keys: Vec<_> = market.prices.iter().map(|row| (row.date, row.security_id)).collect();
    let rest = "of a security that has one on that day already";
    repeated(&mut keys, |(date, security)| format!("{security} {date}")).finding(
        FindingKind::Impossible,
        "closes",
        ("close", "closes"),
        rest,
    )
}

/// The rows of a market, in canonical order, that differ from another one about the same thing.
pub(super) fn rows(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let shares = &market.shares;
    let mut shares: Vec<_> = shares
        .iter()
        .map(|row| (row.security_id, row.effective_date, row.basis, row.known_at))
        .collect();
    let shares = repeated(&mut shares, |(security, effective, ..)| {
        format!("{} {effective}", lines.name(*security, *effective))
    });
    let mut actions: Vec<_> = market
        .actions
        .iter()
        .map(|row| (row.ex_date, row.security_id, row.kind, row.sequence, row.known_at))
        .collect();
    let actions = repeated(&mut actions, |(ex_date, security, ..)| {
        format!("{} {ex_date}", lines.name(*security, *ex_date))
    });
    let equities = market.fund_lines.iter().filter(|line| line.kind == LineKind::Equity);
    let mut listed: Vec<_> = equities.map(|line| (&line.fund, line.as_of, &line.ticker)).collect();
    let listed = repeated(&mut listed, |(fund, as_of, ticker)| format!("{fund} {as_of}: {ticker}"));
    let mut levels: Vec<_> =
        market.index_levels.iter().map(|row| (&row.index_id, row.date, row.known_at)).collect();
    let levels = repeated(&mut levels, |(index, date, _)| format!("{index} {date}"));
    let accounts = &market.fundamentals;
    let mut accounts: Vec<_> = accounts
        .iter()
        .map(|row| (row.security_id, row.measure, row.period_end, row.known_at))
        .collect();
    let accounts = repeated(&mut accounts, |(security, measure, period_end, known_at)| {
        format!("{} {} {period_end}", lines.name(*security, *known_at), measure.word())
    });
    let mut rates: Vec<_> =
        market.fx.iter().map(|row| (row.date, row.currency_from, row.currency_to)).collect();
    let rates = repeated(&mut rates, |(date, from, to)| format!("{from}/{to} {date}"));
    let decided = &market.committee_decisions;
    let mut decided: Vec<_> = decided
        .iter()
        .map(|row| (&row.index_id, row.effective_after_close, row.security_id))
        .collect();
    let decided = repeated(&mut decided, |(index, effective, security)| {
        format!("{index} {effective}: {}", lines.name(*security, *effective))
    });

    let finding = |tally: Tally, topic, one: &str, many: &str| {
        let rest = "at odds with another one of the same day";
        tally.finding(FindingKind::Impossible, topic, (one, many), rest)
    };
    [
        finding(shares, "shares", "share count", "share counts"),
        finding(actions, "actions", "corporate action", "corporate actions"),
        finding(listed, "fund lists", "line of a fund's list", "lines of a fund's list"),
        finding(levels, "index levels", "index level", "index levels"),
        finding(accounts, "accounts", "value from accounts", "values from accounts"),
        finding(rates, "rates of exchange", "rate of exchange", "rates of exchange"),
        finding(decided, "decisions", "committee's decision", "committees' decisions"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Counts the keys that were there before.
fn repeated<K: Ord>(keys: &mut [K], label: impl Fn(&K) -> String) -> Tally {
    keys.sort();
    let mut tally = Tally::default();
    for pair in keys.windows(2).filter(|pair| pair[0] == pair[1]) {
        tally.note(|| label(&pair[1]));
    }
    tally
}
