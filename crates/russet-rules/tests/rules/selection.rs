//! Who is chosen where ranks are not cut, worked out by hand.

use super::support::{
    ALL, COMMITTEE, EVERY_KIND, RANK_DAY, Share, family, list, market, of, placed, refusal, review,
    review_of,
};
use jiff::civil::date;
use proptest::prelude::*;
use russet_market::{
    FundLine, IssuerId, Market, MarketView, SecurityId, SecurityKind, ShareBasis, Shares,
};
use russet_rules::methodology::{ListingCycle, Methodology};
use russet_rules::new_listings::{BreakpointAdjustment, ListingWindow};
use russet_rules::reconstitution::members_of;
use russet_rules::selection::InterimRules;
use russet_rules::{Members, Research, SizeMembership, Verdict, add_new_listings};

/// Between two sizes, and common.
const SIZED: &str = "order = [\"kind\", \"company_cap\"]\n[eligibility.company_cap]\n\
    minimum = [{ from = \"1978-01-01\", value = \"20000000\", source = \"X\" }]\n\
    maximum = [{ from = \"1978-01-01\", value = \"3000000000\", source = \"X\" }]\nreference = \"size\"\n\
    [eligibility.kind]\naccepted = [\"common\"]\nreference = \"kind\"";

#[test]
fn the_largest_by_capitalization_with_reasons() {
    let market = market(&[60, 50, 40, 30, 20].map(Share::worth));
    let rule = "[selection]\nmethod = \"largest\"\ncount = 3\nentry_rank = 1\nretention_rank = 4\n\
                reference = \"the selection\"";
    let family = family(rule, EVERY_KIND);
    let outcome = review(&market, &family, &[3, 4]);
    assert_eq!(placed(&outcome), [0, 1, 3]);
    let reasons: Vec<String> = (0..5).map(|line| of(&outcome, line).reason(&family)).collect();
    let told = |line: u32| {
        let decision = of(&outcome, line);
        (decision.verdict, decision.rule.as_str(), reasons[line as usize].as_str())
    };
    assert_eq!(
        told(0),
        (
            Verdict::Member,
            "rank",
            "Total capitalization of $60.0m ranks 1 of 5 companies. The 1 largest belong. Enters ALL."
        )
    );
    assert_eq!(told(1).1, "vacancy");
    assert_eq!((told(2).0, told(2).1), (Verdict::RankedOut, "rank"));
    assert!(
        told(3).2.contains("A member ranked to 4 keeps its place. Stays in ALL."),
        "{}",
        told(3).2
    );
    assert!(told(4).2.contains("All 3 places are taken. Leaves ALL."), "{}", told(4).2);
    let percent = of(&outcome, 0).cumulative_percent.unwrap();
    assert!((percent - 30.0).abs() < 1e-9, "{percent}");
}

/// Ranked third of two, a member stays at one review; at the next it must rank second.
#[test]
fn a_buffer_spares_a_member_once_where_the_rule_says_so() {
    let market = market(&[60, 50, 40].map(Share::worth));
    let rule = "[selection]\nmethod = \"largest\"\ncount = 2\nentry_rank = 1\nretention_rank = 3\n\
        reference = \"X\"\nretained_once = ";
    let again = |retained_once: bool| {
        let family = family(&format!("{rule}{retained_once}"), EVERY_KIND);
        let first = review(&market, &family, &[2]);
        assert_eq!(placed(&first), [0, 2]);
        let members = members_of(&first.placed, &Members::new());
        assert_eq!(
            members.values().map(|one| one.is_beyond_count).collect::<Vec<_>>(),
            [false, true]
        );
        placed(&review_of(&market, &family, &members))
    };
    assert_eq!(again(false), [0, 2]);
    assert_eq!(again(true), [0, 1]);
}

#[test]
fn all_who_pass_belong_and_a_line_without_a_count_is_not_lost() {
    let mut market = market(&[60, 50].map(Share::worth));
    market.shares.retain(|row| row.security_id != SecurityId(1));
    let family = family(ALL, EVERY_KIND);
    let outcome = review(&market, &family, &[]);
    assert_eq!(placed(&outcome), [0]);
    assert_eq!((of(&outcome, 0).rule.as_str(), of(&outcome, 0).verdict), ("all", Verdict::Member));
    let uncounted = of(&outcome, 1);
    assert_eq!((uncounted.rule.as_str(), uncounted.verdict), ("ranking", Verdict::Refused));
    let why = uncounted.reason(&family);
    assert!(why.contains("No share count is known"), "{why}");
    assert_eq!(uncounted.reference(&family), "the ranking");
}

