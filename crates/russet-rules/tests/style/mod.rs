//! Growth and value, defensive and dynamic, of small bases worked out by hand.

mod growth_value;
mod properties;
mod reviews;
mod rules;
mod stability;
mod support;
