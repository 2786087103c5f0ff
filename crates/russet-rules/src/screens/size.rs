//! Screens of how large a line or its company is: price, capitalisation, float.

use russet_market::NumberError;

use super::Circumstances;
use crate::methodology::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
use crate::reason::{date_words, money, price_words, sign};
use crate::snapshot::{Line, Snapshot};

pub(super) fn price(
    rule: &PriceRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    if line.close >= minimum {
        return None;
    }
    let currency = line.version.mic.currency();
    let closed = || {
        let (close, day) = (price_words(line.close, currency), date_words(line.close_date));
        format!("Closed at {close} on {day}")
    };
    let least = || price_words(minimum, currency);
    if !known.is_member {
        let words = || format!("{}, below the minimum of {} for a new member.", closed(), least());
        return Some(known.tell(words));
    }
    let (days, mean) = (rule.member_average_days, snapshot.mean_close(line));
    let words = || {
        format!(
            "{}, and its mean close of {}{mean:.4} over {days} days is below the minimum of {} \
             too.",
            closed(),
            sign(currency),
            least()
        )
    };
    (mean < minimum.to_f64()).then(|| known.tell(words))
}

pub(super) fn company_cap(rule: &CapRule, line: &Line<'_>, known: Circumstances) -> Option<String> {
    let minimum = rule.minimum.on(known.day)?.value;
    let Some(cap) = known.company_cap else {
        return Some(known.tell(|| line.uncounted_words(known.currency)));
    };
    let words = |compared, limit| {
        let (cap, limit) = (money(cap, known.currency), money(limit, known.currency));
        format!("Total capitalisation of {cap} is {compared} of {limit}.")
    };
    if cap < minimum {
        return Some(known.tell(|| words("below the minimum", minimum)));
    }
    let maximum = rule.maximum.as_ref()?.on(known.day)?.value;
    (cap > maximum).then(|| known.tell(|| words("above the most", maximum)))
}

pub(super) fn free_float<'market>(
    rule: &FreeFloatRule,
    snapshot: &Snapshot<'market>,
    line: &Line<'market>,
    known: Circumstances,
) -> Option<String> {
    let minimum = rule.minimum_percent.on(known.day)?.value;
    let with_count = line.class_shares.or(line.company_shares).and_then(|count| count.free_float());
    let float = snapshot.company(line).free_float().or(with_count)?;
    let words = || {
        format!(
            "Only {:.2}% of its shares are in free float, below the minimum of {}%.",
            float.to_f64() * 100.0,
            minimum.to_f64()
        )
    };
    (i128::from(float.picos()) < minimum.millionths() * 1_000_000).then(|| known.tell(words))
}

/// `Σ(votes a share × free shares) ÷ Σ(votes a share × shares)` over all classes, above a minimum
/// (R46 5.15).
pub(super) fn votes<'market>(
    rule: &VotesRule,
    snapshot: &Snapshot<'market>,
    line: &Line<'market>,
    known: Circumstances,
) -> Result<Option<String>, NumberError> {
    let spared = known.spares_votes || known.day < rule.members_from.0;
    let least = rule.above_percent.on(known.day).filter(|_| !(known.is_member && spared));
    let Some(least) = least.map(|least| least.value) else { return Ok(None) };
    let company = snapshot.company(line);
    if let Some((percent, found)) = company.corrected_votes() {
        let words = || {
            format!(
                "{}% of its votes are in public hands, says {} ({}), not more than {}%.",
                found.override_value,
                found.who,
                found.why,
                least.to_f64()
            )
        };
        return Ok((percent <= least).then(|| known.tell(words)));
    }
    let Some(votes) = company.votes()? else { return Ok(None) };
    let words = || {
        format!(
            "Only {:.3}% of its votes, over all classes, are in public hands, not more than {}%.",
            votes.percent(),
            least.to_f64()
        )
    };
    Ok((!votes.exceed(least)).then(|| known.tell(words)))
}

pub(super) fn secondary_class(
    rule: &SecondaryClassRule,
    snapshot: &Snapshot<'_>,
    line: &Line<'_>,
    known: Circumstances,
) -> Option<String> {
    if !known.is_secondary {
        return None;
    }
    let least_value = rule.minimum_daily_value.on(known.day)?.value;
    let Some(daily_value) = snapshot.mean_daily_value(line) else {
        return Some(known.tell(|| line.untraded_words(known.currency)));
    };
    if daily_value < least_value.to_f64() {
        let words = || {
            format!(
                "A further class of its company that trades {}{daily_value:.0} a session, below the \
                 minimum of {}.",
                sign(known.currency),
                money(least_value, known.currency)
            )
        };
        return Some(known.tell(words));
    }
    let least_cap = rule.minimum_cap.on(known.day)?.value;
    let class_cap = line.worth(line.class_shares?.shares).ok()??;
    let words = || {
        format!(
            "A further class of its company worth {}, below the minimum of {}.",
            money(class_cap, known.currency),
            money(least_cap, known.currency)
        )
    };
    (class_cap < least_cap).then(|| known.tell(words))
}
