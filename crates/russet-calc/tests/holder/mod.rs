//! A second calculation of index levels, with another idea than divisors: an index is a fund that finances
//! itself.
//!
//! A fund holds shares. On each corporate action it gets exactly what the terms give its shares, pays what
//! they ask by selling, and then buys the index's basket in the index's proportions, at the closes on the
//! new terms, with all that it is worth. Its level is what its shares are worth. All numbers are exact
//! fractions; only index shares are rounded, where a basket has so few that the rounding shows.
//!
//! | part | what it does |
//! |---|---|
//! | `numbers` | exact fractions of prices, shares and terms |
//! | `facts` | closes, actions, share counts and free floats of a market |
//! | `rules` | the numbers of the family `every-scheme` |
//! | `fund` | one index: its basket, what it holds, and trading from the one into the other |
//! | `state` | every fund of a family, with prices and share counts; a trade of all of them |
//! | `day` | the steps of a session: close, publish, evening, open |
//! | `terms` | actions that put a line on new terms |
//! | `exchange` | actions that put another line in a line's place |
//! | `endings` | lines that leave |
//! | `pending` | takeovers between their ex-date and their effective day |
//! | `late` | actions that are known after their ex-date |
//! | `quarter` | new share counts and new weights |
//! | `compare` | a run against the fund's levels and baskets |

mod compare;
mod day;
mod endings;
mod exchange;
mod facts;
mod fund;
mod late;
pub mod numbers;
mod pending;
mod quarter;
mod rules;
mod state;
mod terms;

pub use compare::{breaches, parts_and_wholes};
pub use facts::Facts;
pub use state::Holder;
