//! Corporate actions, dividends and changes of symbols that users bring.

use crate::common::{Files, HEADER, first, row, sessions, then};
use jiff::civil::{Date, date};
use russet_import::{ImportReport, import_actions, import_dividends, import_prices, import_splits};
use russet_market::{Action, ActionKind, Currency, Market, SecurityId};

const ALL: &str = "ex_date,ticker,kind,ratio,new,old,cash,currency,other,shares,effective,known_at,source,new_ticker,new_name";

/// Forty sessions of a parent and of a buyer; a child trades from the tenth on.
fn market() -> Market {
    let files = Files::new();
    let mut rows = String::new();
    for (place, day) in sessions(40).into_iter().enumerate() {
        rows += &row(day, "PAR", "Parent Corp. Common Stock", 50.0, 0.0, 5e9);
        rows += &row(day, "BUY", "Buyer Inc. Common Stock", 80.0, 0.0, 9e9);
        if place >= 9 {
            rows += &row(day, "KID", "Offspring Ltd. Common Stock", 10.0, 0.0, 1e9);
        }
    }
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn id(market: &Market, ticker: &str) -> SecurityId {
    market.securities.iter().find(|one| one.ticker.as_str() == ticker).unwrap().security_id
}

/// Imports rows of which only the columns named are filled.
fn take(market: Market, columns: &str, rows: &str) -> (Market, ImportReport) {
    let files = Files::new();
    then(import_actions, market, &files.write("actions.csv", format!("{columns}\n{rows}\n")))
}

/// The terms of an action as a reader sees them.
fn terms(action: &Action) -> String {
    let mut said = vec![action.kind.word().to_owned()];
    said.extend(action.ratio.map(|ratio| format!("ratio {ratio}")));
    said.extend(action.cash.map(|cash| format!("cash {cash}")));
    said.extend(action.cash_currency.map(|currency| currency.to_string()));
    said.extend(action.other_security_id.map(|_| "other".to_owned()));
    said.extend(action.shares_sold.map(|shares| format!("shares {shares}")));
    said.extend(action.effective_date.map(|day| format!("effective {day}")));
    said.join(", ")
}

#[test]
fn every_kind_of_action_is_taken_with_its_terms() {
    let day = sessions(3)[2];
    let rows = [
        ("ordinary_dividend,,,,0.25,,,,", "ordinary_dividend, cash 0.25"),
        ("Dividend,,,,$0.25,,,,", "ordinary_dividend, cash 0.25"),
        ("special,,,,3,eur,,,", "special_dividend, cash 3, EUR"),
        ("special dividend,,,,3,USD,,,", "special_dividend, cash 3"),
        ("Return of Capital,,,,1,,,,", "capital_repayment, cash 1"),
        ("spin-off,1:4,,,12,,KID,,", "spin_off, ratio 1/4, cash 12, other"),
        ("spinoff,,1,3,,,KID,,", "spin_off, ratio 1/3, other"),
        ("rights issue,1/5,,,30,,,,", "rights, ratio 1/5, cash 30"),
        ("stock dividend,21/20,,,,,,,", "stock_dividend, ratio 21/20"),
        ("stock_dividend,1.05,,,,,,,", "stock_dividend, ratio 21/20"),
        ("Reverse Split,1/10,,,,,,,", "split, ratio 1/10"),
        (",2,,,,,,,", "split, ratio 2/1"),
        ("conversion,1/1,,,,,KID,,", "conversion, ratio 1/1, other"),
        ("primary offering,,,,48,,,\"1,000,000\",", "primary_offering, cash 48, shares 1000000"),
        (
            "secondary_offering,,,,48,,,5000,2024-01-12",
            "secondary_offering, cash 48, shares 5000, effective 2024-01-12",
        ),
        ("merger,0.2745,,,5,,BUY,,", "merger, ratio 549/2000, cash 5, other"),
        ("acquisition,,,,55,,,,", "merger, cash 55"),
        ("tender,1/5,,,52,,,,", "tender, ratio 1/5, cash 52"),
        ("buyback,0.1,,,52,,,,", "buy_back, ratio 1/10, cash 52"),
        ("halt,,,,,,,,", "suspension"),
        ("resumption,,,,,,,,", "resumption"),
        ("liquidation,,,,,,,,", "bankruptcy"),
        ("DELISTING,,,,0.5,,,,", "delisting, cash 0.5"),
    ];
    let market = market();
    let mut kinds = std::collections::BTreeSet::new();
    for (written, meant) in rows {
        let (market, report) = take(market.clone(), ALL, &format!("{day},PAR,{written},,,,"));
        assert_eq!(report.refusals, [], "{written}");
        let [action] = &market.actions[..] else { panic!("{written}: {:?}", market.actions) };
        assert_eq!(terms(action), meant, "{written}");
        assert_eq!((action.ex_date, action.known_at), (day, day));
        assert_eq!(action.source, "actions.csv");
        kinds.insert(action.kind);
    }
    assert_eq!(kinds.len(), ActionKind::ALL.len());
}

#[test]
fn an_action_is_refused_by_the_column_that_is_wrong() {
    let day = sessions(3)[2];
    let rows = [
        // kind,ratio,new,old,cash,currency,other,shares,effective,known_at
        ("miracle,,,,,,,,,", "kind 'miracle': not a kind of action (hint: ordinary_dividend"),
        ("dividend,,,,,,,,,", "cash '': no amount a share"),
        ("dividend,,,,lots,,,,,", "cash 'lots': 'lots' is not a decimal number"),
        ("special,,,,-1,,,,,", "cash '-1': a price of -1 is outside"),
        ("dividend,,,,1,dollars,,,,", "currency 'dollars': 'dollars' is not a currency"),
        ("spin-off,,,,,,KID,,,", "ratio '': no shares of the other line for shares held"),
        ("spin-off,1/4,,,,,,,,", "other '': no other line"),
        ("spin-off,1/4,,,,,NONE,,,", "other 'NONE': the market knows no security NONE on"),
        ("spin-off,1/4,,,,,PAR,,,", "other 'PAR': is the line itself"),
        ("rights,,,,30,,,,,", "ratio '': no new shares for shares held"),
        ("rights,1/5,,,,,,,,", "cash '': no subscription price"),
        ("stock dividend,1/20,,,,,,,,", "ratio '1/20': must give more shares than were held"),
        ("split,,,,,,,,,", "ratio '': no new shares for old ones"),
        ("split,0.333333,,,,,,,,", "ratio '0.333333': not shares for shares (hint: write new/old"),
        ("split,half,,,,,,,,", "ratio 'half': not shares for shares"),
        ("split,0/1,,,,,,,,", "ratio '0/1': a split of 0/1 is outside"),
        ("tender,20%,,,52,,,,,", "ratio '20%': not shares for shares"),
        ("split,,3,,,,,,,", "old '': no old shares for the new ones"),
        ("split,,,2,,,,,,", "new '': no new shares for the old ones"),
        ("conversion,,,,,,KID,,,", "ratio '': no shares of the other line"),
        ("primary offering,,,,48,,,,,", "shares '': no number of shares sold"),
        ("secondary offering,,,,,,,10,,", "cash '': no price of the offering"),
        ("merger,,,,,,,,,", "cash '': neither shares nor cash are paid"),
        ("merger,1/2,,,,,,,,", "other '': shares as payment need a ratio and the line"),
        ("merger,,,,,,BUY,,,", "other 'BUY': shares as payment need a ratio and the line"),
        ("merger,1/2,,,,,KID,,,", "other 'KID': the market knows no security KID on"),
        ("tender,3/2,,,52,,,,,", "ratio '3/2': must be the part of the shares taken"),
        ("buyback,1/5,,,,,,,,", "cash '': no price paid"),
        ("split,2,,,,,,,2024-01-02,", "effective '2024-01-02': comes before the ex-date"),
        ("split,2,,,,,,,soon,", "effective 'soon': 'soon' is not a date"),
        ("split,2,,,,,,,,2025-01-02", "known_at '2025-01-02': known on 2025-01-02, in the future"),
        ("rename,,,,,,,,,", "new_ticker '': neither a new symbol nor a new name"),
    ];
    let market = market();
    for (written, reason) in rows {
        let (market, report) = take(market.clone(), ALL, &format!("{day},PAR,{written},,,"));
        let said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
        let [said] = &said[..] else { panic!("{written}: {said:?}") };
        let place = "actions.csv, line 2, ";
        assert!(said.starts_with(&format!("{place}{reason}")), "{written}: {said}");
        assert_eq!(market.actions, []);
    }
    for (line, reason) in [
        ("2024-02-01,NONE,split,2/1", "ticker 'NONE': the market knows no security NONE on"),
        ("2024-02-01,A B,split,2/1", "ticker 'A B': not a trading symbol"),
        (",PAR,split,2/1", "ex_date '': no date"),
        ("2024-06-31,PAR,split,2/1", "ex_date '2024-06-31': '2024-06-31' is not a date"),
        ("2024-07-01,PAR,split,2/1", "ex_date '2024-07-01': known on 2024-07-01, in the future"),
        ("2044-07-01,PAR,split,2/1", "ex_date '2044-07-01': 2044-07-01 is outside the calendar"),
    ] {
        let (_, report) = take(market.clone(), "ex_date,ticker,kind,ratio", line);
        let said = report.refusals[0].to_string();
        assert!(said.starts_with(&format!("actions.csv, line 2, {reason}")), "{line}: {said}");
    }
}

#[test]
fn the_other_line_may_list_later_when_it_is_new() {
    let days = sessions(40);
    let columns = "ex_date,ticker,kind,ratio,other";
    // Seven sessions before its first close, and then thirty-one before that of a later child.
    let (market, report) = take(market(), columns, &format!("{},PAR,spinoff,1/2,KID", days[2]));
    assert_eq!(report.refusals, []);
    assert_eq!(market.actions[0].other_security_id, Some(id(&market, "KID")));

    let files = Files::new();
    let late: String =
        days[39..].iter().map(|day| row(*day, "LATE", "Late Corp.", 5.0, 0.0, 1e9)).collect();
    let (market, _) =
        then(import_prices, market, &files.write("late.csv", format!("{HEADER}{late}")));
    let early = format!("{},PAR,spinoff,1/2,LATE", days[8]);
    let (_, report) = take(market.clone(), columns, &early);
    assert!(report.refusals[0].reason.contains("hint: its closes are from"), "{report:?}");
    let (_, report) = take(market, columns, &format!("{},PAR,spinoff,1/2,LATE", days[9]));
    assert_eq!(report.refusals, []);
}

#[test]
fn days_that_are_no_session_mean_the_next_and_terms_that_differ_contradict_or_correct() {
    let columns = "ex_date,ticker,kind,cash,ratio,other,known_at,source";
    let (market, report) = take(
        market(),
        columns,
        "2024-01-13,PAR,dividend,0.5,,,2024-01-05,Form 8-K\n\
         2024-01-16,PAR,dividend,0.50,,,,\n2024-01-16,BUY,dividend,1,,,,\n\
         2024-01-16,BUY,dividend,2,,,,\n2020-01-02,PAR,dividend,1,,,,",
    );
    // Neither the Saturday nor the Monday of Martin Luther King is a session.
    let of_parent = |market: &Market| {
        let parent = id(market, "PAR");
        let own = market.actions.iter().filter(|action| action.security_id == parent);
        own.cloned().collect::<Vec<_>>()
    };
    let [action] = &of_parent(&market)[..] else { panic!("{:?}", market.actions) };
    assert_eq!((action.ex_date, action.known_at), (date(2024, 1, 16), date(2024, 1, 5)));
    assert_eq!(action.source, "Form 8-K");
    // Side by side in one file, two amounts are two dividends.
    assert_eq!((report.rows_taken, report.rows_known_already, report.rows_refused), (3, 1, 0));
    assert_eq!(report.rows_set_aside["before all that the market knows"], 1);

    let (market, report) = take(market, columns, "2024-01-16,PAR,dividend,0.6,,,2024-01-05,");
    assert!(report.refusals[0].reason.starts_with("the market has 0.5, known on the same day"));
    let (market, report) = take(market, columns, "2024-01-16,PAR,dividend,0.6,,,,");
    assert_eq!((report.rows_taken, of_parent(&market).len()), (1, 2), "known later: a correction");
    let deal = "2024-01-17,PAR,merger,5,1/2,BUY,,";
    let (market, _) = take(market, columns, deal);
    let (market, report) = take(market, columns, &format!("{deal}\n"));
    assert_eq!(report.rows_known_already + report.files_known_already as u64, 1);
    let (_, report) = take(market, columns, "2024-01-17,PAR,merger,6,1/2,BUY,,");
    assert!(report.refusals[0].reason.starts_with("the market has ratio 1/2, cash 5, other S"));
}

#[test]
fn splits_in_every_spelling() {
    let files = Files::new();
    let day = sessions(3)[2];
    for (columns, terms) in
        [("ratio", "0.1"), ("new,old", "1,10"), ("ratioNew,ratioOld", "0.5,5"), ("ratio", "1/10")]
    {
        // What a file calls its type is no kind of action here.
        let text = format!("date,symbol,type,{columns}\n{day},PAR,stock,{terms}\n");
        let (market, _) = then(import_splits, market(), &files.write("splits.csv", text));
        assert_eq!(market.actions[0].ratio, Some("1/10".parse().unwrap()), "{columns} {terms}");
    }
}

#[test]
fn dividends_have_a_file_of_their_own() {
    let files = Files::new();
    let day = sessions(3)[2];
    let text = format!(
        "ticker,ex_date,amount,kind,currency,known_at,source\nPAR,{day},0.25,,,,\n\
         PAR,{day},1,special,CAD,2024-01-02,A letter\nBUY,{day},1,return of capital,USD,,\n\
         BUY,{day},1,split,,,\nBUY,{day},,,,,\nKID,{day},1,,,,\n"
    );
    let (market, report) = then(import_dividends, market(), &files.write("paid.csv", text));
    let seen: Vec<String> = market.actions.iter().map(terms).collect();
    let expected = [
        "capital_repayment, cash 1",
        "ordinary_dividend, cash 0.25",
        "special_dividend, cash 1, CAD",
    ];
    assert_eq!(seen, expected);
    assert_eq!(market.actions[2].cash_currency, Some(Currency::CAD));
    assert_eq!(market.actions[2].source, "A letter");
    let said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
    assert!(
        said[0].starts_with("paid.csv, line 5, kind 'split': not a kind of dividend"),
        "{said:?}"
    );
    assert_eq!(said[1], "paid.csv, line 6, amount '': no amount a share");
    assert!(said[2].starts_with("paid.csv, line 7, ticker 'KID'"), "{said:?}");
}

/// Sessions of one line at closes, changes and values as a feed reports them around a stock dividend
/// of one for two on the third.
fn around_a_stock_dividend() -> (Market, Vec<Date>) {
    let files = Files::new();
    let days = sessions(5);
    let rows: String = (0..5)
        .map(|place| {
            let close = if place < 2 { 150.0 } else { 100.0 };
            row(days[place], "PAR", "Parent Corp. Common Stock", close, 0.0, close * 1e6)
        })
        .collect();
    (first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0, days)
}

#[test]
fn a_stock_dividend_moves_share_counts_as_a_split_does_and_gives_way_to_proof() {
    let (market, days) = around_a_stock_dividend();
    let derived = &market.actions[0];
    assert_eq!((derived.kind, derived.ex_date), (ActionKind::Split, days[2]));
    let columns = "ex_date,ticker,kind,ratio";
    let (near, report) =
        take(market.clone(), columns, &format!("{},PAR,stock dividend,3/2", days[1]));
    assert_eq!(near.actions, market.actions);
    assert!(report.notes[0].contains("which stays"), "{:?}", report.notes);

    let (same, _) = take(market.clone(), columns, &format!("{},PAR,stock dividend,3/2", days[2]));
    let kinds: Vec<_> = same.actions.iter().map(|one| (one.ex_date, one.kind)).collect();
    assert_eq!(kinds, [(days[2], ActionKind::StockDividend)]);
    let counts: Vec<_> = same
        .shares
        .iter()
        .map(|one| (one.effective_date, one.shares_outstanding.to_string()))
        .collect();
    assert_eq!(
        counts,
        [(days[0], "1000000".to_owned()), (days[2], "1500000".to_owned())],
        "the count goes with the stock dividend before the feed does"
    );
}

#[test]
fn a_new_symbol_is_a_new_description_of_the_same_line() {
    let days = sessions(40);
    let columns = "ex_date,ticker,kind,new_ticker,new_name,cash";
    let rows = format!(
        "{},PAR,rename,PRNT,Parent Holdings Inc.,\n{},PRNT,dividend,,,1\n{},KID,rename,BUY,,",
        days[20], days[25], days[20]
    );
    let before = market();
    let parent = id(&before, "PAR");
    let (market, report) = take(before, columns, &rows);
    let of_parent = |market: &Market| {
        let own = market.securities.iter().filter(|one| one.security_id == parent);
        own.map(|one| {
            (one.ticker.to_string(), one.name.clone(), one.first_session, one.last_session)
        })
        .collect::<Vec<_>>()
    };
    let expected = [
        ("PAR".to_owned(), "Parent Corp. Common Stock".to_owned(), days[0], days[19]),
        ("PRNT".to_owned(), "Parent Holdings Inc.".to_owned(), days[20], days[39]),
    ];
    assert_eq!(of_parent(&market), expected);
    // A later row means the line by its new symbol; another line's symbol is no new one.
    assert_eq!((market.actions[0].security_id, market.actions[0].ex_date), (parent, days[25]));
    assert_eq!(report.rows_refused, 1);
    assert!(report.refusals[0].reason.starts_with("the symbol means another line"), "{report:?}");

    let again = format!("{},PAR,name change,PRNT,,", days[20]);
    let (same, report) = take(market.clone(), columns, &again);
    assert_eq!((of_parent(&same), report.rows_known_already), (of_parent(&market), 1));
    let other = format!("{},PAR,ticker change,PARX,,", days[20]);
    let (_, report) = take(market.clone(), columns, &other);
    assert_eq!(report.refusals[0].reason, "the market has PRNT");

    // Closes under the new symbol are closes of the same line.
    let next = row(date(2024, 2, 29), "PRNT", "Parent Holdings Inc.", 50.0, 0.0, 5e9);
    let files = Files::new();
    let file = files.write("next.csv", format!("{HEADER}{next}"));
    let (market, _) = then(import_prices, market, &file);
    let newest = market.prices.iter().last().unwrap();
    assert_eq!((newest.date, newest.security_id), (date(2024, 2, 29), parent));
    assert_eq!(of_parent(&market).len(), 2);
}

#[test]
fn a_line_that_began_under_the_new_symbol_is_the_old_one() {
    let files = Files::new();
    let days = sessions(12);
    let mut rows = String::new();
    for (place, day) in days.iter().enumerate() {
        // A feed gives another name and another value, so that nothing tells that it is one line.
        rows += &match place {
            0..6 => row(*day, "OLD", "Former Industries Inc.", 50.0, 0.0, 5e9),
            _ => row(*day, "NEW", "Quite Different plc", 9.0, 0.0, 7e9),
        };
    }
    let (market, _) = first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}")));
    let old = id(&market, "OLD");
    assert_ne!(id(&market, "NEW"), old);
    let columns = "ex_date,ticker,kind,new_ticker";
    let (market, report) = take(market, columns, &format!("{},OLD,rename,NEW", days[6]));
    assert_eq!(report.refusals, []);
    assert!(market.prices.iter().all(|row| row.security_id == old));
    let described: Vec<_> =
        market.securities.iter().map(|one| (one.security_id, one.ticker.to_string())).collect();
    assert_eq!(described, [(old, "OLD".to_owned()), (old, "NEW".to_owned())]);
    assert_eq!(market.prices.len(), 12);
}
