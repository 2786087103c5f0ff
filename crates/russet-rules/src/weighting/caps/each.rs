//! The most that each company or security may weigh.

use russet_market::{Money, NumberError};

use super::ScreenAnswer;
use crate::methodology::Percent;

const WHOLE: i128 = 1_000_000;

/// What the heaviest are to be worth so that none is more than a part of the whole. Values come sorted
/// from the largest.
///
/// What is taken away lifts the weight of the rest, and some of the rest over the cap: the `n` that end
/// at the cap `p` are worth `p × rest ÷ (1 − n × p)` each, with the fewest `n` that leave no other
/// above.
pub(super) fn targets(values: &[Money], most: Percent) -> Result<ScreenAnswer, NumberError> {
    let limit = limit(Money::sum(values.iter().copied())?, most)?;
    let mut capped = values.partition_point(|value| *value > limit);
    if capped == 0 {
        return Ok(ScreenAnswer::Holds);
    }
    loop {
        let rest = Money::sum(values[capped..].iter().copied())?;
        let room = WHOLE - capped as i128 * most.millionths();
        if room <= 0 || rest == Money::ZERO {
            return Ok(ScreenAnswer::NoRoom);
        }
        let level = rest.part(most.millionths(), room)?;
        match values.get(capped) {
            Some(next) if *next > level => capped += 1,
            _ => return Ok(ScreenAnswer::BringDown(vec![level; capped])),
        }
    }
}

/// The most that one may be worth where the whole is worth so much.
pub(super) fn limit(whole: Money, most: Percent) -> Result<Money, NumberError> {
    whole.part(most.millionths(), WHOLE)
}
