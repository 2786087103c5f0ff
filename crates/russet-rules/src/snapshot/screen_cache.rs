//! What the screens of a security answered before, so that a review that was announced, or that other variants
//! of a methodology hold too, need not ask them all again.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::decision::ScreenAnswers;

/// The answers in each context that screens of a security look at.
#[derive(Debug, Default)]
pub(crate) struct ScreenCache([AtomicU64; 8]);

/// Marks answers that are there.
const KNOWN: u64 = 1 << 63;

impl Clone for ScreenCache {
    fn clone(&self) -> ScreenCache {
        let answers = |context: &AtomicU64| AtomicU64::new(context.load(Ordering::Relaxed));
        ScreenCache(self.0.each_ref().map(answers))
    }
}

impl ScreenCache {
    /// The answers in the context of a number below eight.
    pub(crate) fn get(&self, context: u32) -> Option<ScreenAnswers> {
        let answers = self.0[context as usize].load(Ordering::Relaxed);
        (answers & KNOWN != 0).then_some(ScreenAnswers(answers & !KNOWN))
    }

    /// Keeps answers; whoever asks at the same time keeps the same.
    pub(crate) fn keep(&self, context: u32, answers: ScreenAnswers) {
        self.0[context as usize].store(answers.0 | KNOWN, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::ScreenResult;

    #[test]
    fn answers_are_kept_by_circumstances() {
        let said = ScreenCache::default();
        let refused = ScreenAnswers::default().with(ScreenAnswers::MOST - 1, ScreenResult::NoData);
        said.keep(7, refused);
        said.keep(0, ScreenAnswers::default());
        assert_eq!(said.get(7), Some(refused));
        assert_eq!(said.get(0), Some(ScreenAnswers::default()));
        assert_eq!(said.get(3), None);
    }
}
