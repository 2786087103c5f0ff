//! The close at which a decision would have been another.

use super::words::price_words;
use crate::decision::Decision;
use crate::methodology::Methodology;
use crate::turning_close::{TurnedOutcome, TurningClose};

impl Decision {
    /// The nearest closes at which the decision would have been another ([`Decision::turning_closes`]), in a
    /// sentence, such as `A close of $12.34 (it was $11.90) would have moved it from R2000 to R1000.`; none
    /// where there are none.
    pub fn turning_sentence<'a>(
        &self,
        review: impl Iterator<Item = &'a Decision>,
        family: &Methodology,
    ) -> Option<String> {
        let turns = self.turning_closes(review, family);
        let price = |close| price_words(close, self.currency());
        let clause = |turn: &TurningClose, was: &str| {
            let turned = turned(self, &turn.outcome);
            format!("of {}{was} would have {turned}", price(turn.close))
        };
        let (first, others) = turns.split_first()?;
        let first = clause(first, &format!(" (it was {})", price(self.close)));
        let others = others.iter().map(|turn| format!("; one {}", clause(turn, "")));
        Some(format!("A close {first}{}.", others.collect::<String>()))
    }
}

/// What would have happened, after "would have".
fn turned(decision: &Decision, outcome: &TurnedOutcome) -> String {
    match outcome {
        TurnedOutcome::Indexes(ids) => moved(&decision.indexes_after, ids),
        TurnedOutcome::RefusedBy(screen) => format!("failed the screen '{}'", screen.name()),
        TurnedOutcome::Passes => "passed this screen".to_owned(),
        TurnedOutcome::LargeEnough => "been large enough to enter".to_owned(),
        TurnedOutcome::TooSmall => "been too small to enter".to_owned(),
    }
}

/// From some indexes to others.
fn moved(now: &str, then: &str) -> String {
    let only_in = |one: &str, other: &str| {
        let of_other: Vec<&str> = other.split_whitespace().collect();
        let ids: Vec<&str> = one.split_whitespace().filter(|id| !of_other.contains(id)).collect();
        ids.join(", ")
    };
    match (only_in(now, then), only_in(then, now)) {
        (left, entered) if entered.is_empty() => format!("taken it out of {left}"),
        (left, entered) if left.is_empty() => format!("put it in {entered}"),
        (left, entered) => format!("moved it from {left} to {entered}"),
    }
}
