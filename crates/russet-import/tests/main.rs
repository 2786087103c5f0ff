//! The tests of imports, and what they share.
//!
//! One binary: a file of tests is a module of this list.

mod abroad;
mod accounts;
mod actions;
mod common;
mod dated_facts;
mod derived;
mod examples;
mod foreign_parquet;
mod fund_lists;
mod identity;
mod links;
mod properties;
mod real_data;
mod screener;
mod sec;
mod several_actions;
mod supplied;
