//! Several actions of one kind, one security and one ex-date, and corrections of them.

use crate::common::{Files, HEADER, first, options, row, sessions, then};
use russet_import::{
    FactToWithdraw, ImportReport, Withdrawer, import_actions, import_dividends, import_prices,
    withdraw, withdrawals_of,
};
use russet_market::{Action, ActionKind, Market, Ticker};

const COLUMNS: &str = "ex_date,ticker,kind,sequence,cash,ratio,other,known_at";

/// Forty sessions of a parent and of its two children.
fn market() -> Market {
    let files = Files::new();
    let mut rows = String::new();
    for day in sessions(40) {
        rows += &row(day, "PAR", "Parent Corp. Common Stock", 50.0, 0.0, 5e9);
        rows += &row(day, "KID", "Offspring Ltd. Common Stock", 10.0, 0.0, 1e9);
        rows += &row(day, "BABY", "Youngest plc Common Stock", 20.0, 0.0, 1e9);
    }
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn take(market: Market, rows: &str) -> (Market, ImportReport) {
    let files = Files::new();
    then(import_actions, market, &files.write("actions.csv", format!("{COLUMNS}\n{rows}\n")))
}

/// What a reader sees of the actions: number, what is paid or given, since when it is known.
fn seen(market: &Market) -> Vec<String> {
    let shown = |action: &Action| {
        let other = action.other_security_id.map(|other| {
            let mut versions = market.securities.iter();
            versions.find(|version| version.security_id == other).unwrap().ticker.to_string()
        });
        let terms = [action.cash.map(|cash| cash.to_string()), other];
        let terms: Vec<String> = terms.into_iter().flatten().collect();
        format!("{} {} {}", action.sequence, terms.join(" "), action.known_at)
    };
    market.actions.iter().map(shown).collect()
}

fn refusals(report: &ImportReport) -> Vec<&str> {
    report.refusals.iter().map(|refusal| refusal.reason.as_str()).collect()
}

#[test]
fn two_spin_offs_of_a_day_are_two_by_their_children() {
    let rows = "2024-01-16,PAR,spin_off,,,1/4,KID,2024-01-05\n\
                2024-01-16,PAR,spin_off,,,1/2,BABY,2024-01-05";
    let (market, report) = take(market(), rows);
    assert_eq!(refusals(&report), [""; 0]);
    assert_eq!(seen(&market), ["0 KID 2024-01-05", "1 BABY 2024-01-05"]);
    // Each is corrected by its child, from whatever file, and in any order.
    let corrected = "2024-01-16,PAR,spin_off,,18,1/2,BABY,2024-01-08\n\
                     2024-01-16,PAR,spin_off,,,1/4,KID,2024-01-05";
    let (market, report) = take(market, corrected);
    assert_eq!((report.rows_taken, report.rows_known_already), (1, 1));
    let expected = ["0 KID 2024-01-05", "1 BABY 2024-01-05", "1 18 BABY 2024-01-08"];
    assert_eq!(seen(&market), expected);
}

#[test]
fn a_spin_off_of_another_child_is_another_one_in_whatever_file() {
    let (market, _) = take(market(), "2024-01-16,PAR,spin_off,,,1/4,KID,2024-01-05");
    let (market, report) = take(market, "2024-01-16,PAR,spin_off,,,1/2,BABY,2024-01-05");
    assert_eq!(refusals(&report), [""; 0]);
    assert_eq!(seen(&market), ["0 KID 2024-01-05", "1 BABY 2024-01-05"]);
}

#[test]
fn two_dividends_of_a_file_are_two_and_the_same_row_twice_is_one() {
    let files = Files::new();
    let text = "ticker,ex_date,amount,known_at\nPAR,2024-01-16,0.5,2024-01-05\n\
                PAR,2024-01-16,0.25,2024-01-05\nPAR,2024-01-16,0.50,2024-01-05\n";
    let (market, report) = then(import_dividends, market(), &files.write("paid.csv", text));
    assert_eq!((report.rows_taken, report.rows_known_already, report.rows_refused), (2, 1, 0));
    assert_eq!(seen(&market), ["0 0.5 2024-01-05", "1 0.25 2024-01-05"]);
    // Another file in another order says nothing new, and a third dividend besides the two is one more.
    let rows = "2024-01-16,PAR,dividend,,0.25,,,2024-01-05\n\
                2024-01-16,PAR,dividend,,0.5,,,2024-01-05\n\
                2024-01-16,PAR,dividend,,0.1,,,2024-01-05";
    let (market, report) = take(market, rows);
    assert_eq!((report.rows_taken, report.rows_known_already), (1, 2));
    let expected = ["0 0.5 2024-01-05", "1 0.25 2024-01-05", "2 0.1 2024-01-05"];
    assert_eq!(seen(&market), expected);
}

#[test]
fn a_row_with_a_later_known_at_is_a_correction() {
    let (market, _) = take(market(), "2024-01-16,PAR,dividend,,0.5,,,2024-01-05");
    let (market, report) = take(market, "2024-01-16,PAR,dividend,,0.6,,,2024-01-09");
    assert_eq!(refusals(&report), [""; 0]);
    assert_eq!(seen(&market), ["0 0.5 2024-01-05", "0 0.6 2024-01-09"]);
    assert_eq!(
        report.notes,
        ["actions.csv, line 2: ordinary_dividend of PAR on 2024-01-16: 0.5, known on 2024-01-05, \
          becomes 0.6, known on 2024-01-09"]
    );
    // Both are known; going back to the first terms is one more correction.
    let rows = "2024-01-16,PAR,dividend,,0.5,,,2024-01-08\n\
                2024-01-16,PAR,dividend,,0.6,,,2024-01-10\n\
                2024-01-16,PAR,dividend,,0.5,,,2024-01-11";
    let (market, report) = take(market, rows);
    assert_eq!((report.rows_taken, report.rows_known_already), (1, 2));
    let expected = ["0 0.5 2024-01-05", "0 0.6 2024-01-09", "0 0.5 2024-01-11"];
    assert_eq!(seen(&market), expected);
}

#[test]
fn versions_may_come_in_one_file_or_in_any_order() {
    let rows = "2024-01-16,PAR,dividend,,0.6,,,2024-01-09\n\
                2024-01-16,PAR,dividend,,0.5,,,2024-01-05";
    let expected = ["0 0.5 2024-01-05", "0 0.6 2024-01-09"];
    let (at_once, report) = take(market(), rows);
    assert_eq!((seen(&at_once), refusals(&report)), (expected.map(String::from).to_vec(), vec![]));
    let (one_by_one, report) = rows
        .lines()
        .fold((market(), ImportReport::default()), |(market, _), row| take(market, row));
    assert_eq!(refusals(&report), [""; 0]);
    assert_eq!(seen(&one_by_one), expected);
}

#[test]
fn other_terms_known_on_the_same_day_are_a_conflict() {
    let (market, _) = take(market(), "2024-01-16,PAR,dividend,,0.5,,,2024-01-05");
    let (market, report) = take(market, "2024-01-16,PAR,dividend,,0.6,,,2024-01-05");
    let expected = "the market has 0.5, known on the same day (hint: a correction needs a later \
                    known_at, a further action of that kind and day its own sequence)";
    assert_eq!(refusals(&report), [expected]);
    assert_eq!(seen(&market), ["0 0.5 2024-01-05"]);
    // A security splits once a day: two ratios are no two splits.
    let splits = "2024-01-17,PAR,split,,,2/1,,\n2024-01-17,PAR,split,,,3/1,,";
    let (_, report) = take(market, splits);
    assert_eq!(
        refusals(&report),
        ["conflicts with another row for the same security and date (hint: a correction needs a \
          later known_at, a further action of that kind and day its own sequence)"; 2]
    );
}

#[test]
fn two_files_of_one_import_that_differ_conflict() {
    let files = Files::new();
    let file = |name: &str, cash: &str| {
        let text = format!("{COLUMNS}\n2024-01-16,PAR,dividend,,{cash},,,2024-01-05\n");
        files.write(name, text)
    };
    let both = [file("one.csv", "0.5"), file("two.csv", "0.6")];
    let (market, report) = import_actions(market(), &both, &options()).unwrap();
    assert_eq!((market.actions.len(), report.rows_refused), (0, 2));
}

#[test]
fn a_correction_of_one_of_several_names_its_sequence() {
    let rows = "2024-01-16,PAR,dividend,,0.5,,,2024-01-05\n\
                2024-01-16,PAR,dividend,,0.25,,,2024-01-05";
    let (market, _) = take(market(), rows);
    let (market, report) = take(market, "2024-01-16,PAR,dividend,,0.3,,,2024-01-08");
    assert_eq!(
        refusals(&report),
        ["the market has several such actions: sequence 0 (0.5), 1 (0.25) (hint: name one with \
          the column sequence)"]
    );
    let (market, report) = take(market, "2024-01-16,PAR,dividend,1,0.3,,,2024-01-08");
    assert_eq!(refusals(&report), [""; 0]);
    let expected = ["0 0.5 2024-01-05", "1 0.25 2024-01-05", "1 0.3 2024-01-08"];
    assert_eq!(seen(&market), expected);
    // Two dividends of one amount are two where they say so.
    let (market, report) = take(market, "2024-01-16,PAR,dividend,2,0.5,,,2024-01-05");
    assert_eq!((report.rows_taken, market.actions.len()), (1, 4));
}

#[test]
fn a_sequence_that_is_none_is_refused() {
    let rows = ["one", "-1", "1.5", "70000"]
        .map(|sequence| format!("2024-01-16,PAR,dividend,{sequence},0.5,,,2024-01-05"));
    let (market, report) = take(market(), &rows.join("\n"));
    assert_eq!(refusals(&report), ["not a number from 0 to 65535"; 4]);
    assert_eq!(report.refusals[0].column_name, "sequence");
    assert!(market.actions.is_empty());
}

#[test]
fn withdrawing_one_of_several_names_its_sequence_and_keeps_the_others_numbers() {
    let rows = "2024-01-16,PAR,dividend,,0.5,,,2024-01-05\n\
                2024-01-16,PAR,dividend,,0.25,,,2024-01-05";
    let (market, _) = take(market(), rows);
    let by = Withdrawer { who: "ann".into(), why: "a typing error".into(), on: sessions(9)[8] };
    let fact = |sequence| FactToWithdraw::Action {
        ticker: Ticker::new("PAR").unwrap(),
        ex_date: jiff::civil::date(2024, 1, 16),
        kind: Some(ActionKind::OrdinaryDividend),
        sequence,
    };
    let error = withdrawals_of(&market, &fact(None), &by).unwrap_err().to_string();
    let expected = "PAR has several actions of the kind ordinary_dividend on 2024-01-16 (hint: say \
                    which with --sequence: 0 (0.5), 1 (0.25))";
    assert_eq!(error, expected);
    let rows_of = withdrawals_of(&market, &fact(Some(0)), &by).unwrap();
    let market = withdraw(market, rows_of);
    assert_eq!(seen(&market), ["1 0.25 2024-01-05"]);
    // The same rows once more: the one stays out, the other is known.
    let (market, report) = take(market, &format!("{rows}\n"));
    assert_eq!(report.rows_known_already, 1);
    assert_eq!(seen(&market), ["1 0.25 2024-01-05"]);
    let error = withdrawals_of(&market, &fact(Some(7)), &by).unwrap_err().to_string();
    assert!(error.contains("PAR has no such action on 2024-01-16"), "{error}");
}

#[test]
fn one_of_two_equal_actions_is_withdrawn_alone() {
    let rows = "2024-01-16,PAR,dividend,0,0.5,,,2024-01-05\n\
                2024-01-16,PAR,dividend,1,0.5,,,2024-01-05";
    let (market, _) = take(market(), rows);
    assert_eq!(seen(&market), ["0 0.5 2024-01-05", "1 0.5 2024-01-05"]);
    let by = Withdrawer { who: "ann".into(), why: "paid once".into(), on: sessions(9)[8] };
    let fact = FactToWithdraw::Action {
        ticker: Ticker::new("PAR").unwrap(),
        ex_date: jiff::civil::date(2024, 1, 16),
        kind: None,
        sequence: Some(1),
    };
    let withdrawals = withdrawals_of(&market, &fact, &by).unwrap();
    let market = withdraw(market, withdrawals);
    assert_eq!(seen(&market), ["0 0.5 2024-01-05"]);
    let (market, _) = take(market, &format!("{rows}\n\n"));
    assert_eq!(seen(&market), ["0 0.5 2024-01-05"]);
}
