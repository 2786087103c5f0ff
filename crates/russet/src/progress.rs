//! Progress on stderr, for work that takes longer than a second.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work stays silent.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows itself once the work has taken a second; on no terminal it stays silent.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
    done: AtomicU64,
}

impl Progress {
    /// Work called so, of which nothing is done yet.
    pub fn new(what: &'static str, unit: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(&format!(
            "{{msg}} {{wide_bar}} {{human_pos}}/{{human_len}} {unit} {{elapsed}}"
        ));
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what);
        Progress {
            bar,
            started: Instant::now(),
            shown: AtomicBool::new(false),
            done: AtomicU64::new(0),
        }
    }

    /// So much of so much is done.
    pub fn set(&self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// So much more is done, of an amount that nobody knows beforehand.
    pub fn add(&self, more: u64) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        self.set(done, done);
    }

    /// So much more is done, of so much in all.
    pub fn add_of(&self, more: u64, total: u64) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        self.set(done, total);
    }

    /// All is done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
