//! Coming and going, splits, share counts, classes, missing rows.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{ActionKind, Calendar, SecurityId, SecurityKind};

use crate::measured::*;
use crate::panel::{FULL, LONG, Panel, correlation, median};

fn life(panel: &Panel) -> BTreeMap<SecurityId, (jiff::civil::Date, jiff::civil::Date)> {
    let mut lives = BTreeMap::new();
    for version in &panel.market.securities {
        let life = lives
            .entry(version.security_id)
            .or_insert((version.first_session, version.last_session));
        life.1 = version.last_session;
    }
    lives
}

fn ends_a_line(kind: ActionKind) -> bool {
    use ActionKind::{Bankruptcy, Conversion, Delisting, Merger};
    matches!(kind, Bankruptcy | Conversion | Delisting | Merger)
}

#[test]
fn companies_come_and_go_every_year() {
    let (first, last) = (FULL.sessions[0], *FULL.sessions.last().unwrap());
    let lives = life(&FULL);
    for year in 2021..=2023 {
        let count = |day: &dyn Fn(&(jiff::civil::Date, jiff::civil::Date)) -> jiff::civil::Date| {
            let days = lives.iter().filter(|life| FULL.common.contains_key(life.0));
            let days = days.map(|life| day(life.1));
            days.filter(|day| day.year() == year && *day != first && *day != last).count() as f64
        };
        let listed = FULL.common.len() as f64;
        assert_near("entries", count(&|life| life.0) / listed, ENTRIES_AND_EXITS, 2.5);
        assert_near("exits", count(&|life| life.1) / listed, ENTRIES_AND_EXITS, 2.0);
    }
}

#[test]
fn most_exits_are_told_some_late_and_some_lines_just_stop() {
    let last = *FULL.sessions.last().unwrap();
    let gone: BTreeMap<_, _> = life(&FULL).into_iter().filter(|life| life.1.1 < last).collect();
    let told = FULL.market.actions.iter().filter(|action| ends_a_line(action.kind));
    let (mut heard, mut late) = (BTreeSet::new(), 0);
    for action in told.filter(|action| action.ex_date <= last) {
        let end = gone[&action.security_id].1;
        assert_eq!(Calendar::nyse().next_session(end).unwrap(), action.ex_date);
        match action.effective_date {
            Some(effective) => assert!(action.known_at > end && action.known_at < effective),
            None => assert!(action.known_at <= end),
        }
        late += usize::from(action.effective_date.is_some());
        assert!(heard.insert(action.security_id), "{} ends twice", action.security_id);
    }
    let part = heard.len() as f64 / gone.len() as f64;
    assert!((0.55..0.90).contains(&part), "{part}");
    assert!((0.03..0.25).contains(&(late as f64 / heard.len() as f64)), "{late}");
}

#[test]
fn splits_pull_prices_back_and_returns_do_not_notice() {
    let lines: BTreeMap<_, BTreeMap<_, _>> =
        FULL.returns.iter().map(|(id, rows)| (*id, rows.iter().copied().collect())).collect();
    let (mut forward, mut reverse, mut moves) = (0, 0, Vec::new());
    for action in FULL.market.actions.iter().filter(|action| action.kind == ActionKind::Split) {
        let ratio = action.ratio.unwrap();
        assert!(action.known_at < action.ex_date);
        let terms = (ratio.new_shares(), ratio.old_shares());
        match terms {
            (2 | 3 | 4 | 5 | 10, 1) | (3, 2) => forward += 1,
            (1, 5..=25) => reverse += 1,
            _ => panic!("{ratio}"),
        }
        let Ok(place) = FULL.sessions.binary_search(&action.ex_date) else { continue };
        moves.extend(lines[&action.security_id].get(&place).map(|change: &f64| change.abs()));
    }
    assert!((20..400).contains(&forward), "{forward} forward");
    assert!((100..800).contains(&reverse), "{reverse} reverse");
    let calm = moves.iter().filter(|change| **change < 0.3).count() as f64;
    // A split not adjusted for would show as a return of a third or more on every such day.
    assert!(calm / moves.len() as f64 > 0.95, "{calm} of {}", moves.len());
    assert!(median(moves) < 0.05);
}

