//! Where a committee decides, by the lists of a fund or by its own decisions.

use super::support::{
    COMMITTEE, EVERY_KIND, RANK_DAY, Share, family, list, market, of, placed, review,
};
use jiff::civil::{Date, date};
use russet_market::{CommitteeDecision, IssuerId, MarketView, SecurityId};
use russet_rules::committee::{decisions_within, latest_statement, record_decisions};
use russet_rules::{Decision, Members, Research, SizeMembership, Verdict};

const LARGE: &str = "order = [\"company_cap\"]\n[eligibility.company_cap]\n\
    minimum = [{ from = \"1978-01-01\", value = \"30000000\", source = \"X\" }]\nreference = \"size\"";

/// Nobody speaks: members stay whatever the tests say, and the largest candidates fill the places.
#[test]
fn where_no_committee_speaks_vacancies_are_filled() {
    let market = market(&[60, 50, 40, 20, 10].map(Share::worth));
    let family = family(COMMITTEE, LARGE);
    let outcome = review(&market, &family, &[3]);
    assert_eq!(placed(&outcome), [0, 3]);
    let filled = of(&outcome, 0);
    assert_eq!(filled.rule, "vacancy");
    let why = filled.reason(&family);
    assert!(why.contains("No committee has decided in this market"), "{why}");
    let waits = of(&outcome, 1);
    assert_eq!(waits.verdict, Verdict::Candidate);
    let why = waits.reason(&family);
    assert!(why.contains("every place is taken. Enters no index."), "{why}");
    let member = of(&outcome, 3);
    assert_eq!((member.verdict, member.rule.as_str()), (Verdict::Member, "committee"));
    let why = member.reason(&family);
    assert!(why.contains("As a newcomer it would fail 'company_cap'"), "{why}");
    assert!(why.contains("asked of additions only. Stays in ALL."), "{why}");
    assert_eq!(member.reference(&family), "the selection");
    assert_eq!(of(&outcome, 4).verdict, Verdict::Refused);
}

/// Where a list speaks, members stay and nobody enters by rule.
#[test]
fn where_a_list_speaks_candidates_wait_for_the_committee() {
    let mut market = market(&[60, 50, 40].map(Share::worth));
    let family = family(COMMITTEE, LARGE);
    market.fund_lines = list(&["T1"], date(2024, 3, 28), date(2024, 4, 1));
    let view = MarketView::new(&market);
    assert_eq!(latest_statement(&view, &family, RANK_DAY), None, "a list of one line is too short");
    market.fund_lines.extend(list(&["T1", "T2"], date(2024, 4, 29), RANK_DAY));
    market.canonical();
    let view = MarketView::new(&market);
    assert_eq!(latest_statement(&view, &family, date(2024, 4, 29)), None, "not public yet");
    let outcome = review(&market, &family, &[1]);
    assert_eq!(placed(&outcome), [1]);
    let member = of(&outcome, 1);
    assert!(member.reason(&family).contains("A member by the list of FUND of 29 April 2024."));
    assert_eq!(member.reference(&family), "the committee");
    let candidate = of(&outcome, 0);
    assert_eq!(candidate.verdict, Verdict::Candidate);
    let why = candidate.reason(&family);
    assert!(why.contains("Passes every test; the committee has not chosen it."));
    assert_eq!(&*candidate.indexes_after, "");
}

fn decision(line: u32, enters: bool, effective: Date, known_at: Date) -> CommitteeDecision {
    CommitteeDecision {
        index_id: "ALL".to_owned(),
        effective_after_close: effective,
        security_id: SecurityId(line),
        enters,
        who: "the committee".to_owned(),
        why: "it leads its industry".to_owned(),
        known_at,
        source: "a release".to_owned(),
    }
}

#[test]
fn a_decision_speaks_and_is_recorded_with_who_and_why() {
    let mut market = market(&[60, 50].map(Share::worth));
    let family = family(COMMITTEE, EVERY_KIND);
    let late = decision(0, false, date(2024, 4, 18), date(2024, 4, 24));
    let other = CommitteeDecision { index_id: "OTHER".to_owned(), ..late.clone() };
    market.committee_decisions =
        vec![decision(1, true, date(2024, 4, 19), date(2024, 4, 10)), late, other];
    market.canonical();
    let view = MarketView::new(&market);
    assert_eq!(latest_statement(&view, &family, date(2024, 4, 9)), None);
    assert_eq!(
        latest_statement(&view, &family, RANK_DAY).unwrap().words(),
        "the decision of the committee of 24 April 2024"
    );
    let found = decisions_within(&view, &family, (date(2024, 4, 15), RANK_DAY));
    let lines: Vec<u32> = found.iter().map(|row| row.security_id.0).collect();
    assert_eq!(lines, [1, 0], "one learned late holds from the day it was known");
    assert!(decisions_within(&view, &family, (date(2024, 4, 20), date(2024, 4, 23))).is_empty());
    let research = Research::new(&view, &family).unwrap();
    let members: Members = [(IssuerId(0), SizeMembership::in_segment(0))].into();
    let day = date(2024, 4, 24);
    let rows = record_decisions(&family, &research, day, &found, &members).unwrap().decisions;
    let told: Vec<(Verdict, String)> =
        rows.iter().map(|row| (row.verdict, row.reason(&family))).collect();
    let words = |change: &str| format!("the committee decided: it leads its industry. {change}");
    assert_eq!(
        told,
        [(Verdict::Refused, words("Leaves ALL.")), (Verdict::Member, words("Enters ALL."))]
    );
    let is_recorded =
        |row: &Decision| row.occasion == "committee" && row.reference(&family) == "a release";
    assert!(rows.iter().all(is_recorded));
}

#[test]
fn a_decision_on_a_line_without_a_close_is_handed_back() {
    let market = market(&[Share::worth(60)]);
    let family = family(COMMITTEE, EVERY_KIND);
    let view = MarketView::new(&market);
    let research = Research::new(&view, &family).unwrap();
    let unknown = decision(7, true, RANK_DAY, RANK_DAY);
    let recorded =
        record_decisions(&family, &research, RANK_DAY, &[&unknown], &Members::new()).unwrap();
    assert_eq!((recorded.decisions.len(), recorded.unseen), (0, vec![&unknown]));
}
