//! Budgets of tiny indexes that are wrong in one known way.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use russet_market::{
    Action, ActionKind, Calendar, Currency, Factor, FundLine, FxRate, IndexLevel, IssuerId,
    LineKind, Market, MarketView, Mic, PriceRow, Ratio, SecurityId, SecurityKind, SecurityVersion,
    ShareBasis, ShareCount, Shares, Ticker,
};
use russet_rules::Methodology;

use super::prices::PriceWalk;
use super::{ErrorBudget, Part, compare_levels, error_budget};
use crate::run::{Constituent, LevelRow, Manifest, Run};

/// The first session of the basket of 2023-06-23.
const FIRST: Date = date(2023, 6, 26);
const FUND: &str = "IWM";
const LINES: u32 = 8;
/// This line splits two for one, ex on the session of this place.
const SPLIT: (u32, usize) = (2, 20);

/// Shares of each line before its split; the true index holds the first six lines.
type Holding = BTreeMap<u32, u64>;

fn sessions() -> &'static [Date] {
    &Calendar::nyse().sessions_between(FIRST, date(2023, 12, 29)).unwrap()[..40]
}

fn factor(security: u32, place: usize) -> u64 {
    if security == SPLIT.0 && place >= SPLIT.1 { 2 } else { 1 }
}

/// A close in cents: every security goes its own way.
fn cents(security: u32, place: usize) -> u64 {
    let wave = (place as u64 * (7 + 5 * u64::from(security))) % 97;
    (4_000 + 300 * u64::from(security) + 6 * wave) * 2 / factor(security, place)
}

/// The true index shares, which are all shares of each security.
fn truth() -> Holding {
    (0..6).map(|security| (security, 1_000 * u64::from(security + 1))).collect()
}

/// The level that a holding makes, from 1,000.
fn level(holding: &Holding, place: usize) -> f64 {
    let value = |place: usize| -> u64 {
        holding
            .iter()
            .map(|(security, shares)| shares * factor(*security, place) * cents(*security, place))
            .sum()
    };
    1_000.0 * value(place) as f64 / value(0) as f64
}

fn version(security: u32) -> SecurityVersion {
    SecurityVersion {
        security_id: SecurityId(security),
        issuer_id: IssuerId(security),
        ticker: Ticker::new(&format!("T{security}")).unwrap(),
        name: format!("Company {security}"),
        mic: Mic::Xnas,
        kind: SecurityKind::Common,
        share_class: None,
        country: None,
        sector: None,
        industry: None,
        ipo_year: None,
        first_session: FIRST,
        last_session: sessions()[39],
        known_at: FIRST,
    }
}

fn count(security: u32) -> ShareCount {
    ShareCount {
        security_id: SecurityId(security),
        effective_date: FIRST,
        shares_outstanding: Shares::whole(1_000 * u64::from(security + 1)).unwrap(),
        basis: ShareBasis::Class,
        free_float: None,
        known_at: FIRST,
        source: "a test".to_owned(),
    }
}

/// The fund's list after the close of a session, with a hundredth of the index shares.
fn list(place: usize, quantities: bool) -> impl Iterator<Item = FundLine> {
    let line = move |(line, shares): (u32, u64)| {
        let held = Shares::whole(shares * factor(line, place) / 100).unwrap();
        FundLine {
            fund: FUND.to_owned(),
            as_of: sessions()[place],
            ticker: Ticker::new(&format!("T{line}")).unwrap(),
            name: None,
            kind: LineKind::Equity,
            weight_percent: None,
            quantity: quantities.then_some(held),
            price: None,
            cusip: None,
            known_at: sessions()[place],
        }
    };
    truth().into_iter().map(line)
}

fn market(lists: impl IntoIterator<Item = FundLine>) -> Market {
    let mut market = Market {
        securities: (0..LINES).map(version).collect(),
        shares: (0..LINES).map(count).collect(),
        fund_lines: lists.into_iter().collect(),
        ..Market::default()
    };
    for (place, day) in sessions().iter().enumerate() {
        for line in 0..LINES {
            let cents = cents(line, place);
            market.prices.push(PriceRow {
                date: *day,
                security_id: SecurityId(line),
                close: format!("{}.{:02}", cents / 100, cents % 100).parse().unwrap(),
                volume: None,
                reported_change_percent: None,
                reported_cap_cents: None,
            });
        }
    }
    market.actions.push(Action {
        ratio: Ratio::new(2, 1).ok(),
        ..Action::new(sessions()[SPLIT.1], SecurityId(SPLIT.0), ActionKind::Split, "a test")
    });
    market.canonical();
    market
}

