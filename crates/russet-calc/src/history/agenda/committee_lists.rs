//! The lists of the fund that stands for a committee, each due on the session on which it is public.

use std::collections::VecDeque;

use jiff::civil::Date;
use russet_market::{CalendarError, FundLine, MarketView};
use russet_rules::Methodology;
use russet_rules::funds::lists_of;

/// The lists that decide from a day on: large enough, and not of the sessions after a reconstitution
/// in which a fund holds old and new members.
pub(in crate::history) fn lists<'market>(
    view: &MarketView<'market>,
    family: &Methodology,
    from: Date,
) -> Result<VecDeque<Vec<&'market FundLine>>, CalendarError> {
    let Some(committee) = &family.committee else { return Ok(VecDeque::new()) };
    let Some(fund) = &committee.fund else { return Ok(VecDeque::new()) };
    let mut unsettled = Vec::new();
    for row in family.reconstitutions.iter().filter(|_| committee.settle_sessions > 0) {
        let effective = row.effective.0;
        let until = family.sessions().offset(effective, i64::from(committee.settle_sessions));
        unsettled.push(effective..until.unwrap_or(effective));
    }
    let lists = lists_of(view, fund).into_iter().filter(|list| {
        list.len() >= committee.minimum_securities as usize
            && list[0].as_of >= from
            && !unsettled.iter().any(|days| days.contains(&list[0].as_of))
    });
    let mut lists: Vec<_> = lists.collect();
    lists.sort_by_key(|list| list[0].known_at);
    Ok(lists.into())
}
