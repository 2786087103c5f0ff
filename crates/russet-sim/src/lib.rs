//! A market that never was, with the sizes, volatility and turnover of a real one.
//!
//! [`simulate`] turns a [`Simulation`] (a seed and a span of time) into a
//! [`Market`](russet_market::Market), made of the same facts as an imported one: descriptions,
//! raw closes, share counts, every kind of corporate action, accounts and rates of exchange, each
//! with the day it was known.
//!
//! Everything is drawn forward in time and each company draws from its own random streams. So a
//! shorter simulation is exactly the beginning of a longer one, one company more leaves the paths
//! of the others alone but where it buys one of them, and any number of threads and any platform
//! gives the same market.
//!
//! | module | its one job |
//! |---|---|
//! | `plan` | what to simulate, and why it may be refused |
//! | `run` | the sessions one after another |
//! | `parameters` | every number of the model, with what it was measured against |
//! | `curve` | a number that depends on a company's size |
//! | `model` | the parameters made ready to draw from |
//! | `streams` | the random streams |
//! | `draws` | normal, Student's t and Poisson numbers, the same bits on every platform |
//! | `countries` | venues, currencies and holidays |
//! | `clock` | which exchanges are open today |
//! | `rates` | rates of exchange |
//! | `factors` | what moves all companies: market, size, sectors, and their volatility |
//! | `entries` | how many companies list today, in booms and busts |
//! | `profile` | what a company is: kind, country, sector, venue, habits |
//! | `company` | a company's state, and one session of it |
//! | `returns` | the return of one session |
//! | `events` | what is announced and what takes effect: share counts, splits, new names |
//! | `affairs` | what a company has in hand: dividends, plans, accounts |
//! | `dividends` | ordinary, special and stock dividends, capital paid back |
//! | `capital` | rights, offerings, tenders, buy-backs, conversions |
//! | `spin_off` | a part that becomes a company of its own |
//! | `halts` | suspensions, and those that never end |
//! | `deals` | takeovers, failures and how a line ends |
//! | `accounts` | sales, earnings, balances, forecasts |
//! | `line` | one listed line: its close, change and volume |
//! | `birth` | a company's first lines, counts and price |
//! | `names` | pronounceable names and free tickers |
//! | `industries` | sectors, industries, countries of foreign lines |
//! | `facts` | a fact as a company tells it, and the row that it makes |
//! | `register` | what is called what, under which id, and the facts so far |

mod accounts;
mod affairs;
mod birth;
mod capital;
mod clock;
mod company;
mod countries;
mod curve;
mod deals;
mod dividends;
mod draws;
mod entries;
mod events;
mod factors;
mod facts;
mod halts;
mod industries;
mod line;
mod model;
mod names;
pub mod parameters;
mod plan;
mod profile;
mod rates;
mod register;
mod returns;
mod run;
mod spin_off;
mod streams;

pub use plan::{Countries, Simulation, SimulationError};
pub use run::simulate;
