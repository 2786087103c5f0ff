//! Invariants over generated indexes, and a slow, obvious second implementation of a single cap.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use russet_market::{Factor, IssuerId, Money, Shares};
use russet_rules::weighting::{Candidate, WeightedSecurity, WeightingError, weigh};

use super::support::{DAY, line, rule, values, weighed};

const STYLE: &str = "
[[caps]]
each_percent = '22.5'
reference = 'STYCAP'
[[caps]]
above_percent = '4.5'
together_percent = '45'
reference = 'STYCAP'
";

/// Lines of companies with one to three of them, from small to 5,000 times as heavy.
fn indexes(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
    let one = (1_u64..5_000, 1_u64..5_000, 10_i128.pow(15)..10_i128.pow(18), 0_u32..3);
    prop::collection::vec(one, 1..most).prop_map(|rows| {
        let mut company = 0;
        (1..)
            .zip(rows)
            .map(|(number, (size, again, unit, same))| {
                company = if same == 0 { company } else { number };
                Candidate {
                    issuer: IssuerId(company),
                    unit: Money::from_femtos(unit),
                    own: Shares::from_micros((size * again * 1_000_000_003) as i64).unwrap(),
                    ..line(number, "1", "1")
                }
            })
            .collect()
    })
}

fn company_values(lines: &[Candidate], found: &[WeightedSecurity]) -> Vec<i128> {
    let mut companies: BTreeMap<IssuerId, i128> = BTreeMap::new();
    for (line, value) in lines.iter().zip(values(lines, found)) {
        *companies.entry(line.issuer).or_default() += value.femtos();
    }
    companies.into_values().collect()
}

