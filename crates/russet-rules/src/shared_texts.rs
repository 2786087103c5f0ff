//! Texts that many decisions have, each in memory once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Texts that many decisions have.
#[derive(Debug, Default)]
pub(crate) struct SharedTexts(Mutex<HashSet<Arc<str>>>);

impl SharedTexts {
    /// The one text of these letters.
    pub(crate) fn get(&self, text: &str) -> Arc<str> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = known.get(text) {
            return Arc::clone(shared);
        }
        let shared: Arc<str> = text.into();
        known.insert(Arc::clone(&shared));
        shared
    }
}
