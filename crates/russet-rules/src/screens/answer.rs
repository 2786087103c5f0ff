//! What a screen answers.

use russet_market::NumberError;

use crate::decision::{Evidence, ScreenResult};

/// What a screen answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScreenAnswer {
    /// It does not apply here.
    NotAsked,
    /// It has nothing against the security.
    Passed,
    /// It refuses the security, for what it found.
    Failed(Evidence),
    /// What it looks at is not known, which it does not hold against the security.
    NoData,
}

impl ScreenAnswer {
    /// What a rule answers, where there is one.
    pub(super) fn by<R>(rule: Option<&R>, answer: impl FnOnce(&R) -> ScreenAnswer) -> ScreenAnswer {
        rule.map_or(ScreenAnswer::NotAsked, answer)
    }

    /// The same, where the rule's numbers may leave their range.
    pub(super) fn try_by<R>(
        rule: Option<&R>,
        answer: impl FnOnce(&R) -> Result<ScreenAnswer, NumberError>,
    ) -> Result<ScreenAnswer, NumberError> {
        rule.map_or(Ok(ScreenAnswer::NotAsked), answer)
    }

    /// A refusal where the security fails.
    pub(super) fn failed_if(fails: bool, evidence: impl FnOnce() -> Evidence) -> ScreenAnswer {
        if fails { ScreenAnswer::Failed(evidence()) } else { ScreenAnswer::Passed }
    }

    /// A refusal where a rule does not let pass what is not known.
    pub(super) fn unknown(passes: bool, evidence: impl FnOnce() -> Evidence) -> ScreenAnswer {
        if passes { ScreenAnswer::NoData } else { ScreenAnswer::Failed(evidence()) }
    }

    /// The answer in a word.
    pub(crate) fn result(&self) -> ScreenResult {
        match self {
            ScreenAnswer::NotAsked => ScreenResult::NotAsked,
            ScreenAnswer::Passed => ScreenResult::Passed,
            ScreenAnswer::Failed(_) => ScreenResult::Failed,
            ScreenAnswer::NoData => ScreenResult::NoData,
        }
    }
}
