//! Histories of small markets that are worked out by hand.

mod between_reviews;
mod support;
