//! Keys and words of methodology files that have a new name, so that an old one is refused with the new one.

/// Earlier names, each with today's.
const RENAMED: [(&str, &str); 27] = [
    ("flat_price", "trust_price"),
    ("quiet_price", "fund_like_volatility"),
    ("spares_members", "exempts_members"),
    ("spares_votes_of_members", "exempts_members_from_votes"),
    ("spares_styles_of_members", "exempts_members_from_styles"),
    ("spares", "exempt_from"),
    ("enters_to", "entry_rank"),
    ("stays_to", "retention_rank"),
    ("stays_once", "retained_once"),
    ("chooses", "reconstitutes"),
    ("of_each", "per_group"),
    ("of_lines", "per_security"),
    ("primary_lines_only", "primary_securities_only"),
    ("at_most_times_float", "maximum_float_multiple"),
    ("young", "recent_listings"),
    ("breaks", "breakpoints"),
    ("largest_lines", "largest_securities"),
    ("least_lines", "minimum_securities"),
    ("minimum_lines", "minimum_securities"),
    ("least_sessions", "minimum_sessions"),
    ("least_group", "minimum_group_size"),
    ("tender_least_float_percent", "tender_minimum_float_percent"),
    ("unless_worded", "excluded_words"),
    ("compared_above", "peers_above_cap"),
    ("scored_apart", "scored_separately"),
    ("months_of_review", "review_months"),
    ("removals", "interim_deletions"),
];

/// Today's name of a key or a word that had another one.
pub(super) fn renamed(earlier: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(name, _)| *name == earlier).map(|(_, today)| *today)
}
