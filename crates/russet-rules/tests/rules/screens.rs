//! Each screen of what suits an index, both ways, with its reason.

use super::support::{ALL, RANK_DAY, Share, family, list, market, of, placed, review};
use jiff::civil::date;
use russet_market::{
    Currency, Fundamental, FundamentalMeasure, FxRate, IssuerId, Market, Mic, PriceTable,
    SecurityId,
};
use russet_rules::Verdict;

/// The eligibility of one screen.
fn only(screen: &str, rule: &str) -> String {
    format!("order = [\"{screen}\"]\n[eligibility.{screen}]\nreference = \"why\"\n{rule}")
}

/// Who passes the screen, and why the last line does not.
fn passing(market: &Market, screen: &str, rule: &str) -> (Vec<u32>, String) {
    let family = family(ALL, &only(screen, rule));
    let outcome = review(market, &family, &[]);
    let last = of(&outcome, market.securities.last().unwrap().security_id.0);
    assert!(last.verdict == Verdict::Member || last.reference(&family) == "why");
    (placed(&outcome), last.reason(&family))
}

fn step(value: &str) -> String {
    format!("[{{ from = \"1978-01-01\", value = \"{value}\", source = \"X\" }}]")
}

#[test]
fn industries_are_left_out_or_asked_for() {
    let bank = Share { sector: Some("Finance"), industry: Some("Major Banks"), ..Share::default() };
    let trust = Share {
        sector: Some("Real Estate"),
        industry: Some("Real Estate Investment Trusts"),
        ..Share::default()
    };
    let unknown = Share { sector: None, industry: None, ..Share::default() };
    let market = market(&[Share::default(), unknown, trust, bank]);
    let except =
        "except = { sectors = [\"finance\"], industries = [\"Real Estate Investment Trusts\"] }";
    let (who, why) = passing(&market, "industry", &format!("{except}\nunknown_passes = true"));
    assert_eq!(who, [0, 1]);
    assert_eq!(why, "Its sector is 'Finance' ('Major Banks'), which this family leaves out.");
    let rule = "only = { sectors = [\"Technology\"] }\nunknown_passes = false";
    let (who, why) = passing(&market, "industry", rule);
    assert_eq!(who, [0]);
    assert!(why.contains("none of this family's"), "{why}");
}

#[test]
fn a_domicile_is_read_from_the_listing() {
    let of = |country| Share { country, ..Share::default() };
    let market = market(&[of(Some("United States")), of(None), of(Some("Netherlands"))]);
    let rule = "countries = [\"United States\", \"Canada\"]\nunknown_passes = ";
    let (who, why) = passing(&market, "domicile", &format!("{rule}true"));
    assert_eq!(who, [0, 1]);
    assert_eq!(why, "Of the Netherlands, which is not of this family: the listing says so.");
    assert_eq!(passing(&market, "domicile", &format!("{rule}false")).0, [0]);
}

#[test]
fn free_float_is_worth_enough() {
    let half = Share { free_float: Some("0.5"), ..Share::worth(90) };
    let market = market(&[Share::worth(50), half]);
    let (who, why) = passing(&market, "float_cap", &format!("minimum = {}", step("50000000")));
    assert_eq!(who, [0], "the minimum itself is enough");
    assert_eq!(why, "Its shares in free float are worth $45.0m, below the minimum of $50.0m.");
}

/// $1m a session is $252m a year: 0.84 times a float of $300m, 1.68 times one of $150m.
#[test]
fn liquidity_by_year_with_a_dated_minimum() {
    let half = Share { free_float: Some("0.5"), ..Share::worth(300) };
    let market = market(&[half, Share::worth(300)]);
    let rule = |before: &str, from: &str, now: &str| {
        format!(
            "sessions = 252\nminimum_percent = [{{ from = \"1978-01-01\", value = \"{before}\", \
             source = \"X\" }}, {{ from = \"{from}\", value = \"{now}\", source = \"X\" }}]"
        )
    };
    let (who, why) = passing(&market, "liquidity", &rule("100", "2024-05-01", "75"));
    assert_eq!(who, [0]);
    assert_eq!(
        why,
        "In a year 0.84 times what its free float is worth ($300.0m) changes hands, below the \
         minimum of 1.00."
    );
    assert_eq!(passing(&market, "liquidity", &rule("100", "2024-04-30", "75")).0, [0, 1]);
}

