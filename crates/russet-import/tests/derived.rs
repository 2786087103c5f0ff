//! Splits, distributions and share counts worked out from prices.

use crate::common::{Files, HEADER, first, row, sessions, sessions_before, then};
use jiff::civil::Date;
use russet_import::{DERIVED, import_actions, import_prices, import_splits};
use russet_market::{Action, Market, ShareBasis};

const NAME: &str = "Splitter Inc. Common Stock";

/// A line at a flat price of 100 with the count reported for each session, and from `split` on at
/// `100 / ratio`.
fn market(counts: &[f64], split: Option<(usize, f64)>) -> Market {
    market_on(&sessions(counts.len()), counts, split)
}

fn market_on(days: &[Date], counts: &[f64], split: Option<(usize, f64)>) -> Market {
    let files = Files::new();
    let rows: String = days
        .iter()
        .zip(counts)
        .enumerate()
        .map(|(session, (day, count))| {
            let terms = split.filter(|(when, _)| session >= *when).map_or(1.0, |(_, ratio)| ratio);
            let close = (100.0 + (session % 2) as f64) / terms;
            let before = 100.0 + ((session + 1) % 2) as f64;
            row(*day, "SPLT", NAME, close, (close * terms / before - 1.0) * 100.0, close * count)
        })
        .collect();
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn counts(market: &Market) -> Vec<(Date, String)> {
    market
        .shares
        .iter()
        .map(|count| (count.effective_date, count.shares_outstanding.to_string()))
        .collect()
}

fn ratios(market: &Market) -> Vec<(Date, String)> {
    market
        .actions
        .iter()
        .map(|action| (action.ex_date, action.ratio.unwrap().to_string()))
        .collect()
}

#[test]
fn a_split_is_seen_and_the_lagging_count_is_held() {
    let days = sessions(12);
    let reported = [vec![1e6; 8], vec![2e6; 4]].concat();
    let split = market(&reported, Some((3, 2.0)));
    assert_eq!(ratios(&split), [(days[3], "2/1".to_owned())]);
    assert_eq!(counts(&split), [(days[0], "1000000".to_owned()), (days[3], "2000000".to_owned())]);
    let action = &split.actions[0];
    assert_eq!((action.known_at, action.source.as_str()), (days[3], DERIVED));
    assert_eq!(split.shares[0].basis, ShareBasis::Company);
    for (ratio, said) in [(0.1, "1/10"), (1.5, "3/2"), (4.0, "4/1"), (1.1, "11/10"), (20.0, "20/1")]
    {
        let split = market(&[1e6; 6], Some((3, ratio)));
        assert_eq!(ratios(&split), [(days[3], said.to_owned())]);
    }
}

#[test]
fn a_count_that_leads_its_split_is_not_multiplied_twice() {
    let days = sessions(30);
    let reported = [vec![1e6; 4], vec![2e6; 26]].concat();
    let split = market(&reported, Some((25, 2.0)));
    assert_eq!(ratios(&split), [(days[25], "2/1".to_owned())]);
    let last = counts(&split).pop().unwrap();
    assert_eq!(last.1, "2000000");
}

#[test]
fn falls_repeated_rows_and_warrants_do_not_split() {
    let days = sessions(4);
    let files = Files::new();
    let text = format!(
        "{HEADER}{}{}{}{}{}{}",
        // The feed repeats a close beside another session's change.
        row(days[0], "STAL", "Stale Inc. Common Stock", 10.0, 0.0, 0.0),
        row(days[1], "STAL", "Stale Inc. Common Stock", 10.0, 100.0, 0.0),
        row(days[0], "WARRW", "Warranty Corp. Warrant", 1.0, 0.0, 0.0),
        row(days[1], "WARRW", "Warranty Corp. Warrant", 0.5, 0.0, 0.0),
        // A fall to a quarter over a session that the feed missed.
        row(days[0], "FALL", "Falling Inc. Common Stock", 8.0, 0.0, 0.0),
        row(days[2], "FALL", "Falling Inc. Common Stock", 2.0, 0.0, 0.0),
    );
    let (market, _) = first(import_prices, &files.write("rows.csv", text));
    assert!(market.actions.is_empty(), "{:?}", market.actions);
}

/// Rows on named exchanges: session, exchange, symbol, name, close and change.
fn listed(days: &[Date], rows: &[(usize, &str, &str, &str, f64, f64)]) -> Market {
    let rows: String = rows
        .iter()
        .map(|(session, exchange, ticker, name, close, change)| {
            format!("{},{exchange},{ticker},{name},{close},{change:.3}\n", days[*session])
        })
        .collect();
    let text = format!("date,exchange,ticker,name,close,change\n{rows}");
    first(import_prices, &Files::new().write("rows.csv", text)).0
}

/// Each action in words.
fn told(market: &Market) -> Vec<String> {
    let symbol =
        |id| market.securities.iter().find(|one| one.security_id == id).unwrap().ticker.key();
    let words = |action: &Action| {
        let ratio = action.ratio.map_or_else(String::new, |ratio| format!(" {ratio}"));
        let other = action
            .other_security_id
            .map_or_else(String::new, |other| format!(" of {}", symbol(other)));
        let cash = action.cash.unwrap();
        format!("{} {}{ratio}{other} {cash}", symbol(action.security_id), action.kind.word())
    };
    market.actions.iter().map(words).collect()
}

#[test]
fn what_a_change_is_adjusted_for_has_left_the_company() {
    let days = sessions(2);
    let dividends = |exchange| {
        let rows = [
            // 7.30 of 100 and 19 of 100, with moves of 0.324% and of 5%; a fall without adjustment.
            (0, exchange, "SPEC", "Special Inc. Common Stock", 100.0, 0.0),
            (1, exchange, "SPEC", "Special Inc. Common Stock", 93.0, 0.324),
            (0, exchange, "BIG", "Big Inc. Common Stock", 100.0, 0.0),
            (1, exchange, "BIG", "Big Inc. Common Stock", 85.05, 5.0),
            (0, exchange, "FALL", "Falling Inc. Common Stock", 100.0, 0.0),
            (1, exchange, "FALL", "Falling Inc. Common Stock", 80.0, -20.0),
        ];
        let market = listed(&days, &rows);
        let known = |action: &Action| (action.ex_date, action.known_at) == (days[1], days[1]);
        assert!(market.actions.iter().all(|one| known(one) && one.source == DERIVED));
        told(&market)
    };
    let both = ["BIG special_dividend 19", "SPEC special_dividend 7.3"];
    assert_eq!(dividends("NYSE"), both);
    // Nasdaq's changes leave ordinary dividends out as well.
    assert_eq!(dividends("NASDAQ"), both[..1]);
}

#[test]
fn a_new_line_of_which_a_whole_part_has_left_was_spun_off() {
    let days = sessions(3);
    // A share of 75.87 gives a tenth of a child whose first change leads back to 35.26.
    let parent = [
        (0, "NYSE", "PAR", "Parent Inc. Common Stock", 76.0, 0.0),
        (1, "NYSE", "PAR", "Parent Inc. Common Stock", 75.87, -0.171),
        (2, "NYSE", "PAR", "Parent Inc. Common Stock", 73.91, 2.165),
    ];
    let child = |exchange| (2, exchange, "KID", "Child & Co.", 37.0, 4.935);
    let with = |others: &[(usize, &'static str, &'static str, &'static str, f64, f64)]| {
        told(&listed(&days, &[&parent[..], others].concat()))
    };
    let alone = ["PAR special_dividend 3.526"];
    assert_eq!(with(&[]), alone);
    assert_eq!(with(&[child("NYSE")]), ["PAR spin_off 1/10 of KID 35.26"]);
    assert_eq!(with(&[child("AMEX")]), alone, "spun off on the parent's own exchange");
    // Another line stopped at that very price: the new one goes on with it.
    let blank = |session| (session, "NYSE", "ACQ", "Acquisition Corp.", 35.26, 0.0);
    assert_eq!(with(&[child("NYSE"), blank(0), blank(1)]), alone);
    let second = (2, "NYSE", "TOO", "Second Corp.", 36.0, 2.099);
    assert_eq!(with(&[child("NYSE"), second]), alone, "two children explain nothing");
}

#[test]
fn a_users_word_on_a_distribution_stands_in_the_place_of_prices() {
    let days = sessions(2);
    let rows = [
        (0, "NYSE", "SPEC", "Special Inc. Common Stock", 100.0, 0.0),
        (1, "NYSE", "SPEC", "Special Inc. Common Stock", 93.0, 0.324),
    ];
    let market = listed(&days, &rows);
    let files = Files::new();
    let header = "ticker,kind,ex_date,cash";
    for (kind, cash, said) in [
        ("capital_repayment", "7.25", vec!["SPEC capital_repayment 7.25"]),
        ("ordinary_dividend", "7.3", vec!["SPEC ordinary_dividend 7.3"]),
        (
            "ordinary_dividend",
            "0.5",
            vec!["SPEC ordinary_dividend 0.5", "SPEC special_dividend 7.3"],
        ),
    ] {
        let text = format!("{header}\nSPEC,{kind},{},{cash}\n", days[1]);
        let (after, _) = then(import_actions, market.clone(), &files.write("actions.csv", text));
        assert_eq!(told(&after), said);
    }
}

#[test]
fn a_glitch_enters_no_count_and_a_real_change_does_after_some_sessions() {
    let days = sessions(24);
    let mut reported = vec![1e6; 24];
    reported[2] = 1e7;
    reported[5] = 0.0;
    reported[6] = 1.05e6;
    reported[7..].fill(1.4e6);
    reported[9] = 1e5;
    let counted = market(&reported, None);
    assert_eq!(
        counts(&counted),
        [
            (days[0], "1000000".to_owned()),
            (days[6], "1050000".to_owned()),
            (days[12], "1400000".to_owned()),
        ]
    );
}

#[test]
fn a_seasoned_count_stays_for_half_a_year_against_one_many_times_as_large() {
    let days = sessions_before(300);
    let mut reported = vec![1e6; 300];
    // A merger doubles the count; ten times as many, for four months, are the feed's.
    reported[130..].fill(2e6);
    reported[140..220].fill(2e7);
    let accepted = |reported: &[f64]| counts(&market_on(&days, reported, None));
    let merged = [(days[0], "1000000".to_owned()), (days[132], "2000000".to_owned())];
    assert_eq!(accepted(&reported), merged);
    // What stays for half a year is the count; a young line's is corrected at once.
    reported[140..].fill(2e7);
    assert_eq!(accepted(&reported)[2], (days[140 + 125], "20000000".to_owned()));
    reported[10..].fill(2e7);
    assert_eq!(accepted(&reported)[1], (days[12], "20000000".to_owned()));
}

#[test]
fn a_users_split_wins_over_one_worked_out_but_not_over_the_session_of_its_prices() {
    let days = sessions(6);
    let split = market(&[1e6; 6], Some((3, 2.0)));
    let files = Files::new();
    let file = |name: &str, day: Date, new: u32| {
        files.write(name, format!("date,symbol,ratioNew,ratioOld\n{day},SPLT,{new},1\n"))
    };
    let (same, report) = then(import_splits, split.clone(), &file("same.csv", days[3], 2));
    assert_eq!((report.rows_taken, same.actions[0].source.as_str()), (1, "same.csv"));
    let (other, _) = then(import_splits, split.clone(), &file("other.csv", days[3], 3));
    assert_eq!(ratios(&other), [(days[3], "3/1".to_owned())]);
    assert_eq!(counts(&other)[1], (days[3], "3000000".to_owned()));
    let (near, report) = then(import_splits, split.clone(), &file("near.csv", days[2], 2));
    assert_eq!((report.rows_known_already, &near.actions), (1, &split.actions));
    assert!(report.notes[0].ends_with("prices changed on 2024-01-05, which stays"));
}

/// A line that calls itself a class, with the count reported for each session.
fn class_market(days: &[Date], reported: &[f64]) -> Market {
    let files = Files::new();
    let rows: String = days
        .iter()
        .zip(reported)
        .map(|(day, count)| {
            row(*day, "UPCO", "Upco Inc. Class A Common Stock", 100.0, 0.0, 100.0 * count)
        })
        .collect();
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn by_basis(market: &Market, basis: ShareBasis) -> Vec<(Date, String)> {
    let rows = market.shares.iter().filter(|count| count.basis == basis);
    rows.map(|count| (count.effective_date, count.shares_outstanding.to_string())).collect()
}

#[test]
fn a_class_that_loses_shares_overnight_is_told_from_its_company() {
    let days = sessions(20);
    let reported = [vec![1e6; 8], vec![6e5; 6], vec![6.3e5; 6]].concat();
    let told = class_market(&days, &reported);
    let last = |basis| by_basis(&told, basis).pop().unwrap().1;
    assert_eq!(last(ShareBasis::Company), "1000000", "the company is as large as before");
    assert_eq!(
        by_basis(&told, ShareBasis::Class),
        [(days[10], "600000".to_owned()), (days[14], "630000".to_owned())],
        "the class grows as unlisted shares are exchanged"
    );
}

#[test]
fn a_class_whose_feed_goes_over_to_the_company_keeps_its_own_count() {
    let days = sessions_before(160);
    let reported = [vec![6e5; 140], vec![1e6; 20]].concat();
    let told = class_market(&days, &reported);
    let last = |basis| by_basis(&told, basis).pop().map(|(_, shares)| shares);
    assert_eq!(last(ShareBasis::Company).as_deref(), Some("1000000"));
    assert_eq!(last(ShareBasis::Class).as_deref(), Some("600000"));
    // A young line's count is corrected, and one that is no class has sold shares.
    let young = class_market(&days[130..], &[vec![6e5; 10], vec![1e6; 20]].concat());
    assert!(by_basis(&young, ShareBasis::Class).is_empty());
    assert!(by_basis(&market_on(&days, &reported, None), ShareBasis::Class).is_empty());
}

#[test]
fn a_count_that_comes_back_had_not_been_left() {
    let days = sessions(30);
    let reported = [vec![1e6; 8], vec![1e7; 8], vec![1e6; 14]].concat();
    let told = class_market(&days, &reported);
    assert_eq!(by_basis(&told, ShareBasis::Company).pop().unwrap().1, "1000000");
    assert!(by_basis(&told, ShareBasis::Class).is_empty());
}

#[test]
fn a_new_symbol_makes_a_line_young_again() {
    let days = sessions_before(200);
    let files = Files::new();
    let rows: String = days
        .iter()
        .enumerate()
        .map(|(session, day)| {
            let (symbol, count) = if session < 150 { ("BLNK", 1e6) } else { ("REAL", 5e6) };
            let count = if session < 152 { 1e6 } else { count };
            row(*day, symbol, "Realco Inc. Common Stock", 10.0, 0.0, 10.0 * count)
        })
        .collect();
    let (told, _) = first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}")));
    let last = by_basis(&told, ShareBasis::Company).pop().unwrap();
    assert_eq!(last, (days[154], "5000000".to_owned()), "three sessions, not half a year");
}
