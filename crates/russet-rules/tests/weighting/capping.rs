//! Caps: stages worked by hand, triggers, dates, companies and lines.

use jiff::civil::date;
use russet_market::{Factor, IssuerId, Money};
use russet_rules::methodology::Rebalancing;
use russet_rules::weighting::{Candidate, WeightingError, exceeds_limits, weigh};

use super::support::{companies, line, percents, rule, weighed};

/// Russell style indexes since 24 March 2025 (STYCAP).
const STYLE: &str = "
[[caps]]
from = '2025-03-21'
each_percent = '22.5'
reference = 'STYCAP'
[[caps]]
from = '2025-03-21'
above_percent = '4.5'
together_percent = '45'
reference = 'STYCAP'
";

/// The Nasdaq-100 since 1 May 2026: companies at each review, lines once a year.
const NASDAQ: &str = "
[[caps]]
months = [3, 6, 9]
fires_above_percent = '24'
each_percent = '20'
reference = 'NDX'
[[caps]]
months = [3, 6, 9]
above_percent = '4.5'
fires_together_percent = '48'
together_percent = '40'
others_percent = '4.5'
reference = 'NDX'
[[caps]]
months = [12]
per_security = true
fires_above_percent = '15'
each_percent = '14'
reference = 'NDX'
[[caps]]
months = [12]
per_security = true
largest = 5
fires_together_percent = '40'
together_percent = '38.5'
others_percent = '4.4'
reference = 'NDX'
";

fn with_small<'a>(large: &[&'a str], count: usize, small: &'a str) -> Vec<&'a str> {
    large.iter().copied().chain(std::iter::repeat_n(small, count)).collect()
}

/// 40 and 25 are over 20%; that lifts 15 to 15 × 60 ÷ 35 = 25.7%, over it too. The rest are worth 20 and
/// weigh 40% then: the whole is 50, and each capped one is worth 10.
#[test]
fn weight_given_away_may_lift_another_over_the_cap() {
    let lines = companies(&["40", "25", "15", "5", "5", "5", "5"]);
    let stage = rule("[[caps]]\neach_percent = '20'\nreference = 'X'");
    let found = weighed(&stage, &lines).unwrap();
    let percents = percents(&lines, &found, 6);
    assert_eq!(percents[..4], ["20.000000", "20.000000", "20.000000", "10.000000"]);
    let factors: Vec<String> =
        found.iter().map(|line| format!("{:.9}", line.factor.to_f64())).collect();
    assert_eq!(factors[..4], ["0.250000000", "0.400000000", "0.666666667", "1.000000000"]);
    assert!(found[3..].iter().all(|line| line.factor == Factor::ONE));
}

/// The five large ones weigh 49%. In one proportion to 45% the smallest stays above 4.5%: the others
/// are worth 51 and weigh 55%, so the whole is 92.727, and each large one × 0.851577.
#[test]
fn large_ones_are_scaled_in_one_proportion() {
    let lines = companies(&with_small(&["20", "10", "8", "6", "5"], 51, "1"));
    let found = weighed(&rule(STYLE), &lines).unwrap();
    let percents = percents(&lines, &found, 4);
    assert_eq!(percents[..6], ["18.3673", "9.1837", "7.3469", "5.5102", "4.5918", "1.0784"]);
    assert_eq!(found[5].factor, Factor::ONE);
}

/// With 4.6 in the place of 5 the smallest would fall to 4.26%, below the threshold. It is brought down
/// to 4.5% instead, counts no longer, and the four others need nothing.
#[test]
fn a_large_one_near_the_threshold_is_brought_down_to_it() {
    let lines = companies(&with_small(&["20", "10", "8", "6.2", "4.6"], 64, "0.8"));
    let found = weighed(&rule(STYLE), &lines).unwrap();
    assert_eq!(percents(&lines, &found, 4)[4], "4.5000");
    assert!(found[..4].iter().all(|line| line.factor == Factor::ONE), "{:?}", &found[..5]);
}

/// 60% is first brought to 22.5%; that lifts 8 and 7 over 4.5%, to 15 and 13: 51% together with it.
#[test]
fn both_style_caps_hold_one_after_the_other() {
    let lines = companies(&with_small(&["60", "8", "7"], 25, "1"));
    let found = weighed(&rule(STYLE), &lines).unwrap();
    // 40 weigh 77.5% then: 22.5, 15.5, 13.5625 are 51.5625 together, and × 45 ÷ 51.5625 they are 45.
    let percents = percents(&lines, &found, 4);
    assert_eq!(percents[..4], ["19.6364", "13.5273", "11.8364", "2.2000"]);
}

