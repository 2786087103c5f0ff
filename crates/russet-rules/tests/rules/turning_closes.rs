//! The close at which a decision would have been another: on random markets, everybody is decided on again at that
//! close, at the one before it and at some between.

use jiff::civil::date;
use proptest::prelude::*;
use russet_market::{IssuerId, Market, MarketView, Money, Price, PriceTable, SecurityId};
use russet_rules::methodology::{ListingCycle, Screen};
use russet_rules::new_listings::{BreakpointAdjustment, ListingWindow};
use russet_rules::placement::Ranking;
use russet_rules::turning_close::{TurnedOutcome, TurningClose};
use russet_rules::{
    Decision, Members, Methodology, Research, ReviewOutcome, SizeMembership, Verdict,
    add_new_listings,
};

use super::support::{RANK_DAY, Share, market, review_of, text};

/// Each one decides some hundred times.
const CASES: u32 = 12;

/// Sizes cut at three ranks with wide bands around them.
const CUTS: &str = r#"
[[breakpoints]]
rank = 4
half_width_percent = "6"
reference = "X"
[[breakpoints]]
rank = 8
half_width_percent = "3"
reference = "X"
[[breakpoints]]
rank = 12
reference = "X"
[banding]
protects_members_of = "ALL"
edge_inclusive = true
reference = "X"
"#;

fn index(id: &str, above: u32, to: u32) -> String {
    format!(
        "[[indexes]]\nid = \"{id}\"\nname = \"{id}\"\nabove = {above}\nto = {to}\n\
         base_date = \"2020-01-02\"\nbase_value = \"100\"\nreference = \"X\"\n"
    )
}

/// A family whose ranks are cut.
fn by_size(eligibility: &str) -> Methodology {
    let plain = text("", eligibility);
    let (before, rest) = plain.split_once("[[indexes]]").unwrap();
    let (_, after) = rest.split_once("[maintenance]").unwrap();
    let indexes =
        [index("ALL", 0, 12), index("LARGE", 0, 4), index("MID", 4, 8), index("SMALL", 8, 12)];
    let text = format!("{before}{CUTS}{}[maintenance]{after}", indexes.concat());
    Methodology::parse("cuts.toml", &text).unwrap()
}

/// A family of the largest, with a buffer and some that another one has.
fn by_rank(eligibility: &str) -> Methodology {
    let selection = "[selection]\nmethod = \"largest\"\ncount = 7\nskip = 2\nretention_rank = 9\n\
                     reference = \"X\"";
    Methodology::parse("ranks.toml", &text(selection, eligibility)).unwrap()
}

fn step(value: &str) -> String {
    format!("[{{ from = \"1978-01-01\", value = \"{value}\", source = \"X\" }}]")
}

/// Screens that look at closes and sizes; how strict they are depends on a number.
fn eligibility(sort: u32) -> String {
    let price = format!(
        "[eligibility.price]\nminimum = {}\nmember_average_days = 30\nreference = \"X\"\n",
        step("1.00")
    );
    let size = format!(
        "[eligibility.company_cap]\nminimum = {}\nmaximum = {}\nreference = \"X\"\n",
        step("20000000"),
        step("3000000000")
    );
    let float =
        format!("[eligibility.float_cap]\nminimum = {}\nreference = \"X\"\n", step("15000000"));
    let trust = "[eligibility.trust_price]\nlowest = \"9.40\"\nhighest = \"10.80\"\nwidest_percent = \"5\"\n\
                 sessions = 60\nminimum_sessions = 20\nexempts_members = true\nreference = \"X\"\n";
    let traded = format!(
        "[eligibility.liquidity]\nsessions = 252\nminimum_percent = {}\nreference = \"X\"\n",
        step("75")
    );
    match sort {
        0 => "order = []".to_owned(),
        1 => format!("order = [\"price\", \"company_cap\"]\n{price}{size}"),
        2 => format!("order = [\"float_cap\", \"price\"]\n{float}{price}"),
        _ => format!("order = [\"trust_price\", \"liquidity\", \"price\"]\n{trust}{traded}{price}"),
    }
}

