//! The part of a company's votes that is in public hands.

use jiff::civil::date;
use proptest::prelude::*;
use russet_market::{ClassVotes, SecurityId};
use russet_rules::methodology::Percent;
use russet_rules::votes::{PublicVotes, public_votes};

/// Shares, votes a share, free float.
fn class((shares, votes, float): (&str, &str, &str)) -> ClassVotes {
    ClassVotes {
        security_id: SecurityId(0),
        effective_date: date(2024, 4, 30),
        known_at: date(2024, 4, 30),
        share_class: "A".to_owned(),
        shares_outstanding: shares.parse().unwrap(),
        votes_per_share: votes.parse().unwrap(),
        free_float: float.parse().unwrap(),
        source: "test".to_owned(),
    }
}

fn votes(classes: &[(&str, &str, &str)]) -> PublicVotes {
    let classes: Vec<ClassVotes> = classes.iter().copied().map(class).collect();
    public_votes(&classes.iter().collect::<Vec<_>>()).unwrap().unwrap()
}

fn five() -> Percent {
    "5".parse().unwrap()
}

/// 100 million listed shares of one vote, 65% free, against 300 million unlisted ones of ten votes:
/// 65 of 3,100 (R46 5.15.3).
#[test]
fn g2_votes() {
    let public = votes(&[("100000000", "1", "0.65"), ("300000000", "10", "0")]);
    assert_eq!(format!("{:.3}", public.percent()), "2.097");
    assert!(!public.exceed(five()));
}

#[test]
fn five_percent_exactly_is_not_more_than_five() {
    let at = |float: &str| votes(&[("100000000", "1", float), ("100000000", "9", "0")]);
    assert!(!at("0.5").exceed(five()));
    assert!(at("0.500000000001").exceed(five()));
    assert!(!at("0.499999999999").exceed(five()));
}

#[test]
fn shares_without_votes_count_for_nothing() {
    let public = votes(&[("900000000", "0", "1"), ("10000000", "1", "0.04")]);
    assert!((public.percent() - 4.0).abs() < 1e-12);
    let none = class(("1000", "0", "1"));
    assert_eq!(public_votes(&[&none]).unwrap(), None);
    assert_eq!(public_votes(&[]).unwrap(), None);
}

#[test]
fn votes_too_fine_and_large_are_an_error_and_no_guess() {
    let fine = [
        ("9200000000000.000001", "1", "0.123456789013"),
        ("9100000000000.000003", "999.999999", "1"),
    ];
    let fine = fine.map(class);
    assert!(public_votes(&fine.each_ref()).is_err());
}

proptest! {
    /// The same fraction by plain arithmetic on small numbers.
    #[test]
    fn the_fraction_is_exact(
        classes in prop::collection::vec((0_u64..1000, 0_u64..20, 0_u64..=100), 1..5),
        minimum in 0_u64..=100,
    ) {
        let rows: Vec<ClassVotes> = classes
            .iter()
            .map(|(shares, votes, float)| {
                let float = format!("{}.{:02}", float / 100, float % 100);
                class((&shares.to_string(), &votes.to_string(), &float))
            })
            .collect();
        let all: u64 = classes.iter().map(|(shares, votes, _)| shares * votes).sum();
        let public: u64 = classes.iter().map(|(shares, votes, float)| shares * votes * float).sum();
        let found = public_votes(&rows.iter().collect::<Vec<_>>()).unwrap();
        prop_assert_eq!(found.is_some(), all > 0);
        if let Some(found) = found {
            let minimum_percent = minimum.to_string().parse().unwrap();
            prop_assert_eq!(found.exceed(minimum_percent), public > all * minimum);
        }
    }
}
