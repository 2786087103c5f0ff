//! A methodology and a market in, decisions out: who belongs to each index, and why.
