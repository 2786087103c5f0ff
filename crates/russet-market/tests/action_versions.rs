//! Several actions of a kind on one day, and corrections of them, in a market's view and folder.

use jiff::civil::{Date, date};
use russet_market::folder::Earlier;
use russet_market::{
    Action, ActionKind, IssuerId, Market, MarketFolder, MarketView, Mic, PriceRow, Ratio,
    SecurityId, SecurityKind, SecurityVersion, ShareBasis, ShareCount, Shares, Ticker,
};

const LINE: SecurityId = SecurityId(0);
const DAYS: [Date; 4] = [date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 4), date(2024, 1, 5)];

fn split(ratio: (u64, u64), sequence: u16, known_at: Date) -> Action {
    let ratio = Some(Ratio::new(ratio.0, ratio.1).unwrap());
    let plain = Action::new(DAYS[1], LINE, ActionKind::Split, "a notice");
    Action { ratio, sequence, known_at, ..plain }
}

/// A security of a hundred shares with some actions.
fn market(actions: Vec<Action>) -> Market {
    let mut market = Market { actions, ..Market::default() };
    market.securities.push(SecurityVersion {
        security_id: LINE,
        issuer_id: IssuerId(0),
        ticker: Ticker::new("AAA").unwrap(),
        name: "A Corp.".to_owned(),
        mic: Mic::Xnys,
        kind: SecurityKind::Common,
        share_class: None,
        country: None,
        sector: None,
        industry: None,
        ipo_year: None,
        first_session: DAYS[0],
        last_session: DAYS[3],
        known_at: DAYS[0],
    });
    for day in DAYS {
        market.prices.push(PriceRow {
            date: day,
            security_id: LINE,
            close: "10".parse().unwrap(),
            volume: None,
            reported_change_percent: None,
            reported_cap_cents: None,
        });
    }
    market.shares.push(ShareCount {
        security_id: LINE,
        effective_date: DAYS[0],
        known_at: DAYS[0],
        shares_outstanding: Shares::whole(100).unwrap(),
        basis: ShareBasis::Class,
        free_float: None,
        source: "a filing".to_owned(),
    });
    market.canonical();
    market
}

#[test]
fn a_corrected_split_counts_once_as_it_was_known() {
    let market = market(vec![split((2, 1), 0, DAYS[0]), split((3, 1), 0, DAYS[2])]);
    let view = MarketView::new(&market);
    let shares = |day| view.shares(LINE, ShareBasis::Class, day, day).unwrap().0;
    let shares = DAYS.map(|day| shares(day).to_string());
    assert_eq!(shares, ["100", "200", "300", "300"]);
    let known = |day| view.actions_known_by(day).map(|row| row.known_at).collect::<Vec<_>>();
    assert_eq!((known(DAYS[1]), known(DAYS[3])), (vec![DAYS[0]], vec![DAYS[2]]));
    assert_eq!(view.actions().len(), 2);
}

#[test]
fn two_splits_of_a_day_count_both() {
    let market = market(vec![split((2, 1), 0, DAYS[0]), split((3, 1), 1, DAYS[0])]);
    let view = MarketView::new(&market);
    let shares = view.shares(LINE, ShareBasis::Class, DAYS[1], DAYS[1]).unwrap().0;
    assert_eq!(shares.to_string(), "600");
    assert_eq!(view.actions_known_by(DAYS[1]).count(), 2);
}

#[test]
fn a_build_of_a_further_day_sees_what_a_correction_corrects() {
    let rows = vec![
        split((2, 1), 0, DAYS[0]),
        split((3, 1), 0, DAYS[2]),
        split((5, 1), 1, DAYS[0]),
        Action { ex_date: DAYS[3], ..split((7, 1), 0, DAYS[3]) },
    ];
    let parent = tempfile::tempdir().unwrap();
    let folder = MarketFolder::at(parent.path().join("market"));
    folder.write(market(rows.clone())).unwrap();
    let snapshot = folder.snapshot().unwrap();
    assert_eq!(snapshot.read().unwrap().actions, rows);
    let earlier = Earlier { after: DAYS[1], sessions: &DAYS[..2], files: snapshot.files() };
    let latest = snapshot.read_after(earlier).unwrap().unwrap();
    // The further split of that day was known and is done.
    assert_eq!(latest.view().actions(), [&rows[..2], &rows[3..]].concat());
}
