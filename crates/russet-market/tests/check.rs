//! What `check` finds, one small market a finding, and nothing in a clean one.

use jiff::civil::{Date, date};
use russet_market::check::{Finding, FindingKind, check};
use russet_market::{
    Action, ActionKind, Calendar, FundLine, IndexLevel, IssuerId, LineKind, Market, Mic, PriceRow,
    Ratio, Refusal, SecurityId, SecurityKind, SecurityVersion, ShareBasis, ShareCount, Ticker,
};

const FIRST: Date = date(2024, 1, 2);
const LINES: u32 = 20;
const SESSIONS: usize = 30;

fn sessions() -> &'static [Date] {
    let sessions = Calendar::nyse().sessions_between(FIRST, date(2024, 12, 31)).unwrap();
    &sessions[..SESSIONS]
}

fn last() -> Date {
    sessions()[SESSIONS - 1]
}

fn row(day: Date, security: u32, close: &str) -> PriceRow {
    PriceRow {
        date: day,
        security: SecurityId(security),
        close: close.parse().unwrap(),
        volume: Some(1_000),
        reported_change_percent: None,
        reported_cap_cents: None,
    }
}

fn described(security: u32, ticker: &str, name: &str) -> SecurityVersion {
    SecurityVersion {
        security: SecurityId(security),
        issuer: IssuerId(security),
        ticker: Ticker::new(ticker).unwrap(),
        name: name.to_owned(),
        mic: Mic::Xnas,
        kind: SecurityKind::Common,
        share_class: None,
        country: Some("United States".to_owned()),
        sector: Some("Technology".to_owned()),
        industry: None,
        ipo_year: None,
        from: FIRST,
        to: last(),
        known_at: FIRST,
    }
}

fn counted(security: u32, effective: Date, shares: u64) -> ShareCount {
    ShareCount {
        security: SecurityId(security),
        effective,
        shares: russet_market::Shares::whole(shares).unwrap(),
        basis: ShareBasis::Class,
        free_float: None,
        known_at: effective,
        source: "a test".to_owned(),
    }
}

fn action(security: u32, ex_date: Date, kind: ActionKind, ratio: Option<Ratio>) -> Action {
    let security = SecurityId(security);
    Action { ex_date, security, kind, ratio, known_at: ex_date, source: "a test".to_owned() }
}

