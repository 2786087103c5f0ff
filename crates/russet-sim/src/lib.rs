//! A market that never was, with the sizes, volatility and turnover of a real one.
//!
//! [`simulate`] turns a [`Simulation`] (a seed and a span of time) into a
//! [`Market`](russet_market::Market), made of the same facts as an imported one: descriptions,
//! raw closes, share counts and corporate actions, each with the day it was known.
//!
//! Everything is drawn forward in time and each company draws from its own random stream. So a
//! shorter simulation is exactly the beginning of a longer one, one company more leaves the paths
//! of the others alone, and any number of threads gives the same market. Prices go through the
//! platform's `exp` and `ln`: another platform may round a close to the next cent.
//!
//! | module | its one job |
//! |---|---|
//! | `plan` | what to simulate, and why it may be refused |
//! | `run` | the sessions one after another |
//! | `parameters` | every number of the model, with what it was measured against |
//! | `curve` | a number that depends on a company's size |
//! | `model` | the parameters made ready to draw from |
//! | `streams` | the random streams |
//! | `factors` | what moves all companies: market, size, sectors, and their volatility |
//! | `entries` | how many companies list today, in booms and busts |
//! | `profile` | what a company is: kind, country, sector, venue, habits |
//! | `company` | a company's state, and one session of it |
//! | `returns` | the return of one session |
//! | `events` | splits, share counts, mergers, failures, renames |
//! | `line` | one listed line: its close, change and volume |
//! | `birth` | a company's first lines, counts and price |
//! | `names` | pronounceable names and free tickers |
//! | `industries` | sectors, industries, countries |
//! | `register` | what is called what, under which id, and the facts so far |

mod birth;
mod company;
mod curve;
mod entries;
mod events;
mod factors;
mod industries;
mod line;
mod model;
mod names;
pub mod parameters;
mod plan;
mod profile;
mod register;
mod returns;
mod run;
mod streams;

pub use plan::{Simulation, SimulationError};
pub use run::simulate;
