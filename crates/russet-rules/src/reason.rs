//! Decisions as people would say them.

use jiff::civil::Date;
use russet_market::{Currency, Money, Price};

use crate::decision::{Decision, Verdict};
use crate::membership::Standing;
use crate::methodology::Methodology;
use crate::placement::{Cut, Place, Ranking};

/// Writes rule, reference and reason of a company that was ranked and placed.
pub(crate) fn explain_place(
    decision: &mut Decision,
    family: &Methodology,
    ranking: &Ranking,
    place: Place,
    standing: Option<Standing>,
) {
    let rank = decision.rank.unwrap_or(0);
    let ranks = rank_words(decision, ranking.cumulative.len() as u64, family.currency);
    let crossed = standing.and_then(|standing| crossed_cut(ranking, place, standing));
    // A company that moves is told of the cut it crossed, and of a band that kept it from going on.
    let told: Vec<usize> = crossed.into_iter().chain(place.kept_by).collect();
    let told = if told.is_empty() {
        nearest_cut(ranking, rank, place).into_iter().collect()
    } else {
        told
    };
    let by_band = crossed.is_none() && place.kept_by.is_some();
    decision.rule = if by_band { "band" } else { "rank" }.to_owned();
    decision.reference = told.first().map_or_else(
        || family.ranking.reference.clone(),
        |position| family.breaks[*position].reference.clone(),
    );
    let cuts = told.iter().map(|position| {
        let kept = place.kept_by == Some(*position);
        cut_sentence(&ranking.cuts[*position], decision, kept, family.currency)
    });
    let sentences: Vec<String> =
        std::iter::once(ranks).chain(cuts).chain([standing_words(decision)]).collect();
    decision.reason = sentences.join(" ");
}

/// How large its company is, and how many are larger.
pub(crate) fn rank_words(decision: &Decision, count: u64, currency: Currency) -> String {
    format!(
        "Total capitalisation of {} ranks {} of {} companies.",
        decision.company_market_cap.map_or_else(String::new, |cap| money(cap, currency)),
        thousands(u64::from(decision.rank.unwrap_or(0))),
        thousands(count),
    )
}

/// The cut that a company crossed first on its way from where it stood.
fn crossed_cut(ranking: &Ranking, place: Place, standing: Standing) -> Option<usize> {
    let mut crossed = (0..ranking.cuts.len())
        .filter(|cut| standing.side_of(*cut).is_some_and(|above| above != (place.zone <= *cut)));
    match place.zone < standing.first {
        true => crossed.next_back(),
        false => crossed.next(),
    }
}

/// The nearest of the cuts that bound a company's zone.
fn nearest_cut(ranking: &Ranking, rank: u32, place: Place) -> Option<usize> {
    let distance = |cut: &Cut| (i64::from(cut.rank) - i64::from(rank)).unsigned_abs();
    let bounds = place.zone.saturating_sub(1)..ranking.cuts.len().min(place.zone + 1);
    bounds.min_by_key(|position| distance(&ranking.cuts[*position]))
}

fn cut_sentence(cut: &Cut, decision: &Decision, kept: bool, currency: Currency) -> String {
    let Some(breakpoint) = cut.breakpoint else {
        return format!("Fewer than {} companies rank.", thousands(u64::from(cut.rank)));
    };
    let side = if decision.rank.is_some_and(|rank| rank <= cut.rank) { "above" } else { "below" };
    let rank = thousands(u64::from(cut.rank));
    let at = format!("the cut at {rank} ({})", money(breakpoint, currency));
    let percent = decision.cumulative_percent.unwrap_or(0.0);
    match cut.band {
        Some((from, to)) if kept => format!(
            "That is {side} {at}, but its cumulative share of {percent:.2}% lies inside the band of \
             {from:.2}% to {to:.2}%, so it keeps its side."
        ),
        Some((from, to)) if !decision.indexes_before.is_empty() => format!(
            "That is {side} {at}; its cumulative share is {percent:.2}%, the band around the cut \
             {from:.2}% to {to:.2}%."
        ),
        _ => format!("That is {side} {at}."),
    }
}

/// What changes for a member, or what a newcomer enters.
pub(crate) fn standing_words(decision: &Decision) -> String {
    let previous: Vec<&str> = decision.indexes_before.split_whitespace().collect();
    let now: Vec<&str> = decision.indexes_after.split_whitespace().collect();
    let list = |ids: Vec<&str>| ids.join(", ");
    let entered: Vec<&str> = now.iter().filter(|id| !previous.contains(id)).copied().collect();
    let left: Vec<&str> = previous.iter().filter(|id| !now.contains(id)).copied().collect();
    match (decision.verdict, entered.is_empty(), left.is_empty()) {
        (Verdict::Member, true, true) => format!("Stays in {}.", list(now)),
        (Verdict::Member, false, true) => format!("Enters {}.", list(entered)),
        (Verdict::Member, true, false) => format!("Leaves {}; stays in {}.", list(left), list(now)),
        (Verdict::Member, false, false) => {
            format!("Moves from {} to {}.", list(left), list(entered))
        }
        (_, _, false) => format!("Leaves {}.", list(left)),
        (_, _, true) => "Enters no index.".to_owned(),
    }
}

/// `$4.63bn`, `$152.3m`, `$130,000`; `EUR 4.63bn`.
pub(crate) fn money(amount: Money, currency: Currency) -> String {
    let (sign, value) = (sign(currency), amount.to_f64());
    match value {
        value if value >= 1e12 => format!("{sign}{:.3}tn", value / 1e12),
        value if value >= 1e9 => format!("{sign}{:.3}bn", value / 1e9),
        value if value >= 1e6 => format!("{sign}{:.1}m", value / 1e6),
        value => format!("{sign}{}", thousands(value.round() as u64)),
    }
}

/// `$4.63`, `JPY 1204`.
pub(crate) fn price_words(price: Price, currency: Currency) -> String {
    format!("{}{price}", sign(currency))
}

/// What stands before an amount.
pub(crate) fn sign(currency: Currency) -> String {
    if currency == Currency::USD { "$".to_owned() } else { format!("{currency} ") }
}

/// `1,204`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `30 April 2024`.
pub(crate) fn date_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A country with its article where English wants one.
pub(crate) fn country_words(country: &str) -> String {
    match country {
        "United Kingdom"
        | "Netherlands"
        | "Cayman Islands"
        | "Marshall Islands"
        | "Bahamas"
        | "Philippines"
        | "British Virgin Islands"
        | "Isle of Man" => format!("the {country}"),
        _ => country.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(money("4634200000".parse().unwrap(), Currency::USD), "$4.634bn");
        assert_eq!(money("130000".parse().unwrap(), Currency::USD), "$130,000");
        assert_eq!(money("130000".parse().unwrap(), Currency::EUR), "EUR 130,000");
        assert_eq!(date_words(jiff::civil::date(2024, 4, 30)), "30 April 2024");
    }
}
