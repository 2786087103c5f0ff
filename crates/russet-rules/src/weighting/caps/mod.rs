//! Capping: stage after stage, until every stage in force holds.
//!
//! | module | what it does |
//! |---|---|
//! | `parts` | securities added up to companies |
//! | `ideal` | securities with factors so fine that no rounding decides anything |
//! | `stage` | whether a stage fires, what it asks for, who breaks it |
//! | `each` | the most that each may weigh |
//! | `together` | the most that the large ones may weigh together |
//! | `joint` | all stages at one time, where a later one lifted somebody over an earlier limit |
//! | `rounded` | the factors and shares that come of it |
//!
//! A factor only falls, and the rest keep theirs: what is taken away goes to them in proportion, because
//! weights are parts of a smaller whole. Each stage begins with what the one before it left and solves its own
//! limit at one time. A stage that fired once stays in force; one that did not is asked again after the others
//! were applied, so there are at most as many rounds as stages, and within a round each step caps at least one
//! more security.
//!
//! Caps hold exactly for rounded shares at the prices given, as long as there is any room. Where every company
//! is at its cap, they hold to within the rounding of factors and shares: `rounded` says why.

mod each;
mod ideal;
mod joint;
mod parts;
mod rounded;
mod stage;
mod together;

use russet_market::{Money, NumberError, Shares};

use super::{Candidate, WeightedSecurity, WeightingError};
use crate::methodology::CapStage;
use ideal::Ideal;
use parts::Part;
use rounded::Rounded;
use stage::Stage;

/// What exceeds a limit by less than this part of the whole is rounding of the ideal factors.
const SETTLED: i128 = 10_i128.pow(15);

/// What a stage asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ScreenAnswer {
    /// Nothing.
    Holds,
    /// The first ones are to be worth at most this.
    BringDown(Vec<Money>),
    /// Something that cannot be.
    NoRoom,
}

/// By how much a limit may be exceeded.
#[derive(Debug, Clone, Copy)]
struct Excess {
    /// What exceeds a limit by no more holds.
    tolerated: Money,
    /// What exceeds a limit by no more was brought down to it, and rounded.
    rounding: Money,
}

/// A company or a security that is worth more than a stage allows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Breach {
    part: Part,
    /// The most that it may be worth.
    most: Money,
}

impl Breach {
    fn of(part: &Part, most: Money) -> Breach {
        Breach { part: part.clone(), most }
    }
}

/// Shares and factors under caps, in the order given.
pub(super) fn cap(
    stages: &[&CapStage],
    candidates: &[&Candidate],
    uncapped: &[Shares],
) -> Result<Vec<WeightedSecurity>, WeightingError> {
    let mut ideal = Ideal::new(candidates, uncapped)?;
    let mut stages: Vec<Stage<'_>> = stages.iter().copied().map(Stage::new).collect();
    settle(&mut stages, &mut ideal)?;
    ideal.raise()?;
    let rounded = Rounded::new(candidates, uncapped, &ideal)?.settle(&stages)?;
    for stage in &stages {
        // A factor that rounds to nothing would take a company out of the index.
        let held = ideal.parts(stage.rule.per_security)?.len();
        if rounded.parts(stage.rule.per_security)?.len() < held {
            return Err(stage.no_room(held));
        }
    }
    match rounded.holds(&stages)? {
        true => Ok(rounded.weighed()),
        false => Err(WeightingError::Unsettled { rounds: stages.len() + 1 }),
    }
}

/// Applies the stages until all in force hold and no further one fires.
fn settle(stages: &mut [Stage<'_>], ideal: &mut Ideal<'_>) -> Result<(), WeightingError> {
    for _ in 0..=stages.len() {
        for stage in &mut *stages {
            stage.apply(ideal)?;
        }
        if let Some(broken) = broken(stages, ideal)?
            && !joint::settle(stages, ideal)?
        {
            let stage = &stages[broken];
            return Err(stage.no_room(ideal.parts(stage.rule.per_security)?.len()));
        }
        let mut fires = false;
        for stage in &mut *stages {
            fires |= stage.would_fire(ideal)?;
        }
        if !fires {
            return Ok(());
        }
    }
    Ok(())
}

/// The first stage that does not hold.
fn broken(stages: &[Stage<'_>], ideal: &Ideal<'_>) -> Result<Option<usize>, NumberError> {
    let rounding = ideal.whole()?.part(1, SETTLED)?;
    let by = Excess { tolerated: rounding, rounding };
    for (position, stage) in stages.iter().enumerate() {
        let parts = ideal.parts(stage.rule.per_security)?;
        if !stage.breaches(parts, by)?.is_empty() {
            return Ok(Some(position));
        }
    }
    Ok(None)
}
