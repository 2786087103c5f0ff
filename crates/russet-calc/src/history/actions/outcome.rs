//! What became of an action, for the run's own table of them.

use jiff::civil::Date;
use russet_market::{Action, NumberError, Price};

use super::{Days, Engine};
use crate::history::journal::called;
use crate::run::{ActionOutcome, ActionRow};

/// What became of an action, and why it changed nothing or something else than its terms say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    outcome: ActionOutcome,
    reason: String,
}

impl Outcome {
    pub(crate) fn applied() -> Outcome {
        Outcome { outcome: ActionOutcome::Applied, reason: String::new() }
    }

    pub(crate) fn applied_as(reason: impl Into<String>) -> Outcome {
        Outcome { outcome: ActionOutcome::Applied, reason: reason.into() }
    }

    pub(crate) fn waiting() -> Outcome {
        Outcome { outcome: ActionOutcome::Waiting, reason: String::new() }
    }

    pub(crate) fn not_applied(reason: impl Into<String>) -> Outcome {
        Outcome { outcome: ActionOutcome::NotApplied, reason: reason.into() }
    }

    /// Terms are missing, which no import lets through.
    pub(crate) fn without_terms() -> Outcome {
        Outcome::not_applied("its terms are incomplete")
    }

    pub(crate) fn not_held() -> Outcome {
        Outcome::not_applied("no index holds the security")
    }

    pub(crate) fn without_close() -> Outcome {
        Outcome::not_applied("the security has no close yet")
    }

    pub(crate) fn too_late(action: &Action) -> Outcome {
        Outcome::not_applied(format!(
            "known on {}, after its ex-date: the level has moved with the price already",
            action.known_at
        ))
    }

    /// A share count of the ex-date or later has the action in it.
    pub(crate) fn counted(since: Date) -> Outcome {
        Outcome::not_applied(format!("the share count of {since} has it in it already"))
    }

    /// What leaves the company is all that its close is worth, or more.
    pub(crate) fn leaves_nothing(close: Price) -> Outcome {
        Outcome::not_applied(format!("it would leave nothing of the close of {close}"))
    }

    pub(crate) fn worthless(close: Price) -> Outcome {
        Outcome::not_applied(format!("the subscription price is not below the close of {close}"))
    }
}

/// Why an action has no terms to apply.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It changes nothing, for a reason.
    Outcome(Outcome),
    /// A number left its range.
    Number(NumberError),
}

impl From<Outcome> for Refusal {
    fn from(outcome: Outcome) -> Refusal {
        Refusal::Outcome(outcome)
    }
}

impl From<NumberError> for Refusal {
    fn from(source: NumberError) -> Refusal {
        Refusal::Number(source)
    }
}

impl Engine<'_, '_> {
    /// Writes down what became of an action, after which close and in which events: those behind a
    /// number.
    pub(in crate::history) fn remember(
        &mut self,
        action: &Action,
        outcome: Outcome,
        applied: Option<(Days, u32)>,
    ) {
        if !self.journal.recorder.keeps_all_tables() {
            return;
        }
        let session = applied.map_or(self.state.previous, |(days, _)| days.session);
        let Some(version) = called(self.view, action.security_id, session) else { return };
        let last = self.journal.recorder.last_event();
        let before = applied.map(|(_, before)| before).filter(|before| *before < last);
        let row = ActionRow {
            security_id: action.security_id,
            ticker: version.ticker.clone(),
            kind: action.kind,
            sequence: action.sequence,
            ex_date: action.ex_date,
            effective_date: action.effective_date,
            known_at: action.known_at,
            ratio: action.ratio,
            cash: action.cash,
            cash_currency: action.cash_currency,
            other_security_id: action.other_security_id,
            shares_sold: action.shares_sold,
            source: action.source.clone(),
            outcome: outcome.outcome,
            after_close: applied.map(|(days, _)| days.after_close),
            first_event: before.map(|before| before + 1),
            last_event: before.map(|_| last),
            reason: outcome.reason,
        };
        self.journal.recorder.action(row);
    }
}