fn listed(ticker: &str, as_of: Date) -> FundLine {
    FundLine {
        fund: "IWM".to_owned(),
        as_of,
        ticker: Ticker::new(ticker).unwrap(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: Some(0.1),
        quantity: None,
        price: None,
        cusip: None,
        known_at: as_of,
    }
}

fn level(day: Date, points: &str, suspect: bool) -> IndexLevel {
    let level = points.parse().unwrap();
    IndexLevel { index: "RUT".to_owned(), date: day, level, suspect, known_at: day }
}

/// Twenty lines whose closes move in each of thirty sessions.
fn clean() -> Market {
    let mut market = Market::default();
    for security in 0..LINES {
        market.securities.push(described(
            security,
            &format!("T{security}"),
            &format!("Company{security} Inc."),
        ));
        market.shares.push(counted(security, FIRST, 1_000_000));
    }
    for (place, day) in sessions().iter().enumerate() {
        for security in 0..LINES {
            let close = ["10", "10.1", "10.2"][(place + security as usize) % 3];
            market.prices.push(row(*day, security, close));
        }
    }
    market.fund_lines.push(listed("T1", last()));
    market.index_levels.push(level(FIRST, "2000", false));
    market.index_levels.push(level(sessions()[1], "2010", false));
    market.canonical();
    market
}

/// The same market with some of its closes changed or, by `None`, left out.
fn with_closes(change: impl Fn(usize, PriceRow) -> Option<PriceRow>) -> Market {
    let mut market = clean();
    let rows: Vec<PriceRow> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows {
        let place = sessions().iter().position(|day| *day == row.date).unwrap();
        if let Some(row) = change(place, row) {
            market.prices.push(row);
        }
    }
    market
}

/// The only finding of a market.
#[track_caller]
fn only(market: &Market) -> Finding {
    let findings = check(market).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.into_iter().next().unwrap()
}

#[track_caller]
fn assert_finds(market: &Market, kind: FindingKind, message: &str, example: &str) {
    let finding = only(market);
    assert_eq!((finding.kind, finding.message.as_str()), (kind, message));
    assert_eq!(finding.examples.first().map(String::as_str), Some(example));
}

use FindingKind::{Impossible, Missing, Odd};

#[test]
fn a_clean_market_has_no_findings_and_full_coverage() {
    let mut market = clean();
    market.actions.push(action(0, date(2025, 1, 2), ActionKind::Split, Ratio::new(2, 1).ok()));
    let report = check(&market);
    assert_eq!(report.findings, []);
    let coverage = report.coverage;
    assert_eq!((coverage.first_session, coverage.last_session), (Some(FIRST), Some(last())));
    assert_eq!((coverage.sessions, coverage.securities, coverage.issuers), (30, 20, 20));
    assert_eq!((coverage.price_rows, coverage.share_counts), (600, 20));
    assert_eq!(coverage.actions[&ActionKind::Split], 1);
    assert_eq!((coverage.fund_lists[0].name.as_str(), coverage.fund_lists[0].rows), ("IWM", 1));
    assert_eq!((coverage.index_levels[0].dates, coverage.index_levels[0].first), (2, FIRST));
    assert_eq!(check(&Market::default()).findings, []);
}

#[test]
fn order_does_not_matter_and_ids_may_be_large() {
    let mut market = clean();
    market.securities.reverse();
    market.shares.reverse();
    market.securities.push(described(u32::MAX, "BIG", "Big Inc."));
    market.shares.push(counted(u32::MAX, FIRST, 1));
    market.prices.push(row(FIRST, u32::MAX, "5"));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn sessions_without_closes_are_missing() {
    let market = with_closes(|place, row| (place != 7).then_some(row));
    let message = "There is 1 session between the first and the last without any close.";
    assert_finds(&market, Missing, message, &sessions()[7].to_string());
}

#[test]
fn thin_sessions_are_missing_and_make_no_holes() {
    let market = with_closes(|place, row| (place != 7 || row.security.0 < 5).then_some(row));
    let message = "There is 1 session of a market with far fewer closes than before and after.";
    let example = format!("NASDAQ {}: 5 closes, 20 around it", sessions()[7]);
    assert_finds(&market, Missing, message, &example);
}

#[test]
fn holes_are_missing() {
    let market = with_closes(|place, row| {
        (row.security.0 != 3 || ![4, 5, 9].contains(&place)).then_some(row)
    });
    let message = "There is 1 security with holes between the first and the last close, \
                   3 sessions in all and at most 2 in a row.";
    let example = format!("T3 {}: 2 sessions after {}", sessions()[6], sessions()[3]);
    assert_finds(&market, Missing, message, &example);
}

#[test]
fn common_shares_without_a_count_a_country_or_a_sector_are_missing() {
    let mut market = clean();
    market.shares.remove(2);
    let message = "There is 1 common share without any share count.";
    let example = format!("T2 {}: Company2 Inc.", last());
    assert_finds(&market, Missing, message, &example);

    let mut market = clean();
    market.securities[2].country = None;
    assert_finds(&market, Missing, "There is 1 common share without a country.", &example);

    let mut market = clean();
    market.securities[2].sector = None;
    assert_finds(&market, Missing, "There is 1 common share without a sector.", &example);

    market.securities[2].kind = SecurityKind::Warrant;
    assert_eq!(check(&market).findings, []);
}

#[test]
fn a_security_without_any_close_is_missing() {
    let mut market = clean();
    market.securities.push(described(20, "NONE", "Nobody Inc."));
    market.shares.push(counted(20, FIRST, 1));
    let example = format!("NONE {}: Nobody Inc.", last());
    assert_finds(&market, Missing, "There is 1 security without any close.", &example);
}

#[test]
fn shares_of_the_newest_list_that_nobody_carries_are_missing() {
    let mut market = clean();
    market.fund_lines.push(listed("GONE", FIRST));
    market.fund_lines.push(listed("WHO", last()));
    market.fund_lines.push(FundLine { kind: LineKind::Other, ..listed("USD", last()) });
    let message = format!(
        "There is 1 line of 2 shares in the newest list of IWM ({}) whose ticker no security \
         carried then.",
        last()
    );
    assert_finds(&market, Missing, &message, &format!("WHO {}: no name given", last()));
}

#[test]
fn refused_rows_are_grouped_by_reason() {
    let mut market = clean();
    for (line, reason) in [(1, "no date"), (2, "no price"), (3, "no price")] {
        market.refusals.push(Refusal {
            source: "a.csv".to_owned(),
            line,
            column: "x".to_owned(),
            value: "?".to_owned(),
            reason: reason.to_owned(),
        });
    }
    let finding = only(&market);
    assert_eq!((finding.kind, finding.count), (Missing, 3));
    assert_eq!(finding.message, "There are 2 reasons for which imports refused 3 rows.");
    assert_eq!(finding.examples[0], "2 rows, first a.csv, line 2, x '?': no price");
}

#[test]
fn a_session_that_repeats_the_one_before_is_odd_and_its_changes_are_not_held_against_it() {
    let market = with_closes(|place, row| {
        let up =
            (place.min(9) + place.saturating_sub(10) + row.security.0 as usize).is_multiple_of(2);
        let close = if up { "10.1" } else { "10" }.parse().unwrap();
        let reported_change_percent = (place == 10).then_some(40.0);
        Some(PriceRow { close, reported_change_percent, ..row })
    });
    let message =
        "There is 1 session of a market where most closes are those of the session before.";
    let example = format!("NASDAQ {}: 20 of 20 lines that usually move", sessions()[10]);
    assert_finds(&market, Odd, message, &example);
}

#[test]
fn a_session_whose_changes_start_from_other_closes_is_odd() {
    let mut market = with_closes(|place, row| {
        let reported_change_percent = (place == 10).then_some(12.0);
        Some(PriceRow { reported_change_percent, ..row })
    });
    let message = "There is 1 session of a market where many reported changes do not start from \
                   the closes of the session before.";
    let example = format!("NASDAQ {}: 20 of 20 reported changes", sessions()[10]);
    assert_finds(&market, Odd, message, &example);

    let rows: Vec<PriceRow> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows.into_iter().filter(|row| row.date != sessions()[9]) {
        market.prices.push(row);
    }
    assert_eq!(only(&market).kind, Missing); // the closes they start from are missing
}

#[test]
fn jumps_are_odd_unless_a_split_explains_them() {
    let change = |place, row: PriceRow| {
        let tenfold = row.security.0 == 4 && place >= 8;
        let close = if tenfold { "101".parse().unwrap() } else { row.close };
        Some(PriceRow { close, ..row })
    };
    let mut market = with_closes(change);
    let message = "There is 1 close more than 5 times the close before or less than a fifth of it, \
                   splits recorded allowed for.";
    let example = format!("T4 {}: 101 after 10.2", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(1, 10).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn a_reported_change_that_the_closes_contradict_is_odd_unless_a_split_explains_it() {
    let change = |place, row: PriceRow| {
        let halved = row.security.0 == 4 && place >= 8;
        let close = if halved { "5".parse().unwrap() } else { row.close };
        let reported_change_percent = (row.security.0 == 4 && place == 8).then_some(0.0);
        Some(PriceRow { close, reported_change_percent, ..row })
    };
    let mut market = with_closes(change);
    let message = "There is 1 close with a reported change far from that of the closes, splits \
                   recorded allowed for.";
    let example = format!("T4 {}: -51.0% by the closes, +0.0% reported", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(2, 1).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn share_counts_that_jump_are_odd_unless_a_split_explains_them() {
    let mut market = clean();
    market.shares.push(counted(4, sessions()[8], 3_000_000));
    let message = "There is 1 share count more than half above or below the one before, splits \
                   recorded allowed for.";
    let example = format!("T4 {}: 3000000 after 1000000", sessions()[8]);
    assert_finds(&market, Odd, message, &example);

    let mut market = with_closes(|place, row| {
        let close = if row.security.0 == 4 && place >= 8 { "3.4" } else { return Some(row) };
        Some(PriceRow { close: close.parse().unwrap(), ..row })
    });
    market.shares.push(counted(4, sessions()[8], 3_000_000));
    market.actions.push(action(4, sessions()[8], ActionKind::Split, Ratio::new(3, 1).ok()));
    assert_eq!(check(&market).findings, []);
}

#[test]
fn two_securities_with_one_ticker_on_a_day_are_odd() {
    let mut market = clean();
    market.securities[5].ticker = Ticker::new("T4").unwrap();
    let example = format!("T4 {FIRST}: Company4 Inc. and Company5 Inc.");
    let message = "There is 1 ticker of two securities on the same day.";
    assert_finds(&market, Odd, message, &example);

    market.securities[5].from = date(2024, 1, 10);
    market.securities[4].to = date(2024, 1, 9);
    let topics: Vec<&str> = check(&market).findings.iter().map(|found| found.topic).collect();
    assert_eq!(topics, ["closes"]); // its closes from before its description, and no ticker
}

#[test]
fn a_name_that_changes_altogether_under_one_ticker_is_odd() {
    let renamed = |name: &str, ticker: &str| {
        let mut market = clean();
        market.securities[4].to = sessions()[7];
        let from = sessions()[8];
        market.securities.push(SecurityVersion { from, ..described(4, ticker, name) });
        market
    };
    let message = "There is 1 security with a name that shares no word with the one before under \
                   the same ticker.";
    let example = format!("T4 {}: Another Corp. after Company4 Inc.", sessions()[8]);
    assert_finds(&renamed("Another Corp.", "T4"), Odd, message, &example);
    assert_eq!(check(&renamed("Company4 Holdings", "T4")).findings, []);
    assert_eq!(check(&renamed("Another Corp.", "NEW")).findings, []);
}

#[test]
fn no_volume_for_long_and_closes_below_a_cent_are_odd() {
    let market = with_closes(|place, row| {
        let quiet = row.security.0 == 4 && place < 25;
        Some(PriceRow { volume: (!quiet).then_some(1).or(Some(0)), ..row })
    });
    let message = "There is 1 security without any volume for 20 closes in a row or more.";
    let example = format!("T4 {}: no trade in 25 closes up to then", sessions()[24]);
    assert_finds(&market, Odd, message, &example);

    let market = with_closes(|place, row| {
        let up = (place + 1).is_multiple_of(2);
        let close = if row.security.0 == 4 && up { "0.008" } else { "0.01" };
        let cheap = row.security.0 == 4;
        Some(if cheap { PriceRow { close: close.parse().unwrap(), ..row } } else { row })
    });
    let message = "There is 1 security with a close below 1 cent.";
    assert_finds(&market, Odd, message, &format!("T4 {}: 0.008", sessions()[1]));
}

#[test]
fn index_levels_that_are_suspect_or_jump_are_odd() {
    let mut market = clean();
    market.index_levels.push(level(sessions()[2], "2020", true));
    let message = "There is 1 index level that the source itself doubts.";
    assert_finds(&market, Odd, message, &format!("RUT {}: 2020.00", sessions()[2]));

    let mut market = clean();
    market.index_levels.push(level(sessions()[2], "2400", false));
    market.index_levels.push(level(date(2025, 1, 2), "9000", false));
    let message = "There is 1 index level more than 10% away from the one before.";
    assert_finds(&market, Odd, message, &format!("RUT {}: 2400.00 after 2010.00", sessions()[2]));
}

#[test]
fn closes_while_the_exchange_was_shut_are_impossible() {
    let mut market = clean();
    market.prices.push(row(date(2024, 1, 6), 4, "10"));
    let message = "There is 1 day with closes though the exchange was shut.";
    assert_finds(&market, Impossible, message, "2024-01-06 (Saturday): 1 row");
}

#[test]
fn closes_outside_the_calendar_are_odd_and_stop_nothing() {
    let mut market = clean();
    market.securities[4].from = date(1970, 1, 2);
    market.prices.push(row(date(1970, 1, 2), 4, "10"));
    let report = check(&market);
    let days = report.of(Odd).next().unwrap();
    assert_eq!(days.message, "There is 1 day with closes outside the years of the calendar.");
}

#[test]
fn facts_of_securities_that_nothing_describes_are_impossible() {
    let mut market = clean();
    market.prices.push(row(last(), 99, "10"));
    let message = "There is 1 close of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {}", last()));

    let mut market = clean();
    market.shares.push(counted(99, FIRST, 1));
    let message = "There is 1 share count of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {FIRST}"));

    let mut market = clean();
    market.actions.push(action(99, FIRST, ActionKind::Delisting, None));
    let message = "There is 1 corporate action of a security that nothing describes.";
    assert_finds(&market, Impossible, message, &format!("S99 {FIRST}"));

    let mut market = clean();
    market.securities[4].from = sessions()[1];
    let message = "There is 1 close from before the first description of the security.";
    let example = format!("T4 {FIRST}: first described {}", sessions()[1]);
    assert_finds(&market, Impossible, message, &example);
}

#[test]
fn descriptions_that_overlap_or_run_backward_are_impossible() {
    let mut market = clean();
    let from = sessions()[8];
    market.securities.push(SecurityVersion { from, ..described(4, "NEW", "Company4 Inc.") });
    let message = "There is 1 description from a day on which the one before of the same security still holds.";
    let example = format!("NEW {from}: the one before holds until {}", last());
    assert_finds(&market, Impossible, message, &example);

    let mut market = clean();
    market.securities[4].to = date(2023, 12, 29);
    let message = "There is 1 description with an end before the beginning.";
    assert_finds(&market, Impossible, message, &format!("T4 {FIRST}: until 2023-12-29"));
}

#[test]
fn splits_without_a_ratio_and_counts_of_zero_are_impossible() {
    let mut market = clean();
    market.actions.push(action(4, FIRST, ActionKind::Split, None));
    assert_finds(&market, Impossible, "There is 1 split without a ratio.", &format!("T4 {FIRST}"));

    let mut market = clean();
    market.shares.push(counted(4, sessions()[8], 0));
    let example = format!("T4 {}", sessions()[8]);
    assert_finds(&market, Impossible, "There is 1 share count of zero.", &example);
}

#[test]
fn closes_after_a_delisting_are_odd() {
    let mut market = clean();
    market.actions.push(action(4, last(), ActionKind::Delisting, None));
    let message = "There is 1 delisting with closes on the first day off the exchange or later.";
    let example = format!("T4 {}: closes until {}", last(), last());
    assert_finds(&market, Odd, message, &example);
    market.actions[0].ex_date = Calendar::nyse().next_session(last()).unwrap();
    assert_eq!(check(&market).findings, []);
}

#[test]
fn rows_that_are_there_twice_or_at_odds_are_impossible() {
    let mut market = clean();
    market.prices.push(row(FIRST, 4, "11"));
    let message = "There is 1 close of a security that has one on that day already.";
    assert_finds(&market, Impossible, message, &format!("S4 {FIRST}"));

    let mut market = clean();
    market.shares.push(counted(4, FIRST, 1_000_000));
    assert_eq!(check(&market).findings, []); // the same said twice
    market.shares.push(counted(4, FIRST, 1_000_001));
    let message = "There is 1 share count at odds with another one of the same day.";
    assert_finds(&market, Impossible, message, &format!("T4 {FIRST}"));
}

#[test]
fn lists_and_levels_known_before_their_day_are_impossible() {
    let mut market = clean();
    market.fund_lines[0].known_at = FIRST;
    let message = "There is 1 line of a fund's list known before the day itself.";
    assert_finds(&market, Impossible, message, &format!("IWM {}: T1, known {FIRST}", last()));

    let mut market = clean();
    market.index_levels[1].known_at = FIRST;
    let message = "There is 1 index level known before the day itself.";
    let example = format!("RUT {}: 2010.00, known {FIRST}", sessions()[1]);
    assert_finds(&market, Impossible, message, &example);
}
