//! Screens of how large a line or its company is: price, capitalisation, float.

use jiff::civil::Date;

use super::Circumstances;
use crate::methodology::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
use crate::reason::{date_words, money, price_words, sign};
use crate::snapshot::Line;

pub(super) fn price(
    rule: &PriceRule,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(circumstances.day)?.value;
    if line.close >= minimum {
        return None;
    }
    let currency = line.version.mic.currency();
    let closed = format!(
        "Closed at {} on {}",
        price_words(line.close, currency),
        date_words(line.close_date)
    );
    let least = price_words(minimum, currency);
    if !circumstances.is_member {
        return Some(format!("{closed}, below the minimum of {least} for a new member."));
    }
    let days = rule.member_average_days;
    (line.mean_close < minimum.to_f64()).then(|| {
        format!(
            "{closed}, and its mean close of {}{:.4} over {days} days is below the minimum of \
             {least} too.",
            sign(currency),
            line.mean_close
        )
    })
}

pub(super) fn company_cap(
    rule: &CapRule,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(circumstances.day)?.value;
    let Some(cap) = circumstances.company_cap else {
        return Some(line.uncounted_words(circumstances.currency));
    };
    let words = |amount| money(amount, circumstances.currency);
    if cap < minimum {
        return Some(format!(
            "Total capitalisation of {} is below the minimum of {}.",
            words(cap),
            words(minimum)
        ));
    }
    let maximum = rule.maximum.as_ref()?.on(circumstances.day)?.value;
    (cap > maximum).then(|| {
        format!("Total capitalisation of {} is above the most of {}.", words(cap), words(maximum))
    })
}

pub(super) fn free_float(rule: &FreeFloatRule, line: &Line<'_>, day: Date) -> Option<String> {
    let minimum = rule.minimum_percent.on(day)?.value;
    let with_count = line.class_shares.or(line.company_shares).and_then(|count| count.free_float);
    let supplied = line.company.free_float.as_ref().map(|known| known.factor);
    let float = supplied.or(with_count)?;
    (i128::from(float.picos()) < minimum.millionths() * 1_000_000).then(|| {
        format!(
            "Only {:.2}% of its shares are in free float, below the minimum of {}%.",
            float.to_f64() * 100.0,
            minimum.to_f64()
        )
    })
}

/// `Σ(votes a share × free shares) ÷ Σ(votes a share × shares)` over all classes, above a minimum
/// (R46 5.15).
pub(super) fn votes(
    rule: &VotesRule,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    let spared = circumstances.spares_votes || circumstances.day < rule.members_from.0;
    if circumstances.is_member && spared {
        return None;
    }
    let least = rule.above_percent.on(circumstances.day)?.value;
    if let Some((percent, found)) = line.company.corrected_votes {
        return (percent <= least).then(|| {
            format!(
                "{}% of its votes are in public hands, says {} ({}), not more than {}%.",
                found.value,
                found.who,
                found.why,
                least.to_f64()
            )
        });
    }
    let votes = line.company.votes?;
    (!votes.exceed(least)).then(|| {
        format!(
            "Only {:.3}% of its votes, over all classes, are in public hands, not more than {}%.",
            votes.percent(),
            least.to_f64()
        )
    })
}

pub(super) fn secondary_class(
    rule: &SecondaryClassRule,
    line: &Line<'_>,
    circumstances: Circumstances,
) -> Option<String> {
    if !circumstances.is_secondary {
        return None;
    }
    let least_value = rule.minimum_daily_value.on(circumstances.day)?.value;
    if line.mean_daily_value < least_value.to_f64() {
        return Some(format!(
            "A further class of its company that trades {}{:.0} a session, below the minimum of {}.",
            sign(circumstances.currency),
            line.mean_daily_value,
            money(least_value, circumstances.currency)
        ));
    }
    let least_cap = rule.minimum_cap.on(circumstances.day)?.value;
    let class_cap = line.worth(line.class_shares?.shares).ok()??;
    (class_cap < least_cap).then(|| {
        format!(
            "A further class of its company worth {}, below the minimum of {}.",
            money(class_cap, circumstances.currency),
            money(least_cap, circumstances.currency)
        )
    })
}
