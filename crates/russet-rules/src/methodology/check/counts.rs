//! The most that a count of years, days or sessions may be.

use crate::methodology::{Methodology, RankRule};

/// The most sessions that are looked back or waited for.
pub(super) const MOST_SESSIONS: u32 = 10_000;

/// The counts of years, days and sessions, each with the most that makes sense: beyond it a date
/// would leave the calendar.
pub(super) fn counts(family: &Methodology) -> Vec<(&'static str, u32, u32)> {
    let (rules, sessions) = (&family.eligibility, MOST_SESSIONS);
    let (years, months, days) = (50, 600, 3_660);
    let actions = &family.actions;
    let mut counts = vec![
        ("ranking.volume_years", family.ranking.volume_years, years),
        ("maintenance.share_information_days", family.maintenance.share_information_days, days),
        ("maintenance.absent_sessions", family.maintenance.absent_sessions, sessions),
        ("actions.spin_off_hold_sessions", actions.spin_off_hold_sessions, sessions),
        ("actions.suspension_sessions", actions.suspension_sessions, sessions),
    ];
    let mut count = |key, count: Option<u32>, most| {
        counts.extend(count.map(|count| (key, count, most)));
    };
    let price = rules.price.as_ref();
    count(
        "eligibility.price.member_average_days",
        price.map(|rule| rule.member_average_days),
        days,
    );
    let exchange = rules.exchange.as_ref().map(|rule| rule.stale_after_sessions);
    count("eligibility.exchange.stale_after_sessions", exchange, sessions);
    let flat = rules.trust_price.as_ref().map(|rule| rule.sessions);
    count("eligibility.trust_price.sessions", flat, sessions);
    let quiet = rules.fund_like_volatility.as_ref().map(|rule| rule.sessions);
    count("eligibility.fund_like_volatility.sessions", quiet, sessions);
    let closely = rules.closely_held.as_ref().map(|rule| rule.sessions);
    count("eligibility.closely_held.sessions", closely, sessions);
    let register = rules.nationality.as_ref().map(|rule| rule.register_outweighs_within_days);
    count("eligibility.nationality.register_outweighs_within_days", register, days);
    let liquidity = rules.liquidity.as_ref().map(|rule| rule.sessions);
    count("eligibility.liquidity.sessions", liquidity, sessions);
    let volume = rules.monthly_volume.as_ref().map(|rule| rule.months);
    count(
        "eligibility.monthly_volume.months",
        volume,
        family.ranking.volume_years.saturating_mul(12),
    );
    let earnings = rules.earnings.as_ref();
    count("eligibility.earnings.quarters", earnings.map(|rule| rule.quarters), 40);
    count(
        "eligibility.earnings.stale_after_days",
        earnings.map(|rule| rule.stale_after_days),
        days,
    );
    count("eligibility.seasoning.months", rules.seasoning.as_ref().map(|rule| rule.months), months);
    let inference = family.inference.as_ref();
    count("inference.settle_sessions", inference.map(|rule| rule.settle_sessions), sessions);
    count("inference.seasoned_sessions", inference.map(|rule| rule.seasoned_sessions), sessions);
    let offering = family.offering.as_ref();
    count("offering.skip_sessions", offering.map(|rule| rule.skip_sessions), sessions);
    count("offering.median_sessions", offering.map(|rule| rule.median_sessions), sessions);
    let style = family.style.as_ref();
    let sales = style.map(|rule| rule.growth_value.sales_years);
    count("style.growth_value.sales_years", sales, 50);
    let stability = style.and_then(|rule| rule.stability.as_ref());
    count("style.stability.earnings_quarters", stability.map(|rule| rule.earnings_quarters), 200);
    count("style.stability.weeks", stability.map(|rule| rule.weeks), 1_000);
    count("style.stability.months", stability.map(|rule| rule.months), 600);
    let committee = family.committee.as_ref().map(|rule| rule.settle_sessions);
    count("committee.settle_sessions", committee, sessions);
    let daily_value = rules.daily_value.as_ref().map(|rule| rule.months);
    count(
        "eligibility.daily_value.months",
        daily_value,
        family.ranking.volume_years.saturating_mul(12),
    );
    let fast = family.selection.iter().flat_map(|rule| &rule.fast_entries);
    for rule in fast {
        count("selection.fast_entries.after_sessions", Some(rule.after_sessions), sessions);
    }
    let windows = family.restatement.iter().filter_map(|rule| rule.window_sessions.as_ref());
    for window in windows.flat_map(|window| window.values()) {
        count("restatement.window_sessions", Some(window), sessions);
    }
    let interim_deletions = family.selection.iter().flat_map(|rule| &rule.interim_deletions);
    let interim_deletions =
        interim_deletions.map(|rule| ("selection.interim_deletions", rule.rank));
    let new_listings = family.new_listings.iter().map(|rule| ("new_listings", rule.rank));
    let reviews = family.reviews.iter().map(|rule| ("reviews", rule.rank));
    for (table, rank) in new_listings.chain(reviews).chain(interim_deletions) {
        let (key, of_rank, most) = match (table, rank) {
            ("reviews", RankRule::DaysBefore(count)) => ("reviews.rank.days_before", count, days),
            ("reviews", RankRule::EndOfMonthBefore(count)) => {
                ("reviews.rank.end_of_month_before", count, 12)
            }
            ("selection.interim_deletions", RankRule::DaysBefore(count)) => {
                ("selection.interim_deletions.rank.days_before", count, days)
            }
            ("selection.interim_deletions", RankRule::EndOfMonthBefore(count)) => {
                ("selection.interim_deletions.rank.end_of_month_before", count, 12)
            }
            (_, RankRule::DaysBefore(count)) => ("new_listings.rank.days_before", count, days),
            (_, RankRule::EndOfMonthBefore(count)) => {
                ("new_listings.rank.end_of_month_before", count, 12)
            }
        };
        count(key, Some(of_rank), most);
    }
    counts
}
