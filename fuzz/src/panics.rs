//! Panics: one that the code under test catches is its own affair, one that escapes is a finding.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, Once};

static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs a check of an input; ends the process when it panics, after saying where.
pub fn escape_none(check: impl FnOnce()) {
    static HOOK: Once = Once::new();
    // The hook of the fuzzer would end the process at panics that are caught too.
    HOOK.call_once(|| {
        set_hook(Box::new(|panic| {
            if let Ok(mut last) = LAST.lock() {
                *last = panic.to_string();
            }
        }));
    });
    if catch_unwind(AssertUnwindSafe(check)).is_err() {
        let words = LAST.lock().map(|last| last.clone()).unwrap_or_default();
        eprintln!("finding: {words}");
        std::process::abort();
    }
}
