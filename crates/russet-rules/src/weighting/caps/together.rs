//! The most that the large ones may weigh together.
//!
//! Large ones are scaled in one proportion. What they lose lifts the weight of the others, and two rules
//! say how far:
//!
//! - The threshold rule ("those above 4.5% together at most 45%"): nothing between is lost or won by
//!   standing just below the threshold. As many of the heaviest stay large as can be scaled to the limit
//!   without falling below the threshold; every other is at most at the threshold, and there no longer
//!   counts as large. The public text gives no order of steps; this one takes the least away.
//! - The rule with a limit for others ("the large ones 40%, any other at most 4.5%, or what the smallest
//!   large one weighs"): those that were large when the stage fired all stay so.

use russet_market::{Money, NumberError};

use super::parts::Part;
use super::{Breach, Excess, ScreenAnswer};

/// Weights inside a stage, where percentages are not fine enough.
const WHOLE: i128 = 10_i128.pow(24);

/// The others of an index, besides its large ones.
struct Others {
    /// What the whole index is worth then.
    whole: Money,
    /// The most that one of them is worth.
    level: Money,
    /// How many are brought down to it.
    brought_down: usize,
}

/// Limits others (sorted from the largest) to `most` of the whole, besides large ones that are worth
/// `fixed` or weigh `taken` of the whole: `whole = (fixed + rest) ÷ (1 − taken − n × most)`. None where
/// no room is left.
fn limit_others(
    others: &[Money],
    fixed: Money,
    taken: i128,
    most: i128,
) -> Result<Option<Others>, NumberError> {
    let mut brought_down = 0;
    loop {
        let rest = Money::sum(others[brought_down..].iter().copied())?;
        let room = WHOLE - taken - brought_down as i128 * most;
        if room <= 0 || rest == Money::ZERO {
            return Ok(None);
        }
        let whole = rest.plus(fixed)?.part(WHOLE, room)?;
        let level = whole.part(most, WHOLE)?;
        match others.get(brought_down) {
            Some(next) if *next > level => brought_down += 1,
            _ => return Ok(Some(Others { whole, level, brought_down })),
        }
    }
}

/// The threshold rule: those above `above` may be `together` of the whole. Values come sorted from the
/// largest.
pub(super) fn threshold(
    values: &[Money],
    above: i128,
    together: i128,
) -> Result<ScreenAnswer, NumberError> {
    let (above, together) = (fine(above), fine(together));
    let whole = Money::sum(values.iter().copied())?;
    let limit = whole.part(above, WHOLE)?;
    let large = values.partition_point(|value| *value > limit);
    if Money::sum(values[..large].iter().copied())? <= whole.part(together, WHOLE)? {
        return Ok(ScreenAnswer::Holds);
    }
    for stay in (0..=large).rev() {
        let (heaviest, others) = values.split_at(stay);
        let sum = Money::sum(heaviest.iter().copied())?;
        if let Some(found) = limit_others(others, sum, 0, above)?
            && sum <= found.whole.part(together, WHOLE)?
        {
            return Ok(answer(heaviest.to_vec(), &found));
        }
        if let Some(found) = limit_others(others, Money::ZERO, together, above)? {
            let target = found.whole.part(together, WHOLE)?;
            let scaled = scaled(heaviest, sum, target)?;
            // Room that only heavier large ones could fill is none.
            if target < sum && scaled.last().is_some_and(|smallest| *smallest >= found.level) {
                return Ok(answer(scaled, &found));
            }
        }
    }
    Ok(ScreenAnswer::NoRoom)
}

/// The rule with a limit for others: the first `large` values may be `together` of the whole, and any
/// other value `others`, or as much as the smallest large one. Large ones come first, sorted from the
/// largest, then the others, sorted too.
pub(super) fn with_others(
    values: &[Money],
    large: usize,
    together: i128,
    others: i128,
) -> Result<ScreenAnswer, NumberError> {
    let (together, most) = (fine(together), fine(others));
    let (heaviest, others) = values.split_at(large.min(values.len()));
    let Some(smallest) = heaviest.last().copied() else { return Ok(ScreenAnswer::Holds) };
    let whole = Money::sum(values.iter().copied())?;
    let sum = Money::sum(heaviest.iter().copied())?;
    let limit = whole.part(most, WHOLE)?.min(smallest);
    if sum <= whole.part(together, WHOLE)? && others.iter().all(|value| *value <= limit) {
        return Ok(ScreenAnswer::Holds);
    }
    let below: Vec<Money> = others.iter().map(|value| smallest.min(*value)).collect();
    if let Some(found) = limit_others(&below, sum, 0, most)?
        && sum <= found.whole.part(together, WHOLE)?
    {
        let level = found.level.min(smallest);
        let brought_down = others.iter().filter(|value| **value > level).count();
        return Ok(answer(heaviest.to_vec(), &Others { level, brought_down, ..found }));
    }
    // In one proportion the smallest keeps its part of the large ones' weight.
    let smallest_weight = Money::from_femtos(together).part(smallest.femtos(), sum.femtos())?;
    let most = most.min(smallest_weight.femtos());
    if let Some(found) = limit_others(others, Money::ZERO, together, most)? {
        let target = found.whole.part(together, WHOLE)?;
        if target < sum {
            return Ok(answer(scaled(heaviest, sum, target)?, &found));
        }
    }
    Ok(ScreenAnswer::NoRoom)
}

