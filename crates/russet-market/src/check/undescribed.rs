//! Facts of securities that nothing describes, or nothing describes yet.

use jiff::civil::Date;

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::identity::SecurityId;
use crate::market::Market;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let (mut closes, mut early, mut counts, mut actions) =
        (Tally::default(), Tally::default(), Tally::default(), Tally::default());
    let note = |tally: &mut Tally, security: SecurityId, day: Date| {
        tally.note(|| format!("{security} {day}"));
    };
    for row in market.prices.iter() {
        match lines.place(row.security_id).and_then(|place| lines.versions(place).first()) {
            None => note(&mut closes, row.security_id, row.date),
            Some(first) if row.date < first.first_session => {
                early.note(|| {
                    format!(
                        "{} {}: first described {}",
                        first.ticker, row.date, first.first_session
                    )
                });
            }
            Some(_) => {}
        }
    }
    for row in market.shares.iter().filter(|row| lines.place(row.security_id).is_none()) {
        note(&mut counts, row.security_id, row.effective_date);
    }
    for action in market.actions.iter().filter(|row| lines.place(row.security_id).is_none()) {
        note(&mut actions, action.security_id, action.ex_date);
    }
    let rest = "of a security that nothing describes";
    let (kind, close) = (FindingKind::Impossible, ("close", "closes"));
    [
        closes.finding(kind, "closes", close, rest),
        early.finding(kind, "closes", close, "from before the first description of the security"),
        counts.finding(kind, "shares", ("share count", "share counts"), rest),
        actions.finding(kind, "actions", ("corporate action", "corporate actions"), rest),
    ]
    .into_iter()
    .flatten()
    .collect()
}
