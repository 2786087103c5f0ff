//! Decisions and baskets tell one story: what a decision says of before and after is what was held.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Recipe, family, run, sessions};
use jiff::civil::Date;
use russet_calc::{Cause, Run};
use russet_market::{IssuerId, Market, SecurityId};
use russet_rules::{Decision, Verdict};

const SEEDS: std::ops::Range<u64> = 40..44;
const ONE_COUNT_ON_A_REFUSED_LINE: u64 = 60;

fn indexes(ids: &str) -> BTreeSet<String> {
    ids.split_whitespace().map(str::to_owned).collect()
}

/// The indexes that hold any line of each company at the close of a session.
fn holders(market: &Market, run: &Run, day: Date) -> BTreeMap<IssuerId, BTreeSet<String>> {
    let versions = market.securities.iter();
    let companies: BTreeMap<SecurityId, IssuerId> =
        versions.map(|version| (version.security_id, version.issuer_id)).collect();
    let mut holders: BTreeMap<IssuerId, BTreeSet<String>> = BTreeMap::new();
    for row in
        run.constituents.iter().filter(|row| row.first_session <= day && row.last_session >= day)
    {
        holders.entry(companies[&row.security_id]).or_default().insert(row.index_id.clone());
    }
    holders
}

/// Lines deleted after the close of a session.
fn deleted_on(run: &Run, day: Date) -> BTreeSet<SecurityId> {
    let events = run.events.iter();
    let deletions = events.filter(|row| {
        [Cause::Deletion, Cause::Delisting].contains(&row.cause) && row.after_close == day
    });
    deletions.map(|row| row.security_id).collect()
}

/// Decisions of every reconstitution but the first, whose members come from funds' lists.
fn later_reconstitutions(run: &Run) -> BTreeMap<Date, Vec<&Decision>> {
    let mut found: BTreeMap<Date, Vec<&Decision>> = BTreeMap::new();
    for decision in run.decisions.iter().filter(|row| row.occasion == "reconstitution") {
        found.entry(decision.effective_after_close).or_default().push(decision);
    }
    found.pop_first();
    found
}

/// What decisions say of before is what the indexes held when they took effect.
fn assert_before(seed: u64) {
    let market = Recipe::of(seed).market();
    let run = run(&market);
    for (day, decisions) in later_reconstitutions(&run) {
        let held = holders(&market, &run, day);
        let deleted = deleted_on(&run, day);
        for decision in decisions {
            // A company that lost its last line after this very close is no member any more.
            if decision.indexes_before.is_empty() && deleted.contains(&decision.security_id) {
                continue;
            }
            let before = held.get(&decision.issuer_id).cloned().unwrap_or_default();
            let ticker = &decision.ticker;
            assert_eq!(
                indexes(&decision.indexes_before),
                before,
                "seed {seed}: {ticker} before {day}"
            );
        }
    }
}

/// Members that still trade are held from the next session on, and nothing else is.
fn assert_after(seed: u64) {
    let market = Recipe::of(seed).market();
    let run = run(&market);
    let days = sessions(&market);
    for (day, decisions) in later_reconstitutions(&run) {
        let Some(next) = days.iter().find(|session| **session > day) else { continue };
        let held = run
            .constituents
            .iter()
            .filter(|row| row.first_session <= *next && row.last_session >= *next);
        let held: BTreeSet<(SecurityId, String)> =
            held.map(|row| (row.security_id, row.index_id.clone())).collect();
        let decided = decisions.iter().filter(|row| row.verdict == Verdict::Member);
        let decided: BTreeSet<(SecurityId, String)> = decided
            .flat_map(|row| indexes(&row.indexes_after).into_iter().map(|id| (row.security_id, id)))
            .collect();
        assert!(held.is_subset(&decided), "seed {seed}: held, not decided, after {day}");
        for (security, index) in decided.difference(&held) {
            let left = market.actions.iter().any(|row| row.security_id == *security);
            let mut prices = market.prices.iter();
            let traded = prices.any(|row| row.security_id == *security && row.date == day);
            assert!(!traded || left, "seed {seed}: {security} is not in {index} after {day}");
        }
    }
}

