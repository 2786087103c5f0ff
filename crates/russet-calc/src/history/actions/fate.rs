//! What became of an action, for the run's own table of them.

use jiff::civil::Date;
use russet_market::{Action, Price};

use super::super::engine::{Days, Engine};
use super::super::recorder::called;
use crate::run::{ActionOutcome, ActionRow};

/// What became of an action, and why it changed nothing or something else than its terms say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Fate {
    outcome: ActionOutcome,
    reason: String,
}

impl Fate {
    pub(super) fn applied() -> Fate {
        Fate { outcome: ActionOutcome::Applied, reason: String::new() }
    }

    pub(super) fn applied_as(reason: impl Into<String>) -> Fate {
        Fate { outcome: ActionOutcome::Applied, reason: reason.into() }
    }

    pub(in super::super) fn waiting() -> Fate {
        Fate { outcome: ActionOutcome::Waiting, reason: String::new() }
    }

    pub(super) fn not_applied(reason: impl Into<String>) -> Fate {
        Fate { outcome: ActionOutcome::NotApplied, reason: reason.into() }
    }

    /// Terms are missing, which no import lets through.
    pub(super) fn without_terms() -> Fate {
        Fate::not_applied("its terms are incomplete")
    }

    pub(super) fn not_held() -> Fate {
        Fate::not_applied("no index holds the line")
    }

    pub(super) fn without_close() -> Fate {
        Fate::not_applied("the line has no close yet")
    }

    pub(super) fn too_late(action: &Action) -> Fate {
        Fate::not_applied(format!(
            "known on {}, after its ex-date: the level has moved with the price already",
            action.known_at
        ))
    }

    /// A share count of the ex-date or later has the action in it.
    pub(super) fn counted(since: Date) -> Fate {
        Fate::not_applied(format!("the share count of {since} has it in it already"))
    }

    /// What leaves the company is all that its close is worth, or more.
    pub(super) fn leaves_nothing(close: Price) -> Fate {
        Fate::not_applied(format!("it would leave nothing of the close of {close}"))
    }

    pub(super) fn worthless(close: Price) -> Fate {
        Fate::not_applied(format!("the subscription price is not below the close of {close}"))
    }
}

impl Engine<'_, '_> {
    /// Writes down what became of an action, after which close and in which events: those behind a
    /// number.
    pub(in super::super) fn remember(
        &mut self,
        action: &Action,
        fate: Fate,
        applied: Option<(Days, u32)>,
    ) {
        if !self.recorder.keeps_all_tables() {
            return;
        }
        let session = applied.map_or(self.previous, |(days, _)| days.session);
        let Some(version) = called(self.view, action.security_id, session) else { return };
        let last = self.recorder.last_event();
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
            outcome: fate.outcome,
            after_close: applied.map(|(days, _)| days.after_close),
            first_event: before.map(|before| before + 1),
            last_event: before.map(|_| last),
            reason: fate.reason,
        };
        self.recorder.action(row);
    }
}
