//! Permanent ids: symbols that change, symbols given anew, lines of one company.

use crate::common::{Files, HEADER, first, row, sessions, then};
use russet_import::import_prices;
use russet_market::{Market, SecurityId, SecurityKind, SecurityVersion};

fn import(rows: &str) -> Market {
    let files = Files::new();
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn version<'a>(market: &'a Market, ticker: &str) -> &'a SecurityVersion {
    market.securities.iter().find(|version| version.ticker.as_str() == ticker).unwrap()
}

const FB: &str = "Meta Platforms Inc. Class A Common Stock";

#[test]
fn a_line_goes_on_under_a_new_symbol() {
    let days = sessions(3);
    let market = import(
        &[
            row(days[0], "FB", FB, 195.65, 0.721, 529.5e9),
            row(days[1], "FB", FB, 196.64, 0.506, 532.2e9),
            row(days[2], "META", FB, 184.0, -6.428, 498.0e9),
        ]
        .concat(),
    );
    assert_eq!(version(&market, "FB").security_id, version(&market, "META").security_id);
    let old = version(&market, "FB");
    assert_eq!((old.first_session, old.last_session, old.known_at), (days[0], days[1], days[0]));
    assert_eq!(version(&market, "META").first_session, days[2]);
}

#[test]
fn the_new_name_of_a_company_joins_by_its_shares_and_nothing_joins_by_chance() {
    let days = sessions(2);
    let joined = import(
        &[
            row(days[0], "COG", "Cabot Oil & Gas Corporation Common Stock", 22.25, 2.3, 8.9e9),
            row(days[1], "CTRA", "Coterra Energy Inc.", 22.77, 2.337, 9.108e9),
        ]
        .concat(),
    );
    assert_eq!(joined.securities[0].security_id, joined.securities[1].security_id);
    // The price leads there, but neither name nor shares do.
    let apart = import(
        &[
            row(days[0], "COG", "Cabot Oil & Gas Corporation Common Stock", 22.25, 2.3, 8.9e9),
            row(days[1], "CTRA", "Coterra Energy Inc.", 22.77, 2.337, 4.0e9),
        ]
        .concat(),
    );
    assert_ne!(apart.securities[0].security_id, apart.securities[1].security_id);
    // Two preferred series of one bank at par.
    let series = import(
        &[
            row(days[0], "BNK^A", "Some Bank 5.00% Series A Preferred Stock", 25.0, 0.0, 0.0),
            row(days[1], "BNK^B", "Some Bank 5.00% Series B Preferred Stock", 25.0, 0.0, 0.0),
        ]
        .concat(),
    );
    assert_ne!(series.securities[0].security_id, series.securities[1].security_id);
    // Two blank-check companies at ten dollars and with as many shares.
    let blank = import(
        &[
            row(days[0], "AAC", "Ares Acquisition Corporation Class A Shares", 10.0, 0.0, 287.5e6),
            row(days[1], "BBC", "Bright Acquisition Corp. Class A Shares", 10.0, 0.0, 287.5e6),
        ]
        .concat(),
    );
    assert_ne!(blank.securities[0].security_id, blank.securities[1].security_id);
    // Two lines that would do equally well are no evidence.
    let doubt = import(
        &[
            row(days[0], "AAA", "Twin Rivers Inc. Common Stock", 22.25, 2.3, 8.9e9),
            row(days[0], "BBB", "Twin Rivers Inc. Common Stock", 22.25, 2.3, 8.9e9),
            row(days[1], "CCC", "Twin Rivers Inc. Common Stock", 22.77, 2.337, 9.108e9),
        ]
        .concat(),
    );
    assert!(version(&doubt, "CCC").security_id > version(&doubt, "BBB").security_id);
}

/// A row whose reported change is missing, as on a symbol's first session.
fn first_row(day: jiff::civil::Date, ticker: &str, name: &str, close: f64, cap: f64) -> String {
    format!("{day},{ticker},{name},{close:.4},,{cap:.2}\n")
}

