//! Outside formats into the market: screener snapshots, fund holdings, membership lists, levels, splits.
