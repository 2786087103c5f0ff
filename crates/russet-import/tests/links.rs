//! Which security is of which company: what is evidence and what is none.

use crate::common::{Files, HEADER, options, row, sessions};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use russet_import::{import_holdings, import_prices, import_sec};
use russet_market::{Cik, IssuerId, Market, SecurityId};

const SYMBOLS: &str = "cik,ticker,name,exchange,first_seen,last_seen\n";

/// Closes of lines over ten sessions: symbol, name, first and last session, close, company value.
type Line<'a> = (&'a str, &'a str, std::ops::Range<usize>, f64, f64);

fn closes(lines: &[Line<'_>]) -> String {
    let days = sessions(10);
    let rows = lines.iter().flat_map(|(symbol, name, seen, close, cap)| {
        days[seen.clone()].iter().map(move |day| row(*day, symbol, name, *close, 0.0, *cap))
    });
    format!("{HEADER}{}", rows.collect::<String>())
}

fn market(lines: &[Line<'_>], registers: &[&str]) -> Market {
    let folder = Files::new();
    let closes = folder.write("closes.csv", closes(lines));
    let registers: Vec<_> = registers
        .iter()
        .enumerate()
        .map(|(number, text)| folder.write(&format!("register{number}.csv"), text))
        .collect();
    let (market, _) = import_prices(Market::default(), &[closes], &options()).unwrap();
    import_sec(market, &registers, &options()).unwrap().0
}

fn security(market: &Market, symbol: &str) -> SecurityId {
    market.securities.iter().find(|one| one.ticker.as_str() == symbol).unwrap().security_id
}

/// The companies of a symbol's line, with the first session of each.
fn companies(market: &Market, symbol: &str) -> Vec<(Cik, Date)> {
    let line = security(market, symbol);
    let of_line = market.filer_links.iter().filter(|link| link.security_id == line);
    of_line.map(|link| (link.cik, link.first_session)).collect()
}

const AAR: Line<'static> = ("AIR", "AAR Corp. Common Stock", 0..10, 60.0, 2e9);

#[test]
fn a_symbol_and_a_name_at_the_same_time_are_evidence() {
    let register = format!("{SYMBOLS}1750,AIR,Aar Corp,NYSE,2021-12-30,2024-06-28\n");
    let market = market(&[AAR], &[&register]);
    let [link] = &market.filer_links[..] else { panic!("{:?}", market.filer_links) };
    assert_eq!(
        (link.cik, link.first_session, link.last_session),
        (Cik(1750), sessions(1)[0], sessions(10)[9])
    );
    assert_eq!(link.evidence, "symbol AIR of 2021-12-30 to 2024-06-28 and name");
}

#[test]
fn a_symbol_alone_is_none_however_well_its_days_agree() {
    let register = format!("{SYMBOLS}9,AIR,Zephyr Balloons Ltd,NYSE,2024-01-02,2024-06-28\n");
    assert!(market(&[AAR], &[&register]).filer_links.is_empty());
}

#[test]
fn a_former_name_counts_around_its_days() {
    let register = format!("{SYMBOLS}9,AIR,Zephyr Balloons Ltd,NYSE,2024-01-02,2024-06-28\n");
    let former =
        |until: &str| format!("cik,name,start_date,end_date\n9,AAR CORP,1990-01-02,{until}\n");
    let then = market(&[AAR], &[&register, &former("2024-02-01")]);
    assert_eq!(companies(&then, "AIR")[0].0, Cik(9));
    let long_ago = market(&[AAR], &[&register, &former("2004-02-01")]);
    assert!(long_ago.filer_links.is_empty());
}

#[test]
fn far_from_its_days_a_symbol_needs_the_same_name_and_a_name_alone_must_be_one_companys() {
    let far = |name: &str| format!("{SYMBOLS}1750,AIR,{name},NYSE,2021-12-30,2022-06-28\n");
    assert_eq!(companies(&market(&[AAR], &[&far("AAR CORP /DE/")]), "AIR")[0].0, Cik(1750));
    assert!(market(&[AAR], &[&far("AAR Aviation Services")]).filer_links.is_empty());
    let gone = |rows: &str| market(&[AAR], &[&format!("{SYMBOLS}{rows}")]);
    let one = gone("1750,ARCP,AAR CORP,OTC,2024-01-02,2024-06-28\n");
    assert!(one.filer_links[0].evidence.contains("name alone"), "{:?}", one.filer_links);
    let two = gone(
        "1750,ARCP,AAR CORP,OTC,2024-01-02,2024-06-28\n\
         1751,ARCQ,AAR Inc,OTC,2024-01-02,2024-06-28\n",
    );
    assert!(two.filer_links.is_empty());
}

#[test]
fn two_companies_as_good_as_each_other_are_no_evidence() {
    let register = format!(
        "{SYMBOLS}1750,AIR,Aar Corp,NYSE,2024-01-02,2024-06-28\n\
         1751,AIR,Aar Corp,NYSE,2024-01-02,2024-06-28\n"
    );
    assert!(market(&[AAR], &[&register]).filer_links.is_empty());
}

#[test]
fn a_reorganized_company_has_one_link_after_another() {
    let register = format!(
        "{SYMBOLS}1750,AIR,Aar Corp,NYSE,2021-12-30,2024-01-04\n\
         1999,AIR,Aar Corp,NYSE,2024-01-06,2024-06-28\n"
    );
    let market = market(&[AAR], &[&register]);
    let expected = [(Cik(1750), date(2024, 1, 2)), (Cik(1999), date(2024, 1, 8))];
    assert_eq!(companies(&market, "AIR"), expected);
    assert_eq!(market.filer_links[0].last_session, date(2024, 1, 5));
}

#[test]
fn a_cusip_leads_from_a_funds_symbol_to_the_registers() {
    let folder = Files::new();
    let register = format!("{SYMBOLS}1750,AIRX,Aar Corp Group,NYSE,2024-01-02,2024-06-28\n");
    let base = market(&[AAR], &[&register, "cusip,ticker\n000361105,AIRX\n"]);
    assert!(base.filer_links.is_empty());
    let list = "Ticker,Name,Asset Class,Weight (%),Quantity,Price,CUSIP\n\
                AIR,AAR CORP,Equity,0.1,100,60,000361105\n";
    let list = folder.write("IWM_2024-01-05.csv", list);
    let (market, _) = import_holdings(base, &[list], &options()).unwrap();
    let evidence = &market.filer_links[0].evidence;
    assert!(evidence.starts_with("CUSIP 000361105 of symbol AIRX"), "{evidence}");
}

#[test]
fn companies_that_a_name_took_for_one_are_parted() {
    let lines = [
        ("TTC", "Toro Company (The) Common Stock", 0..10, 90.0, 9e9),
        ("TORO", "Toro Corp. Common Stock", 5..10, 5.0, 9.1e9),
    ];
    let issuers = |market: &Market| {
        let of = |id: SecurityId| {
            market.securities.iter().find(|one| one.security_id == id).unwrap().issuer_id
        };
        (of(security(market, "TTC")), of(security(market, "TORO")))
    };
    let before = market(&lines, &["cusip,ticker\n037833100,AAPL\n"]);
    assert_eq!(issuers(&before).0, issuers(&before).1);
    let register = format!(
        "{SYMBOLS}737758,TTC,Toro Co,NYSE,2021-12-30,2024-06-28\n\
         1941131,TORO,Toro Corp.,Nasdaq,2023-03-11,2024-06-28\n"
    );
    let after = market(&lines, &[&register]);
    assert_ne!(issuers(&after).0, issuers(&after).1);
    assert_eq!(issuers(&after).0, issuers(&before).0);
}

/// The market with each company under the id of its first line: ids themselves say who came first.
fn by_first_line(mut market: Market) -> Market {
    let lines: Vec<_> =
        market.securities.iter().map(|one| (one.issuer_id, one.security_id.0)).collect();
    for version in &mut market.securities {
        let of_company = lines.iter().filter(|(issuer, _)| *issuer == version.issuer_id);
        version.issuer_id = IssuerId(of_company.map(|(_, line)| *line).min().unwrap());
    }
    market
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_imports_does_not_matter(
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        cut in 1..9_usize,
    ) {
        let folder = Files::new();
        let lines = [
            AAR,
            ("TTC", "Toro Company (The) Common Stock", 0..10, 90.0, 9e9),
            ("TORO", "Toro Corp. Common Stock", 5..10, 5.0, 9.1e9),
            ("YRCW", "YRC Worldwide Inc. Common Stock", 0..cut, 8.0, 4e8),
            ("YELL", "Yellow Corporation Common Stock", cut..10, 8.1, 0.0),
        ];
        let files = [
            folder.write("closes.csv", closes(&lines)),
            folder.write("symbols.csv", format!(
                "{SYMBOLS}1750,AIR,Aar Corp,NYSE,2021-12-30,2024-06-28\n\
                 737758,TTC,Toro Co,NYSE,2021-12-30,2024-06-28\n\
                 1941131,TORO,Toro Corp.,Nasdaq,2023-03-11,2024-06-28\n\
                 716006,YELL,Yellow Corp,Nasdaq,2024-01-02,2024-06-28\n"
            )),
            folder.write("names.csv", "cik,name,start_date,end_date\n\
                716006,YRC Worldwide Inc.,2006-01-03,2024-02-05\n"),
            folder.write("filers.csv", "cik,name,state_of_incorporation,first_seen,last_seen\n\
                1750,AAR CORP,DE,2024-05-15,2024-05-15\n"),
        ];
        let import = |market: Market, place: usize| {
            let import = if place == 0 { import_prices } else { import_sec };
            import(market, &[files[place].clone()], &options()).unwrap().0
        };
        let straight = by_first_line([0, 1, 2, 3].into_iter().fold(Market::default(), import));
        let shuffled = by_first_line(order.into_iter().fold(Market::default(), import));
        prop_assert_eq!(&shuffled, &straight);
        prop_assert_eq!(companies(&straight, "YRCW")[0].0, Cik(716_006));
    }
}

#[test]
fn a_line_goes_on_under_another_name_and_symbol_where_the_register_says_so() {
    let lines = [
        ("ELY", "Callaway Golf Company Common Stock", 0..4, 21.3, 3.9e9),
        ("MODG", "Topgolf Entertainment Corp. Common Stock", 4..10, 22.3, 0.0),
    ];
    let register = format!(
        "{SYMBOLS}837465,ELY,Callaway Golf Co,NYSE,2021-12-30,2024-01-05\n\
         837465,MODG,Topgolf Entertainment Corp,NYSE,2024-01-08,2024-06-28\n"
    );
    let joined = market(&lines, &[&register]);
    assert_eq!(security(&joined, "ELY"), security(&joined, "MODG"));
    let line = security(&joined, "ELY");
    assert_eq!(joined.prices.iter().filter(|row| row.security_id == line).count(), 10);
    assert!(joined.shares.iter().all(|count| count.security_id == line), "its count goes on too");
    // Another company's line, or one at another price, does not.
    let other = register.replace("837465,MODG", "99,MODG");
    let apart = market(&lines, &[&other]);
    assert_ne!(security(&apart, "ELY"), security(&apart, "MODG"));
    let dear = [lines[0].clone(), ("MODG", lines[1].1, 4..10, 60.0, 0.0)];
    let apart = market(&dear, &[&register]);
    assert_ne!(security(&apart, "ELY"), security(&apart, "MODG"));
}
