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

use super::Answer;

/// Weights inside a stage, where percentages are not fine enough.
const WHOLE: i128 = 1_000_000_000_000;

/// The others of an index beside its large ones.
struct Others {
    /// What the whole index is worth then.
    whole: Money,
    /// The most that one of them is worth.
    level: Money,
    /// How many are brought down to it.
    brought_down: usize,
}

/// Limits others (sorted from the largest) to `most` of the whole, beside large ones that are worth
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
) -> Result<Answer, NumberError> {
    let (above, together) = (fine(above), fine(together));
    let whole = Money::sum(values.iter().copied())?;
    let limit = whole.part(above, WHOLE)?;
    let large = values.partition_point(|value| *value > limit);
    if Money::sum(values[..large].iter().copied())? <= whole.part(together, WHOLE)? {
        return Ok(Answer::Holds);
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
    Ok(Answer::NoRoom)
}

/// The rule with a limit for others: the first `large` values may be `together` of the whole, and any
/// other value `others`, or as much as the smallest large one. Large ones come first, sorted from the
/// largest, then the others, sorted too.
pub(super) fn with_others(
    values: &[Money],
    large: usize,
    together: i128,
    others: i128,
) -> Result<Answer, NumberError> {
    let (together, most) = (fine(together), fine(others));
    let (heaviest, others) = values.split_at(large.min(values.len()));
    let Some(smallest) = heaviest.last().copied() else { return Ok(Answer::Holds) };
    let whole = Money::sum(values.iter().copied())?;
    let sum = Money::sum(heaviest.iter().copied())?;
    let limit = whole.part(most, WHOLE)?.min(smallest);
    if sum <= whole.part(together, WHOLE)? && others.iter().all(|value| *value <= limit) {
        return Ok(Answer::Holds);
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
    Ok(Answer::NoRoom)
}

fn fine(millionths: i128) -> i128 {
    millionths * (WHOLE / 1_000_000)
}

fn scaled(values: &[Money], from: Money, to: Money) -> Result<Vec<Money>, NumberError> {
    values.iter().map(|value| value.part(to.femtos(), from.femtos())).collect()
}

fn answer(mut heaviest: Vec<Money>, others: &Others) -> Answer {
    heaviest.extend(std::iter::repeat_n(others.level, others.brought_down));
    Answer::BringDown(heaviest)
}
