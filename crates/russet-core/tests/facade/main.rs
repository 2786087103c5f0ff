//! What a program relies on: the calls give what the run folder holds, a failure says which kind it is, and the
//! examples run.

mod build;
mod changes;
mod columns;
mod constituents;
mod decisions;
mod errors;
mod examples;
mod levels;
mod sharing;
mod support;
mod sweep;
