//! What the screens of a line said before, so that a review that was announced, or that other variants of a
//! methodology hold too, need not ask them all again.

use std::sync::atomic::{AtomicU64, Ordering};

/// An answer for each of the circumstances that screens of a line look at, a byte each.
#[derive(Debug, Default)]
pub(crate) struct Said(AtomicU64);

/// What all screens of a line came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Passes,
    /// Refused by the screen of this place in the methodology's order.
    Refused(usize),
}

impl Said {
    /// The answer in circumstances of a number below eight.
    pub(crate) fn get(&self, circumstances: u32) -> Option<Answer> {
        match self.0.load(Ordering::Relaxed).to_le_bytes()[circumstances as usize] {
            0 => None,
            1 => Some(Answer::Passes),
            place => Some(Answer::Refused(usize::from(place) - 2)),
        }
    }

    /// Keeps an answer; whoever asks at the same time keeps the same.
    pub(crate) fn keep(&self, circumstances: u32, answer: Answer) {
        let byte = match answer {
            Answer::Passes => Some(1),
            Answer::Refused(place) => u8::try_from(place + 2).ok(),
        };
        self.0.fetch_or(u64::from(byte.unwrap_or(0)) << (8 * circumstances), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_by_circumstances() {
        let said = Said::default();
        said.keep(7, Answer::Refused(19));
        said.keep(0, Answer::Passes);
        said.keep(3, Answer::Refused(300));
        assert_eq!(said.get(7), Some(Answer::Refused(19)));
        assert_eq!(said.get(0), Some(Answer::Passes));
        assert_eq!(said.get(3), None, "no byte holds it, so it is asked again");
    }
}
