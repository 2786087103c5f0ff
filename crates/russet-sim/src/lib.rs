//! A market that never was, with the sizes, volatility and turnover of a real one.