/// A member of one index leaves it when the fund of a larger one holds it.
#[test]
fn a_member_that_another_index_has_leaves() {
    let mut market = market(&[60, 50, 40].map(Share::worth));
    let elsewhere = "order = [\"except_funds\"]\n[eligibility.except_funds]\nfunds = [\"LARGE\"]\n\
        minimum_securities = 1\nreference = \"X\"";
    let family = family(COMMITTEE, elsewhere);
    assert_eq!(placed(&review(&market, &family, &[0, 2])), [0, 2]);
    let taken = list(&["T0"], date(2024, 4, 29), RANK_DAY);
    market.fund_lines =
        taken.into_iter().map(|line| FundLine { fund: "LARGE".to_owned(), ..line }).collect();
    let outcome = review(&market, &family, &[0, 2]);
    assert_eq!(placed(&outcome), [1, 2], "the largest candidate takes the place");
    assert_eq!(of(&outcome, 0).rule, "except_funds");
}

/// A member's warrants never enter with it, and a member whose only line is told wrongly stays.
#[test]
fn lines_of_members_that_are_no_shares_are_refused() {
    let mut lines = [60, 50, 40].map(Share::worth);
    lines[1].kind = SecurityKind::Warrant;
    lines[2].kind = SecurityKind::Fund;
    let mut market = market(&lines);
    market.securities[1].issuer_id = IssuerId(0);
    let kinds =
        "order = [\"kind\"]\n[eligibility.kind]\naccepted = [\"common\"]\nreference = \"X\"";
    let family = family(COMMITTEE, kinds);
    let outcome = review(&market, &family, &[0, 2]);
    let lines = |issuer: u32| {
        let company = outcome.placed.iter().find(|company| company.issuer.0 == issuer).unwrap();
        company.securities.clone()
    };
    assert_eq!(lines(0), [SecurityId(0)]);
    assert_eq!(lines(2), [SecurityId(2)]);
    assert_eq!(of(&outcome, 1).verdict, Verdict::Refused);
    assert!(of(&outcome, 2).reason(&family).contains("would fail 'kind'"));
}

fn newcomers(family: &Methodology, members: &[u32]) -> (Vec<u32>, Vec<(u32, Verdict)>) {
    let mut lines = [60, 50, 40, 30].map(Share::worth);
    lines[1].from = date(2024, 3, 18);
    lines[3].from = date(2024, 3, 18);
    let market = market(&lines);
    let view = MarketView::new(&market);
    let research = Research::new(&view, family).unwrap();
    let outcome = review(&market, family, &[]);
    let one = "1".parse().unwrap();
    let since = ListingWindow {
        listed_after: date(2024, 1, 31),
        ranking: &outcome.ranking,
        rolled: BreakpointAdjustment { then: one, now: one },
    };
    let cycle = ListingCycle { rank_day: date(2024, 4, 29), effective: RANK_DAY };
    let members =
        members.iter().map(|issuer| (IssuerId(*issuer), SizeMembership::in_segment(0))).collect();
    let (decisions, placed) = add_new_listings(family, &research, cycle, &members, since).unwrap();
    let placed = placed.iter().map(|company| company.issuer.0).collect();
    (placed, decisions.iter().map(|row| (row.security_id.0, row.verdict)).collect())
}

#[test]
fn new_listings_enter_as_the_selection_would_have_them() {
    let (placed, told) = newcomers(&family(ALL, EVERY_KIND), &[0]);
    assert_eq!(placed, [1, 2, 3], "the third company was eligible all along, and is no member");
    assert_eq!(told.len(), 3);
    let two = "[selection]\nmethod = \"largest\"\ncount = 2\nreference = \"X\"";
    let (placed, told) = newcomers(&family(two, EVERY_KIND), &[0, 2]);
    assert_eq!(placed, [1]);
    assert_eq!(told, [(1, Verdict::Member), (3, Verdict::RankedOut)]);
    let (placed, told) = newcomers(&family(COMMITTEE, EVERY_KIND), &[0]);
    assert!(placed.is_empty());
    assert_eq!(told, [(1, Verdict::Candidate), (3, Verdict::Candidate)]);
}

