//! Ids, tickers, names, kinds and dates.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{
    Action, ActionKind, Calendar, Market, SecurityId, SecurityKind, SecurityVersion,
};

use crate::panel::{FULL, LONG};

fn spin_offs(market: &Market) -> impl Iterator<Item = &Action> {
    market.actions.iter().filter(|action| action.kind == ActionKind::SpinOff)
}

#[test]
fn ids_are_given_in_order_of_first_date_and_ticker() {
    let mut firsts: Vec<&SecurityVersion> = Vec::new();
    for version in &LONG.market.securities {
        if firsts.last().is_none_or(|last| last.security_id != version.security_id) {
            firsts.push(version);
        }
    }
    let ids = firsts.iter().map(|version| version.security_id.0);
    assert!(ids.eq(1..=firsts.len() as u32));
    // What is spun off has its id since the announcement, before its own first date.
    let spun_off: BTreeSet<_> =
        spin_offs(&LONG.market).map(|action| action.other_security_id).collect();
    firsts.retain(|version| !spun_off.contains(&Some(version.security_id)));
    assert!(
        firsts.is_sorted_by(|a, b| (a.first_session, &a.ticker) < (b.first_session, &b.ticker))
    );
    let at_start = firsts.iter().filter(|version| version.first_session == LONG.sessions[0]);
    let issuers: BTreeSet<_> = at_start.map(|version| version.issuer_id).collect();
    assert_eq!(issuers.len(), 400);
}

#[test]
fn a_ticker_belongs_to_one_line_at_a_time() {
    let mut uses: BTreeMap<String, Vec<&SecurityVersion>> = BTreeMap::new();
    for version in &FULL.market.securities {
        let letters = version.ticker.as_str().split(['.', '^']).next().unwrap();
        assert!((1..=5).contains(&letters.len()), "{}", version.ticker);
        assert!(letters.bytes().all(|letter| letter.is_ascii_uppercase()));
        uses.entry(version.ticker.key()).or_default().push(version);
    }
    for versions in uses.values_mut() {
        versions.sort_by_key(|version| version.first_session);
        assert!(
            versions.windows(2).all(|pair| pair[0].last_session < pair[1].first_session),
            "{versions:?}"
        );
    }
}

#[test]
fn descriptions_follow_each_other_without_a_gap_and_some_change() {
    let mut changes: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in LONG.market.securities.windows(2) {
        let [old, new] = pair else { unreachable!("windows of two") };
        if old.security_id != new.security_id {
            continue;
        }
        assert_eq!(Calendar::nyse().next_session(old.last_session).unwrap(), new.first_session);
        assert_eq!(old.issuer_id, new.issuer_id);
        *changes.entry("ticker").or_default() += usize::from(old.ticker != new.ticker);
        *changes.entry("market").or_default() += usize::from(old.mic != new.mic);
    }
    assert!(changes["ticker"] > 5 && changes["market"] > 1, "{changes:?}");
}

#[test]
fn every_date_is_a_session_and_every_close_has_a_description() {
    let nyse = Calendar::nyse();
    let mut lives: BTreeMap<SecurityId, Vec<&SecurityVersion>> = BTreeMap::new();
    for version in &LONG.market.securities {
        for date in [version.first_session, version.last_session, version.known_at] {
            assert!(nyse.is_session(date).unwrap());
        }
        lives.entry(version.security_id).or_default().push(version);
    }
    for count in &LONG.market.shares {
        assert!(nyse.is_session(count.effective_date).unwrap());
        assert!(nyse.is_session(count.known_at).unwrap());
    }
    for action in &LONG.market.actions {
        assert!(nyse.is_session(action.ex_date).unwrap());
        assert!(nyse.is_session(action.known_at).unwrap());
    }
    for row in LONG.market.prices.iter() {
        let mut versions = lives[&row.security_id].iter();
        assert!(
            versions.any(
                |version| version.first_session <= row.date && row.date <= version.last_session
            )
        );
    }
}

#[test]
fn there_is_something_for_every_screen_to_refuse() {
    let mut kinds: BTreeMap<SecurityKind, usize> = BTreeMap::new();
    let mut foreign = 0;
    for version in FULL.market.securities.iter().filter(|row| row.first_session == FULL.sessions[0])
    {
        *kinds.entry(version.kind).or_default() += 1;
        foreign += usize::from(version.country.as_deref() != Some("United States"));
        let words = match version.kind {
            SecurityKind::BlankCheck => "Acquisition",
            SecurityKind::DepositaryReceipt => "American Depositary Shares",
            SecurityKind::Preferred => "Preferred Stock",
            SecurityKind::Partnership => "Common Units",
            SecurityKind::Warrant => "Warrant",
            SecurityKind::Fund => "Fund",
            _ => continue,
        };
        assert!(version.name.contains(words), "{}", version.name);
    }
    assert!(kinds[&SecurityKind::Common] > 4_000);
    assert!(kinds.len() == 7 && kinds.values().all(|count| *count > 20), "{kinds:?}");
    assert!(foreign > 200);
    let reits = FULL
        .market
        .securities
        .iter()
        .filter(|version| version.industry.as_deref() == Some("Real Estate Investment Trusts"));
    assert!(reits.count() > 50);
}