/// A month has 19 to 23 sessions: 14,000 shares in each are enough, 10,000 never are.
#[test]
fn each_month_has_its_volume() {
    let with = |volume| Share { volume, ..Share::default() };
    let market = market(&[with(14_000), with(10_000)]);
    let rule = "months = 6\nminimum = [{ from = \"1978-01-01\", value = 250000, source = \"X\" }]";
    let (who, why) = passing(&market, "monthly_volume", rule);
    assert_eq!(who, [0]);
    assert!(why.contains("of its shares changed hands, below the minimum of 250,000"), "{why}");
    assert!(why.contains("in each of 6 months"), "{why}");
}

#[test]
fn months_before_the_market_began_are_not_asked() {
    let mut young = market(&[Share { from: date(2024, 4, 2), ..Share::default() }]);
    let rule = "months = 6\nminimum = [{ from = \"1978-01-01\", value = 250000, source = \"X\" }]";
    assert_eq!(passing(&young, "monthly_volume", rule).0, [0]);
    // Beside an older line the market is older than it: then five months are empty.
    let old = market(&[Share { from: date(2024, 4, 2), ..Share::default() }, Share::default()]);
    young = old;
    let family = family(ALL, &only("monthly_volume", rule));
    let outcome = review(&young, &family, &[]);
    assert_eq!(placed(&outcome), [1]);
    let why = of(&outcome, 0).reason(&family);
    assert!(why.contains("only 0 of its shares"), "{why}");
}

fn quarters(line: u32, millions: [f64; 4]) -> Vec<Fundamental> {
    let ends = [date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31)];
    let quarter = |(end, value): (jiff::civil::Date, f64)| Fundamental {
        security_id: SecurityId(line),
        measure: FundamentalMeasure::NetIncome,
        period_end: end,
        known_at: end.saturating_add(jiff::Span::new().days(45)),
        value: value * 1e6,
        source: "test".to_owned(),
    };
    ends.into_iter().zip(millions).map(quarter).collect()
}

#[test]
fn four_quarters_and_the_last_one_must_earn() {
    let mut market = market(&[(); 5].map(|()| Share::default()));
    market.fundamentals = [
        quarters(0, [-5.0, 2.0, 2.0, 2.0]),
        quarters(1, [-8.0, 2.0, 2.0, 2.0]),
        quarters(2, [9.0, 9.0, 9.0, -0.5]),
        quarters(4, [9.0, 9.0, 9.0, 9.0])[..3].to_vec(),
    ]
    .concat();
    market.canonical();
    let rule = |passes| {
        only(
            "earnings",
            &format!("quarters = 4\nstale_after_days = 250\nunknown_passes = {passes}"),
        )
    };
    let lenient = family(ALL, &rule(true));
    let outcome = review(&market, &lenient, &[]);
    assert_eq!(placed(&outcome), [0, 3, 4]);
    assert_eq!(
        of(&outcome, 1).reason(&lenient),
        "The last 4 quarters together made a loss of $2.0m, not more than nothing."
    );
    assert_eq!(
        of(&outcome, 2).reason(&lenient),
        "The last quarter made a loss of $500,000, not more than nothing."
    );
    let strict = family(ALL, &rule(false));
    let outcome = review(&market, &strict, &[]);
    assert_eq!(placed(&outcome), [0]);
    let why = of(&outcome, 4).reason(&strict);
    assert_eq!(why, "Net income is known of 3 of the last 4 quarters only.");
    let stale = rule(false).replace("250", "100");
    assert!(placed(&review(&market, &family(ALL, &stale), &[])).is_empty());
}

#[test]
fn a_company_needs_its_months_unless_the_market_is_younger() {
    let mut market = market(&[
        Share::default(),
        Share { from: date(2023, 4, 28), ..Share::default() },
        Share { from: date(2023, 5, 1), ..Share::default() },
    ]);
    let (who, why) = passing(&market, "seasoning", "months = 12");
    assert_eq!(who, [0, 1]);
    assert_eq!(why, "Its company came to market on 1 May 2023, less than 12 months before.");
    // Another class of a company that was there is not new.
    market.securities[2].issuer_id = IssuerId(0);
    assert_eq!(passing(&market, "seasoning", "months = 12").0, [0, 1]);
    let outcome = review(&market, &family(ALL, &only("seasoning", "months = 12")), &[]);
    assert_eq!(of(&outcome, 2).verdict, Verdict::Member);
}