#[test]
fn counts_follow_splits_and_are_known_in_time() {
    let mut counts: BTreeMap<SecurityId, BTreeMap<_, _>> = BTreeMap::new();
    for count in &FULL.market.shares {
        let lead = Calendar::nyse().sessions_between(count.known_at, count.effective_date).unwrap();
        assert!((1..=16).contains(&lead.len()));
        let history = counts.entry(count.security_id).or_default();
        let twice = history.insert(count.effective_date, count.shares_outstanding.to_f64());
        assert_eq!(twice, None, "two counts of {} on {}", count.security_id, count.effective_date);
    }
    for action in FULL.market.actions.iter().filter(|action| action.kind.changes_units()) {
        let history = &counts[&action.security_id];
        let before = history.range(..action.ex_date).next_back().unwrap().1;
        let expected = before * action.ratio.unwrap().to_f64();
        // Fractions of a share are paid out.
        assert!((history[&action.ex_date] - expected).abs() < 1.0, "{action:?}");
    }
}

#[test]
fn most_shares_float_and_a_tenth_of_companies_are_closely_held() {
    let floats: Vec<f64> = FULL
        .market
        .shares
        .iter()
        .filter_map(|count| count.free_float)
        .map(|f| f.to_f64())
        .collect();
    let part = |low: f64, high: f64| {
        let within = floats.iter().filter(|float| (low..=high).contains(*float)).count();
        within as f64 / floats.len() as f64
    };
    assert!(part(0.8, 1.0) > 0.45);
    assert!((0.05..0.35).contains(&part(0.2, 0.6)));
    assert!((0.0005..0.03).contains(&part(0.0, 0.08)));
}

#[test]
fn classes_of_a_company_move_together() {
    let mut companies: BTreeMap<_, Vec<SecurityId>> = BTreeMap::new();
    for (security, issuer) in &FULL.common {
        companies.entry(issuer).or_default().push(*security);
    }
    let several: Vec<_> = companies.values().filter(|lines| lines.len() > 1).collect();
    let part = several.len() as f64 / companies.len() as f64;
    assert!((0.02..0.06).contains(&part), "{part}");
    let correlations = several.into_iter().filter_map(|lines| {
        let other: BTreeMap<_, _> = FULL.returns.get(&lines[1])?.iter().copied().collect();
        let both = FULL.returns.get(&lines[0])?.iter();
        let both = both.filter_map(|row| Some((row.1, *other.get(&row.0)?)));
        let (left, right): (Vec<f64>, Vec<f64>) = both.unzip();
        (left.len() > 100).then(|| correlation(&left, &right))
    });
    let middle = median(correlations.collect());
    assert!((CLASS_CORRELATION - 0.04..0.999).contains(&middle), "{middle}");
}

#[test]
fn a_row_is_missing_now_and_then() {
    let place = |day| LONG.sessions.binary_search(&day).unwrap();
    let lived: usize = life(&LONG).values().map(|life| place(life.1) - place(life.0) + 1).sum();
    let missing = 1.0 - LONG.market.prices.len() as f64 / lived as f64;
    assert!((0.0005..0.01).contains(&missing), "{missing}");
}

#[test]
fn blank_checks_are_flat_and_some_become_businesses() {
    let mut kinds: BTreeMap<SecurityId, BTreeSet<SecurityKind>> = BTreeMap::new();
    for version in &FULL.market.securities {
        kinds.entry(version.security_id).or_default().insert(version.kind);
    }
    let shells = kinds.iter().filter(|(_, kinds)| kinds.contains(&SecurityKind::BlankCheck));
    let (became, stayed): (Vec<_>, Vec<_>) = shells.partition(|(_, kinds)| kinds.len() > 1);
    assert!(!became.is_empty() && !stayed.is_empty());
    for row in FULL.market.prices.iter().step_by(53) {
        if stayed.iter().any(|shell| *shell.0 == row.security_id) {
            assert!((9.0..11.5).contains(&row.close.to_f64()), "{}", row.close);
        }
    }
}
