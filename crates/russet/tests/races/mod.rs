//! Two commands on one folder at the same time: the result is that of one after the other.
//!
//! One command is held at each of its file system calls while the other one runs.

mod builds;
mod imports;
mod race;
mod readers;