#[test]
fn without_a_reported_change_the_very_count_of_shares_joins() {
    let days = sessions(2);
    let one = |old: String, new: String| {
        let market = import(&(old + &new));
        market.securities[0].security_id == market.securities[1].security_id
    };
    let feye = || row(days[0], "FEYE", "FireEye Inc. Common Stock", 17.27, 0.3, 17.27 * 239.192e6);
    let mandiant =
        |close: f64, count: f64| first_row(days[1], "MNDT", "Mandiant Inc.", close, close * count);
    assert!(one(feye(), mandiant(17.58, 239.192e6)));
    // Half of the company spun off on the day; then neither its count nor its price.
    assert!(one(feye(), mandiant(8.81, 239.192e6)));
    assert!(!one(feye(), mandiant(17.58, 241.0e6)));
    assert!(!one(feye(), mandiant(4.10, 239.192e6)));
    // The same name at about the price, before the feed has a count; another name then.
    let old = || row(days[0], "LIZI", "LIZHI Inc. Common Stock", 2.8, 0.0, 14e6);
    assert!(one(old(), first_row(days[1], "SOGP", "LIZHI Inc. Common Stock", 2.62, 0.0)));
    assert!(!one(old(), first_row(days[1], "SOGP", "Sound Group Inc.", 2.62, 0.0)));
}

#[test]
fn a_blank_check_goes_on_as_the_company_it_bought_and_as_no_other() {
    let days = sessions(2);
    let spac = |ticker: &str, name: &str| {
        row(
            days[0],
            ticker,
            &format!("{name} Class A Ordinary Shares"),
            10.15,
            0.0,
            10.15 * 28.75e6,
        )
    };
    let biotech = || spac("BIOT", "Biotech Acquisition Company");
    let same = |old: String, new: String| {
        let market = import(&(old + &new));
        version(&market, "BIOT").security_id == version(&market, "NEWC").security_id
    };
    let company = "Blade Therapeutics Inc. Common Stock";
    assert!(same(biotech(), first_row(days[1], "NEWC", company, 9.2, 9.2 * 28.75e6)));
    // An offering at 4.00 of a company that happens to have as many shares.
    let offering =
        row(days[1], "NEWC", "Lichen Inc. Class A Ordinary Shares", 3.5, -12.5, 3.5 * 28.75e6);
    assert!(!same(biotech(), offering));
    // Another blank check with as many shares begins, or another stopped.
    let begins = "Investcorp Acquisition Corp I Class A Ordinary Shares";
    assert!(!same(biotech(), first_row(days[1], "NEWC", begins, 10.0, 10.0 * 28.75e6)));
    let two = biotech() + &spac("THMA", "Thimble Acquisition Corp.");
    assert!(!same(two, first_row(days[1], "NEWC", company, 9.2, 9.2 * 28.75e6)));
}

#[test]
fn a_symbol_given_anew_is_another_security() {
    let days = sessions(40);
    let mut rows: String =
        days.iter().map(|day| row(*day, "ELSE", "Else Inc.", 5.0, 0.0, 1e6)).collect();
    rows += &row(days[0], "LB", "L Brands Inc.", 79.92, 0.1, 22e9);
    rows += &row(days[39], "LB", "LandBridge Company LLC", 23.15, 5.0, 1.7e9);
    rows += &row(days[0], "SLOW", "Slow Trading Inc. Common Stock", 8.0, 0.0, 1e6);
    rows += &row(days[39], "SLOW", "Slow Trading Inc.", 9.0, 0.0, 1e6);
    let market = import(&rows);
    let ids = |ticker: &str| -> std::collections::BTreeSet<SecurityId> {
        let of = |version: &&SecurityVersion| version.ticker.as_str() == ticker;
        market.securities.iter().filter(of).map(|version| version.security_id).collect()
    };
    assert_eq!((ids("LB").len(), ids("SLOW").len(), ids("ELSE").len()), (2, 1, 1));
}

#[test]
fn at_once_another_company_at_another_price_is_another_security() {
    let days = sessions(2);
    let market = import(
        &[
            row(days[0], "GRUB", "GrubHub Inc. Common Stock", 59.89, 0.1, 5.6e9),
            row(days[1], "GRUB", "Just Eat Takeaway.com N.V. ADS", 18.55, -1.33, 17e9),
            // A new name at a price that goes on is a new name.
            row(days[0], "SQ", "Square Inc. Class A Common Stock", 200.0, 0.1, 9e10),
            row(days[1], "SQ", "Block Inc. Class A Common Stock", 202.0, 1.0, 9.1e10),
        ]
        .concat(),
    );
    assert_eq!(market.securities.iter().map(|one| one.security_id.0).max(), Some(2));
}

