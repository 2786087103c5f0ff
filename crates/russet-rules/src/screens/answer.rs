//! What a screen answers.

use russet_market::NumberError;

use crate::decision::{Evidence, ScreenResult};

/// What a screen answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// It does not apply here.
    NotAsked,
    /// It has nothing against the line.
    Passed,
    /// It refuses the line, for what it found.
    Failed(Evidence),
    /// What it looks at is not known, which it does not hold against the line.
    NoData,
}

impl Answer {
    /// What a rule answers, where there is one.
    pub(super) fn by<R>(rule: Option<&R>, answer: impl FnOnce(&R) -> Answer) -> Answer {
        rule.map_or(Answer::NotAsked, answer)
    }

    /// The same, where the rule's numbers may leave their range.
    pub(super) fn try_by<R>(
        rule: Option<&R>,
        answer: impl FnOnce(&R) -> Result<Answer, NumberError>,
    ) -> Result<Answer, NumberError> {
        rule.map_or(Ok(Answer::NotAsked), answer)
    }

    /// A refusal where the line fails.
    pub(super) fn failed_if(fails: bool, evidence: impl FnOnce() -> Evidence) -> Answer {
        if fails { Answer::Failed(evidence()) } else { Answer::Passed }
    }

    /// A refusal where a rule does not let pass what is not known.
    pub(super) fn unknown(passes: bool, evidence: impl FnOnce() -> Evidence) -> Answer {
        if passes { Answer::NoData } else { Answer::Failed(evidence()) }
    }

    /// The answer in a word.
    pub(crate) fn result(&self) -> ScreenResult {
        match self {
            Answer::NotAsked => ScreenResult::NotAsked,
            Answer::Passed => ScreenResult::Passed,
            Answer::Failed(_) => ScreenResult::Failed,
            Answer::NoData => ScreenResult::NoData,
        }
    }
}
