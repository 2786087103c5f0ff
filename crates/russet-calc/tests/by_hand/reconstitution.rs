//! Reconstitutions by rank: what a buffer leaves alone, and what happens after the rank day.

use super::support::{Line, family_text, held, market, members, run};
use jiff::civil::{Date, date};
use russet_market::{
    Action, ActionKind, Market, Ratio, SecurityId, ShareBasis, ShareCount, Shares,
};

const BEGINNING: Date = date(2024, 1, 2);
const END: Date = date(2025, 1, 31);
/// The sessions after the two reconstitutions.
const JUNE: Date = date(2024, 7, 1);
const DECEMBER: Date = date(2024, 12, 16);

/// The four largest, cut by rank in June and in December.
fn text(december: &str) -> String {
    let cut = format!(
        "[[breakpoints]]\nrank = 4\nreference = \"X\"\n\
         [[reconstitutions]]\nrank_day = \"2024-04-30\"\neffective = \"2024-06-28\"\nsource = \"X\"\n\
         [[reconstitutions]]\nrank_day = \"2024-10-31\"\neffective = \"2024-12-13\"\nsource = \"X\"\n\
         {december}\n"
    );
    let index = "[[indexes]]\nid = \"ALL\"\nname = \"All\"\nabove = 0\nto = 4\n\
        base_date = \"2020-01-02\"\nbase_value = \"100\"\nreference = \"X\"\n";
    family_text(&cut, index)
}

fn lines(closes: &[&'static str]) -> Vec<Line> {
    closes.iter().map(|close| Line::at(BEGINNING, close)).collect()
}

/// A company's shares and the free part of them from a day on.
fn count(line: u32, day: Date, shares: u64, free_float: &str) -> ShareCount {
    ShareCount {
        security_id: SecurityId(line),
        effective_date: day,
        known_at: day,
        shares_outstanding: Shares::whole(shares).unwrap(),
        basis: ShareBasis::Class,
        free_float: Some(free_float.parse().unwrap()),
        source: "test".to_owned(),
    }
}

/// In December shares move by more than 1%, and a float by more than 3 points, or more than 1 where it
/// is low; in June everything moves.
#[test]
fn december_has_buffers_for_shares_and_for_floats() {
    let floats = ["1", "1", "0.5", "0.08"];
    let mut lines = lines(&["60", "50", "40", "300"]);
    lines.iter_mut().zip(floats).for_each(|(line, float)| line.free_float = float);
    let mut market = market(&lines, (BEGINNING, END));
    let news = date(2024, 9, 3);
    for (line, shares, float) in
        [(0, 1_010_000, "1"), (1, 1_010_001, "1"), (2, 1_000_000, "0.53"), (3, 1_000_000, "0.0901")]
    {
        market.shares.push(count(line, news, shares, float));
    }
    market.canonical();
    let after = |december: &str| {
        let run = run(&market, &text(december), None);
        held(&run, "ALL", DECEMBER)
            .into_values()
            .map(|shares| shares.to_string())
            .collect::<Vec<_>>()
    };
    let all = ["1010000", "1010001", "530000", "90100"];
    assert_eq!(after(""), all, "without a buffer every change is taken");
    assert_eq!(after("share_buffer_percent = \"1\""), ["1000000", "1010001", "500000", "90100"]);
}

/// Companies 4 and 5 rank among the four largest at the end of October; 4 is bought for cash and 0,
/// a member, for shares of 1, before the reconstitution takes effect.
#[test]
fn what_was_bought_since_the_rank_day_is_not_added() {
    let (october, ex) = (date(2024, 10, 1), date(2024, 11, 20));
    let mut lines = lines(&["60", "50", "40", "30"]);
    lines[0].last = Some(date(2024, 11, 19));
    lines.push(Line::at(BEGINNING, "10").then(october, "80").until(date(2024, 11, 19)));
    lines.push(Line::at(BEGINNING, "10").then(october, "70"));
    let mut market = market(&lines, (BEGINNING, END));
    let merger = |line: u32| Action {
        known_at: date(2024, 11, 4),
        ..Action::new(ex, SecurityId(line), ActionKind::Merger, "test")
    };
    market.actions.push(Action { cash: Some("81".parse().unwrap()), ..merger(4) });
    let (other, ratio) = (Some(SecurityId(1)), Some(Ratio::new(1, 1).unwrap()));
    market.actions.push(Action { other_security_id: other, ratio, ..merger(0) });
    market.canonical();
    let run = run(&market, &text(""), None);
    assert_eq!(members(&run, "ALL", JUNE), [0, 1, 2, 3]);
    assert_eq!(members(&run, "ALL", ex), [1, 2, 3], "nobody replaces a member that was bought");
    // Ranked 4, 5, 0, 1: of those only 5 and 1 are left, and ranks are not made anew.
    assert_eq!(members(&run, "ALL", DECEMBER), [1, 5]);
}

/// Company 4 is cut off from a member after the rank day: it stands by its parent, wherever that goes.
#[test]
fn a_child_cut_off_after_the_rank_day_stands_by_its_parent() {
    let ex = date(2024, 11, 20);
    for (parent_close, expected) in [("60", vec![0, 1, 2, 4, 5]), ("1", vec![1, 2, 3, 5])] {
        let october = date(2024, 10, 1);
        let mut lines = lines(&["60", "50", "40", "30"]);
        lines[0] = lines[0].clone().then(october, parent_close);
        lines.push(Line::at(ex, "5"));
        lines.push(Line::at(BEGINNING, "10").then(october, "70"));
        let mut market = market(&lines, (BEGINNING, END));
        let action = Action::new(ex, SecurityId(0), ActionKind::SpinOff, "test");
        market.actions.push(Action {
            known_at: date(2024, 11, 4),
            other_security_id: Some(SecurityId(4)),
            ratio: Some(Ratio::new(1, 2).unwrap()),
            ..action
        });
        market.canonical();
        let run = run(&market, &text(""), None);
        assert_eq!(members(&run, "ALL", date(2024, 12, 13)), [0, 1, 2, 3, 4]);
        assert_eq!(members(&run, "ALL", DECEMBER), expected, "the parent at {parent_close}");
    }
}

/// The session after the rank day company 4 is the largest of all.
#[test]
fn a_company_that_grows_after_the_rank_day_waits() {
    let lines = [
        Line::at(BEGINNING, "60"),
        Line::at(BEGINNING, "50"),
        Line::at(BEGINNING, "40"),
        Line::at(BEGINNING, "30"),
        Line::at(BEGINNING, "10").then(date(2024, 11, 1), "90"),
    ];
    let market: Market = market(&lines, (BEGINNING, END));
    let run = run(&market, &text(""), None);
    assert_eq!(members(&run, "ALL", DECEMBER), [0, 1, 2, 3]);
}
