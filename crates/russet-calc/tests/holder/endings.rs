//! Lines that leave after a close.

use russet_market::{ActionKind, SecurityId};

use super::facts::Event;
use super::fund::Scheme;
use super::rules;
use super::state::Holder;

impl Holder<'_> {
    /// Lines that end take the loss along: their price is set before the level is made.
    pub fn price_losses(&mut self, session: usize) {
        for action in &self.facts.actions {
            if self.loses(action) == Some(session) && self.is_held(action.line) {
                let left = action.cash.clone().unwrap_or_else(rules::nominal_price);
                self.prices.insert(action.line, left);
            }
        }
    }

    /// The session in which a line ends at a price that it has elsewhere, or worthless.
    fn loses(&self, action: &Event) -> Option<usize> {
        let loses = match action.kind {
            ActionKind::Bankruptcy => true,
            ActionKind::Delisting => action.cash.is_some(),
            _ => false,
        };
        loses.then(|| self.facts.known_from(action, action.ex))
    }

    /// Takeovers and other ends after a close.
    pub fn end_lines(&mut self, session: usize) {
        let mergers: Vec<_> =
            self.pending.iter().filter(|merger| merger.leaves == session).cloned().collect();
        for merger in mergers {
            let line = merger.line;
            // Another one of this close may have changed the terms.
            if let Some(merger) = self.pending.iter().find(|one| one.line == line).cloned() {
                self.take_over(&merger);
            }
        }
        for action in &self.facts.actions {
            let leaves = match (action.kind, self.loses(action)) {
                (_, Some(last)) => last == session,
                (ActionKind::Delisting, None) => {
                    self.facts.known_from(action, action.ex.saturating_sub(1)) == session
                }
                _ => false,
            };
            if leaves {
                self.delete(action.line);
            }
        }
    }

    /// A child's first close ends its waiting; one that never trades leaves at what it counts.
    pub fn settle_children(&mut self, session: usize) {
        let children: Vec<SecurityId> = self.children.keys().copied().collect();
        for child in children {
            let waited = self.children[&child] + 1;
            self.children.insert(child, waited);
            if self.facts.has_close(child, session) {
                self.children.remove(&child);
                if self.drops_children {
                    self.delete(child);
                } else {
                    self.change(|fund| {
                        if fund.scheme == Scheme::Price {
                            fund.basket.remove(&child);
                        }
                    });
                }
            } else if waited >= rules::SPIN_OFF_SESSIONS {
                self.delete(child);
            }
        }
    }

    /// Lines that are suspended, or have no close, for too long.
    pub fn delete_absent(&mut self) {
        let suspended: Vec<SecurityId> = self.suspended.keys().copied().collect();
        for line in suspended {
            let sessions = self.suspended[&line] + 1;
            self.suspended.insert(line, sessions);
            self.missed.insert(line, 0);
            if sessions >= rules::SUSPENSION_SESSIONS {
                self.delete(line);
            }
        }
        let missed: Vec<SecurityId> = self.own.keys().copied().collect();
        for line in missed {
            let waits = self.children.contains_key(&line) || self.suspended.contains_key(&line);
            if !waits && self.missed.get(&line).is_some_and(|many| *many >= rules::ABSENT_SESSIONS)
            {
                self.delete(line);
            }
        }
    }
}
