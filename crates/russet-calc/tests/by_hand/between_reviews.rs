//! What happens to a chosen family between its reviews, on markets worked out by hand.

use super::support::{Line, WHOLE, family_text, held, market, members, run};
use jiff::civil::{Date, date};
use russet_calc::sweep::{CapacityRule, SweepPlan, Variant, sweep};
use russet_calc::{Cause, Run};
use russet_market::{Action, ActionKind, MarketView, SecurityId};
use russet_rules::{Decision, Methodology};

const BEGINNING: Date = date(2023, 11, 1);
const END: Date = date(2024, 6, 28);
/// The session after the review of December 2023.
const REVIEWED: Date = date(2023, 12, 18);
const REVIEWS: &str = "[[reviews]]\nfrom = \"2023-01-01\"\nmonths = [12]\nday = { friday = 3 }\n\
    rank = { end_of_month_before = 1 }\nsource = \"X\"\n";

/// The two largest, and what happens between reviews.
fn text(rules: &str) -> String {
    let choice = format!(
        "[selection]\nmethod = \"largest\"\ncount = 2\nretention_rank = 4\nreference = \"X\"\n{rules}\n{REVIEWS}"
    );
    family_text(&choice, WHOLE)
}

/// The first decision on an occasion, the rule that decided, where it was read, and the reason.
fn first_decision(run: &Run, occasion: &str) -> (Decision, [String; 3]) {
    let family = Methodology::parse("small.toml", &run.methodology_text).unwrap();
    let row = run.decisions.iter().find(|row| row.occasion == occasion).unwrap();
    let words = [row.rule.as_str(), row.reference(&family)].map(str::to_owned);
    let [rule, reference] = words;
    (row.clone(), [rule, reference, row.reason(&family)])
}

/// At the review the ranks are 0, 1, 2, 3; in January 3 passes 2; in February 1 leaves its exchange.
fn a_member_leaves() -> russet_market::Market {
    let january = date(2024, 1, 16);
    let left = date(2024, 2, 14);
    let lines = [
        Line::at(BEGINNING, "60"),
        Line::at(BEGINNING, "50").until(left),
        Line::at(BEGINNING, "40"),
        Line::at(BEGINNING, "30").then(january, "45"),
    ];
    let mut market = market(&lines, (BEGINNING, END));
    let delisting = Action::new(date(2024, 2, 15), SecurityId(1), ActionKind::Delisting, "test");
    market.actions.push(Action { known_at: date(2024, 2, 1), ..delisting });
    market
}

#[test]
fn a_leaver_is_replaced_at_the_same_close_by_the_ranks_the_rule_names() {
    let market = a_member_leaves();
    let next = date(2024, 2, 15);
    let after = |rules: &str| {
        let run = run(&market, &text(rules), None);
        assert_eq!(members(&run, "ALL", REVIEWED), [0, 1]);
        members(&run, "ALL", next)
    };
    let rule = |more: &str| format!("[[selection.replacement]]\nsource = \"X\"\n{more}");
    assert_eq!(after(""), [0], "without a rule nobody takes the place");
    assert_eq!(after(&rule("ranked = \"now\"")), [0, 3]);
    assert_eq!(after(&rule("ranked = \"last_review\"")), [0, 2]);
    assert_eq!(after(&rule("ranked = \"now\"\nuntil = \"2024-02-13\"")), [0], "no longer in force");
    assert_eq!(after(&rule("ranked = \"now\"\nuntil = \"2024-02-14\"")), [0, 3]);
}

/// A variant of a sweep is the index that a build makes, whatever its rules need to know of its past.
#[test]
fn a_sweep_replaces_leavers_as_a_build_does() {
    let market = a_member_leaves();
    for ranked in ["now", "last_review"] {
        let rule = format!("[[selection.replacement]]\nsource = \"X\"\nranked = \"{ranked}\"");
        let built = run(&market, &text(&rule), None);
        let lines: Vec<u32> = built.levels_of("ALL").map(|row| row.constituents).collect();
        let mean = f64::from(lines.iter().sum::<u32>()) / lines.len() as f64;
        let family = Methodology::parse("small.toml", &text(&rule)).unwrap();
        let variant = Variant { name: ranked.to_owned(), family };
        let (from, to, capacity) = (None, None, CapacityRule::default());
        let plan = SweepPlan { indexes: vec!["ALL".to_owned()], from, to, capacity };
        let swept = sweep(&MarketView::new(&market), &[variant], &plan, &|_, _| {}).unwrap();
        assert_eq!(swept[0].figures.unwrap().members, mean, "{ranked}");
    }
}