/// What those that the threshold rule touches are to be worth, the heaviest first, where the whole is worth
/// so much.
pub(super) fn threshold_within(
    values: &[Money],
    whole: Money,
    above: i128,
    together: i128,
) -> Result<Vec<Money>, NumberError> {
    let limit = whole.part(fine(above), WHOLE)?;
    let most = whole.part(fine(together), WHOLE)?;
    let large = values.partition_point(|value| *value > limit);
    if Money::sum(values[..large].iter().copied())? <= most {
        return Ok(Vec::new());
    }
    for stay in (0..=large).rev() {
        let sum = Money::sum(values[..stay].iter().copied())?;
        let mut heaviest = values[..stay].to_vec();
        if sum > most {
            heaviest = scaled(&heaviest, sum, most)?;
        }
        if sum <= most || heaviest.last().is_some_and(|smallest| *smallest >= limit) {
            heaviest.extend(std::iter::repeat_n(limit, large - stay));
            return Ok(heaviest);
        }
    }
    Ok(Vec::new())
}

/// What those that the rule with a limit for others touches are to be worth, the `large` ones first, where
/// the whole is worth so much.
pub(super) fn with_others_within(
    values: &[Money],
    large: usize,
    whole: Money,
    together: i128,
    others: i128,
) -> Result<Vec<Money>, NumberError> {
    let (heaviest, rest) = values.split_at(large.min(values.len()));
    let most = whole.part(fine(together), WHOLE)?;
    let sum = Money::sum(heaviest.iter().copied())?;
    let mut heaviest = heaviest.to_vec();
    if sum > most {
        heaviest = scaled(&heaviest, sum, most)?;
    }
    let Some(smallest) = heaviest.last().copied() else { return Ok(Vec::new()) };
    let limit = whole.part(fine(others), WHOLE)?.min(smallest);
    heaviest.extend(rest.iter().map(|value| limit.min(*value)));
    Ok(heaviest)
}

/// Who breaks the threshold rule: those that were brought down to the threshold and are above it by no more
/// than rounding, or else all large ones.
pub(super) fn over_threshold(
    parts: &[Part],
    whole: Money,
    (above, together): (i128, i128),
    by: Excess,
) -> Result<Vec<Breach>, NumberError> {
    let threshold = whole.part(fine(above), WHOLE)?;
    let limit = threshold.plus(by.tolerated)?;
    let most = whole.part(fine(together), WHOLE)?;
    let large: Vec<&Part> = parts.iter().filter(|part| part.value > limit).collect();
    let sum = Money::sum(large.iter().map(|part| part.value))?;
    if sum <= most.plus(by.tolerated)? {
        return Ok(Vec::new());
    }
    let near = threshold.plus(by.rounding)?;
    let brought_down = large.iter().filter(|part| part.value <= near);
    let brought_down: Vec<Breach> = brought_down.map(|part| Breach::of(part, threshold)).collect();
    match brought_down.is_empty() {
        true => in_proportion(large.into_iter(), sum, most),
        false => Ok(brought_down),
    }
}

/// Who breaks the rule with a limit for others; the `large` ones come first.
pub(super) fn over_with_others(
    parts: &[Part],
    large: usize,
    whole: Money,
    (together, others): (i128, i128),
    by: Excess,
) -> Result<Vec<Breach>, NumberError> {
    let (heaviest, rest) = parts.split_at(large.min(parts.len()));
    let Some(smallest) = heaviest.iter().map(|part| part.value).min() else {
        return Ok(Vec::new());
    };
    let sum = Money::sum(heaviest.iter().map(|part| part.value))?;
    let most = whole.part(fine(together), WHOLE)?;
    let mut breaches = match sum > most.plus(by.tolerated)? {
        true => in_proportion(heaviest.iter(), sum, most)?,
        false => Vec::new(),
    };
    let limit = whole.part(fine(others), WHOLE)?.min(smallest);
    let tolerated = limit.plus(by.tolerated)?;
    let over = rest.iter().filter(|part| part.value > tolerated);
    breaches.extend(over.map(|part| Breach::of(part, limit)));
    Ok(breaches)
}

/// Parts that are worth too much together, each with its part of the most.
fn in_proportion<'parts>(
    parts: impl Iterator<Item = &'parts Part>,
    sum: Money,
    most: Money,
) -> Result<Vec<Breach>, NumberError> {
    let breach = |part: &Part| {
        let most = part.value.part(most.femtos(), sum.femtos())?;
        Ok(Breach::of(part, most))
    };
    parts.map(breach).collect()
}

fn fine(millionths: i128) -> i128 {
    millionths * (WHOLE / 1_000_000)
}

fn scaled(values: &[Money], from: Money, to: Money) -> Result<Vec<Money>, NumberError> {
    values.iter().map(|value| value.part(to.femtos(), from.femtos())).collect()
}

fn answer(mut heaviest: Vec<Money>, others: &Others) -> ScreenAnswer {
    heaviest.extend(std::iter::repeat_n(others.level, others.brought_down));
    ScreenAnswer::BringDown(heaviest)
}