#[test]
fn lines_of_one_company_share_an_issuer() {
    let day = sessions(1)[0];
    let market = import(
        &[
            row(day, "GOOG", "Alphabet Inc. Class C Capital Stock", 140.0, 0.0, 1.76e12),
            row(day, "GOOGL", "Alphabet Inc. Class A Common Stock", 138.0, 0.0, 1.735e12),
            row(
                day,
                "FWONK",
                "Liberty Media Corporation Series C Liberty Formula One Common Stock",
                60.0,
                0.0,
                14e9,
            ),
            row(
                day,
                "BATRK",
                "Liberty Media Corporation Series C Liberty Braves Common Stock",
                40.0,
                0.0,
                2e9,
            ),
            row(day, "FRST", "First Foundation Inc. Common Stock", 10.0, 0.0, 5e8),
            row(day, "FRSU", "First Foundation Inc. Common Stock", 20.0, 0.0, 7e9),
        ]
        .concat(),
    );
    let issuer = |ticker: &str| version(&market, ticker).issuer_id;
    assert_eq!(issuer("GOOG"), issuer("GOOGL"));
    assert_eq!(version(&market, "GOOG").share_class.as_deref(), Some("C"));
    assert_ne!(issuer("FWONK"), issuer("BATRK"));
    // Equal names with values of two companies are two companies.
    assert_ne!(issuer("FRST"), issuer("FRSU"));
}

#[test]
fn descriptions_change_with_facts_not_with_gaps() {
    let days = sessions(5);
    let files = Files::new();
    let text = format!(
        "date,exchange,ticker,name,close,country,sector\n\
         {},NYSE,A,A Inc.,1,,\n{},NYSE,A,A Inc.,1,United States,Finance\n{},NYSE,A,A Inc.,1,,Energy\n\
         {},NASDAQ,A,A Inc.,1,,\n{},NASDAQ,A,A Inc.,1,United States,Finance\n",
        days[0], days[1], days[2], days[3], days[4]
    );
    let (market, _) = first(import_prices, &files.write("rows.csv", text));
    let seen: Vec<_> = market
        .securities
        .iter()
        .map(|one| {
            (
                one.first_session,
                one.last_session,
                one.mic.name(),
                one.country.as_deref(),
                one.sector.as_deref(),
            )
        })
        .collect();
    let us = Some("United States");
    assert_eq!(
        seen,
        [
            (days[0], days[0], "NYSE", None, None),
            (days[1], days[2], "NYSE", us, Some("Finance")),
            (days[3], days[4], "NASDAQ", us, Some("Finance")),
        ]
    );
}

#[test]
fn a_feed_that_moves_a_company_to_the_blank_checks_makes_it_none() {
    let days = sessions(2);
    let files = Files::new();
    let text = |sector: &str, industry: &str| {
        format!(
            "date,exchange,ticker,name,close,sector,industry\n\
             {},NYSE,ETR,Entergy Corporation Common Stock,100,{sector},{industry}\n\
             {},NYSE,ETR,Entergy Corporation Common Stock,100,Finance,Blank Checks\n",
            days[0], days[1]
        )
    };
    let kinds = |sector: &str, industry: &str| -> Vec<SecurityKind> {
        let file = files.write(&format!("{sector}.csv"), text(sector, industry));
        first(import_prices, &file).0.securities.iter().map(|one| one.kind).collect()
    };
    assert_eq!(kinds("Utilities", "Electric Utilities"), [SecurityKind::Common]);
    let learned = [SecurityKind::Common, SecurityKind::BlankCheck];
    assert_eq!(kinds("Finance", "Business Services"), learned);
}

#[test]
fn ids_stay_when_more_comes_in_from_before_and_after() {
    let days = sessions(4);
    let files = Files::new();
    let part =
        |name: &str, rows: &[String]| files.write(name, format!("{HEADER}{}", rows.concat()));
    let middle = part(
        "middle.csv",
        &[row(days[1], "B", "B Inc.", 10.0, 0.0, 1e6), row(days[1], "C", "C Inc.", 20.0, 0.0, 1e6)],
    );
    let before = part(
        "before.csv",
        &[row(days[0], "A", "A Inc.", 5.0, 0.0, 1e6), row(days[0], "B", "B Inc.", 10.0, 0.0, 1e6)],
    );
    let after = part(
        "after.csv",
        &[row(days[2], "C2", "C Inc.", 20.0, 0.0, 1e6), row(days[2], "A", "A Inc.", 5.0, 0.0, 1e6)],
    );
    let (market, _) = first(import_prices, &middle);
    assert_eq!((version(&market, "B").security_id.0, version(&market, "C").security_id.0), (0, 1));
    let (market, _) = then(import_prices, market, &before);
    let (market, _) = then(import_prices, market, &after);
    let id = |ticker: &str| version(&market, ticker).security_id.0;
    assert_eq!((id("B"), id("C"), id("A"), id("C2")), (0, 1, 2, 1));
}
