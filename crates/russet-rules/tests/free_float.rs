//! Where the free float of a line comes from: a user's word, a supplied fact, a fund's quantities, what
//! is assumed of a young line, or nothing at all.

use jiff::civil::{Date, date};
use russet_market::{
    Action, ActionKind, Calendar, CorrectedField, Correction, Factor, FreeFloat, FundLine,
    IssuerId, LineKind, Market, MarketView, Mic, PriceRow, Ratio, SecurityId, SecurityKind,
    SecurityVersion, ShareBasis, ShareCount, Ticker,
};
use russet_rules::Methodology;
use russet_rules::free_float::{FreeFloats, KnownFloat};

const LIST: Date = date(2023, 6, 5);
/// The line that came to market half a year after the others.
const YOUNG: u32 = 40;

/// Forty lines of a million shares each, of which a fund shows the floats 1%, 2% and so on to 40%, then
/// all of it for twenty more; and one young line that no list holds.
fn market() -> Market {
    let sessions = Calendar::nyse().sessions_between(date(2022, 6, 1), date(2026, 6, 1)).unwrap();
    let mut market = Market::default();
    for number in 0..61 {
        let security = SecurityId(number);
        let first = if number == YOUNG { sessions[120] } else { sessions[0] };
        let ticker = Ticker::new(&format!("L{number}")).unwrap();
        market.securities.push(SecurityVersion {
            security_id: security,
            issuer_id: IssuerId(number),
            ticker: ticker.clone(),
            name: format!("Line {number} Common Stock"),
            mic: Mic::Xnas,
            kind: SecurityKind::Common,
            share_class: None,
            country: None,
            sector: None,
            industry: None,
            ipo_year: None,
            first_session: first,
            last_session: sessions[sessions.len() - 1],
            known_at: first,
        });
        market.shares.push(ShareCount {
            security_id: security,
            effective_date: first,
            known_at: first,
            shares_outstanding: "1000000".parse().unwrap(),
            basis: ShareBasis::Company,
            free_float: None,
            source: "test".to_owned(),
        });
        for session in sessions.iter().filter(|session| **session >= first) {
            market.prices.push(PriceRow {
                date: *session,
                security_id: security,
                close: "10".parse().unwrap(),
                volume: None,
                reported_change_percent: None,
                reported_cap_cents: None,
            });
        }
        let float = if number < YOUNG { (number + 1) * 200 } else { 20_000 };
        if number != YOUNG {
            market.fund_lines.push(FundLine {
                fund: "IWM".to_owned(),
                as_of: LIST,
                ticker,
                name: None,
                kind: LineKind::Equity,
                weight_percent: None,
                quantity: Some(float.to_string().parse().unwrap()),
                price: None,
                cusip: None,
                known_at: date(2023, 6, 6),
            });
        }
    }
    market.canonical();
    market
}

fn family() -> Methodology {
    let mut family = Methodology::built_in("russell-us").unwrap();
    family.free_float.estimated.as_mut().unwrap().minimum_securities = 5;
    family
}

fn on(market: &Market, line: u32, day: Date) -> KnownFloat {
    let view = MarketView::new(market);
    FreeFloats::new(&view, &family()).unwrap().on(SecurityId(line), None, day).to_known()
}

fn factor(text: &str) -> Factor {
    text.parse().unwrap()
}

#[test]
fn a_funds_quantities_show_floats_from_the_day_their_list_is_public() {
    let market = market();
    assert_eq!(on(&market, 7, LIST).factor, Factor::ONE, "the list is not public yet");
    let known = on(&market, 7, date(2023, 6, 6));
    assert_eq!((known.factor, known.since), (factor("0.08"), Some(LIST)));
    assert_eq!(&*known.source, "estimated from IWM's quantities");
    assert_eq!(on(&market, 50, date(2023, 6, 6)).factor, Factor::ONE);
}

#[test]
fn a_few_wrong_counts_do_not_move_the_constant() {
    let mut market = market();
    // Two lines are counted at a tenth of their shares, so that a fund seems to hold ten times too many.
    for count in market.shares.iter_mut().filter(|count| count.security_id.0 > 58) {
        count.shares_outstanding = "100000".parse().unwrap();
    }
    assert_eq!(on(&market, 7, date(2023, 6, 6)).factor, factor("0.08"));
    assert_eq!(on(&market, 60, date(2023, 6, 6)).factor, Factor::ONE, "never more than all");
}