#[test]
fn the_indexes_a_decision_says_a_company_was_in_held_it() {
    for seed in SEEDS {
        assert_before(seed);
    }
}

#[test]
fn a_member_that_still_trades_is_held_from_the_next_session_on_and_nothing_else_is() {
    for seed in SEEDS {
        assert_after(seed);
    }
}

/// The count of a company may stand on one of its lines alone, and that one may be refused.
#[test]
fn every_decision_names_its_rule_where_it_was_read_and_a_reason() {
    let family = family();
    for seed in SEEDS {
        let run = run(&Recipe::of(seed).market());
        assert!(!run.decisions.is_empty());
        for decision in &run.decisions {
            let reason = decision.reason(&family);
            assert!(!decision.reference(&family).is_empty() && !reason.is_empty(), "{decision:?}");
            assert!(reason.ends_with('.'), "{decision:?}");
            let belongs = !decision.indexes_after.is_empty();
            assert_eq!(belongs, decision.verdict == Verdict::Member, "{decision:?}");
        }
    }
}

#[test]
fn lines_decided_on_by_the_count_of_a_refused_line_are_held() {
    assert_after(ONE_COUNT_ON_A_REFUSED_LINE);
    assert_before(ONE_COUNT_ON_A_REFUSED_LINE);
}

/// Two indexes that take a part of another one: a sector, and the largest with a buffer.
const PARTS: &str = r#"
[[indexes]]
id = "TECH"
name = "Technology"
parent = "R3000"
only = { sectors = ["Technology"] }
base_date = "2000-01-03"
base_value = "1000"
reference = "the part"

[[indexes]]
id = "TOP20"
name = "The largest of the small"
parent = "R2000"
largest = { count = 10, retention_rank = 13 }
base_date = "2000-01-03"
base_value = "1000"
reference = "the part"
"#;

/// Whoever enters or leaves an index that takes a part of another one does so by a recorded decision that says why,
/// but for corporate actions, and whoever is decided to is held or not from then on.
#[test]
fn what_an_index_takes_from_its_parent_is_decided() {
    let causes = [
        Cause::Start,
        Cause::Reconstitution,
        Cause::NewListing,
        Cause::Replacement,
        Cause::Rebalance,
        Cause::Committee,
    ];
    let text = format!("{}{PARTS}", crate::support::family_text());
    let family = crate::support::parse(&text);
    let mut moved = 0;
    for seed in SEEDS {
        let market = Recipe::of(seed).market();
        let plan = crate::support::plan(&text, None, None);
        let view = russet_market::MarketView::new(&market);
        let run = russet_calc::build(&view, &family, plan, &|_, _| {}).unwrap();
        let about = |row: &&Decision| row.index_id.is_some();
        let decided: BTreeMap<(Date, &str, SecurityId), &Decision> = run
            .decisions
            .iter()
            .filter(about)
            .map(|row| {
                let index = row.index_id.as_deref().unwrap();
                ((row.effective_after_close, index, row.security_id), row)
            })
            .collect();
        let zero = russet_market::Shares::ZERO;
        let of_parts = run.events.iter().filter(|row| ["TECH", "TOP20"].contains(&&*row.index_id));
        for event in of_parts.filter(|row| causes.contains(&row.cause)) {
            let (was, is) = (event.index_shares_before != zero, event.index_shares_after != zero);
            if was == is {
                continue;
            }
            moved += 1;
            let key = (event.after_close, &*event.index_id, event.security_id);
            let decision = decided.get(&key);
            let decision =
                decision.unwrap_or_else(|| panic!("seed {seed}: nobody decided {event:?}"));
            assert_eq!(!decision.indexes_before.is_empty(), was, "seed {seed}: {decision:?}");
            assert_eq!(!decision.indexes_after.is_empty(), is, "seed {seed}: {decision:?}");
        }
        for decision in decided.values() {
            let reason = decision.reason(&family);
            assert!(
                reason.ends_with('.') && reason.contains(decision.index_id.as_deref().unwrap())
            );
            assert_eq!(decision.reference(&family), "the part");
        }
    }
    assert!(moved > 100, "{moved}");
}
