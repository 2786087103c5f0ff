//! All stages at one time, where a later one lifted somebody over the limit of an earlier one.
//!
//! Brought down in turn, two stages can lift each other's weights in ever smaller steps. But once the value
//! of the whole is known, so is every limit, and the stages can be satisfied one after the other. The whole
//! that is looked for is the largest one that its own limits leave, and halving finds it in as many steps as
//! its number has digits, however little room there is.

use russet_market::{Money, NumberError};

use super::ideal::Ideal;
use super::stage::Stage;

/// Brings down what is too heavy by all stages; false where only nothing would satisfy them.
pub(super) fn settle(stages: &[Stage<'_>], ideal: &mut Ideal<'_>) -> Result<bool, NumberError> {
    let now = ideal.whole()?.femtos();
    let (mut fits, mut too_much) = (0, now + 1);
    while too_much - fits > 1 {
        let middle = fits + (too_much - fits) / 2;
        let mut tried = ideal.clone();
        satisfy(stages, &mut tried, middle)?;
        // Each security's value is rounded down by each stage.
        let rounding = (stages.len() * tried.factors().count()) as i128;
        match tried.whole()?.femtos() + rounding >= middle {
            true => fits = middle,
            false => too_much = middle,
        }
    }
    satisfy(stages, ideal, fits)?;
    // What is a millionth of a millionth of the index is rounding.
    Ok(fits > now / 10_i128.pow(12))
}

/// Brings down what is too heavy in an index that is worth so much as a whole: securities before companies, as
/// what brings a company down leaves its securities below their own limits.
fn satisfy(stages: &[Stage<'_>], ideal: &mut Ideal<'_>, whole: i128) -> Result<(), NumberError> {
    let whole = Money::from_femtos(whole);
    for _ in 0..=stages.len() {
        let before = ideal.whole()?;
        for of_lines in [true, false] {
            for stage in stages.iter().filter(|stage| stage.rule.per_security == of_lines) {
                stage.apply_within(ideal, whole)?;
            }
        }
        if ideal.whole()? == before {
            return Ok(());
        }
    }
    Ok(())
}