#[test]
fn a_fund_that_samples_small_lines_has_the_constant_of_its_large_ones() {
    let mut market = market();
    // It holds three times as much of the thirty smallest lines.
    for line in &mut market.fund_lines {
        let small = line.ticker.key().len() == 2 || line.ticker.key().as_str() < "L30";
        line.price = Some(if small { "1" } else { "100" }.parse().unwrap());
        if small {
            line.quantity = Some("60000".parse().unwrap());
        }
    }
    let mut family = family();
    let view = MarketView::new(&market);
    let float = |family: &Methodology| {
        FreeFloats::new(&view, family).unwrap().on(SecurityId(45), None, date(2023, 6, 6)).factor
    };
    assert!(float(&family) < factor("0.34"));
    family.free_float.estimated.as_mut().unwrap().largest_securities = Some(30);
    assert_eq!(float(&family), Factor::ONE);
}

/// Without prices nothing tells which holdings are the largest: none is taken for one.
#[test]
fn a_list_without_prices_has_no_largest_holdings() {
    let market = market();
    let mut family = family();
    let view = MarketView::new(&market);
    let list = market.fund_lines[0].as_of;
    let constant =
        |family: &Methodology| FreeFloats::new(&view, family).unwrap().constant("IWM", list);
    assert!(constant(&family).is_some());
    family.free_float.estimated.as_mut().unwrap().largest_securities = Some(30);
    assert_eq!(constant(&family), None);
}

#[test]
fn a_line_that_nobody_has_counted_gets_the_index_shares_that_a_fund_shows() {
    let mut market = market();
    market.shares.retain(|count| count.security_id != SecurityId(7));
    let split = Action::new(date(2023, 9, 1), SecurityId(7), ActionKind::Split, "test");
    market.actions.push(Action { ratio: Some(Ratio::new(2, 1).unwrap()), ..split });
    market.canonical();
    let view = MarketView::new(&market);
    let floats = FreeFloats::new(&view, &family()).unwrap();
    let shown = |line, day| floats.fund_shares(SecurityId(line), day).unwrap();
    assert_eq!(shown(7, LIST), None, "the list is not public yet");
    let found = shown(7, date(2023, 6, 6)).unwrap();
    assert_eq!((found.0.to_string(), found.1.as_of), ("80000".to_owned(), LIST));
    let after = shown(7, date(2023, 9, 1)).unwrap();
    assert_eq!(after.0.to_string(), "160000", "on the terms of the day");
    assert_eq!(shown(8, date(2023, 6, 6)), None, "a counted line has a float");
}

#[test]
fn a_receipt_stands_for_the_part_of_its_company_that_a_family_assumes() {
    let mut market = market();
    market.fund_lines.clear();
    market.securities[7].kind = SecurityKind::DepositaryReceipt;
    let mut family = family();
    let rule = "kind = 'depositary_receipt'\npercent = '33'\nreference = 'mine'";
    family.free_float.kinds.push(toml::from_str(rule).unwrap());
    let view = MarketView::new(&market);
    let floats = FreeFloats::new(&view, &family).unwrap();
    let known = floats.on(SecurityId(7), None, date(2023, 6, 6)).to_known();
    assert_eq!((known.factor, &*known.source), (factor("0.33"), "assumed of a depositary receipt"));
    assert_eq!(floats.on(SecurityId(8), None, date(2023, 6, 6)).factor, Factor::ONE);
}

#[test]
fn a_young_line_is_assumed_to_be_locked_up_and_then_half_held() {
    let market = market();
    let young = |day| on(&market, YOUNG, day).factor;
    assert_eq!(young(date(2022, 12, 30)), factor("0.25"));
    assert_eq!(young(date(2023, 12, 29)), factor("0.5"));
    assert_eq!(young(date(2026, 5, 29)), Factor::ONE);
    assert_eq!(on(&market, 3, date(2022, 7, 1)), KnownFloat::default(), "the market began with it");
}

#[test]
fn a_supplied_float_outweighs_an_estimate_and_a_users_word_both() {
    let mut market = market();
    let day = date(2023, 7, 3);
    market.free_floats.push(FreeFloat {
        security_id: SecurityId(7),
        effective_date: date(2023, 7, 3),
        known_at: date(2023, 7, 3),
        free_float: factor("0.61"),
        source: "proxy.csv".to_owned(),
    });
    market.canonical();
    assert_eq!(&*on(&market, 7, date(2023, 6, 30)).source, "estimated from IWM's quantities");
    assert_eq!(on(&market, 7, day).factor, factor("0.61"));
    market.corrections.push(Correction {
        security_id: SecurityId(7),
        field: CorrectedField::FreeFloatPercent,
        override_value: "55".to_owned(),
        who: "A. Reader".to_owned(),
        why: "a block was sold".to_owned(),
        evidence: "8-K".to_owned(),
        first_session: day,
        last_session: Some(date(2023, 7, 31)),
        known_at: day,
    });
    let corrected = on(&market, 7, day);
    assert_eq!(corrected.factor, factor("0.55"));
    assert_eq!(&*corrected.source, "override by A. Reader: a block was sold");
    assert_eq!(on(&market, 7, date(2023, 8, 1)).factor, factor("0.61"), "it ended");
}