#[test]
fn nasdaq_companies_each_quarter() {
    // 30 is over 24 and is brought to 20 of 87.5; then 17.5, 10, 8, 5 are 46.3% of it: below 48.
    let lines = companies(&with_small(&["30", "10", "8", "5"], 47, "1"));
    let found = weighed(&rule(NASDAQ), &lines).unwrap();
    assert_eq!(percents(&lines, &found, 4)[..3], ["20.0000", "11.4286", "9.1429"]);
    // 23 is not over 24, but four large ones are 50% together: scaled to 40%, × 40 ÷ 50 each, and the
    // rest × 60 ÷ 50. One of 4 is lifted to 4.8% and may weigh no more than 4.5%.
    let lines = companies(&with_small(&["23", "12", "10", "5", "4"], 46, "1"));
    let found = weighed(&rule(NASDAQ), &lines).unwrap();
    let percents = percents(&lines, &found, 4);
    // The smallest large one weighs 4.0%, so the fifth does too.
    assert_eq!(percents[..6], ["18.4000", "9.6000", "8.0000", "4.0000", "4.0000", "1.2174"]);
}

#[test]
fn below_its_trigger_a_stage_does_nothing() {
    let lines = companies(&with_small(&["23", "12", "8", "4.9"], 52, "1"));
    let found = weighed(&rule(NASDAQ), &lines).unwrap();
    assert!(found.iter().all(|line| line.factor == Factor::ONE));
    // At 48% exactly it fires.
    let lines = companies(&with_small(&["23", "12", "8", "5"], 52, "1"));
    let found = weighed(&rule(NASDAQ), &lines).unwrap();
    assert!(found[0].factor < Factor::ONE);
}

#[test]
fn nasdaq_lines_once_a_year() {
    let year_end = date(2026, 12, 18);
    let lines = companies(&with_small(&["14", "9", "8", "5", "5", "4.9", "4.1"], 50, "1"));
    let found = weigh(&rule(NASDAQ), year_end, &lines, Money::ZERO).unwrap();
    let percents = percents(&lines, &found, 4);
    // Five are 41%: × 38.5 ÷ 41. The sixth may weigh 4.4%, as the fifth weighs 4.695%.
    assert_eq!(percents[..6], ["13.1463", "8.4512", "7.5122", "4.6951", "4.6951", "4.4000"]);
    // 57.1% are left for 54.1: the seventh at 4.327%, no cap.
    assert_eq!(percents[6..8], ["4.3274", "1.0555"]);
}

#[test]
fn a_stage_holds_from_its_date() {
    let lines = companies(&with_small(&["60"], 40, "1"));
    let before = weigh(&rule(STYLE), date(2024, 12, 20), &lines, Money::ZERO).unwrap();
    assert_eq!(before[0].factor, Factor::ONE);
    let first = weigh(&rule(STYLE), date(2025, 3, 21), &lines, Money::ZERO).unwrap();
    assert!(first[0].factor < Factor::ONE);
}

#[test]
fn lines_of_a_company_are_capped_together_and_share_a_factor() {
    let mut lines = companies(&with_small(&["20", "10"], 70, "1"));
    lines[1].issuer = IssuerId(1);
    let found = weighed(&rule(STYLE), &lines).unwrap();
    assert_eq!(found[0].factor, found[1].factor);
    assert!(found[0].factor < Factor::ONE);
    let percents = percents(&lines, &found, 4);
    assert_eq!(percents[..2], ["15.0000", "7.5000"]);
    // As lines neither is over 22.5%.
    let of_lines = "[[caps]]\nper_security = true\neach_percent = '22.5'\nreference = 'X'";
    assert!(weighed(&rule(of_lines), &lines).unwrap().iter().all(|l| l.factor == Factor::ONE));
}

/// The line of a capped company that has no price yet takes the company's factor all the same.
#[test]
fn a_line_worth_nothing_shares_its_companys_factor() {
    let mut lines = companies(&with_small(&["30"], 70, "1"));
    lines.push(Candidate { issuer: IssuerId(1), ..line(900, "0", "5") });
    let found = weighed(&rule(STYLE), &lines).unwrap();
    assert_eq!(found.last().unwrap().factor, found[0].factor);
    assert!(found[0].factor < Factor::ONE);
}

#[test]
fn caps_without_room_are_refused_in_words() {
    let five = companies(&["30", "25", "20", "15", "10"]);
    let text = "[[caps]]\neach_percent = '10'\nreference = 'mine 1'";
    let error = weighed(&rule(text), &five).unwrap_err();
    assert!(matches!(error, WeightingError::NoRoom { count: 5, .. }), "{error:?}");
    let words = error.to_string();
    assert!(words.contains("mine 1") && words.contains("5 companies") && words.contains("hint"));
    let error = weighed(&rule(STYLE), &five).unwrap_err();
    assert!(error.to_string().contains("STYCAP"), "{error}");
    // Two of 22.5% and twelve of 4.5% are 99%: fourteen are one too few.
    let fourteen = companies(&with_small(&["40", "30"], 12, "2"));
    assert!(matches!(weighed(&rule(STYLE), &fourteen), Err(WeightingError::NoRoom { .. })));
    // Five at 20% weigh the same, and there is just room for them.
    let tight = rule("[[caps]]\neach_percent = '20'\nreference = 'X'");
    let found = weighed(&tight, &five).unwrap();
    assert_eq!(percents(&five, &found, 4), ["20.0000"; 5]);
    assert_eq!(found.iter().map(|line| line.factor).max(), Some(Factor::ONE));
}