fn constituents(holding: &Holding) -> Vec<Constituent> {
    let (ex, last) = (SPLIT.1, sessions().len() - 1);
    let row = |(security, from, to): (u32, usize, usize)| Constituent {
        index_id: "R2000".to_owned(),
        security_id: SecurityId(security),
        ticker: Ticker::new(&format!("T{security}")).unwrap(),
        name: String::new(),
        sector: None,
        country: None,
        currency: Currency::USD,
        shares_outstanding: None,
        index_shares: Shares::whole(holding[&security] * factor(security, from)).unwrap(),
        free_float: Factor::ONE,
        free_float_source: String::new(),
        free_float_since: None,
        style_probability: Factor::ONE,
        cap_factor: Factor::ONE,
        first_session: sessions()[from],
        last_session: sessions()[to],
    };
    holding
        .keys()
        .flat_map(|security| [(*security, 0, ex - 1), (*security, ex, last)])
        .map(row)
        .collect()
}

fn run(holding: &Holding) -> Run {
    let day = |(place, date): (usize, &Date)| LevelRow {
        index_id: "R2000".to_owned(),
        date: *date,
        price_return: format!("{:.12}", level(holding, place)).parse().unwrap(),
        net_return: "1".parse().unwrap(),
        total_return: "1".parse().unwrap(),
        divisor: "1".parse().unwrap(),
        constituents: 1,
        market_cap: "1".parse().unwrap(),
    };
    let manifest = Manifest {
        format: String::new(),
        version: 1,
        russet: String::new(),
        methodology: String::new(),
        methodology_file: russet_store::StoredFile::named("methodology", "m", "toml", 0, b""),
        from: FIRST,
        to: sessions()[39],
        returns: Default::default(),
        decimals: 6,
        indexes: Vec::new(),
        notes: Vec::new(),
        doubtful_sessions: Vec::new(),
        carried: Vec::new(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        checkpoints: Vec::new(),
        keep_versions: russet_store::Keep::default(),
    };
    Run {
        constituents: constituents(holding),
        levels: sessions().iter().enumerate().map(day).collect(),
        ..Run::without_rows(manifest, String::new())
    }
}

/// The budget of a run that holds this, against the levels of the true holding.
fn budget(holding: &Holding, market: &Market) -> ErrorBudget {
    let run = run(holding);
    let published = sessions().iter().enumerate().map(|(place, day)| IndexLevel {
        index_id: "RUT".to_owned(),
        date: *day,
        level: format!("{:.12}", level(&truth(), place)).parse().unwrap(),
        suspect: false,
        known_at: *day,
    });
    let ours: Vec<&LevelRow> = run.levels_of("R2000").collect();
    let compared = compare_levels(&ours, &published.collect::<Vec<_>>(), &[]).unwrap();
    let family = Methodology::built_in("russell-us").unwrap();
    let view = MarketView::new(market);
    error_budget((&run, "R2000"), &compared, &view, &family, FUND).unwrap()
}

/// The parts of the variance over all returns.
fn variances(budget: &ErrorBudget) -> Vec<(Part, f64)> {
    let all = budget.rows().into_iter().filter(|row| row.reconstitution.is_none());
    all.map(|row| (row.part, row.variance_percent)).collect()
}

fn assert_all_in(budget: &ErrorBudget, part: Part) {
    for (found, percent) in variances(budget) {
        let expected = if found == part { 100.0 } else { 0.0 };
        assert!((percent - expected).abs() < 1e-6, "{found:?}: {percent}, not {expected}");
    }
}

#[test]
fn wrong_members_are_all_of_the_error_of_a_run_that_is_right_in_all_else() {
    let mut wrong = truth();
    let (_, stranger) = (wrong.remove(&3), wrong.insert(7, 8_000));
    assert_eq!(stranger, None);
    let budget = budget(&wrong, &market(list(12, true)));
    assert_eq!((budget.days.len(), budget.uncovered), (39, 0));
    assert_all_in(&budget, Part::Membership);
    let [use_of_list] = budget.lists[..] else { panic!("{:?}", budget.lists) };
    let counts = (use_of_list.lines, use_of_list.found, use_of_list.quantities);
    assert_eq!((use_of_list.as_of, counts), (sessions()[12], (6, 6, 6)));
    assert_eq!((use_of_list.member_returns, use_of_list.share_returns), (39, 39));
}

#[test]
fn wrong_shares_are_all_of_the_error_of_a_run_with_the_true_members() {
    let mut wrong = truth();
    wrong.insert(1, 20_000);
    wrong.insert(SPLIT.0, 500);
    assert_all_in(&budget(&wrong, &market(list(30, true))), Part::SharesAndFloat);
}

#[test]
fn lists_of_names_alone_tell_of_members_and_leave_the_rest_together() {
    let mut wrong = truth();
    wrong.remove(&3);
    wrong.insert(1, 20_000);
    let budget = budget(&wrong, &market(list(12, false)));
    let parts = variances(&budget);
    let names: Vec<Part> = parts.iter().map(|(part, _)| *part).collect();
    assert_eq!(names, [Part::Membership, Part::AllButMembership]);
    assert!((parts[0].1 + parts[1].1 - 100.0).abs() < 1e-9 && parts[1].1 > 1.0, "{parts:?}");
}

#[test]
fn a_list_that_mixes_old_and_new_members_gives_way_to_a_later_one() {
    let mixed = || list(5, false).filter(|security| security.ticker.as_str() != "T3");
    let both = market(mixed().chain(list(12, false)));
    let dates = |market: &Market| -> Vec<Date> {
        budget(&truth(), market).lists.iter().map(|list| list.as_of).collect()
    };
    assert_eq!(dates(&both), [sessions()[12]]);
    assert_eq!(dates(&market(mixed())), [sessions()[5]]);
}

#[test]
fn a_list_of_another_basket_tells_nothing() {
    let before = list(12, true).map(|line| FundLine { as_of: date(2023, 6, 5), ..line });
    let budget = budget(&truth(), &market(before));
    assert_eq!((budget.days.len(), budget.uncovered, budget.lists.len()), (0, 39, 0));
    assert_eq!(budget.rows(), []);
}

/// A spin-off takes most of a member's price with it, and the published index knows.
#[test]
fn a_member_whose_close_jumps_sits_the_return_out() {
    let mut market = market(list(12, true));
    let mut rows: Vec<PriceRow> = market.prices.iter().collect();
    for row in rows.iter_mut().filter(|row| row.security_id == SecurityId(5)) {
        if row.date >= sessions()[25] {
            row.close = "0.5".parse().unwrap();
        }
    }
    market.prices = Default::default();
    rows.into_iter().for_each(|row| market.prices.push(row));
    let budget = budget(&truth(), &market);
    let jump = budget.days.iter().find(|day| day.date == sessions()[25]).unwrap();
    assert!(jump.members.abs() < 5.0, "a third of the index falls to nothing: {jump:?}");
}

#[test]
fn a_basket_in_two_currencies_is_worth_the_sum_in_that_of_the_index() {
    let (from, to) = (sessions()[0], sessions()[1]);
    let mut market = market([]);
    market.securities[1].mic = Mic::Xtks;
    let family = Methodology::built_in("russell-us").unwrap();
    let basket = BTreeMap::from([(SecurityId(0), 1.0), (SecurityId(1), 1.0)]);
    let percent = |market: &Market| {
        let view = MarketView::new(market);
        let mut walk = PriceWalk::new(&view, &family, "R2000");
        walk.walk_to(from).unwrap();
        walk.mark();
        walk.walk_to(to).unwrap();
        walk.return_percent(&basket)
    };
    assert_eq!(percent(&market), None, "no rate is known for what the yen is worth");
    for (day, rate) in [(from, "0.01"), (to, "0.02")] {
        market.fx.push(FxRate {
            date: day,
            currency_from: Currency::JPY,
            currency_to: Currency::USD,
            rate: rate.parse().unwrap(),
            known_at: day,
            source: "a test".to_owned(),
        });
    }
    market.canonical();
    let value = |place: usize, rate: f64| cents(0, place) as f64 + cents(1, place) as f64 * rate;
    let expected = (value(1, 0.02) / value(0, 0.01) - 1.0) * 100.0;
    assert!((percent(&market).unwrap() - expected).abs() < 1e-9);
}
