//! Schemes without caps.

use russet_market::{Factor, IssuerId, Money, SecurityId, Shares};
use russet_rules::weighting::{Candidate, WeightingError, shares_at_factor, weigh};

use super::support::{DAY, line, rule, shares, weighed};

/// Nine sectors, a fund of $5bn, at most 5% of the free float (R46 10). The example names seven stocks
/// and the counts of their sectors; the other members are large enough for any position.
#[test]
fn g9_capacity_of_equal_weights() {
    let member = |name: u32, sector: &str, price: &str, float: &str| Candidate {
        group: Some(sector.to_owned()),
        ..line(name, price, float)
    };
    let ample = "9000000000";
    let mut lines = vec![
        member(1, "1", "23", ample),
        member(2, "1", "15", "1851851852"),
        member(3, "2", "48", "72337963"),
        member(4, "2", "55", "36075036"),
        member(5, "2", "19", "73099415"),
        member(6, "2", "50", ample),
        member(7, "6", "120", "13536929"),
        member(8, "9", "58", "53214134"),
        member(9, "9", "50", ample),
    ];
    lines.extend((10..15).map(|name| member(name, "6", "50", ample)));
    for (name, sector) in (20..).zip(["3", "4", "5", "7", "8"]) {
        lines.push(member(name, sector, "50", ample));
    }
    let text = "scheme = 'equal'\ngroups = 'sector'\n[capacity]\nnotional = '5000000000'\n\
                float_percent = '5'\nreference = 'R46 10'";
    let value: Money = "5000000000".parse().unwrap();
    let found = weigh(&rule(text), DAY, &lines, value).unwrap();
    let dropped: Vec<u32> = found
        .iter()
        .filter(|line| line.shares == Shares::ZERO)
        .map(|line| line.security.0)
        .collect();
    assert_eq!(dropped, [4, 5, 7, 8], "D, E, U and AD");
    // The printed positions of A (two in its sector) and, before the drops, of D and AD.
    assert_eq!(found[0].shares.to_f64().round(), 12_077_295.0);
    assert_eq!(value.buys("55".parse().unwrap(), 9 * 4).unwrap().to_f64().round(), 2_525_253.0);
    // C shares its sector with one other now, and the last of sector 9 has it alone.
    assert_eq!(found[2].shares, value.buys("48".parse().unwrap(), 9 * 2).unwrap());
    assert_eq!(found[8].shares, value.buys("50".parse().unwrap(), 9).unwrap());
}

#[test]
fn float_total_and_style_take_the_shares_they_name() {
    let line = Candidate {
        total: shares("1000"),
        own: shares("200"),
        style: "0.3".parse().unwrap(),
        ..line(1, "10", "1")
    };
    let got = |text: &str| weighed(&rule(text), std::slice::from_ref(&line)).unwrap()[0].shares;
    assert_eq!(got("scheme = 'float_cap'"), shares("200"));
    assert_eq!(got("scheme = 'total_cap'"), shares("1000"));
    let limited = |from: &str, times: u32| {
        let step = format!("{{ from = '{from}', value = {times}, source = 'X' }}");
        got(&format!("scheme = 'total_cap'\nmaximum_float_multiple = [{step}]"))
    };
    assert_eq!(limited("2020-01-01", 3), shares("600"));
    assert_eq!(limited("2020-01-01", 6), shares("1000"));
    assert_eq!(limited("2090-01-01", 3), shares("1000"), "not in force yet");
    assert_eq!(got("scheme = 'style'\nside = 'growth'"), shares("60"));
    assert_eq!(got("scheme = 'price'"), shares("1"));
}

#[test]
fn secondary_lines_are_left_out_where_the_rule_says_so() {
    let second = Candidate { issuer: IssuerId(1), is_primary: false, ..line(2, "10", "100") };
    let lines = [line(1, "10", "100"), second, line(3, "10", "100")];
    let found = weigh(
        &rule("scheme = 'equal'\nprimary_securities_only = true"),
        DAY,
        &lines,
        "1000".parse().unwrap(),
    );
    let held: Vec<Shares> = found.unwrap().iter().map(|line| line.shares).collect();
    assert_eq!(held, [shares("50"), Shares::ZERO, shares("50")]);
}

#[test]
fn lines_without_a_group_are_a_group_of_their_own() {
    let mut lines: Vec<Candidate> = (1..=4).map(|number| line(number, "1", "1")).collect();
    lines[0].group = Some("Energy".to_owned());
    lines[1].group = Some("Energy".to_owned());
    let value = "120".parse().unwrap();
    lines[2].group = Some("Health".to_owned());
    let found = weigh(&rule("scheme = 'equal'\ngroups = 'sector'"), DAY, &lines, value).unwrap();
    let held: Vec<String> = found.iter().map(|line| line.shares.to_string()).collect();
    assert_eq!(held, ["20", "20", "40", "40"]);
}

#[test]
fn equal_weights_need_a_price_a_value_and_lines_that_can_be_held() {
    let equal = rule("scheme = 'equal'");
    let lines = [line(1, "10", "100"), line(2, "0", "100")];
    let error = weigh(&equal, DAY, &lines, "1000".parse().unwrap()).unwrap_err();
    assert_eq!(error, WeightingError::NoPrice { security: SecurityId(2) });
    let error = weigh(&equal, DAY, &lines[..1], Money::ZERO).unwrap_err();
    assert_eq!(error, WeightingError::NoValue);
    let text = "scheme = 'equal'\n[capacity]\nnotional = '1001'\nfloat_percent = '100'\n\
                reference = 'mine'";
    let error = weigh(&rule(text), DAY, &lines[..1], "1000".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("mine") && error.to_string().contains("hint"), "{error}");
    assert_eq!(weigh(&equal, DAY, &[], Money::ZERO), Ok(Vec::new()));
}

#[test]
fn a_line_keeps_its_factor_when_its_count_changes() {
    let line = line(1, "10", "250");
    let half: Factor = "0.5".parse().unwrap();
    assert_eq!(shares_at_factor(&rule(""), DAY, &line, half), Some(shares("125")));
    assert_eq!(
        shares_at_factor(&rule("scheme = 'price'"), DAY, &line, Factor::ONE),
        Some(Shares::ONE)
    );
    assert_eq!(shares_at_factor(&rule("scheme = 'equal'"), DAY, &line, Factor::ONE), None);
}