/// Companies of two lines each, at a quarter, and lines at an eighth: every limit is reached at one time.
#[test]
fn stages_that_just_fit_together_are_met() {
    let mut lines = companies(&["90", "10", "70", "20", "60", "30", "50", "40"]);
    for (position, line) in lines.iter_mut().enumerate() {
        line.issuer = IssuerId(position as u32 / 2);
    }
    let text = "[[caps]]\neach_percent = '25'\nreference = 'X'\n\
                [[caps]]\nper_security = true\neach_percent = '12.5'\nreference = 'X'";
    let found = weighed(&rule(text), &lines).unwrap();
    assert_eq!(percents(&lines, &found, 8), ["12.50000000"; 8]);
    assert_eq!(found.iter().map(|line| line.factor).max(), Some(Factor::ONE));
    // One company fewer, and there is no room.
    let six = weighed(&rule(text), &lines[..6]).unwrap_err();
    assert!(matches!(six, WeightingError::NoRoom { count: 3, .. }), "{six:?}");
}

/// Three companies at 40% together and fifteen others at 4% each are just the whole.
#[test]
fn a_group_and_others_that_just_fit_are_met() {
    let others: Vec<String> = (1..=15).map(|number| format!("{}", 10 + number)).collect();
    let millions: Vec<&str> =
        ["900", "700", "500"].into_iter().chain(others.iter().map(String::as_str)).collect();
    let lines = companies(&millions);
    let text =
        "[[caps]]\nlargest = 3\ntogether_percent = '40'\nothers_percent = '4'\nreference = 'X'";
    let found = weighed(&rule(text), &lines).unwrap();
    let percents = percents(&lines, &found, 6);
    assert_eq!(percents[..3], ["17.142857", "13.333333", "9.523809"]);
    assert_eq!(percents[3..], ["4.000000"; 15]);
    assert_eq!(found.iter().map(|line| line.factor).max(), Some(Factor::ONE));
    let too_few = weighed(&rule(text), &lines[..17]).unwrap_err();
    assert!(matches!(too_few, WeightingError::NoRoom { .. }), "{too_few:?}");
}

/// Ten at 10%: nobody is spared, though the smallest is worth a millionth of the largest.
#[test]
fn equal_weights_by_a_cap_are_found_at_any_sizes() {
    let lines = companies(&["1000000", "100000", "70000", "5000", "900", "80", "7", "6", "2", "1"]);
    let found = weighed(&rule("[[caps]]\neach_percent = '10'\nreference = 'X'"), &lines).unwrap();
    assert_eq!(percents(&lines, &found, 4), ["10.0000"; 10]);
    assert_eq!(found[9].factor, Factor::ONE);
    assert_eq!(found[0].factor.to_string(), "0.000001");
}

/// A factor below its last decimal would take the company out of the index, so the cap cannot hold.
#[test]
fn a_cap_that_no_factor_can_reach_is_refused() {
    let lines = [line(1, "90000000", "9000000"), line(2, "0.001", "0.1")];
    let error =
        weighed(&rule("[[caps]]\neach_percent = '50'\nreference = 'X'"), &lines).unwrap_err();
    assert!(matches!(error, WeightingError::NoRoom { count: 2, .. }), "{error:?}");
}

/// A thousand lines at a tenth of a percent.
#[test]
fn many_lines_that_just_fit_are_met() {
    let sizes: Vec<String> = (0..1_000).map(|number| format!("{}", 1_000 + number * 7)).collect();
    let lines = companies(&sizes.iter().map(String::as_str).collect::<Vec<_>>());
    let found = weighed(&rule("[[caps]]\neach_percent = '0.1'\nreference = 'X'"), &lines).unwrap();
    assert!(percents(&lines, &found, 8).iter().all(|percent| percent == "0.10000000"));
}

/// The check between reviews (CAP54 4.8): a company above 24%, or those above 4.8% above 48% together.
#[test]
fn a_check_fires_only_when_a_limit_is_broken() {
    let text = "months = [3, 6, 9, 12]\nday = { sessions_before_end = 1 }\n\
                priced_sessions_before = 2\nif_company_above_percent = '24'\n\
                above_percent = '4.8'\nif_together_percent = '48'\nsource = 'CAP54 4.8'";
    let check: Rebalancing = toml::from_str(text).unwrap();
    let asked = |values: &[i128]| {
        let lines: Vec<(IssuerId, Money)> = (1..)
            .map(IssuerId)
            .zip(values.iter().map(|value| Money::from_femtos(*value)))
            .collect();
        exceeds_limits(&check, &lines).unwrap()
    };
    let small = [4_i128; 13];
    assert!(!asked(&[&[24, 24][..], &small].concat()), "24 and 48 are not above");
    assert!(asked(&[&[25, 23][..], &small].concat()));
    assert!(asked(&[&[23, 23, 6][..], &[4; 12]].concat()));
}
