//! The compute layout: what an index is worth on every session, exactly, at the speed of memory.
//!
//! Time is cut into **blocks**; inside a block a **column** is a line held with the same shares by the
//! same indexes; columns that belong to the same indexes in the same way stand side by side and form
//! an **atom**. A session is a row of **ticks**: closes as whole numbers of the session's finest power
//! of ten. An atom's value is the sum of ticks × shares over a contiguous range, made once, and an
//! index is a sum of atoms.
//!
//! | module | what it holds |
//! |---|---|
//! | [`Schedule`] | who is held by which index with how many shares, from when to when |
//! | [`Closes`] | where prices come from: price files, and rows of the caller's own |
//! | [`Plan`] | a schedule cut into blocks, columns and atoms |
//! | [`Values`] | what every index is worth on every session |
//! | [`Cache`] | plan and ticks in one file, mapped into memory |
//!
//! ```
//! use jiff::civil::date;
//! use russet_blocks::{Close, Closes, Holding, Plan, Schedule};
//! use russet_market::{SecurityId, Shares};
//! let sessions = vec![date(2024, 6, 27), date(2024, 6, 28)];
//! let held = Holding { index: 0, security: SecurityId(7), shares: Shares::whole(10)?, from: 0, to: 2 };
//! let schedule = Schedule::new(sessions, 1, vec![held])?;
//! // No close on the second session: the last one is carried.
//! let own = Close { session: 0, security: SecurityId(7), close: "2.5".parse()? };
//! let closes = Closes::own_alone(vec![own]);
//! let values = Plan::new(&schedule)?.values(&closes)?;
//! assert_eq!(values.of(0, 1).to_string(), "25");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
mod closes;
mod error;
mod kernel;
mod layout;
mod map;
mod plan;
mod schedule;
mod sum;
mod ticks;
mod values;

pub use cache::{Cache, Key};
pub use closes::{Close, Closes};
pub use error::BlocksError;
pub use kernel::dot;
pub use plan::Plan;
pub use schedule::{Holding, Schedule};
pub use values::Values;
