//! Baskets, divisors, events and levels: the exact history of every index of a family.