#[test]
fn a_replacement_moves_no_level_and_says_why() {
    let rule = "[[selection.replacement]]\nsource = \"the rule\"\nranked = \"now\"";
    let run = run(&a_member_leaves(), &text(rule), None);
    let entry = run.events.iter().find(|entry| entry.cause == Cause::Replacement).unwrap();
    assert_eq!((entry.after_close, entry.security_id), (date(2024, 2, 14), SecurityId(3)));
    let (_, [rule, reference, reason]) = first_decision(&run, "replacement");
    assert_eq!((rule.as_str(), reference.as_str()), ("replacement", "the rule"));
    assert!(reason.contains("ranks highest, 3 on 14 February 2024. Enters ALL."), "{reason}");
    let level = |day: Date| run.levels_of("ALL").find(|row| row.date == day).unwrap().price_return;
    assert_eq!(level(date(2024, 2, 14)), level(date(2024, 2, 15)), "no price moved");
}

/// Members rank 1 and 2 at the review; by the end of February company 1 ranks fourth.
#[test]
fn a_member_that_ranks_too_low_leaves_at_the_quarter_without_a_successor() {
    let february = date(2024, 2, 20);
    let lines = [
        Line::at(BEGINNING, "60"),
        Line::at(BEGINNING, "50").then(february, "20"),
        Line::at(BEGINNING, "40"),
        Line::at(BEGINNING, "30"),
    ];
    let market = market(&lines, (BEGINNING, END));
    let rule = |beyond: u32| {
        format!(
            "[[selection.interim_deletions]]\nfrom = \"2024-01-01\"\nmonths = [3, 6, 9]\nbeyond = {beyond}\n\
             rank = {{ end_of_month_before = 1 }}\nsource = \"X\"\n"
        )
    };
    let removed = run(&market, &text(&rule(3)), None);
    assert_eq!(members(&removed, "ALL", date(2024, 3, 15)), [0, 1]);
    assert_eq!(members(&removed, "ALL", date(2024, 3, 18)), [0]);
    let entry = removed.events.iter().find(|entry| entry.cause == Cause::InterimDeletion).unwrap();
    assert_eq!(entry.note, "ranked beyond 3 on 2024-02-29");
    let (decision, [_, reference, reason]) = first_decision(&removed, "interim_deletion");
    assert_eq!((decision.rank, reference.as_str()), (Some(4), "X"));
    assert!(reason.contains("A member beyond 3 leaves. Leaves ALL."), "{reason}");
    let kept = run(&market, &text(&rule(4)), None);
    assert_eq!(members(&kept, "ALL", date(2024, 3, 18)), [0, 1]);
    let both = rule(3) + "[[selection.replacement]]\nsource = \"X\"\nranked = \"now\"";
    let replaced = run(&market, &text(&both), None);
    assert_eq!(members(&replaced, "ALL", date(2024, 3, 18)), [0, 2]);
}

/// A newcomer worth as much as the second member enters after its third session, and three belong.
#[test]
fn a_large_newcomer_enters_after_some_sessions_and_nobody_leaves() {
    let listed = date(2024, 4, 8);
    let rule = "[[selection.fast_entries]]\nfrom = \"2024-01-01\"\nafter_sessions = 3\n\
        as_large_as_member = 2\nsource = \"X\"\n";
    for (close, expected) in [("50", vec![0, 1, 3]), ("49.99", vec![0, 1])] {
        let lines = [
            Line::at(BEGINNING, "60"),
            Line::at(BEGINNING, "50"),
            Line::at(BEGINNING, "40"),
            Line::at(listed, close),
        ];
        let run = run(&market(&lines, (BEGINNING, END)), &text(rule), None);
        assert_eq!(members(&run, "ALL", date(2024, 4, 10)), [0, 1], "its third session");
        assert_eq!(members(&run, "ALL", date(2024, 4, 11)), expected);
        let (decision, [_, reference, reason]) = first_decision(&run, "fast_entry");
        assert_eq!(decision.effective_after_close, date(2024, 4, 10));
        assert!(reason.starts_with("After 3 sessions on the market"), "{reason}");
        assert!(reason.contains("of the member ranked 2.") && reference == "X", "{reason}");
    }
}

/// From a day on no line counts more than three times its free float.
#[test]
fn the_most_that_total_shares_count_holds_from_its_day_on() {
    let mut closely_held = Line::at(BEGINNING, "60");
    closely_held.free_float = "0.1";
    let lines = [closely_held, Line::at(BEGINNING, "50")];
    let market = market(&lines, (BEGINNING, END));
    let weighting = "[indexes.weighting]\nscheme = \"total_cap\"\nreference = \"X\"\n\
        maximum_float_multiple = [{ from = \"2024-05-01\", value = 3, source = \"X\" }]\n\
        [[indexes.rebalancing]]\nmonths = [3, 6]\nday = { friday = 3 }\nsource = \"X\"\n";
    let choice =
        format!("[selection]\nmethod = \"largest\"\ncount = 2\nreference = \"X\"\n{REVIEWS}");
    let run = run(&market, &family_text(&choice, &format!("{WHOLE}{weighting}")), None);
    let shares = |day: Date| held(&run, "ALL", day)[&0].to_string();
    assert_eq!(shares(date(2024, 3, 18)), "1000000");
    assert_eq!(shares(date(2024, 6, 24)), "300000");
}