#[test]
fn a_company_may_be_too_large_and_members_may_be_spared() {
    let market = market(&[60, 40, 20].map(Share::worth));
    let rule = format!("minimum = {}\nmaximum = {}", step("30000000"), step("50000000"));
    let asking = family(ALL, &only("company_cap", &rule));
    let outcome = review(&market, &asking, &[0, 2]);
    assert_eq!(placed(&outcome), [1]);
    assert_eq!(
        of(&outcome, 0).reason(&asking),
        "Total capitalization of $60.0m is above the most of $50.0m."
    );
    let exempt = format!("{rule}\nexempts_members = true");
    let outcome = review(&market, &family(ALL, &only("company_cap", &exempt)), &[0, 2]);
    assert_eq!(placed(&outcome), [0, 1, 2]);
}

/// 10 yen times 4bn shares are $40bn at one for one, and $0.3bn at the rate of the day.
#[test]
fn capitalization_is_compared_in_the_familys_currency() {
    let tokyo = Share { mic: Mic::Xtks, shares: "4000000000", ..Share::default() };
    let london = Share { mic: Mic::Xlon, ..tokyo.clone() };
    let mut market = market(&[Share::worth(500), tokyo, london]);
    let pair = |date, rate: &str| FxRate {
        date,
        currency_from: Currency::USD,
        currency_to: Currency::JPY,
        rate: rate.parse().unwrap(),
        known_at: date,
        source: "test".to_owned(),
    };
    market.fx = vec![pair(date(2024, 4, 1), "1"), pair(RANK_DAY, "133.333333333333")];
    market.canonical();
    let rule = format!("minimum = {}", step("400000000"));
    let family = family(ALL, &only("company_cap", &rule));
    let outcome = review(&market, &family, &[]);
    assert_eq!(placed(&outcome), [0]);
    let why = of(&outcome, 1).reason(&family);
    assert_eq!(why, "Total capitalization of $300.0m is below the minimum of $400.0m.");
    let pounds = of(&outcome, 2);
    assert_eq!(pounds.rule, "company_cap");
    assert!(pounds.reason(&family).starts_with("No exchange rate gives the value of GBP in USD"));
}

/// The mean value of three months: a line that traded little before them passes.
#[test]
fn a_line_trades_enough_in_a_session() {
    let mut lines = [60, 60, 60].map(Share::worth);
    lines[0].volume = 50_000;
    lines[1].volume = 50_000;
    lines[1].from = date(2024, 4, 22);
    lines[2].volume = 49_999;
    let mut market = market(&lines);
    let thin = market.prices.iter().map(|mut row| {
        let before = row.date <= date(2024, 1, 30) && row.security_id == SecurityId(0);
        row.volume = row.volume.filter(|_| !before);
        row
    });
    let mut prices = PriceTable::default();
    thin.for_each(|row| prices.push(row));
    market.prices = prices;
    let rule = format!("minimum = {}\nmonths = 3", step("500000"));
    let (who, why) = passing(&market, "daily_value", &rule);
    assert_eq!(who, [0, 1]);
    assert!(why.contains("Over 3 months $499,990 of it changes hands"), "{why}");
}

/// A company that a fund of another index holds by its newest public list is left out, member or not.
#[test]
fn companies_of_another_index_are_left_out() {
    let mut market = market(&[60, 50, 40].map(Share::worth));
    let (march, april) = (date(2024, 3, 28), date(2024, 4, 30));
    market.fund_lines =
        [list(&["T2"], march, date(2024, 4, 1)), list(&["T1"], april, date(2024, 5, 1))].concat();
    market.canonical();
    let rule = "funds = [\"NONE\", \"FUND\"]\nminimum_securities = 1";
    let (who, why) = passing(&market, "except_funds", rule);
    assert_eq!(who, [0, 1], "the list of April is not public on rank day");
    assert!(why.contains("On the list of FUND of 28 March 2024"), "{why}");
    let short = rule.replace("= 1", "= 2");
    assert_eq!(passing(&market, "except_funds", &short).0, [0, 1, 2]);
}

/// Without a rate of exchange nobody knows what changes hands: it is not nothing.
#[test]
fn a_missing_rate_is_no_lack_of_trading() {
    let market = market(&[Share::default(), Share { mic: Mic::Xtks, ..Share::default() }]);
    let rule = format!("months = 3\nminimum = {}", step("100"));
    let (who, why) = passing(&market, "daily_value", &rule);
    assert_eq!(who, [0]);
    assert_eq!(
        why,
        "No exchange rate gives the value of JPY in USD on 30 April 2024, so the value of its \
         trades is unknown (hint: import rates of exchange)."
    );
}
