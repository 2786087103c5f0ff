//! What funds' lists do to an index: as its committee, and as evidence of screens that no fact shows.

use std::collections::BTreeMap;

use crate::support::{self, Recipe, family_text, parse, plan};
use jiff::civil::{Date, date};
use russet_calc::{Cause, Run, build};
use russet_market::{FundLine, LineKind, Market, MarketView, SecurityId, Shares};

const COMMITTEE: &str = "\n[committee]\nfund = \"WHOLE\"\nindex = \"R2000\"\nminimum_securities = 3\n\
    settle_sessions = 10\nreference = \"a test\"\n";

/// The members of an index on a session, with their index shares.
fn members(run: &Run, index: &str, day: Date) -> BTreeMap<SecurityId, Shares> {
    let held = run.constituents.iter().filter(|row| row.index_id == index);
    let held = held.filter(|row| row.first_session <= day && row.last_session >= day);
    held.map(|row| (row.security_id, row.index_shares)).collect()
}

/// A list of what a run held on a session, without some lines, at so many shares for each index share.
fn list(
    run: &Run,
    (fund, day): (&str, Date),
    leave_out: usize,
    times: Option<u64>,
) -> Vec<FundLine> {
    let rows = run.constituents.iter().filter(|row| row.index_id == "R2000");
    let held =
        rows.filter(|row| row.first_session <= day && row.last_session >= day).skip(leave_out);
    let known_at = russet_market::Calendar::nyse().next_session(day).unwrap();
    held.map(|row| FundLine {
        fund: fund.to_owned(),
        as_of: day,
        ticker: row.ticker.clone(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: None,
        quantity: times
            .map(|times| format!("{}", row.index_shares.to_f64() * times as f64).parse().unwrap()),
        price: None,
        cusip: None,
        known_at,
    })
    .collect()
}

fn built(market: &Market, text: &str, from: Option<Date>, infer: bool) -> Run {
    let mut plan = plan(text, from, None);
    plan.infer_from_lists = infer;
    build(&MarketView::new(market), &parse(text), plan, &|_, _| {}).unwrap()
}

#[test]
fn a_committees_list_holds_from_the_session_on_which_it_is_public() {
    let mut market = Recipe::of(1).market();
    let plain = support::run(&market);
    let (first, second) = (date(2021, 8, 31), date(2021, 11, 30));
    let after = date(2021, 12, 2);
    market.fund_lines.extend(list(&plain, ("WHOLE", first), 0, None));
    market.fund_lines.extend(list(&plain, ("WHOLE", second), 4, None));
    market.canonical();
    let text = family_text() + COMMITTEE;
    let run = built(&market, &text, Some(first), false);
    assert!(
        run.constituents.iter().all(|row| row.index_id == "R2000"),
        "only what the committee decides"
    );
    let listed = |day| members(&plain, "R2000", day).into_keys().collect::<Vec<_>>();
    assert_eq!(
        members(&run, "R2000", date(2021, 9, 1)).into_keys().collect::<Vec<_>>(),
        listed(first)
    );
    let held_then = members(&run, "R2000", second);
    let held_after = members(&run, "R2000", after);
    let left: Vec<_> = held_then.keys().filter(|line| !held_after.contains_key(line)).collect();
    assert_eq!(left.len(), 4, "what the second list leaves out is gone once it is public");
    let entry = run.events.iter().filter(|entry| entry.cause == Cause::Committee);
    let deleted = entry.filter(|entry| entry.index_shares_after == Shares::ZERO);
    assert!(deleted.clone().count() == 4);
    assert!(
        deleted.into_iter().all(|entry| entry.after_close == second),
        "at the closes of its date"
    );
}

#[test]
fn a_seasoned_company_on_no_list_is_refused_only_where_the_run_learns_from_lists() {
    let mut market = Recipe::of(1).market();
    let text = family_text()
        .replace("well_inside_rank = 2850", "well_inside_rank = 58")
        .replace("seasoned_sessions = 252", "seasoned_sessions = 20")
        .replace("minimum_securities = 500", "minimum_securities = 3");
    let plain = built(&market, &text, None, false);
    let day = date(2022, 3, 31);
    let lists = list(&plain, ("CHEAP", day), 0, None);
    let fund = parse(&text).seeds.iter().find(|seed| seed.index == "R2000").unwrap().fund.clone();
    let short = lists.into_iter().skip(6).map(|line| FundLine { fund: fund.clone(), ..line });
    let short: Vec<FundLine> = short.collect();
    let on_it = |ticker: &russet_market::Ticker| short.iter().any(|line| line.ticker == *ticker);
    market.fund_lines.extend(short.clone());
    market.canonical();
    let refused = |run: &Run| {
        let absent = run.decisions.iter().filter(|row| row.rule == "absent_from_lists");
        absent.cloned().collect::<Vec<_>>()
    };
    assert!(refused(&built(&market, &text, None, false)).is_empty());
    let learned = refused(&built(&market, &text, None, true));
    assert!(!learned.is_empty(), "somebody seasoned and well inside is on no list");
    for decision in learned {
        assert_eq!(decision.effective_after_close, date(2022, 6, 24), "{}", decision.ticker);
        assert!(
            !on_it(&decision.ticker) && decision.indexes_after.is_empty(),
            "{}",
            decision.ticker
        );
        let reason = decision.reason(&parse(&text));
        assert!(reason.contains("is on none of 1 lists of"), "{reason}");
    }
}
