//! Closes and facts of exchanges of several countries.

use crate::common::{Files, then};
use jiff::civil::date;
use russet_import::{
    FactToWithdraw, ImportError, ImportOptions, ImportReport, Withdrawer, import_actions,
    import_levels, import_members, import_prices, import_shares, withdrawals_of,
};
use russet_market::{Action, ActionKind, Currency, Market, Mic, SecurityId, Ticker};

const HEADER: &str = "date,ticker,close,exchange,name,country,sector";

fn import(market: Market, text: &str) -> Result<(Market, ImportReport), ImportError> {
    let files = Files::new();
    let file = files.write("closes.csv", text);
    import_prices(market, &[file], &ImportOptions::new(date(2024, 9, 30)))
}

/// Two days, of which the second is a holiday in New York, of lines in three countries.
fn market() -> Market {
    let mut text = format!("{HEADER}\n");
    for day in ["2024-07-03", "2024-07-04"] {
        text += &format!("{day},7203,3300,XTKS,Toyota Motor Corp.,Japan,Industrials\n");
        text += &format!("{day},BP,4.7,XLON,BP p.l.c.,United Kingdom,Energy\n");
    }
    text += "2024-07-03,BP,36.1,NYSE,BP p.l.c. American Depositary Shares,,Energy\n";
    text += "2024-07-05,BP,35.9,NYSE,BP p.l.c. American Depositary Shares,,Energy\n";
    let (market, report) = import(Market::default(), &text).unwrap();
    assert_eq!(report.refusals, []);
    market
}

fn id(market: &Market, ticker: &str, mic: Mic) -> SecurityId {
    let is =
        |one: &&russet_market::SecurityVersion| one.ticker.as_str() == ticker && one.mic == mic;
    market.securities.iter().find(is).unwrap().security_id
}

#[test]
fn a_market_of_several_countries_comes_from_one_table() {
    let market = market();
    let seen: Vec<_> = market
        .securities
        .iter()
        .map(|one| {
            (
                one.ticker.as_str(),
                one.mic,
                one.mic.currency(),
                one.first_session.day(),
                one.last_session.day(),
            )
        })
        .collect();
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen.contains(&("7203", Mic::Xtks, Currency::JPY, 3, 4)));
    assert!(seen.contains(&("BP", Mic::Xlon, Currency::GBP, 3, 4)));
    assert!(seen.contains(&("BP", Mic::Xnys, Currency::USD, 3, 5)));
    assert_eq!(market.prices.len(), 6);
    // A second import of the next days goes on with the same lines.
    let next = format!(
        "{HEADER}\n2024-07-05,7203,3310,XTKS,,,\n2024-07-05,BP,4.6,London,,,\n2024-07-08,BP,36.2,NYSE,,,\n"
    );
    let (later, report) = import(market.clone(), &next).unwrap();
    assert_eq!((report.rows_taken, report.rows_refused), (3, 0));
    let ids = |market: &Market| {
        let mut ids: Vec<_> = market.securities.iter().map(|one| one.security_id).collect();
        ids.dedup();
        ids
    };
    assert_eq!(ids(&later), ids(&market));
    let of_london = id(&market, "BP", Mic::Xlon);
    let closes: Vec<_> = later.prices.iter().filter(|row| row.security_id == of_london).collect();
    assert_eq!(closes.len(), 3);
}

#[test]
fn weekends_are_refused_abroad_and_holidays_at_home() {
    let text = format!(
        "{HEADER}\n2024-07-06,7203,3300,XTKS,,,\n2024-07-04,IBM,170,NYSE,,,\n\
         2024-07-04,IBM,170,XMOO,,,\n2024-07-03,IBM,170,NYSE,,,\n"
    );
    let (market, report) = import(Market::default(), &text).unwrap();
    assert_eq!(market.prices.len(), 1);
    let said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "closes.csv, line 2, date '2024-07-06': 2024-07-06 is not a session: Saturday",
            "closes.csv, line 3, date '2024-07-04': 2024-07-04 is not a session: Independence Day",
            "closes.csv, line 4, exchange 'XMOO': not an exchange that is known",
        ]
    );
    // A symbol known abroad needs no exchange on a holiday at home; one known at home has none then.
    let (market, _) = import(self::market(), &text).unwrap();
    let rest = "date,ticker,close\n2024-07-04,IBM,171\n2024-07-08,7203,3305\n";
    let (_, report) = import(market.clone(), rest).unwrap();
    assert_eq!((report.rows_taken, report.rows_refused), (1, 1));
    let (same, _) = import(market.clone(), "date,ticker,close\n2024-09-16,7203,3305\n").unwrap();
    assert_eq!(same.prices.iter().last().unwrap().security_id, id(&market, "7203", Mic::Xtks));
}

