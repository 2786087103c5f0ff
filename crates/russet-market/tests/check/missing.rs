//! What is missing.

use russet_market::check::{FindingKind, check};
use russet_market::{FundLine, LineKind, Refusal, SecurityKind};

use FindingKind::Missing;

use super::market::*;

#[test]
fn sessions_without_closes_are_missing() {
    let market = with_closes(|place, row| (place != 7).then_some(row));
    let message = "There is 1 session between the first and the last without any close.";
    assert_finds(&market, Missing, message, &sessions()[7].to_string());
}

#[test]
fn thin_sessions_are_missing_and_make_no_holes() {
    let market = with_closes(|place, row| (place != 7 || row.security_id.0 < 5).then_some(row));
    let message = "There is 1 session of a market with far fewer closes than before and after.";
    let example = format!("NASDAQ {}: 5 closes, 20 around it", sessions()[7]);
    assert_finds(&market, Missing, message, &example);
}

#[test]
fn holes_are_missing() {
    let market = with_closes(|place, row| {
        (row.security_id.0 != 3 || ![4, 5, 9].contains(&place)).then_some(row)
    });
    let message = "There is 1 security with holes between the first and the last close, \
                   3 sessions in all and at most 2 in a row.";
    let example = format!("T3 {}: 2 sessions after {}", sessions()[6], sessions()[3]);
    assert_finds(&market, Missing, message, &example);
}

#[test]
fn common_shares_without_a_count_a_country_or_a_sector_are_missing() {
    let mut market = clean();
    market.shares.remove(2);
    let message = "There is 1 common share without any share count.";
    let example = format!("T2 {}: Company2 Inc.", last());
    assert_finds(&market, Missing, message, &example);

    let mut market = clean();
    market.securities[2].country = None;
    assert_finds(&market, Missing, "There is 1 common share without a country.", &example);

    let mut market = clean();
    market.securities[2].sector = None;
    assert_finds(&market, Missing, "There is 1 common share without a sector.", &example);

    market.securities[2].kind = SecurityKind::Warrant;
    assert_eq!(check(&market).findings, []);
}

#[test]
fn a_security_without_any_close_is_missing() {
    let mut market = clean();
    market.securities.push(described(20, "NONE", "Nobody Inc."));
    market.shares.push(counted(20, FIRST, 1));
    let example = format!("NONE {}: Nobody Inc.", last());
    assert_finds(&market, Missing, "There is 1 security without any close.", &example);
}

#[test]
fn shares_of_the_newest_list_that_nobody_carries_are_missing() {
    let mut market = clean();
    market.fund_lines.push(listed("GONE", FIRST));
    market.fund_lines.push(listed("WHO", last()));
    market.fund_lines.push(FundLine { kind: LineKind::Other, ..listed("USD", last()) });
    let message = format!(
        "There is 1 line of 2 shares in the newest list of IWM ({}) whose ticker no security \
         carried then.",
        last()
    );
    assert_finds(&market, Missing, &message, &format!("WHO {}: no name given", last()));
}

#[test]
fn refused_rows_are_grouped_by_reason() {
    let mut market = clean();
    for (line, reason) in [(1, "no date"), (2, "no price"), (3, "no price")] {
        market.refusals.push(Refusal {
            source: "a.csv".to_owned(),
            line,
            column_name: "x".to_owned(),
            cell_value: "?".to_owned(),
            reason: reason.to_owned(),
        });
    }
    let finding = only(&market);
    assert_eq!((finding.kind, finding.count), (Missing, 3));
    assert_eq!(finding.message, "There are 2 reasons for which imports refused 3 rows.");
    assert_eq!(finding.examples[0], "2 rows, first a.csv, line 2, x '?': no price");
}