/// What happens between reviews is refused where it could not.
#[test]
fn rules_between_reviews_that_contradict_the_choice_are_refused() {
    let told = |selection: &str| refusal(&format!("[selection]\nreference = \"X\"\n{selection}"));
    let hundred = "method = \"largest\"\ncount = 100\n";
    let deletion = |beyond: u32, months: &str| {
        format!(
            "[[selection.interim_deletions]]\nbeyond = {beyond}\nmonths = {months}\nsource = \"X\"\n\
             rank = {{ end_of_month_before = 1 }}\n"
        )
    };
    let refused = told(&format!("method = \"all\"\n{}", deletion(125, "[3]")));
    assert!(
        refused.contains("selection.interim_deletions") && refused.contains("hint"),
        "{refused}"
    );
    assert!(told(&format!("{hundred}{}", deletion(99, "[3]"))).contains("at least `count`"));
    assert!(told(&format!("{hundred}{}", deletion(125, "[13]"))).contains("months"));
    let replaced = "[[selection.replacement]]\nranked = \"now\"\nsource = \"X\"\n";
    assert!(told(&format!("method = \"all\"\n{replaced}")).contains("how many belong"));
    let span = format!("{replaced}from = \"2024-01-02\"\nuntil = \"2024-01-01\"\n");
    assert!(told(&format!("{hundred}{span}")).contains("is before"));
    let fast =
        "[[selection.fast_entries]]\nafter_sessions = 0\nas_large_as_member = 40\nsource = \"X\"\n";
    assert!(told(&format!("{hundred}{fast}")).contains("count from 1"));
}

/// What a line of a random market is like: the company it belongs to, its close, its volume, and its count
/// with the basis of it.
type Drawn = (u32, u8, u8, Option<(bool, u8)>);

/// Lines of few companies, some with several classes, some without a count, some that no screen lets in.
fn drawn(lines: &[Drawn]) -> Market {
    let shares = lines.iter().enumerate().map(|(number, (_, close, volume, _))| Share {
        close: Box::leak(u32::from(*close).to_string().into_boxed_str()),
        volume: u64::from(*volume),
        kind: if number % 7 == 3 { SecurityKind::Warrant } else { SecurityKind::Common },
        ..Share::default()
    });
    let mut market = market(&shares.collect::<Vec<_>>());
    market.shares.retain(|count| lines[count.security_id.0 as usize].3.is_some());
    for count in &mut market.shares {
        if let Some((of_company, millions)) = lines[count.security_id.0 as usize].3 {
            count.shares_outstanding = Shares::whole(u64::from(millions) * 1_000_000).unwrap();
            count.basis = if of_company { ShareBasis::Company } else { ShareBasis::Class };
        }
    }
    for (version, (company, ..)) in market.securities.iter_mut().zip(lines) {
        version.issuer_id = IssuerId(*company);
    }
    market.canonical();
    market
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Those who take the places of leavers, looked for from the largest down, are the first of all who are
    /// ranked.
    #[test]
    fn leavers_are_replaced_by_the_first_in_rank(
        lines in prop::collection::vec(
            (0_u32..6, 1_u8..60, 1_u8..9, prop::option::of((prop::bool::weighted(0.2), 1_u8..20))),
            1..16,
        ),
        places in 1_usize..4,
        belongs in prop::collection::vec(prop::bool::weighted(0.3), 6),
    ) {
        let market = drawn(&lines);
        let selection = "[selection]\nmethod = \"largest\"\ncount = 99\nreference = \"X\"\n\
             [[selection.replacement]]\nranked = \"now\"\nsource = \"X\"";
        let family = family(selection, SIZED);
        let members: Members = (0_u32..6).zip(&belongs).filter(|(_, belongs)| **belongs)
            .map(|(issuer, _)| (IssuerId(issuer), SizeMembership::in_segment(0))).collect();
        let view = MarketView::new(&market);
        let research = Research::new(&view, &family).unwrap();
        let rules = InterimRules { family: &family, research: &research, members: &members };
        let rule = family.selection.as_ref().unwrap().replacement_on(RANK_DAY).unwrap();
        let (_, found) =
            rules.replacements(rule, RANK_DAY, places, [].iter(), &|_| true).unwrap();
        let found: Vec<IssuerId> = found.into_iter().map(|company| company.issuer).collect();

        let ranked = review_of(&market, &family, &members).decisions;
        let mut ranked: Vec<(u32, IssuerId)> =
            ranked.iter().filter_map(|row| Some((row.rank?, row.issuer_id))).collect();
        ranked.sort_unstable();
        ranked.dedup();
        let others = ranked.into_iter().map(|(_, issuer)| issuer);
        let others = others.filter(|issuer| !members.contains_key(issuer));
        prop_assert_eq!(found, others.take(places).collect::<Vec<_>>());
    }
}
