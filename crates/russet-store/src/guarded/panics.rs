//! Panics of a library that reads foreign bytes become errors, and stay off stderr.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::Path;
use std::sync::Once;

use crate::StoreError;

thread_local! {
    /// How many guarded sections this thread is in.
    static GUARDED: Cell<u32> = const { Cell::new(0) };
}

/// Runs work on a file's bytes; a panic inside it becomes an error that names the file.
///
/// The work must run on the calling thread. Its message is printed on stderr all the same, unless the
/// program has called [`silence_panics`].
///
/// # Errors
/// [`StoreError::Table`] with the panic's message.
///
/// ```
/// use std::path::Path;
/// russet_store::guarded::silence_panics();
/// let bytes: &[u8] = &[];
/// let error = russet_store::guarded::catch(Path::new("a.parquet"), || bytes[0]).unwrap_err();
/// assert!(error.to_string().starts_with("a.parquet: the reader gave up: index out of bounds"));
/// ```
pub fn catch<T>(path: &Path, work: impl FnOnce() -> T) -> Result<T, StoreError> {
    GUARDED.set(GUARDED.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(GUARDED.get() - 1);
    done.map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        StoreError::Table {
            path: path.to_owned(),
            reason: format!("the reader gave up: {}", said.lines().next().unwrap_or_default()),
        }
    })
}

/// Keeps panics inside [`catch`] off stderr; all others are printed as before. A program calls it once,
/// first thing.
pub fn silence_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if GUARDED.get() == 0 {
                usual(panic);
            }
        }));
    });
}
