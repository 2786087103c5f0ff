//! What a user relies on of weights: published examples, examples worked by hand, and invariants.

mod capping;
mod properties;
mod schemes;
mod support;