/// Factors of companies under one cap by exact fractions: whoever is over it joins the capped, until
/// nobody else is; none when that leaves no room.
fn obvious(companies: &[i128], most: &BigRational) -> Option<Vec<BigRational>> {
    let number = |value: i128| BigRational::from(BigInt::from(value));
    let one = number(1);
    let mut capped = vec![false; companies.len()];
    loop {
        let rest: i128 = companies.iter().zip(&capped).filter(|(_, c)| !**c).map(|(v, _)| *v).sum();
        let count = number(capped.iter().filter(|c| **c).count() as i128);
        let room = &one - count * most;
        if rest == 0 || room <= number(0) {
            return None;
        }
        let whole = number(rest) / room;
        let level = &whole * most;
        let over = |position: usize| !capped[position] && number(companies[position]) > level;
        let Some(next) = (0..companies.len()).find(|position| over(*position)) else {
            let factor = |(value, capped): (&i128, &bool)| match capped {
                true => &level / number(*value),
                false => one.clone(),
            };
            return Some(companies.iter().zip(&capped).map(factor).collect());
        };
        capped[next] = true;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(48) })]

    /// At the prices that make them, the caps hold for the rounded shares, exactly.
    #[test]
    fn caps_hold_on_the_pricing_day(lines in indexes(120)) {
        match weighed(&rule(STYLE), &lines) {
            Ok(found) => {
                let companies = company_values(&lines, &found);
                let whole: i128 = companies.iter().sum();
                prop_assert!(companies.iter().all(|value| value * 1_000 <= whole * 225));
                let large = companies.iter().filter(|value| **value * 1_000 > whole * 45);
                prop_assert!(large.sum::<i128>() * 100 <= whole * 45);
            }
            Err(error) => prop_assert!(matches!(error, WeightingError::NoRoom { .. }), "{error}"),
        }
    }

    /// Thirteen of 4.5% take in 58.5%, and the large ones 45%: any index of so many has room.
    #[test]
    fn an_index_of_enough_companies_has_room(
        lines in indexes(120).prop_filter("companies", |lines| {
            lines.iter().map(|line| line.issuer).collect::<std::collections::BTreeSet<_>>().len() > 23
        })
    ) {
        prop_assert!(weighed(&rule(STYLE), &lines).is_ok());
    }

    /// Factors lie between nothing and one, the largest is one, and all lines of a company share theirs.
    #[test]
    fn factors_are_of_companies_and_the_largest_is_one(lines in indexes(120)) {
        let Ok(found) = weighed(&rule(STYLE), &lines) else { return Ok(()) };
        prop_assert_eq!(found.iter().map(|line| line.factor).max(), Some(Factor::ONE));
        let mut companies: BTreeMap<IssuerId, Factor> = BTreeMap::new();
        for (line, got) in lines.iter().zip(&found) {
            prop_assert_eq!(*companies.entry(line.issuer).or_insert(got.factor), got.factor);
            prop_assert_eq!(got.shares, line.own.scaled(got.factor));
            prop_assert_eq!(got.security, line.security);
        }
    }

    /// What a line gets does not depend on where it stands.
    #[test]
    fn the_order_of_lines_does_not_matter(
        (lines, shuffled) in indexes(80).prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))
    ) {
        let by_line = |found: Result<Vec<WeightedSecurity>, WeightingError>| {
            found.map(|mut found| {
                found.sort_by_key(|line| line.security);
                found
            })
        };
        for text in [STYLE, "scheme = 'equal'\ngroups = 'sector'"] {
            let value = "1000000".parse().unwrap();
            let (rule, here) = (rule(text), by_line(weigh(&rule(text), DAY, &lines, value)));
            prop_assert_eq!(here, by_line(weigh(&rule, DAY, &shuffled, value)));
        }
    }

    /// A cap agrees with exact fractions to the rounding of a factor, on whether there is room too.
    #[test]
    fn one_cap_agrees_with_exact_fractions(lines in indexes(40), percent in 4_i64..60) {
        let text = format!("[[caps]]\neach_percent = '{percent}'\nreference = 'X'");
        let uncapped = company_values(&lines, &weighed(&rule(""), &lines).unwrap());
        let most = BigRational::new(BigInt::from(percent), BigInt::from(100));
        let whole: i128 = uncapped.iter().sum();
        let holds = uncapped.iter().all(|value| value * 100 <= whole * i128::from(percent));
        match (weighed(&rule(&text), &lines), obvious(&uncapped, &most)) {
            (Ok(found), Some(factors)) => {
                let mut companies: BTreeMap<IssuerId, Factor> = BTreeMap::new();
                companies.extend(lines.iter().zip(&found).map(|(line, got)| (line.issuer, got.factor)));
                for (got, exact) in companies.values().zip(factors) {
                    let got = BigRational::new(
                        BigInt::from(got.picos()),
                        BigInt::from(Factor::ONE.picos()),
                    );
                    let distance = if got > exact { got - exact } else { exact - got };
                    // Where little is left uncapped, holding exactly costs some units of a factor.
                    prop_assert!(distance <= BigRational::new(1.into(), 100_000_000.into()));
                }
            }
            (Ok(_), None) => prop_assert!(holds),
            (Err(error), exact) => prop_assert!(exact.is_none(), "{error}"),
        }
    }

    /// A cap of exactly one over the number of companies gives all of them the same weight, as far as
    /// factors of twelve decimals go: each factor is the fraction of the smallest company, rounded down.
    #[test]
    fn a_cap_that_just_fits_makes_all_weights_equal(
        count in prop::sample::select(vec![1_usize, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50]),
        lines in indexes(120),
    ) {
        let mut companies: BTreeMap<IssuerId, Vec<Candidate>> = BTreeMap::new();
        lines.into_iter().for_each(|line| companies.entry(line.issuer).or_default().push(line));
        let lines: Vec<Candidate> = companies.into_values().take(count).flatten().collect();
        let uncapped = company_values(&lines, &weighed(&rule(""), &lines).unwrap());
        let percent = 1_000_000 / uncapped.len();
        prop_assume!(percent * uncapped.len() == 1_000_000);
        let cap = format!("[[caps]]\neach_percent = '{}'\nreference = 'X'", percent as f64 / 10_000.0);
        let found = weighed(&rule(&cap), &lines).unwrap();
        let smallest = BigRational::from(BigInt::from(*uncapped.iter().min().unwrap()));
        let mut factors: BTreeMap<IssuerId, Factor> = BTreeMap::new();
        factors.extend(lines.iter().zip(&found).map(|(line, got)| (line.issuer, got.factor)));
        for (got, value) in factors.values().zip(&uncapped) {
            let exact = &smallest / BigRational::from(BigInt::from(*value));
            let picos = (exact * BigRational::from(BigInt::from(Factor::ONE.picos()))).floor();
            prop_assert_eq!(BigInt::from(got.picos()), picos.to_integer());
        }
    }

    /// A cap a ten-thousandth of a percent above that holds exactly; one below it has no room.
    #[test]
    fn a_cap_that_all_but_fits_holds_exactly_and_one_below_is_refused(lines in indexes(60)) {
        let uncapped = company_values(&lines, &weighed(&rule(""), &lines).unwrap());
        let cap = |millionths: usize| {
            rule(&format!("[[caps]]\neach_percent = '{}'\nreference = 'X'", millionths as f64 / 10_000.0))
        };
        let above = 1_000_000 / uncapped.len() + 1;
        if above <= 1_000_000 {
            let companies = company_values(&lines, &weighed(&cap(above), &lines).unwrap());
            let whole: i128 = companies.iter().sum();
            prop_assert!(companies.iter().all(|value| value * 1_000_000 <= whole * above as i128));
        }
        let below = (1_000_000 - 1) / uncapped.len();
        let error = weighed(&cap(below), &lines).unwrap_err();
        prop_assert!(matches!(error, WeightingError::NoRoom { .. }), "{error}");
    }

    /// Companies capped first and their lines after that: both caps hold, wherever there is room for both,
    /// and only what is at one of them is brought down.
    #[test]
    fn nested_caps_hold_where_there_is_room_for_both(
        lines in indexes(60), company in 20_000_i128..400_000, part in 30_i128..100
    ) {
        let line = company * part / 100;
        let decimal = |millionths: i128| format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
        let text = format!(
            "[[caps]]\neach_percent = '{}'\nreference = 'X'\n\
             [[caps]]\nper_security = true\neach_percent = '{}'\nreference = 'X'",
            decimal(company), decimal(line)
        );
        let mut counts: BTreeMap<IssuerId, i128> = BTreeMap::new();
        lines.iter().for_each(|line| *counts.entry(line.issuer).or_default() += 1);
        let room: i128 = counts.values().map(|count| company.min(count * line)).sum();
        let found = match weighed(&rule(&text), &lines) {
            Ok(found) => found,
            Err(error) => {
                prop_assert!(matches!(error, WeightingError::NoRoom { .. }), "{error}");
                prop_assert!(room < 1_000_000, "{room}: {error}");
                return Ok(());
            }
        };
        prop_assert!(room >= 1_000_000, "{room}");
        let (of_companies, of_lines) = (company_values(&lines, &found), values(&lines, &found));
        let whole: i128 = of_companies.iter().sum();
        let at = |value: i128, limit: i128| value * 1_000_000 - whole * limit;
        prop_assert!(of_companies.iter().all(|value| at(*value, company) <= 0));
        prop_assert!(of_lines.iter().all(|value| at(value.femtos(), line) <= 0));
        for (one, got) in lines.iter().zip(&found).filter(|(_, got)| got.factor < Factor::ONE) {
            let own = (0..lines.len()).filter(|other| lines[*other].issuer == one.issuer);
            let of_own: Vec<i128> = own.map(|other| of_lines[other].femtos()).collect();
            let near = |value: i128, limit: i128| at(value, limit) >= -whole * limit / 1_000;
            let is_bound = near(of_own.iter().sum(), company) || of_own.iter().any(|own| near(*own, line));
            prop_assert!(is_bound, "{:?} at {}", got.security, got.factor);
        }
    }

    /// The largest together, and any other: both limits hold, and others are no heavier than the smallest of
    /// the largest.
    #[test]
    fn group_caps_hold(
        lines in indexes(60), count in 1_usize..6, together in 100_000_i128..800_000, others in 20_000_i128..200_000
    ) {
        let decimal = |millionths: i128| format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
        let text = format!(
            "[[caps]]\nlargest = {count}\ntogether_percent = '{}'\nothers_percent = '{}'\nreference = 'X'",
            decimal(together), decimal(others)
        );
        let uncapped = company_values(&lines, &weighed(&rule(""), &lines).unwrap());
        let found = match weighed(&rule(&text), &lines) {
            Ok(found) => company_values(&lines, &found),
            Err(error) => {
                prop_assert!(matches!(error, WeightingError::NoRoom { .. }), "{error}");
                return Ok(());
            }
        };
        let whole: i128 = found.iter().sum();
        let mut largest: Vec<usize> = (0..uncapped.len()).collect();
        largest.sort_by_key(|company| std::cmp::Reverse(uncapped[*company]));
        let (largest, rest) = largest.split_at(count.min(largest.len()));
        let is_capped = found != uncapped;
        let sum: i128 = largest.iter().map(|company| found[*company]).sum();
        prop_assert!(sum * 1_000_000 <= whole * together);
        let smallest = largest.iter().map(|company| found[*company]).min().unwrap_or(whole);
        for company in rest.iter().filter(|_| is_capped) {
            prop_assert!(found[*company] * 1_000_000 <= whole * others && found[*company] <= smallest);
        }
    }

    /// Without caps, the index shares of a line are its own, and so is its value.
    #[test]
    fn without_caps_nothing_is_touched(lines in indexes(60)) {
        let found = weighed(&rule(""), &lines).unwrap();
        let own: Vec<Money> =
            lines.iter().map(|line| line.unit.times(line.own).unwrap()).collect();
        prop_assert_eq!(values(&lines, &found), own);
        prop_assert!(found.iter().all(|line| line.factor == Factor::ONE));
    }

    /// Equal weights are equal to the value of a millionth of a share, and share out all of the value.
    #[test]
    fn equal_weights_are_equal_and_share_out_all_of_the_value(
        units in prop::collection::vec(1_u64..1_000_000, 1..60), millions in 1_u64..1_000_000
    ) {
        let lines: Vec<Candidate> = (1..)
            .zip(&units)
            .map(|(number, cents)| line(number, &format!("{}.{:02}", cents / 100, cents % 100), "1"))
            .collect();
        let value: Money = format!("{millions}000000").parse().unwrap();
        let found = weigh(&rule("scheme = 'equal'"), DAY, &lines, value).unwrap();
        let mut tolerance = 0;
        for (line, worth) in lines.iter().zip(values(&lines, &found)) {
            let step = line.unit.femtos() / 1_000_000;
            let part = value.femtos() / lines.len() as i128;
            prop_assert!((worth.femtos() - part).abs() <= step / 2 + 1);
            tolerance += step / 2 + 1;
        }
        let sum = Money::sum(values(&lines, &found)).unwrap();
        prop_assert!((sum.femtos() - value.femtos()).abs() <= tolerance);
    }
}
