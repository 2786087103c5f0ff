//! Histories of small markets that are worked out by hand.

mod between_reviews;
mod caps;
mod equal_weight;
mod exceptions;
mod reconstitution;
mod support;
