//! What a methodology may say, and what is decided by it in a small market.

mod checks;
mod committee;
mod families;
mod late_counts;
mod limits;
mod rank_buffers;
mod screens;
mod selection;
mod sub_indexes;
mod support;
mod turning_closes;