#[test]
fn facts_of_lines_abroad_keep_their_days_and_say_the_exchange_where_two_have_the_symbol() {
    let files = Files::new();
    let counts = "ticker,effective,shares\n7203,2024-07-04,100\n7203,2024-07-06,200\n\
                  BP@XLON,2024-07-04,300\nBP@NYSE,2024-07-04,400\nBP,2024-07-04,500\n\
                  BP@MOON,2024-07-04,500\n";
    let market = market();
    let options = ImportOptions::new(date(2024, 9, 30));
    let file = files.write("counts.csv", counts);
    let (market, report) = import_shares(market, &[file], &options).unwrap();
    let seen: Vec<_> = market
        .shares
        .iter()
        .map(|row| (row.security_id, row.effective_date.day(), row.shares_outstanding.to_string()))
        .collect();
    for expected in [
        (id(&market, "7203", Mic::Xtks), 4, "100".to_owned()),
        (id(&market, "7203", Mic::Xtks), 8, "200".to_owned()),
        (id(&market, "BP", Mic::Xlon), 4, "300".to_owned()),
        // The fourth of July is no session in New York.
        (id(&market, "BP", Mic::Xnys), 5, "400".to_owned()),
    ] {
        assert!(seen.contains(&expected), "{expected:?}: {seen:?}");
    }
    let said: Vec<String> = report.refusals.iter().map(|one| one.reason.clone()).collect();
    assert!(said[0].starts_with("two lines have this symbol, in"), "{said:?}");
    assert!(said[0].contains("(hint: write BP@"), "{said:?}");
    assert_eq!(said[1], "'MOON' is not an exchange");

    let actions = "ex_date,ticker,kind,cash,currency\n2024-07-04,7203,dividend,30,JPY\n\
                   2024-07-04,BP@XLON,dividend,0.07,USD\n";
    let file = files.write("actions.csv", actions);
    let (market, report) = import_actions(market, &[file], &options).unwrap();
    assert_eq!(report.refusals, []);
    let [london, tokyo] = &market.actions[..] else { panic!("{:?}", market.actions) };
    let (london, tokyo) = match tokyo.security_id == id(&market, "7203", Mic::Xtks) {
        true => (london, tokyo),
        false => (tokyo, london),
    };
    let day = date(2024, 7, 4);
    assert_eq!((london.ex_date, london.cash_currency), (day, Some(Currency::USD)));
    // Yen are what the line trades in.
    let plain = Action::new(day, tokyo.security_id, ActionKind::OrdinaryDividend, "actions.csv");
    assert_eq!(*tokyo, Action { cash: Some("30".parse().unwrap()), ..plain });
}

/// A Sunday before a holiday of the United States means the Monday abroad, for an import and for who withdraws.
#[test]
fn what_is_withdrawn_abroad_is_looked_for_on_the_days_of_its_exchange() {
    let files = Files::new();
    let options = ImportOptions::new(date(2024, 9, 30));
    let actions = "ex_date,ticker,kind,cash\n2024-09-01,7203,dividend,30\n";
    let file = files.write("actions.csv", actions);
    let next = format!("{HEADER}\n2024-09-02,7203,3300,XTKS,,,\n");
    let (market, _) = import(market(), &next).unwrap();
    let (market, _) = import_actions(market, &[file], &options).unwrap();
    // The second of September was Labor Day.
    assert_eq!(market.actions[0].ex_date, date(2024, 9, 2));
    let fact = FactToWithdraw::Action {
        ticker: Ticker::new("7203").unwrap(),
        ex_date: date(2024, 9, 1),
        kind: None,
        sequence: None,
    };
    let by = Withdrawer { who: "ann".into(), why: "a mistake".into(), on: date(2024, 9, 30) };
    assert_eq!(withdrawals_of(&market, &fact, &by).unwrap().len(), 1);
}

#[test]
fn a_list_and_a_level_may_be_of_a_holiday_at_home() {
    let files = Files::new();
    let options = ImportOptions::new(date(2024, 9, 30));
    let list = files.write("list.csv", "fund,as_of,ticker\nWRLD,2024-07-04,7203\n");
    let (listed, report) = import_members(market(), std::slice::from_ref(&list), &options).unwrap();
    assert_eq!((report.refusals.as_slice(), listed.fund_lines.len()), (&[][..], 1));
    // It is public with the next session at home, not earlier.
    assert_eq!(listed.fund_lines[0].known_at, date(2024, 7, 5));
    // Without a market it is as the calendar says.
    let (_, report) = import_members(Market::default(), &[list], &options).unwrap();
    assert!(report.refusals[0].reason.contains("Independence Day"), "{report:?}");
    let level = files.write("WORLD.csv", "date,close\n2024-07-04,1000\n");
    let (market, _) = import_levels(Market::default(), &[level], &options).unwrap();
    assert_eq!(market.index_levels[0].date, date(2024, 7, 4));
}

#[test]
fn a_line_abroad_continues_none_at_home() {
    let files = Files::new();
    let home = "date,ticker,close,name\n2024-06-26,SHEL,36,Shell plc Ordinary Shares\n\
                2024-06-27,SHEL,36,Shell plc Ordinary Shares\n";
    let (market, _) = then(import_prices, Market::default(), &files.write("home.csv", home));
    let abroad =
        "date,ticker,close,name,exchange\n2024-06-28,SHELL,36,Shell plc Ordinary Shares,XLON\n";
    let (market, _) = then(import_prices, market, &files.write("abroad.csv", abroad));
    let ids: std::collections::BTreeSet<_> =
        market.securities.iter().map(|one| one.security_id).collect();
    assert_eq!(ids.len(), 2);
}
