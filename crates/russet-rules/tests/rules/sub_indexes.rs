//! What an index takes from its parent, against the plainest way to say it; and what is recorded of that.

use jiff::civil::date;
use proptest::prelude::*;
use russet_market::{IssuerId, Mic, Money, SecurityId, SecurityKind, SecurityVersion, Ticker};
use russet_rules::Verdict;
use russet_rules::methodology::IndexRule;
use russet_rules::selection::{
    ParentSecurity, choose_by_rank, choose_from_parent, sub_index_decisions,
};

const DAY: jiff::civil::Date = date(2024, 6, 21);
const SECTORS: [Option<&str>; 3] = [Some("Energy"), Some("Health"), None];

fn rule(takes: &str) -> IndexRule {
    let text = format!(
        "id = 'PART'\nname = 'Part'\nparent = 'ALL'\n{takes}\nbase_date = '2000-01-03'\n\
         base_value = '1000'\nreference = 'why'"
    );
    toml::from_str(&text).unwrap()
}

/// A security: its company, its sector, its value, and whether the parent and the index hold it.
type Drawn = (u32, usize, u32, bool, bool);

fn version(number: u32, (company, sector, ..): Drawn) -> SecurityVersion {
    SecurityVersion {
        security_id: SecurityId(number),
        issuer_id: IssuerId(company),
        ticker: Ticker::new(&format!("T{number}")).unwrap(),
        name: format!("Company {company}"),
        mic: Mic::Xnas,
        kind: SecurityKind::Common,
        share_class: None,
        country: None,
        sector: SECTORS[sector].map(str::to_owned),
        industry: None,
        ipo_year: None,
        first_session: date(2000, 1, 3),
        last_session: DAY,
        known_at: date(2000, 1, 3),
    }
}

fn dollars(amount: u32) -> Money {
    amount.to_string().parse().unwrap()
}

fn securities<'a>(versions: &'a [SecurityVersion], drawn: &[Drawn]) -> Vec<ParentSecurity<'a>> {
    let all = versions.iter().zip(drawn);
    all.map(|(version, (company, _, value, is_in_parent, is_held))| ParentSecurity {
        version,
        close: Some(("10".parse().unwrap(), DAY)),
        shares: None,
        value: Some(dollars(*value)).filter(|_| *value > 0),
        is_in_parent: *is_in_parent,
        is_held: *is_held,
        is_member: drawn.iter().any(|other| other.0 == *company && other.4),
        excluded_by: None,
    })
    .collect()
}

/// The companies of a sector that belong, ranked by hand.
fn by_hand(drawn: &[Drawn], sector: usize) -> Vec<u32> {
    let fits = |one: &&Drawn| one.3 && one.1 == sector;
    let value = |company: u32| -> u32 {
        drawn.iter().filter(fits).filter(|one| one.0 == company).map(|one| one.2).sum()
    };
    let mut companies: Vec<u32> =
        drawn.iter().filter(fits).filter(|one| one.2 > 0).map(|one| one.0).collect();
    companies.sort_by_key(|company| (u32::MAX - value(*company), *company));
    companies.dedup();
    let members: Vec<bool> = companies
        .iter()
        .map(|company| drawn.iter().any(|other| other.0 == *company && other.4))
        .collect();
    let buffer = rule("largest = { count = 3, retention_rank = 5 }").largest.unwrap().buffer();
    let chosen = choose_by_rank(buffer, &members);
    let chosen = companies.into_iter().zip(chosen);
    use russet_rules::selection::RankOutcome::{ByRank, FillsVacancy, Retained};
    chosen
        .filter(|(_, one)| [ByRank, FillsVacancy, Retained].contains(one))
        .map(|(one, _)| one)
        .collect()
}

proptest! {
    /// The largest of one sector are those that a ranking by hand finds; what is recorded is what changes, and what
    /// the buffer decides; and each decision says what was held before and what belongs now.
    #[test]
    fn the_largest_of_a_sector(
        drawn in prop::collection::vec((0_u32..12, 0..3_usize, 0_u32..6, any::<bool>(), any::<bool>()), 0..40),
    ) {
        // A company has one sector.
        let drawn: Vec<Drawn> = drawn
            .into_iter()
            .map(|(company, _, value, in_parent, held)| (company, company as usize % 3, value, in_parent, held))
            .collect();
        let versions: Vec<_> = (0..).zip(&drawn).map(|(number, one)| version(number, *one)).collect();
        let securities = securities(&versions, &drawn);
        let rule = rule("only = { sectors = ['Energy'] }\nlargest = { count = 3, retention_rank = 5 }");
        let choices = choose_from_parent(&rule, &securities).unwrap();
        let expected = by_hand(&drawn, 0);
        for (one, choice) in drawn.iter().zip(&choices) {
            let belongs = one.3 && one.1 == 0 && expected.contains(&one.0);
            prop_assert_eq!(choice.belongs, belongs, "{:?}", one);
        }
        let decisions = sub_index_decisions(&rule, DAY, &securities, &choices);
        for (number, (one, choice)) in (0..).zip(drawn.iter().zip(&choices)) {
            let decision = decisions.iter().find(|row| row.security_id == SecurityId(number));
            let beyond = |rank: u32| choice.belongs != (rank <= 3);
            match decision {
                None => prop_assert_eq!(one.4, choice.belongs, "{:?} is not recorded", one),
                Some(row) => {
                    prop_assert_eq!(&*row.indexes_before == "PART", one.4);
                    prop_assert_eq!(&*row.indexes_after == "PART", choice.belongs);
                    prop_assert_eq!(row.verdict == Verdict::Member, choice.belongs);
                    prop_assert!(one.4 != choice.belongs || row.rank.is_some_and(beyond));
                }
            }
        }
    }
}

/// Without ranks all that fit belong, and what is not known does not fit.
#[test]
fn one_sector() {
    let drawn = [
        (1, 0, 1, true, false),
        (2, 1, 1, true, true),
        (3, 2, 1, true, false),
        (4, 0, 1, false, true),
    ];
    let versions: Vec<_> = (0..).zip(drawn).map(|(number, one)| version(number, one)).collect();
    let securities = securities(&versions, &drawn);
    let rule = rule("only = { sectors = ['Energy'] }");
    let choices = choose_from_parent(&rule, &securities).unwrap();
    assert_eq!(
        choices.iter().map(|one| one.belongs).collect::<Vec<_>>(),
        [true, false, false, false]
    );
    let decisions = sub_index_decisions(&rule, DAY, &securities, &choices);
    let rules: Vec<_> =
        decisions.iter().map(|row| (row.security_id.0, row.rule.as_str())).collect();
    assert_eq!(rules, [(0, "only"), (1, "only"), (3, "parent")], "the third neither came nor went");
}
