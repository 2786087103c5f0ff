//! Talk on stderr: what a command says besides its answer.
//!
//! A full disk behind stderr, or one that is closed, must not end a command that does its work: what cannot
//! be said is left unsaid.

use std::fmt::Arguments;
use std::io::{Write, stderr};

/// Says a line on stderr; one that cannot be written is lost.
pub fn line(text: Arguments<'_>) {
    let _ = writeln!(stderr().lock(), "{text}");
}

/// Says a line on stderr, formatted as `println!` does, and never fails.
macro_rules! say {
    ($($said:tt)*) => {
        $crate::talk::line(format_args!($($said)*))
    };
}
