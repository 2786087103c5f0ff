//! A whole list into the market, beside or instead of the one it has.

use russet_market::{Calendar, FundLine, Market, Refusal};

use super::FundList;
use crate::options::ImportOptions;
use crate::report::ImportReport;
use crate::sightings::check_session;

/// Puts lists into the market. A list with quantities replaces one with names only; otherwise a list
/// that differs from the one the market has is refused.
pub(super) fn place(
    market: &mut Market,
    mut lists: Vec<FundList>,
    options: &ImportOptions<'_>,
    report: &mut ImportReport,
) {
    // Fuller lists first, then by what they say, so that the order of files does not matter.
    lists.sort_by_cached_key(|list| {
        let quantities = list.lines.iter().filter(|line| line.quantity.is_some()).count();
        let weights = list.lines.iter().filter(|line| line.weight_percent.is_some()).count();
        let rank = std::cmp::Reverse((quantities > 0, weights > 0, list.lines.len()));
        (list.fund.clone(), list.as_of, rank, list.source.clone(), list.first_line)
    });
    for list in lists {
        place_one(market, list, options, report);
    }
}

fn place_one(
    market: &mut Market,
    mut list: FundList,
    options: &ImportOptions<'_>,
    report: &mut ImportReport,
) {
    let refuse = |list: &FundList, reason: String, report: &mut ImportReport| {
        let refusal = Refusal {
            source: list.source.clone(),
            line: list.first_line,
            column_name: "as_of".to_owned(),
            cell_value: list.as_of.to_string(),
            reason: format!("{} on {}: {reason}", list.fund, list.as_of),
        };
        report.refuse_rows(refusal, list.lines.len() as u64);
    };
    let next = || options.sessions.next_session(list.as_of).map_err(|error| error.to_string());
    let trades = market.prices.sessions().iter().any(|(session, _)| *session == list.as_of);
    // A market abroad trades on holidays of the United States.
    let calendar = if trades { Calendar::weekdays() } else { options.sessions };
    let public = check_session(list.as_of, options.today, calendar).and_then(|()| next());
    match public {
        Ok(public) => list.lines.iter_mut().for_each(|line| line.known_at = public),
        Err(reason) => return refuse(&list, reason, report),
    }
    let same_list = |line: &FundLine| line.fund == list.fund && line.as_of == list.as_of;
    let mut known: Vec<FundLine> =
        market.fund_lines.iter().filter(|line| same_list(line)).cloned().collect();
    sort(&mut known);
    sort(&mut list.lines);
    let rows = list.lines.len() as u64;
    list.lines.dedup();
    let quantities = |lines: &[FundLine]| lines.iter().any(|line| line.quantity.is_some());
    match (known.is_empty(), known == list.lines) {
        (false, true) => report.rows_known_already += rows,
        (false, false) if quantities(&known) && !quantities(&list.lines) => {
            report.rows_known_already += rows;
            report.notes.push(format!(
                "{} of {} has names only: the list with quantities stays",
                list.source, list.as_of
            ));
        }
        (false, false) if quantities(&known) || !quantities(&list.lines) => {
            refuse(&list, "the market has another list of that date".to_owned(), report);
        }
        _ => {
            market.fund_lines.retain(|line| !(line.fund == list.fund && line.as_of == list.as_of));
            report.rows_taken += rows;
            market.fund_lines.append(&mut list.lines);
        }
    }
}

fn sort(lines: &mut [FundLine]) {
    lines.sort_by(|a, b| {
        let key =
            |line: &FundLine| (line.ticker.clone(), line.name.clone(), line.quantity, line.price);
        key(a).cmp(&key(b)).then_with(|| {
            let weight = |line: &FundLine| line.weight_percent.unwrap_or_default();
            weight(a).total_cmp(&weight(b))
        })
    });
}