/// The market with another close of a security on rank day.
fn with_close(market: &Market, security: SecurityId, close: Price) -> Market {
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.security_id == security && row.date == RANK_DAY {
            row.close = close;
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

fn of(outcome: &ReviewOutcome, security: SecurityId) -> &Decision {
    outcome.decisions.iter().find(|row| row.security_id == security).unwrap()
}

/// Whether a decision is what it would have been at a turning close.
fn is_turned(decision: &Decision, before: &Decision, outcome: &TurnedOutcome) -> bool {
    match outcome {
        TurnedOutcome::Indexes(ids) => {
            *decision.indexes_after == **ids && decision.verdict != Verdict::Refused
        }
        TurnedOutcome::RefusedBy(screen) => decision.rule == screen.name(),
        TurnedOutcome::Passes => decision.rule != before.rule,
        TurnedOutcome::LargeEnough => decision.verdict == Verdict::Member,
        TurnedOutcome::TooSmall => decision.verdict == Verdict::RankedOut,
    }
}

/// Closes between two, one next to the last one among them.
fn between(from: Price, turn: &TurningClose) -> Vec<Price> {
    let tick = |close: i64| if close > 1_000_000_000 { 10_000_000 } else { 100_000 };
    let (from, to) = (from.nanos(), turn.close.nanos());
    let before = if to > from { to - tick(to) } else { to + tick(to + 1) };
    let nanos = [before, from + (to - from) / 2, from + (to - from) / 5 * 4];
    let quoted = nanos.map(|nanos| nanos - nanos % tick(nanos));
    let inside = |nanos: &i64| (from.min(to) < *nanos) && (*nanos < from.max(to));
    quoted.into_iter().filter(inside).map(|nanos| Price::from_nanos(nanos).unwrap()).collect()
}

/// How many turning closes there are, after each of them was tried.
fn tried(market: &Market, family: &Methodology, members: &Members) -> Result<usize, TestCaseError> {
    let now = review_of(market, family, members);
    let mut count = 0;
    for decision in &now.decisions {
        let security = decision.security_id;
        for turn in decision.turning_closes(now.decisions.iter(), family) {
            count += 1;
            let then = review_of(&with_close(market, security, turn.close), family, members);
            let then = of(&then, security);
            prop_assert!(
                is_turned(then, decision, &turn.outcome),
                "{:?}\nof {:?}\nis {:?}",
                turn,
                decision,
                then
            );
            for close in between(decision.close, &turn) {
                let same = review_of(&with_close(market, security, close), family, members);
                let same = of(&same, security);
                let is_same = same.indexes_after == decision.indexes_after
                    && same.verdict == decision.verdict
                    && (decision.verdict != Verdict::Refused || same.rule == decision.rule);
                prop_assert!(is_same, "{close}: {:?}\nof {:?}\nis {:?}", turn, decision, same);
            }
            let sentence = decision.turning_sentence(now.decisions.iter(), family);
            prop_assert!(sentence.is_some_and(|words| words.ends_with('.')));
        }
    }
    Ok(count)
}

fn drawn() -> impl Strategy<Value = (Vec<(i64, u32)>, Vec<Option<usize>>)> {
    let lines = prop::collection::vec((40_i64..2_500, 1_u32..40), 16);
    (lines, prop::collection::vec(prop::option::of(0_usize..3), 16))
}

fn market_of(lines: &[(i64, u32)]) -> Market {
    let share = |(cents, millions): &(i64, u32)| {
        let close: &'static str = Box::leak(format!("{}.{:02}", cents / 100, cents % 100).into());
        let shares: &'static str = Box::leak(format!("{millions}123457").into());
        Share { close, shares, ..Share::default() }
    };
    market(&lines.iter().map(share).collect::<Vec<_>>())
}

/// Members by their segments; those of a family that is chosen are all in one.
fn members_of(segments: &[Option<usize>]) -> Members {
    let of = |(number, segment): (u32, &Option<usize>)| {
        Some((IssuerId(number), SizeMembership::in_segment((*segment)?)))
    };
    (0..).zip(segments).filter_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn at_a_turning_close_the_decision_is_another_and_before_it_is_not(
        (lines, members) in drawn(), sort in 0_u32..4,
    ) {
        let market = market_of(&lines);
        let in_one: Vec<_> = members.iter().map(|segment| segment.map(|_| 0)).collect();
        let chosen = tried(&market, &by_rank(&eligibility(sort)), &members_of(&in_one))?;
        let placed = tried(&market, &by_size(&eligibility(sort)), &members_of(&members))?;
        prop_assert!(sort > 0 || chosen > 0 && placed > 10, "{chosen} {placed}");
    }
}

/// A newcomer at $0.90 passes at a dollar; a member whose mean is below it passes sooner.
#[test]
fn a_close_that_passes_the_screen() {
    let low = Share { close: "0.90", ..Share::default() };
    let mut market = market(&[low.clone(), low]);
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.date < RANK_DAY {
            row.close = "1.004".parse().unwrap();
        }
        prices.push(row);
    }
    market.prices = prices;
    let family = by_size(&eligibility(1));
    let outcome = review_of(&market, &family, &members_of(&[None, Some(0)]));
    let turn = |number: u32| {
        let decision = of(&outcome, SecurityId(number));
        assert_eq!(decision.rule, Screen::Price.name());
        decision.turning_sentence(outcome.decisions.iter(), &family).unwrap()
    };
    assert_eq!(turn(0), "A close of $1 (it was $0.9) would have passed this screen.");
    // 21 closes at 1.004 have 0.084 to spare, and the last one lacks 0.1 to a mean of a dollar.
    assert_eq!(turn(1), "A close of $0.916 (it was $0.9) would have passed this screen.");
}

/// A newcomer between two reviews enters where it is larger than the smallest member was.
#[test]
fn a_newcomer_between_reviews_is_large_enough_at_its_turning_close() {
    let family = by_size(&eligibility(1));
    let mut lines: Vec<Share> = (1..=14).map(|size| Share::worth(20 * size)).collect();
    for millions in [37, 61, 203] {
        lines.push(Share { from: date(2024, 3, 11), ..Share::worth(millions) });
    }
    let market = market(&lines);
    let ranking =
        Ranking::new(&[3, 2, 1].map(|size| Money::from_f64(2e7 * f64::from(size)).unwrap()), &[]);
    let ranking = ranking.unwrap();
    let decided = |market: &Market| {
        let view = MarketView::new(market);
        let research = Research::new(&view, &family).unwrap();
        let level = "1000".parse().unwrap();
        let rolled = BreakpointAdjustment { then: level, now: "2000".parse().unwrap() };
        let since = ListingWindow { listed_after: date(2024, 2, 1), ranking: &ranking, rolled };
        let cycle = ListingCycle { rank_day: RANK_DAY, effective: date(2024, 5, 17) };
        add_new_listings(&family, &research, cycle, &Members::new(), since).unwrap().0
    };
    let now = decided(&market);
    let mut turned = 0;
    for decision in &now {
        for turn in decision.turning_closes(now.iter(), &family) {
            turned += 1;
            let about = |decisions: Vec<Decision>| {
                decisions.into_iter().find(|row| row.security_id == decision.security_id).unwrap()
            };
            let then = about(decided(&with_close(&market, decision.security_id, turn.close)));
            assert!(is_turned(&then, decision, &turn.outcome), "{turn:?} {then:?}");
            for close in between(decision.close, &turn) {
                let same = about(decided(&with_close(&market, decision.security_id, close)));
                assert_eq!(same.verdict, decision.verdict, "{close} {turn:?}");
            }
        }
    }
    assert_eq!(turned, 3);
    let sentence = now[0].turning_sentence(now.iter(), &family).unwrap();
    assert_eq!(sentence, "A close of $10.82 (it was $10) would have been large enough to enter.");
}
